/* functions: functions of one matrix, element by element: relu and its kin, exp, log, sin … with PyTorch's
   derivatives at corners (relu'(0) = 0, |x|'(0) = 0, clip' = 1 on [low, high], leaky_relu'(0) = slope). */
#include "functions.h"
#include "map.h"
#include "rows.h"

/* clang-format off */
static inline Vector vector_sign(Vector a) {
    return vector_keep(a > 0, vector_splat(1)) - vector_keep(a < 0, vector_splat(1));
}

static inline Vector relu_of(Element e) { return vector_where(e.a <= 0, (Vector){0}, e.a); }
static inline Vector relu_d(Element e) { return vector_keep(~(e.a <= 0), e.g); }
static inline Vector sigmoid_of(Element e) { return vector_sigmoid(e.a); }
static inline Vector sigmoid_d(Element e) { return e.g * (1 - e.y) * e.y; }
static inline Vector tanh_of(Element e) { return vector_tanh(e.a); }
static inline Vector tanh_d(Element e) { return e.g * (1 - e.y * e.y); }
static inline Vector softplus_of(Element e) { return vector_softplus(e.a); }
static inline Vector softplus_d(Element e) { return e.g * vector_sigmoid(e.a); }
static inline Vector exp_of(Element e) { return vector_exp(e.a); }
static inline Vector exp_d(Element e) { return e.g * e.y; }
static inline Vector log_of(Element e) { return vector_log(e.a); }
static inline Vector log_d(Element e) { return e.g / e.a; }
static inline Vector sqrt_of(Element e) { return vector_sqrt(e.a); }
static inline Vector sqrt_d(Element e) { return e.g / (2 * e.y); }
static inline Vector abs_of(Element e) { return vector_abs(e.a); }
static inline Vector abs_d(Element e) { return e.g * vector_sign(e.a); }
static inline Vector sin_of(Element e) { return vector_sin(e.a); }
static inline Vector sin_d(Element e) { return e.g * vector_cos(e.a); }
static inline Vector cos_of(Element e) { return vector_cos(e.a); }
static inline Vector cos_d(Element e) { return -e.g * vector_sin(e.a); }
static inline Vector leaky_relu_of(Element e) { return vector_where(e.a > 0, e.a, e.a * e.p); }
static inline Vector leaky_relu_d(Element e) { return vector_where(e.a > 0, e.g, e.g * e.p); }
static inline Vector elu_of(Element e) { return vector_where(e.a > 0, e.a, e.p * vector_expm1(e.a)); }
static inline Vector elu_d(Element e) { return vector_where(e.a > 0, e.g, e.g * e.p * vector_exp(e.a)); }
static inline Vector clip_of(Element e) { return vector_min(vector_max(e.a, e.p), e.q); }
static inline Vector clip_d(Element e) { return vector_keep((e.a >= e.p) & (e.a <= e.q), e.g); }

/* A deliberate mistake ([bugs] mask_upstream): the incoming gradient is masked by its own sign. */
static inline Vector relu_mask_upstream_d(Element e) { return vector_keep(e.g > 0, e.g); }

MAP_ONE(relu)
MAP_ONE(sigmoid)
MAP_ONE(tanh)
MAP_ONE(softplus)
MAP_ONE(exp)
MAP_ONE(log)
MAP_ONE(sqrt)
MAP_ONE(abs)
MAP_ONE(sin)
MAP_ONE(cos)
MAP_ONE(leaky_relu)
MAP_ONE(elu)
MAP_ONE(clip)
static void relu_mask_upstream_back(const Args *args) { back_one(args, relu_mask_upstream_d); }

const Op VARIANT(op_functions)[] = {
    {.name = "relu", .function = true, .arity = 1, .pattern = OP_ELEMENT, .symbol = "relu",
     .facts = OP_ACTIVATION | OP_GATE,
     .shape = shape_first, .run = relu_run, .back = relu_back, .differentiable = 1,
     .formula = "max(a, 0)", .d_formula = {"step(a) * G"}, .torch = "ReluBackward0"},
    {.name = "sigmoid", .function = true, .arity = 1, .pattern = OP_ELEMENT, .symbol = "sigmoid",
     .facts = OP_ACTIVATION | OP_SATURATES | OP_PROBABILITIES | OP_UNIT,
     .shape = shape_first, .run = sigmoid_run, .back = sigmoid_back, .differentiable = 1,
     .formula = "1 / (1 + exp(-a))", .d_formula = {"y * (1 - y) * G"}, .torch = "SigmoidBackward0"},
    {.name = "tanh", .function = true, .arity = 1, .pattern = OP_ELEMENT, .symbol = "tanh",
     .facts = OP_ACTIVATION | OP_SATURATES,
     .shape = shape_first, .run = tanh_run, .back = tanh_back, .differentiable = 1,
     .formula = "(exp(2 * a) - 1) / (exp(2 * a) + 1)", .d_formula = {"(1 - y^2) * G"}, .torch = "TanhBackward0"},
    {.name = "softplus", .function = true, .arity = 1, .pattern = OP_ELEMENT, .symbol = "softplus",
     .facts = OP_ACTIVATION,
     .shape = shape_first, .run = softplus_run, .back = softplus_back, .differentiable = 1,
     .formula = "log(1 + exp(a))", .d_formula = {"sigmoid(a) * G"}, .torch = "SoftplusBackward0"},
    {.name = "exp", .function = true, .arity = 1, .pattern = OP_ELEMENT, .symbol = "exp",
     .facts = OP_ACTIVATION | OP_PROBABILITIES | OP_LARGEST,
     .shape = shape_first, .run = exp_run, .back = exp_back, .differentiable = 1,
     .formula = "exp(a)", .d_formula = {"y * G"}, .torch = "ExpBackward0"},
    {.name = "log", .function = true, .arity = 1, .pattern = OP_ELEMENT, .symbol = "log",
     .facts = OP_LOGARITHM,
     .shape = shape_first, .run = log_run, .back = log_back, .differentiable = 1,
     .formula = "log(a)", .d_formula = {"G / a"}, .torch = "LogBackward0"},
    {.name = "sqrt", .function = true, .arity = 1, .pattern = OP_ELEMENT, .symbol = "sqrt",
     .facts = OP_ROOT,
     .shape = shape_first, .run = sqrt_run, .back = sqrt_back, .differentiable = 1,
     .formula = "sqrt(a)", .d_formula = {"G / (2 * y)"}, .torch = "SqrtBackward0"},
    {.name = "abs", .function = true, .arity = 1, .pattern = OP_ELEMENT, .symbol = "abs",
     .facts = OP_ACTIVATION,
     .shape = shape_first, .run = abs_run, .back = abs_back, .differentiable = 1,
     .formula = "abs(a)", .d_formula = {"sign(a) * G"}, .torch = "AbsBackward0"},
    {.name = "sin", .function = true, .arity = 1, .pattern = OP_ELEMENT, .symbol = "sin",
     .facts = OP_ACTIVATION,
     .shape = shape_first, .run = sin_run, .back = sin_back, .differentiable = 1,
     .formula = "sin(a)", .d_formula = {"cos(a) * G"}, .torch = "SinBackward0"},
    {.name = "cos", .function = true, .arity = 1, .pattern = OP_ELEMENT, .symbol = "cos",
     .facts = OP_ACTIVATION,
     .shape = shape_first, .run = cos_run, .back = cos_back, .differentiable = 1,
     .formula = "cos(a)", .d_formula = {"-sin(a) * G"}, .torch = "CosBackward0"},
    {.name = "leaky_relu", .function = true, .arity = 1, .numbers = 1, .preset = {0.01}, .pattern = OP_ELEMENT, .symbol = "leaky_relu",
     .facts = OP_ACTIVATION,
     .shape = shape_first, .run = leaky_relu_run, .back = leaky_relu_back, .differentiable = 1,
     .formula = "max(a, 0) + p * min(a, 0)", .d_formula = {"(step(a) + p * (1 - step(a))) * G"}, .torch = "LeakyReluBackward0"},
    {.name = "elu", .function = true, .arity = 1, .numbers = 1, .preset = {1}, .pattern = OP_ELEMENT, .symbol = "elu",
     .facts = OP_ACTIVATION,
     .shape = shape_first, .run = elu_run, .back = elu_back, .differentiable = 1,
     .formula = "max(a, 0) + p * (exp(min(a, 0)) - 1)", .d_formula = {"(step(a) + (1 - step(a)) * p * exp(a)) * G"}, .torch = "EluBackward0"},
    {.name = "clip", .function = true, .arity = 1, .numbers = 2, .required = 2, .pattern = OP_ELEMENT, .symbol = "clip",
     .shape = shape_clip, .run = clip_run, .back = clip_back, .differentiable = 1,
     .formula = "min(max(a, p), q)", .d_formula = {"between(a, p, q) * G"}, .torch = "ClampBackward1"},
    {.name = "relu_mask_upstream", .shown = "relu", .arity = 1, .pattern = OP_ELEMENT, .symbol = "relu",
     .facts = OP_WRONG_MASK,
     .shape = shape_first, .run = relu_run, .back = relu_mask_upstream_back, .differentiable = 1,
     .formula = "max(a, 0)", .d_formula = {"step(G) * G"}},
    {0},
};
