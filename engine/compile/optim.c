/* optim: the optimizers, a row each: what they keep for each parameter, and the operations of one update. */
#include <assert.h>
#include <string.h>

#include "builder.h"

enum { MAX_PARTS = 3 };

/* One operation of an update. Letters stand for slots: w the parameter, g its gradient, r the learning rate,
   t the count of updates, any other a state of the row's own. The last part writes w and is the step that is
   shown. */
typedef struct Part {
    const char *op;
    char to;
    const char *reads; /* in the order of op's operands */
} Part;

typedef struct Optimizer {
    const char *name;
    bool momentum;      /* the row for a momentum above 0 */
    const char *states; /* their letters */
    bool counts;        /* its updates, in a slot that all parameters share: "adam_count" */
    Part parts[MAX_PARTS];
} Optimizer;

/* clang-format off */
static const Optimizer optimizers[] = {
    {"sgd", false, "", false,
     {{"sgd", 'w', "wgr"}}},
    {"sgd", true, "v", false,
     {{"sgd_velocity", 'v', "vg"}, {"sgd", 'w', "wvr"}}},
    {"rmsprop", false, "s", false,
     {{"rmsprop_square", 's', "sg"}, {"rmsprop", 'w', "wgsr"}}},
    {"adam", false, "ms", true,
     {{"adam_mean", 'm', "mg"}, {"adam_square", 's', "sg"}, {"adam", 'w', "wmsrt"}}},
};
/* clang-format on */

static const Optimizer *optimizer_find(const Train *train) {
    for (size_t i = 0; i < sizeof optimizers / sizeof *optimizers; i++)
        if (strcmp(optimizers[i].name, train->optimizer) == 0 &&
            optimizers[i].momentum == (train->momentum > 0))
            return &optimizers[i];
    return NULL;
}

/* A slot of the optimizer's, shown under a name of its own. */
static int named_slot(Builder *b, Role role, Shape shape, Origin origin, const char *prefix,
                      const char *name) {
    int slot = builder_slot(b, role, shape, origin, (Place){0, 0});
    if (slot < 0) return -1;
    b->program->slots[slot].name = arena_format(b->arena, "%s%s", prefix, name);
    return slot;
}

/* The states of one parameter are slots one after the other, in the row's order. */
static int state_slots(Builder *b, const Optimizer *optimizer, int parameter) {
    int first = b->program->slot_count;
    for (const char *letter = optimizer->states; *letter != '\0'; letter++) {
        const Slot of = b->program->slots[parameter];
        const char prefix[] = {*letter, '\0'};
        int slot = named_slot(b, ROLE_STATE, (Shape){of.rows, of.cols}, (Origin){.region = REGION_LASTING},
                              prefix, of.name);
        if (slot < 0) return -1;
        b->program->slots[slot].of = parameter;
    }
    return first;
}

static bool learns(const Builder *b, const Learner *learner) {
    return b->program->slots[learner->slot].role == ROLE_PARAMETER;
}

bool optim_slots(Builder *b) {
    const Train *train = &b->lesson->train;
    const Optimizer *optimizer = optimizer_find(train);
    if (optimizer == NULL) return err_set(b->e, "there is no optimizer %s with a momentum", train->optimizer);
    const Shape one = {1, 1};
    const Origin rate = {.region = REGION_PRESET, .number = train->lr};
    const Origin count = {.region = REGION_LASTING}, norm = {.region = REGION_OWN};
    b->rate = named_slot(b, ROLE_SETTING, one, rate, "", "lr");
    b->count = optimizer->counts ? named_slot(b, ROLE_STATE, one, count, "", "t") : b->rate;
    b->norm = train->clip_norm > 0 ? named_slot(b, ROLE_STATE, one, norm, "", "norm") : b->rate;
    if (b->rate < 0 || b->count < 0 || b->norm < 0) return false;
    for (int i = 0; i < b->learner_count; i++) {
        Learner *learner = &b->learners[i];
        if (learns(b, learner) && (learner->states = state_slots(b, optimizer, learner->slot)) < 0)
            return false;
    }
    return true;
}

/* An operation of the update. reads: its operands, then −1; number: its constant if its row has none. */
static bool part_emit(Builder *b, const char *op, int to, const int *reads, double number, bool hidden) {
    Instr *instr = builder_instr(b, op_find(op), PHASE_UPDATE, to, (Place){0, 0});
    if (instr == NULL) return false;
    for (; *reads >= 0; reads++) {
        instr->in[instr->ins++] = *reads;
        builder_reads(instr, *reads);
    }
    memcpy(instr->number, instr->op->preset, sizeof instr->number);
    if (instr->op->required > 0) instr->number[0] = number;
    instr->hidden = hidden;
    return true;
}

/* The norm of all gradients together, then each cut by it. */
static bool clip_emit(Builder *b) {
    const double limit = b->lesson->train.clip_norm;
    if (!part_emit(b, "zero", b->norm, (const int[]){-1}, 0, true)) return false;
    for (int i = 0; i < b->learner_count; i++) {
        const int reads[] = {b->norm, b->learners[i].grad, -1};
        if (!learns(b, &b->learners[i])) continue;
        if (!part_emit(b, "clip_norm_square", b->norm, reads, 0, true)) return false;
    }
    for (int i = 0; i < b->learner_count; i++) {
        const int reads[] = {b->learners[i].grad, b->norm, -1};
        if (!learns(b, &b->learners[i])) continue;
        if (!part_emit(b, "clip_norm", b->learners[i].grad, reads, limit, false)) return false;
    }
    return true;
}

static int letter_slot(const Builder *b, const Optimizer *optimizer, const Learner *learner, char letter) {
    static const char shared[] = "wgrt";
    const int slots[] = {learner->slot, learner->grad, b->rate, b->count};
    const char *at = strchr(shared, letter);
    if (at != NULL) return slots[at - shared];
    return learner->states + (int)(strchr(optimizer->states, letter) - optimizer->states);
}

static bool parameter_emit(Builder *b, const Optimizer *optimizer, const Learner *learner) {
    for (int k = 0; k < MAX_PARTS && optimizer->parts[k].op != NULL; k++) {
        const Part *part = &optimizer->parts[k];
        int reads[INSTR_MAX_READS + 1], count = 0;
        for (const char *letter = part->reads; *letter != '\0'; letter++)
            reads[count++] = letter_slot(b, optimizer, learner, *letter);
        reads[count] = -1;
        int to = letter_slot(b, optimizer, learner, part->to);
        if (!part_emit(b, part->op, to, reads, b->lesson->train.momentum, part->to != 'w')) return false;
    }
    return true;
}

bool optim_update(Builder *b) {
    const Optimizer *optimizer = optimizer_find(&b->lesson->train);
    int parameters = 0;
    assert(optimizer != NULL); /* optim_slots looked */
    for (int i = 0; i < b->learner_count; i++) parameters += learns(b, &b->learners[i]);
    if (parameters == 0) return true;
    if (b->lesson->train.clip_norm > 0 && !clip_emit(b)) return false;
    const int count[] = {b->count, -1};
    if (optimizer->counts && !part_emit(b, "adam_count", b->count, count, 0, true)) return false;
    for (int i = 0; i < b->learner_count; i++)
        if (learns(b, &b->learners[i]) && !parameter_emit(b, optimizer, &b->learners[i])) return false;
    return true;
}
