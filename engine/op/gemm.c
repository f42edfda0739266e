/* gemm: matrix products over tiles of the result that stay in registers while the depth is walked; and, for
   small results with a long depth, as dot products along the samples. Each element is summed in an order of
   its own that no tile and no thread changes. */
#include "gemm.h"
#include "team.h"
#include "vector.h"

/* Vectors by columns of a tile, as the registers allow: 16, with AVX-512 32. */
#if VECTOR_BYTES == 64
enum { TILE = 4 };
#elif VECTOR_BYTES == 32
enum { TILE = 3 };
#else
enum { TILE = 2 };
#endif

enum {
    DEPTH_BLOCK = 256,         /* so much of the left side's tile stays in the second cache for all columns */
    ROWS_BLOCK = TILE * WIDTH, /* of a tile */
};
_Static_assert(GEMM_WORK >= DEPTH_BLOCK * ROWS_BLOCK,
               "a transposed tile of the left side fits the workspace");

/* out (+)= a @ b for one tile; a's columns are contiguous. */
ALWAYS_INLINE void tile_run(real *out, size_t stride, Side a, Side b, int depth, bool add, int vectors,
                            int cols) {
    Vector sum[4][TILE];
    for (int c = 0; c < cols; c++) {
        for (int r = 0; r < vectors; r++) {
            sum[c][r] = (Vector){0};
            if (add) sum[c][r] = vector_load(out + (size_t)c * stride + r * WIDTH);
        }
    }
    for (int k = 0; k < depth; k++) {
        const real *column = a.at + (size_t)k * a.col_step, *row = b.at + (size_t)k * b.row_step;
        for (int c = 0; c < cols; c++) {
            const Vector number = vector_splat(row[(size_t)c * b.col_step]);
            for (int r = 0; r < vectors; r++)
                sum[c][r] = vector_fused(vector_load(column + r * WIDTH), number, sum[c][r]);
        }
    }
    for (int c = 0; c < cols; c++)
        for (int r = 0; r < vectors; r++) vector_store(out + (size_t)c * stride + r * WIDTH, sum[c][r]);
}

/* All columns of `vectors` of out's rows. */
ALWAYS_INLINE void strip_run(Mat out, Side a, Side b, int depth, bool add, int vectors) {
    size_t stride = (size_t)out.stride;
    for (; out.cols >= 4; out.cols -= 4, b.at += 4 * b.col_step, out.at += 4 * stride)
        tile_run(out.at, stride, a, b, depth, add, vectors, 4);
    for (; out.cols >= 2; out.cols -= 2, b.at += 2 * b.col_step, out.at += 2 * stride)
        tile_run(out.at, stride, a, b, depth, add, vectors, 2);
    if (out.cols > 0) tile_run(out.at, stride, a, b, depth, add, vectors, 1);
}

ALWAYS_INLINE void strip(Mat out, Side a, Side b, int depth, bool add, int vectors) {
    if (vectors == 1)
        strip_run(out, a, b, depth, add, 1);
    else if (vectors == 2)
        strip_run(out, a, b, depth, add, 2);
#if VECTOR_BYTES >= 32
    else if (vectors == 3)
        strip_run(out, a, b, depth, add, 3);
#endif
#if VECTOR_BYTES >= 64
    else
        strip_run(out, a, b, depth, add, 4);
#endif
}

/* How many vectors the next tile takes: no single one is left over. */
ALWAYS_INLINE int tile_vectors(int left) {
    if (left <= TILE) return left;
    return left == TILE + 1 ? TILE - TILE / 2 : TILE;
}

/* Four lines of four numbers become four columns: to[c * step + r] = from[r][c]. */
ALWAYS_INLINE void quads_transpose(real *to, size_t step, const real *const from[4]) {
    Quad a = *(const Quad *)from[0], b = *(const Quad *)from[1], c = *(const Quad *)from[2];
    Quad d = *(const Quad *)from[3];
    Quad ab = {a[0], b[0], a[1], b[1]}, ab2 = {a[2], b[2], a[3], b[3]};
    Quad cd = {c[0], d[0], c[1], d[1]}, cd2 = {c[2], d[2], c[3], d[3]};
    *(Quad *)to = (Quad){ab[0], ab[1], cd[0], cd[1]};
    *(Quad *)(to + step) = (Quad){ab[2], ab[3], cd[2], cd[3]};
    *(Quad *)(to + 2 * step) = (Quad){ab2[0], ab2[1], cd2[0], cd2[1]};
    *(Quad *)(to + 3 * step) = (Quad){ab2[2], ab2[3], cd2[2], cd2[3]};
}

/* `rows` rows (a multiple of 4) of a side whose rows are contiguous, from row `first` on, as a side whose
   columns are. Where it ends the last of its `lines` is repeated: what comes out is a pad. The depth is
   rounded up to 4, into the pads. */
static Side tile_transpose(real *work, Side a, int first, int lines, int rows, int depth) {
    for (int i = 0; i < rows; i += 4) {
        const real *from[4];
        for (int n = 0; n < 4; n++) {
            int line = first + i + n < lines ? first + i + n : lines - 1;
            from[n] = a.at + (size_t)line * a.row_step;
        }
        for (int k = 0; k < depth; k += 4) {
            quads_transpose(work + k * rows + i, (size_t)rows, from);
            for (int n = 0; n < 4; n++) from[n] += 4;
        }
    }
    return (Side){work, 1, (size_t)rows};
}

/* out(·, j) = Σₖ a(·, k) b(k, j), tile by tile of a's rows; with `work`, contiguous rows are transposed. */
ALWAYS_INLINE void tiles_run(Mat out, Side a, Side b, int depth, bool add, real *work) {
    int all = (int)tensor_round_up((size_t)out.rows) / WIDTH, vectors;
    for (int k = 0; k < depth; k += DEPTH_BLOCK) {
        int part = depth - k < DEPTH_BLOCK ? depth - k : DEPTH_BLOCK;
        Side right = {b.at + (size_t)k * b.row_step, b.row_step, b.col_step};
        for (int i = 0; i < all; i += vectors) {
            vectors = tile_vectors(all - i);
            int row = i * WIDTH;
            Side left = {a.at + (size_t)k * a.col_step, a.row_step, a.col_step};
            if (work)
                left = tile_transpose(work, left, row, out.rows, vectors * WIDTH, part);
            else
                left.at += row;
            Mat rows = {out.at + row, vectors * WIDTH, out.cols, out.stride};
            strip(rows, left, right, part, add || k > 0, vectors);
        }
    }
}

static void gemm_tiles(const Product *p) {
    tiles_run(p->out, p->a, p->b, p->depth, p->add, p->work);
}

/* Depth 1: each column of out is a's only one, times a number. */
static void gemm_outer(const Product *p) {
    Mat to = p->out;
    const real *a = p->a.at, *b = p->b.at;
    size_t rows = tensor_round_up((size_t)to.rows), step = p->b.col_step;
    bool add = p->add;
    for (int j = 0; j < to.cols; j++) {
        real *out = to.at + (size_t)j * (size_t)to.stride;
        const Vector number = vector_splat(b[(size_t)j * step]);
        for (size_t i = 0; i < rows; i += LANES) {
            for (size_t k = i; k < i + LANES; k += WIDTH) {
                Vector v = vector_load(a + k) * number;
                if (add) v = vector_fused(vector_load(a + k), number, vector_load(out + k));
                vector_store(out + k, v);
            }
        }
    }
}

/* Four sums at once: Σₖ x[n](k) y(k) for four lines x and one y. */
ALWAYS_INLINE Quad dots4(const real *const x[4], const real *y, int depth) {
    int tail = vector_tail(depth), last = depth - tail;
    Lanes sums[4];
    for (int n = 0; n < 4; n++) lanes_clear(sums + n);
    for (int k = 0; k < last; k += LANES) {
        for (int part = 0; part < PARTS; part++) {
            Vector right = vector_load(y + k + part * WIDTH);
            for (int n = 0; n < 4; n++)
                sums[n].part[part] =
                    vector_fused(vector_load(x[n] + k + part * WIDTH), right, sums[n].part[part]);
        }
    }
    for (int part = 0; part < PARTS; part++) {
        Mask mask = vector_head(tail, part);
        Vector right = vector_keep(mask, vector_load(y + last + part * WIDTH));
        for (int n = 0; n < 4; n++) {
            Vector left = vector_keep(mask, vector_load(x[n] + last + part * WIDTH));
            sums[n].part[part] = vector_fused(left, right, sums[n].part[part]);
        }
    }
    return lanes_sum4(sums);
}

/* `count` numbers, out_step apart: the products of one line y with the lines x, x_step apart. */
ALWAYS_INLINE void dots_line(real *out, size_t out_step, const real *x, size_t x_step, const real *y,
                             int count, int depth, bool add) {
    for (; count > 0; count -= 4, out += 4 * out_step, x += 4 * x_step) {
        const real *four[4] = {x, x, x, x};
        for (int n = 1; n < 4 && n < count; n++) four[n] = x + (size_t)n * x_step;
        Quad total = dots4(four, y, depth);
        for (int n = 0; n < 4 && n < count; n++) {
            real *to = out + (size_t)n * out_step;
            *to = add ? *to + total[n] : total[n];
        }
    }
}

/* out(i, j) = Σₖ a(i, k) b(k, j), for a with contiguous rows and b with contiguous columns; along the longer
   side of out. */
static void gemm_dots(const Product *p) {
    Mat out = p->out;
    size_t stride = (size_t)out.stride;
    if (out.rows >= out.cols) {
        for (int j = 0; j < out.cols; j++)
            dots_line(out.at + (size_t)j * stride, 1, p->a.at, p->a.row_step,
                      p->b.at + (size_t)j * p->b.col_step, out.rows, p->depth, p->add);
    } else {
        for (int i = 0; i < out.rows; i++)
            dots_line(out.at + i, stride, p->b.at, p->b.col_step, p->a.at + (size_t)i * p->a.row_step,
                      out.cols, p->depth, p->add);
    }
}

/* One of two parts of a product over tiles: cut by rows, or, where there are few, by columns. */
static void share_run(void *context, int part) {
    Product p = *(const Product *)context;
    enum { ROWS = TILE * LANES }; /* whole tiles, and no pads between the parts */
    int row = (p.out.rows / 2 + ROWS - 1) / ROWS * ROWS, col = (p.out.cols / 2 + 3) / 4 * 4;
    bool by_rows = p.out.rows > ROWS;
    if (by_rows && part == 0) {
        p.out.rows = row;
    } else if (by_rows) {
        p.out.at += row;
        p.out.rows -= row;
        p.a.at += (size_t)row * p.a.row_step;
    } else if (part == 0) {
        p.out.cols = col;
    } else {
        p.out.at += (size_t)col * (size_t)p.out.stride;
        p.out.cols -= col;
        p.b.at += (size_t)col * p.b.col_step;
    }
    if (p.work) p.work += part * GEMM_WORK;
    gemm_tiles(&p);
}

/* A product of fewer multiplications is done before a helper has woken. */
static const double SHARED = 1 << 20;

static void gemm_shared(const Product *p, bool transposed) {
    bool divisible = p->out.rows > TILE * LANES || p->out.cols >= 8;
    if (divisible && (double)p->out.rows * p->out.cols * p->depth >= SHARED) {
        Product whole = {p->out, p->a, p->b, p->depth, p->add, transposed ? p->work : NULL};
        team_run(share_run, &whole);
    } else {
        tiles_run(p->out, p->a, p->b, p->depth, p->add, transposed ? p->work : NULL);
    }
}

/* Where fewer numbers come out in a row or column, transposing a side takes longer than it saves. */
enum { FEW = 16 };

/* Whether a's columns are contiguous and aligned; the steps between the columns of a single row are 1. */
static bool has_columns(Side a, int depth) {
    return a.row_step == 1 && (depth == 1 || a.col_step % LANES == 0);
}

static void gemm_oriented(const Product *p) {
    if (!has_columns(p->a, p->depth)) {
        bool worth = p->work && p->out.rows >= FEW && p->out.cols >= FEW && p->a.row_step > 0;
        if (worth)
            gemm_shared(p, true);
        else
            gemm_dots(p);
    } else if (p->depth == 1) {
        gemm_outer(p);
    } else {
        gemm_shared(p, false);
    }
}

void VARIANT(gemm)(const Product *p) {
    Side right = side_transposed(p->b);
    if (p->out.rows > 1 || !has_columns(right, p->depth)) {
        gemm_oriented(p);
    } else {
        /* One row is contiguous, so it is computed as the one column of the transposed product. */
        Mat column = {p->out.at, p->out.cols, 1, 0};
        gemm_oriented(&(Product){column, right, side_transposed(p->a), p->depth, p->add, p->work});
    }
}
