/* nonfinite: finds a result's first number that is not finite, and tells an operation that is not defined
 * there from a number that is too large. */
#include "nonfinite.h"

#include <math.h>

static bool find_element(Mat m, NonfiniteElement *out) {
    for (int i = 0; i < m.rows; i++)
        for (int j = 0; j < m.cols; j++)
            if (!isfinite(*tensor_element(m, i, j))) {
                *out = (NonfiniteElement){.row = i, .col = j, .value = (double)*tensor_element(m, i, j)};
                return true;
            }
    return false;
}

/* The power of the operand that the operation computes with; 1: of none. A derivative's is one less. */
static double power_of(const Instr *instr) {
    double power = program_op_is(instr, OP_POWER)      ? instr->number[0]
                   : program_op_is(instr, OP_ROOT)     ? 0.5
                   : program_op_is(instr, OP_QUOTIENT) ? -1
                                                       : 1;
    return power != 1 && instr->phase == PHASE_BACKWARD ? power - 1 : power;
}

static const char *why(const Instr *instr, double operand, double value) {
    double power = power_of(instr);
    bool logarithm = program_op_is(instr, OP_LOGARITHM);
    if (operand == 0 && logarithm) return "nonfinite.log_zero";
    if (operand < 0 && logarithm) return "nonfinite.log_negative";
    if (operand == 0 && power < 0) return "nonfinite.zero_divisor";
    if (operand < 0 && power != floor(power))
        return program_op_is(instr, OP_ROOT) ? "nonfinite.root_negative" : "nonfinite.power_negative";
    return isnan(value) ? "nonfinite.undefined" : "nonfinite.overflow";
}

bool nonfinite_find(const Instr *instr, Mat result, Mat last, NonfiniteElement *out) {
    if (!find_element(result, out)) return false;
    double operand = NAN;
    if (last.rows > 0)
        operand = (double)*tensor_element(last, out->row < last.rows ? out->row : last.rows - 1,
                                          out->col < last.cols ? out->col : last.cols - 1);
    out->why = why(instr, operand, out->value);
    return true;
}
