/* digits: whole numbers as tables have them. */
#ifndef BACKSTEP_RENDER_DIGITS_H
#define BACKSTEP_RENDER_DIGITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "engine/base/text.h"

/* 10000 as 10 000, with thin spaces; up to four digits as they are. */
void digits_grouped(int64_t number, char *out, size_t size);

/* A number in at most `cells` characters (at least 3, the sign included), for where there is no room for four
   digits: "0.40", "−1.2", "120", "3e7"; zero is "0", what is almost zero "4e−3", or "0.0" where even that is
   too long. sign: '+' is written too. */
void digits_short(const Texts *texts, double number, bool sign, int cells, char *out, size_t size);

#endif
