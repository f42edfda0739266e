/* spelling: writes the formula of the explained instruction, for the whole and for one element, with the
 * terms of its sum and the matrices that it reads. */
#include "explain.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/math/tree.h"

static bool runs(const Instr *instr, int axis) {
    return instr->op->numbers == 0 || (int)instr->number[0] != 1 - axis;
}

/* The spelling is that sum, over all that the expression's shape has. */
static void sum_over(Spelling *s, const Expr *left, bool rows, bool cols, double divisor) {
    Shape shape = template_shape(&s->scope, left);
    s->sum = (Summation){.left = left,
                         .over_rows = rows,
                         .over_cols = cols,
                         .rows = rows ? shape.rows : 1,
                         .cols = cols ? shape.cols : 1,
                         .divisor = divisor};
}

/* sum, mean and the losses: what the op table's `term` says, over all or along the axis. */
static bool reduction(const Explainer *x, Spelling *s) {
    const Op *op = s->scope.instr->op;
    const Expr *term = template_parse(x->arena, op->term);
    const Expr *divisor = op->divisor == NULL ? NULL : template_parse(x->arena, op->divisor);
    if (term == NULL) return false;
    sum_over(s, term, runs(s->scope.instr, 0), runs(s->scope.instr, 1),
             divisor == NULL ? 1 : template_value(&s->scope, divisor, 0, 0));
    return true;
}

/* A gradient that is, or is said to be, smaller than its formula's shape collects over what was broadcast. */
static bool collection(const Explainer *x, Spelling *s) {
    const Slot *to = &x->view->program->slots[s->scope.instr->dst];
    Shape shape = template_shape(&s->scope, s->expr);
    bool shared = to->of >= 0 && explainer_shared(x, to->of);
    bool rows = (to->rows == 1 || shared) && shape.rows > 1, cols = to->cols == 1 && shape.cols > 1;
    if (rows || cols) sum_over(s, s->expr, rows, cols, 1);
    return rows || cols;
}

/* Parameters that this iteration's update has moved already, and what an update in place has written over. */
static void restore_operands(const Explainer *x, Scope *scope) {
    const Program *program = x->view->program;
    const Instr *instr = scope->instr;
    if (instr->phase == PHASE_UPDATE && explainer_executed(x, instr))
        template_restore(scope, x->arena, instr->dst, instr);
    const Instr *update = instr->phase == PHASE_UPDATE ? NULL : program_next(program, PHASE_UPDATE, -1, NULL);
    for (; update != NULL; update = program_next(program, PHASE_UPDATE, -1, update)) {
        bool reads = false;
        for (int k = 0; k < instr->ins; k++) reads |= instr->in[k] == update->dst;
        if (reads && explainer_executed(x, update)) template_restore(scope, x->arena, update->dst, update);
    }
}

bool spelling_of(const Explainer *x, const Instr *instr, Spelling *s) {
    *s = (Spelling){.scope = template_scope(x->view->program, x->view->values, instr)};
    s->scope.norm = arena_alloc(x->arena, sizeof *s->scope.norm);
    restore_operands(x, &s->scope);
    s->scope.upstream = explainer_same_gradient(x, s->scope.upstream);
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
static void write_right(const Explainer *x, Symbols *s, const Spelling *spelling, int parent) {
    const Scope *scope = &spelling->scope;
    Index row = symbols_at(x->row), col = symbols_at(x->col);
    if (spelling->sums && s->mode == SYMBOLS_ELEMENT) {
        symbols_sum(s, scope, parent, &spelling->sum, row, col);
        return;
    }
    if (spelling->collects && s->mode == SYMBOLS_WHOLE) {
        char letters[8];
        symbols_sum_letters(&spelling->sum, letters, sizeof letters);
        tree_sum(s->math, parent, letters);
    }
    symbols_expr(s, scope, parent, spelling->expr, spelling->collects ? BIND_PRODUCT : 0, row, col);
}

/* ---- the terms of its sum, the largest first ---- */

typedef struct Term {
    double value;
    int k, l;
} Term;

/* Not-a-number counts as the largest of all. */
static double term_size(const Term *term) {
    return isnan(term->value) ? INFINITY : fabs(term->value);
}

/* Keeps the largest of what was seen, the largest first, equal ones in their order. */
static void keep_largest(Term *terms, int *count, int room, Term term) {
    int at = *count;
    while (at > 0 && term_size(&terms[at - 1]) < term_size(&term)) at--;
    if (at == room) return;
    if (*count < room) (*count)++;
    memmove(terms + at + 1, terms + at, (size_t)(*count - at - 1) * sizeof *terms);
    terms[at] = term;
}

static int largest_terms(const Explainer *x, const Spelling *s, Term *terms, int room) {
    int count = 0;
    for (int k = 0; k < s->sum.rows; k++) {
        for (int l = 0; l < s->sum.cols; l++) {
            double value = template_summand(&s->scope, &s->sum, x->row, x->col, k, l) / s->sum.divisor;
            keep_largest(terms, &count, room, (Term){value, k, l});
        }
    }
    return count;
}

static void write_where(const Spelling *s, Term term, char *out, size_t size) {
    char letters[8];
    symbols_sum_letters(&s->sum, letters, sizeof letters);
    if (strlen(letters) > 1)
        snprintf(out, size, "%s = %d, %d", letters, term.k, term.l);
    else
        snprintf(out, size, "%s = %d", letters, s->sum.cols > 1 ? term.l : term.k);
}

/* "0.3044 / 100": the term with its numbers. */
static void write_body(const Explainer *x, const Spelling *spelling, Term term, char *out, size_t size) {
    const Summation *sum = &spelling->sum;
    Math math;
    Symbols s = explainer_symbols(x, &math);
    s.mode = SYMBOLS_NUMBERS;
    symbols_expr(&s, &spelling->scope, 0, sum->left,
                 sum->divisor == 1 || template_is(sum->left, "neg") ? 0 : BIND_PRODUCT,
                 symbols_at(sum->over_rows ? term.k : x->row), symbols_at(sum->over_cols ? term.l : x->col));
    if (sum->divisor != 1) {
        char divisor[28];
        symbols_constant(&s, sum->divisor, divisor, sizeof divisor);
        tree_word(&math, 0, " / ", INK_PLAIN);
        tree_number(&math, 0, divisor);
    }
    tree_text(&math, out, size);
}

/* "+0.939 × −0.00625". */
static void write_factors(const Explainer *x, const Spelling *s, Term term, char *out, size_t size) {
    char left[28], right[28];
    const Texts *texts = x->view->texts;
    text_number(texts, left, sizeof left, template_value(&s->scope, s->sum.left, x->row, term.l), true);
    text_number(texts, right, sizeof right, template_value(&s->scope, s->sum.right, term.l, x->col), true);
    snprintf(out, size, "%s × %s", left, right);
}

static ViewTerm *add_term(const Explainer *x, double value) {
    ViewTerm *term = &x->out->terms[x->out->term_count++];
    memset(term, 0, sizeof *term);
    term->value = value;
    x->out->total += value;
    text_number(x->view->texts, term->result, sizeof term->result, value, true);
    return term;
}

/* What is asked for keeps its terms' numbers, not what they come to. A sum of one number is that number. */
static void hide_result(const Spelling *s, ViewTerm *term) {
    bool only = s->sum.rows * s->sum.cols == 1;
    if (term->product[0] == '\0' && !only) memcpy(term->product, term->result, sizeof term->result);
    term->result[0] = '\0';
    term->value = 0;
}

static void add_terms(const Explainer *x, const Spelling *s) {
    Term terms[VIEW_MAX_TERMS];
    int count = largest_terms(x, s, terms, VIEW_MAX_TERMS - x->out->term_count);
    for (int i = 0; i < count; i++) {
        ViewTerm *term = add_term(x, terms[i].value);
        write_where(s, terms[i], term->where, sizeof term->where);
        /* a number by itself is not written twice */
        if (s->sum.product)
            write_factors(x, s, terms[i], term->product, sizeof term->product);
        else if (s->sum.left->kind != EXPR_NAME || s->sum.divisor != 1)
            write_body(x, s, terms[i], term->product, sizeof term->product);
        if (x->ahead >= 0) hide_result(s, term);
    }
    x->out->terms_more = s->sum.rows * s->sum.cols - count;
    for (int i = 0; i < count; i++) x->out->total -= terms[i].value;
    if (x->ahead < 0) x->out->total += spelling_value(x, s);
}

static int write_shares(const Explainer *x, const Spelling *s) {
    int samples = x->view->program->samples;
    bool rows = !s->sum.product && s->sum.over_rows && s->sum.rows == samples && s->sum.cols == 1;
    bool factors = s->sum.product && template_is(s->sum.left, "transpose") && s->sum.cols == samples;
    if (samples < 2 || samples > x->share_room || !(rows || factors)) return 0;
    for (int i = 0; i < samples; i++) {
        double share = template_summand(&s->scope, &s->sum, x->row, x->col, rows ? i : 0, rows ? 0 : i);
        x->shares[i] = (float)(share / s->sum.divisor);
    }
    return samples;
}

/* ---- the matrices that it reads, and what one element uses of them ---- */

static bool is_matrix(const Explainer *x, int slot) {
    const Slot *it = &x->view->program->slots[slot];
    return it->role != ROLE_CONSTANT && it->role != ROLE_SETTING;
}

bool spelling_makes(const Program *program, int step, int slot) {
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        if (instr->hidden && instr->step == step && instr->dst == slot) return true;
    }
    return false;
}

static bool is_to_come(const Explainer *x, int slot) {
    return x->ahead >= 0 && x->instr != NULL && spelling_makes(x->view->program, x->instr->step, slot);
}

static void add_operand(const Explainer *x, int slot, bool transposed, int row, int col, const char *sign) {
    Explanation *out = x->out;
    if (out->operand_count == VIEW_MAX_OPERANDS) return;
    ViewOperand *operand = &out->operands[out->operand_count++];
    *operand = (ViewOperand){
        .slot = slot, .transposed = transposed, .row = row, .col = col, .hidden = is_to_come(x, slot)};
    snprintf(operand->sign, sizeof operand->sign, "%s", sign);
}

/* A name, or a name transposed; −1: something else. */
static int factor_slot(const Spelling *s, const Expr *e, bool *transposed) {
    int slot = -1;
    double number;
    *transposed = template_is(e, "transpose");
    if (*transposed) e = e->args[0];
    return e->kind == EXPR_NAME && template_letter(&s->scope, e->name, &slot, &number) ? slot : -1;
}

static bool add_product(const Explainer *x, const Spelling *s) {
    if (!template_is(s->expr, "matmul")) return false;
    bool left_turned, right_turned;
    int left = factor_slot(s, s->expr->args[0], &left_turned);
    int right = factor_slot(s, s->expr->args[1], &right_turned);
    if (left < 0 || right < 0) return false;
    Shape shape = template_shape(&s->scope, s->expr);
    add_operand(x, left, left_turned, shape.rows == 1 ? 0 : x->row, -1, "");
    add_operand(x, right, right_turned, -1, shape.cols == 1 ? 0 : x->col, "·");
    return true;
}

/* Every matrix of the formula once, in the order in which it reads them. */
static void add_names(const Explainer *x, const Spelling *s, const Expr *e, int row, int col) {
    int slot;
    double number;
    if (template_is(e, "count") || template_is(e, "rows")) return; /* how many there are, not what they are */
    if (e->kind == EXPR_NAME && template_letter(&s->scope, e->name, &slot, &number) && slot >= 0 &&
        is_matrix(x, slot)) {
        for (int i = 0; i < x->out->operand_count; i++)
            if (x->out->operands[i].slot == slot) return;
        bool result = slot == x->slot && x->ahead < 0; /* an update to come reads what it will write over */
        if (result || x->out->operand_count == VIEW_MAX_OPERANDS - 1) return;
        const Slot *it = &x->view->program->slots[slot]; /* broadcast to (row, col); −1: all of them */
        add_operand(x, slot, false, it->rows == 1 && row >= 0 ? 0 : row, it->cols == 1 && col >= 0 ? 0 : col,
                    x->out->operand_count == 0 ? "" : ",");
    }
    bool turned = template_is(e, "transpose");
    for (int k = 0; e->kind == EXPR_CALL && k < e->count; k++)
        add_names(x, s, e->args[k], turned ? col : row, turned ? row : col);
}

/* The sign between two operands where the formula is nothing but that. */
static const char *plain_sign(const Explainer *x, const Spelling *s) {
    static const struct {
        const char *call, *sign;
    } signs[] = {{"add", "+"}, {"sub", "−"}, {"mul", "∘"}, {"div", "÷"}};
    bool direct = s->expr->kind == EXPR_CALL && s->expr->count == 2 && s->expr->args[0]->kind == EXPR_NAME &&
                  s->expr->args[1]->kind == EXPR_NAME && x->out->operand_count == 2;
    for (size_t i = 0; direct && i < sizeof signs / sizeof *signs; i++)
        if (template_is(s->expr, signs[i].call)) return signs[i].sign;
    return NULL;
}

static void add_operands(const Explainer *x, const Spelling *s) {
    const char *equals = "=";
    if (!add_product(x, s)) {
        bool rows = s->sums && s->sum.over_rows, cols = s->sums && s->sum.over_cols;
        const Expr *read = s->sums ? s->sum.left : s->expr;
        add_names(x, s, read, rows ? -1 : x->row, cols ? -1 : x->col);
        const char *sign = plain_sign(x, s);
        if (sign != NULL)
            snprintf(x->out->operands[1].sign, sizeof x->out->operands[1].sign, "%s", sign);
        else
            equals = "→";
    }
    if (x->out->operand_count == 0) return;
    add_operand(x, x->slot, false, x->row, x->col, equals);
    x->out->operands[x->out->operand_count - 1].hidden = x->ahead >= 0;
}

/* ---- the explained instruction ---- */

static const char *relation(const Explainer *x) {
    if (x->instr->phase == PHASE_UPDATE) return "←";
    bool more = x->instr->add && (explainer_kept(x, x->slot) || explainer_uses(x, x->slot, false) > 1);
    return more ? "+=" : "=";
}

/* A result without a name is its own formula: it has no left side. */
static bool has_left_side(const Slot *slot) {
    return slot->named || slot->role == ROLE_GRADIENT || slot->role == ROLE_STATE;
}

/* The element's formula, begun with the element itself. */
static Symbols element_begin(const Explainer *x) {
    Symbols s = explainer_symbols(x, &x->out->element);
    s.mode = SYMBOLS_ELEMENT;
    symbols_slot(&s, 0, x->slot, 0, symbols_at(x->row), symbols_at(x->col));
    return s;
}

static void write_formula(const Explainer *x, const Spelling *spelling) {
    Math *math = &x->out->formula;
    Symbols s = explainer_symbols(x, math);
    const Op *op = x->instr->op;
    Index none = symbols_letter(' ');
    s.fractions = true;
    if (has_left_side(&x->view->program->slots[x->slot])) {
        symbols_slot(&s, 0, x->slot, 0, none, none);
        tree_sign(math, 0, relation(x));
    }
    if (x->instr->phase == PHASE_FORWARD && op->function && !template_is(spelling->expr, op->name)) {
        symbols_call(&s, &spelling->scope, 0, none, none);
        tree_sign(math, 0, "=");
    }
    write_right(x, &s, spelling, 0);
}

void spelling_line(const Explainer *x, const Instr *instr, bool last) {
    Math *math = &x->out->formula;
    Symbols s = explainer_writer(x, math);
    Spelling spelling;
    Index none = symbols_letter(' ');
    if (!spelling_of(x, instr, &spelling)) return;
    symbols_slot(&s, 0, instr->dst, 0, none, none);
    tree_sign(math, 0, "=");
    if (instr->op->function && !template_is(spelling.expr, instr->op->name))
        symbols_call(&s, &spelling.scope, 0, none, none);
    else
        write_right(x, &s, &spelling, 0);
    if (last) return;
    tree_sign(math, 0, ",");
    tree_word(math, 0, " ", INK_PLAIN);
}

/* Whether the element is an operand's own number, perhaps elsewhere or with the other sign: with its number
   put in, the formula would be the result. */
static bool is_operand(const Expr *expr) {
    if (template_is(expr, "neg") || template_is(expr, "transpose")) return is_operand(expr->args[0]);
    return expr->kind == EXPR_NAME;
}

/* A sum stays a sum, its terms follow; anything shorter is written with its numbers where they are known. */
static void write_element(const Explainer *x, const Spelling *spelling) {
    Symbols s = element_begin(x);
    tree_sign(s.math, 0, relation(x));
    bool asked = x->ahead >= 0 && !is_operand(spelling->expr);
    for (int k = 0; k < x->instr->ins; k++) asked &= !is_to_come(x, x->instr->in[k]);
    if ((x->known || asked) && !spelling->sums) s.mode = SYMBOLS_NUMBERS;
    write_right(x, &s, spelling, 0);
}

static void write_result(const Explainer *x) {
    if (!x->known) return;
    static const MathInk inks[] = {
        [ROLE_LOSS] = INK_LOSS,       [ROLE_GRADIENT] = INK_BACKWARD, [ROLE_PARAMETER] = INK_PARAMETER,
        [ROLE_STATE] = INK_PARAMETER, [ROLE_DATA] = INK_FORWARD,      [ROLE_CONSTANT] = INK_FORWARD,
        [ROLE_VALUE] = INK_FORWARD,   [ROLE_SETTING] = INK_FORWARD};
    double value = explainer_element(x, x->slot, x->row, x->col);
    x->out->has_result = true;
    x->out->result_ink = inks[x->view->program->slots[x->slot].role];
    text_number(x->view->texts, x->out->result, sizeof x->out->result, value, true);
}

/* What the gradient held before this instruction added its part: of other uses, or earlier iterations. */
static void write_earlier(const Explainer *x, const Spelling *s) {
    if (!x->instr->add || !(explainer_kept(x, x->slot) || explainer_uses(x, x->slot, true) > 1)) return;
    double part = spelling_value(x, s), sum = explainer_element(x, x->slot, x->row, x->col),
           earlier = sum - part;
    if (fabs(earlier) < 1e-6 * (fabs(sum) + fabs(part))) earlier = 0; /* what is left is the sum's rounding */
    ViewTerm *term = add_term(x, earlier);
    snprintf(term->where, sizeof term->where, "%s", text_get(x->view->texts, "term.before"));
    if (s->sums) return;
    term = add_term(x, part);
    snprintf(term->where, sizeof term->where, "%s", text_get(x->view->texts, "term.now"));
}

/* The parts that several uses gave to a gradient, when it is looked at after the last of them. */
static void write_uses(const Explainer *x) {
    const Program *program = x->view->program;
    Symbols formula = explainer_symbols(x, &x->out->formula), element = element_begin(x);
    formula.fractions = true;
    symbols_slot(&formula, 0, x->slot, 0, symbols_letter(' '), symbols_letter(' '));
    const char *sign = "=";
    for (const Instr *instr = NULL;
         (instr = program_next(program, PHASE_BACKWARD, x->slot, instr)) != NULL;) {
        Spelling s;
        if (x->out->term_count == VIEW_MAX_TERMS) {
            x->out->terms_more++;
            continue;
        }
        if (!spelling_of(x, instr, &s)) continue;
        tree_sign(formula.math, 0, sign);
        write_right(x, &formula, &s, 0);
        tree_sign(element.math, 0, sign);
        write_right(x, &element, &s, 0);
        sign = "+";
        ViewTerm *term = add_term(x, spelling_value(x, &s));
        char name[EXPLAINER_NAME];
        explainer_name(x, instr->result, name, sizeof name);
        snprintf(term->where, sizeof term->where, "%.23s", strlen(name) < sizeof term->where ? name : "…");
    }
    if (x->out->terms_more == 0) return;
    tree_sign(formula.math, 0, "+");
    tree_word(formula.math, 0, "…", INK_DIM);
    tree_sign(element.math, 0, "+");
    tree_word(element.math, 0, "…", INK_DIM);
}

void spelling_explain(Explainer *x) {
    Spelling s;
    write_result(x);
    if (x->instr == NULL && x->known) { /* given: its name and place, and the matrix that it stands in */
        element_begin(x);
        if (is_matrix(x, x->slot)) add_operand(x, x->slot, false, x->row, x->col, "");
    }
    if (x->instr == NULL || !spelling_of(x, x->instr, &s)) return;
    bool current = explainer_is_current(x, x->instr);
    bool backward = x->instr->phase == PHASE_BACKWARD;
    if (x->known && backward && !current && !explainer_kept(x, x->slot) &&
        explainer_uses(x, x->slot, true) > 1) {
        write_uses(x);
        return;
    }
    write_formula(x, &s);
    write_element(x, &s);
    if (x->known && backward) write_earlier(x, &s);
    if ((x->known || x->ahead >= 0) && s.sums) add_terms(x, &s);
    if (x->known && s.sums && backward) x->share_count = write_shares(x, &s);
    add_operands(x, &s);
}
