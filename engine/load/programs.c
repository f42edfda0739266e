/* programs: the model compiled for all a run needs: mini-batch, last one, test, curve, plane. */
#include "engine/compile/compile.h"
#include "engine/lesson/budget.h"
#include "engine/program/classes.h"
#include "loader.h"

static Program *compile_for(const Lesson *lesson, int samples, const char *target, Err *e) {
    const CompileRequest request = {.samples = samples, .target = target};
    return compile_model(lesson, &request, e);
}

/* Whether `target` follows from values of `input` alone: no other sample, no bias of a sample's own. */
static bool follows_from(const Loader *loader, const char *target, const char *input, bool *follows, Err *e) {
    const Assignment *value = loader_assignment(loader, target);
    const bool *sources = loader_sources(loader, value);
    Assignment *only;
    if (sources == NULL || !loader_single_input(loader, value, &only, e)) return err_memory(e);
    *follows = only != NULL && only == loader_assignment(loader, input);
    for (int i = 0; i < loader->assignment_count; i++)
        if (sources[i] && loader->assignments[i].private_rows) *follows = false;
    return true;
}

/* A program for `samples` values of a plot's input. None where the model is made for its own samples only:
   then the plot shows those. */
static bool compile_grid(const Loader *loader, int samples, const char *target, const char *input,
                         Program **out, Err *e) {
    bool follows = false;
    if (target == NULL) return true;
    if (!follows_from(loader, target, input, &follows, e)) return false;
    Err why = {0};
    if (follows) *out = compile_for(loader->lesson, samples, target, &why);
    return why.kind != ERR_MEMORY || err_memory(e);
}

/* A run has the values of the model twice (where it is trained, where the learner stands), those of the test,
   and its keyframes. */
static size_t run_bytes(const Lesson *lesson) {
    size_t numbers = 2 * lesson->batch->size;
    if (lesson->test_run != NULL) numbers += lesson->test_run->size;
    return numbers * sizeof(float) + budget_keyframes_bytes(lesson);
}

static bool check_memory(const Loader *loader, Err *e) {
    size_t bytes = run_bytes(loader->lesson);
    return bytes <= LESSON_MAX_RUN_BYTES ||
           err_at(e, loader->sections[SECTION_MODEL],
                  "a run of this model takes %.1f GiB besides its data, more than 1 GiB; a smaller batch "
                  "takes less",
                  (double)bytes / (1 << 30));
}

bool programs_compile(Loader *loader, Err *e) {
    Lesson *lesson = loader->lesson;
    lesson->classes_slot = lesson->classes_target = -1;
    if (lesson->model_count == 0) return true;
    int rest = lesson->samples % lesson->train.batch;
    const char *loss = lesson->model[lesson->model_count - 1].name;
    lesson->batch = compile_for(lesson, lesson->train.batch, NULL, e);
    if (lesson->batch == NULL) return false;
    if (rest > 0 && (lesson->rest = compile_for(lesson, rest, NULL, e)) == NULL) return false;
    if (lesson->test_count > 0 &&
        (lesson->test_run = compile_for(lesson, lesson->test_samples, loss, e)) == NULL)
        return false;
    const Plot *plot = &lesson->plot;
    if (!check_memory(loader, e)) return false;
    if (!compile_grid(loader, CURVE_POINTS, plot->curve_y, plot->curve_x, &lesson->curve, e) ||
        !compile_grid(loader, PLANE_SIZE * PLANE_SIZE, plot->boundary_p, plot->boundary_x, &lesson->plane, e))
        return false;
    Classes classes;
    if (!classes_find(lesson->batch, &classes)) return err_memory(e);
    lesson->classes_slot = classes.scores;
    lesson->classes_target = classes.truth;
    return true;
}
