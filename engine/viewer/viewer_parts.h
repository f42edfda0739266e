/* viewer_parts: what a Viewer keeps between two Views. Private to the room. */
#ifndef BACKSTEP_ENGINE_VIEWER_PARTS_H
#define BACKSTEP_ENGINE_VIEWER_PARTS_H

#include "viewer.h"

/* What is kept of one curve. */
typedef struct Trace {
    float *y;
    int64_t epoch; /* whose start it shows, from 1; 0: nothing yet */
} Trace;

/* Computes a lesson's curve for any parameters: over a grid where the model allows it, else through the
   samples. */
typedef struct Tracer {
    const Lesson *lesson;
    Arena *arena;           /* of all arrays */
    Machine *scratch;       /* for seeking states */
    const Program *program; /* lesson->curve or ->batch */
    Bound bound;            /* of lesson->curve; closed: the samples' way */
    int x_slot, y_slot;     /* of program */
    int count;              /* points of a curve, 0: the lesson has none */
    struct Sample *samples; /* by ascending x, NULL: the grid */
    float *x;               /* [count], shared by all curves */
    float *state;           /* lasting numbers */
    Trace now, last, milestone, snapshots[VIEW_MAX_SNAPSHOTS];
} Tracer;

/* The curve with these lasting numbers into y[count]. */
void curve_run(Tracer *tracer, const float *state, float *y);

/* The decision plane: the model over a grid of its two inputs. */
typedef struct Plane {
    Bound bound; /* closed: the lesson has none */
    int x_slot, p_slot;
    float p[PLANE_SIZE * PLANE_SIZE]; /* x fastest */
    float *used;                      /* the lasting numbers that p was computed with */
    bool ready;
} Plane;

/* One line of the history while it grows: the lowest and highest value of each bin. */
typedef struct Bins {
    int64_t epochs, done; /* of the run; how many are in */
    int64_t edge;         /* first epoch of the next bin */
    int count;
    float first[VIEW_HISTORY_POINTS], last[VIEW_HISTORY_POINTS];
    float low[VIEW_HISTORY_POINTS], high[VIEW_HISTORY_POINTS];
} Bins;

/* The last gradient check: while parameters and mini-batch stay, so does what it found. */
typedef struct Checked {
    bool ready;
    int64_t iteration;
    int slot, row, col;
    uint64_t hidden; /* bugs */
    bool found;
    CheckElement element;
} Checked;

/* The loss for values of the element that was looked at last: first a ladder of distances that finds how wide a
   plot must be, then points evenly over that. */
enum { SLOPE_RUNGS = 9, SLOPE_FEW_POINTS = 33 };

typedef struct Sloped {
    int64_t iteration;
    double rate;
    int slot, row, col; /* of the gradient */
    float loss, value, gradient;
    bool begun;
    double low, high;              /* how far the points reach */
    double ladder[2][SLOPE_RUNGS]; /* below and above the value */
    int done, points;              /* losses asked for so far; points of the curve */
    bool ready;                    /* all of them */
    float x[VIEW_SLOPE_POINTS], y[VIEW_SLOPE_POINTS];
    double loss_now; /* of the value as it is */
    bool ahead;      /* these are known */
    double to, loss_to;
} Sloped;

enum { FUNCTION_POINTS = 161 };

struct Viewer {
    const Lesson *lesson;
    const Exec *exec;
    const Texts *texts;
    Arena *arena; /* of the arrays by slot, of labels and image */
    bool failed;  /* of the View that was built last */
    Program none; /* of a lesson without a model */
    const Program *program;
    const float **values;
    bool *known;
    float *scale;
    int *maker;
    float *shares;         /* View.shares */
    float *before;         /* View.before: BEFORE_MOST numbers */
    const Program *scaled; /* whose numbers scale was made for, and when */
    Moment scaled_at;
    char slot_label[160];

    /* samples.c */
    int *order, *wanted, *group;
    int ordered; /* how many rows `order` is of */
    bool *target;

    /* plot.c */
    Tracer tracer, ghost;    /* of this run; of the other, whose curve is its `now` */
    const Timeline *last_of; /* whose last curve and milestone are kept */
    Plane plane, other_plane;
    const Lesson *other_plane_of;
    const float *points_x, *points_y; /* the lesson's own */
    int *labels;
    int points;
    float *path_x, *path_y; /* NULL: the path is the lesson's own points */
    int path_count;
    float *image;
    float image_low, image_high;
    float x_low, x_high, y_low, y_high;
    ViewFunction functions[VIEW_MAX_FUNCTIONS];
    float *function_numbers;
    int function_count;

    /* history.c */
    Bins lines[VIEW_MAX_LINES];
    char labels_text[VIEW_MAX_LINES][96];
    const Timeline *history_of, *ghost_of;

    /* other_run.c */
    ViewOtherSlot *other_slots;
    char own_name[160], other_name[160];
    char loss_line[200]; /* of the history */

    /* chain.c */
    struct Chained *chained; /* NULL until one is asked for */

    Checker *checker; /* NULL until one is asked for */
    Checked checked;
    Sloped sloped;
    Machine *ahead; /* goes on to the end of the iteration; NULL until it is asked for */
};

/* samples.c: begin once, build for each View. */
bool samples_begin(Viewer *viewer, Err *e);
void samples_build(Viewer *viewer, View *view);

/* The plot: begin once, build for each View. */
bool plot_begin(Viewer *viewer, Err *e);
void plot_end(Viewer *viewer);
void plot_build(Viewer *viewer, const ViewerInput *input, View *view);

/* Widens the scale of y, so that the current curve is whole. */
void plot_widen(Viewer *viewer, const ViewerInput *input, View *view);

bool curve_begin(Tracer *tracer, const Lesson *lesson, const Exec *exec, Err *e);
void curve_end(Tracer *tracer); /* leaves {0} */
void curve_build(Viewer *viewer, const ViewerInput *input, ViewPlot *plot);

/* The curve at the start of an epoch that is not after the machine's; valid until the next call. */
ViewCurve curve_milestone(Viewer *viewer, const ViewerInput *input, int64_t epoch);

bool plane_begin(Viewer *viewer, Err *e);
void plane_end(Viewer *viewer);
void plane_build(Viewer *viewer, const ViewerInput *input, ViewPlot *plot);

bool functions_begin(Viewer *viewer, Err *e);
void functions_build(Viewer *viewer, const View *view, ViewPlot *plot);

/* The model's own use of the operation gives its constants (leaky_relu's slope) and the input that is marked.
   NULL: it has none. */
const Instr *functions_use(const Program *program, const Op *op);

/* The range of a column's first `rows` numbers; the share of class `shown` in a row of probabilities or
   scores. */
void plane_column_range(const Value *data, int col, int rows, float *low, float *high);
float plane_class_share(Mat m, int row, int shown, bool scores);

void history_build(Viewer *viewer, const ViewerInput *input, View *view);

/* The other run: what tells both apart, and the slots that differ; nothing where the run goes alone. */
void other_run_build(Viewer *viewer, const ViewerInput *input, View *view);

/* mask.c: how many epochs of a timeline may be shown: those that are over, all with the future; and what a plot
   must not show in predict mode. */
int64_t mask_epochs(const ViewerInput *input, const Timeline *timeline);
void mask_plot(const Viewer *viewer, const View *view, ViewPlot *plot);

/* question.c: the question about the step to come, of a view that knows its moment; false: there is
   none. */
bool question_build(const Viewer *viewer, const ViewerInput *input, const View *view, Question *out);

/* The gradient that the selected slot is, or that it has where it is a parameter; −1: none. */
int check_gradient(const View *view);

/* The numeric check of that gradient's selected element, where all of it is there; NULL: there is none, or not yet.
   Valid until the next call. Where the gradient itself is selected, the explanation tells it. */
const CheckElement *check_build(Viewer *viewer, const ViewerInput *input, View *view);
void check_tell(const CheckElement *check, View *view);

/* The checker's memory, made where it is asked for first; NULL: there is none. */
Probe *check_probe(Viewer *viewer);

/* Whether what takes so many multiplications would delay the answer to a key. */
bool check_is_dear(const ViewerInput *input, double multiplications);

/* The gradient as a slope, where the explained element is a parameter's and has this check. */
void slope_build(Viewer *viewer, const ViewerInput *input, const CheckElement *check, View *view);

/* The chain from the selected number to the loss. Costs a forward pass in double and one call of each operation on
   the path for each point that is drawn. */
void chain_build(Viewer *viewer, const ViewerInput *input, View *view);
void chain_end(Viewer *viewer);

/* What the selected parameter held before its update. */
enum { BEFORE_MOST = 4096 };
void before_build(const Viewer *viewer, View *view);

/* What the chosen sample adds to the loss. */
void sample_loss_build(const Viewer *viewer, View *view);

#endif
