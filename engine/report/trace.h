/* The room engine/report: what trace, train and check print.

   trace: every operation of one iteration with its values: JSON for programs, text for people. */
#ifndef BACKSTEP_ENGINE_TRACE_H
#define BACKSTEP_ENGINE_TRACE_H

#include <stdio.h>

#include "engine/base/text.h"
#include "engine/run/machine.h"

typedef enum TraceFormat { TRACE_TEXT, TRACE_JSON } TraceFormat;

/* Runs the machine from where it stands, the start of an iteration, to that iteration's end and writes each
   step as it is done; only: just that step's line (1 … program->steps), 0: all. The JSON is the one that
   app/README.md describes; the text is in the language of texts (JSON needs none: NULL). false and *e when
   memory runs out; what the stream refuses shows when it is closed (ferror). */
bool trace_write(FILE *out, const Texts *texts, Machine *machine, TraceFormat format, int only, Err *e);

/* What an instruction does, in the lesson's language and with its names ("z = x @ W1 + b1", "dW1 += x.T @
   dz"). Owned by the arena; NULL when memory runs out. */
const char *trace_formula(Arena *arena, const Program *program, const Instr *instr);

/* The text, filled up to that many characters, not bytes. */
void trace_padded(FILE *out, const char *text, int width);

/* A matrix as rows of aligned numbers, indented, with the decimal sign of the language; of a large one the
   first rows and columns, and how many more there are. */
void trace_matrix(FILE *out, const Texts *texts, Mat m);

#endif
