/* load: a lesson file made into a Lesson, whole or not at all: the order in which its pieces are read. */
#include "load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    return (lesson->path != NULL && lesson->name != NULL && loader->folder != NULL) ||
           err_set(e, "out of memory");
}

static bool shapes(Loader *loader, bool (*wanted)(Section section), Err *e) {
    loader->numbers_left =
        loader->options->max_numbers > 0 ? loader->options->max_numbers : LESSON_MAX_NUMBERS;
    for (int i = 0; i < loader->assignment_count; i++) {
        Assignment *assignment = &loader->assignments[i];
        if (wanted(assignment->entry->section) && !evaluate_shape(loader, assignment, e)) return false;
    }
    return true;
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

static bool check_loss(const Loader *loader, Err *e) {
    const Lesson *lesson = loader->lesson;
    if (lesson->model_count == 0) return true;
    const Assign *last = &lesson->model[lesson->model_count - 1];
    StaticShape loss = loader_assignment(loader, last->name)->known;
    return (loss.rows == 1 && loss.cols == 1) || err_at(e, last->place,
                                                        "the last line of [model] is the loss, one number; "
                                                        "%.60s is %d×%d: mean(…) or sum(…) makes one",
                                                        last->name, loss.rows, loss.cols);
}

static bool load(Loader *loader, const char *text, size_t size, Err *e) {
    return bytes_check(text, size, e) && lines_read(loader, text, size, e) && override_read(loader, e) &&
           head_read(loader, e) && definitions_read(loader, e) && points_give(loader, e) &&
           head_say(loader, e) && train_read(loader, e) && shapes(loader, of_start, e) &&
           samples_read(loader, e) && bugs_read(loader, e) && shapes(loader, of_model, e) &&
           check_loss(loader, e) && bugs_fit(loader, e) && shapes(loader, of_test, e) &&
           samples_test(loader, e) && plot_read(loader, e) && points_read(loader, e) &&
           samples_values(loader, e) && samples_baseline(loader, e) && programs_compile(loader, e) &&
           ask_read(loader, e);
}

static bool load_head(Loader *loader, const char *text, size_t size, Err *e) {
    return bytes_check(text, size, e) && lines_read(loader, text, size, e) && head_read(loader, e);
}

/* What is needed only while loading. */
static void loader_clear(Loader *loader) {
    for (int i = 0; i < loader->assignment_count; i++) {
        Assignment *assignment = &loader->assignments[i];
        evaluate_free(assignment);
        if (assignment->entry->section == SECTION_TEST && loader->test_values != NULL)
            value_free(&loader->test_values[assignment->index]);
    }
}

typedef bool Reader(Loader *loader, const char *text, size_t size, Err *e);

static Lesson *read_text(const char *path, const char *text, size_t size, const LessonOptions *options,
                         Reader *reader, Err *e) {
    static const LessonOptions none = {0};
    static const char mark[] = "\xEF\xBB\xBF"; /* byte order mark, as some editors write it */
    Lesson *lesson = lesson_new();
    if (lesson == NULL) {
        err_set(e, "out of memory");
        return NULL;
    }
    if (size >= 3 && memcmp(text, mark, 3) == 0) {
        text += 3;
        size -= 3;
    }
    *e = (Err){0};
    Loader loader = {.lesson = lesson, .arena = lesson->arena, .options = options == NULL ? &none : options};
    bool loaded = name_parts(&loader, path, e) && reader(&loader, text, size, e);
    loader_clear(&loader);
    if (loaded) return lesson;
    if (e->file[0] == '\0') err_locate(e, path, text, size);
    lesson_release(lesson);
    return NULL;
}

static Lesson *read_file(const char *path, const LessonOptions *options, Reader *reader, Err *e) {
    char *text;
    size_t size;
    if (!bytes_read(path, &text, &size, e)) return NULL;
    Lesson *lesson = read_text(path, text, size, options, reader, e);
    free(text);
    return lesson;
}

Lesson *load_lesson_text(const char *path, const char *text, size_t size, const LessonOptions *options,
                         Err *e) {
    return read_text(path, text, size, options, load, e);
}

Lesson *load_lesson(const char *path, const LessonOptions *options, Err *e) {
    return read_file(path, options, load, e);
}

bool load_title(const char *path, const char *lang, bool hunt, char *out, size_t size, Err *e) {
    Lesson *lesson = read_file(path, NULL, load_head, e);
    if (lesson == NULL) return false;
    const char *shown = lesson_text(hunt ? &lesson->hunt : &lesson->title, lang);
    snprintf(out, size, "%s", shown != NULL ? shown : "");
    lesson_release(lesson);
    return true;
}
