/* The room render/opening: the first frame of a lesson, before anything is computed.

   opening_view: what the lesson is about in one large sentence, the one key that it takes, and where there is no plot
   the numbers that are given. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "render/draw/rect.h"
#include "render/widget/number.h"
#include "render/widget/panel.h"

/* Of the frame's height. */
#define SENTENCE 0.053f
#define QUIETER  0.031f
#define LEAST    0.024f

enum { MOST_LINES = 12 };

/* The bytes of the first sentence: up to a full stop, and what asks or calls, before a space. */
static size_t first_sentence(const char *text) {
    for (const char *at = text; *at != '\0'; at++)
        if (strchr(".!?", *at) != NULL && (at[1] == ' ' || at[1] == '\0')) return (size_t)(at + 1 - text);
    return strlen(text);
}

/* A text set as large as its room allows. */
typedef struct Setting {
    FontFace face;
    float size;
    int lines;
} Setting;

static Setting set_text(Panel *panel, FontFace face, float largest, float least, Rect room,
                        const char *text) {
    Setting set = {face, roundf(largest), 0};
    for (;; set.size -= 1) {
        set.lines = panel_wrap(panel, face, set.size, (Point){0, 0}, room.w, MOST_LINES + 1,
                               panel->theme->text, text, false);
        if (set.size <= least) return set;
        if (set.lines <= MOST_LINES && (float)set.lines * style_line(set.size) <= room.h) return set;
    }
}

static void draw_text_block(Panel *panel, const Setting *set, Rect *room, Color ink, const char *text) {
    Point at = {room->x, fonts_baseline(panel->list->fonts, set->face, set->size,
                                        room->y + style_line(set->size) / 2)};
    draw_mark(panel->list, -1, PART_LABEL);
    panel_wrap(panel, set->face, set->size, at, room->w, MOST_LINES, ink, text, true);
    rect_cut_top(room, (float)set->lines * style_line(set->size), 0);
}

/* → in a frame, and what it does. A click on it does the same. */
static void draw_key(Panel *panel, Rect room, float size) {
    const View *view = panel->view;
    const Style *style = &panel->style;
    float wide = fminf(3.4f * size, room.w * 0.3f);
    Rect key = {room.x, room.y, wide, room.h};
    int next = view->step < view->steps ? view->program->step_instr[view->step + 1] : -1;
    panel->list->mark = (DrawMark){-1, next, PANEL_EXPLAIN, PART_STEP};
    draw_rect(panel->list, key, style->radius, panel->theme->ground, panel->theme->now, style->thick);
    float arrow = 0.62f * size, middle = key.x + key.w / 2, y = roundf(key.y + key.h / 2);
    Point shaft[] = {{middle - arrow / 2, y}, {middle + arrow / 2, y}};
    Point head[] = {{middle + 0.1f * arrow, y - 0.4f * arrow},
                    {middle + arrow / 2, y},
                    {middle + 0.1f * arrow, y + 0.4f * arrow}};
    draw_line(panel->list, shaft, 2, panel->theme->now, style->thick, 0, 0);
    draw_line(panel->list, head, 3, panel->theme->now, style->thick, 0, 0);
    Rect words = room;
    rect_cut_left(&words, key.w, size * 0.6f);
    const char *text = text_get(panel->texts, "opening.press");
    Setting set = set_text(panel, FONT_TEXT, size, panel->style.least, words, text);
    words.y += (words.h - (float)set.lines * style_line(set.size)) / 2;
    draw_text_block(panel, &set, &words, panel->theme->text, text);
}

void opening_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Panel panel = panel_make(list, view, options);
    style_panel(list, &panel.style, PANEL_EXPLAIN, area);
    float high = (float)list->height, text = fminf(options->text_size, 1.5f);
    float pad = fminf(0.06f * high, area.w * 0.07f);
    Rect room = rect_inset(area, pad, pad);
    if (rect_empty(room)) return;
    float key = fmaxf(roundf(QUIETER * high * text), panel.style.least);
    Rect press = rect_cut_bottom(&room, fminf(2.9f * key, room.h / 3), 0.5f * key);
    draw_key(&panel, press, key);
    const char *about = view->about != NULL ? view->about : view->title;
    char sentence[700];
    size_t bytes = first_sentence(about);
    snprintf(sentence, sizeof sentence, "%.*s", (int)bytes, about);
    float least = fmaxf(roundf(LEAST * high), panel.style.least);
    Setting set = set_text(&panel, FONT_TEXT_BOLD, SENTENCE * high * text, least, room, sentence);
    draw_text_block(&panel, &set, &room, panel.theme->text, sentence);
    const char *rest = about + bytes;
    while (*rest == ' ') rest++;
    rect_cut_top(&room, 0.6f * set.size, 0);
    if (*rest == '\0') return;
    set = set_text(&panel, FONT_TEXT, fminf(QUIETER * high * text, set.size * 0.75f), least, room, rest);
    if ((float)set.lines * style_line(set.size) > room.h || set.lines > MOST_LINES)
        return; /* it is said later */
    draw_text_block(&panel, &set, &room, panel.theme->text_dim, rest);
}

/* ---- the numbers that are given ---- */

enum { MOST_ROWS = 8, MOST_NUMBERS = 6 };

static bool is_given(const Slot *slot) {
    return slot->named && (slot->role == ROLE_DATA || slot->role == ROLE_PARAMETER);
}

/* Which row of the slot the chosen sample is. */
static int row_of(const View *view, const Slot *slot) {
    return slot->sample && view->selection.sample < slot->rows ? view->selection.sample : 0;
}

/* "0.05  0.10", or the shape where there are many. */
static void write_numbers(const View *view, int number, char *out, size_t size) {
    const Slot *slot = &view->program->slots[number];
    int rows = slot->sample ? 1 : slot->rows, first = row_of(view, slot);
    size_t used = 0;
    out[0] = '\0';
    if (!view->known[number] || rows * slot->cols > MOST_NUMBERS) {
        number_shape(slot, out, size);
        return;
    }
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < slot->cols && used < size; j++) {
            char text[TEXT_NUMBER];
            text_number(view->texts, text, sizeof text, (double)view_element(view, number, first + i, j),
                        false);
            used += (size_t)snprintf(out + used, size - used, "%s%s", used > 0 ? "   " : "", text);
        }
}

static void draw_given(Panel *panel, int slot, Rect row, float size) {
    const View *view = panel->view;
    char text[MOST_NUMBERS * TEXT_NUMBER];
    float middle = row.y + row.h / 2, names = row.w * 0.24f;
    Point at = {row.x + names / 2, fonts_baseline(panel->list->fonts, FONT_NUMBER, size, middle)};
    draw_mark(panel->list, slot, PART_LABEL);
    panel_draw_name(panel->list, view, panel->theme, slot, 1.15f * size, names, at, (Color){0});
    write_numbers(view, slot, text, sizeof text);
    bool parameter = view->program->slots[slot].role == ROLE_PARAMETER;
    float fits = fonts_fit(panel->list->fonts, FONT_NUMBER, size, panel->style.least, row.w - names, text);
    draw_mark(panel->list, slot, PART_NUMBER);
    draw_text_in(panel->list, FONT_NUMBER, fits, (Point){row.x + names, at.y}, 0, row.w - names,
                 parameter ? panel->theme->parameter : panel->theme->text, text);
}

void opening_given_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Panel panel = panel_begin(list, view, options, PANEL_PLOT, area, (Point){420, 250}, PANEL_TEXT);
    const Program *program = view->program;
    int given[MOST_ROWS], count = 0, more = 0;
    for (int i = 0; i < program->slot_count; i++)
        if (is_given(&program->slots[i]) && count < MOST_ROWS)
            given[count++] = i;
        else
            more += is_given(&program->slots[i]);
    if (rect_empty(panel.content) || count == 0) return;
    Rect room = panel.content;
    float size = fminf(panel.style.heading, room.h / (float)(count + 2) / 1.5f);
    size = fmaxf(roundf(size), panel.style.least);
    float line = fminf(room.h / (float)(count + 1), 2.6f * size);
    Rect row = {room.x, room.y + (room.h - line * (float)(count + 1)) / 2, room.w, line};
    char title[120];
    text_fill(panel.texts, title, sizeof title, more > 0 ? "opening.given_more" : "opening.given",
              TEXT_INT("more", more));
    draw_mark(list, -1, PART_LABEL);
    draw_text_in(list, FONT_TEXT, size,
                 (Point){row.x, fonts_baseline(list->fonts, FONT_TEXT, size, row.y + row.h / 2)}, 0, row.w,
                 panel.theme->text_dim, title);
    for (int i = 0; i < count; i++) {
        row.y += line;
        draw_given(&panel, given[i], row, size);
    }
}
