/* scan: a value of a lesson file that is not a formula, read word by word. */
#include "scan.h"

#include <string.h>

#include "engine/base/number.h"
#include "engine/base/utf8.h"

static bool is_blank(char c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
}

static bool is_letter(uint32_t code) {
    if (code < 0x80) return (code >= 'a' && code <= 'z') || (code >= 'A' && code <= 'Z');
    bool greek = code >= 0x386 && code <= 0x3FF;
    return greek && code != 0x387 && code != 0x38B && code != 0x38D && code != 0x3A2 && code != 0x3F6;
}

size_t scan_name_length(const char *text, size_t size) {
    size_t at = 0;
    uint32_t code;
    while (at < size) {
        size_t length = utf8_decode(text + at, size - at, &code);
        bool fits =
            length > 0 && (is_letter(code) || (at > 0 && (code == '_' || (code >= '0' && code <= '9'))));
        if (!fits) break;
        at += length;
    }
    return at;
}

Scan scan_start(const char *text, size_t size, Place place, Err *e) {
    return (Scan){.at = text, .end = text + size, .place = place, .e = e};
}

static void scan_step(Scan *scan) {
    unsigned char c = (unsigned char)*scan->at++;
    scan->blank = is_blank((char)c);
    if (c == '\n')
        scan->place = (Place){scan->place.line + 1, 1};
    else if (scan->at == scan->end || ((unsigned char)*scan->at & 0xC0) != 0x80)
        scan->place.column++;
}

void scan_skip(Scan *scan) {
    for (bool comment = false; scan->at < scan->end; scan_step(scan)) {
        if (*scan->at == '\n')
            comment = false;
        else if (*scan->at == '#' && scan->blank)
            comment = true;
        else if (!comment && !is_blank(*scan->at))
            return;
    }
}

Place scan_here(Scan *scan) {
    scan_skip(scan);
    return scan->place;
}

bool scan_done(Scan *scan) {
    scan_skip(scan);
    return scan->at == scan->end;
}

void scan_advance(Scan *scan, size_t bytes) {
    for (size_t i = 0; i < bytes; i++) scan_step(scan);
}

bool scan_sign(Scan *scan, char sign) {
    if (scan->failed || scan_done(scan) || *scan->at != sign) return false;
    scan_step(scan);
    return true;
}

static bool take_keyword(Scan *scan, const char *word) {
    if (scan->failed || scan_done(scan)) return false;
    size_t length = scan_name_length(scan->at, (size_t)(scan->end - scan->at));
    if (length != strlen(word) || memcmp(scan->at, word, length) != 0) return false;
    scan_advance(scan, length);
    return true;
}

/* The word at the scan's place, cut to size; empty where nothing is left. */
static void scan_peek(Scan scan, char *out, size_t size) {
    if (scan_done(&scan)) {
        out[0] = '\0';
        return;
    }
    size_t length = 0;
    while (scan.at + length < scan.end && !is_blank(scan.at[length]) &&
           (length == 0 || scan.at[length] != ','))
        length++;
    if (length > size - 1) length = size - 1;
    while (length > 0 && scan.at + length < scan.end && ((unsigned char)scan.at[length] & 0xC0) == 0x80)
        length--;
    memcpy(out, scan.at, length);
    out[length] = '\0';
}

static bool scan_expected(Scan *scan, const char *what) {
    char word[40];
    scan_peek(*scan, word, sizeof word);
    if (scan->failed) return false;
    scan->failed = true;
    if (word[0] == '\0') return err_at(scan->e, scan_here(scan), "%s is expected here, not nothing", what);
    return err_at(scan->e, scan_here(scan), "%s is expected here, not %s", what, word);
}

const char *scan_name(Scan *scan, Arena *arena, const char *what, Place *place) {
    *place = scan_here(scan);
    size_t length = scan->failed ? 0 : scan_name_length(scan->at, (size_t)(scan->end - scan->at));
    if (length == 0) scan_expected(scan, what);
    const char *name = scan->failed ? NULL : arena_string(arena, scan->at, length);
    scan_advance(scan, length);
    return name;
}

/* A number and the word it is must end together: 10x is not a number. */
static bool ends_word(const char *at, const char *end) {
    return at == end || is_blank(*at) || *at == ',';
}

double scan_number(Scan *scan, const char *what) {
    scan_skip(scan);
    double number = 0;
    size_t sign = scan->at < scan->end && *scan->at == '-' ? 1 : 0;
    size_t digits = number_read(scan->at + sign, (size_t)(scan->end - scan->at) - sign, &number);
    bool found = digits > 0 && ends_word(scan->at + sign + digits, scan->end);
    if (scan->failed || !found) return scan_expected(scan, what);
    scan_advance(scan, sign + digits);
    return sign > 0 ? -number : number;
}

int64_t scan_integer(Scan *scan, const char *what, int64_t low, int64_t high) {
    scan_skip(scan);
    Scan before = *scan;
    double value = scan_number(scan, what);
    bool fits = value >= (double)low && value <= (double)high && (double)(int64_t)value == value;
    if (!scan->failed && !fits) scan->failed = !scan_expected(&before, what);
    return scan->failed ? low : (int64_t)value;
}

/* Digits at *at, at most five of them; 0: none. */
static int take_digits(const char **at, const char *end) {
    int number = 0;
    for (int i = 0; i < 5 && *at < end && **at >= '0' && **at <= '9'; i++)
        number = number * 10 + (*(*at)++ - '0');
    return number;
}

bool scan_size(Scan *scan, int *rows, int *cols) {
    scan_skip(scan);
    const char *at = scan->at, *times = "×";
    *rows = take_digits(&at, scan->end);
    size_t sign = at < scan->end && *at == 'x' ? 1 : strlen(times);
    bool sized = (size_t)(scan->end - at) > sign && (*at == 'x' || memcmp(at, times, sign) == 0);
    if (sized) at += sign;
    *cols = sized ? take_digits(&at, scan->end) : 0;
    if (scan->failed || *rows == 0 || *cols == 0 || !ends_word(at, scan->end))
        return scan_expected(scan, "a size in rows and columns, like 8x8,");
    scan_advance(scan, (size_t)(at - scan->at));
    return true;
}

int scan_choice(Scan *scan, const char *const *words, int count) {
    for (int i = 0; i < count; i++)
        if (take_keyword(scan, words[i])) return i;
    if (scan->failed) return 0;
    char list[120] = "", word[40];
    for (int i = 0; i < count - 1; i++) utf8_append(list, sizeof list, "%s%s", i > 0 ? ", " : "", words[i]);
    scan_peek(*scan, word, sizeof word);
    if (count == 1)
        scan_expected(scan, words[0]);
    else if (word[0] == '\0')
        err_at(scan->e, scan_here(scan), "%s or %s is expected here, not nothing", list, words[count - 1]);
    else
        err_at(scan->e, scan_here(scan), "%s or %s is expected here, not %s", list, words[count - 1], word);
    err_suggest(scan->e, word, words, count);
    scan->failed = true;
    return 0;
}

bool scan_word(Scan *scan, const char *word) {
    scan_choice(scan, &word, 1);
    return !scan->failed;
}

bool scan_end(Scan *scan) {
    if (scan->failed || scan_done(scan)) return !scan->failed;
    if (*scan->at == ',')
        return err_at(scan->e, scan->place, "a comma stands only in lists; decimals are written 0.5");
    char word[40];
    scan_peek(*scan, word, sizeof word);
    return err_at(scan->e, scan_here(scan), "nothing more is expected here, but %s follows", word);
}

const char *scan_text(Scan scan, Arena *arena) {
    char *text = arena_alloc(arena, (size_t)(scan.end - scan.at) + 1);
    if (text == NULL) return "";
    size_t length = 0;
    while (!scan_done(&scan)) {
        if (length > 0) text[length++] = ' ';
        while (scan.at < scan.end && !is_blank(*scan.at)) {
            text[length++] = *scan.at;
            scan_step(&scan);
        }
    }
    return text; /* zeroed, so it ends */
}
