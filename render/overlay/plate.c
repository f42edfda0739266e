/* plate: a plate over the panels: a lesson's mistake, a verdict on a hunt, a message, an exact value. */
#include "plate.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "render/draw/rect.h"
#include "render/widget/panel.h"

static void draw_ground(DrawList *list, Rect plate, float radius, Color fill, Color outline, float width) {
    list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_PANEL};
    draw_rect(list, plate, radius, fill, outline, width);
    list->mark.role = PART_LABEL;
}

/* A title and a text under it. */
typedef struct Words {
    const char *title, *text;
    Color ink;      /* of title and outline */
    float size;     /* em of the text */
    int most_lines; /* of the text */
} Words;

enum { MOST_TITLE_LINES = 3 };

/* Title and text from the baseline *y on, which moves behind the last line; draw false: only moves it. */
static void draw_words(Panel *panel, const Words *words, bool draw, float *y) {
    float x = panel->content.x, w = panel->content.w, heading = panel->style.heading;
    int lines = panel_wrap(panel, FONT_TEXT_BOLD, heading, (Point){x, *y}, w, MOST_TITLE_LINES, words->ink,
                           words->title, draw);
    *y += (float)lines * style_line(heading);
    lines = panel_wrap(panel, FONT_TEXT, words->size, (Point){x, *y}, w, words->most_lines,
                       panel->theme->text, words->text, draw);
    *y += (float)lines * style_line(words->size);
}

static float words_height(Panel *panel, const Words *words) {
    float y = 0;
    draw_words(panel, words, false, &y);
    return y;
}

/* What is written on a plate of `area`'s width. */
static Panel plate_panel(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Panel panel = {.list = list, .view = view, .texts = view->texts, .theme = options->theme};
    panel.style = style_make(list, options);
    panel.content = rect_inset(area, panel.style.margin + panel.style.pad, 0);
    return panel;
}

/* A plate `high` pixels high, a margin above `bottom`, with the words from its top on. Returns their end. */
static float draw_plate(Panel *panel, const Words *words, Rect area, float bottom, float high, float lead) {
    const Style *style = &panel->style;
    Rect plate = {area.x + style->margin, roundf(bottom - style->margin - high), area.w - 2 * style->margin,
                  high};
    draw_ground(panel->list, plate, style->radius, panel->theme->panel, words->ink, style->stroke);
    float y = roundf(plate.y + style->pad + style->heading * lead);
    draw_words(panel, words, true, &y);
    return y;
}

/* A mistake: place, sentence, line, caret, hint. */

/* The part of the source line that is shown: so much is left out at its left that the caret is in sight.
   *caret: the characters before it in what is left. */
static const char *shown_source(const Panel *panel, const Err *mistake, int *caret) {
    float letter = fonts_width(panel->list->fonts, FONT_NUMBER, panel->style.number, "0");
    int room = (int)(panel->content.w / letter), skipped = mistake->caret - room * 3 / 4;
    const char *at = mistake->source;
    *caret = mistake->caret;
    if (mistake->caret < room || skipped <= 0) return at;
    for (int i = 0; i < skipped && *at != '\0'; i++) utf8_next(&at);
    *caret -= skipped;
    return at;
}

/* The source line with its caret below, from the baseline at *y on, which is moved on. */
static void draw_source(Panel *panel, const Err *mistake, float *y) {
    float size = panel->style.number, x = panel->content.x;
    float letter = fonts_width(panel->list->fonts, FONT_NUMBER, size, "0");
    int caret;
    const char *source = shown_source(panel, mistake, &caret);
    draw_text_in(panel->list, FONT_NUMBER, size, (Point){x, *y}, 0, panel->content.w, panel->theme->text,
                 source);
    *y += roundf(size * 1.1f);
    draw_text(panel->list, FONT_NUMBER_BOLD, size, (Point){x + (float)caret * letter, *y}, panel->theme->bad,
              "^");
    *y += style_line(size);
}

/* "my.lesson:12:8: sentence", without the folders. */
static void write_sentence(const Err *mistake, char *out, size_t size) {
    const char *slash = strrchr(mistake->file, '/'), *file = slash != NULL ? slash + 1 : mistake->file;
    if (mistake->place.line > 0)
        snprintf(out, size, "%s:%d:%d: %s", file, mistake->place.line, mistake->place.column, mistake->text);
    else
        snprintf(out, size, "%s%s%s", file, *file != '\0' ? ": " : "", mistake->text);
}

static float mistake_height(const Panel *panel, const Err *mistake, float words) {
    const Style *style = &panel->style;
    float high = words + 2 * style->pad;
    if (mistake->source[0] != '\0')
        high += style->gap + roundf(style->number * 1.1f) + style_line(style->number);
    if (mistake->hint[0] != '\0') high += style_line(style->body);
    return high;
}

void plate_draw_mistake(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    const Err *mistake = options->mistake;
    char sentence[sizeof mistake->text + sizeof mistake->file + 40];
    write_sentence(mistake, sentence, sizeof sentence);
    Panel panel = plate_panel(list, view, options, area);
    Words words = {.title = text_get(view->texts, options->waiting ? "mistake.first" : "mistake.title"),
                   .text = sentence,
                   .ink = panel.theme->bad,
                   .size = panel.style.body,
                   .most_lines = 9};
    float high = mistake_height(&panel, mistake, words_height(&panel, &words));
    float y = draw_plate(&panel, &words, area, area.y + area.h, high, 0.9f) + panel.style.gap;
    if (mistake->source[0] != '\0') draw_source(&panel, mistake, &y);
    if (mistake->hint[0] != '\0')
        draw_text_in(list, FONT_TEXT_MEDIUM, panel.style.body, (Point){panel.content.x, y}, 0,
                     panel.content.w, panel.theme->good, mistake->hint);
}

/* In the largest text with which the plate is no higher than its room, but not below the least. */
void plate_draw_verdict(DrawList *list, const View *view, const SceneOptions *options, Rect area,
                        Rect explain) {
    Panel panel = plate_panel(list, view, options, area);
    const Style *style = &panel.style;
    Words words = {.title = options->verdict_title,
                   .text = options->verdict,
                   .ink = options->verdict_good ? panel.theme->good : panel.theme->bad,
                   .most_lines = 60};
    float bottom = rect_empty(explain) || options->enlarged != 0 ? area.y + area.h : explain.y, high;
    for (words.size = style->body;; words.size -= 1) {
        high = words_height(&panel, &words) + 1.5f * style->pad;
        if (high <= bottom - area.y - 2 * style->margin || words.size - 1 < style->least) break;
    }
    draw_plate(&panel, &words, area, bottom, high, 0.7f);
}

/* Messages and values: text in the panel's colour on a plate in the text's. */

static float line_pad(const Style *style) {
    return style->gap * 1.5f;
}

/* How wide a line of text is, and may be. */
static float line_width(DrawList *list, const Style *style, Rect area, const char *text, float *most) {
    *most = area.w - 2 * style->margin - 2 * line_pad(style);
    return fminf(fonts_width(list->fonts, FONT_TEXT, style->body, text), *most);
}

static float line_baseline(DrawList *list, const Style *style, float middle) {
    return roundf(middle + fonts_ascent(list->fonts, FONT_TEXT, style->body) / 2);
}

void plate_draw_value(DrawList *list, const Style *style, Rect area, Point pointer, const char *text) {
    const Theme *theme = style->theme;
    float pad = line_pad(style), high = style_line(style->body) + pad, below = 18 * style->unit, most;
    float width = line_width(list, style, area, text, &most) + 2 * pad;
    if (pointer.y + below + high > area.y + area.h - style->margin) below = -below - high;
    Rect room = rect_inset(area, style->margin, style->margin);
    Rect plate = {pointer.x - width / 2, pointer.y + below, width, high};
    plate.x = roundf(fminf(fmaxf(plate.x, room.x), room.x + room.w - width));
    plate.y = roundf(fminf(fmaxf(plate.y, room.y), room.y + room.h - high));
    draw_ground(list, plate, style->radius * 0.7f, theme->text, (Color){0}, 0);
    Point at = {plate.x + pad, line_baseline(list, style, plate.y + plate.h / 2)};
    draw_text_in(list, FONT_TEXT, style->body, at, 0, most, theme->panel, text);
}

void plate_draw_message(DrawList *list, const View *view, const Style *style, Rect area, float bottom,
                        const char *text) {
    enum { MOST_LINES = 6 };
    Panel panel = {.list = list, .view = view, .texts = view->texts, .theme = style->theme, .style = *style};
    float pad = line_pad(style), line = style_line(style->body), most;
    float width = line_width(list, style, area, text, &most);
    Color ink = style->theme->panel;
    Point at = {roundf(area.x + (area.w - width) / 2), 0};
    int lines = panel_wrap(&panel, FONT_TEXT, style->body, at, most, MOST_LINES, ink, text, false);
    float high = (float)lines * line + pad;
    Rect plate = {at.x - pad, roundf(bottom - high), width + 2 * pad, high};
    draw_ground(list, plate, style->radius * 0.7f, style->theme->text, (Color){0}, 0);
    at.y = line_baseline(list, style, plate.y + (line + pad) / 2);
    panel_wrap(&panel, FONT_TEXT, style->body, at, most, MOST_LINES, ink, text, true);
}
