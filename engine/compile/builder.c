/* builder: grows a Program's slots and instructions, names them, and lays them out in memory. */
#include "builder.h"

#include <stdlib.h>
#include <string.h>

static bool out_of_memory(Err *e) {
    return err_memory(e);
}

bool builder_begin(Builder *b, const Lesson *lesson, int samples, Err *e) {
    *b = (Builder){.lesson = lesson, .samples = samples, .e = e};
    b->arena = arena_new();
    b->program = calloc(1, sizeof *b->program);
    if (b->arena == NULL || b->program == NULL) return out_of_memory(e);
    *b->program = (Program){.samples = samples, .loss = -1, .target = -1, .arena = b->arena};
    return true;
}

/* The builder's own, not the Program's. */
static void builder_release(Builder *b) {
    free(b->origins);
    free(b->places);
    free(b->learners);
}

void builder_abandon(Builder *b) {
    if (b->program != NULL)
        program_free(b->program);
    else if (b->arena != NULL)
        arena_free(b->arena);
    builder_release(b);
}

static bool slots_grow(Builder *b) {
    Program *program = b->program;
    if (program->slot_count < b->slot_capacity) return true;
    int capacity = b->slot_capacity == 0 ? 64 : b->slot_capacity * 2;
    Slot *slots = realloc(program->slots, (size_t)capacity * sizeof *slots);
    if (slots != NULL) program->slots = slots;
    Origin *origins = realloc(b->origins, (size_t)capacity * sizeof *origins);
    if (origins != NULL) b->origins = origins;
    if (slots == NULL || origins == NULL) return out_of_memory(b->e);
    b->slot_capacity = capacity;
    return true;
}

static bool instrs_grow(Builder *b) {
    Program *program = b->program;
    if (program->instr_count < b->instr_capacity) return true;
    int capacity = b->instr_capacity == 0 ? 64 : b->instr_capacity * 2;
    Instr *instrs = realloc(program->instrs, (size_t)capacity * sizeof *instrs);
    if (instrs != NULL) program->instrs = instrs;
    Place *places = realloc(b->places, (size_t)capacity * sizeof *places);
    if (places != NULL) b->places = places;
    if (instrs == NULL || places == NULL) return out_of_memory(b->e);
    b->instr_capacity = capacity;
    return true;
}

int builder_slot(Builder *b, Role role, Shape shape, Origin origin, Place place) {
    if ((int64_t)shape.rows * shape.cols > TENSOR_MAX_NUMBERS) {
        err_at(b->e, place, "a value of %d×%d is too large: at most 2²⁷ numbers", shape.rows, shape.cols);
        return -1;
    }
    size_t numbers = b->numbers + tensor_size(shape.rows, shape.cols);
    if (numbers > PROGRAM_MAX_NUMBERS) {
        err_at(b->e, place,
               "all values of the model together are more than 2²⁷ numbers (512 MiB); a smaller batch takes "
               "less");
        return -1;
    }
    if (!slots_grow(b)) return -1;
    int index = b->program->slot_count++;
    b->numbers = numbers;
    b->origins[index] = origin;
    b->program->slots[index] = (Slot){.name = arena_format(b->arena, "%%%d", index),
                                      .role = role,
                                      .lasting = origin.region == REGION_LASTING,
                                      .rows = shape.rows,
                                      .cols = shape.cols,
                                      .grad = -1,
                                      .of = -1,
                                      .line = -1};
    if (b->program->slots[index].name != NULL) return index;
    out_of_memory(b->e);
    return -1;
}

bool builder_name(Builder *b, int slot, const char *name) {
    char *copy = arena_string(b->arena, name, strlen(name));
    if (copy == NULL) return out_of_memory(b->e);
    b->program->slots[slot].name = copy;
    b->program->slots[slot].named = true;
    return true;
}

int builder_gradient(Builder *b, int of, int rows, Region region, Place place) {
    const Slot source = b->program->slots[of];
    Shape shape = {rows, source.cols};
    int index = builder_slot(b, ROLE_GRADIENT, shape, (Origin){.region = region}, place);
    if (index < 0) return -1;
    Slot *gradient = &b->program->slots[index];
    gradient->of = of;
    gradient->line = source.line;
    gradient->sample = source.sample;
    gradient->name = arena_format(b->arena, "d%s", source.name);
    b->program->slots[of].grad = index;
    if (gradient->name != NULL) return index;
    out_of_memory(b->e);
    return -1;
}

Instr *builder_instr(Builder *b, const Op *op, Phase phase, int dst, Place place) {
    if (!instrs_grow(b)) return NULL;
    int index = b->program->instr_count++;
    b->places[index] = place;
    Instr *instr = &b->program->instrs[index];
    *instr = (Instr){.op = op,
                     .phase = phase,
                     .dst = dst,
                     .result = -1,
                     .upstream = -1,
                     .wrt = -1,
                     .forward = -1,
                     .line = -1};
    return instr;
}

void builder_reads(Instr *instr, int slot) {
    if (slot < 0) return;
    for (int k = 0; k < instr->reads; k++)
        if (instr->src[k] == slot) return;
    if (instr->reads < INSTR_MAX_READS) instr->src[instr->reads++] = slot;
}

static bool learner_add(Builder *b, int slot, Place place) {
    const Lesson *lesson = b->lesson;
    if (b->learners == NULL)
        b->learners =
            calloc((size_t)lesson->data_count + (size_t)lesson->parameter_count, sizeof *b->learners);
    if (b->learners == NULL) return err_memory(b->e);
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
    return true;
}

/* Offsets, region after region; slots of one region stand in the order in which they were added. */
static void layout(Builder *b) {
    Program *program = b->program;
    size_t at = 0;
    for (int region = REGION_LASTING; region <= REGION_OWN; region++) {
        for (int i = 0; i < program->slot_count; i++) {
            if ((int)b->origins[i].region != region) continue;
            program->slots[i].at = at;
            at += tensor_size(program->slots[i].rows, program->slots[i].cols);
        }
        if (region == REGION_LASTING) program->lasting = at;
        if (region == REGION_PRESET) program->preset = at;
    }
    program->size = at;
}

static void fill(float *at, const Slot *slot, const Origin *origin) {
    size_t numbers = tensor_size(slot->rows, slot->cols);
    size_t stride = (size_t)tensor_stride(slot->rows);
    if (origin->value != NULL) {
        memcpy(at, origin->value->at, numbers * sizeof *at);
    } else if (origin->matrix != NULL) {
        for (int i = 0; i < slot->rows; i++)
            for (int j = 0; j < slot->cols; j++)
                at[(size_t)i + (size_t)j * stride] =
                    (float)origin->matrix->numbers[(size_t)i * (size_t)slot->cols + (size_t)j];
    } else if (origin->number != 0) {
        for (size_t k = 0; k < numbers; k++) at[k] = (float)origin->number;
    }
}

/* Visible instructions are the steps, counted from 1; a slot is made by the first step that writes it. */
static bool number_steps(Program *program) {
    program->step_instr = calloc((size_t)program->instr_count + 1, sizeof *program->step_instr);
    if (program->step_instr == NULL) return false;
    for (int i = 0; i < program->instr_count; i++) {
        Instr *instr = &program->instrs[i];
        Slot *slot = &program->slots[instr->dst];
        instr->step = program->steps + 1;
        if (slot->made == 0) slot->made = instr->step;
        if (instr->hidden) continue;
        program->step_instr[++program->steps] = i;
        if (instr->phase == PHASE_ZERO) program->zero_steps++;
    }
    return true;
}

Program *builder_end(Builder *b) {
    Program *program = b->program;
    layout(b);
    program->start = calloc(program->preset + 1, sizeof *program->start);
    if (program->start == NULL || !number_steps(program) || arena_failed(b->arena)) {
        out_of_memory(b->e);
        builder_abandon(b);
        return NULL;
    }
    for (int i = 0; i < program->slot_count; i++)
        if (b->origins[i].region != REGION_OWN)
            fill(program->start + program->slots[i].at, &program->slots[i], &b->origins[i]);
    builder_release(b);
    return program;
}
