/* mathtree: puts a Math together, node under node, and says "…" where it is full. */
#include "tree.h"

#include <stdio.h>
#include <string.h>

static int new_node(Math *math, int parent, MathKind kind, MathInk ink, const char *text) {
    int index = math->count++;
    MathNode *node = &math->nodes[index];
    memset(node, 0, sizeof *node);
    node->kind = kind;
    node->ink = ink;
    node->first = node->next = -1;
    snprintf(node->text, sizeof node->text, "%s", text);
    if (parent < 0) return index;
    int *link = &math->nodes[parent].first;
    while (*link >= 0) link = &math->nodes[*link].next;
    *link = index;
    return index;
}

int math_begin(Math *math) {
    math->count = 0;
    math->full = false;
    return new_node(math, -1, MATH_ROW, INK_PLAIN, "");
}

int math_add(Math *math, int parent, MathKind kind, MathInk ink, const char *text) {
    if (parent < 0 || math->full) return -1;
    if (math->count == MATH_MAX_NODES - 1) {
        new_node(math, parent, MATH_SIGN, INK_DIM, "…");
        math->full = true;
        return -1;
    }
    return new_node(math, parent, kind, ink, text);
}

int math_row(Math *math, int parent) {
    return math_add(math, parent, MATH_ROW, INK_PLAIN, "");
}

int math_sign(Math *math, int parent, const char *text) {
    return math_add(math, parent, MATH_SIGN, INK_PLAIN, text);
}

int math_number(Math *math, int parent, const char *text) {
    return math_add(math, parent, MATH_NUMBER, INK_PLAIN, text);
}

int math_word(Math *math, int parent, const char *text, MathInk ink) {
    int node = math_add(math, parent, MATH_NAME, ink, text);
    if (node >= 0) math->nodes[node].upright = true;
    return node;
}

int math_paren(Math *math, int parent, const char *open) {
    return math_row(math, math_add(math, parent, MATH_PAREN, INK_PLAIN, open));
}

void math_sum(Math *math, int parent, const char *below) {
    int big = math_add(math, parent, MATH_BIG, INK_PLAIN, "Σ");
    int under = math_row(math, big);
    math_row(math, big);
    if (*below != '\0') math_add(math, under, MATH_NAME, INK_PLAIN, below);
}
