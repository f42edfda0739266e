/* expr: the formula parser, by recursive descent, one function for each level of the grammar:

     sum      = product { ("+" | "-") product }
     product  = signed { ("*" | "/" | "@") signed }
     signed   = { "-" | "+" } power                    -a^2 is -(a^2)
     power    = atom { ".T" | "²" } [ "^" signed ]     2^-1, and a^b^c is a^(b^c)
     atom     = number | name | name "(" [ argument { "," argument } ] ")" | "(" sum ")" | matrix
     argument = sum | string
     matrix   = "[" row { "," row } "]",  row = "[" number { "," number } "]" */
#include "expr.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "lex.h"

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

/* The operator with `count` operands and that sign; NULL: none. */
static const Operator *find_operator(char sign, int count) {
    for (int k = 0; k < SIGN_COUNT; k++)
        if (SIGNS[k].sign == sign && SIGNS[k].count == count) return &SIGNS[k];
    return NULL;
}

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
    return lex_next(&p->lexer, &p->token, p->e);
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

/* The array with room for one more thing of `each` bytes beside `count`: a full one is doubled. */
static void *make_room(Parser *p, void *array, int count, size_t each) {
    bool full = (count & (count - 1)) == 0; /* 0, 1, 2, 4, 8 … */
    if (!full) return array;
    void *larger = arena_alloc(p->arena, (size_t)(count == 0 ? 1 : 2 * count) * each);
    if (larger == NULL) return out_of_memory(p);
    if (count > 0) memcpy(larger, array, (size_t)count * each);
    return larger;
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
    return node->name != NULL ? node : out_of_memory(p);
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
        node->numbers = make_room(p, node->numbers, *count, sizeof *node->numbers);
        if (node->numbers == NULL || !next(p) || !parse_entry(p, &node->numbers[*count])) return false;
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
        call->args = make_room(p, call->args, call->count, sizeof *call->args);
        Expr *argument = call->args != NULL ? parse_argument(p) : NULL;
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
    Parser p = {.arena = arena, .lexer = lex_start(text, size, place), .e = e};
    *out = next(&p) ? parse_sum(&p) : NULL;
    if (*out != NULL && p.token.kind != TOKEN_END) {
        refuse_rest(&p);
        *out = NULL;
    }
    return *out != NULL;
}
