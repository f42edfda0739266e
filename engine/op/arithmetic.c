/* arithmetic: + − · ÷, minus and powers, element by element, a side with one row or column broadcast. */
#include "functions.h"
#include "map.h"
#include "rows.h"

/* clang-format off */
static inline Vector add_of(Element e) { return e.a + e.b; }
static inline Vector sub_of(Element e) { return e.a - e.b; }
static inline Vector mul_of(Element e) { return e.a * e.b; }
static inline Vector div_of(Element e) { return e.a / e.b; }

static inline Vector same_d(Element e) { return e.g; }
static inline Vector opposite_d(Element e) { return -e.g; }
static inline Vector mul_da(Element e) { return e.g * e.b; }
static inline Vector mul_db(Element e) { return e.g * e.a; }
static inline Vector div_da(Element e) { return e.g / e.b; }
static inline Vector div_db(Element e) { return -e.g * (e.a / e.b / e.b); }

static void add_run(const Args *args) { map_two(args, add_of); }
static void sub_run(const Args *args) { map_two(args, sub_of); }
/* clang-format on */

MAP_TWO(mul)
MAP_TWO(div)

/* Nothing of the operands is read, so a copy or a plain sum will do. */
static void add_back(const Args *args) {
    Mat out = args->out, g = args->upstream;
    if (mat_same(out, g))
        mat_copy(out, g, args->add);
    else if (out.rows == 1 && out.cols == g.cols)
        sum_rows(out, g, args->add);
    else
        back_two(args, same_d);
}

static void sub_back(const Args *args) {
    if (args->wrt == 0)
        add_back(args);
    else
        back_two(args, opposite_d);
}

static inline Vector power_of(Element e) {
    for (int k = 0; k < WIDTH; k++) e.a[k] = pow(e.a[k], e.p[k]);
    return e.a;
}

/* The power 0 is constant, also at 0 (PyTorch's rule). */
static inline Vector power_d(Element e) {
    for (int k = 0; k < WIDTH; k++) e.a[k] = e.p[k] == 0 ? 0 : e.p[k] * pow(e.a[k], e.p[k] - 1);
    return e.g * e.a;
}

/* clang-format off */
static inline Vector neg_of(Element e) { return -e.a; }
static inline Vector neg_d(Element e) { return -e.g; }
static inline Vector square_of(Element e) { return e.a * e.a; }
static inline Vector square_d(Element e) { return e.g * (2 * e.a); }
static inline Vector cube_of(Element e) { return e.a * e.a * e.a; }
static inline Vector cube_d(Element e) { return e.g * (3 * (e.a * e.a)); }
static inline Vector root_of(Element e) { return vector_sqrt(e.a); }
static inline Vector inverse_of(Element e) { return 1 / e.a; }
static inline Vector inverse_d(Element e) { return -e.g / (e.a * e.a); }

/* clang-format on */

MAP_ONE(neg)

static void pow_run(const Args *args) {
    double p = args->number[0];
    if (p == 2)
        map_one(args, square_of);
    else if (p == 3)
        map_one(args, cube_of);
    else if (p == 0.5)
        map_one(args, root_of);
    else if (p == -1)
        map_one(args, inverse_of);
    else
        map_one(args, power_of);
}

static void pow_back(const Args *args) {
    double p = args->number[0];
    if (p == 2)
        back_one(args, square_d);
    else if (p == 3)
        back_one(args, cube_d);
    else if (p == -1)
        back_one(args, inverse_d);
    else
        back_one(args, power_d);
}

/* clang-format off */
const Op VARIANT(op_arithmetic)[] = {
    {.name = "add", .arity = 2, .pattern = OP_ELEMENT, .symbol = "+",
     .facts = OP_SHIFTS,
     .shape = shape_broadcast, .run = add_run, .back = add_back, .differentiable = 3,
     .formula = "a + b", .d_formula = {"G", "G"}, .torch = "AddBackward0"},
    {.name = "sub", .arity = 2, .pattern = OP_ELEMENT, .symbol = "−",
     .facts = OP_LARGEST | OP_COMPARES,
     .shape = shape_broadcast, .run = sub_run, .back = sub_back, .differentiable = 3,
     .formula = "a - b", .d_formula = {"G", "-G"}, .torch = "SubBackward0"},
    {.name = "mul", .arity = 2, .pattern = OP_ELEMENT, .symbol = "·",
     .facts = OP_COMPARES_LOG,
     .shape = shape_broadcast, .run = mul_run, .back = mul_back, .differentiable = 3,
     .formula = "a * b", .d_formula = {"b * G", "a * G"}, .torch = "MulBackward0"},
    {.name = "div", .arity = 2, .pattern = OP_ELEMENT, .symbol = "÷",
     .facts = OP_QUOTIENT,
     .shape = shape_broadcast, .run = div_run, .back = div_back, .differentiable = 3,
     .formula = "a / b", .d_formula = {"G / b", "-a / b^2 * G"}, .torch = "DivBackward0"},
    {.name = "neg", .arity = 1, .pattern = OP_ELEMENT, .symbol = "−",
     .shape = shape_first, .run = neg_run, .back = neg_back, .differentiable = 1,
     .formula = "-a", .d_formula = {"-G"}, .torch = "NegBackward0"},
    {.name = "pow", .arity = 1, .numbers = 1, .required = 1, .pattern = OP_ELEMENT, .symbol = "^",
     .facts = OP_POWER | OP_LARGEST,
     .shape = shape_first, .run = pow_run, .back = pow_back, .differentiable = 1,
     .formula = "a^p", .d_formula = {"p * a^(p - 1) * G"}, .torch = "PowBackward0"},
    {0},
};
