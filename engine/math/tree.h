/* The room engine/math: formulas as mathematics for people.

   tree: mathematics as a tree of symbols, for the typesetter: what stands where, and in whose colour. */
#ifndef BACKSTEP_ENGINE_TREE_H
#define BACKSTEP_ENGINE_TREE_H

#include <stdbool.h>
#include <stddef.h>

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

/* Empties the tree to its root row and returns that node, 0. */
int tree_begin(Math *math);

/* Adds a node as the last child of parent and returns it. When the tree is full a last "…" is added in its
   place, once, and −1 is returned; a parent of −1 is fine and adds nothing, so that callers need not look. */
int tree_add(Math *math, int parent, MathKind kind, MathInk ink, const char *text);

int tree_row(Math *math, int parent);
int tree_sign(Math *math, int parent, const char *text);              /* INK_PLAIN */
int tree_number(Math *math, int parent, const char *text);            /* INK_PLAIN */
int tree_word(Math *math, int parent, const char *text, MathInk ink); /* a name in upright letters */
int tree_paren(Math *math, int parent, const char *open);             /* returns the row inside */

/* Σ with what stands below it; returns nothing: what is summed follows in parent. */
void tree_sum(Math *math, int parent, const char *below);

/* As plain text: W₁, ∂L/∂z, (ŷ − y)². */
void tree_text(const Math *math, char *out, size_t size);

#endif
