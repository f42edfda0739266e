/* question: at which steps of an iteration predict mode asks, and what a lesson's [ask] says there. */
#ifndef BACKSTEP_ENGINE_LESSON_QUESTION_H
#define BACKSTEP_ENGINE_LESSON_QUESTION_H

#include "lesson.h"

/* Whether the instruction is the step at which [ask] asks for that name: the forward step of a value, the
   last step that adds to a gradient ("dW1"), the update of a parameter. */
bool question_names(const Program *program, int instr, const char *name);

/* The line of [ask] about the instruction, NULL: none. */
const Text *question_find(const Lesson *lesson, const Program *program, int instr);

/* Whether predict mode asks at that step (from 1) of an iteration: where a lesson has [ask], at its names'
   steps; else wherever something is computed, which zeroing and the seed are not. */
bool question_asked(const Lesson *lesson, const Program *program, int step);

#endif
