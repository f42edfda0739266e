/* bench_blas: the matrix products of an epoch alone, by OpenBLAS: what no training can be faster than. Usage:
   bench_blas 128|300 THREADS (see bench_net). */
#include <cblas.h>
#include <stdbool.h>
#include <string.h>

#include "bench.h"

enum { SAMPLES = 60000, REPEATS = 40 };

static float *numbers(int count) {
    float *at = malloc((size_t)count * sizeof *at);
    if (at == NULL) exit(1);
    for (int i = 0; i < count; i++) at[i] = (float)(i % 17) / 17 - 0.5f;
    return at;
}

/* The best of many: out (rows × cols) = a · b over `depth`, each transposed or not, row after row. */
static double product(int rows, int cols, int depth, CBLAS_TRANSPOSE a_turned, CBLAS_TRANSPOSE b_turned) {
    float *a = numbers(rows * depth), *b = numbers(depth * cols), *out = numbers(rows * cols);
    double best = 1e9;
    for (int i = 0; i < REPEATS; i++) {
        double begin = bench_now();
        cblas_sgemm(CblasRowMajor, a_turned, b_turned, rows, cols, depth, 1, a,
                    a_turned == CblasTrans ? rows : depth, b, b_turned == CblasTrans ? depth : cols, 0, out,
                    cols);
        double took = bench_now() - begin;
        best = took < best ? took : best;
    }
    free(a);
    free(b);
    free(out);
    return best;
}

/* Forward, the weights' gradients, and the gradients of all layers but the images. */
static double batch_products(const int *layers, int batch) {
    double sum = 0;
    for (int i = 0; layers[i + 1] > 0; i++) {
        int in = layers[i], out = layers[i + 1];
        sum += product(batch, out, in, CblasNoTrans, CblasNoTrans);
        sum += product(in, out, batch, CblasTrans, CblasNoTrans);
        if (i > 0) sum += product(batch, in, out, CblasNoTrans, CblasTrans);
    }
    return sum;
}

int main(int argc, char **argv) {
    static const int small[] = {784, 128, 10, 0}, large[] = {784, 300, 100, 10, 0};
    if (argc != 3) {
        fprintf(stderr, "bench_blas 128|300 THREADS\n");
        return 2;
    }
    bool is_large = strcmp(argv[1], "300") == 0;
    int batch = is_large ? 128 : 256;
    char what[100];
    openblas_set_num_threads(atoi(argv[2]));
    snprintf(what, sizeof what, "%s, %s thread%s", is_large ? "784-300-100-10" : "784-128-10", argv[2],
             strcmp(argv[2], "1") == 0 ? "" : "s");
    double seconds = batch_products(is_large ? large : small, batch) * SAMPLES / batch;
    bench_row(what, "its matrix products alone, OpenBLAS", seconds, "s");
    return 0;
}
