/* functions_plain: functions of [data] and [parameters] that compute what they give: shapes and values. */
#include <math.h>

#include "functions.h"

static bool shape_full(const Call *call, StaticShape *out, Err *e) {
    return call_plain_shape(call, out, e) && call_one_number(call, 2, e);
}

static bool shape_linspace(const Call *call, StaticShape *out, Err *e) {
    out->cols = 1;
    return call_one_number(call, 0, e) && call_one_number(call, 1, e) && call_count(call, 2, &out->rows, e);
}

static bool shape_rows(const Call *call, StaticShape *out, Err *e) {
    (void)e;
    *out = (StaticShape){1, 1, true, call->args[0]->known.rows};
    return true;
}

static bool shape_cols(const Call *call, StaticShape *out, Err *e) {
    (void)e;
    *out = (StaticShape){1, 1, true, call->args[0]->known.cols};
    return true;
}

static bool shape_onehot(const Call *call, StaticShape *out, Err *e) {
    const Step *classes = call->args[0];
    if (classes->known.cols != 1)
        return err_at(e, classes->expr->place, "onehot takes a column of class numbers (n×1), not %d×%d",
                      classes->known.rows, classes->known.cols);
    out->rows = classes->known.rows;
    return call_count(call, 1, &out->cols, e);
}

static bool shape_standardize(const Call *call, StaticShape *out, Err *e) {
    (void)e;
    *out = (StaticShape){.rows = call->args[0]->known.rows, .cols = call->args[0]->known.cols};
    return true;
}

static void fill_with(Value *out, float number) {
    Mat m = value_mat(out);
    for (int j = 0; j < m.cols; j++)
        for (int i = 0; i < m.rows; i++) *tensor_element(m, i, j) = number;
}

static bool fill_zeros(const Call *call, Value *out, Err *e) {
    (void)call, (void)out, (void)e; /* a new value is zeroed */
    return true;
}

static bool fill_ones(const Call *call, Value *out, Err *e) {
    (void)call, (void)e;
    fill_with(out, 1);
    return true;
}

static bool fill_full(const Call *call, Value *out, Err *e) {
    (void)e;
    fill_with(out, (float)call_number(call, 2));
    return true;
}

/* As torch.linspace computes it in float32: from both ends, so that the last number is exact. */
static bool fill_linspace(const Call *call, Value *out, Err *e) {
    (void)e;
    float low = (float)call_number(call, 0), high = (float)call_number(call, 1);
    int count = out->rows;
    float step = count > 1 ? (high - low) / (float)(count - 1) : 0;
    for (int i = 0; i < count; i++)
        out->at[i] =
            i < count / 2 || count == 1 ? low + step * (float)i : high - step * (float)(count - i - 1);
    return true;
}

static bool fill_onehot(const Call *call, Value *out, Err *e) {
    const Step *classes = call->args[0];
    for (int i = 0; i < out->rows; i++) {
        float number = classes->value.at[i];
        if (!(number >= 0 && number < (float)out->cols) || floorf(number) != number)
            return err_at(e, classes->expr->place, "onehot: row %d is %g, and the classes are 0 to %d", i,
                          (double)number, out->cols - 1);
        *tensor_element(value_mat(out), i, (int)number) = 1;
    }
    return true;
}

/* Each column to mean 0 and population standard deviation 1; one that is the same everywhere becomes 0. */
static bool fill_standardize(const Call *call, Value *out, Err *e) {
    (void)e;
    Mat from = value_mat(&call->args[0]->value), to = value_mat(out);
    for (int j = 0; j < to.cols; j++) {
        double sum = 0, squares = 0;
        for (int i = 0; i < to.rows; i++) sum += *tensor_element(from, i, j);
        double mean = sum / to.rows;
        for (int i = 0; i < to.rows; i++) {
            double distance = *tensor_element(from, i, j) - mean;
            squares += distance * distance;
        }
        double deviation = sqrt(squares / to.rows);
        for (int i = 0; i < to.rows; i++)
            *tensor_element(to, i, j) =
                deviation == 0 ? 0 : (float)((*tensor_element(from, i, j) - mean) / deviation);
    }
    return true;
}

/* clang-format off */
const Function PLAIN_FUNCTIONS[] = {
    {.name = "rows", .usage = "rows(x)", .least = 1, .most = 1, .anywhere = true, .shape = shape_rows},
    {.name = "cols", .usage = "cols(x)", .least = 1, .most = 1, .anywhere = true, .shape = shape_cols},
    {.name = "linspace", .usage = "linspace(a, b, n)", .least = 3, .most = 3,
     .shape = shape_linspace, .fill = fill_linspace},
    {.name = "zeros", .usage = "zeros(r, c = 1)", .least = 1, .most = 2, .shape = call_plain_shape, .fill = fill_zeros},
    {.name = "ones", .usage = "ones(r, c = 1)", .least = 1, .most = 2, .shape = call_plain_shape, .fill = fill_ones},
    {.name = "full", .usage = "full(r, c, v)", .least = 3, .most = 3, .shape = shape_full, .fill = fill_full},
    {.name = "onehot", .usage = "onehot(v, k)", .least = 2, .most = 2, .shape = shape_onehot, .fill = fill_onehot},
    {.name = "standardize", .usage = "standardize(x)", .least = 1, .most = 1,
     .shape = shape_standardize, .fill = fill_standardize},
    {.name = NULL},
};
/* clang-format on */
