/* builder: a Program while it is being made: slots and instructions are added, then laid out once. */
#ifndef BACKSTEP_ENGINE_COMPILE_BUILDER_H
#define BACKSTEP_ENGINE_COMPILE_BUILDER_H

#include "engine/lesson/lesson.h"
#include "engine/program/op.h"

/* Where in a machine's memory a slot goes (program.h). */
typedef enum Region { REGION_LASTING, REGION_PRESET, REGION_OWN } Region;

/* What a slot holds at the start of a run: a value, a matrix of the formula, or the number everywhere. */
typedef struct Origin {
    Region region;
    const Value *value;
    const Expr *matrix;
    double number;
} Origin;

/* A parameter that learns or a name in requires_grad, and its gradient. */
typedef struct Learner {
    int slot, grad;
    int states;  /* first slot of the optimizer's state for it */
    Place place; /* of its definition */
} Learner;

typedef struct Builder {
    const Lesson *lesson;
    int samples; /* rows of every sample name */
    Program *program;
    Arena *arena;   /* the program's */
    Arena *scratch; /* of what is needed only while compiling */
    Err *e;
    Origin *origins;   /* of each slot */
    Place *places;     /* of each instruction in the lesson file: where its mistakes are shown */
    Learner *learners; /* in file order once builder_lasting is done */
    int learner_count;
    int rate, count, norm; /* slots that optim.c shares between all parameters */
    size_t numbers;        /* of all slots so far, pads included */
} Builder;

/* false and *e when memory runs out. What was begun is ended in any case: builder_end gives the Program away,
   laid out and with its start values, or NULL and *e; builder_abandon frees all. */
bool builder_begin(Builder *b, const Lesson *lesson, int samples, Err *e);
Program *builder_end(Builder *b);
void builder_abandon(Builder *b);

/* Whether memory has run out since it was begun; *e then says so. */
bool builder_out_of_memory(Builder *b);

/* A new slot of that shape with a made-up name; grad, of and line are −1. Returns its index, −1 and the
   builder's error with `place` when it or the program would be too large, or memory runs out. */
int builder_slot(Builder *b, Role role, Shape shape, Origin origin, Place place);

/* Gives the slot the lesson's name for it. */
void builder_name(Builder *b, int slot, const char *name);

/* The gradient of slot `of`: a new slot of that many rows, called "d" and its name. −1 as builder_slot. */
int builder_gradient(Builder *b, int of, int rows, Region region, Place place);

/* An instruction of that phase that writes dst, with nothing else set (indices −1); valid until the next one
   is added. NULL and the builder's error when memory runs out. */
Instr *builder_instr(Builder *b, const Op *op, Phase phase, int dst, Place place);

/* Adds a slot to what an instruction reads, once; −1 is left out. */
void builder_reads(Instr *instr, int slot);

/* The slot of a name of [data] (ROLE_DATA) or, after those, [parameters] (ROLE_PARAMETER). −1 as builder_slot. */
int builder_named(Builder *b, const Named *named, Role role);

/* The gradients of all that learns; optim_slots comes right after. Both have the same offsets in every
   program of a lesson, whatever it computes. false and the builder's error. */
bool builder_lasting(Builder *b);

/* optim.c: the slots of the optimizer's state, and the update's instructions. */
bool optim_slots(Builder *b);
bool optim_update(Builder *b);

/* autodiff.c: zeroing; the loss's own gradient and one instruction for each edge of the chain rule. */
bool autodiff_zero(Builder *b);
bool autodiff_backward(Builder *b);

/* Notes what a backward instruction reads: the arriving gradient and the operands that its derivative's
   formula mentions; those of which it takes the count only are not read. */
void autodiff_reads(Instr *instr);

#endif
