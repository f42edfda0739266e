/* map: the loops around an element formula: over one matrix, over a broadcast pair, and back with sums over
   what was broadcast; plain sums and copies.

   A formula is a small function on vectors that is inlined into the loop. A matrix is walked in lines of
   contiguous numbers: its columns, or, where the result has one row, that row. Lines are whole blocks of 16
   lanes, so a loop over the vectors of a block is unrolled. */
#ifndef BACKSTEP_ENGINE_OP_MAP_H
#define BACKSTEP_ENGINE_OP_MAP_H

#include "engine/program/op.h"
#include "vector.h"

/* What a formula may use, for a vector of elements: operands, upstream gradient, forward's result, and the
   operation's numbers in all lanes. What it does not use is never loaded. */
typedef struct Element {
    Vector a, b, g, y, p, q;
} Element;
typedef Vector Formula(Element e);

ALWAYS_INLINE bool mat_same(Mat a, Mat b) {
    return a.rows == b.rows && a.cols == b.cols;
}
ALWAYS_INLINE size_t mat_size(Mat m) {
    return tensor_size(m.rows, m.cols);
}
ALWAYS_INLINE int mat_lines(Mat m) {
    return m.rows == 1 ? 1 : m.cols;
}
ALWAYS_INLINE int mat_length(Mat m) {
    return m.rows == 1 ? m.cols : m.rows;
}

ALWAYS_INLINE void map_one(const Args *args, Formula *f) {
    const real *a = args->in[0].at;
    real *out = args->out.at;
    Element e = {.p = vector_splat((real)args->number[0]), .q = vector_splat((real)args->number[1])};
    size_t size = mat_size(args->out);
    for (size_t i = 0; i < size; i += LANES) {
        for (size_t k = i; k < i + LANES; k += WIDTH) {
            e.a = vector_load(a + k);
            vector_store(out + k, f(e));
        }
    }
}

ALWAYS_INLINE void vector_put(real *out, Vector v, bool add) {
    if (add) v += vector_load(out);
    vector_store(out, v);
}

ALWAYS_INLINE void back_one(const Args *args, Formula *d) {
    const real *g = args->upstream.at, *a = args->in[0].at, *y = args->result.at;
    real *out = args->out.at;
    Element e = {.p = vector_splat((real)args->number[0]), .q = vector_splat((real)args->number[1])};
    size_t size = mat_size(args->out);
    bool add = args->add;
    for (size_t i = 0; i < size; i += LANES) {
        for (size_t k = i; k < i + LANES; k += WIDTH) {
            e.g = vector_load(g + k), e.a = vector_load(a + k), e.y = vector_load(y + k);
            vector_put(out + k, d(e), add);
        }
    }
}

/* How an operand follows a result line by line: where its lines start, and whether one number serves a line. */
typedef struct Follower {
    real *at;
    size_t line_step;
    bool single;
} Follower;

ALWAYS_INLINE Follower mat_follow(Mat m, Mat result) {
    if (result.rows == 1) return (Follower){m.at, 0, m.cols == 1 && result.cols > 1};
    return (Follower){m.at, m.cols == 1 ? 0 : (size_t)m.stride, m.rows == 1};
}

ALWAYS_INLINE void map_two_lines(const Args *args, Formula *f) {
    Mat out = args->out;
    Follower a = mat_follow(args->in[0], out), b = mat_follow(args->in[1], out);
    size_t length = tensor_round_up((size_t)mat_length(out));
    for (int line = 0; line < mat_lines(out); line++) {
        const real *x = a.at + (size_t)line * a.line_step, *y = b.at + (size_t)line * b.line_step;
        real *to = out.at + (size_t)line * (size_t)out.stride;
        Element e = {.a = vector_splat(*x), .b = vector_splat(*y)};
        for (size_t i = 0; i < length; i += LANES) {
            for (size_t k = i; k < i + LANES; k += WIDTH) {
                if (!a.single) e.a = vector_load(x + k);
                if (!b.single) e.b = vector_load(y + k);
                vector_store(to + k, f(e));
            }
        }
    }
}

ALWAYS_INLINE void map_two(const Args *args, Formula *f) {
    Mat out = args->out;
    if (!mat_same(args->in[0], out) || !mat_same(args->in[1], out)) {
        map_two_lines(args, f);
        return;
    }
    const real *a = args->in[0].at, *b = args->in[1].at;
    size_t size = mat_size(out);
    for (size_t i = 0; i < size; i += LANES)
        for (size_t k = i; k < i + LANES; k += WIDTH)
            vector_store(out.at + k, f((Element){.a = vector_load(a + k), .b = vector_load(b + k)}));
}

ALWAYS_INLINE void number_put(real *at, real number, bool add) {
    *at = add ? *at + number : number;
}

/* One line of a broadcast pair and of the upstream gradient; an operand may be a single number. */
typedef struct Line {
    const real *a, *b, *g;
    bool single_a, single_b;
    int length;
} Line;

ALWAYS_INLINE Element line_at(const Line *line, size_t i) {
    return (Element){.a = line->single_a ? vector_splat(*line->a) : vector_load(line->a + i),
                     .b = line->single_b ? vector_splat(*line->b) : vector_load(line->b + i),
                     .g = vector_load(line->g + i)};
}

/* Adds a line of d to the sums, pads left out. */
ALWAYS_INLINE void line_sum(Lanes *sums, const Line *line, Formula *d) {
    int tail = vector_tail(line->length);
    size_t last = (size_t)(line->length - tail);
    for (size_t i = 0; i < last; i += LANES)
        for (int k = 0; k < PARTS; k++) sums->part[k] += d(line_at(line, i + (size_t)(k * WIDTH)));
    for (int k = 0; k < PARTS; k++)
        sums->part[k] += vector_keep(vector_head(tail, k), d(line_at(line, last + (size_t)(k * WIDTH))));
}

/* out (+)= d, summed over the lines, along them, or both, as out was broadcast. */
ALWAYS_INLINE void back_two_lines(const Args *args, Formula *d) {
    Mat upstream = args->upstream;
    Follower a = mat_follow(args->in[0], upstream), b = mat_follow(args->in[1], upstream);
    Follower out = mat_follow(args->out, upstream);
    int lines = mat_lines(upstream);
    size_t length = tensor_round_up((size_t)mat_length(upstream));
    Lanes sums;
    lanes_clear(&sums);
    for (int i = 0; i < lines; i++) {
        Line line = {a.at + (size_t)i * a.line_step,
                     b.at + (size_t)i * b.line_step,
                     upstream.at + (size_t)i * (size_t)upstream.stride,
                     a.single,
                     b.single,
                     mat_length(upstream)};
        real *to = out.at + (size_t)i * out.line_step;
        if (!out.single) {
            bool add = args->add || (out.line_step == 0 && i > 0); /* an r×1 operand: all lines into one */
            for (size_t k = 0; k < length; k += WIDTH) vector_put(to + k, d(line_at(&line, k)), add);
            continue;
        }
        line_sum(&sums, &line, d);
        if (out.line_step == 0 && i + 1 < lines) continue; /* a 1×1 operand: one sum over all lines */
        number_put(to, lanes_sum(&sums), args->add);
        lanes_clear(&sums);
    }
}

ALWAYS_INLINE void back_two(const Args *args, Formula *d) {
    Mat out = args->out;
    if (!mat_same(args->in[0], out) || !mat_same(args->in[1], out) || !mat_same(args->upstream, out)) {
        back_two_lines(args, d);
        return;
    }
    const real *g = args->upstream.at, *a = args->in[0].at, *b = args->in[1].at;
    size_t size = mat_size(out);
    bool add = args->add;
    for (size_t i = 0; i < size; i += LANES) {
        for (size_t k = i; k < i + LANES; k += WIDTH) {
            Element e = {.a = vector_load(a + k), .b = vector_load(b + k), .g = vector_load(g + k)};
            vector_put(out.at + k, d(e), add);
        }
    }
}

/* The kernels of a function of one matrix, and of a broadcast pair: of the formula NAME_of and of what it
   gives to its operands, NAME_d, or NAME_da and NAME_db. */
#define MAP_ONE(name)                                                                                        \
    static void name##_run(const Args *args) {                                                               \
        map_one(args, name##_of);                                                                            \
    }                                                                                                        \
    static void name##_back(const Args *args) {                                                              \
        back_one(args, name##_d);                                                                            \
    }
#define MAP_TWO(name)                                                                                        \
    static void name##_run(const Args *args) {                                                               \
        map_two(args, name##_of);                                                                            \
    }                                                                                                        \
    static void name##_back(const Args *args) {                                                              \
        if (args->wrt == 0)                                                                                  \
            back_two(args, name##_da);                                                                       \
        else                                                                                                 \
            back_two(args, name##_db);                                                                       \
    }

/* out (+)= from, of the same shape. */
ALWAYS_INLINE void mat_copy(Mat out, Mat from, bool add) {
    size_t size = mat_size(out);
    for (size_t i = 0; i < size; i += LANES)
        for (size_t k = i; k < i + LANES; k += WIDTH) vector_put(out.at + k, vector_load(from.at + k), add);
}

/* Adds `length` contiguous numbers to the sums, pads left out. */
ALWAYS_INLINE void lanes_add(Lanes *sums, const real *at, int length) {
    int last = length - vector_tail(length);
    for (int i = 0; i < last; i += LANES)
        for (int k = 0; k < PARTS; k++) sums->part[k] += vector_load(at + i + k * WIDTH);
    for (int k = 0; k < PARTS; k++)
        sums->part[k] += vector_keep(vector_head(length - last, k), vector_load(at + last + k * WIDTH));
}

/* out[j] (+)= Σᵢ from(i, j); out is 1×c. */
ALWAYS_INLINE void sum_rows(Mat out, Mat from, bool add) {
    if (from.rows == 1) {
        mat_copy(out, from, add);
        return;
    }
    for (int j = 0; j < from.cols; j += 4) {
        int count = from.cols - j < 4 ? from.cols - j : 4;
        Lanes sums[4];
        for (int k = 0; k < 4; k++) {
            lanes_clear(sums + k);
            if (k < count) lanes_add(sums + k, tensor_element(from, 0, j + k), from.rows);
        }
        Quad total = lanes_sum4(sums);
        for (int k = 0; k < count; k++) number_put(out.at + j + k, total[k], add);
    }
}

#endif
