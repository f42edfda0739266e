/* Shape rules: what fits, what does not, and that the sentence names both shapes. */
#include <string.h>

#include "engine/program/op.h"
#include "tests/support/test.h"

static void fits(const char *op, Shape a, Shape b, double number, int rows, int cols) {
    Shape in[] = {a, b}, out = {0};
    double numbers[] = {number, 9};
    Err e = {0};
    if (!op_find(op)->shape(in, numbers, &out, &e)) fail_msg("%s refuses: %s", op, e.text);
    if (out.rows != rows || out.cols != cols)
        fail_msg("%s: %d×%d, wanted %d×%d", op, out.rows, out.cols, rows, cols);
}

static void refuses(const char *op, Shape a, Shape b, double number, const char *part) {
    Shape in[] = {a, b}, out;
    double numbers[] = {number, 0};
    Err e = {0};
    if (op_find(op)->shape(in, numbers, &out, &e)) fail_msg("%s takes what it should not", op);
    if (!strstr(e.text, part)) fail_msg("%s: “%s” says nothing of “%s”", op, e.text, part);
}

#define S(rows, cols) ((Shape){rows, cols})

static void sides_with_one_row_or_column_are_broadcast(void **state) {
    (void)state;
    static const char *const ops[] = {"add", "sub", "mul", "div", "xlogy"};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        fits(ops[i], S(3, 4), S(3, 4), 0, 3, 4);
        fits(ops[i], S(3, 4), S(1, 4), 0, 3, 4);
        fits(ops[i], S(3, 1), S(3, 4), 0, 3, 4);
        fits(ops[i], S(1, 4), S(3, 1), 0, 3, 4);
        fits(ops[i], S(1, 1), S(3, 4), 0, 3, 4);
        refuses(ops[i], S(3, 4), S(2, 4), 0, "3×4 and 2×4");
        refuses(ops[i], S(3, 4), S(3, 2), 0, "3×4 and 3×2");
        refuses(ops[i], S(3, 4), S(4, 3), 0, "3 rows against 4");
        refuses(ops[i], S(3, 4), S(1, 2), 0, "4 columns against 2");
    }
}

static void products_need_equal_inner_sides(void **state) {
    (void)state;
    fits("matmul", S(2, 3), S(3, 5), 0, 2, 5);
    fits("matmul", S(100, 1), S(1, 10), 0, 100, 10);
    refuses("matmul", S(2, 3), S(2, 3), 0, "2×3 @ 2×3");
    refuses("matmul", S(2, 3), S(2, 3), 0, "3 columns");
    refuses("matmul", S(2, 3), S(4, 3), 0, "right side transposed");
    refuses("matmul", S(3, 2), S(3, 4), 0, "left side transposed");
    refuses("matmul", S(1, 1), S(3, 1), 0, "1×1 @ 3×1");
}

static void losses_need_the_same_shape(void **state) {
    (void)state;
    static const char *const ops[] = {"mse", "bce", "bce_logits", "cross_entropy", "nll"};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) {
        fits(ops[i], S(3, 4), S(3, 4), 0, 1, 1);
        refuses(ops[i], S(3, 4), S(3, 1), 0, "3×4 against 3×1");
        refuses(ops[i], S(3, 1), S(1, 1), 0, "3×1 against 1×1");
    }
}

static void an_axis_is_0_or_1(void **state) {
    (void)state;
    static const char *const ops[] = {"sum", "mean"};
    for (size_t i = 0; i < 2; i++) {
        fits(ops[i], S(3, 4), S(0, 0), -1, 1, 1);
        fits(ops[i], S(3, 4), S(0, 0), 0, 1, 4);
        fits(ops[i], S(3, 4), S(0, 0), 1, 3, 1);
        refuses(ops[i], S(3, 4), S(0, 0), 2, "3×4");
        refuses(ops[i], S(3, 4), S(0, 0), 0.5, "0.5");
    }
}

static void one_matrix_keeps_its_shape(void **state) {
    (void)state;
    static const char *const ops[] = {"neg",
                                      "pow",
                                      "relu",
                                      "sigmoid",
                                      "tanh",
                                      "softplus",
                                      "exp",
                                      "log",
                                      "sqrt",
                                      "abs",
                                      "sin",
                                      "cos",
                                      "copy",
                                      "elu",
                                      "leaky_relu",
                                      "clip",
                                      "softmax",
                                      "log_softmax",
                                      "zero",
                                      "sgd",
                                      "adam",
                                      "rmsprop",
                                      "relu_mask_upstream"};
    for (size_t i = 0; i < sizeof ops / sizeof *ops; i++) fits(ops[i], S(3, 4), S(3, 4), 0, 3, 4);
    fits("transpose", S(3, 4), S(0, 0), 0, 4, 3);
    fits("seed", S(1, 1), S(0, 0), 0, 1, 1);
}

static void clip_needs_its_bounds_in_order(void **state) {
    (void)state;
    refuses("clip", S(3, 4), S(0, 0), 1, "above");
}

static void a_result_too_large_for_memory_is_refused(void **state) {
    (void)state;
    refuses("matmul", S(1 << 20, 1), S(1, 1 << 20), 0, "1048576×1048576");
    refuses("add", S(1 << 20, 1), S(1, 1 << 20), 0, "1048576×1048576");
    refuses("add", S(1 << 30, 1), S(1, 1 << 30), 0, "1073741824×1073741824");
}

static void rows_are_found_by_their_names(void **state) {
    (void)state;
    assert_null(op_find("relu6"));
    assert_null(op_at(op_count()));
    for (int i = 0; op_at(i); i++) {
        assert_ptr_equal(op_find(op_at(i)->name), op_at(i));
        assert_non_null(op_at(i)->symbol);
        assert_non_null(op_at(i)->formula);
        assert_true(op_at(i)->required <= op_at(i)->numbers);
        assert_true((op_at(i)->pattern == OP_REDUCE && op_at(i)->back) == (op_at(i)->term != NULL));
    }
    assert_true(op_find("relu")->function);
    assert_true(op_find("sum")->function);
    assert_false(op_find("add")->function);
    assert_false(op_find("matmul")->function);
    assert_false(op_find("adam")->function);
    assert_false(op_find("relu_mask_upstream")->function);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(sides_with_one_row_or_column_are_broadcast),
        cmocka_unit_test(products_need_equal_inner_sides),
        cmocka_unit_test(losses_need_the_same_shape),
        cmocka_unit_test(an_axis_is_0_or_1),
        cmocka_unit_test(one_matrix_keeps_its_shape),
        cmocka_unit_test(clip_needs_its_bounds_in_order),
        cmocka_unit_test(a_result_too_large_for_memory_is_refused),
        cmocka_unit_test(rows_are_found_by_their_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
