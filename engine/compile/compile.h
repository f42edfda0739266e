/* The room engine/compile: a model becomes a Program.

   compile: an instruction for each operation of [model] and each edge of the chain rule. */
#ifndef BACKSTEP_ENGINE_COMPILE_H
#define BACKSTEP_ENGINE_COMPILE_H

#include "engine/lesson/lesson.h"

/* samples: rows of every sample name. target: the [model] name to stop at; only what it needs is compiled.
   NULL: the loss, with zeroing, backward and update, and every line of [model].

   The slots of parameters (and all that lasts) have the same offsets in every program of a lesson, so that
   one machine's numbers serve another. Slots and instructions of a lesson's programs with target NULL have
   the same numbers, however many samples they are for. The lesson's formulas are the loader's, checked by it
   for its own batch. NULL and *e with the place in the lesson file: a shape that does not fit so many
   samples, a constant that float32 cannot hold, an operation that has no derivative where one is needed, a
   loss that is not one number or depends on no parameter, a bug that changes nothing, too many numbers. */
Program *compile_model(const Lesson *lesson, int samples, const char *target, Err *e);

/* What an operation gives for numbers alone: arithmetic in double, functions as the kernels do it. */
double compile_fold(const Op *op, const double *in, const double *number);

#endif
