/* lesson: a lesson file, read whole or not at all: what it says, the values of its names, and its compiled programs. */
#ifndef BACKSTEP_ENGINE_LESSON_H
#define BACKSTEP_ENGINE_LESSON_H

#include <stdint.h>

#include "dataset.h"
#include "expr.h"
#include "program.h"
#include "rng.h"

/* A text with its Russian twin (`key.ru`); ru is NULL where the file has none. */
typedef struct Say {
    const char *key; /* what it is about: a [model] name in [say] */
    const char *en, *ru;
    Place place;
} Say;

/* One assignment of [data], [parameters], [model] or [test]. */
typedef struct Assign {
    const char *name;
    Expr *expr;
    Place place;
    const char *text; /* the right side as it was written, white space folded */
} Assign;

typedef struct Named {
    const char *name;
    Value value;
    bool sample;   /* [data]: a mini-batch cuts it */
    bool constant; /* [train] constants */
    bool wants_gradient; /* [data] in requires_grad */
    bool frozen;   /* [parameters] */
    Place place;
} Named;

typedef struct Train {
    const char *optimizer;
    double lr, momentum, holdout, clip_norm; /* clip_norm 0: none */
    int64_t epochs;
    int batch;     /* rows of a full mini-batch; = samples where the file gives none */
    bool shuffle, zero_grad;
    const char *baseline_y, *baseline_x; /* NULL: none */
    double baseline; /* mean squared error of the least-squares fit */
} Train;

typedef enum BugKind { BUG_MASK_UPSTREAM, BUG_WRONG_INPUT, BUG_NO_SUM } BugKind;
typedef struct Bug {
    const char *name;  /* the [model] name or parameter */
    BugKind kind;
    const char *input; /* wrong_input */
    Place place;
} Bug;

typedef struct Reference {
    double level;
    const char *label;
} Reference;

/* [plot]; names are NULL where a form is not asked for. */
typedef struct Plot {
    const char *curve_y, *curve_x, *points_y, *points_x, *boundary_p, *boundary_x, *images, *classes;
    int image_rows, image_cols;
    int64_t *snapshots;
    int snapshot_count;
    const char **functions;
    int function_count;
    bool history_loss;
    const char **history_gradients;
    int history_gradient_count;
    Reference *references;
    int reference_count;
} Plot;

typedef struct Lesson {
    const char *name;   /* the file's, without folder and ending */
    const char *path;
    Say title, about, source; /* title.en is the name where the file has none; the others' en NULL: none */
    uint32_t seed;
    RngKind generator;
    Rng rng;            /* after all draws of the file: shuffling goes on from here */
    Named *data;        /* whole, not cut; before holdout */
    int data_count;
    Named *test;        /* [test], in the order of data's sample names; or the holdout's rows; count 0: none */
    int test_count;
    Named *parameters;
    int parameter_count;
    Assign *model;
    int model_count;    /* 0: a picture, nothing to step */
    Say *say;
    int say_count;
    Train train;
    Plot plot;
    Bug *bugs;          /* those in force (empty with bugs=off) */
    int bug_count;
    bool has_bugs;      /* whether the file has any */
    int samples;        /* n for training (holdout taken off), 1: no sample names */
    int test_samples;

    Program *batch;     /* one full mini-batch: the program that is shown */
    Program *rest;      /* the smaller last one, NULL: none */
    Program *test_run;  /* forward to the loss (and class scores) with the test's rows, NULL: none */
    Program *curve;     /* forward to plot.curve_y over CURVE_POINTS values of curve_x, NULL: none */
    Program *plane;     /* forward to plot.boundary_p over a PLANE_SIZE² grid, NULL: none */
    int classes_slot;   /* in batch: the slot whose largest column is the predicted class (accuracy), −1: none */
    int classes_target; /* in batch: the data slot with the true ones */
    Arena *arena;
} Lesson;

enum { CURVE_POINTS = 257, PLANE_SIZE = 65 };

/* A key of [train] or [lesson] given in place of the file's (--set KEY=VALUE), or bugs=off. */
typedef struct Override {
    const char *key, *value;
} Override;

typedef struct LessonOptions {
    const Override *overrides;
    int override_count;
    const char *data_dir; /* the installed data folder, or NULL */
} LessonOptions;

/* Reads, checks, evaluates and compiles. NULL and *e (with place) for the first mistake. Free with lesson_free. */
Lesson *lesson_load(const char *path, const LessonOptions *options, Err *e);

/* The same from a text in memory; path is what errors and file look-ups use. */
Lesson *lesson_load_text(const char *path, const char *text, size_t size, const LessonOptions *options, Err *e);
void lesson_free(Lesson *lesson);

#endif
