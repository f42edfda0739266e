/* compile: a lesson's model made into a Program: zeroing, forward, backward, update. */
#include "compile.h"

#include <string.h>

#include "formulas.h"

/* The index of the [model] line that defines `name`; the last one where name is NULL; −1: none. */
static int line_find(const Lesson *lesson, const char *name) {
    for (int line = lesson->model_count - 1; line >= 0; line--)
        if (name == NULL || strcmp(lesson->model[line].name, name) == 0) return line;
    return -1;
}

/* The last line is the loss: one number, and computed. */
static bool loss_check(Builder *b) {
    const Program *program = b->program;
    const Slot *loss = &program->slots[program->loss];
    const Assign *assign = &b->lesson->model[b->lesson->model_count - 1];
    if (loss->rows != 1 || loss->cols != 1)
        return err_at(b->e, assign->place,
                      "the last line of [model] is the loss, one number, but %s is %d×%d", assign->name,
                      loss->rows, loss->cols);
    if (loss->role == ROLE_CONSTANT)
        return err_at(b->e, assign->place, "%s, the loss, is a constant: there is nothing to learn from it",
                      assign->name);
    return true;
}

static bool lines_compile(Builder *b, Formulas *f, int last) {
    for (int line = 0; line <= last; line++)
        if (formulas_needed(f, line) && !formulas_line(f, line)) return false;
    Program *program = b->program;
    program->target = program_find(program, b->lesson->model[last].name);
    if (last == b->lesson->model_count - 1) {
        program->loss = program->target;
        if (!loss_check(b)) return false;
        program->slots[program->loss].role = ROLE_LOSS;
    }
    return true;
}

static bool compile(Builder *b, Formulas *f, int last, bool whole) {
    if (!formulas_begin(f, b, last, whole) || !builder_lasting(b) || !optim_slots(b)) return false;
    if (whole && !autodiff_zero(b)) return false;
    if (!lines_compile(b, f, last)) return false;
    return !whole || (autodiff_backward(b) && optim_update(b));
}

Program *compile_model(const Lesson *lesson, int samples, const char *target, Err *e) {
    int last = line_find(lesson, target);
    if (last < 0) {
        if (target == NULL)
            err_set(e, "the lesson has no [model]: there is nothing to step through");
        else
            err_set(e, "[model] has no line %s", target);
        return NULL;
    }
    Builder b;
    Formulas f = {0};
    bool good = builder_begin(&b, lesson, samples, e) && compile(&b, &f, last, target == NULL);
    formulas_end(&f);
    if (good) return builder_end(&b);
    builder_abandon(&b);
    return NULL;
}
