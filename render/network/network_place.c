/* network_place: how large the neurons are, which of a wide layer are drawn, and where. */
#include <math.h>

#include "network_picture.h"

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

float network_place_cell(const NetworkPicture *picture, float number) {
    return fonts_advance(picture->list->fonts, FONT_NUMBER, number, '0');
}

/* How much room a neuron takes at least, and the air to the next. */
static float circle_pitch(const NetworkPicture *picture, float number) {
    return CIRCLE_CELLS * network_place_cell(picture, number) + 5 * picture->style.unit;
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
    float usual = 10.8f * style->unit, text = picture->options->text_size;
    float largest = fmaxf(style->number, roundf(usual)), size = largest;
    float circles = fmaxf(style->least, fminf(roundf(fmaxf(usual * text, 0.9f * style->number)), largest)),
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
        int cells = (int)((room + unit) / network_place_cell(picture, column->number));
        column->cells = cells < 3 ? 3 : cells;
    } else {
        column->number = number;
        column->cells = LOW_CELLS;
        column->half = roundf(LOW_CELLS * network_place_cell(picture, number) / 2 + column->radius * 0.6f);
    }
}

static int part_count(const NeuronColumn *column) {
    return 1 + (column->bias >= 0) + (column->grad >= 0);
}

/* A box with its bias and its gradient in parts of their own, as far as `parts` goes. */
static void shape_parts(const NetworkPicture *picture, NeuronColumn *column) {
    float high = fminf(column->pitch - 4 * picture->style.unit, 2 * picture->number);
    column->radius = high / 2;
    column->number = picture->number;
    column->cells = LOW_CELLS;
    column->part = roundf((LOW_CELLS + 0.7f) * network_place_cell(picture, picture->number));
    column->half = roundf((float)part_count(column) * column->part / 2 + column->radius * 0.3f);
}

float network_place_value(const NeuronColumn *column) {
    return column->x + column->part / 2 * (float)((column->bias >= 0) - (column->grad >= 0));
}

/* How many neurons of a column have room, and how large they are. */
static void size_column(NetworkPicture *picture, int index) {
    NeuronColumn *column = &picture->columns[index];
    float most = fmaxf(54 * picture->style.unit, 5 * network_place_cell(picture, picture->number));
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
    const NetworkLayer *layer = index == 0 ? NULL : &picture->network.layers[index - 1];
    column->bias = layer != NULL && picture->parts > 0 ? layer->bias : -1;
    column->grad =
        layer != NULL && picture->parts > 1 ? picture->view->program->slots[column->slot].grad : -1;
    column->part = 0;
    if (part_count(column) > 1)
        shape_parts(picture, column);
    else
        shape_neurons(picture, column, most);
    column->y = picture->room.y + picture->room.h / 2 - column->pitch * (float)(places - 1) / 2;
}

void network_place_more(const NetworkPicture *picture, const NeuronColumn *column, char *out, size_t size) {
    text_fill(picture->view->texts, out, size, "network.more", TEXT_INT("n", column->size - column->shown));
}

/* Half of what the first column is wide: its neurons, or the line under them. */
static float first_half(const NetworkPicture *picture) {
    const NeuronColumn *first = &picture->columns[0];
    char text[80];
    if (first->shown == first->size) return first->half;
    network_place_more(picture, first, text, sizeof text);
    return fmaxf(first->half, fonts_width(picture->list->fonts, FONT_TEXT, picture->style.small, text) / 2);
}

/* From the loss to the right end: the least that its longest number takes. */
static float loss_half(const NetworkPicture *picture) {
    const Style *style = &picture->style;
    float longest = LOSS_CELLS * network_place_cell(picture, style->least);
    return fmaxf(46 * style->unit, longest + 4 * style->unit - style->pad / 2);
}

/* As large as others, but its longest number stays in the panel, and what stands over it under the heads. */
static float choose_loss_number(const NetworkPicture *picture) {
    const Style *style = &picture->style;
    float cell = network_place_cell(picture, style->number) / style->number;
    float high = (picture->room.h / 2 - 19 * style->unit) / LOSS_STACK;
    float wide = (picture->room.x + picture->room.w - picture->loss_x + style->pad / 2) / (LOSS_CELLS * cell);
    return fminf(style->number, fmaxf(style->least, fminf(high, wide)));
}

float network_place_between(const NetworkPicture *picture, int column, float *middle) {
    const NeuronColumn *left = &picture->columns[column], *right = left + 1;
    float from = left->x + left->half, to = right->x - right->half;
    bool parts = left->part > 0 || right->part > 0;
    *middle = parts ? (from + to) / 2 : (left->x + right->x) / 2;
    return to - from;
}

/* Between columns there is room for a line and its number. */
enum { LINE_CELLS = 11 };

/* Equally far apart; where they have parts, with the same room between them. */
static void spread_columns(NetworkPicture *picture, float left) {
    int count = picture->network.count;
    NeuronColumn *columns = picture->columns;
    float step = (picture->loss_x - left) / ((float)count + 0.7f),
          free = picture->loss_x - left - columns[0].half;
    for (int c = 1; c <= count; c++) free -= 2 * columns[c].half;
    columns[0].x = roundf(left);
    for (int c = 1; c <= count; c++) {
        float room = columns[c - 1].half + free / ((float)count + 0.7f) + columns[c].half;
        columns[c].x = roundf(picture->parts > 0 ? columns[c - 1].x + room : left + step * (float)c);
    }
}

static bool columns_fit(const NetworkPicture *picture) {
    int count = picture->network.count;
    float least = LINE_CELLS * network_place_cell(picture, picture->number), middle;
    for (int c = 0; c < count; c++)
        if (network_place_between(picture, c, &middle) < least) return false;
    const NeuronColumn *last = &picture->columns[count];
    return last->part == 0 || picture->loss_x - last->x - last->half >= 0.8f * least;
}

void network_place_columns(NetworkPicture *picture) {
    int count = picture->network.count;
    picture->number = choose_number(picture);
    for (picture->parts = 2; picture->parts >= 0; picture->parts--) {
        for (int c = 0; c <= count; c++) size_column(picture, c);
        float left = picture->room.x + fmaxf(52 * picture->style.unit, first_half(picture));
        picture->loss_x = roundf(picture->room.x + picture->room.w - loss_half(picture));
        picture->loss_number = choose_loss_number(picture);
        spread_columns(picture, left);
        if (picture->parts == 0 || columns_fit(picture)) break;
    }
}
