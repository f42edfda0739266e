/* functions_draw: functions of [data] and [parameters] that draw from the lesson's generator. */
#include <math.h>
#include <stdlib.h>

#include "functions.h"
#include "loader.h"

static bool shape_uniform(const Call *call, StaticShape *out, Err *e) {
    return call_one_number(call, 0, e) && call_one_number(call, 1, e) && call_count(call, 2, &out->rows, e) &&
           call_count(call, 3, &out->cols, e);
}

static bool shape_linear_bias(const Call *call, StaticShape *out, Err *e) {
    if (!call_plain_shape(call, out, e)) return false;
    out->rows = 1;
    return true;
}

/* Draws fill a matrix row by row. */
static void lay_rows(const float *drawn, Value *out) {
    Mat m = value_mat(out);
    for (int i = 0; i < m.rows; i++)
        for (int j = 0; j < m.cols; j++)
            *tensor_element(m, i, j) = drawn[(size_t)i * (size_t)m.cols + (size_t)j];
}

typedef enum Draw { DRAW_RAND, DRAW_RANDN, DRAW_UNIFORM } Draw;

static bool draw(const Call *call, Draw kind, double low, double high, Value *out, Err *e) {
    size_t count = (size_t)out->rows * (size_t)out->cols;
    Rng *rng = &call->loader->lesson->rng;
    float *drawn = malloc(count * sizeof *drawn);
    if (drawn == NULL) return err_set(e, "out of memory");
    switch (kind) {
    case DRAW_RAND:
        rng_rand(rng, drawn, count);
        break;
    case DRAW_RANDN:
        rng_randn(rng, drawn, count);
        break;
    case DRAW_UNIFORM:
        rng_uniform(rng, low, high, drawn, count);
        break;
    }
    lay_rows(drawn, out);
    free(drawn);
    return true;
}

static bool fill_rand(const Call *call, Value *out, Err *e) {
    return draw(call, DRAW_RAND, 0, 1, out, e);
}

static bool fill_randn(const Call *call, Value *out, Err *e) {
    return draw(call, DRAW_RANDN, 0, 1, out, e);
}

static bool fill_uniform(const Call *call, Value *out, Err *e) {
    return draw(call, DRAW_UNIFORM, call_number(call, 0), call_number(call, 1), out, e);
}

/* nn.Linear keeps its weights out×in and draws them row by row: a row of those is a column here. */
static bool fill_linear_weight(const Call *call, Value *out, Err *e) {
    (void)e;
    double bound = 1 / sqrt(call_number(call, 0));
    Mat m = value_mat(out);
    for (int j = 0; j < m.cols; j++)
        rng_uniform(&call->loader->lesson->rng, -bound, bound, tensor_element(m, 0, j), (size_t)m.rows);
    return true;
}

static bool fill_linear_bias(const Call *call, Value *out, Err *e) {
    double bound = 1 / sqrt(call_number(call, 0));
    return draw(call, DRAW_UNIFORM, -bound, bound, out, e);
}

/* clang-format off */
const Function DRAW_FUNCTIONS[] = {
    {.name = "rand", .usage = "rand(r, c = 1)", .least = 1, .most = 2, .draws = true,
     .shape = call_plain_shape, .fill = fill_rand},
    {.name = "randn", .usage = "randn(r, c = 1)", .least = 1, .most = 2, .draws = true,
     .shape = call_plain_shape, .fill = fill_randn},
    {.name = "uniform", .usage = "uniform(lo, hi, r, c = 1)", .least = 3, .most = 4, .draws = true,
     .shape = shape_uniform, .fill = fill_uniform},
    {.name = "linear_weight", .usage = "linear_weight(in, out)", .least = 2, .most = 2, .draws = true,
     .shape = call_plain_shape, .fill = fill_linear_weight},
    {.name = "linear_bias", .usage = "linear_bias(in, out)", .least = 2, .most = 2, .draws = true,
     .shape = shape_linear_bias, .fill = fill_linear_bias},
    {.name = NULL},
};
/* clang-format on */
