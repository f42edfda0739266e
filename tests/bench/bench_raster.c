/* bench_raster: how long a frame takes on one core: whole, at two sizes, with a small change, and as a PNG.
 */
#include "render/file/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { LINES = 300, DISCS = 60, LABELS = 400, RUNS = 15 };

typedef struct Bench {
    Fonts *fonts;
    Raster *raster;
    DrawList list;
    Pixels pixels;
} Bench;

/* Time on the processor, so that other programs at work disturb less. */
static double milliseconds(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6;
}

/* A small generator, so that every run draws the same. */
static float next_unit(uint32_t *state) {
    *state = *state * 1664525u + 1013904223u;
    return (float)(*state >> 8) / 16777216.0f;
}

static Color next_color(uint32_t *state) {
    float red =
        next_unit(state); /* one draw a statement: the order inside an initializer is the compiler's */
    return (Color){(uint8_t)(red * 255), (uint8_t)(next_unit(state) * 255), 200, 255};
}

static Point next_point(uint32_t *state, float width, float height) {
    float x = next_unit(state);
    return (Point){x * width, next_unit(state) * height};
}

static void draw_panels(DrawList *list, float scale) {
    float width = (float)list->width, height = (float)list->height, gap = 16 * scale;
    Color panel = color_rgb(0x171b24), border = color_rgb(0x232936);
    Rect top = {gap, gap, width - 2 * gap, height * 0.6f},
         low = {gap, height * 0.6f + 2 * gap, width - 2 * gap, 0};
    low.h = height - low.y - gap;
    draw_rect(list, top, 12 * scale, panel, border, scale);
    draw_rect(list, low, 12 * scale, panel, border, scale);
}

static void draw_lines(DrawList *list, float scale, uint32_t *state) {
    for (int i = 0; i < LINES; i++) {
        Point from = next_point(state, (float)list->width, (float)list->height);
        Point to = next_point(state, 800 * scale, 500 * scale);
        to = (Point){from.x + to.x - 400 * scale, from.y + to.y - 250 * scale};
        Color color = next_color(state);
        draw_segment(list, from, to, color, (1.5f + next_unit(state) * 4) * scale);
    }
}

static void draw_discs(DrawList *list, float scale, uint32_t *state) {
    for (int i = 0; i < DISCS; i++) {
        Point centre = next_point(state, (float)list->width, (float)list->height);
        draw_disc(list, centre, 24 * scale, color_rgb(0x10131a), next_color(state), 2 * scale);
    }
}

static void draw_labels(DrawList *list, float scale, uint32_t *state, int changed) {
    for (int i = 0; i < LABELS; i++) {
        char label[32];
        Point at = next_point(state, (float)list->width * 0.95f, (float)list->height);
        snprintf(label, sizeof label, "%+.4f × %d", (double)(next_unit(state) - 0.5f), i == 7 ? changed : i);
        draw_text(list, i % 2 ? FONT_NUMBER : FONT_TEXT, 13 * scale, at, color_rgb(0xe8eaf0), label);
    }
}

static void draw_frame(Bench *bench, int changed) {
    uint32_t state = 7;
    float scale = (float)bench->pixels.height / 1080;
    draw_clear(&bench->list, bench->pixels.width, bench->pixels.height, color_rgb(0x0e1117));
    draw_panels(&bench->list, scale);
    draw_lines(&bench->list, scale, &state);
    draw_discs(&bench->list, scale, &state);
    draw_labels(&bench->list, scale, &state, changed);
}

static double paint(Bench *bench) {
    Rect dirty[64];
    int count;
    double start = milliseconds();
    if (!raster_paint(bench->raster, &bench->list, bench->pixels, dirty, 64, &count)) abort();
    return milliseconds() - start;
}

static int by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_median(const char *what, double *times) {
    qsort(times, RUNS, sizeof *times, by_size);
    printf("%-44s %8.2f ms (least %.2f)\n", what, times[RUNS / 2], times[0]);
}

static void bench_png(Bench *bench) {
    double times[RUNS];
    long size = 0;
    for (int i = 0; i < RUNS; i++) {
        Err e;
        FILE *out = tmpfile();
        double start = milliseconds();
        if (!out || !picture_png(out, bench->pixels, &e)) abort();
        times[i] = milliseconds() - start;
        size = ftell(out);
        fclose(out);
    }
    print_median("  as a PNG", times);
    printf("  the file: %ld KB\n", size / 1024);
}

static void bench_size(Bench *bench, int width, int height) {
    double build[RUNS], whole[RUNS], small[RUNS];
    bench->pixels = (Pixels){calloc((size_t)width * (size_t)height, sizeof(uint32_t)), width, height, width};
    if (!bench->pixels.at) abort();
    draw_frame(bench, 0);
    printf("%d x %d: %d lines, %d discs, %d labels; the first frame %.2f ms\n", width, height, LINES, DISCS,
           LABELS, paint(bench));
    for (int i = 0; i < RUNS; i++) {
        double start = milliseconds();
        draw_frame(bench, 1000 + i);
        build[i] = milliseconds() - start;
        small[i] = paint(bench);
        raster_forget(bench->raster);
        whole[i] = paint(bench);
    }
    print_median("  building the list", build);
    print_median("  the whole frame", whole);
    print_median("  one label changed", small);
    bench_png(bench);
    free(bench->pixels.at);
}

int main(void) {
    Err e;
    const char *assets = getenv("BACKSTEP_ASSETS");
    double start = milliseconds();
    Bench bench = {.fonts = fonts_open(assets ? assets : "assets", &e), .raster = raster_new()};
    if (!bench.fonts || !bench.raster) {
        fprintf(stderr, "%s\n", bench.fonts ? "out of memory" : e.text);
        return 1;
    }
    printf("fonts opened in %.2f ms\n", milliseconds() - start);
    draw_init(&bench.list, bench.fonts);
    bench_size(&bench, 1920, 1080);
    bench_size(&bench, 3840, 2160);
    draw_free(&bench.list);
    raster_free(bench.raster);
    fonts_close(bench.fonts);
    return 0;
}
