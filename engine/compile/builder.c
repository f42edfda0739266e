/* builder: grows a Program's slots and instructions, names them, and lays them out in memory. */
#include "builder.h"

#include <stdlib.h>
#include <string.h>

bool builder_out_of_memory(Builder *b) {
    return (arena_failed(b->arena) || arena_failed(b->scratch)) && !err_memory(b->e);
}

bool builder_begin(Builder *b, const Lesson *lesson, int samples, Err *e) {
    size_t most_learners = (size_t)lesson->data_count + (size_t)lesson->parameter_count;
    *b =
        (Builder){.lesson = lesson, .samples = samples, .arena = arena_new(), .scratch = arena_new(), .e = e};
    if (builder_out_of_memory(b)) return false;
    b->program = arena_alloc(b->arena, sizeof *b->program);
    b->learners = arena_alloc(b->scratch, most_learners * sizeof *b->learners);
    if (builder_out_of_memory(b)) return false;
    *b->program = (Program){.samples = samples, .loss = -1, .target = -1, .arena = b->arena};
    return true;
}

void builder_abandon(Builder *b) {
    arena_free(b->arena);
    arena_free(b->scratch);
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
    Program *program = b->program;
    program->slots = arena_grow(b->arena, program->slots, program->slot_count, sizeof *program->slots);
    b->origins = arena_grow(b->scratch, b->origins, program->slot_count, sizeof *b->origins);
    if (builder_out_of_memory(b)) return -1;
    int index = program->slot_count++;
    b->numbers = numbers;
    b->origins[index] = origin;
    program->slots[index] = (Slot){.name = arena_format(b->arena, "%%%d", index),
                                   .role = role,
                                   .lasting = origin.region == REGION_LASTING,
                                   .rows = shape.rows,
                                   .cols = shape.cols,
                                   .grad = -1,
                                   .of = -1,
                                   .line = -1};
    return index;
}

void builder_name(Builder *b, int slot, const char *name) {
    b->program->slots[slot].name = arena_string(b->arena, name, strlen(name));
    b->program->slots[slot].named = true;
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
    return index;
}

Instr *builder_instr(Builder *b, const Op *op, Phase phase, int dst, Place place) {
    Program *program = b->program;
    program->instrs = arena_grow(b->arena, program->instrs, program->instr_count, sizeof *program->instrs);
    b->places = arena_grow(b->scratch, b->places, program->instr_count, sizeof *b->places);
    if (builder_out_of_memory(b)) return NULL;
    b->places[program->instr_count] = place;
    Instr *instr = &program->instrs[program->instr_count++];
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

int builder_named(Builder *b, const Named *named, Role role) {
    Shape shape = {named->sample ? b->samples : named->value.rows, named->value.cols};
    Origin origin = {.region = REGION_OWN};
    Region kept = role == ROLE_DATA ? REGION_PRESET : REGION_LASTING;
    if (!named->sample) origin = (Origin){.region = kept, .value = &named->value};
    int slot = builder_slot(b, role, shape, origin, named->place);
    if (slot < 0) return -1;
    builder_name(b, slot, named->name);
    b->program->slots[slot].sample = named->sample;
    if (role == ROLE_DATA ? named->wants_gradient : !named->frozen)
        b->learners[b->learner_count++] = (Learner){.slot = slot, .grad = -1, .place = named->place};
    return slot;
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
    const Mat mat = tensor_mat(at, slot->rows, slot->cols);
    size_t numbers = tensor_size(slot->rows, slot->cols);
    if (origin->value != NULL) memcpy(at, origin->value->at, numbers * sizeof *at);
    for (int i = 0; origin->matrix != NULL && i < mat.rows; i++)
        for (int j = 0; j < mat.cols; j++)
            *tensor_element(mat, i, j) = (float)origin->matrix->numbers[i * mat.cols + j];
    for (size_t k = 0; origin->number != 0 && k < numbers; k++) at[k] = (float)origin->number;
}

/* Visible instructions are the steps, counted from 1; a slot is made by the first step that writes it. */
static void number_steps(Program *program) {
    for (int i = 0; i < program->instr_count; i++) {
        Instr *instr = &program->instrs[i];
        Slot *slot = &program->slots[instr->dst];
        instr->step = program->steps + 1;
        if (slot->made == 0) slot->made = instr->step;
        if (instr->hidden) continue;
        program->step_instr[++program->steps] = i;
        if (instr->phase == PHASE_ZERO) program->zero_steps++;
    }
}

Program *builder_end(Builder *b) {
    Program *program = b->program;
    size_t steps = (size_t)program->instr_count + 1;
    layout(b);
    program->start = arena_alloc(b->arena, (program->preset + 1) * sizeof *program->start);
    program->step_instr = arena_alloc(b->arena, steps * sizeof *program->step_instr);
    if (builder_out_of_memory(b)) {
        builder_abandon(b);
        return NULL;
    }
    number_steps(program);
    for (int i = 0; i < program->slot_count; i++)
        if (b->origins[i].region != REGION_OWN)
            fill(program->start + program->slots[i].at, &program->slots[i], &b->origins[i]);
    arena_free(b->scratch);
    return program;
}
