/* The room render/network: the network view: the neurons of a chain of dense layers.

   network_view: neurons as circles with one sample's values in them, weights as lines between them, and at the right end
   the loss. */
#include <math.h>

#include "network.h"
#include "render/draw/rect.h"
#include "render/widget/number.h"
#include "render/widget/other.h"
#include "render/widget/panel.h"

enum { NEURONS_MAX = 64 }; /* drawn in one column */

/* A column of neurons, the ones drawn in the order of their numbers. A neuron is a circle, or, where circles
   with a number in them would not all have room, lower than wide: a box with half circles at its ends. */
typedef struct NeuronColumn {
    int slot, size;
    int shown, neurons[NEURONS_MAX];
    float x, y, pitch;  /* y: of the first one's middle */
    float radius, half; /* half the height and half the width of a neuron */
    float number;       /* em of the number in it … */
    int cells;          /* … and how many characters of it there is room for */
} NeuronColumn;

typedef struct NetworkPicture {
    DrawList *list;
    const View *view;
    const SceneOptions *options;
    Style style;
    Network network;
    NeuronColumn columns[NETWORK_MAX_LAYERS + 1];
    int sample;                /* row of the values */
    bool backward;             /* gradients stand on the lines */
    float small;               /* em of the caption */
    float number;              /* em of the numbers on the lines */
    float loss_x, loss_number; /* em of the numbers over and under the loss */
    Rect room;                 /* of neurons and lines */
} NetworkPicture;

static Point neuron_at(const NeuronColumn *column, int k) {
    return (Point){column->x, column->y + (float)k * column->pitch};
}

static Rect neuron_rect(const NeuronColumn *column, Point at) {
    return (Rect){at.x - column->half, at.y - column->radius, 2 * column->half, 2 * column->radius};
}

/* How large the neurons are, which of a wide layer are drawn, and where. */

enum { SUMMED = 64 }; /* weights that a neuron's importance is judged by, evenly chosen */

static float weight_at(const View *view, const NetworkLayer *layer, int i, int j) {
    return layer->transposed ? view_element(view, layer->weight, j, i)
                             : view_element(view, layer->weight, i, j);
}

/* What neuron i of a column sends on and receives, by the size of its weights: these stand still while values
   come and go, so that the same neurons are shown from step to step. */
static float importance(const NetworkPicture *picture, int column, int i) {
    const View *view = picture->view;
    const Network *network = &picture->network;
    float sum = 0;
    if (column < network->count) {
        int size = network_size(network, view->program, column + 1), step = (size + SUMMED - 1) / SUMMED;
        for (int j = 0; j < size; j += step) sum += fabsf(weight_at(view, &network->layers[column], i, j));
    }
    if (column > 0) {
        int size = network_size(network, view->program, column - 1), step = (size + SUMMED - 1) / SUMMED;
        for (int j = 0; j < size; j += step)
            sum += fabsf(weight_at(view, &network->layers[column - 1], j, i));
    } else {
        sum *= fabsf(view_element(view, network->input, picture->sample, i));
    }
    return isfinite(sum) ? sum : 0;
}

/* Chooses `most` of a column's neurons: the largest weights (of the input: times the values). */
static void pick_neurons(NetworkPicture *picture, int column, int most) {
    NeuronColumn *at = &picture->columns[column];
    float value[NEURONS_MAX];
    at->shown = 0;
    if (most > NEURONS_MAX) most = NEURONS_MAX;
    for (int i = 0; i < at->size; i++) {
        if (at->size <= most) {
            at->neurons[at->shown++] = i;
            continue;
        }
        float new_value = importance(picture, column, i);
        int weakest = 0;
        for (int k = 1; k < at->shown; k++)
            if (value[k] < value[weakest]) weakest = k;
        if (at->shown == most && new_value <= value[weakest]) continue;
        /* the weakest leaves, and the new one stands last: they stay in the order of their numbers */
        int gone = at->shown == most ? weakest : at->shown++;
        for (int k = gone; k + 1 < at->shown; k++) {
            at->neurons[k] = at->neurons[k + 1];
            value[k] = value[k + 1];
        }
        at->neurons[at->shown - 1] = i;
        value[at->shown - 1] = new_value;
    }
}

/* A layer of so many neurons is drawn whole, even in smaller numbers; of a wider one so many are drawn. */
enum { NEURONS_WHOLE = 12, NEURONS_SOME = 10 };

/* Characters of a number that a circle holds at least, and that a lower neuron holds. */
enum { CIRCLE_CELLS = 4, LOW_CELLS = 5 };

/* The height of a neuron below which its number touches its outline, in its em. */
#define LOW_HEIGHT 1.36f

/* What stands over the loss, the target and its name, in its em. */
#define LOSS_STACK 3.2f

/* How many cells of the longest number lie right of the loss's middle. */
#define LOSS_CELLS 5.8f

static float number_cell(const NetworkPicture *picture, float number) {
    return fonts_advance(picture->list->fonts, FONT_NUMBER, number, '0');
}

/* How much room a neuron takes at least, and the air to the next. */
static float circle_pitch(const NetworkPicture *picture, float number) {
    return CIRCLE_CELLS * number_cell(picture, number) + 5 * picture->style.unit;
}

static float low_pitch(const NetworkPicture *picture, float number) {
    return LOW_HEIGHT * number + 4 * picture->style.unit;
}

static int neurons_fit(const NetworkPicture *picture, float pitch) {
    return (int)(picture->room.h / pitch);
}

/* The places that the tallest column needs: all its neurons, or some and the line that counts the others. */
static int places_wanted(const NetworkPicture *picture) {
    int wanted = 1;
    for (int c = 0; c <= picture->network.count; c++) {
        int size = network_size(&picture->network, picture->view->program, c);
        int places = size <= NEURONS_WHOLE ? size : NEURONS_SOME + 1;
        if (places > wanted) wanted = places;
    }
    return wanted;
}

/* As large as the places wanted allow: in circles, as long as that does not make it smaller than what the
   learner's text size asks for; else in low neurons, down to what can still be read well. */
static float choose_number(const NetworkPicture *picture) {
    const Style *style = &picture->style;
    int wanted = places_wanted(picture);
    float usual = fmaxf(10.8f * style->unit, style->least), text = picture->options->text_size;
    float largest = fmaxf(style->number, roundf(usual)), size = largest;
    float circles = fmaxf(style->least, fminf(roundf(usual * text), largest)),
          least = fmaxf(style->least, fminf(roundf(usual * (1 + text) / 2), largest));
    while (size > circles && neurons_fit(picture, circle_pitch(picture, size)) < wanted) size -= 1;
    if (neurons_fit(picture, circle_pitch(picture, size)) >= wanted) return size;
    for (size = largest; size > least && neurons_fit(picture, low_pitch(picture, size)) < wanted;) size -= 1;
    return fmaxf(size, least);
}

/* A circle where its number has room in one, else as wide as its number. */
static void shape_neurons(const NetworkPicture *picture, NeuronColumn *column, float most) {
    float unit = picture->style.unit, number = picture->number;
    bool circle = column->pitch >= circle_pitch(picture, number) - 0.01f;
    float high = fminf(column->pitch - (circle ? 2 : 4) * unit, most);
    float room = 2 * (column->radius = high / 2) - 4 * unit;
    if (circle) { /* for six characters, or at least four */
        float size = fminf(fmaxf(room / 3.6f, number), fminf(room / 2.44f, number * 1.25f));
        column->number = fmaxf(roundf(size), picture->style.least);
        column->half = column->radius;
        int cells = (int)((room + unit) / number_cell(picture, column->number));
        column->cells = cells < 3 ? 3 : cells;
    } else {
        column->number = number;
        column->cells = LOW_CELLS;
        column->half = roundf(LOW_CELLS * number_cell(picture, number) / 2 + column->radius * 0.6f);
    }
}

/* How many neurons of a column have room, and how large they are. */
static void size_column(NetworkPicture *picture, int index) {
    NeuronColumn *column = &picture->columns[index];
    float most = fmaxf(54 * picture->style.unit, 5 * number_cell(picture, picture->number));
    int circles = neurons_fit(picture, circle_pitch(picture, picture->number));
    int low = neurons_fit(picture, low_pitch(picture, picture->number));
    column->slot = network_slot(&picture->network, index);
    column->size = network_size(&picture->network, picture->view->program, index);
    bool all = column->size <= circles || (column->size <= low && column->size <= NEURONS_WHOLE);
    if (column->size > NEURONS_MAX) all = false;
    int some = low - 1 < NEURONS_SOME ? low - 1 : NEURONS_SOME;
    if (some < circles - 1) some = circles - 1;
    pick_neurons(picture, index, all ? column->size : some > 1 ? some : 1);
    int places = column->shown + (all ? 0 : 1);
    column->pitch = fminf(picture->room.h / (float)places, most * 1.8f);
    shape_neurons(picture, column, most);
    column->y = picture->room.y + picture->room.h / 2 - column->pitch * (float)(places - 1) / 2;
}

/* "+54 more": the neurons of a column that are not drawn. */
static void write_more(const NetworkPicture *picture, const NeuronColumn *column, char *out, size_t size) {
    text_fill(picture->view->texts, out, size, "network.more", TEXT_INT("n", column->size - column->shown));
}

/* Half of what the first column is wide: its neurons, or the line under them. */
static float first_half(const NetworkPicture *picture) {
    const NeuronColumn *first = &picture->columns[0];
    char text[80];
    if (first->shown == first->size) return first->half;
    write_more(picture, first, text, sizeof text);
    return fmaxf(first->half, fonts_width(picture->list->fonts, FONT_TEXT, picture->style.small, text) / 2);
}

/* As large as others, but its longest number stays in the panel, and what stands over it under the heads. */
static float choose_loss_number(const NetworkPicture *picture) {
    const Style *style = &picture->style;
    float cell = number_cell(picture, style->number) / style->number;
    float high = (picture->room.h / 2 - 19 * style->unit) / LOSS_STACK;
    float wide = (picture->room.x + picture->room.w - picture->loss_x + style->pad / 2) / (LOSS_CELLS * cell);
    return fminf(style->number, fmaxf(style->least, fminf(high, wide)));
}

/* Chooses the size of the numbers, how many neurons of each column are drawn, and where. Columns stand equally far
   apart, the loss a little nearer to the last. */
static void place_columns(NetworkPicture *picture) {
    int count = picture->network.count;
    picture->number = choose_number(picture);
    for (int c = 0; c <= count; c++) size_column(picture, c);
    float left = picture->room.x + fmaxf(52 * picture->style.unit, first_half(picture));
    picture->loss_x = roundf(picture->room.x + picture->room.w - 46 * picture->style.unit);
    picture->loss_number = choose_loss_number(picture);
    float step = (picture->loss_x - left) / ((float)count + 0.7f);
    for (int c = 0; c <= count; c++) picture->columns[c].x = roundf(left + step * (float)c);
}

/* Weights as lines: thick is large, dashed is negative; numbers where they lie on no other line. */

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

static int layer_slot(const NetworkPicture *picture, int layer) {
    int weight = picture->network.layers[layer].weight;
    return picture->backward ? picture->view->program->slots[weight].grad : weight;
}

/* The weight (or its gradient) from neuron i of a column to neuron j of the next; *known: it is computed. */
static float line_weight(const NetworkPicture *picture, int layer, int i, int j, bool *known) {
    int slot = layer_slot(picture, layer);
    *known = slot >= 0 && picture->view->known[slot];
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
    Wire wire = {neuron_at(left, a), neuron_at(right, b), 0, false, false, is_selected(picture, layer, i, j)};
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
    if (!picture->view->known[slot]) return;
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

/* The lines between column `layer` and the next, and their numbers. */
static void draw_lines(NetworkPicture *picture, int layer) {
    const NeuronColumn *left = &picture->columns[layer], *right = &picture->columns[layer + 1];
    Wires wires = {.count = 0};
    int slot = layer_slot(picture, layer), most = sizeof wires.at / sizeof *wires.at;
    float scale = slot >= 0 && picture->view->known[slot] ? picture->view->scale[slot] : 1;
    float widest = most_width(picture, left->shown * right->shown);
    draw_mark(picture->list, slot, PART_EDGE);
    for (int a = 0; a < left->shown; a++)
        for (int b = 0; b < right->shown; b++) {
            Wire wire = wire_between(picture, layer, a, b);
            draw_wire(picture, &wire, scale, widest);
            if (wires.count < most) wires.at[wires.count++] = wire;
        }
    if (slot >= 0 && left->shown * right->shown <= most) draw_wire_numbers(picture, &wires, slot);
}

/* Columns and what stands over them. */

static Color column_color(const NetworkPicture *picture, int column) {
    const Theme *theme = picture->style.theme;
    return column == 0 ? theme->text : theme->forward;
}

/* Whether the step just done has written a column's values, or what they are made of. */
static bool column_is_now(const NetworkPicture *picture, int column) {
    const View *view = picture->view;
    if (view->instr < 0 || column == 0) return false;
    int written = view->program->instrs[view->instr].dst;
    const NetworkLayer *layer = &picture->network.layers[column - 1];
    return written == layer->out || written == layer->sum || written == layer->product;
}

static void draw_body(NetworkPicture *picture, const NeuronColumn *column, Point at, Color outline,
                      float width) {
    draw_rect(picture->list, neuron_rect(column, at), column->radius, picture->style.theme->panel, outline,
              width);
}

/* Here the number will stand that predict mode asks for. */
static void draw_asked(NetworkPicture *picture, Point at) {
    float size = picture->style.body;
    at.y = fonts_baseline(picture->list->fonts, FONT_TEXT_BOLD, size, at.y);
    draw_text_in(picture->list, FONT_TEXT_BOLD, size, at, 0.5f, 0, picture->style.theme->now, "?");
}

static void draw_neuron(NetworkPicture *picture, int index, int k) {
    const NeuronColumn *column = &picture->columns[index];
    const Theme *theme = picture->style.theme;
    const View *view = picture->view;
    Color color = column_color(picture, index);
    float line = fmaxf(1.25f, 1.5f * picture->style.unit);
    Point at = neuron_at(column, k);
    draw_mark(picture->list, column->slot, PART_NODE);
    bool asked = view->question.slot == column->slot && view->question.row == picture->sample &&
                 view->question.col == column->neurons[k];
    if (!view->known[column->slot]) {
        draw_body(picture, column, at, (Color){0}, 0);
        draw_dashed_rect(picture->list, neuron_rect(column, at), column->radius,
                         asked ? theme->now : theme->text_dim, line, 4 * line, 3 * line);
        if (asked) draw_asked(picture, at);
        return;
    }
    float value = view_element(view, column->slot, picture->sample, column->neurons[k]);
    bool now = column_is_now(picture, index), idle = value == 0 && index > 0;
    Color outline = now ? theme->now : idle ? theme->faint : color;
    draw_body(picture, column, at, outline, now ? 1.7f * line : line);
    char text[32];
    float size = column->number;
    number_short(view->texts, (double)value, false, column->cells, text, sizeof text);
    Point baseline = {at.x, fonts_baseline(picture->list->fonts, FONT_NUMBER, size, at.y)};
    picture->list->mark.role = PART_NUMBER;
    draw_text_in(picture->list, FONT_NUMBER, size, baseline, 0.5f, 0, idle ? theme->text_dim : color, text);
}

static void draw_column(NetworkPicture *picture, int index) {
    const NeuronColumn *column = &picture->columns[index];
    for (int k = 0; k < column->shown; k++) draw_neuron(picture, index, k);
    if (column->shown == column->size) return;
    char text[80];
    write_more(picture, column, text, sizeof text);
    Point at = neuron_at(column, column->shown);
    at.y = roundf(at.y + picture->style.small * 0.35f);
    draw_mark(picture->list, column->slot, PART_LABEL);
    draw_text_in(picture->list, FONT_TEXT, picture->style.small, at, 0.5f, 0, picture->style.theme->text_dim,
                 text);
}

/* Beside the name of a column its function, where the room to the next name allows it. */
static void draw_activation(NetworkPicture *picture, const NetworkLayer *layer, float x, float baseline,
                            float half) {
    float size = picture->style.small, next = 2.5f * picture->style.math;
    float room =
        fonts_width(picture->list->fonts, FONT_TEXT, size, layer->activation) + 3 * picture->style.gap;
    if (room > half - next) return;
    draw_mark(picture->list, layer->out, PART_LABEL);
    draw_text(picture->list, FONT_TEXT, size, (Point){x + picture->style.gap, baseline},
              picture->style.theme->text_dim, layer->activation);
}

static float head_width(const NetworkPicture *picture, int slot) {
    Math math;
    if (slot < 0) return 0;
    view_slot_math(picture->view, slot, &math);
    FormulaStyle style = {.theme = picture->style.theme, .size = picture->style.math};
    return formula_measure(picture->list->fonts, &style, &math).width;
}

/* As large as other names, but no two of them touch, weights or gradients. */
static float head_size(const NetworkPicture *picture) {
    float size = picture->style.math, least = size;
    for (int c = 1; c <= picture->network.count; c++) {
        int weight = picture->network.layers[c - 1].weight;
        float half = (picture->columns[c].x - picture->columns[c - 1].x) / 2 - picture->style.gap;
        float between = fmaxf(head_width(picture, weight),
                              head_width(picture, picture->view->program->slots[weight].grad)) /
                        2;
        for (int k = c - 1; k <= c; k++)
            least = fminf(least, size * half / (between + head_width(picture, picture->columns[k].slot) / 2));
    }
    return fmaxf(floorf(least), picture->style.least);
}

/* A name, with a corner where its numbers differ from the other run's. Returns the width of both. */
static float draw_head(NetworkPicture *picture, int slot, float size, Point at, Color ink) {
    draw_mark(picture->list, slot, PART_LABEL);
    float width =
        panel_draw_name(picture->list, picture->view, picture->style.theme, slot, size, 8 * size, at, ink);
    float high = 0.7f * size;
    draw_mark(picture->list, slot, PART_HEAT);
    other_mark_number(picture->list, picture->view, picture->style.theme, slot,
                      (Rect){at.x - width / 2, at.y - high, width, high}, picture->style.unit);
    return width + (picture->view->other.own_name != NULL ? 2 * 9 * picture->style.unit : 0);
}

/* Over each column its name and function, between two what stands on the lines. */
static void draw_heads(NetworkPicture *picture, float baseline) {
    const Theme *theme = picture->style.theme;
    const Network *network = &picture->network;
    float size = head_size(picture);
    for (int c = 0; c <= network->count; c++) {
        Point at = {picture->columns[c].x, baseline};
        float width = draw_head(picture, picture->columns[c].slot, size, at, column_color(picture, c));
        if (c == 0) continue;
        const NetworkLayer *layer = &network->layers[c - 1];
        float middle = (picture->columns[c - 1].x + at.x) / 2;
        int grad = picture->view->program->slots[layer->weight].grad;
        bool back = picture->backward && grad >= 0;
        draw_head(picture, back ? grad : layer->weight, size, (Point){middle, baseline},
                  back ? theme->backward : theme->parameter);
        if (layer->activation != NULL)
            draw_activation(picture, layer, at.x + width / 2, baseline, at.x - middle);
    }
}

/* Which sample is shown: in the corner over the loss, or where that is too narrow, under the loss. */
static void draw_sample(NetworkPicture *picture, Rect area, float baseline) {
    const View *view = picture->view;
    const NeuronColumn *last = &picture->columns[picture->network.count];
    const char *const keys[] = {"network.sample", "network.sample_short"};
    float size = picture->small, room = area.x + area.w - last->x - 3 * picture->style.math;
    char text[100];
    draw_mark(picture->list, -1, PART_LABEL);
    for (int i = 0; i < 2; i++) {
        text_fill(view->texts, text, sizeof text, keys[i], TEXT_INT("sample", picture->sample),
                  TEXT_INT("last", view->program->slots[picture->network.input].rows - 1));
        if (fonts_width(picture->list->fonts, FONT_TEXT, size, text) > room) continue;
        Point at = {area.x + area.w, baseline};
        draw_text_in(picture->list, FONT_TEXT, size, at, 1, 0, picture->style.theme->text_dim, text);
        return;
    }
    float radius = 19 * picture->style.unit, half = area.x + area.w - picture->loss_x;
    float width = fonts_width(picture->list->fonts, FONT_TEXT, size, text);
    if (width > 2 * half) size = fmaxf(picture->style.least, floorf(size * 2 * half / width));
    Point at = {picture->loss_x, roundf(picture->room.y + picture->room.h / 2 + radius +
                                        1.6f * picture->loss_number + 1.3f * size)};
    draw_text_in(picture->list, FONT_TEXT, size, at, 0.5f, 2 * half, picture->style.theme->text_dim, text);
}

/* The right end: target, loss, and shares. */

static void draw_name(NetworkPicture *picture, int slot, float size, Point middle, Color ink) {
    draw_mark(picture->list, slot, PART_LABEL);
    panel_draw_name(picture->list, picture->view, picture->style.theme, slot, size, 8 * size, middle, ink);
}

/* The data beside the input that the loss reads; −1: none, or not one number a sample. */
static int target_slot(const NetworkPicture *picture) {
    const Program *program = picture->view->program;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        for (int k = 0; k < instr->ins && instr->phase == PHASE_FORWARD && instr->loss; k++) {
            const Slot *slot = &program->slots[instr->in[k]];
            if (slot->role == ROLE_DATA && slot->cols == 1 && instr->in[k] != picture->network.input)
                return instr->in[k];
        }
    }
    return -1;
}

/* A name and a number under or over the loss. */
static void draw_beside_loss(NetworkPicture *picture, int slot, int row, float size, Point middle,
                             Color ink) {
    const View *view = picture->view;
    if (!view->known[slot]) return;
    draw_mark(picture->list, slot, PART_NUMBER);
    Point left = number_left(picture->list->fonts, size, middle);
    number_draw(picture->list, view, FONT_NUMBER, size, left, ink, (double)view_element(view, slot, row, 0));
}

/* The loss with its number and the target's, and the line from (or back to) the last layer. */
static void draw_loss(NetworkPicture *picture) {
    const Program *program = picture->view->program;
    const Theme *theme = picture->style.theme;
    const NeuronColumn *last = &picture->columns[picture->network.count];
    if (program->loss < 0) return;
    float unit = picture->style.unit, radius = 19 * unit;
    Point at = {roundf(picture->room.x + picture->room.w - 42 * unit),
                roundf(picture->room.y + picture->room.h / 2)};
    Point from = {last->x + last->half + 5 * unit, at.y}, to = {at.x - radius - 2 * unit, at.y};
    bool back = picture->backward;
    Color color = back ? theme->backward : theme->forward;
    Point end = back ? from : to, base = {end.x + (back ? 9 : -9) * unit, end.y};
    Point tip[3] = {end, {base.x, base.y - 4 * unit}, {base.x, base.y + 4 * unit}};
    draw_mark(picture->list, program->loss, PART_EDGE);
    draw_segment(picture->list, from, to, color, fmaxf(1.25f, 1.5f * unit));
    draw_polygon(picture->list, tip, 3, color);
    picture->list->mark.role = PART_NODE;
    draw_disc(picture->list, at, radius, theme->loss, (Color){0}, 0);
    float middle = at.y + fminf(picture->style.math, 1.6f * radius) * 0.3f;
    draw_name(picture, program->loss, fminf(picture->style.math, 1.6f * radius),
              (Point){at.x, roundf(middle)}, theme->on_accent);
    float size = picture->loss_number, below = at.y + radius + size * 1.4f;
    draw_beside_loss(picture, program->loss, 0, size, (Point){at.x, below}, theme->loss);
    int target = target_slot(picture);
    if (target < 0) return;
    float above = at.y - radius - size * 0.8f;
    draw_beside_loss(picture, target, picture->sample, size, (Point){at.x, above}, theme->text_dim);
    float name = fminf(picture->style.math, 1.25f * size);
    draw_name(picture, target, name, (Point){at.x, above - size * 1.3f}, theme->text);
}

/* Neighbouring samples share a bar where there are too many; the bars still add up to the gradient. */
static double share_of(const View *view, int first, int end) {
    double sum = 0;
    for (int i = first; i < end; i++) sum += (double)view->shares[i];
    return sum;
}

static int bar_first(const View *view, int bar, int bars) {
    return (int)((long)bar * view->share_count / bars);
}

static double largest_share(const View *view, int bars) {
    double largest = 0;
    for (int b = 0; b < bars; b++) {
        double share = fabs(share_of(view, bar_first(view, b, bars), bar_first(view, b + 1, bars)));
        if (isfinite(share) && share > largest) largest = share;
    }
    return largest > 0 ? largest : 1;
}

/* Upwards what is positive, downwards what is negative; the chosen sample's bar stands out. */
static void draw_bars(NetworkPicture *picture, Rect area) {
    const View *view = picture->view;
    const Theme *theme = picture->style.theme;
    float least = fmaxf(2, 3 * picture->style.unit), middle = roundf(area.y + area.h / 2);
    int bars = (int)fminf((float)view->share_count, area.w / least);
    double largest = largest_share(view, bars);
    float wide = fminf(area.w / (float)bars, 14 * picture->style.unit),
          gap = wide > 3 ? fmaxf(1, wide * 0.2f) : 0;
    for (int b = 0; b < bars; b++) {
        int first = bar_first(view, b, bars), end = bar_first(view, b + 1, bars);
        double share = share_of(view, first, end);
        if (!isfinite(share)) continue;
        float high = (float)(fabs(share) / largest) * area.h / 2;
        bool chosen = first <= picture->sample && picture->sample < end;
        Rect bar = {area.x + (float)b * wide, share < 0 ? middle : middle - high, wide - gap, fmaxf(high, 1)};
        Color color = share < 0 ? theme->negative : theme->positive;
        draw_fill(picture->list, bar, 0, chosen ? theme->text : color);
    }
    draw_segment(picture->list, (Point){area.x, middle}, (Point){area.x + wide * (float)bars - gap, middle},
                 theme->text_dim, picture->style.hairline);
}

/* What each sample adds to the explained gradient, under the loss; nothing where that is not known. */
static void draw_shares(NetworkPicture *picture) {
    const View *view = picture->view;
    const Style *style = &picture->style;
    const NeuronColumn *last = &picture->columns[picture->network.count];
    if (view->share_count < 2) return;
    float middle = picture->room.y + picture->room.h / 2, below = 24 * style->unit + 2.6f * style->number;
    Rect area = {last->x + last->half + 2 * style->pad, middle + below, 0, picture->room.h / 2 - below};
    area.w = picture->room.x + picture->room.w - area.x;
    Rect caption = rect_cut_bottom(&area, picture->small * 1.4f, style->gap);
    const char *text = text_get(view->texts, "network.shares");
    bool words = fonts_width(picture->list->fonts, FONT_TEXT, picture->small, text) <= area.w;
    if (area.h < 30 * style->unit || area.w < 60 * style->unit || !words) return;
    draw_mark(picture->list, view->selection.slot, PART_HEAT);
    draw_bars(picture, area);
    picture->list->mark.role = PART_LABEL;
    Point at = {caption.x, roundf(caption.y + picture->small)};
    draw_text(picture->list, FONT_TEXT, picture->small, at, style->theme->text_dim, text);
}

/* A panel with nothing but a sentence, in its middle. */
static void draw_words(DrawList *list, const View *view, const SceneOptions *options, Rect area,
                       const char *key) {
    Panel panel = panel_begin(list, view, options, PANEL_MAIN, area, (Point){area.w, area.h}, PANEL_TEXT);
    const char *text = text_get(view->texts, key);
    Rect room = panel.content;
    float size = panel.style.math, width = fonts_width(list->fonts, FONT_TEXT, size, text);
    if (rect_empty(room)) return;
    draw_mark(panel.list, -1, PART_LABEL);
    Point at = {room.x + fmaxf(room.w - width, 0) / 2, roundf(room.y + room.h / 2)};
    panel_wrap(&panel, FONT_TEXT, size, at, room.w + 1, 4, panel.theme->text_dim, text, true);
}

/* The learner's zoom: the same picture in a larger room, where more neurons have a place. */
static Rect zoomed(Rect area, const SceneOptions *options) {
    float x = area.x + area.w / 2 + options->pan_x, y = area.y + area.h / 2 + options->pan_y;
    float w = area.w * options->zoom, h = area.h * options->zoom;
    return (Rect){x - w / 2, y - h / 2, w, h};
}

void network_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    NetworkPicture picture = {
        .list = list, .view = view, .options = options, .style = style_main(list, options, area)};
    const Style *style = &picture.style;
    if (!network_find(&picture.network, view->program)) {
        draw_words(list, view, options, area, "network.none");
        return;
    }
    style_panel(list, style, PANEL_MAIN, area);
    Rect inside = rect_inset(area, style->pad, style->pad * 0.6f);
    if (rect_empty(inside)) return;
    int rows = view->program->slots[picture.network.input].rows;
    picture.sample = view->selection.sample < rows ? view->selection.sample : rows - 1;
    picture.small = style_bars(options, list->width, list->height).small;
    picture.backward = view->phase == PHASE_BACKWARD;
    draw_clip(list, rect_inset(area, style->hairline, style->hairline));
    picture.room = zoomed(inside, options);
    Rect head = rect_cut_top(&picture.room, style->math * 1.5f, 0);
    place_columns(&picture);
    for (int c = 0; c < picture.network.count; c++) draw_lines(&picture, c);
    for (int c = 0; c <= picture.network.count; c++) draw_column(&picture, c);
    draw_heads(&picture, roundf(head.y + style->math));
    if (rows > 1) draw_sample(&picture, inside, roundf(head.y + style->math));
    draw_loss(&picture);
    draw_shares(&picture);
    draw_clip_end(list);
}
