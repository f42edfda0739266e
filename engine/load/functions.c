/* functions: what [data] and [parameters] can call besides a model's operations: found by name; arguments. */
#include "functions.h"

#include <math.h>
#include <string.h>

bool call_count(const Call *call, int k, int *out, Err *e) {
    *out = 1;
    if (k >= call->count) return true;
    const Step *arg = call->args[k];
    const char *usage = call->step->function->usage;
    if (!arg->known.fixed)
        return err_at(e, arg->expr->place,
                      "argument %d of %s must be a plain number, known before anything is computed", k + 1,
                      usage);
    double number = arg->known.number;
    if (!(number >= 1) || number > TENSOR_MAX_NUMBERS || floor(number) != number)
        return err_at(e, arg->expr->place,
                      "argument %d of %s must be a whole number from 1 to 134,217,728 (2²⁷), not %g", k + 1,
                      usage, isnan(number) ? fabs(number) : number); /* no "-nan" */
    *out = (int)number;
    return true;
}

bool call_one_number(const Call *call, int k, Err *e) {
    const Step *arg = call->args[k];
    if (arg->known.rows == 1 && arg->known.cols == 1) return true;
    return err_at(e, arg->expr->place, "argument %d of %s must be one number, not %d×%d", k + 1,
                  call->step->function->usage, arg->known.rows, arg->known.cols);
}

double call_number(const Call *call, int k) {
    const Step *arg = call->args[k];
    return arg->known.fixed ? arg->known.number : (double)arg->value.at[0];
}

bool call_plain_shape(const Call *call, StaticShape *out, Err *e) {
    return call_count(call, 0, &out->rows, e) && call_count(call, 1, &out->cols, e);
}

const Function *function_at(int index) {
    static const Function *const families[] = {PLAIN_FUNCTIONS, DRAW_FUNCTIONS, FILE_FUNCTIONS};
    for (size_t k = 0; k < sizeof families / sizeof *families; k++)
        for (const Function *function = families[k]; function->name != NULL; function++)
            if (index-- == 0) return function;
    return NULL;
}

const Function *function_find(const char *name) {
    const Function *function;
    for (int i = 0; (function = function_at(i)) != NULL; i++)
        if (strcmp(function->name, name) == 0) return function;
    return NULL;
}
