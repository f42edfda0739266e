/* raster_text: sets glyphs side by side on a baseline: the pen to a quarter of a pixel, the baseline to a
 * whole one. */
#include "canvas.h"

static void paint_glyph(const Canvas *canvas, const Glyph *glyph, int pen, int baseline, Color ink) {
    int left = pen + glyph->left, top = baseline - glyph->top;
    Box box = box_meet((Box){left, top, left + glyph->width, top + glyph->height}, canvas->clip);
    if (box_empty(box)) return;
    for (int y = box.y0; y < box.y1; y++) {
        const uint8_t *row = glyph->mask + (ptrdiff_t)(y - top) * glyph->width;
        canvas_blend(canvas, y, box.x0, box.x1, row + (box.x0 - left), ink);
    }
}

bool paint_text(const Canvas *canvas, const DrawCommand *command, const char *utf8, Fonts *fonts) {
    float pen = command->rect.x;
    int baseline = pixel_floor(command->rect.y + 0.5f);
    for (uint32_t code_point; (code_point = utf8_next(&utf8)) != 0;) {
        int quarters = pixel_floor(pen * 4 + 0.5f);
        int pixel = pixel_floor((float)quarters / 4);
        const Glyph *glyph =
            fonts_glyph(fonts, command->face, command->size, code_point, quarters - 4 * pixel);
        if (!glyph) return false;
        paint_glyph(canvas, glyph, pixel, baseline, command->fill);
        pen += glyph->advance;
    }
    return true;
}
