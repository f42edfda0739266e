/* shape: which shapes an operation takes; the same for every build of the kernels. */
#include "rows.h"

bool op_broadcast(Shape a, Shape b, Shape *out) {
    if (a.rows != b.rows && a.rows != 1 && b.rows != 1) return false;
    if (a.cols != b.cols && a.cols != 1 && b.cols != 1) return false;
    *out = (Shape){a.rows == 1 ? b.rows : a.rows, a.cols == 1 ? b.cols : a.cols};
    return true;
}

/* Two small operands can make a result that no memory holds. */
static bool shape_small_enough(Shape out, Err *e) {
    if (tensor_size(out.rows, out.cols) <= TENSOR_MAX_NUMBERS) return true;
    return err_set(e, "the result would be %d×%d, more than %d numbers", out.rows, out.cols,
                   TENSOR_MAX_NUMBERS);
}

bool shape_first(const Shape *in, const double *number, Shape *out, Err *e) {
    (void)number, (void)e;
    *out = in[0];
    return true;
}

bool shape_broadcast(const Shape *in, const double *number, Shape *out, Err *e) {
    (void)number;
    if (op_broadcast(in[0], in[1], out)) return shape_small_enough(*out, e);
    bool rows = in[0].rows != in[1].rows && in[0].rows != 1 && in[1].rows != 1;
    return err_set(e, "%d×%d and %d×%d do not fit together: %d %s against %d, and neither is 1", in[0].rows,
                   in[0].cols, in[1].rows, in[1].cols, rows ? in[0].rows : in[0].cols,
                   rows ? "rows" : "columns", rows ? in[1].rows : in[1].cols);
}

bool shape_product(const Shape *in, const double *number, Shape *out, Err *e) {
    (void)number;
    Shape a = in[0], b = in[1];
    *out = (Shape){a.rows, b.cols};
    if (a.cols == b.rows) return shape_small_enough(*out, e);
    const char *hint = "";
    if (a.cols == b.cols)
        hint = "; the right side transposed (.T) would fit";
    else if (a.rows == b.rows)
        hint = "; the left side transposed (.T) would fit";
    return err_set(
        e, "%d×%d @ %d×%d: the left side has %d columns, the right side %d rows; they must be equal%s",
        a.rows, a.cols, b.rows, b.cols, a.cols, b.rows, hint);
}

bool shape_transpose(const Shape *in, const double *number, Shape *out, Err *e) {
    (void)number, (void)e;
    *out = (Shape){in[0].cols, in[0].rows};
    return true;
}

bool shape_clip(const Shape *in, const double *number, Shape *out, Err *e) {
    if (number[0] > number[1]) return err_set(e, "low (%g) is above high (%g)", number[0], number[1]);
    return shape_first(in, number, out, e);
}

bool shape_reduce(const Shape *in, const double *number, Shape *out, Err *e) {
    if (number[0] != -1 && number[0] != 0 && number[0] != 1)
        return err_set(e, "the axis of a %d×%d value is 0 (over the rows) or 1 (over the columns), not %g",
                       in[0].rows, in[0].cols, number[0]);
    *out = (Shape){number[0] == 1 ? in[0].rows : 1, number[0] == 0 ? in[0].cols : 1};
    return true;
}

bool shape_pair(const Shape *in, const double *number, Shape *out, Err *e) {
    (void)number;
    *out = (Shape){1, 1};
    if (in[0].rows == in[1].rows && in[0].cols == in[1].cols) return true;
    return err_set(e, "%d×%d against %d×%d: both must have the same shape", in[0].rows, in[0].cols,
                   in[1].rows, in[1].cols);
}

bool shape_number(const Shape *in, const double *number, Shape *out, Err *e) {
    (void)in, (void)number, (void)e;
    *out = (Shape){1, 1};
    return true;
}
