/* formula: a reader by recursive descent that computes as it reads. */
#include "formula.h"

#include <ctype.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/test.h"

typedef struct Reader {
    const char *at, *text;
    const Letters *letters;
} Reader;

static Plain read_sum(Reader *r);

static bool take(Reader *r, const char *sign) {
    while (*r->at == ' ') r->at++;
    if (strncmp(r->at, sign, strlen(sign)) != 0) return false;
    r->at += strlen(sign);
    return true;
}

static void expect(Reader *r, const char *sign) {
    if (!take(r, sign)) fail_msg("“%s”: %s wanted at “%s”", r->text, sign, r->at);
}

typedef double Two(double, double);

static double two_add(double a, double b) {
    return a + b;
}
static double two_sub(double a, double b) {
    return a - b;
}
static double two_mul(double a, double b) {
    return a * b;
}
static double two_div(double a, double b) {
    return a / b;
}

/* Broadcasts; frees both. */
static Plain apply_two(Plain a, Plain b, Two *f) {
    Plain out = plain_new(a.rows > b.rows ? a.rows : b.rows, a.cols > b.cols ? a.cols : b.cols);
    for (int i = 0; i < out.rows; i++)
        for (int j = 0; j < out.cols; j++) out.at[i * out.cols + j] = f(plain_at(a, i, j), plain_at(b, i, j));
    plain_free(&a);
    plain_free(&b);
    return out;
}

static Plain apply_product(Plain a, Plain b) {
    assert_int_equal(a.cols, b.rows);
    Plain out = plain_new(a.rows, b.cols);
    for (int i = 0; i < out.rows; i++)
        for (int j = 0; j < out.cols; j++)
            for (int k = 0; k < a.cols; k++)
                out.at[i * out.cols + j] += plain_at(a, i, k) * plain_at(b, k, j);
    plain_free(&a);
    plain_free(&b);
    return out;
}

static Plain number_plain(double number) {
    Plain out = plain_new(1, 1);
    out.at[0] = number;
    return out;
}

static double one_sigmoid(double a) {
    return 1 / (1 + exp(-a));
}
static double one_softplus(double a) {
    return log1p(exp(a));
}
static double one_step(double a) {
    return a > 0;
}
static double one_sign(double a) {
    return (a > 0) - (a < 0);
}

typedef struct Function {
    const char *name;
    double (*f)(double);
} Function;

static const Function functions[] = {
    {"exp", exp},       {"log", log},       {"sqrt", sqrt},           {"abs", fabs},
    {"sin", sin},       {"cos", cos},       {"sigmoid", one_sigmoid}, {"softplus", one_softplus},
    {"step", one_step}, {"sign", one_sign},
};

/* sum(a), sum(a, axis): axis −1 is over all. */
static Plain reduce(Plain a, int axis, bool mean) {
    Plain out = plain_new(axis == 1 ? a.rows : 1, axis == 0 ? a.cols : 1);
    for (int i = 0; i < a.rows; i++)
        for (int j = 0; j < a.cols; j++)
            out.at[(axis == 1 ? i : 0) * out.cols + (axis == 0 ? j : 0)] += a.at[i * a.cols + j];
    double count = mean ? (double)plain_size(a) / plain_size(out) : 1;
    for (int i = 0; i < plain_size(out); i++) out.at[i] /= count;
    plain_free(&a);
    return out;
}

/* The straightforward way, each row divided by its sum. */
static Plain softmax(Plain a, bool logarithm) {
    for (int i = 0; i < a.rows; i++) {
        double sum = 0;
        for (int j = 0; j < a.cols; j++) sum += exp(a.at[i * a.cols + j]);
        for (int j = 0; j < a.cols; j++) {
            double share = exp(a.at[i * a.cols + j]) / sum;
            a.at[i * a.cols + j] = logarithm ? log(share) : share;
        }
    }
    return a;
}

static Plain call(Reader *r, const char *name, Plain *argument, int count) {
    const Plain a = argument[0], b = argument[1];
    for (size_t i = 0; i < sizeof functions / sizeof *functions; i++) {
        if (strcmp(functions[i].name, name) != 0) continue;
        for (int k = 0; k < plain_size(a); k++) a.at[k] = functions[i].f(a.at[k]);
        return a;
    }
    if (strcmp(name, "sum") == 0 || strcmp(name, "mean") == 0) {
        int axis = count > 1 ? (int)b.at[0] : -1;
        free(b.at);
        return reduce(a, axis, name[0] == 'm');
    }
    if (strcmp(name, "softmax") == 0) return softmax(a, false);
    if (strcmp(name, "log_softmax") == 0) return softmax(a, true);
    if (strcmp(name, "max") == 0) return apply_two(a, b, fmax);
    if (strcmp(name, "min") == 0) return apply_two(a, b, fmin);
    double number = 0;
    if (strcmp(name, "rows") == 0)
        number = a.rows;
    else if (strcmp(name, "count") == 0)
        number = (double)plain_size(a) / plain_size(r->letters->result);
    else
        fail_msg("“%s”: no function %s", r->text, name);
    free(a.at);
    return number_plain(number);
}

/* between(a, p, q) */
static Plain between(Plain a, Plain low, Plain high) {
    for (int i = 0; i < plain_size(a); i++) a.at[i] = a.at[i] >= low.at[0] && a.at[i] <= high.at[0];
    plain_free(&low);
    plain_free(&high);
    return a;
}

static Plain letter(Reader *r, char name) {
    const Letters *l = r->letters;
    if (name == 'p' || name == 'q') return number_plain(l->number[name - 'p']);
    Plain of = {0};
    if (name >= 'a' && name <= 'e')
        of = l->in[name - 'a'];
    else if (name == 'y')
        of = l->result;
    else if (name == 'G')
        of = l->upstream;
    if (!of.at) fail_msg("“%s”: %c stands for nothing", r->text, name);
    return plain_copy(of);
}

static Plain read_name(Reader *r) {
    char name[20] = {0};
    for (int i = 0; i < 19 && (isalpha((unsigned char)*r->at) || *r->at == '_'); i++) name[i] = *r->at++;
    if (!take(r, "(")) return letter(r, name[1] ? '?' : name[0]);
    Plain argument[3] = {{0}};
    int count = 0;
    do argument[count++] = read_sum(r);
    while (count < 3 && take(r, ","));
    expect(r, ")");
    if (strcmp(name, "between") == 0) return between(argument[0], argument[1], argument[2]);
    return call(r, name, argument, count);
}

static Plain transposed(Plain a) {
    Plain out = plain_new(a.cols, a.rows);
    for (int i = 0; i < out.rows; i++)
        for (int j = 0; j < out.cols; j++) out.at[i * out.cols + j] = plain_at(a, j, i);
    plain_free(&a);
    return out;
}

static Plain read_primary(Reader *r) {
    Plain value;
    if (take(r, "(")) {
        value = read_sum(r);
        expect(r, ")");
    } else if (isdigit((unsigned char)*r->at)) {
        char *end;
        value = number_plain(strtod(r->at, &end));
        r->at = end;
    } else {
        value = read_name(r);
    }
    while (take(r, ".T")) value = transposed(value);
    return value;
}

static Plain read_minus(Reader *r);

static Plain read_power(Reader *r) {
    Plain base = read_primary(r);
    return take(r, "^") ? apply_two(base, read_minus(r), pow) : base;
}

static Plain read_minus(Reader *r) {
    if (take(r, "-")) return apply_two(number_plain(-1), read_minus(r), two_mul);
    return read_power(r);
}

static Plain read_product(Reader *r) {
    Plain value = read_minus(r);
    for (;;) {
        if (take(r, "*"))
            value = apply_two(value, read_minus(r), two_mul);
        else if (take(r, "/"))
            value = apply_two(value, read_minus(r), two_div);
        else if (take(r, "@"))
            value = apply_product(value, read_minus(r));
        else
            return value;
    }
}

static Plain read_sum(Reader *r) {
    Plain value = read_product(r);
    for (;;) {
        if (take(r, "+"))
            value = apply_two(value, read_product(r), two_add);
        else if (take(r, "-"))
            value = apply_two(value, read_product(r), two_sub);
        else
            return value;
    }
}

Plain formula_compute(const char *text, const Letters *letters) {
    Reader r = {text, text, letters};
    Plain value = read_sum(&r);
    if (take(&r, "") && *r.at) fail_msg("“%s”: what is “%s”?", text, r.at);
    return value;
}
