/* builder_names: the slots of what a lesson names itself, and the gradients of those that learn. */
#include <stdlib.h>

#include "builder.h"

static bool learner_add(Builder *b, int slot, Place place) {
    const Lesson *lesson = b->lesson;
    if (b->learners == NULL)
        b->learners =
            calloc((size_t)lesson->data_count + (size_t)lesson->parameter_count, sizeof *b->learners);
    if (b->learners == NULL) return err_set(b->e, "there is not enough memory to compile the lesson");
    b->learners[b->learner_count++] = (Learner){.slot = slot, .grad = -1, .place = place};
    return true;
}

int builder_data(Builder *b, const Named *named) {
    Shape shape = {named->sample ? b->samples : named->value.rows, named->value.cols};
    Origin origin = {.region = REGION_OWN};
    if (!named->sample) origin = (Origin){.region = REGION_PRESET, .value = &named->value};
    int slot = builder_slot(b, ROLE_DATA, shape, origin, named->place);
    if (slot < 0 || !builder_name(b, slot, named->name)) return -1;
    b->program->slots[slot].sample = named->sample;
    return named->wants_gradient && !learner_add(b, slot, named->place) ? -1 : slot;
}

int builder_parameter(Builder *b, const Named *named) {
    Origin origin = {.region = REGION_LASTING, .value = &named->value};
    Shape shape = {named->value.rows, named->value.cols};
    int slot = builder_slot(b, ROLE_PARAMETER, shape, origin, named->place);
    if (slot < 0 || !builder_name(b, slot, named->name)) return -1;
    return !named->frozen && !learner_add(b, slot, named->place) ? -1 : slot;
}

static int learners_compare(const void *left, const void *right) {
    const Learner *a = left, *b = right;
    if (a->place.line != b->place.line) return a->place.line < b->place.line ? -1 : 1;
    return (a->slot > b->slot) - (a->slot < b->slot);
}

/* The gradient of sample data has the mini-batch's rows. It lasts like the others where all mini-batches have
   as many; where the last one is smaller it starts anew in each iteration: there is nothing that it could be
   added to. */
static bool learner_gradient(Builder *b, Learner *learner) {
    const Slot *slot = &b->program->slots[learner->slot];
    const Lesson *lesson = b->lesson;
    int rows = slot->rows;
    bool lasting = true;
    if (slot->sample && slot->role == ROLE_DATA) {
        lasting = lesson->samples % lesson->train.batch == 0;
        if (lasting) rows = lesson->train.batch;
    }
    learner->grad =
        builder_gradient(b, learner->slot, rows, lasting ? REGION_LASTING : REGION_OWN, learner->place);
    return learner->grad >= 0;
}

bool builder_lasting(Builder *b) {
    if (b->learner_count > 0)
        qsort(b->learners, (size_t)b->learner_count, sizeof *b->learners, learners_compare);
    for (int i = 0; i < b->learner_count; i++)
        if (!learner_gradient(b, &b->learners[i])) return false;
    return optim_slots(b);
}
