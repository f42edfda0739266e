/* baseline: the best linear fit in closed form, to hold a network's loss against. */
#include "baseline.h"

#include <math.h>
#include <stdlib.h>

#include "engine/program/tensor.h"

/* A column depends on those before it where less than this share of it is not spanned by them. */
static const double DEPENDENT = 1e-10;

/* The first `rows` rows of a column, less their mean: the constant is fitted by that. */
static void load_column(const Value *from, int col, int rows, double *out) {
    Mat m = value_mat(from);
    double sum = 0;
    for (int i = 0; i < rows; i++) sum += *tensor_element(m, i, col);
    for (int i = 0; i < rows; i++) out[i] = *tensor_element(m, i, col) - sum / rows;
}

static double dot(const double *a, const double *b, int count) {
    double sum = 0;
    for (int i = 0; i < count; i++) sum += a[i] * b[i];
    return sum;
}

/* Mirrors the columns from `first` so that column v (from row `rank` on) becomes a multiple of the unit
   vector: v turns into the mirror's normal. false: what is left of v is too small to count. */
static bool reflect(double *columns, int rows, int count, int v, int rank, double size) {
    double *normal = columns + (size_t)v * (size_t)rows + rank;
    int left = rows - rank;
    double length = sqrt(dot(normal, normal, left));
    if (!(length > DEPENDENT * size)) return false;
    normal[0] += normal[0] < 0 ? -length : length;
    double square = dot(normal, normal, left);
    for (int j = v + 1; j < count; j++) {
        double *column = columns + (size_t)j * (size_t)rows + rank;
        double factor = 2 * dot(normal, column, left) / square;
        for (int i = 0; i < left; i++) column[i] -= factor * normal[i];
    }
    return true;
}

static double column_size(const Value *from, int col, int rows) {
    Mat m = value_mat(from);
    double sum = 0;
    for (int i = 0; i < rows; i++) sum += (double)*tensor_element(m, i, col) * *tensor_element(m, i, col);
    return sqrt(sum);
}

bool baseline_least_squares(const Value *y, const Value *x, int rows, double *error, Err *e) {
    int count = x->cols + y->cols, rank = 0;
    double *columns = malloc((size_t)rows * (size_t)count * sizeof *columns);
    if (columns == NULL) return err_memory(e);
    for (int j = 0; j < count; j++) {
        bool of_x = j < x->cols;
        load_column(of_x ? x : y, of_x ? j : j - x->cols, rows, columns + (size_t)j * (size_t)rows);
    }
    for (int j = 0; j < x->cols && rank < rows; j++)
        if (reflect(columns, rows, count, j, rank, column_size(x, j, rows))) rank++;
    double sum = 0;
    for (int j = x->cols; j < count; j++) {
        const double *rest = columns + (size_t)j * (size_t)rows + rank;
        sum += dot(rest, rest, rows - rank);
    }
    *error = sum / ((double)rows * y->cols);
    free(columns);
    return true;
}
