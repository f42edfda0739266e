/* lesson: what can be asked of a lesson, and its owners. */
#include "lesson.h"

#include <stdlib.h>
#include <string.h>

Lesson *lesson_new(void) {
    Arena *arena = arena_new();
    Lesson *lesson = arena == NULL ? NULL : arena_alloc(arena, sizeof *lesson);
    LessonOwners *owners = lesson == NULL ? NULL : arena_alloc(arena, sizeof *owners);
    if (owners == NULL) {
        arena_free(arena);
        return NULL;
    }
    owners->lesson = lesson;
    atomic_init(&owners->count, 1);
    lesson->owners = owners;
    lesson->arena = arena;
    return lesson;
}

const char *lesson_name(const char *path, size_t *length) {
    static const char ending[] = ".lesson";
    const size_t end = sizeof ending - 1;
    const char *slash = strrchr(path, '/'), *name = slash == NULL ? path : slash + 1;
    *length = strlen(name);
    if (*length > end && strcmp(name + *length - end, ending) == 0) *length -= end;
    return name;
}

const char *lesson_text(const Text *say, const char *lang) {
    return strcmp(lang, "ru") == 0 && say->ru != NULL ? say->ru : say->en;
}

const Named *lesson_data(const Lesson *lesson, const char *name) {
    for (int i = 0; name != NULL && i < lesson->data_count; i++)
        if (strcmp(lesson->data[i].name, name) == 0) return &lesson->data[i];
    return NULL;
}

Lesson *lesson_retain(const Lesson *lesson) {
    atomic_fetch_add(&lesson->owners->count, 1);
    return lesson->owners->lesson;
}

static void named_free(Named *named, int count) {
    for (int i = 0; i < count; i++) {
        value_free(&named[i].value);
        free(named[i].by_row);
    }
}

void lesson_release(Lesson *lesson) {
    if (lesson == NULL || atomic_fetch_sub(&lesson->owners->count, 1) > 1) return;
    named_free(lesson->data, lesson->data_count);
    named_free(lesson->test, lesson->test_count);
    named_free(lesson->parameters, lesson->parameter_count);
    program_free(lesson->batch);
    program_free(lesson->rest);
    program_free(lesson->test_run);
    program_free(lesson->curve);
    program_free(lesson->plane);
    arena_free(lesson->arena);
}
