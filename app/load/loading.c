/* loading: lessons read from their files, one after the other, and the worker that does it. */
#include "loading.h"

#include "engine/base/worker.h"
#include "engine/compile/disguise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OVERRIDES = 2 * OPTIONS_MAX_SETS + 3 };

/* What the command line set, then what keys set in its place. */
static LessonOptions lesson_options(const RunSpec *wanted, const Options *options, const Assets *assets,
                                    const GivenPoints *points, Override *rows) {
    int count = 0;
    for (int i = 0; i < options->set_count; i++) rows[count++] = options->sets[i];
    for (int i = 0; wanted->versus && i < options->versus_count; i++) rows[count++] = options->versus[i];
    if (wanted->rate[0] != '\0') rows[count++] = (Override){"lr", wanted->rate};
    if (wanted->seed[0] != '\0') rows[count++] = (Override){"seed", wanted->seed};
    if (wanted->bugs_off) rows[count++] = (Override){"bugs", "off"};
    return (LessonOptions){.overrides = rows,
                           .override_count = count,
                           .data_dir = assets->data,
                           .points = points->count > 0 ? points : NULL};
}

/* A mistake in what --versus sets is told as one of --set: the engine knows no other. */
static void name_versus(const Options *options, Err *e) {
    for (int i = 0; i < options->versus_count; i++) {
        const Override *row = &options->versus[i];
        char given[sizeof e->file];
        snprintf(given, sizeof given, "--set %s=%s", row->key, row->value);
        if (strcmp(given, e->file) == 0)
            snprintf(e->file, sizeof e->file, "--versus %s=%s", row->key, row->value);
    }
}

static bool check_bugs(const Lesson *lesson, const Options *options, Err *e) {
    for (int i = 0; i < options->versus_count; i++)
        if (strcmp(options->versus[i].key, "bugs") == 0 && !lesson->has_bugs)
            return err_set(e, "--versus bugs=%.20s: this lesson has no [bugs]", options->versus[i].value);
    return true;
}

/* Whether the lesson brings another run along; which one it is then goes to out->other_wanted. */
static bool brings_other(const RunSpec *wanted, Lessons *out) {
    RunSpec *other = &out->other_wanted;
    *other = *wanted;
    switch (wanted->other) {
    case OTHER_BUGS:
        other->bugs_off = !wanted->bugs_off;
        return out->lesson->has_bugs;
    case OTHER_VERSUS:
        other->versus = !wanted->versus;
        memcpy(other->rate, wanted->other_rate, sizeof other->rate);
        memcpy(other->seed, wanted->other_seed, sizeof other->seed);
        return true;
    case OTHER_NONE:
        break;
    }
    return false;
}

/* Whether --set leaves the mistakes of the training as they are: what it sets is not what a bug sets. */
static bool check_sets(const Lesson *lesson, const Options *options, Err *e) {
    for (int i = 0; i < options->set_count; i++) {
        const Override *set = &options->sets[i];
        for (int k = 0; k < lesson->bug_count; k++)
            if (lesson->bugs[k].kind >= BUG_KEPT && strcmp(lesson->bugs[k].name, set->key) == 0)
                return err_set(e, "--set %.60s=%.60s takes away a mistake that is to be hunted", set->key,
                               set->value);
    }
    return true;
}

/* Whether there is something to hunt. */
static bool check_hunt(const RunSpec *wanted, const Options *options, const Lesson *lesson, Err *e) {
    if (wanted->hunt == 0) return true;
    if (!lesson->has_bugs || lesson->batch == NULL || (lesson->bug_count == 0 && !wanted->bugs_off))
        return err_set(e, "%.60s has no mistake to hunt: that takes a lesson with [bugs], and not bugs=off",
                       lesson->name);
    if (lesson->bug_count > DISGUISE_MAX_BUGS)
        return err_set(e, "%.60s has %d mistakes; at most %d can be hunted", lesson->name, lesson->bug_count,
                       DISGUISE_MAX_BUGS);
    return check_sets(lesson, options, e);
}

static void free_lessons(Lessons *lessons) {
    lesson_release(lessons->lesson);
    lesson_release(lessons->other);
    *lessons = (Lessons){0};
}

/* One lesson after the other, each a slice at a time. */
typedef struct Reading {
    RunSpec wanted;
    const Options *options;
    const Assets *assets;
    Load *load; /* of the one in hand; NULL: none */
    const RunSpec *asked;
    Override rows[MAX_OVERRIDES];
    GivenPoints points;
    LessonOptions given;
    Lessons lessons;
    bool good; /* both are there */
    Err e;
} Reading;

static bool begin(Reading *reading, const RunSpec *asked) {
    const Points *points = &asked->points;
    reading->asked = asked;
    reading->points = (GivenPoints){points->x_name, points->y_name, points->x, points->y, points->count};
    reading->given =
        lesson_options(asked, reading->options, reading->assets, &reading->points, reading->rows);
    reading->load = load_begin(asked->path, &reading->given, &reading->e);
    return reading->load != NULL;
}

/* The first one is there. Returns whether the second one is to be read, too. */
static bool go_on(Reading *reading) {
    Lessons *out = &reading->lessons;
    const RunSpec *wanted = &reading->wanted;
    if (!check_hunt(wanted, reading->options, out->lesson, &reading->e)) return false;
    if (wanted->other == OTHER_VERSUS && !check_bugs(out->lesson, reading->options, &reading->e))
        return false;
    reading->good = !brings_other(wanted, out);
    return !reading->good && begin(reading, &out->other_wanted);
}

/* false: there is no more to do. */
static bool read_on(Reading *reading, int64_t microseconds) {
    if (reading->load == NULL && !begin(reading, &reading->wanted)) return false;
    if (load_advance(reading->load, microseconds)) return true;
    Lesson *lesson = load_end(reading->load, &reading->e);
    reading->load = NULL;
    if (lesson == NULL) {
        if (reading->asked->versus) name_versus(reading->options, &reading->e);
        return false;
    }
    if (reading->lessons.lesson == NULL) {
        reading->lessons.lesson = lesson;
        return go_on(reading);
    }
    reading->lessons.other = lesson;
    reading->good = true;
    return false;
}

/* Ends it at any time. Nothing is left where it is not good. */
static bool read_end(Reading *reading, Lessons *out, Err *e) {
    if (reading->load != NULL) lesson_release(load_end(reading->load, &reading->e));
    if (!reading->good) {
        free_lessons(&reading->lessons);
        *e = reading->e;
    }
    *out = reading->lessons;
    return reading->good;
}

bool loading_lessons(const RunSpec *wanted, const Options *options, const Assets *assets, Lessons *out,
                     Err *e) {
    Reading reading = {.wanted = *wanted, .options = options, .assets = assets};
    while (read_on(&reading, -1)) continue;
    return read_end(&reading, out, e);
}

struct Loading {
    Worker *worker;
    Loading *before; /* owned; NULL: none */
    Reading reading; /* the worker's until its end */
    LoadingDone *tell;
    void *context;
};

static bool loading_work(void *context, int64_t microseconds) {
    Loading *loading = context;
    loading_drop(loading->before);
    loading->before = NULL;
    return read_on(&loading->reading, microseconds);
}

static void loading_over(void *context) {
    Loading *loading = context;
    if (loading->tell != NULL) loading->tell(loading->context);
}

Loading *loading_start(const RunSpec *wanted, const Options *options, const Assets *assets, LoadingDone *done,
                       void *context, Loading *before, Err *e) {
    Loading *loading = calloc(1, sizeof *loading);
    if (before != NULL) worker_cancel(before->worker);
    if (loading != NULL) {
        loading->reading = (Reading){.wanted = *wanted, .options = options, .assets = assets};
        loading->tell = done;
        loading->context = context;
        loading->before = before;
        if ((loading->worker = worker_start(loading_work, loading_over, loading)) != NULL) return loading;
    }
    if (loading == NULL)
        err_memory(e);
    else
        err_set(e, "no thread could be started to load a lesson");
    free(loading);
    loading_drop(before);
    return NULL;
}

bool loading_turn(Loading *loading, int64_t microseconds) {
    return loading != NULL && worker_turn(loading->worker, microseconds);
}

bool loading_wait(Loading *loading, int milliseconds) {
    return worker_wait(loading->worker, milliseconds * INT64_C(1000));
}

bool loading_take(Loading *loading, RunSpec *wanted, Lessons *out, Err *e) {
    worker_end(loading->worker);
    loading_drop(loading->before);
    *wanted = loading->reading.wanted;
    bool good = read_end(&loading->reading, out, e);
    free(loading);
    return good;
}

void loading_drop(Loading *loading) {
    RunSpec ignored;
    Lessons lessons;
    Err unheard;
    if (loading == NULL) return;
    worker_cancel(loading->worker);
    if (loading_take(loading, &ignored, &lessons, &unheard)) free_lessons(&lessons);
}
