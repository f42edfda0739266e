/* network: the chain of dense layers that a Program holds, if it is one; it knows no pixels. */
#ifndef BACKSTEP_RENDER_NETWORK_H
#define BACKSTEP_RENDER_NETWORK_H

#include "engine/program/program.h"

/* Values times weights, a bias perhaps, an activation perhaps. Slots; −1: there is none. */
typedef struct NetworkLayer {
    int weight;
    int bias;        /* the parameter that is added */
    bool transposed; /* the product takes the weight's transpose: a row of it is a neuron of this layer */
    int product, sum,
        out; /* after the product; with the bias; after the activation: all the same where there is none */
    const char *activation; /* "relu"; NULL: none */
} NetworkLayer;

enum { NETWORK_MAX_LAYERS = 12 };

typedef struct Network {
    int input; /* slot */
    NetworkLayer layers[NETWORK_MAX_LAYERS];
    int count;
} Network;

/* The longest such chain to the loss from data, or from what is computed of data alone; false: there is none,
   or it has more layers than can be drawn. */
bool network_find(Network *network, const Program *program);

/* How many values of a sample stand in column `column`: 0 is the input, k the k-th layer's. */
int network_size(const Network *network, const Program *program, int column);

/* Whether this iteration's backward pass has reached the gradient by `step`: what was zeroed is not known yet. */
bool network_gradient_done(const Program *program, int slot, int step);

/* The slot of that column's values. */
int network_slot(const Network *network, int column);

#endif
