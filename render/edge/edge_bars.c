/* edge_bars: numbers over bars, bars from zero, and the chosen sample's bars over the range of all samples. */
#include <math.h>
#include <stdio.h>

#include "edge_parts.h"
#include "render/widget/number.h"

enum { MOST_BARS = 64, ACROSS = 3 /* so many numbers stand below each other; more in two columns */ };

static const Slot *slot_of(const Edge *edge) {
    return &edge->view->program->slots[edge->slot];
}

/* The n-th number, row by row. */
static float number_at(const Edge *edge, int n) {
    int cols = slot_of(edge)->cols;
    return view_element(edge->view, edge->slot, n / cols, n % cols);
}

static Color ink_of(const Edge *edge) {
    const Theme *theme = edge->style->theme;
    Role role = slot_of(edge)->role;
    if (role == ROLE_PARAMETER) return theme->parameter;
    return role == ROLE_GRADIENT ? theme->backward : role == ROLE_DATA ? theme->text : theme->forward;
}

/* A number as long as there is room for; nothing where that is too little. */
static void draw_number(const Edge *edge, Rect room, float size, float number) {
    char text[40];
    float cell = fonts_advance(edge->list->fonts, FONT_NUMBER, size, '0');
    int cells = (int)(room.w / cell);
    if (cells < 3) return;
    if (cells >= NUMBER_CELLS)
        text_number(edge->view->texts, text, sizeof text, (double)number, false);
    else
        number_fit(edge->view->texts, (double)number, cells < 7 ? cells : 7, text, sizeof text);
    Color ink = isfinite(number) ? ink_of(edge) : edge->style->theme->bad;
    Point at = {room.x + room.w, fonts_baseline(edge->list->fonts, FONT_NUMBER, size, room.y + room.h / 2)};
    edge->list->mark.role = PART_NUMBER;
    draw_text_in(edge->list, FONT_NUMBER, size, at, 1, 0, ink, text);
    edge->list->mark.role = PART_HEAT;
}

/* A level bar from zero, which stands where all bars have room. */
static void draw_level(const Edge *edge, Rect room, float number, double low, double high) {
    Axis axis = axis_make(low, high, 0, false);
    axis.from = room.x;
    axis.to = room.x + room.w;
    float zero = axis_at(&axis, 0), end = axis_at(&axis, (double)number);
    if (!isfinite(end)) return;
    end = fminf(fmaxf(end, room.x), room.x + room.w);
    draw_fill(edge->list, room, 0, edge->style->theme->faint);
    draw_fill(edge->list, (Rect){fminf(zero, end), room.y, fabsf(end - zero), room.h}, 0, ink_of(edge));
}

static void numbers_range(const Edge *edge, int count, double *low, double *high) {
    float least = 0, most = 0;
    for (int n = 0; n < count; n++) {
        least = fminf(least, number_at(edge, n));
        most = fmaxf(most, number_at(edge, n));
    }
    *low = edge_scale_round((double)least);
    *high = edge_scale_round((double)most);
    if (*low == *high) *high = 1;
}

void edge_bars_few(const Edge *edge) {
    int count = slot_of(edge)->rows * slot_of(edge)->cols, columns = count > ACROSS ? 2 : 1;
    int lines = (count + columns - 1) / columns;
    float air = 4 * edge->unit, wide = (edge->area.w - air * (float)(columns + 1)) / (float)columns;
    float high = (edge->area.h - air) / (float)lines, bar = roundf(3 * edge->unit);
    if (high < edge->text + bar) {
        edge_bars_draw(edge);
        return;
    }
    double least, most;
    numbers_range(edge, count, &least, &most);
    for (int n = 0; n < count; n++) {
        Rect cell = {edge->area.x + air + (wide + air) * (float)(n % columns),
                     edge->area.y + air / 2 + high * (float)(n / columns), wide, high};
        float top = cell.y + (high - edge->text - bar) / 2;
        draw_number(edge, (Rect){cell.x, top, wide, edge->text}, edge->text, number_at(edge, n));
        draw_level(edge, (Rect){cell.x, roundf(top + edge->text), wide, bar}, number_at(edge, n), least,
                   most);
    }
}

void edge_bars_equal(const Edge *edge) {
    char plain[TEXT_NUMBER], number[40], text[80];
    snprintf(plain, sizeof plain, "%.4g", (double)number_at(edge, 0));
    text_decimal(edge->view->texts, number, sizeof number, plain);
    text_fill(edge->view->texts, text, sizeof text, "graph.each", TEXT_STRING("number", number));
    Point at = {edge->area.x + edge->area.w / 2,
                fonts_baseline(edge->list->fonts, FONT_TEXT, edge->text, edge->area.y + edge->area.h / 2)};
    if (fonts_width(edge->list->fonts, FONT_TEXT, edge->text, text) > edge->area.w) return;
    edge->list->mark.role = PART_NUMBER;
    draw_text_in(edge->list, FONT_TEXT, edge->text, at, 0.5f, 0, ink_of(edge), text);
    edge->list->mark.role = PART_HEAT;
}

/* An upright axis over the height of a plot. */
static Axis upright(Rect area, double low, double high) {
    Axis axis = axis_make(low, high, 0.04, false);
    axis.from = area.y + area.h;
    axis.to = area.y;
    return axis;
}

static float bar_end(const Edge *edge, const Axis *axis, float number) {
    float at = axis_at(axis, (double)number);
    return isnan(at) ? axis_at(axis, 0) : fminf(fmaxf(at, edge->area.y), edge->area.y + edge->area.h);
}

/* The n-th of `count` bars between two numbers. */
static void draw_bar(const Edge *edge, Rect room, const Axis *axis, int n, int count, float from, float to,
                     Color ink) {
    float step = room.w / (float)count, gap = step > 4 ? 0.18f * step : 0;
    float a = bar_end(edge, axis, from), b = bar_end(edge, axis, to);
    float left = roundf(room.x + step * (float)n + gap / 2),
          right = roundf(room.x + step * (float)(n + 1) - gap / 2);
    draw_fill(edge->list, (Rect){left, fminf(a, b), fmaxf(right - left, 1), fabsf(a - b)}, 0, ink);
}

static void draw_zero(const Edge *edge, const Axis *axis) {
    float y = roundf(axis_at(axis, 0));
    draw_segment(edge->list, (Point){edge->area.x, y}, (Point){edge->area.x + edge->area.w, y},
                 edge->style->theme->text_dim, edge->style->hairline);
}

void edge_bars_draw(const Edge *edge) {
    int count = slot_of(edge)->rows * slot_of(edge)->cols, row, col;
    int shown = count < MOST_BARS ? count : MOST_BARS;
    double low, high;
    view_chosen(edge->view, edge->slot, &row, &col);
    numbers_range(edge, shown, &low, &high);
    Axis axis = upright(edge->area, low, high);
    int chosen = row * slot_of(edge)->cols + col;
    for (int n = 0; n < shown; n++) {
        Color ink = n == chosen ? edge_ink_bright(edge)
                                : edge_ink_tone(edge, edge_kind_is_parameter(edge->view, edge->slot) ? 0 : n);
        draw_bar(edge, edge->area, &axis, n, shown, 0, number_at(edge, n), ink);
    }
    draw_zero(edge, &axis);
}

/* "+ 236 more" at the top; returns what is left for the bars. */
static Rect draw_more(const Edge *edge, int more) {
    Rect room = edge->area;
    char text[60];
    text_fill(edge->view->texts, text, sizeof text, "graph.columns", TEXT_INT("n", more));
    float wide = fonts_width(edge->list->fonts, FONT_TEXT, edge->text, text), line = 1.2f * edge->text;
    if (wide > room.w || line > room.h / 2) return room;
    Point at = {room.x + room.w - 2 * edge->unit,
                fonts_baseline(edge->list->fonts, FONT_TEXT, edge->text, room.y + line / 2)};
    edge->list->mark.role = PART_LABEL;
    draw_text_in(edge->list, FONT_TEXT, edge->text, at, 1, 0, edge->style->theme->text_dim, text);
    edge->list->mark.role = PART_HEAT;
    return (Rect){room.x, room.y + line, room.w, room.h - line};
}

typedef struct Span {
    float low, high;
} Span;

static Span column_span(const Edge *edge, int col) {
    Span span = {INFINITY, -INFINITY};
    for (int i = 0; i < slot_of(edge)->rows; i++) {
        float number = view_element(edge->view, edge->slot, i, col);
        span.low = fminf(span.low, number);
        span.high = fmaxf(span.high, number);
    }
    return span;
}

void edge_bars_range(const Edge *edge) {
    int cols = slot_of(edge)->cols, shown = cols < MOST_BARS ? cols : MOST_BARS, row, col;
    Span spans[MOST_BARS], all = {0, 0};
    view_chosen(edge->view, edge->slot, &row, &col);
    for (int j = 0; j < shown; j++) {
        spans[j] = column_span(edge, j);
        if (isfinite(spans[j].low)) all.low = fminf(all.low, spans[j].low);
        if (isfinite(spans[j].high)) all.high = fmaxf(all.high, spans[j].high);
    }
    Rect room = cols > shown ? draw_more(edge, cols - shown) : edge->area;
    double low = edge_scale_round((double)all.low), high = edge_scale_round((double)all.high);
    Axis axis = upright(room, low, low == high ? 1 : high);
    Color pale = color_mix(edge->style->theme->plot, edge_ink_tone(edge, 0), 0.3f);
    for (int j = 0; j < shown; j++) {
        Rect bars = {room.x, room.y, fminf(room.w, 24 * edge->unit * (float)shown), room.h};
        bars.x += (room.w - bars.w) / 2;
        if (spans[j].low <= spans[j].high)
            draw_bar(edge, bars, &axis, j, shown, spans[j].low, spans[j].high, pale);
        Color ink = j == col && shown > 1 ? edge_ink_bright(edge) : ink_of(edge);
        draw_bar(edge, bars, &axis, j, shown, 0, view_element(edge->view, edge->slot, row, j), ink);
    }
    draw_zero(edge, &axis);
}
