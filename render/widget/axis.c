/* axis: which round numbers an axis shows, and how they are written. */
#include "axis.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define NARROW    1e-3 /* of its numbers' size: a range below this is widened, so that labels stay short */
#define LARGE     1e30
#define SMALL_LOG 1e-30

static double clean(double value, double otherwise) {
    return isfinite(value) ? fmax(-LARGE, fmin(LARGE, value)) : otherwise;
}

static Axis make_logarithmic(double low, double high, double margin) {
    high = fmax(high, SMALL_LOG * 10);
    low = fmax(low, fmax(high * 1e-50, SMALL_LOG));
    if (high < low * 1.5) low /= 1.5, high *= 1.5;
    double more = pow(high / low, margin);
    low /= more, high *= more;
    return (Axis){.low = low, .high = high, .logarithmic = true, .start = log(low), .span = log(high / low)};
}

Axis axis_make(double low, double high, double margin, bool logarithmic) {
    bool known = isfinite(low) || isfinite(high);
    double a = clean(low, clean(high, 0)), b = clean(high, clean(low, known ? 0 : 1));
    double least = fmin(a, b), most = fmax(a, b);
    if (logarithmic) return make_logarithmic(least, most, margin);
    double size = fmax(fabs(least), fabs(most)), middle = (least + most) / 2, half = (most - least) / 2;
    if (half == 0) half = size > 0 ? size / 2 : 1;
    half = fmax(half, NARROW * size / 2) * (1 + 2 * margin);
    return (Axis){.low = middle - half, .high = middle + half, .start = middle - half, .span = 2 * half};
}

float axis_at(const Axis *axis, double value) {
    double laid = value;
    if (axis->logarithmic) laid = value > 0 ? log(value) : isnan(value) ? NAN : axis->start - axis->span;
    return axis->from + (float)((laid - axis->start) / axis->span * (double)(axis->to - axis->from));
}

/* The digits with no zeros at the end of the fraction, and what follows them. */
static void put_digits(char *text, size_t size, int decimals, double value, const char *after) {
    snprintf(text, size, "%.*f", decimals, value);
    size_t end = strlen(text);
    if (strchr(text, '.')) {
        while (text[end - 1] == '0') end--;
        if (text[end - 1] == '.') end--;
    }
    snprintf(text + end, size - end, "%s", after);
}

/* "1.5", "20k", "2e−7": as many decimals as tell neighbours a step apart. */
static void write_number(const Texts *texts, double value, double step, char *out, size_t size) {
    double magnitude = fabs(value);
    int decimals = (int)fmax(0, ceil(-log10(step) - 1e-9));
    char text[64], after[16] = "";
    if (magnitude < step / 1000) {
        put_digits(text, sizeof text, 0, 0, after);
    } else if (magnitude >= 1e6 || (decimals > 4 && magnitude < 0.01)) {
        int power = (int)floor(log10(magnitude) + 1e-9);
        int digits = (int)fmax(0, power - floor(log10(step) + 1e-9));
        snprintf(after, sizeof after, "e%d", power);
        put_digits(text, sizeof text, digits, value / pow(10, power), after);
    } else if (magnitude >= 1000 && fmod(step, 100) == 0) {
        put_digits(text, sizeof text, 1, value / 1000, "k");
    } else {
        put_digits(text, sizeof text, decimals, value, after);
    }
    text_decimal(texts, out, size, text);
}

static float label_extent(const AxisText *text, const AxisTick *tick) {
    return text->vertical ? fonts_ascent(text->fonts, FONT_NUMBER, text->size)
                          : fonts_width(text->fonts, FONT_NUMBER, text->size, tick->label);
}

static void add_tick(const Axis *axis, const AxisText *text, AxisTicks *out, double value, double step) {
    if (out->count == AXIS_MAX_TICKS) return;
    AxisTick *tick = &out->ticks[out->count];
    tick->value = value;
    tick->at = axis_at(axis, value);
    write_number(text->texts, value, step, tick->label, sizeof tick->label);
    float half = label_extent(text, tick) / 2;
    if (tick->at - half >= text->first && tick->at + half <= text->last) out->count++;
}

static bool ticks_fit(const AxisText *text, const AxisTicks *ticks) {
    for (int i = 1; i < ticks->count; i++) {
        float distance = fabsf(ticks->ticks[i].at - ticks->ticks[i - 1].at);
        float both = (label_extent(text, &ticks->ticks[i]) + label_extent(text, &ticks->ticks[i - 1])) / 2;
        if (distance < both + text->gap || distance < text->spacing) return false;
    }
    return ticks->count < AXIS_MAX_TICKS;
}

static void ticks_of_step(const Axis *axis, const AxisText *text, double step, AxisTicks *out) {
    out->count = 0;
    double first = ceil(axis->low / step - 1e-9);
    for (int i = 0; i < 4 * AXIS_MAX_TICKS; i++) {
        double value = (first + i) * step;
        if (value > axis->high + step * 1e-9) return;
        add_tick(axis, text, out, value, step);
    }
}

/* Keeps `best` where the coarser try has nothing left. */
static bool settle(const AxisText *text, const AxisTicks *tried, AxisTicks *best) {
    if (tried->count == 0) return best->count > 0;
    *best = *tried;
    return ticks_fit(text, tried);
}

static void linear_ticks(const Axis *axis, const AxisText *text, AxisTicks *out) {
    static const double factors[] = {1, 2, 5};
    double pixels = fmax(1, fabs((double)axis->to - (double)axis->from));
    double least = (axis->high - axis->low) * fmax((double)text->spacing / pixels, 1.0 / AXIS_MAX_TICKS);
    int power = (int)floor(log10(least));
    AxisTicks tried;
    out->count = 0;
    for (int i = 0; i < 12; i++) {
        double step = factors[i % 3] * pow(10, power + i / 3);
        if (step < least && !axis->logarithmic) continue;
        if (step < 1 && axis->whole) continue;
        ticks_of_step(axis, text, step, &tried);
        if (tried.count == AXIS_MAX_TICKS) continue;
        if (settle(text, &tried, out)) break;
    }
    while (!ticks_fit(text, out)) out->count--; /* two that are too near each other: the first alone */
}

/* Every `stride`-th power of ten, with its multiples by the digits ("" for none). */
static void ticks_of_decades(const Axis *axis, const AxisText *text, int stride, const char *digits,
                             AxisTicks *out) {
    int first = (int)floor(log10(axis->low)), last = (int)ceil(log10(axis->high));
    out->count = 0;
    for (int power = first; power <= last; power++) {
        double decade = pow(10, power);
        if (((power % stride) + stride) % stride != 0) continue;
        for (const char *digit = digits; *digit; digit++) {
            double value = (*digit - '0') * decade;
            double step = decade; /* "0.002" needs the decade's decimals */
            if (value < axis->low * (1 - 1e-9) || value > axis->high * (1 + 1e-9)) continue;
            add_tick(axis, text, out, value, step < 1 ? step : value);
        }
    }
}

static void logarithmic_ticks(const Axis *axis, const AxisText *text, AxisTicks *out) {
    static const struct {
        int stride;
        const char *digits;
    } ways[] = {{1, "125"}, {1, "13"}, {1, "1"}, {2, "1"}, {3, "1"}, {5, "1"}, {10, "1"}, {20, "1"}};
    AxisTicks tried;
    out->count = 0;
    ticks_of_decades(axis, text, 1, "125", &tried);
    if (tried.count < 3) {
        linear_ticks(axis, text, out);
        return;
    }
    for (size_t i = 0; i < sizeof ways / sizeof ways[0]; i++) {
        ticks_of_decades(axis, text, ways[i].stride, ways[i].digits, &tried);
        if (tried.count == AXIS_MAX_TICKS) continue;
        if (settle(text, &tried, out)) break;
    }
    while (!ticks_fit(text, out)) out->count--;
}

void axis_ticks(const Axis *axis, const AxisText *text, AxisTicks *out) {
    if (axis->logarithmic)
        logarithmic_ticks(axis, text, out);
    else
        linear_ticks(axis, text, out);
}
