/* input: what the fuzz targets share: reads a target's bytes piece by piece, and keeps files in a folder of
 * its own.
 */
#ifndef BACKSTEP_TESTS_FUZZ_INPUT_H
#define BACKSTEP_TESTS_FUZZ_INPUT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/err.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* libFuzzer does not keep an input for which a target returns this. */
enum { INPUT_KEPT = 0, INPUT_REFUSED = -1 };

typedef struct Input {
    const uint8_t *at;
    size_t left;
} Input;

bool input_ends(const Input *input);
int input_byte(Input *input);                           /* 0 at the end */
void input_bytes(Input *input, void *out, size_t size); /* what is missing is 0 */
size_t input_text(Input *input, char *out,
                  size_t room); /* as far as the next 0, cut to room − 1; its length */
size_t input_text_bytes(Input *input, const uint8_t **out); /* the same in place, not cut */

/* The path of a file in the folder, which is made at the first call and goes with the process. The string
 * lasts until the next call. NULL: there is no such folder. */
const char *input_path(const char *name);

/* Writes a file there. NULL where it cannot be written, else its path. */
const char *input_file(const char *name, const void *data, size_t size);

/* A mistake must have a sentence, and it must be printable. */
void input_check_error(const Err *e);

#endif
