/* loading: lessons read from their files, and the thread that does it. */
#include "loading.h"

#include "engine/base/os.h"
#include "engine/compile/disguise.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_OVERRIDES = 2 * OPTIONS_MAX_SETS + 3 };

/* The pointers are into `points`. */
static GivenPoints given_points(const Points *points) {
    return (GivenPoints){points->x_name, points->y_name, points->x, points->y, points->count};
}

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

static Lesson *load(const RunSpec *wanted, const Options *options, const Assets *assets, Err *e) {
    Override rows[MAX_OVERRIDES];
    const GivenPoints points = given_points(&wanted->points);
    LessonOptions given = lesson_options(wanted, options, assets, &points, rows);
    Lesson *lesson = load_lesson(wanted->path, &given, e);
    if (lesson == NULL && wanted->versus) name_versus(options, e);
    return lesson;
}

static bool check_bugs(const Lesson *lesson, const Options *options, Err *e) {
    for (int i = 0; i < options->versus_count; i++)
        if (strcmp(options->versus[i].key, "bugs") == 0 && !lesson->has_bugs)
            return err_set(e, "--versus bugs=%.20s: this lesson has no [bugs]", options->versus[i].value);
    return true;
}

/* The other run that the lesson brings along; true where there is none. */
static bool load_other(const RunSpec *wanted, const Options *options, const Assets *assets, Lessons *out,
                       Err *e) {
    RunSpec *other = &out->other_wanted;
    *other = *wanted;
    switch (wanted->other) {
    case OTHER_BUGS:
        if (!out->lesson->has_bugs) return true;
        other->bugs_off = !wanted->bugs_off;
        break;
    case OTHER_VERSUS:
        if (!check_bugs(out->lesson, options, e)) return false;
        other->versus = !wanted->versus;
        memcpy(other->rate, wanted->other_rate, sizeof other->rate);
        memcpy(other->seed, wanted->other_seed, sizeof other->seed);
        break;
    case OTHER_NONE:
        return true;
    }
    return (out->other = load(other, options, assets, e)) != NULL;
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

bool lessons_load(const RunSpec *wanted, const Options *options, const Assets *assets, Lessons *out, Err *e) {
    *out = (Lessons){.lesson = load(wanted, options, assets, e)};
    if (out->lesson == NULL) return false;
    if (check_hunt(wanted, options, out->lesson, e) && load_other(wanted, options, assets, out, e))
        return true;
    lessons_free(out);
    return false;
}

void lessons_free(Lessons *lessons) {
    lesson_release(lessons->lesson);
    lesson_release(lessons->other);
    *lessons = (Lessons){0};
}

struct Loading {
    OsThread *thread;
    OsLock *lock;
    bool done; /* under lock; what follows `before` is the thread's until then */
    RunSpec wanted;
    const Options *options;
    const Assets *assets;
    LoadingDone *tell;
    void *context;
    Loading *before; /* owned; NULL: none */
    Lessons lessons;
    bool good;
    Err e;
};

static void loading_work(void *context) {
    Loading *loading = context;
    loading_drop(loading->before);
    loading->good =
        lessons_load(&loading->wanted, loading->options, loading->assets, &loading->lessons, &loading->e);
    os_lock(loading->lock);
    loading->done = true;
    os_wake(loading->lock);
    os_unlock(loading->lock);
    loading->tell(loading->context);
}

static void loading_free(Loading *loading) {
    os_lock_free(loading->lock);
    free(loading);
}

static Loading *loading_new(Err *e) {
    Loading *loading = calloc(1, sizeof *loading);
    if (loading != NULL && (loading->lock = os_lock_new()) != NULL) return loading;
    free(loading);
    err_set(e, "there is not enough memory to load a lesson");
    return NULL;
}

Loading *loading_start(const RunSpec *wanted, const Options *options, const Assets *assets, LoadingDone *done,
                       void *context, Loading *before, Err *e) {
    Loading *loading = loading_new(e);
    if (loading != NULL) {
        loading->wanted = *wanted;
        loading->options = options;
        loading->assets = assets;
        loading->tell = done;
        loading->context = context;
        loading->before = before;
        if ((loading->thread = os_thread_start(loading_work, loading)) != NULL) return loading;
        loading_free(loading);
        err_set(e, "no thread could be started to load a lesson");
    }
    loading_drop(before);
    return NULL;
}

bool loading_wait(Loading *loading, int milliseconds) {
    int64_t until = os_now() + milliseconds * INT64_C(1000000), left = milliseconds * INT64_C(1000000);
    os_lock(loading->lock);
    while (!loading->done && left > 0 && os_wait(loading->lock, left)) left = until - os_now();
    bool done = loading->done;
    os_unlock(loading->lock);
    return done;
}

bool loading_take(Loading *loading, RunSpec *wanted, Lessons *out, Err *e) {
    os_thread_join(loading->thread);
    bool good = loading->good;
    *wanted = loading->wanted;
    *out = loading->lessons;
    if (!good) *e = loading->e;
    loading_free(loading);
    return good;
}

void loading_drop(Loading *loading) {
    RunSpec ignored;
    Lessons lessons;
    Err unheard;
    if (loading != NULL && loading_take(loading, &ignored, &lessons, &unheard)) lessons_free(&lessons);
}
