/* tree: puts a Math together, node under node, and writes it as plain text with Unicode's small digits. */
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

int tree_begin(Math *math) {
    math->count = 0;
    math->full = false;
    return new_node(math, -1, MATH_ROW, INK_PLAIN, "");
}

int tree_add(Math *math, int parent, MathKind kind, MathInk ink, const char *text) {
    if (parent < 0 || math->full) return -1;
    if (math->count == MATH_MAX_NODES - 1) {
        new_node(math, parent, MATH_SIGN, INK_DIM, "…");
        math->full = true;
        return -1;
    }
    return new_node(math, parent, kind, ink, text);
}

int tree_row(Math *math, int parent) {
    return tree_add(math, parent, MATH_ROW, INK_PLAIN, "");
}

int tree_sign(Math *math, int parent, const char *text) {
    return tree_add(math, parent, MATH_SIGN, INK_PLAIN, text);
}

int tree_number(Math *math, int parent, const char *text) {
    return tree_add(math, parent, MATH_NUMBER, INK_PLAIN, text);
}

int tree_word(Math *math, int parent, const char *text, MathInk ink) {
    int node = tree_add(math, parent, MATH_NAME, ink, text);
    if (node >= 0) math->nodes[node].upright = true;
    return node;
}

int tree_paren(Math *math, int parent, const char *open) {
    return tree_row(math, tree_add(math, parent, MATH_PAREN, INK_PLAIN, open));
}

void tree_sum(Math *math, int parent, const char *below) {
    int big = tree_add(math, parent, MATH_BIG, INK_PLAIN, "Σ");
    int under = tree_row(math, big);
    tree_row(math, big);
    if (*below != '\0') tree_add(math, under, MATH_NAME, INK_PLAIN, below);
}

/* ---- as plain text, for titles and tooltips ---- */

typedef struct PlainText {
    const Math *math;
    char *out;
    size_t size, used;
} PlainText;

static void put(PlainText *w, const char *text) {
    size_t length = strlen(text);
    if (w->used + length >= w->size) return;
    memcpy(w->out + w->used, text, length + 1);
    w->used += length;
}

/* Letters that exist with their accent as one character; others get a combining one. */
static const struct {
    const char *plain, *joined;
} accented[] = {
    {"a^", "â"}, {"c^", "ĉ"}, {"e^", "ê"}, {"g^", "ĝ"}, {"h^", "ĥ"}, {"i^", "î"}, {"j^", "ĵ"},
    {"o^", "ô"}, {"s^", "ŝ"}, {"u^", "û"}, {"w^", "ŵ"}, {"y^", "ŷ"}, {"z^", "ẑ"}, {"a~", "ã"},
    {"n~", "ñ"}, {"o~", "õ"}, {"a¯", "ā"}, {"e¯", "ē"}, {"o¯", "ō"}, {"u¯", "ū"},
};

static void put_accented(PlainText *w, const char *letter, const char *accent) {
    char plain[40];
    snprintf(plain, sizeof plain, "%s%s", letter, accent);
    for (size_t i = 0; i < sizeof accented / sizeof *accented; i++) {
        if (strcmp(plain, accented[i].plain) != 0) continue;
        put(w, accented[i].joined);
        return;
    }
    put(w, letter);
    put(w, *accent == '^' ? "\u0302" : *accent == '~' ? "\u0303" : "\u0304");
}

/* Digits, a minus and T raised or lowered; false where Unicode has no such small letters. */
static bool put_small(PlainText *w, const char *text, bool raised) {
    static const char *const low[] = {"₀", "₁", "₂", "₃", "₄", "₅", "₆", "₇", "₈", "₉"};
    static const char *const high[] = {"⁰", "¹", "²", "³", "⁴", "⁵", "⁶", "⁷", "⁸", "⁹"};
    char small[80] = "";
    for (const char *at = text; *at != '\0';) {
        const char *sign = NULL;
        size_t length = 1;
        if (*at >= '0' && *at <= '9') {
            sign = raised ? high[*at - '0'] : low[*at - '0'];
        } else if (raised && *at == 'T') {
            sign = "ᵀ";
        } else if (strncmp(at, "−", strlen("−")) == 0) {
            sign = raised ? "⁻" : "₋";
            length = strlen("−");
        } else if (!raised && strchr("ijk", *at) != NULL) {
            sign = *at == 'i' ? "ᵢ" : *at == 'j' ? "ⱼ" : "ₖ";
        }
        if (sign == NULL || strlen(small) + strlen(sign) >= sizeof small) return false;
        strcat(small, sign);
        at += length;
    }
    put(w, small);
    return true;
}

static void write_node(PlainText *w, int index);

static void write_children(PlainText *w, int parent) {
    for (int child = w->math->nodes[parent].first; child >= 0; child = w->math->nodes[child].next)
        write_node(w, child);
}

/* A part of the tree by itself. */
static void write_apart(const Math *math, int index, char *out, size_t size) {
    PlainText apart = {math, out, size, 0};
    out[0] = '\0';
    if (index >= 0) write_node(&apart, index);
}

/* In parentheses where it has a sign outside of any. */
static void write_side(PlainText *w, int index) {
    char side[160];
    write_apart(w->math, index, side, sizeof side);
    int open = 0;
    bool signs = false;
    for (const char *at = side; *at != '\0'; at++) {
        open += (*at == '(' || *at == '[') - (*at == ')' || *at == ']');
        signs |= open == 0 && (*at == ' ' || *at == '/' || strncmp(at, "·", 2) == 0);
    }
    put(w, signs ? "(" : "");
    put(w, side);
    put(w, signs ? ")" : "");
}

static void write_raised(PlainText *w, int base, bool raised) {
    char small[80];
    int exponent = w->math->nodes[base].next;
    write_apart(w->math, exponent, small, sizeof small);
    write_node(w, base);
    if (put_small(w, small, raised)) return;
    put(w, raised ? "^" : "_");
    if (exponent >= 0) write_side(w, exponent);
}

static void write_sign(PlainText *w, const char *sign) {
    bool tight =
        strcmp(sign, "·") == 0 || strcmp(sign, "∘") == 0 || strcmp(sign, ",") == 0 || strcmp(sign, ";") == 0;
    put(w, tight ? "" : " ");
    put(w, sign);
    put(w, tight && *sign != ',' && *sign != ';' ? "" : " ");
}

static void write_node(PlainText *w, int index) {
    const MathNode *node = &w->math->nodes[index];
    switch (node->kind) {
    case MATH_NAME:
    case MATH_NUMBER:
    case MATH_FUNCTION:
        put(w, node->text);
        break;
    case MATH_SIGN:
        write_sign(w, node->text);
        break;
    case MATH_FRACTION:
        write_side(w, node->first);
        put(w, "/");
        write_side(w, w->math->nodes[node->first].next);
        break;
    case MATH_POWER:
    case MATH_INDEX:
        write_raised(w, node->first, node->kind == MATH_POWER);
        break;
    case MATH_ACCENT:
        put_accented(w, w->math->nodes[node->first].text, node->text);
        break;
    case MATH_ROOT:
        put(w, "√");
        write_side(w, node->first);
        break;
    case MATH_PAREN:
        put(w, node->text);
        write_children(w, index);
        put(w, *node->text == '(' ? ")" : *node->text == '[' ? "]" : node->text);
        break;
    case MATH_BIG:
        put(w, node->text);
        break;
    case MATH_ROW:
        write_children(w, index);
        break;
    }
}

void tree_text(const Math *math, char *out, size_t size) {
    if (size == 0) return;
    out[0] = '\0';
    PlainText w = {math, out, size, 0};
    if (math->count > 0) write_node(&w, 0);
}
