/* network_pick: which neurons of a wide layer are drawn: the ones that matter most. */
#include <math.h>

#include "network_view.h"

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

void network_pick(NetworkPicture *picture, int column, int most) {
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
