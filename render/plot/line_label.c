/* line_label: words at the line that they name, and marks where a line leaves its plot. */
#include "line_label.h"

#include <math.h>

#include "render/draw/rect.h"

enum { PLACES = 33 }; /* along a line */

#define FAR_ENOUGH 0.4f /* of the plot's height: lines farther apart are told apart no better */

/* The colour of words at a line of that colour: they are read on the panel. */
static Color words_ink(const Theme *theme, Color line) {
    return color_mix(line, theme->text, 0.35f);
}

Point line_label_size(const Panel *panel, const char *words) {
    float gap = panel->style.gap;
    return (Point){fonts_width(panel->list->fonts, FONT_TEXT, panel->style.small, words) + gap,
                   style_line(panel->style.small)};
}

static Point curve_at(const PlotFrame *frame, const ViewCurve *curve, int i) {
    return plot_frame_at(frame, (double)curve->x[i], (double)curve->y[i]);
}

/* How far the nearest other line is, straight up or down, as a share of the plot's height. Lines of one plot have
   the same x. */
static float distance_of(const PlotFrame *frame, const ViewCurve *curves, int count, int own, int i) {
    float nearest = INFINITY;
    for (int k = 0; k < count; k++) {
        if (k == own || curves[k].count != curves[own].count) continue;
        float far = fabsf(curve_at(frame, &curves[k], i).y - curve_at(frame, &curves[own], i).y);
        nearest = fminf(nearest, far);
    }
    return fminf(nearest / frame->area.h, FAR_ENOUGH);
}

/* Above, below, right and left of a point of the line. */
static Rect beside(Point at, Point size, int side, float air) {
    switch (side) {
    case 0:
        return (Rect){at.x - size.x / 2, at.y - size.y - air, size.x, size.y};
    case 1:
        return (Rect){at.x - size.x / 2, at.y + air, size.x, size.y};
    case 2:
        return (Rect){at.x + air, at.y - size.y / 2, size.x, size.y};
    default:
        return (Rect){at.x - size.x - air, at.y - size.y / 2, size.x, size.y};
    }
}

enum {
    NEARBY = 3,
    TRIES = 7
}; /* distances from the line; from the first number on a thin line leads there */

static bool place_at(const Obstacles *fixed, const Obstacles *moving, Point at, Point size, int try,
                     LineLabel *label) {
    static const float cells[TRIES] = {0.2f, 0.8f, 1.4f, 2.5f, 4, 6, 8};
    Rect area = fixed->area;
    float cell = fmaxf(area.h / OBSTACLES_DOWN, area.w / OBSTACLES_ACROSS);
    for (int side = 0; side < 4; side++) {
        *label =
            (LineLabel){.box = beside(at, size, side, cell * cells[try]), .at = at, .leads = try >= NEARBY};
        label->box.x = fmaxf(area.x, fminf(area.x + area.w - size.x, label->box.x));
        if (obstacles_free(fixed, label->box) && (moving == NULL || obstacles_free(moving, label->box)))
            return true;
    }
    return false;
}

#define NEARER 0.04f /* of the plot's height: what a place a distance nearer is worth */

/* The place that is farthest from other lines, near its own. */
static bool place(const PlotFrame *frame, const Obstacles *fixed, const Obstacles *moving,
                  const ViewCurve *curves, int count, int own, Point size, LineLabel *label) {
    const ViewCurve *curve = &curves[own];
    float best = -INFINITY;
    for (int k = 0; k < PLACES; k++) {
        int i = k * (curve->count - 1) / (PLACES - 1);
        Point at = curve_at(frame, curve, i);
        LineLabel found;
        float far = distance_of(frame, curves, count, own, i) + 0.02f * (float)k / PLACES;
        for (int try = 0; try < TRIES && rect_holds(frame->area, at); try++) {
            float worth = far - NEARER * (float)try;
            if (worth <= best) break;
            if (!place_at(fixed, moving, at, size, try, &found)) continue;
            best = worth;
            *label = found;
        }
    }
    return best > -INFINITY;
}

static bool is_seen(const PlotFrame *frame, const ViewCurve *curve) {
    for (int i = 0; i < curve->count; i++)
        if (rect_holds(frame->area, curve_at(frame, curve, i))) return true;
    return false;
}

/* From the right end of the edge on, a free place with an arrow behind it. */
static bool place_at_edge(const PlotFrame *frame, const Obstacles *fixed, const ViewCurve *curve, Point size,
                          LineLabel *label) {
    Rect area = frame->area;
    bool above = curve_at(frame, curve, curve->count / 2).y < area.y;
    float y = above ? area.y + 1 : area.y + area.h - size.y - 1, wide = size.x + size.y;
    for (float x = area.x + area.w - wide - 1; x >= area.x; x -= area.w / OBSTACLES_ACROSS) {
        *label = (LineLabel){.box = {x, y, size.x, size.y}, .outside = true, .above = above};
        if (obstacles_free(fixed, (Rect){x, y, wide, size.y})) return true;
    }
    return false;
}

bool line_label_place(const PlotFrame *frame, const Obstacles *fixed, const Obstacles *moving,
                      const ViewCurve *curves, int count, int own, Point size, LineLabel *label) {
    const ViewCurve *curve = &curves[own];
    if (curve->count < 2) return false;
    if (!is_seen(frame, curve)) return place_at_edge(frame, fixed, curve, size, label);
    if (!place(frame, fixed, NULL, curves, count, own, size, label)) return false;
    if (obstacles_free(moving, label->box)) return true;
    LineLabel stays = *label;
    if (!place(frame, fixed, moving, curves, count, own, size, label)) *label = stays;
    return true;
}

static void draw_exit(Panel *panel, const PlotFrame *frame, float x, bool above, Color ink) {
    Rect area = frame->area;
    float size = 4 * panel->style.unit, tip = above ? area.y : area.y + area.h;
    float base = above ? tip + 1.4f * size : tip - 1.4f * size;
    x = fmaxf(area.x + size, fminf(area.x + area.w - size, x));
    Point arrow[] = {{x, tip}, {x + size, base}, {x - size, base}};
    draw_polygon(panel->list, arrow, 3, ink);
}

void line_label_exits(Panel *panel, const PlotFrame *frame, const ViewCurve *curve, Color ink) {
    Rect area = frame->area;
    float last = -INFINITY, near = 12 * panel->style.unit;
    for (int i = 1; i < curve->count; i++) {
        Point a = curve_at(frame, curve, i - 1), b = curve_at(frame, curve, i);
        for (int k = 0; k < 2; k++) {
            bool above = k == 0;
            float edge = above ? area.y - 0.5f : area.y + area.h + 0.5f;
            bool out_a = above ? a.y < edge : a.y > edge, out_b = above ? b.y < edge : b.y > edge;
            if (out_a == out_b || !isfinite(a.y) || !isfinite(b.y)) continue;
            float x = a.x + (b.x - a.x) * (edge - a.y) / (b.y - a.y);
            if (x - last >= near) draw_exit(panel, frame, x, above, ink);
            last = x;
        }
    }
}

/* To the nearest point beside the box. */
static void draw_lead(Panel *panel, const LineLabel *label, Color line) {
    Rect box = rect_inset(label->box, -1, -1);
    Point to = {fmaxf(box.x, fminf(box.x + box.w, label->at.x)),
                fmaxf(box.y, fminf(box.y + box.h, label->at.y))};
    draw_mark(panel->list, -1, PART_NONE);
    draw_segment(panel->list, to, label->at, line, panel->style.hairline);
}

void line_label_draw(Panel *panel, const PlotFrame *frame, const LineLabel *label, Color line,
                     const char *words) {
    float small = panel->style.small;
    Rect box = label->box;
    Point at = {box.x + panel->style.gap / 2,
                fonts_baseline(panel->list->fonts, FONT_TEXT, small, box.y + box.h / 2)};
    if (label->leads) draw_lead(panel, label, line);
    panel_plate(panel, box);
    draw_text(panel->list, FONT_TEXT, small, at, words_ink(panel->theme, line), words);
    draw_mark(panel->list, -1, PART_NONE);
    if (label->outside) draw_exit(panel, frame, box.x + box.w + box.h / 2, label->above, line);
}
