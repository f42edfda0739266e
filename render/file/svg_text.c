/* svg_text: writes runs of text glyph by glyph where the rasterizer sets them, and the fonts they need. */
#include "engine/base/os.h"
#include "svg.h"

#include <math.h>
#include <string.h>

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

void svg_text(FILE *out, const DrawList *list, const DrawCommand *command) {
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

static bool write_face(FILE *out, const char *asset_dir, const FontFile *file, Err *e) {
    char path[4096];
    OsStatus status;
    int length = snprintf(path, sizeof path, "%s/fonts/%s", asset_dir, file->name);
    FILE *in = length > 0 && (size_t)length < sizeof path ? os_open(path, &status) : NULL;
    if (!in)
        return err_set(e, "the font %s/fonts/%s cannot be read: install backstep again", asset_dir,
                       file->name);
    bool truetype = strstr(file->name, ".ttf") != NULL;
    fprintf(out, "@font-face{font-family:\"%s\";font-weight:%d;font-style:%s;src:url(data:font/%s;base64,",
            file->family, file->weight, file->italic ? "italic" : "normal", truetype ? "ttf" : "otf");
    bool copied = svg_base64(out, in);
    fputs(")}\n", out);
    os_close(in);
    return copied || err_set(e, "the font %s cannot be read: is the disk all right?", path);
}

/* Ligatures and kerning are off: the rasterizer sets each character by itself. */
bool svg_style(FILE *out, const DrawList *list, const char *asset_dir, Err *e) {
    bool used[FONT_COUNT] = {false};
    find_used_faces(list, used);
    fputs("<style>\ntext{white-space:pre;font-kerning:none;font-variant-ligatures:none;"
          "font-feature-settings:\"liga\" 0,\"calt\" 0,\"clig\" 0}\n",
          out);
    for (int i = 0; i < FONT_COUNT; i++)
        if (used[i] && !write_face(out, asset_dir, fonts_file((FontFace)i), e)) return false;
    fputs("</style>\n", out);
    return true;
}
