/* output: a result that appears whole or not at all: written beside its place and renamed when it is
 * complete. */
#ifndef BACKSTEP_APP_OUTPUT_H
#define BACKSTEP_APP_OUTPUT_H

#include <stdio.h>

#include "engine/base/err.h"
#include "engine/base/os.h"
#include "engine/lesson/lesson.h"

typedef struct Output {
    FILE *stream;
    bool named; /* the stream leads to a file; else to standard output */
    OsOutput file;
} Output;

/* path NULL: standard output. An existing device or pipe is written directly; a link stays a link, what it
   leads to is replaced and keeps its permissions. Until it is ended, a signal that ends the program takes
   what was written along; one output with a path at a time. */
bool output_open(Output *output, const char *path, Err *e);

/* Whether the path (NULL: standard output) leads to none of the files that were read for the lesson. Ask before
   output_open. false and *e: the result would take the file's place. */
bool output_spares(const char *path, const Lesson *lesson, Err *e);

/* Ends it. good: the file is in place, or *e says what failed; else, and then, nothing is left behind. Returns
   whether the file is there. */
bool output_end(Output *output, bool good, Err *e);

#endif
