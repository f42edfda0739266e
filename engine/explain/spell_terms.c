/* spell_terms: the terms of the explained element's sum, the largest first. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/math/tree.h"
#include "spell.h"

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
    Symbols s = explain_symbols(x, &math);
    s.mode = SYMBOLS_NUMBERS;
    symbols_expr(&s, &spelling->scope, 0, sum->left,
                 sum->divisor == 1 || template_is(sum->left, "neg") ? 0 : BIND_PRODUCT,
                 index_at(sum->over_rows ? term.k : x->row), index_at(sum->over_cols ? term.l : x->col));
    if (sum->divisor != 1) {
        char divisor[28];
        symbols_constant(&s, sum->divisor, divisor, sizeof divisor);
        math_word(&math, 0, " / ", INK_PLAIN);
        math_number(&math, 0, divisor);
    }
    math_text(&math, out, size);
}

/* "+0.939 × −0.00625". */
static void write_factors(const Explainer *x, const Spelling *s, Term term, char *out, size_t size) {
    char left[28], right[28];
    const Texts *texts = x->view->texts;
    text_number(texts, left, sizeof left, template_value(&s->scope, s->sum.left, x->row, term.l), true);
    text_number(texts, right, sizeof right, template_value(&s->scope, s->sum.right, term.l, x->col), true);
    snprintf(out, size, "%s × %s", left, right);
}

ViewTerm *spelling_term(const Explainer *x, double value) {
    ViewTerm *term = &x->out->terms[x->out->term_count++];
    memset(term, 0, sizeof *term);
    term->value = value;
    text_number(x->view->texts, term->result, sizeof term->result, value, true);
    return term;
}

/* What is asked for keeps its terms' numbers, but not what they come to. A sum of one number is that number.
 */
static void hide_result(const Spelling *s, ViewTerm *term) {
    bool only = s->sum.rows * s->sum.cols == 1;
    if (term->product[0] == '\0' && !only) snprintf(term->product, sizeof term->product, "%s", term->result);
    term->result[0] = '\0';
    term->value = 0;
}

void spelling_terms(const Explainer *x, const Spelling *s) {
    Term terms[VIEW_MAX_TERMS];
    int count = largest_terms(x, s, terms, VIEW_MAX_TERMS - x->out->term_count);
    for (int i = 0; i < count; i++) {
        ViewTerm *term = spelling_term(x, terms[i].value);
        write_where(s, terms[i], term->where, sizeof term->where);
        /* a number by itself is not written twice */
        if (s->sum.product)
            write_factors(x, s, terms[i], term->product, sizeof term->product);
        else if (s->sum.left->kind != EXPR_NAME || s->sum.divisor != 1)
            write_body(x, s, terms[i], term->product, sizeof term->product);
        if (x->ahead >= 0) hide_result(s, term);
    }
    x->out->terms_more = s->sum.rows * s->sum.cols - count;
}

int spelling_shares(const Explainer *x, const Spelling *s) {
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
