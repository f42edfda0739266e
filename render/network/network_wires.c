/* network_wires: weights as lines: thick is large, dashed is negative; numbers where they lie on no other line. */
#include <math.h>

#include "network_picture.h"
#include "render/widget/number.h"

enum {
    LABELS_MAX = 40,
    LINES_WIDE = 24
}; /* more lines have no numbers, but the selected ones; more are thinner */

typedef struct Wire {
    Point from, to;
    float value;
    bool known, idle, selected; /* idle: what it carries is nothing */
} Wire;

typedef struct Wires {
    Wire at[NEURONS_MAX * 4];
    int count;
    Rect labels[LABELS_MAX];
    int label_count;
} Wires;

int network_wires_slot(const NetworkPicture *picture, int layer) {
    int weight = picture->network.layers[layer].weight;
    return picture->backward ? picture->view->program->slots[weight].grad : weight;
}

bool network_wires_known(const NetworkPicture *picture, int layer) {
    int slot = network_wires_slot(picture, layer);
    const View *view = picture->view;
    if (slot < 0 || !view->known[slot]) return false;
    return !picture->backward || network_gradient_done(view->program, slot, view->step);
}

/* The weight (or its gradient) from neuron i of a column to neuron j of the next; *known: it is computed. */
static float line_weight(const NetworkPicture *picture, int layer, int i, int j, bool *known) {
    int slot = network_wires_slot(picture, layer);
    *known = network_wires_known(picture, layer);
    if (!*known) return 0;
    bool transposed = picture->network.layers[layer].transposed;
    return view_element(picture->view, slot, transposed ? j : i, transposed ? i : j);
}

static bool is_selected(const NetworkPicture *picture, int layer, int i, int j) {
    const Selection *selection = &picture->view->selection;
    const NetworkLayer *at = &picture->network.layers[layer];
    int grad = picture->view->program->slots[at->weight].grad;
    if (selection->slot != at->weight && (grad < 0 || selection->slot != grad)) return false;
    return selection->row == (at->transposed ? j : i) && selection->col == (at->transposed ? i : j);
}

/* From rim to rim. */
static Wire wire_between(const NetworkPicture *picture, int layer, int a, int b) {
    const NeuronColumn *left = &picture->columns[layer], *right = &picture->columns[layer + 1];
    int i = left->neurons[a], j = right->neurons[b];
    Wire wire = {network_neuron_at(left, a),       network_neuron_at(right, b), 0, false, false,
                 is_selected(picture, layer, i, j)};
    wire.from.x += left->half - left->radius; /* the middle of the half circle that it leaves */
    wire.to.x -= right->half - right->radius;
    float dx = wire.to.x - wire.from.x, dy = wire.to.y - wire.from.y, length = hypotf(dx, dy);
    wire.from.x += dx / length * left->radius;
    wire.from.y += dy / length * left->radius;
    wire.to.x -= dx / length * right->radius;
    wire.to.y -= dy / length * right->radius;
    wire.value = line_weight(picture, layer, i, j, &wire.known);
    bool active = picture->view->known[left->slot];
    wire.idle =
        !picture->backward && active && view_element(picture->view, left->slot, picture->sample, i) == 0;
    return wire;
}

/* How thick a line is at most: many between two columns would hide each other. */
static float most_width(const NetworkPicture *picture, int lines) {
    return 4 * picture->style.unit * fminf(1, sqrtf(LINES_WIDE / (float)lines));
}

/* How much of its colour a line has: among many the weak ones stand back. */
static float wire_share(const NetworkPicture *picture, float part, float most) {
    return most < 4 * picture->style.unit ? 0.25f + 0.75f * part : 1;
}

static void draw_wire(NetworkPicture *picture, const Wire *wire, float scale, float most) {
    const Theme *theme = picture->style.theme;
    float unit = picture->style.unit, part = fminf(fabsf(wire->value) / scale, 1);
    Point points[2] = {wire->from, wire->to};
    float width = fmaxf(1, fminf(0.7f * unit, most) + most * part), dash = 0;
    Color color = wire->value < 0 ? theme->negative : theme->positive;
    if (wire->value < 0) dash = fmaxf(2.5f * width, 6 * unit);
    color = color_mix(theme->panel, color, wire_share(picture, part, most));
    if (!wire->known || wire->value == 0) {
        color = theme->faint;
        width = fmaxf(1, unit);
        dash = wire->known ? 0 : 3 * unit;
    }
    if (!isfinite(wire->value)) color = theme->bad;
    if (wire->idle) color = color_mix(theme->panel, color, 0.4f);
    if (wire->selected) width += 1.5f * unit;
    draw_line(picture->list, points, 2, color, width, dash, dash * 0.6f);
}

static Point wire_point(const Wire *wire, float t) {
    return (Point){wire->from.x + (wire->to.x - wire->from.x) * t,
                   wire->from.y + (wire->to.y - wire->from.y) * t};
}

/* Whether the segment meets the rectangle: between its sides the segment is not only above or below it. */
static bool wire_meets(const Wire *wire, Rect rect) {
    float low = fmaxf(fminf(wire->from.x, wire->to.x), rect.x),
          high = fminf(fmaxf(wire->from.x, wire->to.x), rect.x + rect.w);
    if (low > high || wire->to.x == wire->from.x) return false;
    float slope = (wire->to.y - wire->from.y) / (wire->to.x - wire->from.x);
    float a = wire->from.y + slope * (low - wire->from.x), b = wire->from.y + slope * (high - wire->from.x);
    return fmaxf(a, b) > rect.y && fminf(a, b) < rect.y + rect.h;
}

static Rect label_rect(const NetworkPicture *picture, const Wire *wire, float t) {
    float cell = fonts_advance(picture->list->fonts, FONT_NUMBER, picture->number, '0');
    float w = 5 * cell + 4 * picture->style.unit, h = picture->number * 1.15f;
    Point at = wire_point(wire, t);
    return (Rect){roundf(at.x - w / 2), roundf(at.y - h / 2), roundf(w), roundf(h)};
}

static bool label_fits(const Wires *wires, int index, Rect rect) {
    const Wire *own = &wires->at[index];
    float air = rect.h * 0.3f;
    if (rect.x < own->from.x + air || rect.x + rect.w > own->to.x - air) return false;
    for (int k = 0; k < wires->count; k++)
        if (k != index && wire_meets(&wires->at[k], rect)) return false;
    for (int k = 0; k < wires->label_count; k++)
        if (rect_overlap(wires->labels[k], rect)) return false;
    return true;
}

static void draw_wire_number(NetworkPicture *picture, Wires *wires, int index, Rect rect, int slot) {
    const Theme *theme = picture->style.theme;
    const Wire *wire = &wires->at[index];
    char text[32];
    number_short(picture->view->texts, (double)wire->value, true, 5, text, sizeof text);
    wires->labels[wires->label_count++] = rect;
    float wide =
        fonts_width(picture->list->fonts, FONT_NUMBER, picture->number, text) + 4 * picture->style.unit;
    rect.x = roundf(rect.x + (rect.w - wide) / 2);
    rect.w = roundf(wide);
    draw_mark(picture->list, slot, PART_PLATE);
    draw_fill(picture->list, rect, 3 * picture->style.unit, theme->panel);
    picture->list->mark.role = PART_NUMBER;
    Point at = {rect.x + 2 * picture->style.unit,
                fonts_baseline(picture->list->fonts, FONT_NUMBER, picture->number, rect.y + rect.h / 2)};
    Color ink = wire->value < 0   ? theme->negative_text
                : wire->value > 0 ? theme->positive_text
                                  : theme->text_dim;
    if (wire->idle) ink = theme->text_dim;
    draw_text(picture->list, FONT_NUMBER, picture->number, at, ink, text);
}

static const float label_places[] = {0.5f, 0.6f, 0.4f, 0.68f, 0.32f, 0.75f, 0.25f, 0.8f, 0.2f};
enum { PLACES = sizeof label_places / sizeof *label_places };

/* One place along the lines where all numbers fit: they then stand in a column. −1: there is none. */
static int common_place(const NetworkPicture *picture, Wires *wires) {
    for (int p = 0; p < PLACES; p++) {
        bool fits = true;
        wires->label_count = 0;
        for (int k = 0; k < wires->count && fits; k++) {
            Rect rect = label_rect(picture, &wires->at[k], label_places[p]);
            fits = label_fits(wires, k, rect);
            wires->labels[wires->label_count++] = rect;
        }
        wires->label_count = 0;
        if (fits) return p;
    }
    return -1;
}

static void draw_wire_numbers(NetworkPicture *picture, Wires *wires, int slot) {
    int common = wires->count <= LABELS_MAX ? common_place(picture, wires) : -1;
    for (int pass = 0; pass < 2; pass++)
        for (int k = 0; k < wires->count; k++) {
            if (wires->at[k].selected != (pass == 0) || wires->label_count == LABELS_MAX) continue;
            if (wires->count > LABELS_MAX && pass > 0) return;
            int last = common >= 0 ? common : PLACES - 1;
            for (int p = common >= 0 ? common : 0; p <= last; p++) {
                Rect rect = label_rect(picture, &wires->at[k], label_places[p]);
                if (!label_fits(wires, k, rect)) continue;
                draw_wire_number(picture, wires, k, rect, slot);
                break;
            }
        }
}

void network_wires_draw(NetworkPicture *picture, int layer) {
    const NeuronColumn *left = &picture->columns[layer], *right = &picture->columns[layer + 1];
    Wires wires = {.count = 0};
    int slot = network_wires_slot(picture, layer), most = sizeof wires.at / sizeof *wires.at;
    float scale = slot >= 0 && picture->view->known[slot] ? picture->view->scale[slot] : 1;
    float widest = most_width(picture, left->shown * right->shown);
    draw_mark(picture->list, slot, PART_EDGE);
    for (int a = 0; a < left->shown; a++)
        for (int b = 0; b < right->shown; b++) {
            Wire wire = wire_between(picture, layer, a, b);
            draw_wire(picture, &wire, scale, widest);
            if (wires.count < most) wires.at[wires.count++] = wire;
        }
    if (network_wires_known(picture, layer) && left->shown * right->shown <= most)
        draw_wire_numbers(picture, &wires, slot);
}
