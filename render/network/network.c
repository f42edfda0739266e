/* network: finds dense layers among the instructions. */
#include "network.h"

#include <string.h>

static bool is_forward(const Instr *instr) {
    return instr->phase == PHASE_FORWARD && !instr->hidden;
}

static bool is_parameter(const Program *program, int slot) {
    return program->slots[slot].role == ROLE_PARAMETER;
}

/* The parameter that is slot, or whose transpose slot is; −1: neither. */
static int weight_of(const Program *program, int slot, bool *transposed) {
    *transposed = false;
    if (is_parameter(program, slot)) return slot;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        if (!is_forward(instr) || instr->dst != slot || strcmp(program_op_name(instr), "transpose") != 0)
            continue;
        *transposed = true;
        return is_parameter(program, instr->in[0]) ? instr->in[0] : -1;
    }
    return -1;
}

/* x @ W, or x times a single number: a layer of one neuron that reads one value. */
static bool layer_product(const Program *program, const Instr *instr, int from, NetworkLayer *layer) {
    const char *name = program_op_name(instr);
    if (!is_forward(instr) || instr->ins != 2) return false;
    int other = instr->in[0] == from ? instr->in[1] : instr->in[0];
    if (strcmp(name, "matmul") == 0 && instr->in[0] == from) {
        layer->weight = weight_of(program, other, &layer->transposed);
    } else if (strcmp(name, "mul") == 0 && (instr->in[0] == from || instr->in[1] == from)) {
        const Slot *slot = &program->slots[other], *values = &program->slots[from];
        layer->transposed = false;
        layer->weight =
            slot->rows == 1 && slot->cols == 1 && values->cols == 1 && is_parameter(program, other) ? other
                                                                                                    : -1;
    } else {
        return false;
    }
    layer->product = layer->sum = layer->out = instr->dst;
    layer->activation = NULL;
    layer->bias = -1;
    return layer->weight >= 0;
}

/* The bias that is added to the product, and the function of it. */
static void layer_rest(const Program *program, NetworkLayer *layer) {
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        if (!is_forward(instr)) continue;
        const char *name = program_op_name(instr);
        bool reads =
            instr->ins > 0 && (instr->in[0] == layer->out || (instr->ins == 2 && instr->in[1] == layer->out));
        if (!reads || layer->activation != NULL) continue;
        if (strcmp(name, "add") == 0 && layer->sum == layer->product) {
            int other = instr->in[0] == layer->out ? instr->in[1] : instr->in[0];
            if (is_parameter(program, other) &&
                program->slots[instr->dst].cols == program->slots[layer->out].cols) {
                layer->sum = layer->out = instr->dst;
                layer->bias = other;
            }
        } else if (instr->ins == 1 && program_op_is(instr, OP_ACTIVATION)) {
            layer->out = instr->dst;
            layer->activation = name;
        }
    }
}

/* Follows layers from the values in a slot; returns how many there are. */
static int network_follow(const Program *program, int from, Network *network) {
    network->input = from;
    network->count = 0;
    for (int i = 0; i < program->instr_count; i++) {
        NetworkLayer layer;
        if (!layer_product(program, &program->instrs[i], from, &layer)) continue;
        if (network->count == NETWORK_MAX_LAYERS) return 0;
        layer_rest(program, &layer);
        network->layers[network->count++] = layer;
        from = layer.out;
    }
    return network->count;
}

/* A chain is the model only when the loss is computed of where it ends. */
static bool network_is_whole(const Program *program, const Network *network) {
    if (network->count == 0) return false;
    const NetworkLayer *last = &network->layers[network->count - 1];
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        for (int k = 0; k < instr->ins && is_forward(instr) && instr->loss; k++) {
            int in = instr->in[k];
            if (in == last->product || in == last->sum || in == last->out) return true;
        }
    }
    return false;
}

/* Whether a slot is data, or computed of data alone: no gradient goes there. */
static bool is_given(const Slot *slot) {
    return slot->role == ROLE_DATA || (slot->role == ROLE_VALUE && slot->grad < 0);
}

bool network_find(Network *network, const Program *program) {
    network->count = 0;
    for (int s = 0; s < program->slot_count; s++) {
        Network other;
        if (!is_given(&program->slots[s]) || network_follow(program, s, &other) <= network->count) continue;
        if (network_is_whole(program, &other)) *network = other;
    }
    return network->count > 0;
}

bool network_gradient_done(const Program *program, int slot, int step) {
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        if (instr->phase == PHASE_BACKWARD && instr->dst == slot && instr->step <= step) return true;
    }
    return false;
}

int network_slot(const Network *network, int column) {
    return column == 0 ? network->input : network->layers[column - 1].out;
}

int network_size(const Network *network, const Program *program, int column) {
    return program->slots[network_slot(network, column)].cols;
}
