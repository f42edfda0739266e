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
            for (int r = 0; r < vectors; r++) sum[c][r] += vector_load(column + r * WIDTH) * number;
        }
    }
    for (int c = 0; c < cols; c++)
        for (int r = 0; r < vectors; r++) vector_store(out + (size_t)c * stride + r * WIDTH, sum[c][r]);
}

/* All columns of out, for `vectors` of its rows. */
ALWAYS_INLINE void strip_run(Mat out, Side a, Side b, int depth, bool add, int vectors) {
    size_t stride = (size_t)out.stride;
    int j = 0;
    for (; j + 4 <= out.cols; j += 4, b.at += 4 * b.col_step)
        tile_run(out.at + (size_t)j * stride, stride, a, b, depth, add, vectors, 4);
    for (; j + 2 <= out.cols; j += 2, b.at += 2 * b.col_step)
        tile_run(out.at + (size_t)j * stride, stride, a, b, depth, add, vectors, 2);
    if (j < out.cols) tile_run(out.at + (size_t)j * stride, stride, a, b, depth, add, vectors, 1);
}

static void strip(Mat out, Side a, Side b, int depth, bool add, int vectors) {
    switch (vectors) {
    case 1:
        strip_run(out, a, b, depth, add, 1);
        break;
    case 2:
        strip_run(out, a, b, depth, add, 2);
        break;
#if VECTOR_BYTES >= 32
    case 3:
        strip_run(out, a, b, depth, add, 3);
        break;
#endif
#if VECTOR_BYTES >= 64
    case 4:
        strip_run(out, a, b, depth, add, 4);
        break;
#endif
    }
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

/* `rows` rows (a multiple of 4) of a side whose rows are contiguous, as a side whose columns are. Where it
   has only `lines` of them the last is repeated: what comes out is a pad. The depth is rounded up to 4, into
   the pads. */
static Side tile_transpose(real *work, Side a, int lines, int rows, int depth) {
    for (int i = 0; i < rows; i += 4) {
        const real *from[4];
        for (int n = 0; n < 4; n++) from[n] = a.at + (size_t)(i + n < lines ? i + n : lines - 1) * a.row_step;
        for (int k = 0; k < depth; k += 4) {
            quads_transpose(work + k * rows + i, (size_t)rows, from);
            for (int n = 0; n < 4; n++) from[n] += 4;
        }
    }
    return (Side){work, 1, (size_t)rows};
}

/* out(·, j) = Σₖ a(·, k) b(k, j), tile by tile of a's rows; with `work`, a's rows are contiguous and are
 * transposed. */
static void gemm_tiles(Mat out, Side a, Side b, int depth, bool add, real *work) {
    int all = (int)tensor_round_up((size_t)out.rows) / WIDTH, vectors;
    for (int k = 0; k < depth; k += DEPTH_BLOCK) {
        int part = depth - k < DEPTH_BLOCK ? depth - k : DEPTH_BLOCK;
        Side right = {b.at + (size_t)k * b.row_step, b.row_step, b.col_step};
        for (int i = 0; i < all; i += vectors) {
            vectors = tile_vectors(all - i);
            int row = i * WIDTH;
            Side left = {a.at + (size_t)row * a.row_step + (size_t)k * a.col_step, a.row_step, a.col_step};
            if (work) left = tile_transpose(work, left, out.rows - row, vectors * WIDTH, part);
            Mat rows = {out.at + row, vectors * WIDTH, out.cols, out.stride};
            strip(rows, left, right, part, add || k > 0, vectors);
        }
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

/* A product over tiles that may be cut in two: by rows of tiles, or, where there is but one, by columns. */
typedef struct Share {
    Mat out;
    Side a, b;
    int depth;
    bool add;
    real *work; /* NULL, or GEMM_WORK numbers for each part */
} Share;

static void share_run(void *context, int part) {
    Share s = *(const Share *)context;
    enum { ROWS = TILE * LANES }; /* whole tiles, and no pads between the parts */
    int row = (s.out.rows / 2 + ROWS - 1) / ROWS * ROWS, col = (s.out.cols / 2 + 3) / 4 * 4;
    bool by_rows = s.out.rows > ROWS;
    if (part == 0) {
        if (by_rows)
            s.out.rows = row;
        else
            s.out.cols = col;
    } else if (by_rows) {
        s.out = (Mat){s.out.at + row, s.out.rows - row, s.out.cols, s.out.stride};
        s.a.at += (size_t)row * s.a.row_step;
    } else {
        s.out = (Mat){tensor_element(s.out, 0, col), s.out.rows, s.out.cols - col, s.out.stride};
        s.b.at += (size_t)col * s.b.col_step;
    }
    if (s.work) s.work += part * GEMM_WORK;
    gemm_tiles(s.out, s.a, s.b, s.depth, s.add, s.work);
}

/* Products below this many multiplications are done before a helper has woken. */
static const double SHARED = 1 << 20;

static void gemm_shared(Mat out, Side a, Side b, int depth, bool add, real *work) {
    bool divisible = out.rows > TILE * LANES || out.cols >= 8;
    if (!divisible || (double)out.rows * out.cols * depth < SHARED) {
        gemm_tiles(out, a, b, depth, add, work);
    } else {
        team_run(share_run, &(Share){out, a, b, depth, add, work});
    }
}

/* Where fewer numbers come out than this in a row or column, transposing a side takes longer than it saves.
 */
enum { FEW = 16 };

void VARIANT(gemm)(Mat out, Side a, Side b, int depth, bool add, real *work) {
    if (out.rows == 1 && b.col_step == 1 && (depth == 1 || b.row_step % LANES == 0)) {
        /* One row is contiguous, so it is computed as the one column of the transposed product. */
        Mat column = {out.at, out.cols, 1, 0};
        gemm_shared(column, side_transposed(b), side_transposed(a), depth, add, NULL);
    } else if (out.rows > 1 && a.row_step == 1 && (depth == 1 || a.col_step % LANES == 0)) {
        gemm_shared(out, a, b, depth, add, NULL);
    } else if (work && out.rows >= FEW && out.cols >= FEW && a.row_step > 0) {
        gemm_shared(out, a, b, depth, add, work);
    } else {
        gemm_dots(out, a, b, depth, add);
    }
}
