/* slope_plot: the loss as a function of one element: the point of now, its tangent, the numeric check under a lens,
   and the step that the update takes. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "explain.h"
#include "render/draw/rect.h"
#include "render/widget/obstacles.h"

typedef struct SlopePlot {
    Panel *panel;
    const ViewSlope *slope;
    PlotFrame frame;
    Obstacles taken; /* where something is drawn, or a label stands */
    Point now;       /* the point of now */
    Point from, tip; /* of the step's arrow */
    int longer;      /* how many times longer than it is the arrow is drawn; 0: there is none */
    bool inside;     /* where the step lands is in the plot, and apart from the point of now */
    Point lands;
} SlopePlot;

static float percent(const SlopePlot *plot, float of_height) {
    return of_height / 100 * (float)plot->panel->list->height;
}

/* ---- what is drawn ---- */

static void draw_curve(SlopePlot *plot) {
    const ViewCurve *curve = &plot->slope->curve;
    PlotPen pen = {.ink = plot->panel->theme->loss, .width = percent(plot, 0.5f)};
    draw_mark(plot->panel->list, plot->panel->view->program->loss, PART_NONE);
    plot_frame_line(plot->panel->list, &plot->frame, curve->x, curve->y, curve->count, pen);
    obstacles_add_line(&plot->taken, &plot->frame, curve->x, curve->y, curve->count);
}

static void draw_tangent(SlopePlot *plot) {
    const ViewSlope *slope = plot->slope;
    double half = 0.22 * plot->frame.x.span;
    float x[3], y[3];
    for (int i = 0; i < 3; i++) {
        x[i] = (float)(slope->at + (i - 1) * half);
        y[i] = (float)(slope->loss + (i - 1) * half * slope->slope);
    }
    PlotPen pen = {.ink = plot->panel->theme->backward, .width = percent(plot, 0.35f)};
    draw_mark(plot->panel->list, plot->panel->view->selection.slot, PART_NONE);
    plot_frame_line(plot->panel->list, &plot->frame, x, y, 3, pen);
    obstacles_add_line(&plot->taken, &plot->frame, x, y, 3);
}

/* 1, 2, 5, 10, 20, … times longer, so that it is seen; 0: it could not be. */
static int times_longer(float length, float least) {
    static const int factors[] = {1, 2, 5};
    int power = 1;
    for (int i = 0; i < 21; i++) {
        int times = factors[i % 3] * power;
        if (length * (float)times >= least) return times;
        if (i % 3 == 2) power *= 10;
    }
    return 0;
}

static void find_step(SlopePlot *plot) {
    const ViewSlope *slope = plot->slope;
    const Rect area = plot->frame.area;
    if (!slope->lands) return;
    float to = axis_at(&plot->frame.x, slope->to), least = percent(plot, 4), length = to - plot->now.x;
    plot->longer = times_longer(fabsf(length), least);
    if (plot->longer == 0) return;
    float lift = plot->longer > 1 ? percent(plot, 4.4f) : 0;
    plot->from = (Point){plot->now.x, plot->now.y - lift};
    if (plot->from.y < area.y + percent(plot, 1.5f)) plot->from.y = plot->now.y + lift;
    float tip = plot->now.x + length * (float)plot->longer;
    plot->tip = (Point){fmaxf(area.x, fminf(area.x + area.w, tip)), plot->from.y};
    plot->lands = plot_frame_at(&plot->frame, slope->to, slope->loss_to);
    plot->inside = plot->longer == 1 && rect_holds(area, plot->lands);
}

static void draw_dashed(SlopePlot *plot, Point a, Point b, Color ink) {
    Point points[] = {a, b};
    float dash = percent(plot, 0.6f);
    if (a.x != b.x || a.y != b.y)
        draw_line(plot->panel->list, points, 2, ink, plot->panel->style.stroke, dash, dash);
}

static void draw_step(SlopePlot *plot) {
    DrawList *list = plot->panel->list;
    Color ink = plot->panel->theme->parameter;
    float head = percent(plot, 1.3f);
    draw_mark(list, plot->slope->slot, PART_NONE);
    if (plot->longer == 0) return;
    draw_dashed(plot, plot->now, plot->from, plot->panel->theme->now);
    if (plot->inside) draw_dashed(plot, plot->tip, plot->lands, ink);
    draw_arrow(list, plot->from, plot->tip, ink, percent(plot, 0.55f), head, 0.62f * head);
    Rect box = {fminf(plot->from.x, plot->tip.x), plot->from.y - head * 0.7f,
                fabsf(plot->tip.x - plot->from.x), 1.4f * head};
    obstacles_add_box(&plot->taken, box);
    obstacles_add_box(&plot->taken, (Rect){plot->now.x - 2, fminf(plot->now.y, plot->from.y), 4,
                                           fabsf(plot->now.y - plot->from.y)});
}

static void draw_ring(SlopePlot *plot) {
    float radius = percent(plot, 0.85f);
    if (!plot->inside) return;
    draw_mark(plot->panel->list, plot->slope->slot, PART_NONE);
    draw_disc(plot->panel->list, plot->lands, radius, plot->panel->theme->panel,
              plot->panel->theme->parameter, percent(plot, 0.4f));
    obstacles_add_box(&plot->taken,
                      (Rect){plot->lands.x - radius, plot->lands.y - radius, 2 * radius, 2 * radius});
}

/* Where an element stands on the axis below. */
static void draw_tick(const SlopePlot *plot, double value, Color ink) {
    Rect area = plot->frame.area;
    float x = axis_at(&plot->frame.x, value), half = percent(plot, 0.9f), bottom = area.y + area.h;
    if (x < area.x || x > area.x + area.w) return;
    draw_segment(plot->panel->list, (Point){x, bottom - half}, (Point){x, bottom + half / 3}, ink,
                 percent(plot, 0.4f));
}

static void draw_point(SlopePlot *plot) {
    float radius = percent(plot, 1.0f);
    draw_disc(plot->panel->list, plot->now, radius, plot->panel->theme->now, (Color){0}, 0);
    obstacles_add_box(&plot->taken,
                      (Rect){plot->now.x - radius, plot->now.y - radius, 2 * radius, 2 * radius});
}

/* ---- labels, each where nothing is drawn ---- */

enum { LABEL_PARTS = 4, LABEL_LINES = 3 };

typedef struct LabelPart {
    FontFace face;
    Color ink;
    const char *text;
} LabelPart;

/* Lines of text in parts, flush left. */
typedef struct Label {
    LabelPart parts[LABEL_LINES][LABEL_PARTS];
    int lines;
    float size, width, line;
} Label;

static void label_add(Label *label, FontFace face, Color ink, const char *text) {
    for (int i = 0; i < LABEL_PARTS; i++) {
        LabelPart *part = &label->parts[label->lines - 1][i];
        if (part->text != NULL) continue;
        *part = (LabelPart){face, ink, text};
        return;
    }
}

static void label_measure(const SlopePlot *plot, Label *label) {
    Fonts *fonts = plot->panel->list->fonts;
    label->line = roundf(label->size * 1.25f);
    label->width = 0;
    for (int i = 0; i < label->lines; i++) {
        float width = 0;
        for (int k = 0; k < LABEL_PARTS && label->parts[i][k].text != NULL; k++)
            width += fonts_width(fonts, label->parts[i][k].face, label->size, label->parts[i][k].text);
        label->width = fmaxf(label->width, width);
    }
}

static void label_draw(SlopePlot *plot, const Label *label, Rect box) {
    Panel *panel = plot->panel;
    obstacles_add_box(&plot->taken, box);
    draw_mark(panel->list, -1, PART_PLATE); /* no grid line shows through */
    draw_fill(panel->list, box, 3 * panel->style.unit, panel->theme->panel);
    draw_mark(panel->list, -1, PART_LABEL);
    for (int i = 0; i < label->lines; i++) {
        float middle = box.y + label->line * ((float)i + 0.5f), x = box.x + panel->style.gap / 2;
        Point at = {x, fonts_baseline(panel->list->fonts, FONT_NUMBER, label->size, middle)};
        for (int k = 0; k < LABEL_PARTS && label->parts[i][k].text != NULL; k++) {
            const LabelPart *part = &label->parts[i][k];
            at.x += draw_text(panel->list, part->face, label->size, at, part->ink, part->text);
        }
    }
}

/* Whether a box stands within the plot, on nothing and with some air around it. */
static bool is_free(const SlopePlot *plot, Rect box) {
    const Rect area = plot->frame.area;
    const float air = percent(plot, 0.25f), right = area.x + area.w, bottom = area.y + area.h;
    if (box.x < area.x || box.y < area.y || box.x + box.w > right || box.y + box.h > bottom) return false;
    Rect wide = {fmaxf(area.x, box.x - air), fmaxf(area.y, box.y - air), 0, 0};
    wide.w = fminf(right, box.x + box.w + air) - wide.x;
    wide.h = fminf(bottom, box.y + box.h + air) - wide.y;
    return obstacles_free(&plot->taken, wide);
}

/* Where a box may stand: its place beside an anchor, −1: left of it or above, 0: in its middle, 1: right, below. */
typedef struct Side {
    float across, down;
} Side;

static Rect beside(Point anchor, Side side, float width, float height, float air) {
    Rect box = {anchor.x - width / 2 + side.across * (width / 2 + air),
                anchor.y - height / 2 + side.down * (height / 2 + air), width, height};
    return box;
}

/* The nearest free place of all, not too far off to be seen to belong to the anchor. */
static bool find_nearest(const SlopePlot *plot, Point anchor, float width, float height, Rect *box) {
    const Rect area = plot->frame.area;
    float across = area.w / OBSTACLES_ACROSS * 2, down = area.h / OBSTACLES_DOWN * 2,
          best = percent(plot, 22);
    bool found = false;
    for (float y = area.y; y + height <= area.y + area.h; y += down)
        for (float x = area.x; x + width <= area.x + area.w; x += across) {
            Rect here = {x, y, width, height};
            float far = hypotf(fmaxf(0, fmaxf(x - anchor.x, anchor.x - x - width)),
                               fmaxf(0, fmaxf(y - anchor.y, anchor.y - y - height)));
            if (far >= best || !is_free(plot, here)) continue;
            best = far;
            *box = here;
            found = true;
        }
    return found;
}

/* The first of the sides, near and then further off, where nothing is; else the nearest free place. */
static bool find_place(const SlopePlot *plot, Point anchor, const Side *sides, int count, float width,
                       float height, Rect *box) {
    for (float air = percent(plot, 1.2f); air < percent(plot, 5); air *= 1.6f)
        for (int i = 0; i < count; i++) {
            *box = beside(anchor, sides[i], width, height, air);
            if (is_free(plot, *box)) return true;
        }
    return find_nearest(plot, anchor, width, height, box);
}

/* In its size, or where it finds no place so in that of notes at text size 1. Returns whether there is a place. */
static bool place_label(SlopePlot *plot, Label *label, Point anchor, const Side *sides, int count) {
    const float usual = label->size, least = fmaxf(percent(plot, 2.2f), plot->panel->style.least);
    for (;; label->size = fmaxf(least, label->size * 0.85f)) {
        Rect box;
        label_measure(plot, label);
        float width = label->width + plot->panel->style.gap, height = label->line * (float)label->lines;
        if (find_place(plot, anchor, sides, count, width, height, &box)) {
            label_draw(plot, label, box);
            return true;
        }
        if (label->size <= least) break;
    }
    label->size = usual;
    return false;
}

#define SIDES(sides) sides, sizeof(sides) / sizeof *(sides)

static void write_number(const SlopePlot *plot, double number, bool sign, char *out, size_t size) {
    text_number(plot->panel->texts, out, size, number, sign);
}

/* The loss where the step lands, in as many digits as tell it apart from the one of now. */
static void write_landing(const SlopePlot *plot, char *out, size_t size) {
    char plain[40], here[40];
    write_number(plot, plot->slope->loss, false, here, sizeof here);
    write_number(plot, plot->slope->loss_to, false, out, size);
    for (int digits = 5; strcmp(here, out) == 0 && digits <= 9; digits++) {
        snprintf(here, sizeof here, "%.*g", digits, plot->slope->loss);
        snprintf(plain, sizeof plain, "%.*g", digits, plot->slope->loss_to);
        if (strcmp(plain, here) == 0)
            memcpy(out, here, strlen(here) + 1);
        else
            text_decimal(plot->panel->texts, out, size, plain);
    }
}

/* And where the step lands, if that is no point of its own. */
static void label_loss(SlopePlot *plot) {
    static const Side falling[] = {{-1, 0}, {-1, 1}, {1, -1}, {1, 0}, {0, 1}, {-1, -1}, {1, 1}},
                      rising[] = {{1, 0}, {1, 1}, {-1, -1}, {-1, 0}, {0, 1}, {1, -1}, {-1, 1}};
    char number[TEXT_NUMBER], landing[TEXT_NUMBER];
    Label label = {.lines = 1, .size = plot->panel->style.number};
    write_number(plot, plot->slope->loss, false, number, sizeof number);
    label_add(&label, FONT_NUMBER_BOLD, plot->panel->theme->loss, number);
    if (plot->slope->lands && !plot->inside && plot->slope->to != plot->slope->at) {
        write_landing(plot, landing, sizeof landing);
        label_add(&label, FONT_NUMBER, plot->panel->theme->text_dim, " → ");
        label_add(&label, FONT_NUMBER, plot->panel->theme->parameter, landing);
    }
    if (plot->slope->slope < 0)
        place_label(plot, &label, plot->now, SIDES(falling));
    else
        place_label(plot, &label, plot->now, SIDES(rising));
}

/* "−lr · slope = +0.1097", and that it is drawn longer than it is. */
static void label_step(SlopePlot *plot) {
    static const Side right[] = {{1, 0}, {1, -1}, {1, 1}, {0, -1}, {0, 1}, {-1, -1}, {-1, 1}},
                      left[] = {{-1, 0}, {-1, -1}, {-1, 1}, {0, -1}, {0, 1}, {1, -1}, {1, 1}};
    const ViewSlope *slope = plot->slope;
    const Theme *theme = plot->panel->theme;
    const Texts *texts = plot->panel->texts;
    char number[TEXT_NUMBER], longer[96];
    if (!slope->lands) return;
    Label label = {.lines = 1, .size = plot->panel->style.number};
    write_number(plot, slope->to - slope->at, true, number, sizeof number);
    if (slope->plain) {
        label_add(&label, FONT_TEXT, theme->text, text_get(texts, "slope.rate"));
        label_add(&label, FONT_TEXT, theme->backward, text_get(texts, "slope.slope"));
    } else {
        label_add(&label, FONT_TEXT, theme->text, text_get(texts, "slope.step"));
    }
    label_add(&label, FONT_TEXT, theme->text, " = ");
    label_add(&label, FONT_NUMBER_BOLD, theme->parameter, number);
    if (plot->longer > 1) {
        text_fill(texts, longer, sizeof longer, "slope.longer", TEXT_INT("n", plot->longer));
        label.lines++;
        label_add(&label, FONT_TEXT, theme->text_dim, longer);
    }
    Point anchor = plot->longer > 0 ? plot->tip : plot->now;
    const Side *sides = slope->to < slope->at ? left : right;
    while (label.lines > 0 && !place_label(plot, &label, anchor, sides, sizeof left / sizeof *left))
        label.lines--;
    if (label.lines == 2 || plot->longer <= 1) return;
    Label note = {.lines = 1, .size = plot->panel->style.small};
    label_add(&note, FONT_TEXT, theme->text_dim, longer);
    place_label(plot, &note, anchor, sides, sizeof left / sizeof *left);
}

static void label_landing(SlopePlot *plot) {
    static const Side right[] = {{1, 0}, {1, 1}, {1, -1}, {-1, 1}, {0, 1}, {-1, 0}},
                      left[] = {{-1, 0}, {-1, 1}, {-1, -1}, {1, 1}, {0, 1}, {1, 0}};
    char number[TEXT_NUMBER];
    Label label = {.lines = 1, .size = plot->panel->style.number};
    if (!plot->inside) return;
    write_number(plot, plot->slope->loss_to, false, number, sizeof number);
    label_add(&label, FONT_NUMBER, plot->panel->theme->parameter, number);
    if (plot->slope->to < plot->slope->at)
        place_label(plot, &label, plot->lands, SIDES(left));
    else
        place_label(plot, &label, plot->lands, SIDES(right));
}

static void label_slope(SlopePlot *plot) {
    static const Side falling[] = {{-1, 1}, {-1, 0}, {1, -1}, {0, 1}, {1, 0}, {-1, -1}},
                      rising[] = {{1, 1}, {1, 0}, {-1, -1}, {0, 1}, {-1, 0}, {1, -1}};
    const Theme *theme = plot->panel->theme;
    char number[TEXT_NUMBER];
    const ViewSlope *slope = plot->slope;
    Label label = {.lines = 1, .size = plot->panel->style.number};
    write_number(plot, slope->slope, true, number, sizeof number);
    label_add(&label, FONT_TEXT, theme->backward, text_get(plot->panel->texts, "slope.slope"));
    label_add(&label, FONT_TEXT, theme->backward, " ");
    label_add(&label, FONT_NUMBER_BOLD, theme->backward, number);
    double out = 0.12 * plot->frame.x.span; /* along the tangent, down the slope */
    double down = slope->slope < 0 ? out : -out;
    Point anchor = plot_frame_at(&plot->frame, slope->at + down, slope->loss + down * slope->slope);
    const Rect area = plot->frame.area;
    anchor.y = fminf(anchor.y, area.y + area.h - 2 * label.size);
    if (slope->slope < 0)
        place_label(plot, &label, anchor, SIDES(falling));
    else
        place_label(plot, &label, anchor, SIDES(rising));
}

/* ---- the lens over the two points of the numeric check ---- */

static bool find_lens(const SlopePlot *plot, Rect *box) {
    const Rect area = plot->frame.area;
    static const Point corners[] = {{1, 0},    {1, 1},    {0, 1},    {0, 0},
                                    {1, 0.5f}, {0, 0.5f}, {0.6f, 0}, {0.4f, 1}};
    const Style *style = &plot->panel->style;
    float width = 8.8f * style->small, height = 3.4f * style->small, edge = style->gap / 2;
    for (size_t i = 0; i < sizeof corners / sizeof *corners; i++) {
        *box = (Rect){area.x + edge + corners[i].x * (area.w - width - 2 * edge),
                      area.y + edge + corners[i].y * (area.h - height - 2 * edge), width, height};
        if (is_free(plot, *box)) return true;
    }
    return false;
}

static const char *const lens_names[] = {"𝑤 − 𝜀", "𝑤 + 𝜀"};

/* Beside the points, outwards. */
static void label_lens(const SlopePlot *plot, Rect box, const Point ends[2]) {
    DrawList *list = plot->panel->list;
    float size = plot->panel->style.small, air = percent(plot, 0.7f), ascent = 0.68f * size;
    draw_mark(list, -1, PART_LABEL);
    for (int i = 0; i < 2; i++) {
        float x = ends[i].x + (i == 0 ? -1 : 1) * 1.6f * air;
        float y = fmaxf(box.y + air + ascent, fminf(ends[i].y + ascent / 2, box.y + box.h - air));
        draw_text_in(list, FONT_MATH, size, (Point){x, y}, i == 0 ? 1 : 0, 0, plot->panel->theme->good,
                     lens_names[i]);
    }
}

/* The curve as it is there, between the points and a little beyond, with the slope that the plot has. */
static void draw_lens_curve(const SlopePlot *plot, Rect box, Point ends[2]) {
    const ViewSlope *slope = plot->slope;
    DrawList *list = plot->panel->list;
    const PlotFrame *frame = &plot->frame;
    double across = (double)frame->area.w / frame->x.span, down = -(double)frame->area.h / frame->y.span;
    double heights[] = {(slope->minus - slope->loss) * down, (slope->plus - slope->loss) * down};
    double step = slope->step * across, most = fmax(fabs(heights[0]), fabs(heights[1]));
    double by = fmin(0.13 * (double)box.w / step, most > 0 ? 0.24 * (double)box.h / most : INFINITY);
    Point middle = {box.x + box.w / 2, box.y + box.h / 2}, line[5] = {[2] = middle};
    for (int i = 0; i < 2; i++) {
        const float way = i == 0 ? -1 : 1, on = 1.15f;
        ends[i] = (Point){middle.x + way * (float)(step * by), middle.y + (float)(heights[i] * by)};
        line[i == 0 ? 0 : 4] =
            (Point){middle.x + on * (ends[i].x - middle.x), middle.y + on * (ends[i].y - middle.y)};
        line[i == 0 ? 1 : 3] = ends[i];
    }
    draw_mark(list, plot->panel->view->program->loss, PART_NONE);
    draw_line(list, line, 5, plot->panel->theme->loss, percent(plot, 0.4f), 0, 0);
    for (int i = 0; i < 2; i++)
        draw_disc(list, ends[i], percent(plot, 0.75f), plot->panel->theme->good, (Color){0}, 0);
}

static void draw_lens(SlopePlot *plot) {
    const Theme *theme = plot->panel->theme;
    DrawList *list = plot->panel->list;
    const Style *style = &plot->panel->style;
    Rect box;
    Point ends[2];
    if (!(plot->slope->step > 0) || !find_lens(plot, &box)) return;
    Point near = {fmaxf(box.x, fminf(plot->now.x, box.x + box.w)),
                  fmaxf(box.y, fminf(plot->now.y, box.y + box.h))};
    draw_mark(list, -1, PART_NONE);
    draw_segment(list, plot->now, near, color_alpha(theme->good, 0.7f), style->hairline);
    draw_rect(list, box, 2 * style->hairline, theme->panel, theme->good, style->stroke);
    draw_lens_curve(plot, box, ends);
    obstacles_add_box(&plot->taken, box);
    label_lens(plot, box, ends);
}

/* ---- the whole ---- */

static PlotFrame make_frame(const Panel *panel, Rect room, const Math *x_name, const Math *y_name) {
    const ViewSlope *slope = &panel->view->slope;
    const ViewCurve *curve = &slope->curve;
    Axis x = axis_make((double)curve->x[0], (double)curve->x[curve->count - 1], 0, false),
         y = axis_make(slope->low, slope->high, 0, false);
    PlotFrame frame =
        plot_frame_make(panel->list->fonts, &panel->style, panel->texts, room, x, y, x_name, y_name);
    float left = frame.area.x - panel->style.gap / 2; /* what reaches under the labels of y is left out */
    AxisTicks *ticks = &frame.x_ticks;
    while (ticks->count > 0 && ticks->ticks[0].at - fonts_width(panel->list->fonts, FONT_NUMBER,
                                                                panel->style.small, ticks->ticks[0].label) /
                                                        2 <
                                   left)
        memmove(ticks->ticks, ticks->ticks + 1, (size_t)--ticks->count * sizeof *ticks->ticks);
    return frame;
}

void slope_plot_draw(Panel *panel, Rect room) {
    const View *view = panel->view;
    const ViewSlope *slope = &view->slope;
    Math x_name, y_name;
    if (!slope->known) return;
    view_element_math(view, slope->slot, slope->row, slope->col, &x_name);
    view_slot_math(view, view->program->loss, &y_name);
    SlopePlot plot = {.panel = panel, .slope = slope, .frame = make_frame(panel, room, &x_name, &y_name)};
    obstacles_clear(&plot.taken, plot.frame.area);
    plot.now = plot_frame_at(&plot.frame, slope->at, slope->loss);
    find_step(&plot);
    plot_frame_draw(panel->list, &panel->style, &plot.frame);
    draw_tangent(&plot);
    draw_curve(&plot);
    draw_step(&plot);
    draw_ring(&plot);
    draw_point(&plot);
    draw_lens(&plot);
    draw_tick(&plot, slope->at, panel->theme->now);
    if (slope->lands && plot.longer == 1) draw_tick(&plot, slope->to, panel->theme->parameter);
    label_step(&plot);
    label_landing(&plot);
    label_loss(&plot);
    label_slope(&plot);
}
