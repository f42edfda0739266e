/* The room engine/program: slots, instructions, and what an operation is.

   program: a lesson compiled: slots (named matrices) and instructions (one operation each). Constant.

   Memory of a machine, in numbers (every slot at a multiple of 16):

     0 … lasting        parameters, their gradients, optimizer state: the same in all programs of a lesson
     lasting … preset   constants, settings, data that no mini-batch cuts
     preset … size      the iteration's own: the mini-batch, results, their gradients */
#ifndef BACKSTEP_ENGINE_PROGRAM_H
#define BACKSTEP_ENGINE_PROGRAM_H

#include <stdbool.h>
#include <stddef.h>

#include "engine/base/err.h"

typedef struct Op Op; /* defined in op.h, inside the engine only */

/* What others than its kernels ask of an operation; a row of the op table lists what holds. */
typedef enum OpFact {
    OP_ACTIVATION = 1 << 0,    /* a layer of a network may end with it */
    OP_GATE = 1 << 1,          /* passes on what is above zero: where nothing is, a neuron sleeps */
    OP_SATURATES = 1 << 2,     /* flat near 1 and near its lowest value: 0 of OP_PROBABILITIES, else −1 */
    OP_PROBABILITIES = 1 << 3, /* its result may stand for probabilities */
    OP_CLASSES = 1 << 4,       /* the numbers of a row are of classes, one each */
    OP_CLASS_LOSS = 1 << 5,    /* of scores of classes (operand 0) and the true ones (operand 1) */
    OP_LARGEST = 1 << 6,       /* the largest element of its result is worth a sentence */
    OP_POWER = 1 << 7,         /* of the constant exponent number[0] */
    OP_ROOT = 1 << 8,          /* the square root */
    OP_LOGARITHM = 1 << 9,     /* of its last operand */
    OP_QUOTIENT = 1 << 10,     /* by its last operand */
    OP_WRONG_MASK = 1 << 11,   /* a bug's gradient: masked by the sign of what arrives */
    OP_COMPARES = 1 << 12,     /* a value and what it should be */
    OP_COMPARES_LOG = 1 << 13, /* so it does where one operand is a logarithm */
    OP_COMPARES_PROBABILITIES = 1 << 14,
    OP_UNIT = 1 << 15,  /* its result lies between 0 and 1 */
    OP_TURNS = 1 << 16, /* rows become columns */
    OP_SHIFTS = 1 << 17 /* a parameter only moves the other operand */
} OpFact;

typedef enum Phase { PHASE_ZERO, PHASE_FORWARD, PHASE_BACKWARD, PHASE_UPDATE } Phase;

typedef enum Role {
    ROLE_DATA,      /* of [data] */
    ROLE_PARAMETER, /* of [parameters] */
    ROLE_CONSTANT,  /* a number inside a formula */
    ROLE_VALUE,     /* result of an operation */
    ROLE_LOSS,      /* result of the last one */
    ROLE_GRADIENT,  /* of the loss by slot `of` */
    ROLE_STATE,     /* the optimizer's, of parameter `of` (or −1: of all) */
    ROLE_SETTING    /* the learning rate and its like */
} Role;

typedef struct Slot {
    const char *name; /* the lesson's; else made up, as no lesson can ("%3", "d%3"); of a gradient "dW1" */
    Role role;
    bool named;   /* `name` is the lesson's own */
    bool lasting; /* keeps its numbers from iteration to iteration: part of a keyframe */
    bool sample;  /* one row a sample of the mini-batch */
    int rows, cols;
    size_t at;        /* offset in a machine's memory, in numbers */
    int grad;         /* slot of ∂L/∂this, −1: none */
    int of;           /* ROLE_GRADIENT, ROLE_STATE: what it belongs to; −1 */
    int line;         /* index of the [model] assignment that made it, −1 */
    const char *text; /* the formula that it is the value of, where that is short ("x @ W1"); else NULL */
    int made;         /* the step of an iteration that first writes it; 0: none does */
} Slot;

enum { INSTR_MAX_READS = 5 };

/* What is refused when a lesson is compiled, before memory is taken: more numbers in all slots together (pads
   included; 512 MiB as float32, and a run has them twice). */
enum { PROGRAM_MAX_NUMBERS = 1 << 27 };

typedef struct Instr {
    const Op *op;
    Phase phase;
    int dst;                  /* the one slot written */
    int src[INSTR_MAX_READS]; /* the slots read */
    int reads;
    int in[INSTR_MAX_READS]; /* operands of op (backward: of the forward operation) */
    int ins;
    int result, upstream, wrt; /* backward: forward's result, its gradient, which operand; else −1 */
    bool add;                  /* backward: adds to what dst holds; else it is the first to write it */
    double number[2];          /* constants of op */
    int forward;               /* backward: the instruction it differentiates; else −1 */
    int line;                  /* index of the [model] assignment, −1: none */
    bool loss;                 /* forward: belongs to the last [model] line */
    bool hidden;               /* no step of its own: done together with the next one that is not hidden */
    int step;                  /* number of the step it belongs to, from 1 */
} Instr;

typedef struct Program {
    Slot *slots;
    int slot_count;
    Instr *instrs;
    int instr_count;
    int *step_instr;              /* step_instr[s]: the visible instruction of step s, from 1; [0] unused */
    int steps;                    /* of one iteration */
    int zero_steps;               /* how many of them, from the first, are zeroing */
    int samples;                  /* rows of the mini-batch it was compiled for */
    int loss;                     /* slot, −1 where the program ends at another target */
    int target;                   /* slot of what the program computes: the loss or a named value */
    size_t lasting, preset, size; /* numbers, see above */
    float *start;                 /* the first `preset` numbers at the start of a run */
    void *arena;                  /* owns all of it, itself too */
} Program;

void program_free(Program *program); /* NULL is fine */

/* −1: no slot of that name. Gradients are found as "dNAME". */
int program_find(const Program *program, const char *name);

/* The next instruction of the phase after `after` (NULL: the first one) that writes the slot (−1: any); NULL: there is
   none. */
const Instr *program_next(const Program *program, Phase phase, int dst, const Instr *after);

/* Whether the instruction's operation has one of the facts. */
bool program_op_is(const Instr *instr, unsigned facts);

/* What the operation is called in a trace ("matmul", "sgd") and in the graph's box ("@"); constants. */
const char *program_op_name(const Instr *instr);
const char *program_op_symbol(const Instr *instr);
const char *program_op_torch(const Instr *instr); /* PyTorch's gradient, NULL: none */
const char *program_phase_name(Phase phase);      /* as in the trace: zero forward backward update */

/* Where the loss is cross_entropy, nll, or computed element by element from softmax outputs: the slot whose
   largest column is a sample's predicted class, and the one that holds the true classes. −1, −1: no
   classifier (or the program does not end at the loss). */
typedef struct Classes {
    int scores, truth;
} Classes;
bool program_classes(const Program *program, Classes *out); /* false when memory runs out */

/* Whether the value is scores of classes and no probabilities yet. */
bool program_are_scores(const Program *program, int slot);

#endif
