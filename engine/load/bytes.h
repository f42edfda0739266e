/* lesson_bytes: a lesson file's bytes: read whole, and refused where they are not text. */
#ifndef BACKSTEP_ENGINE_LESSON_BYTES_H
#define BACKSTEP_ENGINE_LESSON_BYTES_H

#include "engine/base/err.h"

enum { LESSON_MAX_BYTES = 1 << 20 };

/* *text is the caller's, freed with free. false and *e (naming the file) when it cannot be read or is too
 * large. */
bool lesson_bytes_read(const char *path, char **text, size_t *size, Err *e);

/* false and the place of the first byte that is no UTF-8 text, a NUL or another control character. */
bool lesson_bytes_check(const char *text, size_t size, Err *e);

#endif
