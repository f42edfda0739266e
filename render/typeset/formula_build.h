/* formula_build: mathematics to boxes: letters, and the air between kinds of symbols. Private to
   formula_view. */
#ifndef BACKSTEP_RENDER_FORMULA_BUILD_H
#define BACKSTEP_RENDER_FORMULA_BUILD_H

#include "formula_view.h"
#include "typeset.h"

/* TeX's kinds of atoms. A box's left and right neighbour may see different ones: a parenthesis opens and
   closes. */
typedef enum AtomKind {
    ATOM_ORD,
    ATOM_OP,
    ATOM_BIN,
    ATOM_REL,
    ATOM_OPEN,
    ATOM_CLOSE,
    ATOM_PUNCT,
    ATOM_INNER
} AtomKind;

typedef struct Atom {
    int box;
    AtomKind left, right; /* what it is to its left and to its right neighbour */
    float space;          /* before it, where it does not start a line */
} Atom;

/* The symbols of a row, ready to be put side by side; nested rows are taken apart. Also the stack on which
   inner rows are built: every node gives one atom at most. */
typedef struct AtomList {
    Atom atoms[MATH_MAX_NODES];
    int count;
} AtomList;

/* The symbols of the outermost row. */
void formula_build(Typeset *set, const FormulaStyle *style, const Math *math, float size, AtomList *out);

#endif
