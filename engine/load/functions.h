/* functions: the families of functions of [data] and [parameters], and how they read their arguments. */
#ifndef BACKSTEP_ENGINE_FUNCTIONS_H
#define BACKSTEP_ENGINE_FUNCTIONS_H

#include "evaluate.h"

/* A row each; the last has no name. */
extern const Function PLAIN_FUNCTIONS[], DRAW_FUNCTIONS[], FILE_FUNCTIONS[];

/* Argument k is known as a whole number from 1 on: rows, columns, classes. Not given: 1. */
bool call_count(const Call *call, int k, int *out, Err *e);

/* Argument k is 1×1. */
bool call_one_number(const Call *call, int k, Err *e);

/* Its number, once its values are known. */
double call_number(const Call *call, int k);

/* The first two arguments, rows and columns (not given: 1), are the result's shape. */
bool call_plain_shape(const Call *call, StaticShape *out, Err *e);

static inline Mat value_mat(const Value *value) {
    return tensor_mat(value->at, value->rows, value->cols);
}

#endif
