/* The room engine/load: a lesson file is read whole or not at all: checked, evaluated and compiled. */
#ifndef BACKSTEP_ENGINE_LOAD_H
#define BACKSTEP_ENGINE_LOAD_H

#include "engine/lesson/lesson.h"

/* A key of [train] or [lesson] given in place of the file's (--set KEY=VALUE), or bugs=off. */
typedef struct Override {
    const char *key, *value;
} Override;

/* What [data], [parameters] and [test] may take together, results in between included: 1 GiB. */
enum { LESSON_MAX_NUMBERS = 1 << 28 };

/* Numbers for the two coordinates of the plot's points, in place of what their formulas in [data] give: as if
   the two lines were read from a csv file. What is computed from the names follows, also how many samples
   there are. What the two formulas draw is drawn all the same and dropped, so that the draws after it, the
   parameters' above all, stay the same. */
typedef struct GivenPoints {
    const char *x_name, *y_name; /* Plot.points_x, points_y */
    const float *x, *y;          /* [count], finite */
    int count;                   /* 2 … LESSON_MAX_POINTS */
} GivenPoints;

typedef struct LessonOptions {
    const Override *overrides;
    int override_count;
    const char *data_dir;      /* the installed data folder, or NULL */
    const GivenPoints *points; /* NULL: the file's own; refused where Plot.points_rule is not POINTS_FREE */
    int64_t max_numbers;       /* that [data], [parameters] and [test] may take; 0: LESSON_MAX_NUMBERS */
} LessonOptions;

/* Reads, checks, evaluates and compiles. NULL and *e for the first mistake: with its place in the file, or
   with
   "--set KEY=VALUE" as the file where an override is wrong. Almost all mistakes are found before memory is
   taken for values. Free with lesson_release. */
Lesson *load_lesson(const char *path, const LessonOptions *options, Err *e);

/* The same a slice at a time, for who has other things to do meanwhile. */
typedef struct Load Load;

/* The options, and all that they point to, must live until load_end. NULL and *e as load_lesson. */
Load *load_begin(const char *path, const LessonOptions *options, Err *e);

/* Goes on for about so many microseconds (below 0: to the end); an operation on a large value may take
   longer. false: there is no more to do. */
bool load_advance(Load *load, int64_t microseconds);

/* The lesson, or NULL and *e: its mistake, or that it was ended too early. */
Lesson *load_end(Load *load, Err *e);

/* The same from a text in memory; path is what errors and file look-ups use. */
Lesson *load_lesson_text(const char *path, const char *text, size_t size, const LessonOptions *options,
                         Err *e);

/* The title in that language ("en", "ru"), reading no further than [lesson]: no data file need be there.
   hunt: the title as a hunt, empty where the file has none. */
bool load_title(const char *path, const char *lang, bool hunt, char *out, size_t size, Err *e);

#endif
