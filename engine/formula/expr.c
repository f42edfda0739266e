/* expr: the formula parser: cuts a formula into words, and knows what people paste or mean in place of the signs
   that it takes; then recursive descent, one function for each level of the grammar:

     sum      = product { ("+" | "-") product }
     product  = signed { ("*" | "/" | "@") signed }
     signed   = { "-" | "+" } power                    -a^2 is -(a^2)
     power    = atom { ".T" | "²" } [ "^" signed ]     2^-1, and a^b^c is a^(b^c)
     atom     = number | name | name "(" [ argument { "," argument } ] ")" | "(" sum ")" | matrix
     argument = sum | string
     matrix   = "[" row { "," row } "]",  row = "[" number { "," number } "]" */
#include "expr.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/utf8.h"
#include "scan.h"

static const Operator SIGNS[] = {
    {"add", '+', BIND_SUM, 2, "a + b"},        {"sub", '-', BIND_SUM, 2, "a - b"},
    {"mul", '*', BIND_PRODUCT, 2, "a * b"},    {"div", '/', BIND_PRODUCT, 2, "a / b"},
    {"matmul", '@', BIND_PRODUCT, 2, "a @ b"}, {"neg", '-', BIND_MINUS, 1, "-a"},
    {"pow", '^', BIND_POWER, 2, "a^2"},        {"transpose", '.', BIND_ATOM, 1, "a.T"},
};
enum { SIGN_COUNT = sizeof SIGNS / sizeof *SIGNS };

const Operator *expr_operator_named(const char *name) {
    for (int k = 0; k < SIGN_COUNT; k++)
        if (strcmp(SIGNS[k].name, name) == 0) return &SIGNS[k];
    return NULL;
}

double expr_fold(const Operator *sign, double a, double b) {
    return sign->sign == '+'   ? a + b
           : sign->sign == '*' ? a * b
           : sign->sign == '/' ? a / b
           : sign->sign == '^' ? pow(a, b)
           : sign->count == 1  ? -a
                               : a - b;
}

/* The operator with `count` operands and that sign; NULL: none. */
static const Operator *find_operator(char sign, int count) {
    for (int k = 0; k < SIGN_COUNT; k++)
        if (SIGNS[k].sign == sign && SIGNS[k].count == count) return &SIGNS[k];
    return NULL;
}

/* ---- words ---- */

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

/* Characters that cannot stand in a formula, and what to write in their place. */
typedef struct Foreign {
    const char *signs, *advice;
} Foreign;

static const Foreign FOREIGN[] = {
    {"=", "a formula has no = in it, and arguments are given by position, as in sum(x, 0)"},
    {"_", "a name begins with a letter"},
    {"#", "a comment begins after a blank"},
    {"{", "write ( and )"},
    {"%", "there is no remainder here"},
    {"×·⋅∙", "write * for the product element by element, @ for the matrix product"},
    {"∗", "write *"},
    {"∘⊙", "write * for the product element by element"},
    {"÷∕", "write /"},
    {"–—‐‑", "write the minus sign - of the keyboard"},
    {"“”„‘’«»", "strings stand in straight quotes, as in csv(\"file.csv\", \"column\")"},
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
    char sign[5];
    snprintf(sign, sizeof sign, "%.*s", (int)length, lexer->at);
    for (size_t k = 0; k < sizeof FOREIGN / sizeof *FOREIGN; k++)
        if (strstr(FOREIGN[k].signs, sign) != NULL)
            return err_at(e, lexer->place, "%s cannot stand in a formula: %s", sign, FOREIGN[k].advice);
    const char *advice = "";
    if (code >= 0x400 && code < 0x530)
        advice = ": this letter is Cyrillic, names are of Latin and Greek letters";
    if (code >= 0x2080 && code <= 0x2089) advice = ": write a plain digit, W1 is shown as W₁";
    return err_at(e, lexer->place, "%s cannot stand in a formula%s", sign, advice);
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

/* The next word; after the last TOKEN_END, again and again. false and *e: something that no formula can hold
   stands there, with what to write in its place. */
static bool next_token(Scan *lexer, Token *token, Err *e) {
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

/* ---- the tree ---- */

typedef struct Parser {
    Arena *arena;
    Scan lexer;
    Token token; /* the next one, not yet taken */
    Err *e;
    int nodes, depth;
} Parser;

/* All of them: NULL or false, and *e, for a mistake. */
static Expr *parse_sum(Parser *p);
static Expr *parse_signed(Parser *p);

static bool next(Parser *p) {
    return next_token(&p->lexer, &p->token, p->e);
}

static bool at_sign(const Parser *p, char sign) {
    return p->token.kind == TOKEN_SIGN && p->token.sign == sign;
}

static bool at_any_sign(const Parser *p, const char *signs) {
    return p->token.kind == TOKEN_SIGN && strchr(signs, p->token.sign) != NULL;
}

/* Whether the next token can begin an operand: then an operator is missing before it. */
static bool at_operand(const Parser *p) {
    return p->token.kind == TOKEN_NUMBER || p->token.kind == TOKEN_NAME || at_any_sign(p, "([");
}

enum { SHOWN = 40 };

/* The next token as a mistake shows it, in SHOWN + 6 bytes. */
static void show_token(const Parser *p, char *out) {
    const Token *found = &p->token;
    const char *quote = found->kind == TOKEN_STRING ? "\"" : "";
    size_t size = found->size <= SHOWN ? found->size : utf8_whole(found->text, SHOWN);
    snprintf(out, SHOWN + 6, "%s%.*s%s%s", quote, (int)size, found->text, size < found->size ? "…" : "",
             quote);
}

/* "expected WHAT, found …" at the next token. */
static bool expected(Parser *p, const char *what) {
    char found[SHOWN + 6];
    if (p->token.kind == TOKEN_END)
        return err_at(p->e, p->token.place, "expected %s, but the formula ends here", what);
    show_token(p, found);
    return err_at(p->e, p->token.place, "expected %s, found %s", what, found);
}

static void *out_of_memory(Parser *p) {
    err_memory(p->e);
    return NULL;
}

static Expr *new_node(Parser *p, ExprKind kind, Place place) {
    if (++p->nodes > EXPR_MAX_NODES) {
        err_at(p->e, place, "a formula has at most %d parts; divide it over several lines", EXPR_MAX_NODES);
        return NULL;
    }
    Expr *node = arena_alloc(p->arena, sizeof *node);
    if (node == NULL) return out_of_memory(p);
    node->kind = kind;
    node->place = place;
    return node;
}

/* One level deeper; the caller goes up again by p->depth--, unless there was a mistake. */
static bool enter(Parser *p, Place place) {
    if (++p->depth <= EXPR_MAX_DEPTH) return true;
    return err_at(p->e, place, "more than %d nested parentheses, signs and powers", EXPR_MAX_DEPTH);
}

static Expr *new_operator(Parser *p, char sign, int count, Place place, Expr *first, Expr *second) {
    if (first == NULL || (count == 2 && second == NULL)) return NULL;
    Expr *node = new_node(p, EXPR_CALL, place);
    if (node == NULL) return NULL;
    node->args = arena_alloc(p->arena, 2 * sizeof *node->args);
    if (node->args == NULL) return out_of_memory(p);
    node->name = find_operator(sign, count)->name;
    node->args[0] = first;
    node->args[1] = second;
    node->count = count;
    return node;
}

static Expr *new_number(Parser *p, Place place, double number) {
    Expr *node = new_node(p, EXPR_NUMBER, place);
    if (node != NULL) node->number = number;
    return node;
}

static Expr *new_text(Parser *p, ExprKind kind) {
    Expr *node = new_node(p, kind, p->token.place);
    if (node == NULL) return NULL;
    node->name = arena_string(p->arena, p->token.text, p->token.size);
    return node;
}

/* A number of a matrix, with its sign. */
static bool parse_entry(Parser *p, double *number) {
    bool negative = at_sign(p, '-');
    if ((negative || at_sign(p, '+')) && !next(p)) return false;
    if (p->token.kind != TOKEN_NUMBER)
        return expected(p, "a number (a matrix in brackets holds numbers only)");
    *number = negative ? -p->token.number : p->token.number;
    return next(p);
}

/* Appends a row to node->numbers; *count: how many there are so far. */
static bool parse_row(Parser *p, Expr *node, int *count) {
    Place place = p->token.place;
    if (!at_sign(p, '[')) return expected(p, "[ (a matrix is written row by row: [[1, 2], [3, 4]])");
    int before = *count;
    do {
        node->numbers = arena_grow(p->arena, node->numbers, *count, sizeof *node->numbers);
        if (node->numbers == NULL) return err_memory(p->e);
        if (!next(p) || !parse_entry(p, &node->numbers[*count])) return false;
        ++*count;
    } while (at_sign(p, ','));
    if (!at_sign(p, ']')) return expected(p, ", or ] in a row of the matrix");
    int cols = *count - before;
    if (node->rows++ == 0) node->cols = cols;
    if (cols != node->cols)
        return err_at(p->e, place, "this row of the matrix has %d number%s, the rows before it have %d", cols,
                      cols == 1 ? "" : "s", node->cols);
    return next(p);
}

static Expr *parse_matrix(Parser *p) {
    Expr *node = new_node(p, EXPR_MATRIX, p->token.place);
    if (node == NULL) return NULL;
    int count = 0;
    do {
        if (!next(p) || !parse_row(p, node, &count)) return NULL;
    } while (at_sign(p, ','));
    if (at_sign(p, ']')) return next(p) ? node : NULL;
    expected(p, ", or ] after a row of the matrix");
    return NULL;
}

/* The ) that belongs to the ( at `open`; `signs`: what could stand there. */
static bool parse_close(Parser *p, Place open, const char *signs) {
    char found[SHOWN + 6];
    if (at_sign(p, ')')) return next(p);
    if (at_operand(p)) return expected(p, "an operator (a product is written a * b or a @ b)");
    if (p->token.kind == TOKEN_END)
        return err_at(p->e, p->token.place,
                      "expected %s for the ( in line %d, column %d, but the formula ends here", signs,
                      open.line, open.column);
    show_token(p, found);
    return err_at(p->e, p->token.place, "expected %s for the ( in line %d, column %d, found %s", signs,
                  open.line, open.column, found);
}

static Expr *parse_argument(Parser *p) {
    if (p->token.kind != TOKEN_STRING) return parse_sum(p);
    Expr *node = new_text(p, EXPR_STRING);
    return node != NULL && next(p) ? node : NULL;
}

/* The arguments of call, from its ( to its ). */
static bool parse_arguments(Parser *p, Expr *call) {
    Place open = p->token.place;
    if (!enter(p, open) || !next(p)) return false;
    bool more = !at_sign(p, ')');
    while (more) {
        call->args = arena_grow(p->arena, call->args, call->count, sizeof *call->args);
        if (call->args == NULL) return err_memory(p->e);
        Expr *argument = parse_argument(p);
        if (argument == NULL) return false;
        call->args[call->count++] = argument;
        more = at_sign(p, ',');
        if (more && !next(p)) return false;
    }
    p->depth--;
    return parse_close(p, open, ", or )");
}

static Expr *parse_name(Parser *p) {
    Expr *node = new_text(p, EXPR_NAME);
    if (node == NULL || !next(p)) return NULL;
    if (!at_sign(p, '(')) return node;
    const Operator *sign = expr_operator_named(node->name);
    if (sign != NULL) {
        err_at(p->e, node->place, "%s is not a function here; write %s", node->name, sign->example);
        return NULL;
    }
    node->kind = EXPR_CALL;
    return parse_arguments(p, node) ? node : NULL;
}

static Expr *parse_parentheses(Parser *p) {
    Place open = p->token.place;
    if (!enter(p, open) || !next(p)) return NULL;
    Expr *inside = parse_sum(p);
    p->depth--;
    return inside != NULL && parse_close(p, open, ")") ? inside : NULL;
}

static Expr *parse_atom(Parser *p) {
    if (p->token.kind == TOKEN_NAME) return parse_name(p);
    if (at_sign(p, '(')) return parse_parentheses(p);
    if (at_sign(p, '[')) return parse_matrix(p);
    if (p->token.kind == TOKEN_NUMBER) {
        Expr *node = new_number(p, p->token.place, p->token.number);
        return node != NULL && next(p) ? node : NULL;
    }
    if (p->token.kind == TOKEN_STRING)
        err_at(p->e, p->token.place,
               "a string can only be an argument by itself, as in csv(\"file\", \"column\")");
    else
        expected(p, "a number, a name, ( or [");
    return NULL;
}

static Expr *parse_transpose(Parser *p, Expr *operand) {
    Place place = p->token.place;
    if (!next(p)) return NULL;
    bool is_transpose = p->token.kind == TOKEN_NAME && p->token.size == 1 && *p->token.text == 'T';
    if (!is_transpose) {
        expected(p, "T after the point (x.T is the transpose; functions are written mean(x))");
        return NULL;
    }
    return next(p) ? new_operator(p, '.', 1, place, operand, NULL) : NULL;
}

static Expr *parse_superscript(Parser *p, Expr *base) {
    Place place = p->token.place;
    double power = p->token.number;
    Expr *exponent = next(p) ? new_number(p, place, fabs(power)) : NULL;
    if (power < 0) exponent = new_operator(p, '-', 1, place, exponent, NULL);
    return new_operator(p, '^', 2, place, base, exponent);
}

static Expr *parse_power(Parser *p) {
    Expr *base = parse_atom(p);
    while (base != NULL && (at_sign(p, '.') || p->token.kind == TOKEN_SUPERSCRIPT))
        base = at_sign(p, '.') ? parse_transpose(p, base) : parse_superscript(p, base);
    if (base == NULL || !at_sign(p, '^')) return base;
    Place place = p->token.place;
    if (!enter(p, place) || !next(p)) return NULL;
    Expr *exponent = parse_signed(p);
    p->depth--;
    return new_operator(p, '^', 2, place, base, exponent);
}

static Expr *parse_signed(Parser *p) {
    bool minus = at_sign(p, '-');
    if (!minus && !at_sign(p, '+')) return parse_power(p);
    Place place = p->token.place;
    if (!enter(p, place) || !next(p)) return NULL;
    Expr *operand = parse_signed(p);
    p->depth--;
    return minus ? new_operator(p, '-', 1, place, operand, NULL) : operand;
}

/* operand { sign operand } from left to right. */
static Expr *parse_chain(Parser *p, const char *signs, Expr *(*parse_operand)(Parser *)) {
    Expr *left = parse_operand(p);
    while (left != NULL && at_any_sign(p, signs)) {
        Place place = p->token.place;
        char sign = p->token.sign;
        Expr *right = next(p) ? parse_operand(p) : NULL;
        left = new_operator(p, sign, 2, place, left, right);
    }
    return left;
}

static Expr *parse_product(Parser *p) {
    return parse_chain(p, "*/@", parse_signed);
}

static Expr *parse_sum(Parser *p) {
    return parse_chain(p, "+-", parse_product);
}

/* What follows a whole formula but should not. */
static bool refuse_rest(Parser *p) {
    if (at_operand(p)) return expected(p, "an operator (a product is written a * b or a @ b)");
    if (at_sign(p, ')')) return err_at(p->e, p->token.place, "there is no ( for this )");
    if (at_sign(p, ','))
        return err_at(p->e, p->token.place,
                      "a comma stands only between arguments; decimals are written 0.5");
    return expected(p, "an operator or the end of the formula");
}

bool expr_parse(Arena *arena, const char *text, size_t size, Place place, Expr **out, Err *e) {
    Parser p = {.arena = arena, .lexer = scan_start(text, size, place, e), .e = e};
    p.lexer.blank = true;
    *out = next(&p) ? parse_sum(&p) : NULL;
    if (*out != NULL && p.token.kind != TOKEN_END) {
        refuse_rest(&p);
        *out = NULL;
    }
    return *out != NULL;
}
