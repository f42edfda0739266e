/* plot_helper: what the tests of axes and plots share: fonts, texts, a View to fill, and numbers of every
 * size. */
#ifndef BACKSTEP_TESTS_PLOT_HELPER_H
#define BACKSTEP_TESTS_PLOT_HELPER_H

#include "tests/support/render_helper.h"

#include "render/widget/plot_frame.h"

typedef struct Setting {
    Fonts *fonts;
    Texts *texts;
    DrawList list;
    View view;
    SceneOptions options;
    uint64_t random;
} Setting;

static inline int set_up(void **state) {
    Err e = {0};
    Setting *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->fonts = open_fonts();
    s->texts = text_open(getenv("BACKSTEP_ASSETS"), "en", &e);
    if (!s->texts) fail_msg("%s", e.text);
    draw_init(&s->list, s->fonts);
    draw_clear(&s->list, 1280, 720, (Color){0, 0, 0, 255});
    s->options =
        (SceneOptions){.theme = theme_find("dark"), .scale = 1, .text_size = 1, .flow = 1, .zoom = 1};
    s->view.texts = s->texts;
    s->view.epoch = 1;
    s->view.epochs = 100;
    s->random = 42;
    *state = s;
    return 0;
}

static inline int tear_down(void **state) {
    Setting *s = *state;
    draw_free(&s->list);
    text_close(s->texts);
    fonts_close(s->fonts);
    free(s);
    return 0;
}

/* 0 … 1 (xorshift64*, Vigna 2016) */
static inline double random_unit(Setting *s) {
    s->random ^= s->random >> 12;
    s->random ^= s->random << 25;
    s->random ^= s->random >> 27;
    return (double)((s->random * 2685821657736338717ULL) >> 11) / 9007199254740992.0;
}

/* Of any size from 1e-30 to 1e30, and of either sign; sometimes 0, infinite or no number. */
static inline double random_number(Setting *s) {
    double kind = random_unit(s), sign = random_unit(s) < 0.5 ? -1 : 1;
    if (kind < 0.05) return 0;
    if (kind < 0.08) return sign * INFINITY;
    if (kind < 0.10) return NAN;
    if (kind < 0.6) return sign * random_unit(s) * 10;
    return sign * pow(10, 60 * random_unit(s) - 30);
}

#endif
