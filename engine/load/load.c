/* load: a lesson file made into a Lesson, whole or not at all: the order in which its pieces are read. */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/os.h"
#include "loader.h"

/* "x2-relu" of "lessons/x2-relu.lesson", and "lessons". */
static bool name_parts(Loader *loader, const char *path, Err *e) {
    Lesson *lesson = loader->lesson;
    size_t length;
    const char *name = lesson_name(path, &length);
    lesson->path = arena_string(loader->arena, path, strlen(path));
    lesson->name = arena_string(loader->arena, name, length);
    loader->folder = name == path       ? "."
                     : name == path + 1 ? "/"
                                        : arena_string(loader->arena, path, (size_t)(name - path) - 1);
    return (lesson->path != NULL && lesson->name != NULL && loader->folder != NULL) || err_memory(e);
}

/* The next line of a section that is wanted, from loader->at on; NULL: there is none. */
static Assignment *next_line(Loader *loader, bool (*wanted)(Section section)) {
    for (; loader->at < loader->assignment_count; loader->at++)
        if (wanted(loader->assignments[loader->at].entry->section)) return &loader->assignments[loader->at];
    return NULL;
}

/* One line each time. */
static bool shapes(Loader *loader, bool (*wanted)(Section section), Err *e) {
    if (loader->at == 0)
        loader->numbers_left =
            loader->options->max_numbers > 0 ? loader->options->max_numbers : LESSON_MAX_NUMBERS;
    Assignment *line = next_line(loader, wanted);
    loader->again = line != NULL;
    loader->at++;
    return line == NULL || evaluate_shape(loader, line, e);
}

static bool of_start(Section section) {
    return section == SECTION_DATA || section == SECTION_PARAMETERS;
}
static bool of_model(Section section) {
    return section == SECTION_MODEL;
}
static bool of_test(Section section) {
    return section == SECTION_TEST;
}

static bool start_shapes(Loader *loader, Err *e) {
    return shapes(loader, of_start, e);
}
static bool model_shapes(Loader *loader, Err *e) {
    return shapes(loader, of_model, e);
}
static bool test_shapes(Loader *loader, Err *e) {
    return shapes(loader, of_test, e);
}

/* One step of one line each time. */
static bool values(Loader *loader, bool (*wanted)(Section section), Err *e) {
    Assignment *line = next_line(loader, wanted);
    loader->again = line != NULL;
    if (line == NULL) return true;
    if (loader->step < line->node_count) return evaluate_step(loader, line, loader->step++, e);
    loader->step = 0;
    loader->at++;
    return evaluate_take(line, loader_value(loader, line), e);
}

static bool start_values(Loader *loader, Err *e) {
    return values(loader, of_start, e);
}
static bool test_values(Loader *loader, Err *e) {
    return values(loader, of_test, e);
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

static bool check_bytes(Loader *loader, Err *e) {
    return bytes_check(loader->text, loader->size, e);
}
static bool read_lines(Loader *loader, Err *e) {
    return lines_read(loader, loader->text, loader->size, e);
}

/* Each is called until it leaves loader->again unset. */
typedef bool LoadPhase(Loader *loader, Err *e);
static LoadPhase *const whole[] = {
    check_bytes,    read_lines,       override_read,    head_read,    definitions_read,
    points_give,    head_say,         train_read,       start_shapes, samples_read,
    bugs_read,      model_shapes,     check_loss,       bugs_fit,     test_shapes,
    samples_test,   plot_read,        points_read,      start_values, test_values,
    samples_values, samples_baseline, programs_compile, ask_read,     NULL};
static LoadPhase *const head[] = {check_bytes, read_lines, head_read, NULL};

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
    LoadPhase *const *next; /* NULL at its end: the lesson is whole */
    char *owned;            /* the text; NULL: the caller's */
    bool good;
    Err e;
};

static const char *without_mark(const char *text, size_t *size) {
    static const char mark[] = "\xEF\xBB\xBF"; /* byte order mark, as some editors write it */
    if (*size < 3 || memcmp(text, mark, 3) != 0) return text;
    *size -= 3;
    return text + 3;
}

/* owned: text was allocated, and is the load's from now on. */
static Load *begin(const char *path, char *owned, const char *text, size_t size, const LessonOptions *options,
                   LoadPhase *const *phases, Err *e) {
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
    load->loader = (Loader){
        .lesson = lesson, .arena = lesson->arena, .options = options == NULL ? &none : options, .size = size};
    load->loader.text = without_mark(text, &load->loader.size);
    load->good = name_parts(&load->loader, path, &load->e);
    return load;
}

static Load *begin_file(const char *path, const LessonOptions *options, LoadPhase *const *phases, Err *e) {
    char *text;
    size_t size;
    if (!bytes_read(path, &text, &size, e)) return NULL;
    Load *load = begin(path, text, text, size, options, phases, e);
    if (load != NULL && load->good) load->good = loader_note(&load->loader, path, &load->e);
    return load;
}

static bool phase_run(Load *load) {
    Loader *loader = &load->loader;
    loader->again = false;
    load->good = (*load->next)(loader, &load->e);
    if (!loader->again) {
        load->next++;
        loader->at = 0;
    }
    return load->good && *load->next != NULL;
}

bool load_advance(Load *load, int64_t microseconds) {
    int64_t until = os_now() + microseconds * 1000;
    if (!load->good || *load->next == NULL) return false;
    while (phase_run(load))
        if (microseconds >= 0 && os_now() >= until) return true;
    return false;
}

Lesson *load_end(Load *load, Err *e) {
    Loader *loader = &load->loader;
    Lesson *lesson = loader->lesson;
    bool good = load->good && *load->next == NULL;
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
