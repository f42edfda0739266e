/* load: a lesson file made into a Lesson, whole or not at all: the order in which its pieces are read, and the
   programs compiled at the end. */
#include "load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/os.h"
#include "engine/base/utf8.h"
#include "engine/compile/compile.h"
#include "engine/lesson/lesson.h"
#include "engine/program/program.h"
#include "loader.h"

/* "x2-relu" of "lessons/x2-relu.lesson", and "lessons". */
static void name_parts(Loader *loader, const char *path) {
    Lesson *lesson = loader->lesson;
    size_t length;
    const char *name = lesson_name(path, &length);
    lesson->path = arena_string(loader->arena, path, strlen(path));
    lesson->name = arena_string(loader->arena, name, length);
    loader->folder = name == path       ? "."
                     : name == path + 1 ? "/"
                                        : arena_string(loader->arena, path, (size_t)(name - path) - 1);
}

static int64_t numbers_limit(const LessonOptions *options) {
    return options->max_numbers > 0 ? options->max_numbers : LESSON_MAX_NUMBERS;
}

static bool shape_line(Loader *loader, Assignment *line, Err *e) {
    loader->at++;
    return evaluate_shape(loader, line, e);
}

/* One step of the line. */
static bool value_step(Loader *loader, Assignment *line, Err *e) {
    if (loader->step < line->node_count) return evaluate_step(loader, line, loader->step++, e);
    loader->step = 0;
    loader->at++;
    return evaluate_take(line, loader_value(loader, line), e);
}

static bool check_loss(Loader *loader, Err *e) {
    const Lesson *lesson = loader->lesson;
    if (lesson->model_count == 0) return true;
    const Assign *last = &lesson->model[lesson->model_count - 1];
    StaticShape loss = loader_assignment(loader, last->name)->known;
    return (loss.rows == 1 && loss.cols == 1) || err_at(e, last->place,
                                                        "the last line of [model] is the loss, one number; "
                                                        "%.60s is %d×%d: mean(…) or sum(…) makes one",
                                                        last->name, loss.rows, loss.cols);
}

/* Whether `target` follows from values of `input` alone: no other sample, no bias of a sample's own. */
static bool follows_from(const Loader *loader, const char *target, const char *input) {
    const Assignment *value = loader_assignment(loader, target);
    bool follows = loader_single_input(loader, value) == loader_assignment(loader, input);
    const bool *sources = loader_sources(loader, value);
    for (int i = 0; i < loader->assignment_count; i++)
        if (sources[i] && loader->assignments[i].private_rows) follows = false;
    return follows;
}

/* A program for `samples` values of a plot's input. None where the model is made for its own samples only:
   then the plot shows those. */
static bool compile_grid(const Loader *loader, int samples, const char *target, const char *input,
                         Program **out, Err *e) {
    Err why = {0};
    if (target != NULL && follows_from(loader, target, input))
        *out = compile_model(loader->lesson, samples, target, &why);
    return why.kind != ERR_MEMORY || err_memory(e);
}

/* A run has the values of the model twice (where it is trained, where the learner stands), those of the test,
   and its keyframes. */
static bool check_memory(const Loader *loader, Err *e) {
    const Lesson *lesson = loader->lesson;
    size_t numbers = 2 * lesson->batch->size;
    if (lesson->test_run != NULL) numbers += lesson->test_run->size;
    size_t bytes = numbers * sizeof(float) + lesson_keyframes_bytes(lesson);
    return bytes <= LESSON_MAX_RUN_BYTES ||
           err_at(e, loader->sections[SECTION_MODEL],
                  "a run of this model takes %.1f GiB besides its data, more than 1 GiB; a smaller batch "
                  "takes less",
                  (double)bytes / (1 << 30));
}

static bool compile_programs(Loader *loader, Err *e) {
    Lesson *lesson = loader->lesson;
    lesson->classes_slot = lesson->classes_target = -1;
    if (lesson->model_count == 0) return true;
    int rest = lesson->samples % lesson->train.batch;
    const char *loss = lesson->model[lesson->model_count - 1].name;
    lesson->batch = compile_model(lesson, lesson->train.batch, NULL, e);
    if (lesson->batch == NULL) return false;
    if (rest > 0 && (lesson->rest = compile_model(lesson, rest, NULL, e)) == NULL) return false;
    if (lesson->test_count > 0 &&
        (lesson->test_run = compile_model(lesson, lesson->test_samples, loss, e)) == NULL)
        return false;
    const Plot *plot = &lesson->plot;
    if (!check_memory(loader, e)) return false;
    if (!compile_grid(loader, CURVE_POINTS, plot->curve_y, plot->curve_x, &lesson->curve, e) ||
        !compile_grid(loader, PLANE_SIZE * PLANE_SIZE, plot->boundary_p, plot->boundary_x, &lesson->plane, e))
        return false;
    Classes classes;
    if (!program_classes(lesson->batch, &classes)) return err_memory(e);
    lesson->classes_slot = classes.scores;
    lesson->classes_target = classes.truth;
    return true;
}

/* A piece of the work: done at once, or bit by bit on the lines of some sections, until none is left. */
typedef struct LoadPhase {
    bool (*whole)(Loader *loader, Err *e);
    bool (*bit)(Loader *loader, Assignment *line, Err *e); /* goes on to the next line by loader->at++ */
    unsigned sections;
} LoadPhase;

enum { OF_START = 1 << SECTION_DATA | 1 << SECTION_PARAMETERS, OF_MODEL = 1 << SECTION_MODEL };
enum { OF_TEST = 1 << SECTION_TEST };

/* clang-format off */
static const LoadPhase whole[] = {
    {.whole = lines_read}, {.whole = lines_override}, {.whole = head_read}, {.whole = evaluate_define},
    {.whole = plot_give}, {.whole = head_say}, {.whole = train_read},
    {.bit = shape_line, .sections = OF_START}, {.whole = samples_read}, {.whole = bugs_read},
    {.bit = shape_line, .sections = OF_MODEL}, {.whole = check_loss}, {.whole = bugs_fit},
    {.bit = shape_line, .sections = OF_TEST}, {.whole = samples_test}, {.whole = plot_read},
    {.whole = plot_points}, {.bit = value_step, .sections = OF_START}, {.bit = value_step, .sections = OF_TEST},
    {.whole = samples_values}, {.whole = samples_baseline}, {.whole = compile_programs}, {.whole = head_ask},
    {0}};
static const LoadPhase head[] = {{.whole = lines_read}, {.whole = head_read}, {0}};
/* clang-format on */

/* What is needed only while loading. */
static void loader_clear(Loader *loader) {
    for (int i = 0; i < loader->assignment_count; i++) {
        Assignment *assignment = &loader->assignments[i];
        evaluate_free(assignment);
        if (assignment->entry->section == SECTION_TEST && loader->test_values != NULL)
            value_free(&loader->test_values[assignment->index]);
    }
}

struct Load {
    Loader loader;
    const LoadPhase *next;
    char *owned; /* the text; NULL: the caller's */
    bool good;
    Err e;
};

/* owned: text was allocated, and is the load's from now on. */
static Load *begin(const char *path, char *owned, const char *text, size_t size, const LessonOptions *options,
                   const LoadPhase *phases, Err *e) {
    static const LessonOptions none = {0};
    Load *load = calloc(1, sizeof *load);
    Lesson *lesson = load == NULL ? NULL : lesson_new();
    if (lesson == NULL) {
        free(owned);
        free(load);
        err_memory(e);
        return NULL;
    }
    load->owned = owned;
    load->next = phases;
    if (options == NULL) options = &none;
    load->loader = (Loader){
        .lesson = lesson,
        .arena = lesson->arena,
        .options = options,
        .size = size,
        .keys = {[SECTION_LESSON] = HEAD_KEYS, [SECTION_TRAIN] = TRAIN_KEYS, [SECTION_PLOT] = PLOT_KEYS}};
    load->loader.text = utf8_skip_mark(text, &load->loader.size);
    load->loader.numbers_left = numbers_limit(options);
    load->good = true;
    name_parts(&load->loader, path);
    return load;
}

static bool cannot_read(const char *why, Err *e) {
    return err_set(e, "the lesson file cannot be read: %s", why);
}

static bool read_text(FILE *file, char **text, size_t *size, Err *e) {
    *text = malloc(LESSON_MAX_BYTES + 1);
    if (*text == NULL) return err_memory(e);
    *size = fread(*text, 1, LESSON_MAX_BYTES + 1, file);
    bool failed = ferror(file) != 0;
    if (!failed && *size <= LESSON_MAX_BYTES) return true;
    free(*text);
    *text = NULL;
    if (!failed) return err_set(e, "a lesson file has at most %d bytes (1 MiB)", LESSON_MAX_BYTES);
    return cannot_read("reading stopped with an error", e) || err_fail(e);
}

/* *text is the caller's, freed with free. false and *e, which names the file. */
static bool read_file(const char *path, char **text, size_t *size, OsStatus *status, Err *e) {
    FILE *file = os_open(path, status);
    const int cause = errno;
    bool good = file == NULL                ? cannot_read(strerror(cause), e) || err_caused(e, cause)
                : status->kind == OS_FILE   ? read_text(file, text, size, e)
                : status->kind == OS_FOLDER ? cannot_read("it is a folder", e)
                                            : cannot_read("it is not a plain file", e);
    if (file != NULL) os_close(file);
    return good || (e->kind != ERR_MEMORY && err_name(e, path));
}

static Load *begin_file(const char *path, const LessonOptions *options, const LoadPhase *phases, Err *e) {
    char *text = NULL;
    size_t size = 0;
    OsStatus status;
    if (!read_file(path, &text, &size, &status, e)) return NULL;
    Load *load = begin(path, text, text, size, options, phases, e);
    if (load != NULL) loader_note(&load->loader, &status);
    return load;
}

/* Whether the lesson is whole. */
static bool is_done(const Load *load) {
    return load->next->whole == NULL && load->next->bit == NULL;
}

static void phase_run(Load *load) {
    Loader *loader = &load->loader;
    const LoadPhase *phase = load->next;
    Assignment *line = phase->bit != NULL ? loader_next(loader, phase->sections, &loader->at) : NULL;
    if (phase->whole != NULL) load->good = phase->whole(loader, &load->e);
    if (line != NULL) {
        load->good = phase->bit(loader, line, &load->e);
        return;
    }
    loader->at = 0;
    loader->numbers_left = numbers_limit(loader->options);
    load->next++;
}

bool load_advance(Load *load, int64_t microseconds) {
    int64_t until = os_now() + microseconds * 1000;
    while (load->good && !is_done(load)) {
        phase_run(load);
        if (microseconds >= 0 && os_now() >= until) break;
    }
    return load->good && !is_done(load);
}

Lesson *load_end(Load *load, Err *e) {
    Loader *loader = &load->loader;
    Lesson *lesson = loader->lesson;
    bool good = load->good && is_done(load);
    loader_clear(loader);
    *e = load->e;
    if (arena_failed(lesson->arena)) good = err_memory(e);
    if (!good) {
        if (e->file[0] == '\0') err_locate(e, lesson->path, loader->text, loader->size);
        lesson_release(lesson);
        lesson = NULL;
    }
    free(load->owned);
    free(load);
    return lesson;
}

static Lesson *finish(Load *load, Err *e) {
    if (load == NULL) return NULL;
    load_advance(load, -1);
    return load_end(load, e);
}

Load *load_begin(const char *path, const LessonOptions *options, Err *e) {
    return begin_file(path, options, whole, e);
}

Lesson *load_lesson_text(const char *path, const char *text, size_t size, const LessonOptions *options,
                         Err *e) {
    return finish(begin(path, NULL, text, size, options, whole, e), e);
}

Lesson *load_lesson(const char *path, const LessonOptions *options, Err *e) {
    return finish(load_begin(path, options, e), e);
}

bool load_title(const char *path, const char *lang, bool hunt, char *out, size_t size, Err *e) {
    Lesson *lesson = finish(begin_file(path, NULL, head, e), e);
    if (lesson == NULL) return false;
    const char *shown = lesson_text(hunt ? &lesson->hunt : &lesson->title, lang);
    snprintf(out, size, "%s", shown != NULL ? shown : "");
    lesson_release(lesson);
    return true;
}
