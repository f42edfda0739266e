/* spell: writes the formula of the explained instruction, for the whole and for one element. */
#include "spell.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/math/tree.h"

static bool runs(const Instr *instr, int axis) {
    return instr->op->numbers == 0 || (int)instr->number[0] != 1 - axis;
}

/* sum, mean and the losses: what the op table's `term` says, over all or along the axis. */
static bool reduction(const Explainer *x, Spelling *s) {
    const Op *op = s->scope.instr->op;
    const Expr *term = template_parse(x->arena, op->term);
    const Expr *divisor = op->divisor == NULL ? NULL : template_parse(x->arena, op->divisor);
    if (term == NULL) return false;
    Shape shape = template_shape(&s->scope, term);
    bool rows = runs(s->scope.instr, 0), cols = runs(s->scope.instr, 1);
    s->sum = (Summation){.left = term,
                         .over_rows = rows,
                         .over_cols = cols,
                         .rows = rows ? shape.rows : 1,
                         .cols = cols ? shape.cols : 1,
                         .divisor = divisor == NULL ? 1 : template_value(&s->scope, divisor, 0, 0)};
    return true;
}

/* A gradient that is, or is said to be, smaller than its formula's shape collects over what was broadcast. */
static bool collection(const Explainer *x, Spelling *s) {
    const Slot *to = &x->view->program->slots[s->scope.instr->dst];
    Shape shape = template_shape(&s->scope, s->expr);
    bool shared = to->of >= 0 && explain_shared(x, to->of);
    bool rows = (to->rows == 1 || shared) && shape.rows > 1, cols = to->cols == 1 && shape.cols > 1;
    if (!rows && !cols) return false;
    s->sum = (Summation){.left = s->expr,
                         .over_rows = rows,
                         .over_cols = cols,
                         .rows = rows ? shape.rows : 1,
                         .cols = cols ? shape.cols : 1,
                         .divisor = 1};
    return true;
}

/* Parameters that this iteration's update has moved already, and what an update in place has written over. */
static void restore_operands(const Explainer *x, Scope *scope) {
    const Program *program = x->view->program;
    const Instr *instr = scope->instr;
    if (instr->phase == PHASE_UPDATE && instr->step <= x->view->step)
        scope_restore(scope, x->arena, instr->dst, instr);
    for (int i = 0; i < program->instr_count && instr->phase != PHASE_UPDATE; i++) {
        const Instr *update = &program->instrs[i];
        if (update->phase != PHASE_UPDATE || update->step > x->view->step) continue;
        bool reads = false;
        for (int k = 0; k < instr->ins; k++) reads |= instr->in[k] == update->dst;
        if (reads) scope_restore(scope, x->arena, update->dst, update);
    }
}

bool spelling_of(const Explainer *x, const Instr *instr, Spelling *s) {
    *s = (Spelling){.scope = scope_of(x->view->program, x->view->values, instr)};
    s->scope.norm = arena_alloc(x->arena, sizeof *s->scope.norm);
    restore_operands(x, &s->scope);
    s->scope.upstream = explain_same_gradient(x, s->scope.upstream);
    const char *text = template_of(instr);
    s->expr = text == NULL ? NULL : template_parse(x->arena, text);
    if (s->expr == NULL) return false;
    s->collects = instr->phase == PHASE_BACKWARD && collection(x, s);
    if (instr->phase == PHASE_FORWARD && instr->op->term != NULL)
        s->sums = reduction(x, s);
    else
        s->sums = s->collects || template_summation(&s->scope, s->expr, &s->sum);
    return true;
}

double spelling_value(const Explainer *x, const Spelling *s) {
    if (!s->sums) return template_value(&s->scope, s->expr, x->row, x->col);
    double total = 0;
    for (int k = 0; k < s->sum.rows; k++)
        for (int l = 0; l < s->sum.cols; l++)
            total += template_summand(&s->scope, &s->sum, x->row, x->col, k, l);
    return total / s->sum.divisor;
}

/* Sums are written out for an element, and where they collect over what was broadcast. */
void spelling_write(const Explainer *x, Symbols *s, const Spelling *spelling, int parent) {
    const Scope *scope = &spelling->scope;
    Index row = index_at(x->row), col = index_at(x->col);
    if (spelling->sums && s->mode == SYMBOLS_ELEMENT) {
        symbols_sum(s, scope, parent, &spelling->sum, row, col);
        return;
    }
    if (spelling->collects && s->mode == SYMBOLS_WHOLE) {
        char letters[8];
        symbols_sum_letters(&spelling->sum, letters, sizeof letters);
        math_sum(s->math, parent, letters);
    }
    symbols_expr(s, scope, parent, spelling->expr, spelling->collects ? BIND_PRODUCT : 0, row, col);
}

static const char *relation(const Explainer *x) {
    if (x->instr->phase == PHASE_UPDATE) return "←";
    bool more = x->instr->add && (explain_kept(x, x->slot) || explain_uses(x, x->slot, false) > 1);
    return more ? "+=" : "=";
}

/* A result without a name is its own formula: it has no left side. */
static bool has_left_side(const Slot *slot) {
    return slot->named || slot->role == ROLE_GRADIENT || slot->role == ROLE_STATE;
}

static void write_formula(const Explainer *x, const Spelling *spelling) {
    Math *math = &x->out->formula;
    Symbols s = explain_symbols(x, math);
    const Op *op = x->instr->op;
    Index none = index_letter(' ');
    s.fractions = true;
    if (has_left_side(&x->view->program->slots[x->slot])) {
        symbols_slot(&s, 0, x->slot, 0, none, none);
        math_sign(math, 0, relation(x));
    }
    if (x->instr->phase == PHASE_FORWARD && op->function && !template_is(spelling->expr, op->name)) {
        symbols_call(&s, &spelling->scope, 0, none, none);
        math_sign(math, 0, "=");
    }
    spelling_write(x, &s, spelling, 0);
}

void spell_line(const Explainer *x, const Instr *instr, bool last) {
    Math *math = &x->out->formula;
    Symbols s = explain_writer(x, math);
    Spelling spelling;
    Index none = index_letter(' ');
    if (!spelling_of(x, instr, &spelling)) return;
    symbols_slot(&s, 0, instr->dst, 0, none, none);
    math_sign(math, 0, "=");
    if (instr->op->function && !template_is(spelling.expr, instr->op->name))
        symbols_call(&s, &spelling.scope, 0, none, none);
    else
        spelling_write(x, &s, &spelling, 0);
    if (last) return;
    math_sign(math, 0, ",");
    math_word(math, 0, " ", INK_PLAIN);
}

/* Whether the element is an operand's own number, perhaps elsewhere or with the other sign: with its number
   put in, the formula would be the result. */
static bool is_operand(const Expr *expr) {
    if (template_is(expr, "neg") || template_is(expr, "transpose")) return is_operand(expr->args[0]);
    return expr->kind == EXPR_NAME;
}

/* A sum stays a sum, its terms follow; anything shorter is written with its numbers where they are known. */
static void write_element(const Explainer *x, const Spelling *spelling) {
    Math *math = &x->out->element;
    Symbols s = explain_symbols(x, math);
    s.mode = SYMBOLS_ELEMENT;
    symbols_slot(&s, 0, x->slot, 0, index_at(x->row), index_at(x->col));
    math_sign(math, 0, relation(x));
    bool asked = x->ahead >= 0 && !is_operand(spelling->expr);
    for (int k = 0; k < x->instr->ins; k++) asked &= !spelling_to_come(x, x->instr->in[k]);
    if ((x->known || asked) && !spelling->sums) s.mode = SYMBOLS_NUMBERS;
    spelling_write(x, &s, spelling, 0);
}

static MathInk result_ink(const Slot *slot) {
    switch (slot->role) {
    case ROLE_LOSS:
        return INK_LOSS;
    case ROLE_GRADIENT:
        return INK_BACKWARD;
    case ROLE_PARAMETER:
    case ROLE_STATE:
        return INK_PARAMETER;
    default:
        return INK_FORWARD;
    }
}

static void write_result(const Explainer *x) {
    if (!x->known) return;
    double value = explain_element(x, x->slot, x->row, x->col);
    x->out->has_result = true;
    x->out->result_ink = result_ink(&x->view->program->slots[x->slot]);
    text_number(x->view->texts, x->out->result, sizeof x->out->result, value, true);
}

/* What the gradient held before this instruction added its part: from other uses, or from earlier iterations.
 */
static void write_earlier(const Explainer *x, const Spelling *s) {
    if (!x->instr->add || !(explain_kept(x, x->slot) || explain_uses(x, x->slot, true) > 1)) return;
    double part = spelling_value(x, s), sum = explain_element(x, x->slot, x->row, x->col),
           earlier = sum - part;
    if (fabs(earlier) < 1e-6 * (fabs(sum) + fabs(part))) earlier = 0; /* what is left is the sum's rounding */
    ViewTerm *term = spelling_term(x, earlier);
    snprintf(term->where, sizeof term->where, "%s", text_get(x->view->texts, "term.before"));
    if (s->sums) return;
    term = spelling_term(x, part);
    snprintf(term->where, sizeof term->where, "%s", text_get(x->view->texts, "term.now"));
}

/* The parts that several uses gave to a gradient, when it is looked at after the last of them. */
static void write_uses(const Explainer *x) {
    const Program *program = x->view->program;
    Symbols formula = explain_symbols(x, &x->out->formula), element = explain_symbols(x, &x->out->element);
    formula.fractions = true;
    element.mode = SYMBOLS_ELEMENT;
    symbols_slot(&formula, 0, x->slot, 0, index_letter(' '), index_letter(' '));
    symbols_slot(&element, 0, x->slot, 0, index_at(x->row), index_at(x->col));
    const char *sign = "=";
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        Spelling s;
        if (instr->phase != PHASE_BACKWARD || instr->dst != x->slot) continue;
        if (x->out->term_count == VIEW_MAX_TERMS) {
            x->out->terms_more++;
            continue;
        }
        if (!spelling_of(x, instr, &s)) continue;
        math_sign(formula.math, 0, sign);
        spelling_write(x, &formula, &s, 0);
        math_sign(element.math, 0, sign);
        spelling_write(x, &element, &s, 0);
        sign = "+";
        ViewTerm *term = spelling_term(x, spelling_value(x, &s));
        char name[EXPLAIN_NAME];
        explain_name(x, instr->result, name, sizeof name);
        snprintf(term->where, sizeof term->where, "%.23s", strlen(name) < sizeof term->where ? name : "…");
    }
    if (x->out->terms_more == 0) return;
    math_sign(formula.math, 0, "+");
    math_word(formula.math, 0, "…", INK_DIM);
    math_sign(element.math, 0, "+");
    math_word(element.math, 0, "…", INK_DIM);
}

/* What nobody computes: its name and place, and the matrix that the element stands in. */
static void write_given(const Explainer *x) {
    Symbols s = explain_symbols(x, &x->out->element);
    s.mode = SYMBOLS_ELEMENT;
    symbols_slot(&s, 0, x->slot, 0, index_at(x->row), index_at(x->col));
    spelling_operand_given(x);
}

void spell(Explainer *x) {
    Spelling s;
    write_result(x);
    if (x->instr == NULL && x->known) write_given(x);
    if (x->instr == NULL || !spelling_of(x, x->instr, &s)) return;
    bool current = x->view->instr >= 0 && x->instr == &x->view->program->instrs[x->view->instr];
    bool backward = x->instr->phase == PHASE_BACKWARD;
    if (x->known && backward && !current && !explain_kept(x, x->slot) && explain_uses(x, x->slot, true) > 1) {
        write_uses(x);
        return;
    }
    write_formula(x, &s);
    write_element(x, &s);
    if (x->known && backward) write_earlier(x, &s);
    if ((x->known || x->ahead >= 0) && s.sums) spelling_terms(x, &s);
    if (x->known && s.sums && backward) x->share_count = spelling_shares(x, &s);
    spelling_operands(x, &s);
}
