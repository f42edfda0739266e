/* matrix_operation: the operation that makes the selected value, as matrices with signs between them. Private to the
   room. */
#ifndef BACKSTEP_RENDER_MATRIX_OPERATION_H
#define BACKSTEP_RENDER_MATRIX_OPERATION_H

#include "matrix_grid.h"

/* Whether the explanation knows what the selected value is made of. */
bool matrix_operation_is(const View *view);

/* All of them, in numbers as large as the room allows; where that is too small for all, of each the page that holds
   what the selected element is made of, of a sum the largest term. */
void matrix_operation_draw(DrawList *list, const View *view, const SceneOptions *options, const Style *style,
                           Rect room);

#endif
