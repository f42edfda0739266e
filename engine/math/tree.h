/* mathtree: how a Math is put together, node under node. Private to the engine. */
#ifndef BACKSTEP_ENGINE_MATHTREE_H
#define BACKSTEP_ENGINE_MATHTREE_H

#include "formula.h"

/* Empties the tree to its root row and returns that node, 0. */
int math_begin(Math *math);

/* Adds a node as the last child of parent and returns it. When the tree is full a last "…" is added in its
   place, once, and −1 is returned; a parent of −1 is fine and adds nothing, so that callers need not look. */
int math_add(Math *math, int parent, MathKind kind, MathInk ink, const char *text);

int math_row(Math *math, int parent);
int math_sign(Math *math, int parent, const char *text);              /* INK_PLAIN */
int math_number(Math *math, int parent, const char *text);            /* INK_PLAIN */
int math_word(Math *math, int parent, const char *text, MathInk ink); /* a name in upright letters */
int math_paren(Math *math, int parent, const char *open);             /* returns the row inside */

/* Σ with what stands below it; returns nothing: what is summed follows in parent. */
void math_sum(Math *math, int parent, const char *below);

#endif
