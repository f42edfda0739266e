/* picture_svg: writes a frame's commands as an SVG file, shape by shape as the rasterizer paints them. */
#include "picture.h"

#include <math.h>
#include <string.h>

#include "engine/base/utf8.h"

/* Numbers, colours and text as SVG wants them, whatever the locale. None of these reports that writing
   failed: ferror(out) tells at the end. */

/* Three decimals at most, by hand, since printf writes a comma where the locale has one. */
static void svg_number(FILE *out, float number) {
    long thousandths = lrintf(number * 1000);
    if (thousandths < 0) fputc('-', out);
    unsigned long part = (unsigned long)(thousandths < 0 ? -thousandths : thousandths);
    fprintf(out, "%lu", part / 1000);
    part %= 1000;
    if (part == 0) return;
    int digits = part % 10 ? 3 : part % 100 ? 2 : 1;
    for (int i = digits; i < 3; i++) part /= 10;
    fprintf(out, ".%0*lu", digits, part);
}

/* ` name="1.5"` */
static void svg_attribute(FILE *out, const char *name, float number) {
    fprintf(out, " %s=\"", name);
    svg_number(out, number);
    fputc('"', out);
}

/* ` fill="#…" fill-opacity="…"`, or none */
static void svg_paint(FILE *out, const char *property, Color color) {
    if (color.a == 0) {
        fprintf(out, " %s=\"none\"", property);
        return;
    }
    fprintf(out, " %s=\"#%02x%02x%02x\"", property, color.r, color.g, color.b);
    if (color.a == 255) return;
    fprintf(out, " %s-opacity=\"", property);
    svg_number(out, (float)color.a / 255);
    fputc('"', out);
}

/* UTF-8, escaped for XML. */
static void svg_code_point(FILE *out, uint32_t code_point) {
    char bytes[4];
    bool forbidden = code_point < ' ' || code_point == 0xFFFE || code_point == 0xFFFF; /* in XML 1.0 */
    const char *name = code_point == '<'   ? "&lt;"
                       : code_point == '>' ? "&gt;"
                       : code_point == '&' ? "&amp;"
                                           : NULL;
    if (name)
        fputs(name, out);
    else
        fwrite(bytes, 1, utf8_encode(forbidden ? 0xFFFD : code_point, bytes), out);
}

static void svg_base64(FILE *out, const char *bytes, size_t size) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t at = 0; at < size; at += 3) {
        size_t count = size - at < 3 ? size - at : 3;
        unsigned char three[3] = {0};
        memcpy(three, bytes + at, count);
        fputc(digits[three[0] >> 2], out);
        fputc(digits[(three[0] & 3) << 4 | three[1] >> 4], out);
        fputc(count > 1 ? digits[(three[1] & 15) << 2 | three[2] >> 6] : '=', out);
        fputc(count > 2 ? digits[three[2] & 63] : '=', out);
    }
}

/* Text, glyph by glyph where the rasterizer sets them, and the fonts that it needs. */

/* A piece of a run whose glyphs come from one face: text[0] … text[bytes − 1]. */
typedef struct Piece {
    FontFace face;
    const char *text;
    size_t bytes;
} Piece;

/* The piece that a text begins with. It ends after a character beyond U+FFFF, which some readers count as one
   place of a list and others, in UTF-16, as two. */
static Piece first_piece(const DrawList *list, const DrawCommand *command, const char *text) {
    Piece piece = {.text = text};
    const char *at = text;
    bool whole = false;
    for (uint32_t code_point; !whole && (code_point = utf8_next(&at)) != 0;
         piece.bytes = (size_t)(at - text)) {
        CharMetrics shown = fonts_metrics(list->fonts, command->face, code_point);
        if (piece.bytes > 0 && shown.face != piece.face) break;
        piece.face = shown.face;
        whole = shown.code_point > 0xFFFF;
    }
    return piece;
}

static void write_characters(FILE *out, const DrawList *list, const DrawCommand *command, Piece piece) {
    for (const char *at = piece.text; at < piece.text + piece.bytes;)
        svg_code_point(out, fonts_metrics(list->fonts, command->face, utf8_next(&at)).code_point);
}

/* Where each glyph stands, to a quarter of a pixel; returns where the pen is after them. SVG counts
   characters in UTF-16: those beyond U+FFFF take two places. */
static float write_places(FILE *out, const DrawList *list, const DrawCommand *command, Piece piece,
                          float pen) {
    for (const char *at = piece.text; at < piece.text + piece.bytes;) {
        if (at > piece.text) fputc(' ', out);
        svg_number(out, floorf(pen * 4 + 0.5f) / 4);
        pen += fonts_advance(list->fonts, command->face, command->size, utf8_next(&at));
    }
    return pen;
}

static void write_text(FILE *out, const DrawList *list, const DrawCommand *command) {
    float pen = command->rect.x;
    Piece piece;
    for (const char *text = draw_string(list, command); *text; text += piece.bytes) {
        piece = first_piece(list, command, text);
        const FontFile *file = fonts_file(piece.face);
        fprintf(out, "<text font-family=\"%s\" font-weight=\"%d\"", file->family, file->weight);
        if (file->italic) fputs(" font-style=\"italic\"", out);
        svg_attribute(out, "font-size", command->size);
        svg_paint(out, "fill", command->fill);
        svg_attribute(out, "y", floorf(command->rect.y + 0.5f));
        fputs(" x=\"", out);
        pen = write_places(out, list, command, piece, pen);
        fputs("\">", out);
        write_characters(out, list, command, piece);
        fputs("</text>\n", out);
    }
}

static void find_used_faces(const DrawList *list, bool used[FONT_COUNT]) {
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind != DRAW_TEXT) continue;
        const char *text = draw_string(list, command);
        for (uint32_t code_point; (code_point = utf8_next(&text)) != 0;)
            used[fonts_metrics(list->fonts, command->face, code_point).face] = true;
    }
}

static void write_face(FILE *out, const Fonts *fonts, FontFace face) {
    const FontFile *file = fonts_file(face);
    bool truetype = strstr(file->name, ".ttf") != NULL;
    fprintf(out, "@font-face{font-family:\"%s\";font-weight:%d;font-style:%s;src:url(data:font/%s;base64,",
            file->family, file->weight, file->italic ? "italic" : "normal", truetype ? "ttf" : "otf");
    size_t size;
    const char *bytes = fonts_bytes(fonts, face, &size);
    svg_base64(out, bytes, size);
    fputs(")}\n", out);
}

/* The <style> with the fonts that the list's text needs; false and *e when one cannot be read. Ligatures and
   kerning are off: the rasterizer sets each character by itself. */
static void svg_style(FILE *out, const DrawList *list) {
    bool used[FONT_COUNT] = {false};
    find_used_faces(list, used);
    fputs("<style>\ntext{white-space:pre;font-kerning:none;font-variant-ligatures:none;"
          "font-feature-settings:\"liga\" 0,\"calt\" 0,\"clig\" 0}\n",
          out);
    for (int i = 0; i < FONT_COUNT; i++)
        if (used[i]) write_face(out, list->fonts, (FontFace)i);
    fputs("</style>\n", out);
}

/* Shapes, as the rasterizer paints them. */

static void write_corner_box(FILE *out, Rect rect) {
    svg_attribute(out, "x", rect.x);
    svg_attribute(out, "y", rect.y);
    svg_attribute(out, "width", rect.w);
    svg_attribute(out, "height", rect.h);
}

/* The rasterizer's dashes include their round caps. */
static void write_stroke(FILE *out, const DrawCommand *command, bool round_caps) {
    svg_paint(out, "stroke", command->stroke);
    if (command->stroke.a == 0) return;
    svg_attribute(out, "stroke-width", command->width);
    bool dashed = command->dash > 0 && command->gap > 0;
    if (round_caps || dashed) fputs(" stroke-linecap=\"round\" stroke-linejoin=\"round\"", out);
    if (!dashed) return;
    fputs(" stroke-dasharray=\"", out);
    svg_number(out, fmaxf(command->dash - command->width, 0));
    fputc(' ', out);
    svg_number(out, command->gap + command->width);
    fputc('"', out);
}

static void write_rect(FILE *out, const DrawList *list, const DrawCommand *command) {
    (void)list;
    fputs("<rect", out);
    write_corner_box(out, command->rect);
    if (command->radius > 0) svg_attribute(out, "rx", command->radius);
    svg_paint(out, "fill", command->fill);
    write_stroke(out, command, false);
    fputs("/>\n", out);
}

static void write_disc(FILE *out, const DrawList *list, const DrawCommand *command) {
    (void)list;
    fputs("<circle", out);
    svg_attribute(out, "cx", command->rect.x);
    svg_attribute(out, "cy", command->rect.y);
    svg_attribute(out, "r", command->radius);
    svg_paint(out, "fill", command->fill);
    write_stroke(out, command, false);
    fputs("/>\n", out);
}

/* Gaps in a line (points that are not numbers) begin anew; a point alone is a dot. */
static void write_points(FILE *out, const Point *points, size_t count) {
    bool joined = false;
    for (size_t i = 0; i < count; i++) {
        bool gap = isnan(points[i].x);
        if (!gap) {
            fputc(joined ? 'L' : 'M', out);
            svg_number(out, points[i].x);
            fputc(' ', out);
            svg_number(out, points[i].y);
            bool alone = !joined && (i + 1 == count || isnan(points[i + 1].x));
            if (alone) fputs("h0", out);
        }
        joined = !gap;
    }
}

static void write_line(FILE *out, const DrawList *list, const DrawCommand *command) {
    fputs("<path d=\"", out);
    write_points(out, draw_points(list, command), command->count);
    fputs("\" fill=\"none\"", out);
    write_stroke(out, command, true);
    fputs("/>\n", out);
}

static void write_polygon(FILE *out, const DrawList *list, const DrawCommand *command) {
    fputs("<path d=\"", out);
    write_points(out, draw_points(list, command), command->count);
    fputs("Z\"", out);
    svg_paint(out, "fill", command->fill);
    fputs("/>\n", out);
}

/* Equal neighbours in a row become one rectangle. */
static void write_cells(FILE *out, const DrawList *list, const DrawCommand *command) {
    DrawSide across = draw_side(command->rect.x, command->rect.w, command->cols);
    DrawSide down = draw_side(command->rect.y, command->rect.h, command->rows);
    fputs("<g shape-rendering=\"crispEdges\">\n", out);
    for (int row = 0; row < down.count; row++) {
        float top = (float)draw_side_edge(down, row), height = (float)draw_side_edge(down, row + 1) - top;
        for (int col = 0, next; col < across.count; col = next) {
            Color color = draw_side_color(list, command, down, row, across, col);
            next = col + 1;
            for (; next < across.count; next++) {
                Color other = draw_side_color(list, command, down, row, across, next);
                if (memcmp(&other, &color, sizeof color) != 0) break;
            }
            if (color.a == 0) continue;
            float left = (float)draw_side_edge(across, col), right = (float)draw_side_edge(across, next);
            fputs("<rect", out);
            write_corner_box(out, (Rect){left, top, right - left, height});
            svg_paint(out, "fill", color);
            fputs("/>\n", out);
        }
    }
    fputs("</g>\n", out);
}

/* A clip is a group around what follows; `clip` counts them, 0: none is open. */
static void write_clip(FILE *out, const DrawList *list, const DrawCommand *command, int *clip, int *clips) {
    Rect rect = command->rect;
    if (*clip) fputs("</g>\n", out);
    *clip = 0;
    bool whole = rect.x <= 0 && rect.y <= 0 && rect.x + rect.w >= (float)list->width &&
                 rect.y + rect.h >= (float)list->height;
    if (whole) return;
    float left = floorf(rect.x + 0.5f), top = floorf(rect.y + 0.5f);
    Rect rounded = {left, top, floorf(rect.x + rect.w + 0.5f) - left, floorf(rect.y + rect.h + 0.5f) - top};
    *clip = ++*clips;
    fprintf(out, "<clipPath id=\"clip%d\"><rect", *clip);
    write_corner_box(out, rounded);
    fprintf(out, "/></clipPath>\n<g clip-path=\"url(#clip%d)\">\n", *clip);
}

typedef void Writer(FILE *out, const DrawList *list, const DrawCommand *command);
static Writer *const writers[] = {
    [DRAW_RECT] = write_rect, [DRAW_DISC] = write_disc,       [DRAW_LINE] = write_line,
    [DRAW_TEXT] = write_text, [DRAW_POLYGON] = write_polygon, [DRAW_CELLS] = write_cells};

bool picture_svg(FILE *out, const DrawList *list, Err *e) {
    if (draw_failed(list)) return err_memory(e);
    fprintf(out,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\" "
            "xml:space=\"preserve\">\n",
            list->width, list->height, list->width, list->height);
    svg_style(out, list);
    fputs("<rect width=\"100%\" height=\"100%\"", out);
    svg_paint(out, "fill", list->ground);
    fputs("/>\n", out);
    int clip = 0, clips = 0;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_CLIP)
            write_clip(out, list, command, &clip, &clips);
        else
            writers[command->kind](out, list, command);
    }
    if (clip) fputs("</g>\n", out);
    fputs("</svg>\n", out);
    if (fflush(out) != 0 || ferror(out))
        return err_set(e, "the picture cannot be written: is the disk full?");
    return true;
}
