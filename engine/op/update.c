/* update: what is done besides the model: gradients set to zero, the loss's own gradient, and the optimizers,
   each cut into parts that write one matrix. All work in place: out may be in[0]. Formulas: torch.optim,
   clip_grad_norm_. */
#include "functions.h"
#include "map.h"
#include "rows.h"

static void fill(Mat out, real number) {
    const Vector v = vector_splat(number);
    size_t size = mat_size(out);
    for (size_t i = 0; i < size; i += WIDTH) vector_store(out.at + i, v);
}

static void zero_run(const Args *args) {
    fill(args->out, 0);
}
static void seed_run(const Args *args) {
    fill(args->out, 1);
}

/* An update's formula over matrices of the same shape: in[0] as a, b, y; with two numbers in all lanes. */
ALWAYS_INLINE void update_run(const Args *args, Mat b, Mat y, Formula *f, real p, real q) {
    const real *a = args->in[0].at;
    real *out = args->out.at;
    Element e = {.p = vector_splat(p), .q = vector_splat(q)};
    size_t size = mat_size(args->out);
    for (size_t i = 0; i < size; i += LANES) {
        for (size_t k = i; k < i + LANES; k += WIDTH) {
            e.a = vector_load(a + k), e.b = vector_load(b.at + k), e.y = vector_load(y.at + k);
            vector_store(out + k, f(e));
        }
    }
}

/* clang-format off */
static inline Vector descend_of(Element e) { return e.a - e.p * e.b; }
static inline Vector velocity_of(Element e) { return e.p * e.a + e.b; }
static inline Vector mean_of(Element e) { return e.p * e.a + e.q * e.b; }
static inline Vector mean_square_of(Element e) { return e.p * e.a + e.q * e.b * e.b; }
static inline Vector rmsprop_of(Element e) { return e.a - e.p * e.b / (vector_sqrt(e.y) + e.q); }
static inline Vector adam_of(Element e) { return e.a - e.p * e.b / (vector_sqrt(e.y) / e.q + (real)1e-8); }
static inline Vector scale_of(Element e) { return e.a * e.p; }
static inline Vector square_of(Element e) { return e.a * e.a; }
/* clang-format on */

static void sgd_run(const Args *args) {
    update_run(args, args->in[1], args->in[1], descend_of, args->in[2].at[0], 0);
}

static void velocity_run(const Args *args) {
    update_run(args, args->in[1], args->in[1], velocity_of, (real)args->number[0], 0);
}

static void mean_run(const Args *args) {
    update_run(args, args->in[1], args->in[1], mean_of, (real)args->number[0], (real)args->number[1]);
}

static void mean_square_run(const Args *args) {
    update_run(args, args->in[1], args->in[1], mean_square_of, (real)args->number[0], (real)args->number[1]);
}

static void rmsprop_run(const Args *args) {
    update_run(args, args->in[1], args->in[2], rmsprop_of, args->in[3].at[0], (real)1e-8);
}

static void count_run(const Args *args) {
    args->out.at[0] = args->in[0].at[0] + 1;
}

/* The corrections of the first steps in double, as PyTorch computes them. */
static void adam_run(const Args *args) {
    double rate = (double)args->in[3].at[0], count = (double)args->in[4].at[0];
    double mean = 1 - pow(args->number[0], count), square = 1 - pow(args->number[1], count);
    update_run(args, args->in[1], args->in[2], adam_of, (real)(rate / mean), (real)sqrt(square));
}

static void norm_square_run(const Args *args) {
    Mat g = args->in[1];
    Lanes sums;
    lanes_clear(&sums);
    for (int i = 0; i < mat_lines(g); i++) {
        const real *at = g.at + (size_t)i * (size_t)g.stride;
        Line line = {at, at, at, false, false, mat_length(g)};
        line_sum(&sums, &line, square_of);
    }
    args->out.at[0] = args->in[0].at[0] + lanes_sum(&sums);
}

static void clip_norm_run(const Args *args) {
    real scale = (real)args->number[0] / (sqrt(args->in[1].at[0]) + (real)1e-6);
    update_run(args, args->in[0], args->in[0], scale_of, scale > 1 ? 1 : scale, 0);
}

/* Operands: the weight or state first; sgd w g lr; rmsprop w g s lr; adam w m s lr t. Numbers: momentum; the
   share that is kept and the share that is new (0.9 and 0.1); adam's two kept shares; the largest norm. */
/* clang-format off */
const Op VARIANT(op_updates)[] = {
    {.name = "zero", .arity = 0, .pattern = OP_ELEMENT, .symbol = "0",
     .shape = shape_first, .run = zero_run, .formula = "0"},
    {.name = "seed", .arity = 0, .pattern = OP_ELEMENT, .symbol = "1",
     .shape = shape_number, .run = seed_run, .formula = "1"},
    {.name = "sgd", .arity = 3, .pattern = OP_ELEMENT, .symbol = "sgd",
     .shape = shape_first, .run = sgd_run, .formula = "a - c * b"},
    {.name = "sgd_velocity", .shown = "sgd", .arity = 2, .numbers = 1, .required = 1, .pattern = OP_ELEMENT,
     .symbol = "v", .shape = shape_first, .run = velocity_run, .formula = "p * a + b"},
    {.name = "rmsprop_square", .shown = "rmsprop", .arity = 2, .numbers = 2, .preset = {0.99, 0.01},
     .pattern = OP_ELEMENT, .symbol = "s", .shape = shape_first, .run = mean_square_run,
     .formula = "p * a + q * b^2"},
    {.name = "rmsprop", .arity = 4, .pattern = OP_ELEMENT, .symbol = "rmsprop",
     .shape = shape_first, .run = rmsprop_run, .formula = "a - d * b / (sqrt(c) + 1e-8)"},
    {.name = "adam_count", .shown = "adam", .arity = 1, .pattern = OP_ELEMENT, .symbol = "t",
     .shape = shape_number, .run = count_run, .formula = "a + 1"},
    {.name = "adam_mean", .shown = "adam", .arity = 2, .numbers = 2, .preset = {0.9, 0.1},
     .pattern = OP_ELEMENT, .symbol = "m", .shape = shape_first, .run = mean_run, .formula = "p * a + q * b"},
    {.name = "adam_square", .shown = "adam", .arity = 2, .numbers = 2, .preset = {0.999, 0.001},
     .pattern = OP_ELEMENT, .symbol = "s", .shape = shape_first, .run = mean_square_run,
     .formula = "p * a + q * b^2"},
    {.name = "adam", .arity = 5, .numbers = 2, .preset = {0.9, 0.999}, .pattern = OP_ELEMENT, .symbol = "adam",
     .shape = shape_first, .run = adam_run,
     .formula = "a - d / (1 - p^e) * b / (sqrt(c) / sqrt(1 - q^e) + 1e-8)"},
    {.name = "clip_norm_square", .shown = "clip_norm", .arity = 2, .pattern = OP_REDUCE, .symbol = "+Σ²",
     .shape = shape_number, .run = norm_square_run, .formula = "a + sum(b^2)"},
    {.name = "clip_norm", .arity = 2, .numbers = 1, .required = 1, .pattern = OP_ELEMENT, .symbol = "clip_norm",
     .shape = shape_first, .run = clip_norm_run, .formula = "a * min(p / (sqrt(b) + 1e-6), 1)"},
    {0},
};
