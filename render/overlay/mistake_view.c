/* mistake_view: what is wrong with a lesson file, over the last good graph: place, sentence, line, caret,
 * hint. */
#include "engine/base/utf8.h"
#include "render/style/views.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "render/draw/rect.h"
#include "render/widget/panel.h"

enum { MOST_TITLE_LINES = 3, MOST_SENTENCE_LINES = 9 };

/* The part of the source line that is shown: so much is left out at its left that the caret is in sight.
 * *caret: the characters before it in what is left. */
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

/* Title and sentence in lines, the first baseline at *y, which is moved behind the last; draw false: only
 * moved. */
static void draw_words(Panel *panel, const char *title, const char *sentence, bool draw, float *y) {
    const Style *style = &panel->style;
    float x = panel->content.x, w = panel->content.w;
    int lines = panel_wrap(panel, FONT_TEXT_BOLD, style->heading, (Point){x, *y}, w, MOST_TITLE_LINES,
                           panel->theme->bad, title, draw);
    *y += (float)lines * style_line(style->heading);
    lines = panel_wrap(panel, FONT_TEXT, style->body, (Point){x, *y}, w, MOST_SENTENCE_LINES,
                       panel->theme->text, sentence, draw);
    *y += (float)lines * style_line(style->body);
}

static float mistake_height(const Panel *panel, const Err *mistake, float words) {
    const Style *style = &panel->style;
    float high = words + 2 * style->pad;
    if (mistake->source[0] != '\0')
        high += style->gap + roundf(style->number * 1.1f) + style_line(style->number);
    if (mistake->hint[0] != '\0') high += style_line(style->body);
    return high;
}

void mistake_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    const Err *mistake = options->mistake;
    char sentence[sizeof mistake->text + sizeof mistake->file + 40];
    write_sentence(mistake, sentence, sizeof sentence);
    Panel panel = {.list = list, .view = view, .texts = view->texts, .theme = options->theme};
    panel.style = style_make(list, options);
    const Style *style = &panel.style;
    const char *title = text_get(view->texts, options->waiting ? "mistake.first" : "mistake.title");
    panel.content = rect_inset(area, style->margin + style->pad, 0);
    float words = 0, bottom = area.y + area.h - style->margin;
    draw_words(&panel, title, sentence, false, &words);
    float high = mistake_height(&panel, mistake, words);
    Rect plate = {area.x + style->margin, roundf(bottom - high), area.w - 2 * style->margin, high};
    list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_PANEL};
    draw_rect(list, plate, style->radius, panel.theme->panel, panel.theme->bad, style->stroke);
    list->mark.role = PART_LABEL;
    float y = roundf(plate.y + style->pad + style->heading * 0.9f);
    draw_words(&panel, title, sentence, true, &y);
    y += style->gap;
    if (mistake->source[0] != '\0') draw_source(&panel, mistake, &y);
    if (mistake->hint[0] != '\0')
        draw_text_in(list, FONT_TEXT_MEDIUM, style->body, (Point){panel.content.x, y}, 0, panel.content.w,
                     panel.theme->good, mistake->hint);
}
