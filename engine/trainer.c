/* trainer: the worker thread that trains timelines in slices until they are done or it is told to stop. */
#include "trainer.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { SLICE_MICROSECONDS = 4000, PROGRESS_MICROSECONDS = 33000 };

struct Trainer {
    pthread_t thread;
    atomic_bool stop;
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

static void *trainer_work(void *context) {
    Trainer *trainer = context;
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
    return NULL;
}

Trainer *trainer_start(Timeline *const *timelines, int count, TrainerProgress *progress, void *context,
                       Err *e) {
    Trainer *trainer = calloc(1, sizeof *trainer);
    if (trainer == NULL) {
        err_set(e, "there is not enough memory to train in the background");
        return NULL;
    }
    trainer->count = count < TRAINER_MAX_RUNS ? count : TRAINER_MAX_RUNS;
    memcpy(trainer->timelines, timelines, (size_t)trainer->count * sizeof *timelines);
    trainer->progress = progress;
    trainer->context = context;
    atomic_init(&trainer->stop, false);
    if (pthread_create(&trainer->thread, NULL, trainer_work, trainer) != 0) {
        free(trainer);
        err_set(e, "no thread could be started to train in the background");
        return NULL;
    }
    return trainer;
}

void trainer_stop(Trainer *trainer) {
    if (trainer == NULL) return;
    atomic_store(&trainer->stop, true);
    pthread_join(trainer->thread, NULL);
    free(trainer);
}
