/* trainer: the worker thread that trains timelines in slices until they are done or it is told to stop. */
#include "trainer.h"

#include <stdatomic.h>
#include <stdlib.h>

#include "engine/base/os.h"

enum { SLICE_MICROSECONDS = 4000, PROGRESS_MICROSECONDS = 33000 };

struct Trainer {
    OsThread *thread;
    atomic_bool stop;
    Trainer *before; /* owned; NULL: none */
    Timeline *timelines[TRAINER_MAX_RUNS];
    int count;
    TrainerProgress *progress;
    void *context;
};

static void train(Trainer *trainer) {
    int64_t told = 0;
    bool busy = true;
    while (busy && !atomic_load(&trainer->stop)) {
        busy = false;
        for (int i = 0; i < trainer->count && !atomic_load(&trainer->stop); i++)
            busy |= timeline_advance(trainer->timelines[i], SLICE_MICROSECONDS);
        int64_t now = os_now() / 1000;
        if (now - told >= PROGRESS_MICROSECONDS || !busy) {
            trainer->progress(trainer->context);
            told = now;
        }
    }
}

/* Whoever looks on goes first where there are fewer processors than threads. */
static void trainer_work(void *context) {
    Trainer *trainer = context;
    os_stand_back();
    trainer_stop(trainer->before);
    train(trainer);
    for (int i = 0; i < trainer->count; i++) timeline_free(trainer->timelines[i]);
}

Trainer *trainer_start(Timeline *const *timelines, int count, TrainerProgress *progress, void *context,
                       Trainer *before, Err *e) {
    Trainer *trainer = calloc(1, sizeof *trainer);
    trainer_cancel(before);
    if (trainer == NULL) {
        trainer_stop(before);
        err_set(e, "there is not enough memory to train in the background");
        return NULL;
    }
    trainer->count = count < TRAINER_MAX_RUNS ? count : TRAINER_MAX_RUNS;
    for (int i = 0; i < trainer->count; i++) trainer->timelines[i] = timeline_hold(timelines[i]);
    trainer->progress = progress;
    trainer->context = context;
    trainer->before = before;
    atomic_init(&trainer->stop, false);
    if ((trainer->thread = os_thread_start(trainer_work, trainer)) != NULL) return trainer;
    for (int i = 0; i < trainer->count; i++) timeline_free(trainer->timelines[i]);
    free(trainer);
    trainer_stop(before);
    err_set(e, "no thread could be started to train in the background");
    return NULL;
}

void trainer_cancel(Trainer *trainer) {
    if (trainer != NULL) atomic_store(&trainer->stop, true);
}

void trainer_stop(Trainer *trainer) {
    if (trainer == NULL) return;
    trainer_cancel(trainer);
    os_thread_join(trainer->thread);
    free(trainer);
}
