/* test_fonts: advances, fallback, glyph masks and what fonts_open says when a file is not right. */
#include "tests/support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "render/draw/fonts.h"

static const char *assets(void) {
    const char *path = getenv("BACKSTEP_ASSETS");
    return path ? path : "assets";
}

static int set_up(void **state) {
    Err e = {0};
    *state = fonts_open(assets(), &e);
    if (!*state) fail_msg("%s", e.text);
    return 0;
}

static int tear_down(void **state) {
    fonts_close(*state);
    return 0;
}

static void assert_near(double got, double wanted, double tolerance) {
    if (!(fabs(got - wanted) <= tolerance)) fail_msg("wanted %f, got %f", wanted, got);
}

static void digits_of_the_number_face_are_equally_wide(void **state) {
    float zero = fonts_advance(*state, FONT_NUMBER, 13, '0');
    const char *others = "123456789+.e";
    for (; *others; others++)
        assert_near((double)fonts_advance(*state, FONT_NUMBER, 13, (uint32_t)*others), (double)zero, 1e-5);
    assert_near((double)fonts_advance(*state, FONT_NUMBER, 13, 0x2212), (double)zero, 1e-5); /* minus */
    assert_true(zero > 6);
}

static void widths_are_sums_and_scale(void **state) {
    float a = fonts_advance(*state, FONT_TEXT, 16, 'a'), b = fonts_advance(*state, FONT_TEXT, 16, 'b');
    assert_near((double)fonts_width(*state, FONT_TEXT, 16, "ab"), (double)(a + b), 1e-5);
    assert_near((double)fonts_width(*state, FONT_TEXT, 32, "ab"), 2 * (double)(a + b), 1e-4);
    assert_near((double)fonts_width(*state, FONT_TEXT, 16, ""), 0, 0);
    assert_near((double)fonts_glyph(*state, FONT_TEXT, 16, 'a', 0)->advance, (double)a, 1e-6);
}

typedef struct Source {
    FontFace face, wanted;
    uint32_t code_point, shown;
} Source;

static void a_glyph_that_a_face_lacks_comes_from_another(void **state) {
    static const Source rows[] = {
        {FONT_TEXT, FONT_TEXT, 'a', 'a'},
        {FONT_TEXT_ITALIC, FONT_TEXT_ITALIC, 0x0436, 0x0436}, /* ж */
        {FONT_TEXT, FONT_MATH, 0x2207, 0x2207},               /* ∇ */
        {FONT_NUMBER, FONT_MATH, 0x1D465, 0x1D465},           /* 𝑥 */
        {FONT_MATH, FONT_TEXT, 0x2717, 0x2717},               /* ✗, not in STIX */
        {FONT_TEXT, FONT_MATH, 0x10FFFD, 0x25A1},
        {FONT_NUMBER, FONT_MATH, 0x1F600, 0x25A1},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        CharMetrics got = fonts_metrics(*state, rows[i].face, rows[i].code_point);
        if (got.face != rows[i].wanted || got.code_point != rows[i].shown)
            fail_msg("U+%04X: wanted face %d U+%04X, got face %d U+%04X", rows[i].code_point,
                     (int)rows[i].wanted, rows[i].shown, (int)got.face, got.code_point);
        const Glyph *glyph = fonts_glyph(*state, rows[i].face, 20, rows[i].code_point, 0);
        assert_non_null(glyph);
        assert_true(glyph->width > 0 && glyph->height > 0);
    }
}

/* Coverage summed over the mask, and its centre of gravity from the pen. */
static double ink_of(const Glyph *glyph, double *centre) {
    double sum = 0, moment = 0;
    for (int y = 0; y < glyph->height; y++)
        for (int x = 0; x < glyph->width; x++) {
            double coverage = glyph->mask[y * glyph->width + x] / 255.0;
            sum += coverage;
            moment += coverage * (glyph->left + x + 0.5);
        }
    *centre = moment / sum;
    return sum;
}

static void each_quarter_moves_the_ink_by_a_quarter(void **state) {
    const char *letters = "agmiW0@";
    for (int face = 0; face < FONT_COUNT; face++)
        for (const char *letter = letters; *letter; letter++) {
            double first, centre;
            double ink = ink_of(fonts_glyph(*state, (FontFace)face, 14, (uint32_t)*letter, 0), &first);
            for (int quarter = 1; quarter < 4; quarter++) {
                const Glyph *glyph = fonts_glyph(*state, (FontFace)face, 14, (uint32_t)*letter, quarter);
                assert_near(ink_of(glyph, &centre), ink, ink * 0.01);
                assert_near(centre - first, quarter * 0.25, 0.15); /* pixels blur a thin stem's centre */
            }
        }
}

/* A mask is the area of the outline: sixteen times as much at four times the size, apart from hinting. */
static void ink_grows_with_the_square_of_the_size(void **state) {
    for (int face = 0; face < FONT_COUNT; face++) {
        double centre;
        double small = ink_of(fonts_glyph(*state, (FontFace)face, 20, 'B', 0), &centre);
        double large = ink_of(fonts_glyph(*state, (FontFace)face, 80, 'B', 0), &centre);
        assert_near(large / small, 16, 1.2);
    }
}

static void a_capital_stands_on_the_baseline(void **state) {
    for (int face = 0; face < FONT_COUNT; face++) {
        const Glyph *glyph = fonts_glyph(*state, (FontFace)face, 40, 'H', 0);
        float top, bottom;
        assert_int_equal(glyph->top, glyph->height);
        fonts_extent(*state, (FontFace)face, 40, "H", &top, &bottom);
        assert_near((double)-top, glyph->top, 1);
        assert_near((double)bottom, 0, 0.01);
        assert_true(fonts_ascent(*state, (FontFace)face, 40) >= -top - 1e-4f);
    }
}

static void letters_that_stick_out_are_placed_where_they_belong(void **state) {
    double centre;
    const Glyph *hat = fonts_glyph(*state, FONT_TEXT, 40, 0x0302, 0);    /* combining: left of the pen */
    const Glyph *accent = fonts_glyph(*state, FONT_TEXT, 40, 0x1EA4, 0); /* Ấ: above the face's ascent */
    const Glyph *j = fonts_glyph(*state, FONT_TEXT_ITALIC, 60, 'j', 0);  /* left of the pen, below the line */
    const Glyph *p = fonts_glyph(*state, FONT_TEXT, 40, 'p', 0);
    ink_of(hat, &centre);
    assert_true(centre < 0);
    float top, bottom;
    fonts_extent(*state, FONT_TEXT, 40, "\xE1\xBA\xA4", &top, &bottom);
    assert_near(accent->top, (double)-top, 1);
    assert_true(j->left < -3 && j->height > j->top);
    assert_near(p->height - p->top, -40 * (double)fonts_metrics(*state, FONT_TEXT, 'p').bottom, 1);
}

static void spaces_have_no_ink(void **state) {
    float top, bottom;
    const Glyph *space = fonts_glyph(*state, FONT_TEXT, 16, ' ', 2);
    assert_int_equal(space->width * space->height, 0);
    assert_true(space->advance > 3);
    fonts_extent(*state, FONT_TEXT, 16, "  ", &top, &bottom);
    assert_near((double)top, 0, 0);
    assert_near((double)bottom, 0, 0);
}

static void sizes_out_of_range_are_held(void **state) {
    assert_non_null(fonts_glyph(*state, FONT_TEXT, NAN, 'a', 0));
    assert_non_null(fonts_glyph(*state, FONT_TEXT, -5, 'a', 0));
    const Glyph *huge = fonts_glyph(*state, FONT_TEXT, 1e9f, 'H', 0);
    assert_non_null(huge);
    assert_in_range(huge->height, 350, 400); /* a capital of 512 pixels em */
}

static void trimmed_masks_come_back_the_same(void **state) {
    const Glyph *glyph = fonts_glyph(*state, FONT_TEXT, 33, 'R', 1);
    int width = glyph->width, height = glyph->height;
    size_t size = (size_t)(width * height);
    uint8_t *copy = malloc(size);
    assert_non_null(copy);
    memcpy(copy, glyph->mask, size);
    fonts_trim(*state, SIZE_MAX);
    assert_ptr_equal(fonts_glyph(*state, FONT_TEXT, 33, 'R', 1), glyph); /* room enough: kept */
    fonts_trim(*state, 0);
    glyph = fonts_glyph(*state, FONT_TEXT, 33, 'R', 1);
    assert_int_equal(glyph->width, width);
    assert_memory_equal(glyph->mask, copy, size);
    free(copy);
}

static void trimming_keeps_what_was_used_last(void **state) {
    fonts_trim(*state, 0);
    for (uint32_t letter = 'a'; letter <= 'z'; letter++) fonts_glyph(*state, FONT_TEXT, 50, letter, 0);
    fonts_trim(*state, SIZE_MAX);
    const Glyph *used = fonts_glyph(*state, FONT_TEXT, 50, 'q', 0);
    fonts_trim(*state, 20000);
    assert_ptr_equal(fonts_glyph(*state, FONT_TEXT, 50, 'q', 0), used);
}

/* A folder "fonts" with links to all faces but one, which `content` takes the place of (NULL: of nothing). */
static void make_folder(char *folder, const FontFile *replaced, const char *content) {
    char path[600], target[600];
    strcpy(folder, "/tmp/backstep-fonts-XXXXXX");
    assert_non_null(mkdtemp(folder));
    snprintf(path, sizeof path, "%s/fonts", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    for (int i = 0; i < FONT_COUNT; i++) {
        const FontFile *file = fonts_file((FontFace)i);
        snprintf(path, sizeof path, "%s/fonts/%s", folder, file->name);
        snprintf(target, sizeof target, "%s/fonts/%s", assets(), file->name);
        if (file != replaced) {
            assert_int_equal(symlink(target, path), 0);
        } else if (content) {
            FILE *out = fopen(path, "w");
            assert_non_null(out);
            fputs(content, out);
            fclose(out);
        }
    }
}

static void remove_folder(const char *folder) {
    char path[600];
    for (int i = 0; i < FONT_COUNT; i++) {
        snprintf(path, sizeof path, "%s/fonts/%s", folder, fonts_file((FontFace)i)->name);
        unlink(path);
    }
    snprintf(path, sizeof path, "%s/fonts", folder);
    rmdir(path);
    rmdir(folder);
}

static void a_font_that_is_not_right_is_named(void **state) {
    (void)state;
    const char *contents[] = {NULL, "", "this is no font"};
    for (int i = 0; i < FONT_COUNT; i++)
        for (int k = 0; k < 3; k++) {
            char folder[64];
            Err e = {0};
            make_folder(folder, fonts_file((FontFace)i), contents[k]);
            assert_null(fonts_open(folder, &e));
            if (!strstr(e.text, fonts_file((FontFace)i)->name)) fail_msg("got \"%s\"", e.text);
            assert_non_null(strstr(e.text, "install"));
            remove_folder(folder);
        }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(digits_of_the_number_face_are_equally_wide),
        cmocka_unit_test(widths_are_sums_and_scale),
        cmocka_unit_test(a_glyph_that_a_face_lacks_comes_from_another),
        cmocka_unit_test(each_quarter_moves_the_ink_by_a_quarter),
        cmocka_unit_test(ink_grows_with_the_square_of_the_size),
        cmocka_unit_test(a_capital_stands_on_the_baseline),
        cmocka_unit_test(letters_that_stick_out_are_placed_where_they_belong),
        cmocka_unit_test(spaces_have_no_ink),
        cmocka_unit_test(sizes_out_of_range_are_held),
        cmocka_unit_test(trimmed_masks_come_back_the_same),
        cmocka_unit_test(trimming_keeps_what_was_used_last),
        cmocka_unit_test(a_font_that_is_not_right_is_named),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
