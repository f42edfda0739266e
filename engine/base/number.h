/* number: decimal numbers read from a text of known size, the same in every locale. */
#ifndef BACKSTEP_ENGINE_NUMBER_H
#define BACKSTEP_ENGINE_NUMBER_H

#include <stddef.h>

enum { NUMBER_MAX_LENGTH = 100 }; /* characters that one number may have */

/* The number without a sign at text: digits with at most one point, then perhaps e and a whole exponent
   ("12", ".5", "1e-3"); no infinities, no hexadecimal. Returns its length and in *out the nearest double
   (infinite where it is too large); 0: no number, or one longer than NUMBER_MAX_LENGTH. */
size_t number_read(const char *text, size_t size, double *out);

enum { NUMBER_TEXT = 32 };

/* The shortest decimal that reads back to the same double, as a lesson has it ("0.001", "1e-5", "-2"). */
void number_write(char out[NUMBER_TEXT], double number);

/* A finite float32 in the fewest of 6 to 9 digits that give it back, read as a float or as a double first. */
void number_write_float(char out[NUMBER_TEXT], float number);

#endif
