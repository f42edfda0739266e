/* loss: softmax and its logarithm, row by row, and what training makes small: squared errors and
   cross-entropies, means over all elements or over the rows. Formulas and corners: PyTorch's mse_loss,
   binary_cross_entropy (each log at least −100), …_with_logits, cross_entropy with probabilities as targets;
   nll and xlogy as the lesson format defines them. */
#include "functions.h"
#include "map.h"
#include "rows.h"

/* A vector of one column of WIDTH rows; a matrix with one row gives its number in all lanes. */
ALWAYS_INLINE Vector row_load(Mat m, int i, int j) {
    const real *at = tensor_element(m, i, j);
    if (m.rows == 1) return vector_splat(*at);
    return vector_load(at);
}

ALWAYS_INLINE void row_store(Mat m, int i, int j, Vector v) {
    real *at = tensor_element(m, i, j);
    if (m.rows == 1)
        *at = v[0];
    else
        vector_store(at, v);
}

ALWAYS_INLINE void row_put(Mat m, int i, int j, Vector v, bool add) {
    if (add) v += row_load(m, i, j);
    row_store(m, i, j, v);
}

ALWAYS_INLINE Vector row_max(Mat m, int i) {
    Vector top = row_load(m, i, 0);
    for (int j = 1; j < m.cols; j++) top = vector_max(row_load(m, i, j), top);
    return top;
}

ALWAYS_INLINE Vector row_sum_exp(Mat m, int i, Vector top) {
    Vector sum = {0};
    for (int j = 0; j < m.cols; j++) sum += vector_exp(row_load(m, i, j) - top);
    return sum;
}

/* Adds v, of the rows i, i + 1, …, to the sums, pads left out. */
ALWAYS_INLINE void row_add(Lanes *sums, int rows, int i, Vector v) {
    int first = i / LANES * LANES, left = rows - first, part = (i - first) / WIDTH;
    sums->part[part] += vector_keep(vector_head(left < LANES ? left : LANES, part), v);
}

/* ---- softmax: a row's sums run from column to column ---- */

static void softmax_run(const Args *args) {
    Mat a = args->in[0], out = args->out;
    for (int i = 0; i < a.rows; i += WIDTH) {
        Vector top = row_max(a, i), sum = {0};
        for (int j = 0; j < a.cols; j++) {
            Vector e = vector_exp(row_load(a, i, j) - top);
            row_store(out, i, j, e);
            sum += e;
        }
        for (int j = 0; j < a.cols; j++) row_store(out, i, j, row_load(out, i, j) / sum);
    }
}

static void softmax_back(const Args *args) {
    Mat y = args->result, g = args->upstream;
    for (int i = 0; i < y.rows; i += WIDTH) {
        Vector sum = {0};
        for (int j = 0; j < y.cols; j++) sum += row_load(g, i, j) * row_load(y, i, j);
        for (int j = 0; j < y.cols; j++)
            row_put(args->out, i, j, row_load(y, i, j) * (row_load(g, i, j) - sum), args->add);
    }
}

static void log_softmax_run(const Args *args) {
    Mat a = args->in[0];
    for (int i = 0; i < a.rows; i += WIDTH) {
        Vector top = row_max(a, i), log_sum = vector_log(row_sum_exp(a, i, top));
        for (int j = 0; j < a.cols; j++) row_store(args->out, i, j, row_load(a, i, j) - top - log_sum);
    }
}

static void log_softmax_back(const Args *args) {
    Mat y = args->result, g = args->upstream;
    for (int i = 0; i < y.rows; i += WIDTH) {
        Vector sum = {0};
        for (int j = 0; j < y.cols; j++) sum += row_load(g, i, j);
        for (int j = 0; j < y.cols; j++)
            row_put(args->out, i, j, row_load(g, i, j) - vector_exp(row_load(y, i, j)) * sum, args->add);
    }
}

/* ---- losses ---- */

/* Σ f over all elements of two matrices of the same shape. */
ALWAYS_INLINE real pair_sum(const Args *args, Formula *f) {
    Mat a = args->in[0], b = args->in[1];
    Lanes sums;
    lanes_clear(&sums);
    for (int i = 0; i < mat_lines(a); i++) {
        size_t start = (size_t)i * (size_t)a.stride;
        Line line = {a.at + start, b.at + start, a.at + start, false, false, mat_length(a)};
        line_sum(&sums, &line, f);
    }
    return lanes_sum(&sums);
}

/* out (+)= d, with the one upstream number divided by `count` as g. */
ALWAYS_INLINE void pair_back(const Args *args, Formula *d, real count) {
    const real *a = args->in[0].at, *b = args->in[1].at;
    Element e = {.g = vector_splat(args->upstream.at[0] / count)};
    size_t size = mat_size(args->out);
    bool add = args->add;
    for (size_t i = 0; i < size; i += WIDTH) {
        e.a = vector_load(a + i), e.b = vector_load(b + i);
        vector_put(args->out.at + i, d(e), add);
    }
}

static real pair_count(const Args *args) {
    return (real)args->in[0].rows * (real)args->in[0].cols;
}
static real pair_rows(const Args *args) {
    return (real)args->in[0].rows;
}

static inline Vector log_cut(Vector a) {
    return vector_max(vector_log(a), vector_splat(-100));
}

/* clang-format off */
static inline Vector mse_term(Element e) { return (e.a - e.b) * (e.a - e.b); }
static inline Vector mse_da(Element e) { return 2 * (e.a - e.b) * e.g; }
static inline Vector mse_db(Element e) { return 2 * (e.b - e.a) * e.g; }

static inline Vector bce_term(Element e) { return (e.b - 1) * log_cut(1 - e.a) - e.b * log_cut(e.a); }
static inline Vector bce_da(Element e) {
    return (e.a - e.b) * e.g / vector_max((1 - e.a) * e.a, vector_splat((real)1e-12));
}
static inline Vector bce_db(Element e) { return (log_cut(1 - e.a) - log_cut(e.a)) * e.g; }

static inline Vector bce_logits_term(Element e) { return vector_softplus(e.a) - e.a * e.b; }
static inline Vector bce_logits_da(Element e) { return (vector_sigmoid(e.a) - e.b) * e.g; }
static inline Vector bce_logits_db(Element e) { return -e.a * e.g; }

static inline Vector nll_term(Element e) { return -e.b * e.a; }
static inline Vector nll_da(Element e) { return -e.b * e.g; }
static inline Vector nll_db(Element e) { return -e.a * e.g; }

/* clang-format on */

/* The kernels of a mean over `count` of NAME_term, and of what it gives to its operands. */
#define PAIR(name, count)                                                                                    \
    static void name##_run(const Args *args) {                                                               \
        args->out.at[0] = pair_sum(args, name##_term) / count(args);                                         \
    }                                                                                                        \
    static void name##_back(const Args *args) {                                                              \
        if (args->wrt == 0)                                                                                  \
            pair_back(args, name##_da, count(args));                                                         \
        else                                                                                                 \
            pair_back(args, name##_db, count(args));                                                         \
    }

PAIR(mse, pair_count)
PAIR(bce, pair_count)
PAIR(bce_logits, pair_count)
PAIR(nll, pair_rows)

static void cross_entropy_run(const Args *args) {
    Mat s = args->in[0], t = args->in[1];
    Lanes sums;
    lanes_clear(&sums);
    for (int i = 0; i < s.rows; i += WIDTH) {
        Vector top = row_max(s, i), log_sum = vector_log(row_sum_exp(s, i, top)), row = {0};
        for (int j = 0; j < s.cols; j++) row -= row_load(t, i, j) * (row_load(s, i, j) - top - log_sum);
        row_add(&sums, s.rows, i, row);
    }
    args->out.at[0] = lanes_sum(&sums) / pair_rows(args);
}

static void cross_entropy_back(const Args *args) {
    Mat s = args->in[0], t = args->in[1];
    real g = args->upstream.at[0] / pair_rows(args);
    for (int i = 0; i < s.rows; i += WIDTH) {
        Vector top = row_max(s, i), sum = row_sum_exp(s, i, top), log_sum = vector_log(sum), target = {0};
        for (int j = 0; j < s.cols; j++) target += row_load(t, i, j);
        for (int j = 0; j < s.cols; j++) {
            Vector shifted = row_load(s, i, j) - top;
            Vector d = (log_sum - shifted) * g;
            if (args->wrt == 0) d = (vector_exp(shifted) / sum * target - row_load(t, i, j)) * g;
            row_put(args->out, i, j, d, args->add);
        }
    }
}

/* 0 where a is 0, whatever b is (a not-a-number apart); so is the derivative by b. */
static inline Vector xlogy_of(Element e) {
    // NOLINTNEXTLINE(misc-redundant-expression): only a not-a-number is not equal to itself
    return vector_where((e.a == 0) & (e.b == e.b), (Vector){0}, e.a * vector_log(e.b));
}
static inline Vector xlogy_da(Element e) {
    return vector_where((e.a == 0) & (e.b <= 0), (Vector){0}, e.g * vector_log(e.b));
}
static inline Vector xlogy_db(Element e) {
    return vector_where(e.a == 0, (Vector){0}, e.g * e.a / e.b);
}

MAP_TWO(xlogy)

/* clang-format off */
const Op VARIANT(op_losses)[] = {
    {.name = "softmax", .function = true, .arity = 1, .pattern = OP_ROW, .symbol = "softmax",
     .facts = OP_ACTIVATION | OP_CLASSES | OP_PROBABILITIES | OP_UNIT,
     .shape = shape_first, .run = softmax_run, .back = softmax_back, .differentiable = 1,
     .formula = "exp(a) / sum(exp(a), 1)", .d_formula = {"y * (G - sum(G * y, 1))"}, .torch = "SoftmaxBackward0"},
    {.name = "log_softmax", .function = true, .arity = 1, .pattern = OP_ROW, .symbol = "log_softmax",
     .facts = OP_ACTIVATION | OP_CLASSES,
     .shape = shape_first, .run = log_softmax_run, .back = log_softmax_back, .differentiable = 1,
     .formula = "a - log(sum(exp(a), 1))", .d_formula = {"G - exp(y) * sum(G, 1)"}, .torch = "LogSoftmaxBackward0"},
    {.name = "mse", .function = true, .arity = 2, .pattern = OP_REDUCE, .symbol = "mse",
     .facts = OP_COMPARES,
     .shape = shape_pair, .run = mse_run, .back = mse_back, .differentiable = 3,
     .formula = "mean((a - b)^2)", .term = "(a - b)^2", .divisor = "count(a)",
     .d_formula = {"2 * (a - b) * G / count(a)", "2 * (b - a) * G / count(a)"}, .torch = "MseLossBackward0"},
    {.name = "bce", .function = true, .arity = 2, .pattern = OP_REDUCE, .symbol = "bce",
     .facts = OP_COMPARES_PROBABILITIES,
     .shape = shape_pair, .run = bce_run, .back = bce_back, .differentiable = 3,
     .formula = "mean(-(b * max(log(a), -100) + (1 - b) * max(log(1 - a), -100)))",
     .term = "-(b * max(log(a), -100) + (1 - b) * max(log(1 - a), -100))", .divisor = "count(a)",
     .d_formula = {"(a - b) / max(a * (1 - a), 1e-12) * G / count(a)",
                   "(max(log(1 - a), -100) - max(log(a), -100)) * G / count(a)"},
     .torch = "BinaryCrossEntropyBackward0"},
    {.name = "bce_logits", .function = true, .arity = 2, .pattern = OP_REDUCE, .symbol = "bce_logits",
     .facts = OP_COMPARES_PROBABILITIES,
     .shape = shape_pair, .run = bce_logits_run, .back = bce_logits_back, .differentiable = 3,
     .formula = "mean(softplus(a) - a * b)", .term = "softplus(a) - a * b", .divisor = "count(a)",
     .d_formula = {"(sigmoid(a) - b) * G / count(a)", "-a * G / count(a)"},
     .torch = "BinaryCrossEntropyWithLogitsBackward0"},
    {.name = "cross_entropy", .function = true, .arity = 2, .pattern = OP_REDUCE, .symbol = "cross_entropy",
     .facts = OP_CLASS_LOSS | OP_COMPARES_PROBABILITIES,
     .shape = shape_pair, .run = cross_entropy_run, .back = cross_entropy_back, .differentiable = 3,
     .formula = "-sum(b * log_softmax(a)) / rows(a)", .term = "-(b * log_softmax(a))", .divisor = "rows(a)",
     .d_formula = {"(softmax(a) * sum(b, 1) - b) * G / rows(a)", "-log_softmax(a) * G / rows(a)"},
     .torch = "DivBackward1"},
    {.name = "nll", .function = true, .arity = 2, .pattern = OP_REDUCE, .symbol = "nll",
     .facts = OP_CLASS_LOSS | OP_COMPARES_PROBABILITIES,
     .shape = shape_pair, .run = nll_run, .back = nll_back, .differentiable = 3,
     .formula = "-sum(a * b) / rows(a)", .term = "-(a * b)", .divisor = "rows(a)",
     .d_formula = {"-b * G / rows(a)", "-a * G / rows(a)"}, .torch = "DivBackward0"},
    {.name = "xlogy", .function = true, .arity = 2, .pattern = OP_ELEMENT, .symbol = "xlogy",
     .facts = OP_LOGARITHM | OP_COMPARES_PROBABILITIES,
     .shape = shape_broadcast, .run = xlogy_run, .back = xlogy_back, .differentiable = 3,
     .formula = "a * log(b)", .d_formula = {"log(b) * G", "a / b * G"}, .torch = "XlogyBackward0"},
    {0},
};
