/* The room engine/view: one moment of a run described; the renderer's only door to the engine.

   view: one moment of a run, described for what shows it: read-only, complete, without a word about pixels. */
#ifndef BACKSTEP_ENGINE_VIEW_H
#define BACKSTEP_ENGINE_VIEW_H

#include <stdint.h>

#include "engine/base/text.h"
#include "engine/math/tree.h"
#include "engine/program/program.h"
#include "engine/program/tensor.h"

/* What the learner has chosen to look at. */
typedef struct Selection {
    int slot;     /* of lesson->batch, −1: follows the current step's result */
    int row, col; /* the element of it that is explained */
    int sample;   /* row of the mini-batch for network and image */
} Selection;

/* A line of (x, y) pairs; owned by the Viewer, valid until its next build. */
typedef struct ViewCurve {
    const float *x, *y;
    int count;     /* 0: not known (yet) */
    int64_t epoch; /* with the parameters before this epoch's first update; counts from 1, as learners do; 0:
                      now */
} ViewCurve;

typedef enum PlotKind { PLOT_NONE, PLOT_CURVE, PLOT_PATH, PLOT_PLANE, PLOT_IMAGE, PLOT_FUNCTIONS } PlotKind;

enum {
    VIEW_MAX_SNAPSHOTS = 12,
    VIEW_MAX_CLASSES = 32,
    VIEW_MAX_FUNCTIONS = 12,
    VIEW_MAX_LINES = 6,
    VIEW_MAX_TERMS = 6,
    VIEW_MAX_OPERANDS = 4,
    VIEW_SLOPE_POINTS = 161,
    VIEW_HISTORY_POINTS = 512,
    VIEW_MAX_REFERENCES = 4
};

typedef struct ViewFunction {
    const char *name; /* "relu" */
    ViewCurve value, slope;
    bool has_now; /* whether an input is marked */
    float now_x, now_y, now_slope;
} ViewFunction;

/* Reaches as far as the data, margins not counted. */
typedef struct ViewAxes {
    float x_low, x_high, y_low, y_high;
} ViewAxes;

typedef struct ViewPlot {
    PlotKind kind;
    const char *x_name, *y_name; /* lesson's names of the axes; for PLANE the two columns of x_name */
    float x_low, x_high;         /* of the data: the same for all steps of a run */
    float y_low, y_high;         /* CURVE: takes in the data and the current curve (plot_widen) */
    /* CURVE, PATH, PLANE: the data; `label` (PLANE) is a point's class, 0 or more, else NULL */
    const float *points_x, *points_y;
    const int *label;
    int points;
    ViewCurve now, ghost; /* current curve; the other run's */
    ViewCurve last;       /* the one after the last epoch, where the future is shown; else count 0 */
    ViewCurve snapshots[VIEW_MAX_SNAPSHOTS]; /* count 0: of an epoch that is still to come, too */
    int snapshot_count, snapshots_more;      /* more: kept but not shown */
    /* PLANE: probability (of class 1, or the first column where there is one) over a plane_size² grid, x
     * fastest */
    const float *plane;
    const float *other_plane; /* of the run in lock-step; NULL: none */
    int plane_size;
    /* IMAGE: the chosen sample and its classes */
    const float *image; /* image_rows × image_cols, row by row */
    int image_rows, image_cols;
    float image_low, image_high;
    float classes[VIEW_MAX_CLASSES];       /* probabilities; NaN: not computed yet */
    float other_classes[VIEW_MAX_CLASSES]; /* of the run in lock-step; NaN: none */
    int class_count, true_class;           /* −1: not known */
    ViewFunction functions[VIEW_MAX_FUNCTIONS];
    int function_count;
} ViewPlot;

static inline ViewAxes view_axes(const ViewPlot *plot) {
    return (ViewAxes){plot->x_low, plot->x_high, plot->y_low, plot->y_high};
}

typedef struct ViewHistoryLine {
    const char *label; /* "loss", "test loss", "|∂L/∂W₁|" … */
    MathInk ink;
    bool ghost; /* of the other run */
    float epoch[VIEW_HISTORY_POINTS], low[VIEW_HISTORY_POINTS],
        high[VIEW_HISTORY_POINTS]; /* epochs count from 1 */
    int count;
} ViewHistoryLine;

typedef struct ViewReference {
    double level;
    const char *label;
} ViewReference;

/* Epochs against loss; both axes are meant to be logarithmic where the range is wide. */
typedef struct ViewHistory {
    ViewHistoryLine lines[VIEW_MAX_LINES];
    int line_count;
    ViewReference references[VIEW_MAX_REFERENCES];
    int reference_count;
    int64_t epochs,
        trained; /* of the lesson; how many of them the lines reach over: those that have passed, or
                                with the future all that the run knows */
} ViewHistory;

/* A slot in the other run, at the same moment. */
typedef struct ViewOtherSlot {
    const float *at; /* its numbers, as `rows` rows; NULL: it has none */
    int rows;
    bool differs; /* some number is another one there */
} ViewOtherSlot;

/* The other run where both go in lock-step. */
typedef struct ViewOther {
    const ViewOtherSlot *slots;  /* [slot]; NULL: there is none at this moment. view_other_slot asks it */
    const char *own_name, *name; /* what tells this run and the other apart: "lr = 0.1", "lr = 0.3"; NULL:
                                    this one goes alone */
    char element[40];            /* the selected element in the other run, "" where it has none … */
    char own_element[40];        /* … and in this one, in as many digits as tell both apart */
} ViewOther;

/* Where two runs first differ: with the lesson's bugs and without, or those in lock-step. */
typedef struct ViewDivergence {
    int64_t epoch; /* from 1; 0: the same as far as was compared */
    int step;      /* of the iteration: its result is the first that differs */
    bool here;     /* in the iteration that is shown */
} ViewDivergence;

/* An operand drawn as a matrix, with the row and column that the selected element uses. */
typedef struct ViewOperand {
    int slot;
    bool transposed; /* drawn as its transpose */
    int row, col;    /* of the drawing (after transposing) that are marked, −1: none */
    char sign[8];    /* what stands before it: "", "·", "∘", "=", "+" */
    bool hidden;     /* the step to come is asked for and will write it: its numbers are not shown */
} ViewOperand;

typedef struct ViewTerm {
    char where[24];   /* "i = 96" */
    char product[64]; /* "+0.939 × −0.00625" */
    char result[24];  /* "−0.005874" */
    double value;
} ViewTerm;

typedef struct Explanation {
    char title[200];     /* a question or a statement: "How much does the loss change with W₁?" */
    char sentence[1000]; /* what happens and why (the lesson's [say] first, where it has one) */
    Math formula;        /* ∂L/∂W₁ = xᵀ · ∂L/∂z */
    Math element; /* ∂L/∂W₁[0,3] = Σᵢ xᵢ · ∂L/∂zᵢ₃, or with the numbers put in where it is short */
    ViewTerm terms[VIEW_MAX_TERMS]; /* of a sum, the largest first */
    int term_count, terms_more;
    bool has_result;
    char result[40]; /* "+0.003683" */
    MathInk result_ink;
    ViewOperand operands[VIEW_MAX_OPERANDS];
    int operand_count;
    bool has_check; /* the numeric check of the selected gradient element */
    bool check_good, check_kink;
    char check_numeric[24], check_error[24], check_minus[24], check_plus[24], check_step[24];
    double total; /* of all terms */
    bool moves;   /* an update has moved the element … */
    double moved_from, moved_to;
    bool moved_plain; /* … by −lr · its gradient */
    char torch[40];   /* "MulBackward0" or empty */
    bool mistaken;    /* the sentence tells of a mistake, or where two runs part */
    bool adds_up;     /* this gradient collects several uses */
} Explanation;

/* The loss as a function of one element of a parameter, all else frozen, where the parameter or its gradient is
   selected and the gradient is known. */
typedef struct ViewSlope {
    int slot, row, col;       /* the element; slot −1: there is nothing to show */
    bool known;               /* what follows has been computed */
    ViewCurve curve;          /* its value and the loss of this mini-batch, over what a plot of it shows */
    double low, high;         /* of the loss: what a plot of it shows */
    double at, loss;          /* now */
    double slope;             /* the gradient as it is shown: where a rule is wrong, not the curve's own */
    double step, minus, plus; /* the numeric check: how far it moved the element, and the losses there */
    bool lands;               /* the update to come is known, and may be shown */
    double to, loss_to;       /* where it takes the element, all else frozen */
    bool plain;               /* that is −lr · slope away */
} ViewSlope;

enum { VIEW_MAX_HOPS = 64, VIEW_HOP_POINTS = 41 };

/* How an operation is written for the one number that comes along a path. */
typedef enum HopForm {
    HOP_FUNCTION, /* relu(z), mean(e) */
    HOP_BEFORE,   /* z + 0.5 */
    HOP_BEHIND,   /* 0.5 − z */
    HOP_POWER,    /* e² */
    HOP_TERM      /* one product of a sum: … + h · 1.414 */
} HopForm;

/* One operation on a path: a function of the number that comes along it, all other operands as they are. */
typedef struct ViewHop {
    int instr;
    int in_slot, in_row, in_col; /* the number that comes */
    int slot, row, col;          /* what is made of it */
    HopForm form;
    double other; /* the second number of the form; HOP_FUNCTION: NaN */
    double in, value, slope;
    double change; /* of `value`, where the chain's first number is turned up by `nudge` */
    float x[VIEW_HOP_POINTS], y[VIEW_HOP_POINTS]; /* the function about `in` */
    bool straight;                                /* it is a straight line there */
} ViewHop;

/* The chain rule along a path from a number to the loss. */
typedef struct ViewChain {
    int slot, row, col; /* the number … */
    double number, nudge, loss, loss_change;
    ViewHop hops[VIEW_MAX_HOPS];
    int count;
    int index, told;     /* which path, from 0, of how many that can be told */
    double total;        /* how many there are */
    double product, sum; /* of the slopes of this one; of all products: the gradient */
} ViewChain;

/* What the rows of a value are samples of. */
typedef enum ViewInput {
    INPUT_NONE,  /* one sample, or nothing is known of them */
    INPUT_ONE,   /* each has one number: values are functions of it */
    INPUT_TWO,   /* two: a point of a plane */
    INPUT_IMAGE, /* a picture */
    INPUT_MANY   /* several numbers that are no picture */
} ViewInput;

/* What is known of the samples of the mini-batch; the arrays are owned by the Viewer. */
typedef struct ViewSamples {
    ViewInput input;
    int slot;                   /* ONE, TWO, IMAGE: the data slot with what each sample is; else −1 */
    const int *order;           /* ONE: the mini-batch's rows by ascending number; NULL: not known */
    const bool *target;         /* [slot]: computed from what the network should answer */
    const int *wanted;          /* [slot]: the data slot with what the value should be, −1: none */
    const int *group;           /* [slot]: slots of one group are drawn on one scale; a slot of it */
    int image_rows, image_cols; /* IMAGE */
} ViewSamples;

/* The number of the next step's result that predict mode asks for. */
typedef struct Question {
    int instr, slot;  /* of the step to come; slot −1: nothing is asked */
    int row, col;     /* the element */
    const char *text; /* the lesson's own words for it, in the learner's language; NULL: none */
    double terms;     /* the sizes of all that is added up to it: in proportion to this the rounding of the
                         numbers that are shown can change the result */
} Question;

typedef struct View {
    const Program
        *program; /* of the current mini-batch; slot and instruction numbers are the same in lesson->batch */
    const float *const *values; /* [slot]: numbers in the layout of tensor.h; read only where known */
    const bool *known;          /* [slot]: computed at this moment (not yet is not zero) */
    const int *maker;           /* [slot]: the forward instruction that makes it, −1: none */
    const float *scale; /* [slot]: largest finite |value| where known, for heat maps; at least 1e-30 */
    const Texts *texts;
    const char *title, *about, *source; /* in the learner's language; about, source may be NULL */
    bool hunted;                        /* source says how the hunt stands */
    int64_t epoch, epochs;              /* from 1 */
    int batch, batches;                 /* from 1 */
    int step, steps;                    /* steps done in this iteration, 0 … steps */
    int instr;    /* the instruction just done (its index), −1 at the start of an iteration */
    Phase phase;  /* of that instruction; at the start: of the one to come */
    bool in_loss; /* that instruction belongs to the last [model] line */
    bool has_loss;
    double loss;
    /* What the selection's sample adds to the loss: as the loss is their mean over the batch, or their sum.
       NaN: the loss is not known, or not of that kind, or there is one sample only. */
    double sample_loss;
    bool loss_sums;
    double last_loss; /* of the last epoch that has passed; NaN: none has, or the next is to be guessed */
    bool bugs_on, has_bugs;
    ViewDivergence divergence;
    ViewOther other;
    double lr;
    int nonfinite_slot;     /* the first result that is not finite is this slot, here and now; −1 */
    Selection selection;    /* with slot resolved (−1 only when there is nothing to select) */
    bool follows;           /* it is what the steps come to, not the learner's choice */
    const char *slot_label; /* of the selected slot, as plain text: "W₁", "∂L/∂W₁" */
    ViewSamples samples;
    ViewPlot plot;
    ViewHistory history;
    Explanation explanation;
    /* What each sample adds to the explained gradient element (which samples move this weight), where it is a
       sum over samples and known; count 0: it is not. */
    const float *shares;
    int share_count;
    /* What the selected parameter held before this iteration's update, element (i, j) at i · cols + j; NULL: it has
       not been updated, is to be guessed, or is too large. Formulas are solved for it: it is the number up to
       rounding. */
    const float *before;
    ViewSlope slope;
    bool check_waits;  /* the explanation's numeric check, or the slope, is still to be computed */
    bool predict;      /* the step to come is asked for: no picture gives its result away */
    bool future;       /* curves and lines of epochs to come are shown as well */
    Question question; /* that the explanation is about; slot −1: none */
    const ViewChain
        *chain;   /* NULL: not asked for, or nothing leads from the selected number to a loss that is known */
    bool *failed; /* owned by the Viewer: memory ran out while this was built, or named afterwards; NULL: not
                     asked */
} View;

/* Memory has run out: what is shown of this moment is not whole. */
void view_fail(const View *view);
bool view_failed(const View *view);

/* The index among `count` that is nearest to what was asked for; 0 where there is none. */
static inline int view_index(int64_t asked, int count) {
    if (asked < 0 || count <= 0) return 0;
    return asked < count ? (int)asked : count - 1;
}

/* Whether the lesson has no model: a picture, with nothing to step through. */
bool view_is_picture(const View *view);

/* A known slot as a matrix; it is not to be written. */
Mat view_mat(const View *view, int slot);

/* Element (i, j) of a known slot. */
float view_element(const View *view, int slot, int row, int col);

/* The element of a slot that stands for the chosen sample and the selected neuron: the selected one itself, else
   in that sample's row the column of the same number, where there is one. */
void view_chosen(const View *view, int slot, int *row, int *col);

/* The slot in the other run, where both are known at this moment; NULL: there is nothing to compare. */
const ViewOtherSlot *view_other_slot(const View *view, int slot);

/* Its element (i, j) there into *number; false: there is nothing to compare, or a matrix of other rows. */
bool view_other_element(const View *view, int slot, int row, int col, float *number);

/* Whether an element is another number in the other run. */
bool view_element_differs(const View *view, int slot, int row, int col);

/* The name of a slot as mathematics (W₁, ŷ, ∂L/∂z) and as plain text; a result without a name is shown by its
   formula where that is short, else by its operation's symbol. */
void view_slot_math(const View *view, int slot, Math *out);
void view_slot_text(const View *view, int slot, char *out, size_t size);

/* The name of an element: ∂L/∂W₁[0, 3]; of a single number the slot's. */
void view_element_math(const View *view, int slot, int row, int col, Math *out);

/* One line for a tooltip: exact value and shape. row −1: the whole. */
void view_slot_exact(const View *view, int slot, int row, int col, char *out, size_t size);

#endif
