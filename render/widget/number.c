/* number: a slot's single number in a place of fixed width, what stands where it is not computed yet, and numbers in
   few characters. */
#include "number.h"

#include <inttypes.h>
#include <limits.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "render/draw/rect.h"

static void draw_question(DrawList *list, const Style *style, float size, Rect box) {
    if (size < style->least) return;
    Point at = {box.x + box.w / 2, fonts_baseline(list->fonts, FONT_TEXT_BOLD, size, box.y + box.h / 2)};
    draw_text_in(list, FONT_TEXT_BOLD, size, at, 0.5f, 0, style->theme->now, "?");
}

void number_draw_unknown(DrawList *list, const View *view, const Style *style, int slot, Rect box) {
    bool asked = view->question.slot == slot;
    float line = asked ? style->stroke : style->hairline, dash = 3 * style->unit;
    draw_dashed_rect(list, rect_inset(box, line / 2, line / 2), 2 * style->unit,
                     asked ? style->theme->now : style->theme->text_dim, line, dash, dash);
    if (asked) draw_question(list, style, fminf(style->body, roundf(box.h * 0.75f)), box);
}

float number_width(Fonts *fonts, float size) {
    return NUMBER_CELLS * fonts_advance(fonts, FONT_NUMBER, size, '0');
}

float number_draw(DrawList *list, const View *view, FontFace face, float size, Point left, Color ink,
                  double number) {
    char digits[32], text[40];
    text_number(view->texts, digits, sizeof digits, number, false);
    bool sign = strncmp(digits, "−", strlen("−")) == 0;
    snprintf(text, sizeof text, "%s%s", sign ? "" : " ", digits);
    return draw_text(list, face, size, left, ink, text);
}

/* Most numbers take seven cells, the sign's among them: these stand in the middle. */
Point number_left(Fonts *fonts, float size, Point middle) {
    float cell = fonts_advance(fonts, FONT_NUMBER, size, '0');
    return (Point){roundf(middle.x - 4.2f * cell), roundf(middle.y)};
}

Rect number_draw_slot(DrawList *list, const View *view, const Style *style, int slot, float size,
                      Point middle, Color ink) {
    Point left = number_left(list->fonts, size, middle);
    float cell = fonts_advance(list->fonts, FONT_NUMBER, size, '0');
    float high = fonts_ascent(list->fonts, FONT_NUMBER, size), line = style->hairline;
    draw_mark(list, slot, PART_NUMBER);
    Rect box = {left.x + cell, left.y - high - line, 6 * cell, high + 2 * line};
    if (!view->known[slot]) {
        if (view->question.slot == slot)
            draw_question(list, style, size, box);
        else
            number_draw_unknown(list, view, style, slot, rect_inset(box, -line / 2, -line / 2));
        return box;
    }
    float number = view_element(view, slot, 0, 0);
    Color color = isfinite(number) ? ink : style->theme->bad;
    float width = number_draw(list, view, FONT_NUMBER, size, left, color, (double)number);
    float sign = number < 0 ? 0 : cell;
    return (Rect){left.x + sign, left.y - high, width - sign, high};
}

void number_shape(const Slot *slot, char *out, size_t size) {
    snprintf(out, size, "%d×%d", slot->rows, slot->cols);
}

void number_grouped(int64_t number, char *out, size_t size) {
    char digits[32];
    int length = snprintf(digits, sizeof digits, "%" PRId64, number);
    size_t used = 0;
    out[0] = 0;
    for (int i = 0; i < length && used + 5 < size; i++) {
        bool gap = i > 0 && (length - i) % 3 == 0 && length > 4;
        used += (size_t)snprintf(out + used, size - used, "%s%c", gap ? "\u2009" : "", digits[i]);
    }
}

/* Characters of a power of ten as text_decimal leaves it: "-4e-03" is −4e−3. */
static int power_length(double number, bool plus) {
    return (number < 0 || plus ? 1 : 0) + (fabs(number) < 1e-9 ? 5 : 4);
}

void number_short(const Texts *texts, double number, bool sign, int cells, char *out, size_t size) {
    char plain[TEXT_NUMBER] = "0";
    bool plus = sign && number > 0;
    if (!isfinite(number)) {
        text_number(texts, out, size, number, sign);
        return;
    }
    int length = number == 0 ? 1 : INT_MAX;
    for (int digits = 3; length > cells && digits >= 0; digits--)
        length = snprintf(plain, sizeof plain, "%s%.*f", plus ? "+" : "", digits, number);
    bool vanished = number != 0 && strtod(plain, NULL) == 0 && power_length(number, plus) <= cells;
    if (length > cells || vanished) snprintf(plain, sizeof plain, "%s%.0e", plus ? "+" : "", number);
    text_decimal(texts, out, size, plain);
}

void number_fit(const Texts *texts, double number, int cells, char *out, size_t size) {
    double large = fabs(number);
    for (int digits = 4; digits >= 2 && large >= 1e-4 && large < 1000; digits--) {
        char plain[TEXT_NUMBER];
        if (snprintf(plain, sizeof plain, "%#.*g", digits, number) > cells) continue;
        size_t length = strlen(plain);
        if (plain[length - 1] == '.') plain[length - 1] = 0;
        text_decimal(texts, out, size, plain);
        return;
    }
    number_short(texts, number, false, cells, out, size);
}
