/* symbols: slots and the op table's templates as mathematics. Private to the engine.

   The same tree can be set in three ways: in symbols (∂L/∂W₁ = xᵀ · ∂L/∂z), for one element (Σᵢ xᵢ · ∂L/∂zᵢ₃)
   and with that element's numbers (0.939 · 0.00625). */
#ifndef BACKSTEP_ENGINE_SYMBOLS_H
#define BACKSTEP_ENGINE_SYMBOLS_H

#include "engine/base/text.h"
#include "template.h"
#include "tree.h"

typedef enum SymbolMode { SYMBOLS_WHOLE, SYMBOLS_ELEMENT, SYMBOLS_NUMBERS } SymbolMode;

/* A name taken apart: W1 is read as W₁, yhat as ŷ, theta as θ. A name with an underscore, and one of several
   letters that spell no Greek letter, stays as it is. */
typedef struct NameParts {
    char base[28];  /* "W", "θ", "y_pred" */
    char accent[4]; /* "^" "~" "¯" or empty */
    char index[12]; /* digits, or empty */
    bool upright;   /* several letters */
} NameParts;

void symbols_name(const char *name, NameParts *out);

/* A row or column number, or the letter of a sum's index. */
typedef struct Index {
    int at; /* −1: a letter */
    char letter;
} Index;

/* Where a tree goes and how. mode, fractions and painted may be changed on the
 * way. */
typedef struct Symbols {
    Math *math;
    const Program *program;
    const float *const *values; /* [slot]; needed by SYMBOLS_NUMBERS */
    const int *maker;           /* [slot]: the forward instruction that makes it, −1 */
    const Texts *texts;         /* for numbers; NULL: English */
    Arena *arena;               /* for parsed templates */
    SymbolMode mode;
    bool fractions; /* quotients and gradients as fractions, else with a slash */
    bool painted;   /* everything in `paint`, whatever it stands for */
    MathInk paint;
    const Scope *numbers; /* SYMBOLS_NUMBERS: gives the values */
    bool measured;        /* depth is settled for the result being spelled out */
    int length;           /* characters that such a result may take */
    int depth;            /* how many results without a name are still spelled out */
} Symbols;

/* Characters, and operations inside of each other, of a result's formula when it serves as its name: as a
   label, and in sentences and formulas. */
enum { SYMBOLS_LABEL = 18, SYMBOLS_NAME = 36, SYMBOLS_DEPTH = 5 };

/* `tight`, a Binding: what binds more loosely stands in parentheses. */
void symbols_expr(Symbols *s, const Scope *scope, int parent, const Expr *expr, int tight, Index row,
                  Index col);

/* The slot's name (or what it is made of) with its element's index or as a number, as the mode says. */
void symbols_slot(Symbols *s, int parent, int slot, int tight, Index row, Index col);

/* A sum over an index: Σᵢ xᵢ · ∂L/∂zᵢ₃ with the mean's count before it. */
void symbols_sum(Symbols *s, const Scope *scope, int parent, const Summation *sum, Index row, Index col);

/* The letters of its index, as they stand below the Σ: "i", "k", "i, j". */
void symbols_sum_letters(const Summation *sum, char *out, size_t size);

/* The name of an operation's call with its operands: relu(z); only for operations that a lesson can call. */
void symbols_call(Symbols *s, const Scope *scope, int parent, Index row, Index col);

/* A number as it stands in a formula: 2, 0.5, −1. */
void symbols_constant(const Symbols *s, double number, char *out, size_t size);

Index symbols_at(int at);
Index symbols_letter(char letter);

/* "[0, 3]", "[i, 3]"; a letter that runs over one row or column only is left out. */
void symbols_index(const Slot *slot, Index row, Index col, char *out, size_t size);

#endif
