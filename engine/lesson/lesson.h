/* The room engine/lesson: what a lesson file said.

   lesson: what a lesson file said, its names' values, and its programs. */
#ifndef BACKSTEP_ENGINE_LESSON_H
#define BACKSTEP_ENGINE_LESSON_H

#include <stdatomic.h>
#include <stdint.h>

#include "engine/base/os.h"
#include "engine/data/dataset.h"
#include "engine/data/rng.h"
#include "engine/formula/expr.h"
#include "engine/program/program.h"

/* A text with its Russian twin (`key.ru`); ru is NULL where the file has none. */
typedef struct Text {
    const char *key; /* what it is about: a [model] name in [say]; in [ask] a gradient ("dW1") too */
    const char *en, *ru;
    Place place;
} Text;

/* A file that was read for the lesson; in its arena. */
typedef struct LessonFile LessonFile;
struct LessonFile {
    OsStatus status;
    const LessonFile *next; /* NULL: the last one */
};

/* Where in a path the lesson's name stands, without folder and ending, and how long it is. */
const char *lesson_name(const char *path, size_t *length);

/* The text in that language ("en", "ru"), else in English. */
const char *lesson_text(const Text *say, const char *lang);

/* A line of [model]. */
typedef struct Assign {
    const char *name;
    const Expr **nodes; /* of the formula in postfix order, the whole formula last; checked by the loader */
    int node_count;
    Place place;
    const char *text; /* the right side as it was written, white space folded */
} Assign;

typedef struct Named {
    const char *name;
    Value value;
    float *by_row; /* of a large sample name that is shuffled: batch_rows_new(value), owned; else NULL */
    bool sample;   /* [data]: a mini-batch cuts it */
    bool constant; /* [train] constants */
    bool wants_gradient; /* [data] in requires_grad */
    bool frozen;         /* [parameters] */
    Place place;
} Named;

typedef struct Train {
    const char *optimizer;
    double lr, momentum, holdout, clip_norm; /* clip_norm 0: none */
    int64_t epochs;
    int batch; /* rows of a full mini-batch; = samples where the file gives none */
    bool shuffle, zero_grad;
    const char *baseline_y, *baseline_x; /* NULL: none */
    double baseline;                     /* mean squared error of the least-squares fit */
} Train;

/* What follows BUG_NO_SUM spoils no rule: a key of [train] has a harmful value while the bug is on. */
typedef enum BugKind { BUG_MASK_UPSTREAM, BUG_WRONG_INPUT, BUG_NO_SUM, BUG_KEPT, BUG_RATE } BugKind;
typedef struct Bug {
    const char *name; /* the [model] name or parameter; of [train] the key: zero_grad, lr */
    BugKind kind;
    const char *input; /* wrong_input */
    double rate;       /* lr */
    Place place;
} Bug;

typedef struct Reference {
    double level;
    const char *label;
} Reference;

/* [plot]; names are NULL where a form is neither asked for nor chosen. snapshots ascend; an epoch beyond the
   last is dropped where --set epochs made the run shorter.

   Where the file asks for none of curve, points, boundary, images, classes and functions, the comparison
   nearest to the end of [model] decides: a model value against a sample name of [data], in a - b, mse, bce,
   bce_logits, cross_entropy, nll, xlogy or t * log(p), where the value has one row a sample and one sample
   name alone leads to it. One input column, one value column: curve and points. Else, where the value is
   compared as probabilities (all but - and mse, or it is a softmax, log_softmax or sigmoid): two input
   columns, the boundary; a square number of columns from 8×8 on and several classes, images and classes.
   boundary_p and classes are then a named softmax, sigmoid or exp of the value where [model] has one, else
   the value itself, which may be scores. history_loss is set where history is not given. A picture (no
   [model]) has only what is asked for. */
/* What the data points of the plot allow. `by` is Plot.points_by. */
typedef enum PointsRule {
    POINTS_FREE,   /* they can be moved, added and taken away: load_lesson with GivenPoints */
    POINTS_NONE,   /* the plot is no curve over one input with data points */
    POINTS_MANY,   /* there are more than LESSON_MAX_POINTS */
    POINTS_UNREAD, /* [model] does not read the samples `by`, a coordinate of theirs */
    POINTS_SHARED, /* [model] reads the samples `by` as well, which no point decides */
    POINTS_MIXED   /* a coordinate is computed by `by`, a function that makes one number of several samples */
} PointsRule;

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
    PointsRule points_rule;
    const char *points_by; /* NULL where the rule names nothing */
} Plot;

typedef struct Lesson Lesson;

struct Lesson {
    const char *name; /* the file's, without folder and ending */
    const char *path;
    const LessonFile *files;   /* its own and those of its data; NULL: it was read from none */
    Text title, about, source; /* title.en is the name where the file has none; the others' en NULL: none */
    Text hunt;                 /* the title while its mistakes are hidden; en NULL: none */
    uint32_t seed;
    RngKind generator;
    Rng rng;     /* after all draws of the file: shuffling goes on from here */
    Named *data; /* whole, not cut; before holdout */
    int data_count;
    Named *test; /* [test], in the order of data's sample names; or the holdout's rows; count 0: none */
    int test_count;
    Named *parameters;
    int parameter_count;
    Assign *model;
    int model_count; /* 0: a picture, nothing to step */
    Text *say;
    int say_count;
    Text *ask; /* [ask]: questions that predict mode puts, by the name that a step computes */
    int ask_count;
    Train train;
    Plot plot;
    Bug *bugs; /* those in force (empty with bugs=off) */
    int bug_count;
    bool has_bugs; /* whether the file has any */
    int samples;   /* n for training (holdout taken off), 1: no sample names */
    int test_samples;

    Program *batch;    /* one full mini-batch: the program that is shown */
    Program *rest;     /* the smaller last one, NULL: none */
    Program *test_run; /* forward to the loss (and class scores) with the test's rows, NULL: none */
    Program *curve; /* forward to plot.curve_y over CURVE_POINTS values of curve_x; NULL: none, or the curve
                       goes through the samples, since it needs more than curve_x or has a bias a sample */
    Program *plane; /* forward to plot.boundary_p over a PLANE_SIZE² grid; NULL: none, or a bias a sample */
    int classes_slot;   /* in batch: the slot whose largest column is the predicted class, −1: none */
    int classes_target; /* in batch: the data slot with the true ones */
    atomic_int owners;  /* how many hold it */
    Arena *arena;
};

enum { CURVE_POINTS = 257, PLANE_SIZE = 65 };

/* What a run may take besides: the values of its model, twice, those of its test, and its keyframes. */
enum { LESSON_MAX_RUN_BYTES = 1 << 30 };

enum { LESSON_MAX_POINTS = 1000 };

/* A lesson without a word, for the loader to fill; its arena is its own. NULL when memory runs out. Free with
   lesson_release. */
Lesson *lesson_new(void);
void lesson_release(Lesson *lesson); /* goes when its last holder frees it; NULL is fine */

/* One holder more, who frees it with lesson_release; from any thread. Returns the lesson. */
Lesson *lesson_retain(const Lesson *lesson);

/* The name of [data], with its values; NULL: there is none, or name is NULL. Owned by the lesson. */
const Named *lesson_data(const Lesson *lesson, const char *name);

/* ---- at which steps of an iteration predict mode asks, and what [ask] says there ---- */

/* Whether the instruction is the step at which [ask] asks for that name: the forward step of a value, the
   last step that adds to a gradient ("dW1"), the update of a parameter. */
bool lesson_computes(const Program *program, int instr, const char *name);

/* The line of [ask] about the instruction, NULL: none. */
const Text *lesson_question(const Lesson *lesson, const Program *program, int instr);

/* Whether predict mode asks at that step (from 1) of an iteration: where a lesson has [ask], at its names'
   steps; else wherever something is computed, which zeroing and the seed are not. */
bool lesson_asks(const Lesson *lesson, const Program *program, int step);

/* ---- how long a run is, and how many keyframes it may have, before memory is taken ---- */

int lesson_batches(const Lesson *lesson);        /* mini-batches of an epoch */
int64_t lesson_iterations(const Lesson *lesson); /* of the whole training */

/* How many bytes of keyframes a run may have: 48 MiB, or as many as the lesson's data takes where that is
   more, since much data comes with many parameters; but no more than 256 MiB. */
enum { KEYFRAMES_BYTES = 48 << 20, KEYFRAMES_MOST_BYTES = 256 << 20 };
size_t lesson_keyframes_limit(const Lesson *lesson);

/* How many bytes a run of the lesson takes with that limit. */
size_t lesson_keyframes_bytes(const Lesson *lesson);

/* How many frames stand around the learner. */
enum { TRAIL_FRAMES = 16 };

/* What one frame holds, how many there are, and how far apart they stand. */
typedef struct KeyframePlan {
    size_t numbers, bytes; /* of one frame: lasting numbers, then for a shuffled run the generator */
    bool shuffled;
    int64_t stride;     /* iterations from one frame of the run to the next, a power of 2 */
    int64_t capacity;   /* frames of the whole run, at least 1 */
    int trail_capacity; /* frames around the learner, 1 … TRAIL_FRAMES */
} KeyframePlan;

/* For at most `limit` bytes (but at least the frame at 0 and one of the trail). */
KeyframePlan lesson_keyframes(const Lesson *lesson, size_t limit);

#endif
