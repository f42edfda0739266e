/* symbols_name: a slot as mathematics: its name with an index, what it is made of where it has no name, or
 * its number. */
#include <stdio.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "naming.h"
#include "symbols.h"
#include "tree.h"

static MathInk role_ink(Role role) {
    static const MathInk inks[] = {
        [ROLE_DATA] = INK_DATA,       [ROLE_PARAMETER] = INK_PARAMETER, [ROLE_CONSTANT] = INK_PLAIN,
        [ROLE_VALUE] = INK_FORWARD,   [ROLE_LOSS] = INK_LOSS,           [ROLE_GRADIENT] = INK_BACKWARD,
        [ROLE_STATE] = INK_PARAMETER, [ROLE_SETTING] = INK_PLAIN,
    };
    return inks[role];
}

/* Which of the two indices say something: a row of a column vector, a column of a row vector. Numbers stand
   in brackets, both of them, as in the learner's notebook. */
static void set_index(Symbols *s, int parent, const char *name, MathInk ink, const Slot *slot, Index row,
                      Index col) {
    NameParts parts;
    char text[32];
    name_parts(name, &parts);
    bool letters = (row.at < 0 && slot->rows > 1) || (col.at < 0 && slot->cols > 1);
    if (!letters || parts.upright || parts.index[0] != '\0') {
        name_math(s->math, parent, name, ink);
        index_text(slot, row, col, text, sizeof text);
        math_add(s->math, parent, MATH_NUMBER, ink, text);
        return;
    }
    int node = math_add(s->math, parent, MATH_INDEX, ink, "");
    name_math(s->math, math_row(s->math, node), name, ink);
    int below = math_row(s->math, node);
    for (int side = 0; side < 2; side++) {
        Index index = side == 0 ? row : col;
        if ((side == 0 ? slot->rows : slot->cols) == 1) continue;
        if (index.at > 9) math_add(s->math, below, MATH_NUMBER, ink, ",");
        snprintf(text, sizeof text, index.at >= 0 ? "%d" : "%c", index.at >= 0 ? index.at : index.letter);
        math_add(s->math, below, index.at >= 0 ? MATH_NUMBER : MATH_NAME, ink, text);
    }
}

static const char *shown_name(const Slot *slot) {
    return slot->role == ROLE_LOSS ? name_loss(slot->name) : slot->name;
}

static bool is_single(const Slot *slot) {
    return slot->rows == 1 && slot->cols == 1;
}

static void set_named(Symbols *s, int parent, const Slot *slot, Index row, Index col) {
    MathInk ink = s->painted ? s->paint : role_ink(slot->role);
    if (s->mode == SYMBOLS_ELEMENT && !is_single(slot))
        set_index(s, parent, shown_name(slot), ink, slot, row, col);
    else
        name_math(s->math, parent, shown_name(slot), ink);
}

static const char *loss_name(const Symbols *s) {
    return s->program->loss >= 0 ? name_loss(s->program->slots[s->program->loss].name) : "L";
}

static void set_partial(Symbols *s, int parent) {
    int sign = math_word(s->math, parent, "∂", INK_BACKWARD);
    if (sign >= 0) s->math->nodes[sign].ink = s->paint;
}

/* What is differentiated by; the index of something without a name stands behind it: ∂L/∂(ŷ − y)[3, 0]. */
static void set_derived(Symbols *s, int parent, int slot, Index row, Index col) {
    const Slot *it = &s->program->slots[slot];
    SymbolMode mode = s->mode;
    bool behind = mode == SYMBOLS_ELEMENT && !it->named && !is_single(it);
    if (behind) s->mode = SYMBOLS_WHOLE;
    symbols_slot(s, parent, slot, BIND_POWER, row, col);
    s->mode = mode;
    if (!behind) return;
    char text[32];
    index_text(it, row, col, text, sizeof text);
    math_add(s->math, parent, MATH_NUMBER, s->paint, text);
}

/* ∂L/∂W₁, all in one colour. */
static void set_gradient(Symbols *s, int parent, const Slot *slot, Index row, Index col) {
    bool painted = s->painted, fractions = s->fractions;
    MathInk paint = s->paint;
    int first = s->math->count;
    if (!painted) s->paint = INK_BACKWARD;
    s->painted = true;
    s->fractions = false;
    int above = parent, below = parent;
    if (fractions) {
        int fraction = math_add(s->math, parent, MATH_FRACTION, s->paint, "");
        above = math_row(s->math, fraction);
        below = math_row(s->math, fraction);
    }
    set_partial(s, above);
    name_math(s->math, above, loss_name(s), s->paint);
    if (!fractions) math_word(s->math, parent, "/", s->paint);
    set_partial(s, below);
    set_derived(s, below, slot->of, row, col);
    for (int i = first; i < s->math->count; i++) s->math->nodes[i].ink = s->paint;
    s->painted = painted;
    s->paint = paint;
    s->fractions = fractions;
}

/* A number of the formula; a matrix of numbers stays "[…]". */
static void set_constant_slot(Symbols *s, int parent, const Slot *slot, int tight) {
    char text[28] = "[…]";
    float value = s->program->start[slot->at];
    if (is_single(slot)) symbols_constant(s, (double)value, text, sizeof text);
    math_number(s->math,
                is_single(slot) && value < 0 && tight > BIND_SUM ? math_paren(s->math, parent, "(") : parent,
                text);
}

/* m of W₁: the letter with the parameter below it. */
static void set_state(Symbols *s, int parent, const Slot *slot) {
    if (slot->of < 0) {
        name_math(s->math, parent, slot->name, INK_PARAMETER);
        return;
    }
    char letter[2] = {slot->name[0], '\0'};
    int node = math_add(s->math, parent, MATH_INDEX, INK_PARAMETER, "");
    math_add(s->math, node, MATH_NAME, INK_PARAMETER, letter);
    name_math(s->math, node, s->program->slots[slot->of].name, INK_PARAMETER);
}

void symbols_call(Symbols *s, const Scope *scope, int parent, Index row, Index col) {
    const Instr *instr = scope->instr;
    math_add(s->math, parent, MATH_FUNCTION, INK_PLAIN, instr->op->name);
    int in = math_paren(s->math, parent, "(");
    for (int k = 0; k < instr->ins; k++) {
        if (k > 0) math_sign(s->math, in, symbols_comma(s));
        symbols_slot(s, in, instr->in[k], 0, row, col);
    }
    bool axis = instr->op->pattern == OP_REDUCE && instr->op->numbers == 1;
    for (int k = 0; k < instr->op->numbers; k++) {
        char text[28];
        if (axis && instr->number[k] < 0) continue;
        symbols_constant(s, instr->number[k], text, sizeof text);
        math_sign(s->math, in, symbols_comma(s));
        math_number(s->math, in, text);
    }
}

/* What a result without a name is made of. Where every element stands for itself the index goes inside: (ŷᵢ −
   yᵢ)²; otherwise it stands behind: (h · W₂)[5, 0]. */
static void set_made(Symbols *s, int parent, int slot, int tight, Index row, Index col) {
    const Instr *instr = &s->program->instrs[s->maker[slot]];
    const Scope scope = scope_of(s->program, s->values, instr);
    const Expr *formula = instr->op->formula != NULL ? template_parse(s->arena, instr->op->formula) : NULL;
    SymbolMode mode = s->mode;
    bool behind =
        mode == SYMBOLS_ELEMENT && instr->op->pattern != OP_ELEMENT && !is_single(&s->program->slots[slot]);
    if (behind || is_single(&s->program->slots[slot])) s->mode = SYMBOLS_WHOLE;
    s->depth--;
    bool named = instr->op->function && (formula == NULL || !template_is(formula, instr->op->name));
    if (named)
        symbols_call(s, &scope, parent, row, col);
    else if (formula != NULL)
        symbols_expr(s, &scope, parent, formula, behind ? BIND_ATOM : tight, row, col);
    s->depth++;
    s->mode = mode;
    if (!behind) return;
    char text[32];
    index_text(&s->program->slots[slot], row, col, text, sizeof text);
    math_number(s->math, parent, text);
}

int symbols_depth(const Symbols *s, int slot) {
    for (int depth = s->depth; depth > 1; depth--) {
        Math math;
        Symbols trial = *s;
        trial.math = &math;
        trial.depth = depth;
        trial.measured = true;
        trial.mode = SYMBOLS_WHOLE;
        trial.fractions = false;
        char text[8 * SYMBOLS_NAME];
        symbols_slot(&trial, math_begin(&math), slot, 0, index_letter('i'), index_letter('j'));
        math_text(&math, text, sizeof text);
        if ((int)utf8_length(text, strlen(text)) <= s->length && strlen(text) < sizeof text - 8) return depth;
    }
    return 1;
}

static void set_unnamed(Symbols *s, int parent, int slot, int tight, Index row, Index col) {
    if (s->depth <= 0 || s->maker[slot] < 0) {
        math_add(s->math, parent, MATH_NAME, s->painted ? s->paint : INK_DIM, "…");
        return;
    }
    bool measured = s->measured;
    int depth = s->depth;
    if (!measured) s->depth = symbols_depth(s, slot);
    s->measured = true;
    set_made(s, parent, slot, tight, row, col);
    s->measured = measured;
    s->depth = depth;
}

/* A value in the place of its name. Negative ones stand in parentheses behind an operator. */
static void set_value(Symbols *s, int parent, int index, int tight, Index row, Index col) {
    const Slot *slot = &s->program->slots[index];
    double value = scope_value(s->numbers, index, row.at, col.at);
    char text[28];
    if (slot->role == ROLE_SETTING || (slot->role == ROLE_STATE && slot->of < 0))
        symbols_constant(s, value, text, sizeof text);
    else
        symbols_number(s, value, false, text, sizeof text);
    math_add(s->math, value < 0 && tight > BIND_SUM ? math_paren(s->math, parent, "(") : parent, MATH_NUMBER,
             role_ink(slot->role), text);
}

void symbols_slot(Symbols *s, int parent, int index, int tight, Index row, Index col) {
    const Slot *slot = &s->program->slots[index];
    if (slot->role == ROLE_CONSTANT)
        set_constant_slot(s, parent, slot, tight);
    else if (s->mode == SYMBOLS_NUMBERS)
        set_value(s, parent, index, tight, row, col);
    else if (slot->role == ROLE_GRADIENT)
        set_gradient(s, parent, slot, row, col);
    else if (slot->role == ROLE_STATE)
        set_state(s, parent, slot);
    else if (slot->named || slot->role == ROLE_SETTING)
        set_named(s, parent, slot, row, col);
    else
        set_unnamed(s, parent, index, tight, row, col);
}
