/* digits: whole numbers as tables have them. */
#ifndef BACKSTEP_RENDER_DIGITS_H
#define BACKSTEP_RENDER_DIGITS_H

#include <stddef.h>
#include <stdint.h>

/* 10000 as 10 000, with thin spaces; up to four digits as they are. */
void digits_grouped(int64_t number, char *out, size_t size);

#endif
