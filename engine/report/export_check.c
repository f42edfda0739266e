/* export_check: what the gradient check has found, as JSON and text. */
#include "export.h"

#include <string.h>

#include "engine/base/utf8.h"
#include "json.h"

bool export_check_holds(const CheckRow *rows, int count) {
    for (int i = 0; i < count; i++)
        if (!(rows[i].max_error <= CHECK_TOLERANCE)) return false;
    return true;
}

void export_check_json(FILE *out, const Lesson *lesson, const CheckRow *rows, int count) {
    char number[JSON_NUMBER];
    fputs("{\"lesson\": ", out);
    json_string(out, lesson->name);
    fprintf(out, ", \"ok\": %s, \"parameters\": {", export_check_holds(rows, count) ? "true" : "false");
    for (int i = 0; i < count; i++) {
        if (i > 0) fputs(", ", out);
        json_string(out, rows[i].name);
        fprintf(out, ": {\"max_error\": %s, \"kinks\": %d}", json_number(number, (float)rows[i].max_error),
                rows[i].kinks);
    }
    fputs("}}\n", out);
}

/* Fills up to that many characters, not bytes. */
static void put_padded(FILE *out, const char *text, int width) {
    int length = (int)utf8_length(text, strlen(text));
    fprintf(out, "%s%*s", text, length < width ? width - length : 0, "");
}

/* The column's width: both verdicts fit. */
static int verdict_width(const char *const verdicts[2]) {
    int width = 10;
    for (int k = 0; k < 2; k++) {
        int length = (int)utf8_length(verdicts[k], strlen(verdicts[k]));
        if (length > width) width = length;
    }
    return width;
}

static void put_elements(FILE *out, const Texts *texts, const CheckRow *row) {
    char text[80];
    if (row->checked < row->elements) {
        text_print(texts, out, "print.check.sampled", TEXT_INT("n", row->checked),
                   TEXT_INT("all", row->elements));
    } else {
        text_count(texts, text, sizeof text, "count.elements", row->elements);
        fputs(text, out);
    }
    if (row->kinks > 0) text_print(texts, out, "print.check.kinks", TEXT_INT("n", row->kinks));
}

static void text_row(FILE *out, const Texts *texts, const CheckRow *row) {
    const char *const verdicts[] = {text_get(texts, "print.check.fails"),
                                    text_get(texts, "print.check.holds")};
    fputs("  ", out);
    put_padded(out, row->name, 12);
    fputc(' ', out);
    put_padded(out, verdicts[row->max_error <= CHECK_TOLERANCE], verdict_width(verdicts));
    fputc(' ', out);
    text_print(texts, out, "print.check.error", TEXT_FORMAT("error", "%-9.2g", row->max_error));
    fputc(' ', out);
    put_elements(out, texts, row);
    fputc('\n', out);
}

void export_check_text(FILE *out, const Texts *texts, const Lesson *lesson, const CheckRow *rows, int count) {
    char key[40] = "print.check.done";
    int failed = 0;
    text_print(texts, out, "print.check.head", TEXT_STRING("lesson", lesson->name));
    fputc('\n', out);
    for (int i = 0; i < count; i++) {
        text_row(out, texts, &rows[i]);
        failed += !(rows[i].max_error <= CHECK_TOLERANCE);
    }
    if (failed > 0) snprintf(key, sizeof key, "%s.%s", "print.check.failed", text_plural(texts, failed));
    text_print(texts, out, key, TEXT_INT("n", failed), TEXT_INT("all", count),
               TEXT_FORMAT("limit", "%g", CHECK_TOLERANCE));
    fputc('\n', out);
}
