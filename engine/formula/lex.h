/* lex: the words of a formula, one after the other, each with its place. Private to expr.c. */
#ifndef BACKSTEP_ENGINE_FORMULA_LEX_H
#define BACKSTEP_ENGINE_FORMULA_LEX_H

#include "scan.h"

typedef enum TokenKind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_NAME,
    TOKEN_STRING,     /* text: without the quotes */
    TOKEN_SIGN,       /* one of + - * / @ ^ ( ) [ ] , . */
    TOKEN_SUPERSCRIPT /* ², ⁻¹: number is its value */
} TokenKind;

/* text points into the formula. */
typedef struct Token {
    TokenKind kind;
    Place place; /* of its first character; TOKEN_END: behind the last word */
    const char *text;
    size_t size;
    double number;
    char sign;
} Token;

/* Where the first word is looked for. */
Scan lex_start(const char *text, size_t size, Place place);

/* The next word; after the last TOKEN_END, again and again. false and *e: something that no formula can hold
   stands there, with what to write in its place. */
bool lex_next(Scan *lexer, Token *token, Err *e);

#endif
