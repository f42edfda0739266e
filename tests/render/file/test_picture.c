/* test_picture: a PNG reads back pixel by pixel, an SVG is well-formed and says what the list says. */
#include "tests/support/test.h"

#include <math.h>
#include <png.h>
#include <stdlib.h>
#include <string.h>

#include "render/file/picture.h"

enum { WIDTH = 300, HEIGHT = 200 };

static const Color white = {255, 255, 255, 255}, half = {200, 100, 50, 128}, none = {0};

typedef struct Fixture {
    Fonts *fonts;
    DrawList list;
} Fixture;

static const char *assets(void) {
    const char *path = getenv("BACKSTEP_ASSETS");
    return path ? path : "assets";
}

static void draw_all_kinds(DrawList *list) {
    Point points[] = {{10, 10}, {50, 20}, {NAN, NAN}, {80, 5}, {90, 30.125f}};
    Color cells[] = {white, white, half, none, white, half};
    draw_clear(list, WIDTH, HEIGHT, (Color){17, 20, 27, 255});
    draw_rect(list, (Rect){5, 5, 200, 100.5f}, 8, half, white, 1.5f);
    draw_clip(list, (Rect){0, 0, 150, 90});
    draw_disc(list, (Point){60, 60}, 20, white, half, 2);
    draw_disc(list, (Point){60, 60}, 30, none, white, 2);
    draw_dashed_rect(list, (Rect){25, 25, 70, 70}, 35, white, 2, 4, 3);
    draw_line(list, points, 5, half, 3, 0, 0);
    draw_clip_end(list);
    draw_polygon(list, points, 2, white);
    draw_polygon(list, (Point[]){{200, 100}, {220, 150}, {180, 140}}, 3, half);
    draw_cells(list, (Rect){20, 120, 30, 20}, 2, 3, cells);
    draw_text(list, FONT_TEXT, 16, (Point){20, 180.4f}, white, "a < b & \"c\" ∇ é 𝑥y");
    draw_text(list, FONT_TEXT_ITALIC, 16, (Point){150, 180}, white, "\xFF is broken");
}

static int set_up(void **state) {
    Err e = {0};
    Fixture *fixture = calloc(1, sizeof *fixture);
    if (!fixture) return -1;
    fixture->fonts = fonts_open(assets(), &e);
    if (!fixture->fonts) fail_msg("%s", e.text);
    draw_init(&fixture->list, fixture->fonts);
    *state = fixture;
    return 0;
}

static int tear_down(void **state) {
    Fixture *fixture = *state;
    draw_free(&fixture->list);
    fonts_close(fixture->fonts);
    free(fixture);
    return 0;
}

/* Everything in a file, 0-terminated; the caller frees it. */
static char *read_all(FILE *file, size_t *size) {
    assert_int_equal(fseek(file, 0, SEEK_END), 0);
    *size = (size_t)ftell(file);
    rewind(file);
    char *bytes = malloc(*size + 1);
    assert_non_null(bytes);
    assert_int_equal(fread(bytes, 1, *size, file), *size);
    bytes[*size] = 0;
    return bytes;
}

static void a_png_reads_back_the_same(void **state) {
    (void)state;
    enum { STRIDE = WIDTH + 5 };
    static uint32_t pixels[STRIDE * HEIGHT];
    static uint8_t back[WIDTH * HEIGHT * 3];
    Err e = {0};
    size_t size;
    for (uint32_t i = 0; i < STRIDE * HEIGHT; i++) pixels[i] = 0xFF000000u | i * 2654435761u >> 8;
    FILE *file = tmpfile();
    assert_non_null(file);
    assert_true(picture_png(file, (Pixels){pixels, WIDTH, HEIGHT, STRIDE}, &e));
    char *bytes = read_all(file, &size);
    fclose(file);
    png_image image = {.version = PNG_IMAGE_VERSION};
    assert_true(png_image_begin_read_from_memory(&image, bytes, size));
    assert_int_equal(image.width, WIDTH);
    assert_int_equal(image.height, HEIGHT);
    image.format = PNG_FORMAT_RGB;
    assert_true(png_image_finish_read(&image, NULL, back, 0, NULL));
    for (int y = 0; y < HEIGHT; y++)
        for (int x = 0; x < WIDTH; x++) {
            const uint8_t *rgb = back + 3 * (y * WIDTH + x);
            uint32_t got = 0xFF000000u | (uint32_t)rgb[0] << 16 | (uint32_t)rgb[1] << 8 | rgb[2];
            if (got != pixels[y * STRIDE + x])
                fail_msg("at %d, %d wanted %08x, got %08x", x, y, pixels[y * STRIDE + x], got);
        }
    free(bytes);
}

static char *write_svg(Fixture *fixture) {
    Err e = {0};
    size_t size;
    FILE *file = tmpfile();
    assert_non_null(file);
    if (!picture_svg(file, &fixture->list, &e)) fail_msg("%s", e.text);
    char *text = read_all(file, &size);
    fclose(file);
    assert_int_equal(strlen(text), size);
    return text;
}

/* Past the name that starts at `at`. */
static const char *skip_name(const char *at) {
    size_t length = strspn(at, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-:");
    if (length == 0) fail_msg("no name at \"%.30s\"", at);
    return at + length;
}

/* Past the attributes of a tag; stops at '>' or "/>". */
static const char *skip_attributes(const char *at) {
    while (*at == ' ') {
        at = skip_name(at + 1);
        if (at[0] != '=' || at[1] != '"') fail_msg("no value at \"%.30s\"", at);
        at += 2;
        at += strcspn(at, "\"<");
        if (*at != '"') fail_msg("an open value at \"%.30s\"", at);
        at++;
    }
    return at;
}

/* Past character data, which may hold the three entities that XML always knows and these characters only. */
static const char *skip_data(const char *at) {
    for (; *at && *at != '<'; at++) {
        if ((unsigned char)*at < ' ' && *at != '\n') fail_msg("control character %d", *at);
        if (*at != '&') continue;
        if (strncmp(at, "&lt;", 4) && strncmp(at, "&gt;", 4) && strncmp(at, "&amp;", 5))
            fail_msg("a bare & at \"%.30s\"", at);
    }
    return at;
}

/* Fails unless tags nest, attributes are quoted and data is escaped. Returns the number of elements. */
static int assert_well_formed(const char *svg) {
    const char *open[16], *at = svg;
    int depth = 0, elements = 0;
    for (; *at; at = skip_data(at)) {
        bool closing = at[1] == '/';
        const char *name = at + 1 + closing, *end = skip_name(name);
        at = closing ? end : skip_attributes(end);
        if (closing) {
            assert_true(depth > 0);
            if (strncmp(open[--depth], name, (size_t)(end - name) + 1) && open[depth][end - name] != ' ')
                fail_msg("closed by another at \"%.30s\"", name);
        } else if (*at != '/') {
            assert_true(depth < 16);
            open[depth++] = name;
        }
        elements += !closing;
        at += *at == '/';
        if (*at++ != '>') fail_msg("no end of a tag at \"%.30s\"", at - 1);
    }
    assert_int_equal(depth, 0);
    return elements;
}

static int count_of(const char *text, const char *part) {
    int count = 0;
    for (const char *at = text; (at = strstr(at, part)) != NULL; at++) count++;
    return count;
}

static void an_svg_is_well_formed(void **state) {
    Fixture *fixture = *state;
    draw_all_kinds(&fixture->list);
    draw_text(&fixture->list, FONT_TEXT, 12, (Point){10, 10}, white, "\x01 is not allowed in XML");
    char *svg = write_svg(fixture);
    assert_in_range(assert_well_formed(svg), 20, 40);
    assert_int_equal(count_of(svg, "<circle"), 2);
    assert_int_equal(count_of(svg, "clip-path="), 1);
    assert_int_equal(count_of(svg, "M10 10L50 20M80 5L90 30.125"), 1);
    assert_non_null(strstr(svg, "fill=\"#c86432\" fill-opacity=\"0.502\""));
    free(svg);
}

static void an_svg_embeds_the_fonts_it_uses_and_no_others(void **state) {
    Fixture *fixture = *state;
    draw_all_kinds(&fixture->list);
    char *svg = write_svg(fixture);
    assert_int_equal(count_of(svg, "@font-face"), 3); /* Inter Regular and Italic, STIX for ∇ and 𝑥 */
    assert_int_equal(count_of(svg, "JetBrains"), 0);
    free(svg);
    draw_clear(&fixture->list, WIDTH, HEIGHT, white);
    svg = write_svg(fixture);
    assert_int_equal(count_of(svg, "@font-face"), 0);
    assert_well_formed(svg);
    free(svg);
}

/* Decodes the first font in an SVG and compares it with its file. */
static void the_embedded_font_is_the_file(void **state) {
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    Fixture *fixture = *state;
    char path[600];
    size_t size, done = 0;
    draw_clear(&fixture->list, WIDTH, HEIGHT, white);
    draw_text(&fixture->list, FONT_NUMBER, 12, (Point){10, 10}, half, "0");
    char *svg = write_svg(fixture);
    snprintf(path, sizeof path, "%s/fonts/%s", assets(), fonts_file(FONT_NUMBER)->name);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    char *font = read_all(file, &size);
    fclose(file);
    const char *at = strstr(svg, ";base64,");
    assert_non_null(at);
    uint32_t bits = 0;
    int held = 0;
    for (at += 8; *at != ')' && *at != '='; at++) {
        const char *digit = strchr(digits, *at);
        assert_true(digit && *digit);
        bits = bits << 6 | (uint32_t)(digit - digits);
        held += 6;
        if (held < 8) continue;
        held -= 8;
        assert_true(done < size && (uint8_t)(bits >> held) == (uint8_t)font[done]);
        done++;
    }
    assert_int_equal(done, size);
    free(font);
    free(svg);
}

static void glyphs_stand_where_the_rasterizer_sets_them(void **state) {
    Fixture *fixture = *state;
    char wanted[200];
    draw_clear(&fixture->list, WIDTH, HEIGHT, white);
    draw_text(&fixture->list, FONT_NUMBER, 20, (Point){10.3f, 50.6f}, half, "0.5"); /* advances of 12 */
    char *svg = write_svg(fixture);
    snprintf(wanted, sizeof wanted, "y=\"51\" x=\"10.25 22.25 34.25\">0.5</text>");
    if (!strstr(svg, wanted)) fail_msg("wanted %s, got %s", wanted, strstr(svg, "<text"));
    free(svg);
}

static void a_full_disk_is_reported(void **state) {
    Fixture *fixture = *state;
    uint32_t pixel = 0xFF000000u;
    draw_all_kinds(&fixture->list);
    for (int i = 0; i < 2; i++) {
        Err e = {0};
        FILE *full = fopen("/dev/full", "wb");
        if (!full) skip();
        bool written =
            i ? picture_svg(full, &fixture->list, &e) : picture_png(full, (Pixels){&pixel, 1, 1, 1}, &e);
        fclose(full);
        assert_false(written);
        assert_non_null(strstr(e.text, "disk"));
    }
}

static void a_frame_for_which_memory_ran_out_is_no_picture(void **state) {
    Fixture *fixture = *state;
    Err e = {0};
    draw_all_kinds(&fixture->list);
    FILE *file = tmpfile();
    assert_non_null(file);
    fonts_fail(fixture->list.fonts);
    assert_false(picture_svg(file, &fixture->list, &e));
    assert_int_equal(e.kind, ERR_MEMORY);
    assert_int_equal(ftell(file), 0);
    draw_clear(&fixture->list, 10, 10, (Color){0});
    assert_true(picture_svg(file, &fixture->list, &e));
    fclose(file);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_png_reads_back_the_same),
        cmocka_unit_test(an_svg_is_well_formed),
        cmocka_unit_test(an_svg_embeds_the_fonts_it_uses_and_no_others),
        cmocka_unit_test(the_embedded_font_is_the_file),
        cmocka_unit_test(glyphs_stand_where_the_rasterizer_sets_them),
        cmocka_unit_test(a_full_disk_is_reported),
        cmocka_unit_test(a_frame_for_which_memory_ran_out_is_no_picture),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
