/* trainer: the worker thread that trains timelines in slices until they are done or it is told to stop. */
#define _XOPEN_SOURCE 700 /* nice */
#include "trainer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { SLICE_MICROSECONDS = 4000, PROGRESS_MICROSECONDS = 33000 };

struct Trainer {
    pthread_t thread;
    atomic_bool stop;
    Trainer *before; /* owned; NULL: none */
    Timeline *timelines[TRAINER_MAX_RUNS];
    int count;
    TrainerProgress *progress;
    void *context;
};

static int64_t now_microseconds(void) {
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (int64_t)time.tv_sec * 1000000 + time.tv_nsec / 1000;
}

static void train(Trainer *trainer) {
    int64_t told = 0;
    bool busy = true;
    while (busy && !atomic_load(&trainer->stop)) {
        busy = false;
        for (int i = 0; i < trainer->count && !atomic_load(&trainer->stop); i++)
            busy |= timeline_advance(trainer->timelines[i], SLICE_MICROSECONDS);
        int64_t now = now_microseconds();
        if (now - told >= PROGRESS_MICROSECONDS || !busy) {
            trainer->progress(trainer->context);
            told = now;
        }
    }
}

/* Whoever looks on goes first where there are fewer processors than threads. Elsewhere than on Linux it would
   be the whole process that stands back. */
static void stand_back(void) {
#ifdef __linux__
    if (nice(10) == -1) return; /* then it stands where it stood */
#endif
}

static void *trainer_work(void *context) {
    Trainer *trainer = context;
    stand_back();
    trainer_stop(trainer->before);
    train(trainer);
    for (int i = 0; i < trainer->count; i++) timeline_free(trainer->timelines[i]);
    return NULL;
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
    if (pthread_create(&trainer->thread, NULL, trainer_work, trainer) == 0) return trainer;
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
    pthread_join(trainer->thread, NULL);
    free(trainer);
}
