/* evaluate: formulas of [data], [parameters] and [test] made into values in three passes: names, shapes,
   numbers.

   A formula is kept as a list of nodes, operands before what uses them, so that no pass needs recursion: a
   line of ten thousand plus signs is a list of twenty thousand nodes. The formulas of [model] go through
   the first two passes only: these say what is wrong before any memory is taken, and the compiler takes the
   nodes as they are. */
#ifndef BACKSTEP_ENGINE_LOAD_EVALUATE_H
#define BACKSTEP_ENGINE_LOAD_EVALUATE_H

#include <stdint.h>

#include "engine/data/dataset.h"
#include "engine/formula/expr.h"
#include "engine/program/op.h"

struct Entry;
struct Loader;
typedef struct Function Function;
typedef struct Assignment Assignment;

/* What is known of a result before it is computed. */
typedef struct StaticShape {
    int rows, cols;
    bool fixed; /* 1×1 and made of numbers alone: `number` is its value */
    double number;
} StaticShape;

typedef struct Node {
    const Expr *expr;
    const Op *op; /* one of these three, or none: a number, a matrix, pi */
    const Function *function;
    Assignment *name;
    int size;                      /* nodes of this subtree, itself the last */
    double number[OP_MAX_NUMBERS]; /* of op */
    StaticShape known;
    Value value;
    bool owned; /* value is freed here */
    bool idle;  /* not computed: the line's numbers are given, and it draws nothing */
} Node;

/* One line of [data], [parameters], [model] or [test]. */
struct Assignment {
    const struct Entry *entry;
    Node *nodes;
    int node_count;
    StaticShape known;  /* after its shape pass */
    int index;          /* of its section, from 0 */
    bool used;          /* by [model] */
    bool private_rows;  /* [parameters]: the bug no_sum is in force */
    const float *given; /* [data]: its numbers, one column of given_rows; NULL: the formula's */
    int given_rows;
};

enum { NODE_MAX_ARGS = OP_MAX_INPUTS + OP_MAX_NUMBERS };

/* Whether a formula can call the name, or it is pi: no line can then define it. */
bool evaluate_is_function(const char *name);

/* Parses the assignment's formula and finds what its names stand for. */
bool evaluate_prepare(struct Loader *loader, Assignment *assignment, Err *e);

/* Shapes of all nodes; data files are read here, since only they know theirs. Names of earlier lines must
   have had their pass. */
bool evaluate_shape(struct Loader *loader, Assignment *assignment, Err *e);

/* The numbers of one step, after evaluate_shape and the steps before it. Draws from the lesson's generator.
 */
bool evaluate_step(struct Loader *loader, Assignment *assignment, int step, Err *e);

/* The value, after all its steps; *out is the caller's. */
bool evaluate_take(Assignment *assignment, Value *out, Err *e);

/* Frees what its nodes still hold. */
void evaluate_free(Assignment *assignment);

/* The node's operands, in order; returns how many (of a function with texts: none). */
int evaluate_args(Node *node, Node *args[NODE_MAX_ARGS]);

/* A call of a function below: its arguments' nodes. */
typedef struct Call {
    struct Loader *loader;
    Node *node;
    Node *args[NODE_MAX_ARGS];
    int count;
} Call;

/* A function that is no operation of models: of [data] and [parameters], or rows and cols. */
struct Function {
    const char *name;
    const char *usage; /* "linspace(a, b, n)" */
    int least, most;   /* arguments */
    bool anywhere;     /* in [model] too */
    bool texts;        /* its arguments are texts in quotes */
    bool draws;        /* not in [test] */
    bool (*shape)(const Call *call, StaticShape *out, Err *e);
    bool (*fill)(const Call *call, Value *out, Err *e); /* NULL: `shape` has done it */
};

const Function *functions_find(const char *name);
const Function *functions_at(int index); /* NULL after the last */

#endif
