/* trainer: trains timelines in slices until they are done or it is told to stop. */
#include "trainer.h"

#include <stdlib.h>

#include "engine/base/os.h"
#include "engine/base/worker.h"

enum { PROGRESS_NANOSECONDS = 33000000 };

struct Trainer {
    Worker *worker;
    bool begun;
    Trainer *before; /* owned; NULL: none */
    Timeline *timelines[TRAINER_MAX_RUNS];
    int count;
    int64_t told; /* when it last told of progress */
    TrainerProgress *progress;
    void *context;
};

/* Who looks on goes first where there are fewer processors than threads. */
static void begin(Trainer *trainer) {
    os_stand_back();
    trainer_stop(trainer->before);
    trainer->before = NULL;
    trainer->begun = true;
}

/* Each timeline in turn. */
static bool train(void *context, int64_t microseconds) {
    Trainer *trainer = context;
    bool more = false;
    if (!trainer->begun) begin(trainer);
    for (int i = 0; i < trainer->count; i++)
        more |= timeline_advance(trainer->timelines[i], microseconds / trainer->count);
    int64_t now = os_now();
    if (now - trainer->told >= PROGRESS_NANOSECONDS || !more) {
        trainer->progress(trainer->context);
        trainer->told = now;
    }
    return more;
}

static void let_go(void *context) {
    Trainer *trainer = context;
    trainer_stop(trainer->before);
    trainer->before = NULL;
    for (int i = 0; i < trainer->count; i++) timeline_free(trainer->timelines[i]);
    trainer->count = 0;
}

Trainer *trainer_start(Timeline *const *timelines, int count, TrainerProgress *progress, void *context,
                       Trainer *before, Err *e) {
    Trainer *trainer = calloc(1, sizeof *trainer);
    trainer_cancel(before);
    if (trainer == NULL) {
        trainer_stop(before);
        err_memory(e);
        return NULL;
    }
    trainer->count = count < TRAINER_MAX_RUNS ? count : TRAINER_MAX_RUNS;
    for (int i = 0; i < trainer->count; i++) trainer->timelines[i] = timeline_hold(timelines[i]);
    trainer->progress = progress;
    trainer->context = context;
    trainer->before = before;
    if ((trainer->worker = worker_start(train, let_go, trainer)) != NULL) return trainer;
    let_go(trainer);
    free(trainer);
    err_set(e, "no thread could be started to train in the background");
    return NULL;
}

bool trainer_turn(Trainer *trainer, int64_t microseconds) {
    return trainer != NULL && worker_turn(trainer->worker, microseconds);
}

void trainer_cancel(Trainer *trainer) {
    if (trainer != NULL) worker_cancel(trainer->worker);
}

void trainer_stop(Trainer *trainer) {
    if (trainer == NULL) return;
    trainer_cancel(trainer);
    worker_end(trainer->worker);
    free(trainer);
}
