/* examples: see the header. */
#include "examples.h"

#include <string.h>

#include "tests/support/test.h"

/* clang-format off */
static const Example examples[] = {
    {.op = "add", .shapes = "bb", .low = {-2, -2}, .high = {2, 2}},
    {.op = "sub", .shapes = "bb", .low = {-2, -2}, .high = {2, 2}},
    {.op = "mul", .shapes = "bb", .low = {-2, -2}, .high = {2, 2}},
    {.op = "div", .shapes = "bb", .low = {-2, 0.5}, .high = {2, 2}},
    {.op = "div", .shapes = "bb", .low = {-2, -2}, .high = {2, -0.5}},
    {.op = "neg", .shapes = "x", .low = {-2}, .high = {2}},
    {.op = "pow", .shapes = "x", .low = {-2}, .high = {2}, .number = {2}},
    {.op = "pow", .shapes = "x", .low = {-2}, .high = {2}, .number = {3}},
    {.op = "pow", .shapes = "x", .low = {-2}, .high = {2}, .number = {4}},
    {.op = "pow", .shapes = "x", .low = {-2}, .high = {2}, .number = {1}},
    {.op = "pow", .shapes = "x", .low = {0.5}, .high = {2}, .number = {0}},
    {.op = "pow", .shapes = "x", .low = {0.5}, .high = {2}, .number = {0.5}},
    {.op = "pow", .shapes = "x", .low = {-2}, .high = {-0.5}, .number = {-1}},
    {.op = "pow", .shapes = "x", .low = {0.5}, .high = {2}, .number = {-2}},
    {.op = "pow", .shapes = "x", .low = {0.5}, .high = {2}, .number = {2.5}},
    {.op = "matmul", .shapes = "mk", .low = {-2, -2}, .high = {2, 2}},
    {.op = "matmul_wrong_input", .shapes = "mk", .low = {-2, -2}, .high = {2, 2}},
    {.op = "copy", .shapes = "x", .low = {-2}, .high = {2}},
    {.op = "transpose", .shapes = "x", .low = {-2}, .high = {2}},
    {.op = "relu", .shapes = "x", .low = {-2}, .high = {2}, .kinks = {0}, .kink_count = 1},
    {.op = "relu_mask_upstream", .shapes = "x", .low = {-2}, .high = {2}, .kinks = {0}, .kink_count = 1},
    {.op = "sigmoid", .shapes = "x", .low = {-6}, .high = {6}},
    {.op = "tanh", .shapes = "x", .low = {-3}, .high = {3}},
    {.op = "softplus", .shapes = "x", .low = {-6}, .high = {6}},
    {.op = "exp", .shapes = "x", .low = {-3}, .high = {3}},
    {.op = "log", .shapes = "x", .low = {0.1}, .high = {5}},
    {.op = "sqrt", .shapes = "x", .low = {0.1}, .high = {5}},
    {.op = "abs", .shapes = "x", .low = {-2}, .high = {2}, .kinks = {0}, .kink_count = 1},
    {.op = "sin", .shapes = "x", .low = {-6}, .high = {6}},
    {.op = "cos", .shapes = "x", .low = {-6}, .high = {6}},
    {.op = "leaky_relu", .shapes = "x", .low = {-2}, .high = {2}, .number = {0.01}, .kinks = {0}, .kink_count = 1},
    {.op = "leaky_relu", .shapes = "x", .low = {-2}, .high = {2}, .number = {0.3}, .kinks = {0}, .kink_count = 1},
    {.op = "elu", .shapes = "x", .low = {-4}, .high = {2}, .number = {1}, .kinks = {0}, .kink_count = 1},
    {.op = "elu", .shapes = "x", .low = {-4}, .high = {2}, .number = {0.7}, .kinks = {0}, .kink_count = 1},
    {.op = "clip", .shapes = "x", .low = {-2}, .high = {2}, .number = {-1, 0.5}, .kinks = {-1, 0.5}, .kink_count = 2},
    {.op = "sum", .shapes = "x", .low = {-2}, .high = {2}, .number = {-1}},
    {.op = "sum", .shapes = "x", .low = {-2}, .high = {2}, .number = {0}},
    {.op = "sum", .shapes = "x", .low = {-2}, .high = {2}, .number = {1}},
    {.op = "mean", .shapes = "x", .low = {-2}, .high = {2}, .number = {-1}},
    {.op = "mean", .shapes = "x", .low = {-2}, .high = {2}, .number = {0}},
    {.op = "mean", .shapes = "x", .low = {-2}, .high = {2}, .number = {1}},
    {.op = "softmax", .shapes = "x", .low = {-3}, .high = {3}},
    {.op = "log_softmax", .shapes = "x", .low = {-3}, .high = {3}},
    {.op = "mse", .shapes = "xx", .low = {-2, -2}, .high = {2, 2}},
    {.op = "bce", .shapes = "xx", .low = {0.05, 0}, .high = {0.95, 1}},
    {.op = "bce_logits", .shapes = "xx", .low = {-5, 0}, .high = {5, 1}},
    {.op = "cross_entropy", .shapes = "xx", .low = {-3, 0}, .high = {3, 1}},
    {.op = "nll", .shapes = "xx", .low = {-3, 0}, .high = {-0.1, 1}},
    {.op = "xlogy", .shapes = "bb", .low = {0.1, 0.1}, .high = {2, 3}},
    {.op = "zero", .shapes = ""},
    {.op = "seed", .shapes = ""},
    {.op = "sgd", .shapes = "xx1", .low = {-2, -2, 0.01}, .high = {2, 2, 0.1}},
    {.op = "sgd_velocity", .shapes = "xx", .low = {-2, -2}, .high = {2, 2}, .number = {0.9}},
    {.op = "rmsprop_square", .shapes = "xx", .low = {0, -2}, .high = {2, 2}, .number = {0.99, 0.01}},
    {.op = "rmsprop", .shapes = "xxx1", .low = {-2, -2, 0.1, 0.01}, .high = {2, 2, 2, 0.1}},
    {.op = "adam_count", .shapes = "1", .low = {0}, .high = {9}},
    {.op = "adam_mean", .shapes = "xx", .low = {-2, -2}, .high = {2, 2}, .number = {0.9, 0.1}},
    {.op = "adam_square", .shapes = "xx", .low = {0, -2}, .high = {2, 2}, .number = {0.999, 0.001}},
    {.op = "adam", .shapes = "xxx11", .low = {-2, -2, 0.1, 0.01, 1}, .high = {2, 2, 2, 0.1, 5}, .number = {0.9, 0.999}},
    {.op = "clip_norm_square", .shapes = "1x", .low = {0, -2}, .high = {3, 2}},
    {.op = "clip_norm", .shapes = "x1", .low = {-2, 4}, .high = {2, 9}, .number = {0.5}},
    {.op = "clip_norm", .shapes = "x1", .low = {-2, 4}, .high = {2, 9}, .number = {50}},
};
/* clang-format on */

enum { EXAMPLES = sizeof examples / sizeof *examples };

const Example *example_at(int index) {
    return index < EXAMPLES ? examples + index : NULL;
}

static const Shape shapes[] = {{1, 1}, {1, 5}, {7, 1}, {3, 4}, {33, 10}, {16, 16}, {100, 10}};

/* rows, depth, columns of products */
static const int products[][3] = {{1, 1, 1},    {1, 5, 1},    {1, 5, 7},   {5, 1, 1},   {5, 1, 7},
                                  {1, 1, 7},    {3, 4, 5},    {2, 3, 1},   {33, 10, 3}, {16, 16, 16},
                                  {100, 1, 10}, {100, 10, 1}, {17, 20, 9}, {10, 33, 2}, {33, 40, 21}};

typedef struct Visit {
    const Example *example;
    void (*visit)(const Example *example, const Trial *trial, void *context);
    void *context;
    unsigned seed;
    int count;
} Visit;

static void visit_shapes(Visit *v, const Shape *in, Shape result) {
    const Example *example = v->example;
    Trial trial = {.op = example->op,
                   .ins = (int)strlen(example->shapes),
                   .number = {example->number[0], example->number[1]},
                   .result = plain_new(result.rows, result.cols)};
    for (int i = 0; i < trial.ins; i++) {
        trial.in[i] = plain_new(in[i].rows, in[i].cols);
        plain_fill(trial.in[i], &v->seed, example->low[i], example->high[i], example->kinks,
                   example->kink_count);
    }
    v->visit(example, &trial, v->context);
    v->count++;
    for (int i = 0; i < trial.ins; i++) plain_free(&trial.in[i]);
    plain_free(&trial.result);
}

static void visit_products(Visit *v) {
    for (size_t i = 0; i < sizeof products / sizeof *products; i++) {
        const int *size = products[i];
        Shape in[2] = {{size[0], size[1]}, {size[1], size[2]}};
        visit_shapes(v, in, (Shape){size[0], size[2]});
    }
}

static Shape broadcast_form(Shape shape, int form) {
    return (Shape){form & 1 ? 1 : shape.rows, form & 2 ? 1 : shape.cols};
}

static void visit_broadcasts(Visit *v, Shape shape) {
    for (int form = 0; form < 16; form++) {
        Shape in[2] = {broadcast_form(shape, form & 3), broadcast_form(shape, form >> 2)}, result;
        assert_true(op_broadcast(in[0], in[1], &result));
        visit_shapes(v, in, result);
    }
}

static void visit_same(Visit *v, Shape shape) {
    const Op *op = op_find(v->example->op);
    Shape in[TRIAL_INPUTS] = {shape}, result;
    for (int i = 0; v->example->shapes[i]; i++) in[i] = v->example->shapes[i] == '1' ? (Shape){1, 1} : shape;
    Err e;
    if (!op->shape(in, v->example->number, &result, &e)) fail_msg("%s: %s", op->name, e.text);
    visit_shapes(v, in, result);
}

int example_visit(const Example *example,
                  void (*visit)(const Example *example, const Trial *trial, void *context), void *context) {
    Visit v = {example, visit, context, 1, 0};
    if (example->shapes[0] == 'm') {
        visit_products(&v);
        return v.count;
    }
    for (size_t i = 0; i < sizeof shapes / sizeof *shapes; i++) {
        if (example->shapes[0] == 'b')
            visit_broadcasts(&v, shapes[i]);
        else
            visit_same(&v, shapes[i]);
    }
    return v.count;
}
