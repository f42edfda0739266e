/* matrix_text: a matrix as rows of aligned numbers, for people. Private to the engine. */
#ifndef BACKSTEP_ENGINE_MATRIX_TEXT_H
#define BACKSTEP_ENGINE_MATRIX_TEXT_H

#include "engine/base/text.h"

/* Indented, a line for each row, its numbers with the decimal sign of the language; of a large matrix the
   first rows and columns, and how many more there are. The matrix lies as in tensor.h. */
void matrix_text(FILE *out, const Texts *texts, const float *at, int rows, int cols);

#endif
