/* cells: how a grid of cells lies on whole pixels, in whole numbers. */
#include "cells.h"

#include <math.h>

void cells_span(float start, float size, int *from, int *to) {
    *from = (int)floorf(start + 0.5f);
    *to = (int)floorf(start + size + 0.5f);
    if (*to <= *from) *to = *from + 1;
}

int cells_edge(int cell, int pixels, int cells) {
    return (int)(((int64_t)cell * pixels + cells - 1) / cells);
}

void cells_at(int at, int pixels, int cells, int *from, int *to) {
    *from = (int)((int64_t)at * cells / pixels);
    *to = (int)((int64_t)(at + 1) * cells / pixels);
    if (*to <= *from) *to = *from + 1;
}

Color cells_average(const DrawCommand *command, const Color *cells, int row0, int row1, int col0, int col1) {
    uint64_t r = 0, g = 0, b = 0, a = 0, count = (uint64_t)(row1 - row0) * (uint64_t)(col1 - col0);
    for (int row = row0; row < row1; row++)
        for (int col = col0; col < col1; col++) {
            Color cell = cells[(size_t)row * (size_t)command->cols + (size_t)col];
            r += (uint64_t)cell.r * cell.a;
            g += (uint64_t)cell.g * cell.a;
            b += (uint64_t)cell.b * cell.a;
            a += cell.a;
        }
    if (a == 0) return (Color){0};
    return (Color){(uint8_t)((r + a / 2) / a), (uint8_t)((g + a / 2) / a), (uint8_t)((b + a / 2) / a),
                   (uint8_t)((a + count / 2) / count)};
}
