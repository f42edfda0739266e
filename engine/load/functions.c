/* functions: what [data] and [parameters] can call besides operations: values computed, drawn or read. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "loader.h"

/* Argument k is known as a whole number from 1 on: rows, columns, classes. Not given: 1. */
static bool call_count(const Call *call, int k, int *out, Err *e) {
    *out = 1;
    if (k >= call->count) return true;
    const Node *arg = call->args[k];
    const char *usage = call->node->function->usage;
    if (!arg->known.fixed)
        return err_at(e, arg->expr->place,
                      "argument %d of %s must be a plain number, known before anything is computed", k + 1,
                      usage);
    double number = arg->known.number;
    if (!(number >= 1) || number > TENSOR_MAX_NUMBERS || floor(number) != number)
        return err_at(e, arg->expr->place,
                      "argument %d of %s must be a whole number from 1 to 134,217,728 (2²⁷), not %g", k + 1,
                      usage, isnan(number) ? fabs(number) : number); /* no "-nan" */
    *out = (int)number;
    return true;
}

/* Argument k is 1×1. */
static bool call_one_number(const Call *call, int k, Err *e) {
    const Node *arg = call->args[k];
    if (arg->known.rows == 1 && arg->known.cols == 1) return true;
    return err_at(e, arg->expr->place, "argument %d of %s must be one number, not %d×%d", k + 1,
                  call->node->function->usage, arg->known.rows, arg->known.cols);
}

/* Its number, once its values are known. */
static double call_number(const Call *call, int k) {
    const Node *arg = call->args[k];
    return arg->known.fixed ? arg->known.number : (double)arg->value.at[0];
}

/* The first two arguments, rows and columns (not given: 1), are the result's shape. */
static bool call_plain_shape(const Call *call, StaticShape *out, Err *e) {
    return call_count(call, 0, &out->rows, e) && call_count(call, 1, &out->cols, e);
}

/* Computed. */

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
    const Node *classes = call->args[0];
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
    float node = count > 1 ? (high - low) / (float)(count - 1) : 0;
    for (int i = 0; i < count; i++)
        out->at[i] =
            i < count / 2 || count == 1 ? low + node * (float)i : high - node * (float)(count - i - 1);
    return true;
}

static bool fill_onehot(const Call *call, Value *out, Err *e) {
    const Node *classes = call->args[0];
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

/* Drawn from the lesson's generator. */

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
    if (drawn == NULL) return err_memory(e);
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

/* Read from a file; only the file knows its shape. */

/* The file that the first text names; mistakes of looking are shown at that text. */
static bool find_data(const Call *call, char *path, size_t size, Err *e) {
    const Expr *name = call->node->expr->args[0];
    const Loader *loader = call->loader;
    if (find_file(name->name, loader->folder, loader->options->data_dir, path, size, e)) return true;
    e->place = name->place;
    return false;
}

/* A mistake without a line of the file is shown at the lesson's text: the file's, or the column's. */
static bool file_failed(const Call *call, Err *e) {
    if (e->place.line > 0) return false;
    e->place = call->node->expr->args[e->place.column]->place;
    e->file[0] = '\0';
    return false;
}

static bool has_read(const Call *call, const OsStatus *status, StaticShape *out, Err *e) {
    call->node->owned = true;
    *out = (StaticShape){.rows = call->node->value.rows, .cols = call->node->value.cols};
    return loader_note(call->loader, status, e);
}

static bool shape_idx(const Call *call, StaticShape *out, Err *e) {
    char path[1024];
    if (!find_data(call, path, sizeof path, e)) return false;
    OsStatus status;
    if (!idx_read(path, &call->node->value, &status, e)) return file_failed(call, e);
    return has_read(call, &status, out, e);
}

static bool shape_csv(const Call *call, StaticShape *out, Err *e) {
    char path[1024];
    if (!find_data(call, path, sizeof path, e)) return false;
    const Expr *expr = call->node->expr;
    const char **columns = malloc((size_t)expr->count * sizeof *columns);
    if (columns == NULL) return err_memory(e);
    for (int i = 1; i < expr->count; i++) columns[i - 1] = expr->args[i]->name;
    const Loader *loader = call->loader;
    bool near = find_is_near(path, loader->folder, loader->options->data_dir);
    OsStatus status;
    bool read = csv_read(path, columns, expr->count - 1, near, &call->node->value, &status, e);
    free(columns);
    return read ? has_read(call, &status, out, e) : file_failed(call, e);
}

/* clang-format off */
static const Function FUNCTIONS[] = {
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
    {.name = "csv", .usage = "csv(\"file\", \"column\", …)", .least = 2, .most = EXPR_MAX_NODES, .texts = true,
     .shape = shape_csv},
    {.name = "idx", .usage = "idx(\"file\")", .least = 1, .most = 1, .texts = true, .shape = shape_idx},
};
/* clang-format on */
enum { FUNCTION_COUNT = sizeof FUNCTIONS / sizeof *FUNCTIONS };

const Function *functions_at(int index) {
    return index < FUNCTION_COUNT ? &FUNCTIONS[index] : NULL;
}

const Function *functions_find(const char *name) {
    for (int i = 0; i < FUNCTION_COUNT; i++)
        if (strcmp(FUNCTIONS[i].name, name) == 0) return &FUNCTIONS[i];
    return NULL;
}
