/* question: which number of the next step predict mode asks for, and in which words. */
#include <math.h>

#include "engine/explain/explain.h"
#include "engine/lesson/lesson.h"
#include "viewer_parts.h"

/* What a sum or difference is made of, all added up; of anything else its own size. */
static double parts_size(const Scope *scope, const Expr *expr, int row, int col) {
    if (template_is(expr, "add") || template_is(expr, "sub"))
        return parts_size(scope, expr->args[0], row, col) + parts_size(scope, expr->args[1], row, col);
    return fabs(template_value(scope, expr, row, col));
}

static double terms_size(const Spelling *s, int row, int col) {
    if (!s->sums) return parts_size(&s->scope, s->expr, row, col);
    double size = 0;
    for (int k = 0; k < s->sum.rows; k++)
        for (int l = 0; l < s->sum.cols; l++)
            size += fabs(template_summand(&s->scope, &s->sum, row, col, k, l));
    return size / s->sum.divisor;
}

/* Whether all that the instruction reads is there: an optimizer's state is made on the way. */
static bool is_ready(const View *view, const Instr *instr) {
    for (int k = 0; k < instr->ins; k++)
        if (spelling_makes(view->program, instr->step, instr->in[k])) return false;
    return true;
}

static bool holds(const Slot *slot, int row, int col) {
    return (slot->rows == 1 || row < slot->rows) && (slot->cols == 1 || col < slot->cols);
}

/* How much there is to see at an element: of a sum its terms, else its operands. The result has no say. */
static double weight(const Spelling *s, bool ready, int row, int col) {
    if (s->sums) return terms_size(s, row, col);
    const Instr *instr = s->scope.instr;
    double product = 1;
    for (int k = 0; k <= instr->ins; k++) {
        int slot = k == instr->ins ? instr->upstream : ready ? instr->in[k] : instr->dst;
        if (slot >= 0 && holds(&s->scope.program->slots[slot], row, col))
            product *= fabs(template_element(&s->scope, slot, row, col));
    }
    return product;
}

enum { MOST_LINES = 8, MOST_PLACES = 64 }; /* that are looked at, evenly */

static int smaller(int a, int b) {
    return a < b ? a : b;
}

/* In the middle of its share: the edges of images are empty. */
static int number_of(int k, int shown, int count) {
    return (int)((2 * (int64_t)k + 1) * count / (2 * shown));
}

static void choose_element(const Spelling *s, bool ready, const Slot *slot, int sample, Question *out) {
    int few = smaller(slot->cols, MOST_LINES);
    int rows = slot->sample ? 1 : smaller(slot->rows, MOST_PLACES / few);
    int cols = smaller(slot->cols, MOST_PLACES / rows);
    double best = -1;
    for (int i = 0; i < rows; i++) {
        for (int j = 0; j < cols; j++) {
            int row = slot->sample ? sample : number_of(i, rows, slot->rows);
            int col = number_of(j, cols, slot->cols);
            double found = weight(s, ready, row, col);
            if (!(found > best)) continue;
            best = found;
            out->row = row;
            out->col = col;
        }
    }
}

static void choose(const ViewerInput *input, const Spelling *s, bool ready, Question *out) {
    const Slot *slot = &s->scope.program->slots[out->slot];
    const Selection *selection = &input->selection;
    if (selection->slot == out->slot ||
        (selection->slot < 0 && input->chosen)) { /* the learner's own choice */
        out->row = view_index(selection->row, slot->rows);
        out->col = view_index(selection->col, slot->cols);
    } else {
        choose_element(s, ready, slot, view_index(selection->sample, slot->rows), out);
    }
}

/* What a lesson says may tell what is hidden. */
static const char *ask_text(const Viewer *viewer, const ViewerInput *input, const Program *program,
                            int index) {
    const Text *ask = lesson_question(viewer->lesson, program, index);
    if (ask == NULL || input->disguise != NULL) return NULL;
    return lesson_text(ask, text_lang(viewer->texts));
}

bool question_build(const Viewer *viewer, const ViewerInput *input, const View *view, Question *out) {
    const Program *program = view->program;
    *out = (Question){.instr = -1, .slot = -1};
    if (view->step >= view->steps || !lesson_asks(viewer->lesson, program, view->step + 1)) return false;
    Explainer x = {.lesson = viewer->lesson,
                   .view = view,
                   .disguise = input->disguise,
                   .ahead = -1,
                   .arena = arena_new()};
    if (x.arena == NULL) {
        view_fail(view);
        return false;
    }
    out->instr = program->step_instr[view->step + 1];
    const Instr *instr = &program->instrs[out->instr];
    out->slot = x.slot = instr->dst;
    out->text = ask_text(viewer, input, program, out->instr);
    Spelling s;
    if (spelling_of(&x, instr, &s)) {
        bool ready = is_ready(view, instr), adds = instr->phase == PHASE_BACKWARD && instr->add;
        choose(input, &s, ready, out);
        if (ready) out->terms = terms_size(&s, out->row, out->col);
        if (!ready || adds) out->terms += fabs((double)view_element(view, out->slot, out->row, out->col));
    }
    if (arena_failed(x.arena)) view_fail(view);
    arena_free(x.arena);
    return true;
}
