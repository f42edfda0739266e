/* draw_private: how commands get into a DrawList; shared by the files of `draw`. */
#ifndef BACKSTEP_RENDER_DRAW_PRIVATE_H
#define BACKSTEP_RENDER_DRAW_PRIVATE_H

#include "draw.h"

/* A new command with the list's mark, else zero; NULL when memory runs out (the list has failed then). */
DrawCommand *draw_add(DrawList *list, DrawKind kind);

/* Room for data, aligned for any element, at *offset of list->data; NULL when memory runs out. */
void *draw_reserve(DrawList *list, size_t bytes, size_t *offset);

#endif
