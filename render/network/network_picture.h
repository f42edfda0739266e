/* network_picture: where the parts of the network view stand. Private to the room. */
#ifndef BACKSTEP_RENDER_NETWORK_PICTURE_H
#define BACKSTEP_RENDER_NETWORK_PICTURE_H

#include "network.h"
#include "render/draw/rect.h"
#include "render/style/style.h"

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
    int bias, grad; /* slots whose numbers stand in the neuron, left and right of its own; −1: they do not */
    float part;     /* the width of such a part of it */
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
    int parts;                 /* that neurons have besides their value: 1 the bias, 2 the gradient too */
    float small;               /* em of the caption */
    float number;              /* em of the numbers on the lines */
    float loss_x, loss_number; /* em of the numbers over and under the loss */
    bool sample_below;         /* which sample it is stands under the loss */
    float loss_end;            /* where the words under the loss end; 0: there are none */
    Rect room;                 /* of neurons and lines */
} NetworkPicture;

static inline Point network_neuron_at(const NeuronColumn *column, int k) {
    return (Point){column->x, column->y + (float)k * column->pitch};
}

/* Chooses the size of the numbers, how many neurons of each column are drawn, and where. Columns stand equally far
   apart, the loss a little nearer to the last. */
void network_place_columns(NetworkPicture *picture);

/* "+54 more": the neurons of a column that are not drawn. */
void network_place_more(const NetworkPicture *picture, const NeuronColumn *column, char *out, size_t size);

/* The middle of the neuron's value, left or right of the neuron's own where one part stands beside it. */
float network_place_value(const NeuronColumn *column);

/* The room between a column and the next. */
float network_place_between(const NetworkPicture *picture, int column, float *middle);

/* The width of one digit. */
float network_place_cell(const NetworkPicture *picture, float number);

/* What the lines before a column's layer stand for: its weight, or on the way back the weight's gradient; −1: none. */
int network_wires_slot(const NetworkPicture *picture, int layer);

/* Whether what the lines stand for is computed. */
bool network_wires_known(const NetworkPicture *picture, int layer);

/* The lines between column `layer` and the next, and their numbers. */
void network_wires_draw(NetworkPicture *picture, int layer);

#endif
