/* lesson_hold: who holds a lesson, and whose values it shares. Private to lesson.c and lesson_hold.c. */
#ifndef BACKSTEP_ENGINE_LESSON_HOLD_H
#define BACKSTEP_ENGINE_LESSON_HOLD_H

#include <stdatomic.h>

#include "lesson.h"

typedef struct LessonHold {
    atomic_int holders;
    Lesson *lesson; /* itself */
    Lesson *source; /* held as long as it shares that lesson's values; NULL: they are its own */
} LessonHold;

/* Frees a lesson that shares another's values. */
void lesson_variant_free(Lesson *lesson);

#endif
