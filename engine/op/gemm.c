/* gemm: small products, straight from the matrices: by columns of the left side, or as dot products along the
 * samples. */
#include "gemm.h"
#include "vector.h"

/* A tile of `rows` vectors by `cols` columns of out stays in registers while the depth is walked. */
ALWAYS_INLINE void columns_tile(real *out, size_t stride, Side a, Side b, int depth, bool add, int rows,
                                int cols) {
    Vector sum[4][4];
    for (int c = 0; c < cols; c++) {
        for (int r = 0; r < rows; r++) {
            sum[c][r] = (Vector){0};
            if (add) sum[c][r] = vector_load(out + (size_t)c * stride + r * WIDTH);
        }
    }
    for (int k = 0; k < depth; k++) {
        const real *column = a.at + (size_t)k * a.col_step, *row = b.at + (size_t)k * b.row_step;
        for (int c = 0; c < cols; c++) {
            const Vector number = vector_splat(row[(size_t)c * b.col_step]);
            for (int r = 0; r < rows; r++) sum[c][r] += vector_load(column + r * WIDTH) * number;
        }
    }
    for (int c = 0; c < cols; c++)
        for (int r = 0; r < rows; r++) vector_store(out + (size_t)c * stride + r * WIDTH, sum[c][r]);
}

/* All rows of `cols` columns. */
ALWAYS_INLINE void columns_strip(Mat out, Side a, Side b, int depth, bool add, int cols, int tile) {
    size_t stride = (size_t)out.stride, rows = tensor_round_up((size_t)out.rows), i = 0;
    for (; i + (size_t)(tile * WIDTH) <= rows; i += (size_t)(tile * WIDTH))
        columns_tile(out.at + i, stride, (Side){a.at + i, 1, a.col_step}, b, depth, add, tile, cols);
    for (; i < rows; i += WIDTH)
        columns_tile(out.at + i, stride, (Side){a.at + i, 1, a.col_step}, b, depth, add, 1, cols);
}

/* out(·, j) = Σₖ a(·, k) b(k, j), for a with contiguous columns. */
static void gemm_columns(Mat out, Side a, Side b, int depth, bool add) {
    enum { WIDE = WIDTH == 16 ? 4 : 2 };
    int j = 0;
    for (; j + 4 <= out.cols; j += 4) {
        Mat strip = {out.at + (size_t)j * (size_t)out.stride, out.rows, 4, out.stride};
        columns_strip(strip, a, (Side){b.at + (size_t)j * b.col_step, b.row_step, b.col_step}, depth, add, 4,
                      WIDE);
    }
    for (; j < out.cols; j++) {
        Mat strip = {out.at + (size_t)j * (size_t)out.stride, out.rows, 1, out.stride};
        columns_strip(strip, a, (Side){b.at + (size_t)j * b.col_step, b.row_step, b.col_step}, depth, add, 1,
                      4);
    }
}

/* Four sums at once: Σₖ x[n](k) y(k) for four lines x and one y. */
ALWAYS_INLINE Quad dots4(const real *const x[4], const real *y, int depth) {
    int tail = vector_tail(depth), last = depth - tail;
    Lanes sums[4];
    for (int n = 0; n < 4; n++) lanes_clear(sums + n);
    for (int k = 0; k < last; k += LANES)
        for (int part = 0; part < PARTS; part++)
            for (int n = 0; n < 4; n++)
                sums[n].part[part] +=
                    vector_load(x[n] + k + part * WIDTH) * vector_load(y + k + part * WIDTH);
    for (int part = 0; part < PARTS; part++) {
        Mask mask = vector_head(tail, part);
        Vector right = vector_keep(mask, vector_load(y + last + part * WIDTH));
        for (int n = 0; n < 4; n++)
            sums[n].part[part] += vector_keep(mask, vector_load(x[n] + last + part * WIDTH)) * right;
    }
    return lanes_sum4(sums);
}

/* out(i, j) = Σₖ a(i, k) b(k, j), for a with contiguous rows and b with contiguous columns. Four rows of out
   at once where there are, else four columns. */
static void gemm_dots(Mat out, Side a, Side b, int depth, bool add) {
    bool along_rows = out.rows >= out.cols;
    int outer = along_rows ? out.cols : out.rows, inner = along_rows ? out.rows : out.cols;
    const real *shared = along_rows ? b.at : a.at, *four = along_rows ? a.at : b.at;
    size_t shared_step = along_rows ? b.col_step : a.row_step,
           four_step = along_rows ? a.row_step : b.col_step;
    for (int j = 0; j < outer; j++) {
        for (int i = 0; i < inner; i += 4) {
            const real *x[4];
            for (int n = 0; n < 4; n++) x[n] = four + (size_t)(i + n < inner ? i + n : i) * four_step;
            Quad total = dots4(x, shared + (size_t)j * shared_step, depth);
            for (int n = 0; n < 4 && i + n < inner; n++) {
                real *to = along_rows ? tensor_element(out, i + n, j) : tensor_element(out, j, i + n);
                *to = add ? *to + total[n] : total[n];
            }
        }
    }
}

void VARIANT(gemm)(Mat out, Side a, Side b, int depth, bool add) {
    if (out.rows == 1 && (b.col_step == 1 && (depth == 1 || b.row_step % LANES == 0))) {
        /* One row is contiguous, so it is computed as the one column of the transposed product. */
        Mat column = {out.at, out.cols, 1, 0};
        gemm_columns(column, side_transposed(b), side_transposed(a), depth, add);
    } else if (out.rows > 1 && a.row_step == 1 && (depth == 1 || a.col_step % LANES == 0)) {
        gemm_columns(out, a, b, depth, add);
    } else {
        gemm_dots(out, a, b, depth, add);
    }
}
