/* lex: cuts a formula into words, and knows what people paste or mean in place of the signs it takes. */
#include "lex.h"

#include <float.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/utf8.h"
#include "expr.h"

Scan lex_start(const char *text, size_t size, Place place) {
    return (Scan){.at = text, .end = text + size, .place = place, .blank = true};
}

static bool is_cyrillic(uint32_t code) {
    return code >= 0x400 && code < 0x530;
}

/* What cannot stand in a formula, and what to write in its place. */
typedef struct Foreign {
    const char *sign, *advice;
} Foreign;

static const char PRODUCT[] = "write * for the product element by element, @ for the matrix product";
static const char MINUS[] = "write the minus sign - of the keyboard";
static const char QUOTES[] = "strings stand in straight quotes, as in csv(\"file.csv\", \"column\")";

static const Foreign FOREIGN[] = {
    {"=", "a formula has no = in it, and arguments are given by position, as in sum(x, 0)"},
    {"_", "a name begins with a letter"},
    {"#", "a comment begins after a blank"},
    {"{", "write ( and )"},
    {"%", "there is no remainder here"},
    {"×", PRODUCT},
    {"·", PRODUCT},
    {"⋅", PRODUCT},
    {"∙", PRODUCT},
    {"∗", "write *"},
    {"∘", "write * for the product element by element"},
    {"⊙", "write * for the product element by element"},
    {"÷", "write /"},
    {"∕", "write /"},
    {"–", MINUS},
    {"—", MINUS},
    {"‐", MINUS},
    {"‑", MINUS},
    {"“", QUOTES},
    {"”", QUOTES},
    {"„", QUOTES},
    {"‘", QUOTES},
    {"’", QUOTES},
    {"«", QUOTES},
    {"»", QUOTES},
    {"√", "write sqrt(x)"},
    {"∑", "write sum(x)"},
    {"∞", "numbers are finite"},
    {"ᵀ", "a transpose is written x.T"},
    {"µ", "this is the sign for micro; write the Greek letter μ"},
};

static bool starts_with(const Scan *lexer, const char *word) {
    size_t size = strlen(word);
    return (size_t)(lexer->end - lexer->at) >= size && memcmp(lexer->at, word, size) == 0;
}

/* Says what is wrong with the character at the lexer's place. */
static bool refuse(const Scan *lexer, Err *e) {
    uint32_t code = 0;
    size_t length = utf8_decode(lexer->at, (size_t)(lexer->end - lexer->at), &code);
    unsigned byte = (unsigned char)*lexer->at;
    if (length == 0)
        return err_at(e, lexer->place, "the byte 0x%02X is not UTF-8 text; save the file as UTF-8", byte);
    if (code < 0x20 || code == 0x7F)
        return err_at(e, lexer->place, "the control character 0x%02X has no place in a formula", byte);
    for (size_t k = 0; k < sizeof FOREIGN / sizeof *FOREIGN; k++)
        if (starts_with(lexer, FOREIGN[k].sign))
            return err_at(e, lexer->place, "%s cannot stand in a formula: %s", FOREIGN[k].sign,
                          FOREIGN[k].advice);
    const char *advice = "";
    if (is_cyrillic(code)) advice = ": this letter is Cyrillic, names are of Latin and Greek letters";
    if (code >= 0x2080 && code <= 0x2089) advice = ": write a plain digit, W1 is shown as W₁";
    return err_at(e, lexer->place, "%.*s cannot stand in a formula%s", (int)length, lexer->at, advice);
}

/* Gives the token `bytes` bytes, which are `characters` characters in one line, and goes on behind it. */
static bool take(Scan *lexer, Token *token, TokenKind kind, size_t bytes) {
    token->kind = kind;
    token->text = lexer->at;
    token->size = bytes;
    lexer->place.column += (int)utf8_length(lexer->at, bytes);
    lexer->at += bytes;
    return true;
}

static bool take_string(Scan *lexer, Token *token, Err *e) {
    const char *quote = lexer->at + 1;
    while (quote < lexer->end && *quote != *lexer->at && *quote != '\n') quote++;
    if (quote == lexer->end || *quote == '\n')
        return err_at(e, lexer->place,
                      "the string that begins here does not end in this line; a quote %c is missing",
                      *lexer->at);
    size_t size = (size_t)(quote + 1 - lexer->at), bad = utf8_find_bad(lexer->at, size);
    if (bad < size) {
        lexer->place.column += (int)utf8_length(lexer->at, bad);
        lexer->at += bad;
        return refuse(lexer, e);
    }
    take(lexer, token, TOKEN_STRING, size);
    token->text++;
    token->size -= 2;
    return true;
}

/* The digit that a superscript stands for, −1: none; its bytes in *length. */
static int superscript_digit(const char *at, const char *end, size_t *length) {
    static const uint32_t codes[] = {0x2070, 0xB9,   0xB2,   0xB3,   0x2074,
                                     0x2075, 0x2076, 0x2077, 0x2078, 0x2079};
    uint32_t code = 0;
    *length = at < end ? utf8_decode(at, (size_t)(end - at), &code) : 0;
    for (int digit = 0; digit <= 9 && *length > 0; digit++)
        if (codes[digit] == code) return digit;
    return -1;
}

/* ², ³, ¹², ⁻¹. false: no superscript stands there. */
static bool take_superscript(Scan *lexer, Token *token) {
    static const char minus[] = "⁻";
    bool negative = starts_with(lexer, minus);
    const char *first = lexer->at + (negative ? sizeof minus - 1 : 0), *at = first;
    double number = 0;
    size_t length;
    for (int digit; (digit = superscript_digit(at, lexer->end, &length)) >= 0 && number < 1e9; at += length)
        number = number * 10 + digit;
    if (at == first) return false;
    token->number = negative ? -number : number;
    return take(lexer, token, TOKEN_SUPERSCRIPT, (size_t)(at - lexer->at));
}

static bool take_number(Scan *lexer, Token *token, size_t length, Err *e) {
    if (token->number > FLT_MAX)
        return err_at(e, token->place, "%.*s is larger than a float32 number can be (3.4e38)", (int)length,
                      lexer->at);
    return take(lexer, token, TOKEN_NUMBER, length);
}

static bool take_sign(Scan *lexer, Token *token, char sign, size_t bytes) {
    token->sign = sign;
    return take(lexer, token, TOKEN_SIGN, bytes);
}

static bool take_word(Scan *lexer, Token *token, Err *e) {
    static const char minus[] = "−";
    size_t left = (size_t)(lexer->end - lexer->at);
    char first = *lexer->at;
    size_t name = scan_name_length(lexer->at, left);
    if (name > 0) return take(lexer, token, TOKEN_NAME, name);
    size_t number = number_read(lexer->at, left, &token->number);
    if (number > 0) return take_number(lexer, token, number, e);
    if (first >= '0' && first <= '9')
        return err_at(e, token->place, "a number has at most %d characters", NUMBER_MAX_LENGTH);
    if (first == '"' || first == '\'') return take_string(lexer, token, e);
    if (starts_with(lexer, "**"))
        return err_at(e, token->place, "a power is written with ^, as in x^2, not with **");
    if (starts_with(lexer, minus)) return take_sign(lexer, token, '-', sizeof minus - 1);
    if (first != 0 && strchr("+-*/@^()[],.", first) != NULL) return take_sign(lexer, token, first, 1);
    return take_superscript(lexer, token) || refuse(lexer, e);
}

static void skip_blanks(Scan *lexer) {
    static const char no_break_space[] = "\u00A0";
    scan_skip(lexer);
    while (starts_with(lexer, no_break_space)) {
        lexer->at += sizeof no_break_space - 1;
        lexer->place.column++;
        lexer->blank = true;
        scan_skip(lexer);
    }
}

bool lex_next(Scan *lexer, Token *token, Err *e) {
    const Scan behind = *lexer; /* the last word */
    skip_blanks(lexer);
    *token = (Token){.kind = TOKEN_END, .place = lexer->place, .text = lexer->at};
    if (lexer->at == lexer->end) {
        token->place = behind.place;
        *lexer = behind;
        return true;
    }
    bool taken = take_word(lexer, token, e);
    lexer->blank = false;
    return taken;
}
