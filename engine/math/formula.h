/* The room engine/math: formulas as mathematics for people.

   formula: mathematics as a tree of symbols, for the typesetter: what stands where, and in whose colour. */
#ifndef BACKSTEP_ENGINE_FORMULA_H
#define BACKSTEP_ENGINE_FORMULA_H

#include <stdbool.h>

typedef enum MathKind {
    MATH_ROW,      /* children side by side */
    MATH_NAME,     /* a variable: text is its letters in math italic (or upright where `upright`) */
    MATH_NUMBER,   /* digits, upright, tabular */
    MATH_SIGN,     /* an operator or relation with its spacing: "+", "−", "·", "∘", "=", "…" */
    MATH_FUNCTION, /* an upright word: relu, exp */
    MATH_FRACTION, /* children: above, below */
    MATH_POWER,    /* children: base, exponent */
    MATH_INDEX,    /* children: base, index */
    MATH_ACCENT,   /* child: base; text: the accent: "^" hat, "~", "¯" */
    MATH_ROOT,     /* child */
    MATH_PAREN,    /* child in parentheses as high as it is; text: "(" "[" "|" */
    MATH_BIG       /* a big operator: text "Σ" (children: below, above; either may be an empty row) */
} MathKind;

/* Whose colour: what the symbol stands for. */
typedef enum MathInk {
    INK_PLAIN,
    INK_DIM,
    INK_FORWARD,
    INK_BACKWARD,
    INK_PARAMETER,
    INK_LOSS,
    INK_DATA,
    INK_NOW
} MathInk;

typedef struct MathNode {
    MathKind kind;
    MathInk ink;
    bool upright;
    char text[28];
    int first, next; /* indices: first child, next sibling; −1: none */
} MathNode;

enum { MATH_MAX_NODES = 512 };

/* A tree in an array; nodes[0] is the root row. Plain memory: copied and compared as such. */
typedef struct Math {
    MathNode nodes[MATH_MAX_NODES];
    int count;
    bool full; /* something did not fit and was shown as "…" */
} Math;

#endif
