/* naming: takes a lesson's names apart into letter, accent and index, and puts them together for people. */
#include "naming.h"

#include <ctype.h>
#include <stdio.h>
#include <string.h>

#include "tree.h"

static const struct {
    const char *word, *letter;
} greek[] = {
    {"alpha", "α"}, {"beta", "β"},   {"gamma", "γ"}, {"delta", "δ"}, {"epsilon", "ε"}, {"zeta", "ζ"},
    {"eta", "η"},   {"theta", "θ"},  {"iota", "ι"},  {"kappa", "κ"}, {"lambda", "λ"},  {"mu", "μ"},
    {"nu", "ν"},    {"xi", "ξ"},     {"rho", "ρ"},   {"sigma", "σ"}, {"tau", "τ"},     {"upsilon", "υ"},
    {"phi", "φ"},   {"chi", "χ"},    {"psi", "ψ"},   {"omega", "ω"}, {"Gamma", "Γ"},   {"Delta", "Δ"},
    {"Theta", "Θ"}, {"Lambda", "Λ"}, {"Xi", "Ξ"},    {"Pi", "Π"},    {"Sigma", "Σ"},   {"Upsilon", "Υ"},
    {"Phi", "Φ"},   {"Psi", "Ψ"},    {"Omega", "Ω"},
};

static const struct { const char *word, *accent; } accents[] = {{"hat", "^"}, {"tilde", "~"}, {"bar", "¯"}};

enum { COUNT_GREEK = sizeof greek / sizeof *greek, COUNT_ACCENTS = sizeof accents / sizeof *accents };

/* The one letter that the text spells: itself, or a Greek one; NULL: it is a word. */
static const char *single_letter(const char *text) {
    size_t length = strlen(text);
    if (length == 1 || (length == 2 && ((unsigned char)text[0] & 0xE0) == 0xC0)) return text;
    for (int i = 0; i < COUNT_GREEK; i++)
        if (strcmp(text, greek[i].word) == 0) return greek[i].letter;
    return NULL;
}

/* Moves the digits at the end of text into index. */
static void cut_digits(char *text, char *index, size_t size) {
    size_t length = strlen(text), start = length;
    while (start > 1 && isdigit((unsigned char)text[start - 1])) start--;
    if (start == length || length - start >= size) return;
    snprintf(index, size, "%s", text + start);
    text[start] = '\0';
}

static void cut_accent(char *text, char *accent, size_t size) {
    size_t length = strlen(text);
    for (int i = 0; i < COUNT_ACCENTS; i++) {
        size_t tail = strlen(accents[i].word);
        if (length <= tail || strcmp(text + length - tail, accents[i].word) != 0) continue;
        snprintf(accent, size, "%s", accents[i].accent);
        text[length - tail] = '\0';
        return;
    }
}

void naming_parts(const char *name, NameParts *out) {
    memset(out, 0, sizeof *out);
    char base[64];
    snprintf(base, sizeof base, "%s", name);
    cut_digits(base, out->index, sizeof out->index);
    cut_accent(base, out->accent, sizeof out->accent);
    if (out->accent[0] != '\0' && out->index[0] == '\0') cut_digits(base, out->index, sizeof out->index);
    const char *letter = single_letter(base);
    if (strchr(name, '_') != NULL || letter == NULL) {
        bool word = strchr(name, '_') == NULL && out->accent[0] == '\0';
        if (!word) out->index[0] = '\0';
        out->accent[0] = '\0';
        out->upright = true;
        snprintf(out->base, sizeof out->base, "%.27s", word ? base : name);
        return;
    }
    snprintf(out->base, sizeof out->base, "%.27s", letter);
}

void naming_math(Math *math, int parent, const char *name, MathInk ink) {
    NameParts parts;
    naming_parts(name, &parts);
    int at = parent;
    if (parts.index[0] != '\0') at = tree_add(math, at, MATH_INDEX, ink, "");
    int base = parts.accent[0] != '\0' ? tree_add(math, at, MATH_ACCENT, ink, parts.accent) : at;
    int letter = tree_add(math, base, MATH_NAME, ink, parts.base);
    if (letter >= 0) math->nodes[letter].upright = parts.upright;
    if (parts.index[0] != '\0') tree_add(math, at, MATH_NUMBER, ink, parts.index);
}

const char *naming_loss(const char *name) {
    NameParts parts;
    naming_parts(name, &parts);
    return parts.upright ? "L" : name;
}
