/* functions: what [data] and [parameters] can call besides operations: values computed, drawn or read. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "loader.h"

/* Argument k is known as a whole number from 1 on: rows, columns, classes. Not given: 1. */
static bool call_count(const Call *call, int k, int *out) {
    *out = 1;
    if (k >= call->count) return true;
    const Node *arg = call->args[k];
    const char *usage = call->node->function->usage;
    if (!arg->known.fixed)
        return err_at(call->e, arg->expr->place,
                      "argument %d of %s must be a plain number, known before anything is computed", k + 1,
                      usage);
    double number = arg->known.number;
    if (!(number >= 1) || number > TENSOR_MAX_NUMBERS || floor(number) != number)
        return err_at(call->e, arg->expr->place,
                      "argument %d of %s must be a whole number from 1 to 134,217,728 (2²⁷), not %g", k + 1,
                      usage, isnan(number) ? fabs(number) : number); /* no "-nan" */
    *out = (int)number;
    return true;
}

/* Argument k is 1×1. */
static bool call_one_number(const Call *call, int k) {
    const Node *arg = call->args[k];
    if (arg->known.rows == 1 && arg->known.cols == 1) return true;
    return err_at(call->e, arg->expr->place, "argument %d of %s must be one number, not %d×%d", k + 1,
                  call->node->function->usage, arg->known.rows, arg->known.cols);
}

/* Its number, once its values are known. */
static double call_number(const Call *call, int k) {
    const Node *arg = call->args[k];
    return arg->known.fixed ? arg->known.number : (double)arg->value.at[0];
}

/* The first two arguments, rows and columns (not given: 1), are the result's shape. */
static bool call_plain_shape(const Call *call, StaticShape *out) {
    return call_count(call, 0, &out->rows) && call_count(call, 1, &out->cols);
}

/* Computed. */

static bool shape_full(const Call *call, StaticShape *out) {
    return call_plain_shape(call, out) && call_one_number(call, 2);
}

static bool shape_linspace(const Call *call, StaticShape *out) {
    out->cols = 1;
    return call_one_number(call, 0) && call_one_number(call, 1) && call_count(call, 2, &out->rows);
}

static bool shape_rows(const Call *call, StaticShape *out) {
    *out = (StaticShape){1, 1, true, call->args[0]->known.rows};
    return true;
}

static bool shape_cols(const Call *call, StaticShape *out) {
    *out = (StaticShape){1, 1, true, call->args[0]->known.cols};
    return true;
}

static bool shape_onehot(const Call *call, StaticShape *out) {
    const Node *classes = call->args[0];
    if (classes->known.cols != 1)
        return err_at(call->e, classes->expr->place,
                      "onehot takes a column of class numbers (n×1), not %d×%d", classes->known.rows,
                      classes->known.cols);
    out->rows = classes->known.rows;
    return call_count(call, 1, &out->cols);
}

static bool shape_standardize(const Call *call, StaticShape *out) {
    *out = (StaticShape){.rows = call->args[0]->known.rows, .cols = call->args[0]->known.cols};
    return true;
}

static void fill_with(Value *out, float number) {
    Mat m = value_mat(out);
    for (int j = 0; j < m.cols; j++)
        for (int i = 0; i < m.rows; i++) *tensor_element(m, i, j) = number;
}

static bool fill_ones(const Call *call, Value *out) {
    (void)call;
    fill_with(out, 1);
    return true;
}

static bool fill_full(const Call *call, Value *out) {
    fill_with(out, (float)call_number(call, 2));
    return true;
}

/* As torch.linspace computes it in float32: from both ends, so that the last number is exact. */
static bool fill_linspace(const Call *call, Value *out) {
    float low = (float)call_number(call, 0), high = (float)call_number(call, 1);
    int count = out->rows;
    float node = count > 1 ? (high - low) / (float)(count - 1) : 0;
    for (int i = 0; i < count; i++)
        out->at[i] =
            i < count / 2 || count == 1 ? low + node * (float)i : high - node * (float)(count - i - 1);
    return true;
}

static bool fill_onehot(const Call *call, Value *out) {
    const Node *classes = call->args[0];
    for (int i = 0; i < out->rows; i++) {
        float number = classes->value.at[i];
        if (!(number >= 0 && number < (float)out->cols) || floorf(number) != number)
            return err_at(call->e, classes->expr->place, "onehot: row %d is %g, and the classes are 0 to %d",
                          i, (double)number, out->cols - 1);
        *tensor_element(value_mat(out), i, (int)number) = 1;
    }
    return true;
}

/* Each column to mean 0 and population standard deviation 1; one that is the same everywhere becomes 0. */
static bool fill_standardize(const Call *call, Value *out) {
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

static bool shape_uniform(const Call *call, StaticShape *out) {
    return call_one_number(call, 0) && call_one_number(call, 1) && call_count(call, 2, &out->rows) &&
           call_count(call, 3, &out->cols);
}

static bool shape_linear_bias(const Call *call, StaticShape *out) {
    if (!call_plain_shape(call, out)) return false;
    out->rows = 1;
    return true;
}

/* Normal numbers, or uniform ones from low to high. */
static bool draw(const Call *call, bool normal, double low, double high, Value *out) {
    size_t count = (size_t)out->rows * (size_t)out->cols;
    Rng *rng = &call->loader->lesson->rng;
    float *drawn = malloc(count * sizeof *drawn);
    if (drawn == NULL) return err_memory(call->e);
    if (normal)
        rng_randn(rng, drawn, count);
    else
        rng_uniform(rng, low, high, drawn, count);
    Mat m = value_mat(out);
    for (int i = 0; i < m.rows; i++) /* row by row */
        for (int j = 0; j < m.cols; j++)
            *tensor_element(m, i, j) = drawn[(size_t)i * (size_t)m.cols + (size_t)j];
    free(drawn);
    return true;
}

static bool fill_rand(const Call *call, Value *out) {
    return draw(call, false, 0, 1, out);
}

static bool fill_randn(const Call *call, Value *out) {
    return draw(call, true, 0, 1, out);
}

static bool fill_uniform(const Call *call, Value *out) {
    return draw(call, false, call_number(call, 0), call_number(call, 1), out);
}

/* nn.Linear keeps its weights out×in and draws them row by row: a row of those is a column here. */
static bool fill_linear_weight(const Call *call, Value *out) {
    double bound = 1 / sqrt(call_number(call, 0));
    Mat m = value_mat(out);
    for (int j = 0; j < m.cols; j++)
        rng_uniform(&call->loader->lesson->rng, -bound, bound, tensor_element(m, 0, j), (size_t)m.rows);
    return true;
}

static bool fill_linear_bias(const Call *call, Value *out) {
    double bound = 1 / sqrt(call_number(call, 0));
    return draw(call, false, -bound, bound, out);
}

/* Read from a file; only the file knows its shape. */

/* The file that the first text names; mistakes of looking are shown at that text. */
static bool find_data(const Call *call, char *path, size_t size) {
    const Expr *name = call->node->expr->args[0];
    const Loader *loader = call->loader;
    if (find_file(name->name, loader->folder, loader->options->data_dir, path, size, call->e)) return true;
    call->e->place = name->place;
    return false;
}

/* Keeps what was read. A mistake without a line of the file is shown at the lesson's text: the file's, or the
   column's. */
static bool has_read(const Call *call, bool good, const OsStatus *status, StaticShape *out) {
    Err *e = call->e;
    call->node->owned = good;
    *out = (StaticShape){.rows = call->node->value.rows, .cols = call->node->value.cols};
    if (good) loader_note(call->loader, status);
    if (good || e->place.line > 0) return good;
    e->place = call->node->expr->args[e->place.column]->place;
    e->file[0] = '\0';
    return false;
}

static bool shape_idx(const Call *call, StaticShape *out) {
    char path[1024];
    OsStatus status;
    return find_data(call, path, sizeof path) &&
           has_read(call, idx_read(path, &call->node->value, &status, call->e), &status, out);
}

static bool shape_csv(const Call *call, StaticShape *out) {
    char path[1024];
    OsStatus status;
    if (!find_data(call, path, sizeof path)) return false;
    const Expr *expr = call->node->expr;
    const Loader *loader = call->loader;
    const char **columns = arena_alloc(loader->arena, (size_t)expr->count * sizeof *columns);
    if (columns == NULL) return err_memory(call->e);
    for (int i = 1; i < expr->count; i++) columns[i - 1] = expr->args[i]->name;
    bool near = find_is_near(path, loader->folder, loader->options->data_dir);
    bool good = csv_read(path, columns, expr->count - 1, near, &call->node->value, &status, call->e);
    return has_read(call, good, &status, out);
}

/* clang-format off */
static const Function FUNCTIONS[] = {
    {.name = "rows", .usage = "rows(x)", .least = 1, .most = 1, .anywhere = true, .shape = shape_rows},
    {.name = "cols", .usage = "cols(x)", .least = 1, .most = 1, .anywhere = true, .shape = shape_cols},
    {.name = "linspace", .usage = "linspace(a, b, n)", .least = 3, .most = 3,
     .shape = shape_linspace, .fill = fill_linspace},
    {.name = "zeros", .usage = "zeros(r, c = 1)", .least = 1, .most = 2, .shape = call_plain_shape},
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
