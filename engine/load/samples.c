/* samples: which names of [data] are samples, to train and to test, and the values of all names. */
#include <math.h>
#include <stdlib.h>

#include "loader.h"

/* The row count of the first name of [data] that [model] uses and that has more than one row. */
static int count_samples(const Loader *loader) {
    Assignment *name;
    for (int at = 0; (name = loader_next(loader, 1u << SECTION_DATA, &at)) != NULL; at++)
        if (name->used && name->known.rows > 1 && !loader->lesson->data[name->index].constant)
            return name->known.rows;
    return 1;
}

static bool check_baseline(const Loader *loader, Err *e) {
    if (loader->baseline_y == NULL) return true;
    const Entry *entry = lines_entry(loader, SECTION_TRAIN, "baseline");
    const StaticShape *y = &loader->baseline_y->known, *x = &loader->baseline_x->known;
    double products = (double)y->rows * (x->cols + 1.0) * (x->cols + y->cols + 1.0);
    if (y->rows == x->rows && products < BASELINE_MAX_PRODUCTS) return true;
    if (y->rows != x->rows)
        err_at(e, entry->text_place, "%s is %d×%d and %s is %d×%d: least squares needs as many rows in both",
               loader->baseline_y->entry->key, y->rows, y->cols, loader->baseline_x->entry->key, x->rows,
               x->cols);
    else
        err_at(e, entry->text_place, "a least-squares fit of %d rows from %d columns takes too long", y->rows,
               x->cols);
    return lines_failed(entry, e);
}

bool samples_read(Loader *loader, Err *e) {
    Lesson *lesson = loader->lesson;
    Train *train = &lesson->train;
    int count = count_samples(loader);
    Assignment *name;
    for (int at = 0; (name = loader_next(loader, 1u << SECTION_DATA, &at)) != NULL; at++) {
        Named *data = &lesson->data[name->index];
        data->sample = count > 1 && name->used && !data->constant && name->known.rows == count;
    }
    const Entry *holdout = lines_entry(loader, SECTION_TRAIN, "holdout");
    if (train->holdout > 0 && loader->sections[SECTION_TEST].line > 0) {
        err_at(e, holdout->place,
               "holdout and [test] exclude each other: the test samples come from one of them");
        return lines_failed(holdout, e);
    }
    /* 0.29 · 100 is meant to be 29, though the product of the two doubles is a little less. */
    lesson->test_samples = (int)floor(train->holdout * count + 1e-9);
    lesson->samples = count - lesson->test_samples;
    if (lesson->samples < 1) {
        err_at(e, holdout->place, "holdout = %g of %d samples leaves none to train on", train->holdout,
               count);
        return lines_failed(holdout, e);
    }
    if (train->batch == 0 || train->batch > lesson->samples) train->batch = lesson->samples;
    return check_baseline(loader, e);
}

static bool check_test_name(Loader *loader, const Assignment *test, Err *e) {
    Lesson *lesson = loader->lesson;
    const Entry *entry = test->entry;
    const Assignment *data = loader_assignment(loader, entry->key);
    if (data == NULL || !loader_is_sample(loader, data)) {
        err_at(e, entry->place,
               "[test] gives the samples other values, and %.60s is no sample of this lesson", entry->key);
        return loader_suggest(loader, entry->key, e);
    }
    if (test->known.cols != data->known.cols)
        return err_at(e, entry->place, "%.60s has %d columns in [test] and %d in [data]", entry->key,
                      test->known.cols, data->known.cols);
    if (lesson->test_samples == 0) lesson->test_samples = test->known.rows;
    return test->known.rows == lesson->test_samples ||
           err_at(e, entry->place, "%.60s has %d rows; the name before it in [test] has %d", entry->key,
                  test->known.rows, lesson->test_samples);
}

bool samples_test(Loader *loader, Err *e) {
    if (loader->sections[SECTION_TEST].line == 0) return true;
    Assignment *name;
    for (int at = 0; (name = loader_next(loader, 1u << SECTION_TEST, &at)) != NULL; at++)
        if (!check_test_name(loader, name, e)) return false;
    for (int at = 0; (name = loader_next(loader, 1u << SECTION_DATA, &at)) != NULL; at++)
        if (loader_is_sample(loader, name) && names_find(loader->test_scope, name->entry->key) < 0)
            return err_at(e, loader->sections[SECTION_TEST], "[test] has no values for %.60s",
                          name->entry->key);
    return true;
}

/* The test samples in the order of the samples in [data]: the holdout's rows, or [test]'s values. */
static bool test_values(Loader *loader, Err *e) {
    Lesson *lesson = loader->lesson;
    if (lesson->test_samples == 0) return true;
    lesson->test = arena_alloc(loader->arena, (size_t)lesson->data_count * sizeof *lesson->test);
    if (lesson->test == NULL) return err_memory(e);
    for (int i = 0; i < lesson->data_count; i++) {
        const Named *data = &lesson->data[i];
        if (!data->sample) continue;
        Named *test = &lesson->test[lesson->test_count++];
        *test = (Named){.name = data->name, .sample = true, .place = data->place};
        int given = names_find(loader->test_scope, data->name);
        if (given < 0) {
            if (!value_new(&test->value, lesson->test_samples, data->value.cols, e)) return false;
            batch_copy(&data->value, lesson->samples, lesson->test_samples, test->value.at);
            continue;
        }
        Value *value = &loader->test_values[loader->assignments[given].index];
        test->value = *value;
        *value = (Value){0};
    }
    return true;
}

/* The bug no_sum: one row a sample of the mini-batch, each the bias. */
static bool private_rows(Loader *loader, const Assignment *parameter, Err *e) {
    Value *value = &loader->lesson->parameters[parameter->index].value, rows;
    if (!value_new(&rows, loader->lesson->train.batch, value->cols, e)) return false;
    Mat from = value_mat(value), to = value_mat(&rows);
    for (int j = 0; j < to.cols; j++)
        for (int i = 0; i < to.rows; i++) *tensor_element(to, i, j) = *tensor_element(from, 0, j);
    value_free(value);
    *value = rows;
    return true;
}

/* Shuffled samples lie row by row as well. */
static bool shuffled_rows(Lesson *lesson, Err *e) {
    for (int i = 0; lesson->train.shuffle && i < lesson->data_count; i++) {
        Named *named = &lesson->data[i];
        if (!named->sample || !batch_rows_wanted(&named->value)) continue;
        named->by_row = batch_rows_new(&named->value);
        if (named->by_row == NULL) return err_memory(e);
    }
    return true;
}

bool samples_values(Loader *loader, Err *e) {
    if (!test_values(loader, e)) return false;
    for (int i = 0; i < loader->assignment_count; i++)
        if (loader->assignments[i].private_rows && !private_rows(loader, &loader->assignments[i], e))
            return false;
    return shuffled_rows(loader->lesson, e);
}

/* ---- the best linear fit in closed form, to hold a network's loss against ---- */

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

/* The mean squared error, over all elements of y's first `rows` rows, of the best fit of y from x's columns
   and a constant. In double, by Householder reflections (Golub and Van Loan, Matrix Computations, 5.3), so
   that columns on different scales do no harm; columns that depend on those before them are left out. false
   and *e: no memory. */
static bool least_squares(const Value *y, const Value *x, int rows, double *error, Err *e) {
    int count = x->cols + y->cols, rank = 0;
    double *columns = calloc((size_t)rows * (size_t)count, sizeof *columns);
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

bool samples_baseline(Loader *loader, Err *e) {
    if (loader->baseline_y == NULL) return true;
    const Lesson *lesson = loader->lesson;
    const Value *y = &lesson->data[loader->baseline_y->index].value,
                *x = &lesson->data[loader->baseline_x->index].value;
    /* Samples kept back are no more seen by the fit than by the network. */
    bool samples =
        loader_is_sample(loader, loader->baseline_y) || loader_is_sample(loader, loader->baseline_x);
    int rows = samples ? lesson->samples : y->rows;
    return least_squares(y, x, rows, &loader->lesson->train.baseline, e);
}
