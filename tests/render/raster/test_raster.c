/* test_raster: a frame repainted in pieces is the frame painted whole, the same everywhere, whatever is
 * drawn. */
#include "tests/support/raster_helper.h"

static void a_clip_cuts_everything_after_it(void **state) {
    DrawList *list = new_list(state);
    Point all[] = {{0, 0}, {SIZE, 0}, {SIZE, SIZE}, {0, SIZE}};
    draw_clip(list, (Rect){49.6f, 60, 20, 30});
    draw_polygon(list, all, 4, white);
    draw_clip_end(list);
    draw_rect(list, (Rect){150, 150, 10, 10}, 0, white, white, 0);
    paint_whole(*state);
    int count = 0;
    for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++) count += green_at(*state, x, y) == 255;
    assert_int_equal(count, 20 * 30 + 100);
    assert_int_equal(green_at(*state, 50, 60), 255);
    assert_int_equal(green_at(*state, 49, 60), 0);
}

static void nothing_is_painted_when_nothing_changed(void **state) {
    Fixture *fixture = *state;
    for (int i = 0; i < 3; i++) {
        DrawList *list = new_list(state);
        list->mark = (DrawMark){.slot = i}; /* not to be seen */
        draw_text(list, FONT_TEXT, 20, (Point){20, 50}, white, "The same again");
        paint(fixture);
        assert_true(i == 0 ? fixture->count > 0 : fixture->count == 0);
    }
    draw_disc(&fixture->list, (Point){150, 150}, 5, white, white, 0);
    paint(fixture);
    assert_int_equal(fixture->count, 1);
    assert_true(fixture->dirty[0].w < SIZE);
}

/* One of everything, by chance; the first `steady` of them are always the same. */
static void draw_something(DrawList *list, Dice *dice) {
    static const char *const words[] = {"backstep", "∂L/∂W₁ = 0.939", "Шаг назад", "fj𝑓Ŷ"};
    Point points[5];
    Color cells[12], color = {0, 0, 0, 255};
    for (int i = 0; i < 5; i++) points[i] = roll_point(dice, -30, SIZE + 30);
    color.r = (uint8_t)roll(dice, 0, 255);
    color.g = (uint8_t)roll(dice, 0, 255);
    color.a = (uint8_t)roll(dice, 60, 255);
    for (int i = 0; i < 12; i++) cells[i] = color_alpha(color, roll(dice, 0, 1));
    float size = roll(dice, 0.3f, 30);
    Rect rect = {points[0].x, points[0].y, size * 3, size * 2};
    switch ((int)roll(dice, 0, 9)) {
    case 0:
        draw_rect(list, rect, size / 2, color, white, size / 8);
        break;
    case 1:
        draw_disc(list, points[0], size, color, white, size / 8);
        break;
    case 2:
        draw_line(list, points, 5, color, size / 4, 0, 0);
        break;
    case 3:
        draw_line(list, points, 5, color, size / 4, size, size / 2);
        break;
    case 4:
        draw_polygon(list, points, 5, color);
        break;
    case 5:
        draw_cells(list, rect, 3, 4, cells);
        break;
    case 6:
        draw_text(list, (FontFace)roll(dice, 0, FONT_COUNT - 0.01f), size, points[0], color,
                  words[(int)roll(dice, 0, 3.99f)]);
        break;
    case 7:
        draw_dashed_rect(list, (Rect){rect.x, rect.y, rect.w, rect.w}, rect.w / 2, color, size / 10, 3, 2);
        break;
    default:
        draw_dashed_rect(list, rect, size / 4, color, size / 10, 3, 2);
        break;
    }
}

/* Twenty things, of which number `changed` is another one than in version 0. */
static void draw_scene(DrawList *list, uint32_t seed, int changed, uint32_t version) {
    for (int i = 0; i < 20; i++) {
        Dice dice = {seed * 1000 + (uint32_t)i + (i == changed ? version * 77777 : 0)};
        roll(&dice, 0, 1);
        if (i == 10) draw_clip(list, (Rect){20.3f, 30, 120, 140.5f});
        if (i == 15) draw_clip_end(list);
        draw_something(list, &dice);
    }
}

static void assert_same_pixels(const Fixture *fixture, const uint32_t *wanted, uint32_t seed) {
    for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++) {
            uint32_t got = fixture->pixels.at[y * fixture->pixels.stride + x];
            if (got != wanted[y * fixture->pixels.stride + x])
                fail_msg("scene %u: at %d, %d wanted %08x, got %08x", seed, x, y,
                         wanted[y * fixture->pixels.stride + x], got);
        }
}

static void a_frame_repainted_in_pieces_is_the_frame_painted_whole(void **state) {
    Fixture *fixture = *state;
    size_t bytes = sizeof(uint32_t) * (size_t)(fixture->pixels.stride * SIZE);
    uint32_t *before = malloc(bytes), *pieces = malloc(bytes);
    int partial = 0;
    assert_true(before && pieces);
    for (uint32_t seed = 1; seed <= 300; seed++) {
        draw_scene(new_list(state), seed, -1, 0);
        paint_whole(fixture);
        memcpy(before, fixture->pixels.at, bytes);
        draw_scene(new_list(state), seed, (int)(seed % 20), seed);
        paint(fixture);
        partial += fixture->count > 0 && fixture->dirty[0].w * fixture->dirty[0].h < SIZE * SIZE;
        memcpy(pieces, fixture->pixels.at, bytes);
        paint_whole(fixture);
        assert_same_pixels(fixture, pieces, seed);
    }
    free(before);
    free(pieces);
    if (partial < 100) fail_msg("only %d of 300 scenes were repainted in part", partial);
}

static bool is_dirty(const Fixture *fixture, int x, int y) {
    for (int i = 0; i < fixture->count; i++) {
        Rect rect = fixture->dirty[i];
        if ((float)x >= rect.x && (float)x < rect.x + rect.w && (float)y >= rect.y &&
            (float)y < rect.y + rect.h)
            return true;
    }
    return false;
}

static void assert_dirty_where_changed(const Fixture *fixture, const uint32_t *before, int capacity) {
    for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++) {
            int at = y * fixture->pixels.stride + x;
            if (before[at] != fixture->pixels.at[at] && !is_dirty(fixture, x, y))
                fail_msg("capacity %d: %d, %d changed and is in no rectangle", capacity, x, y);
        }
}

static void what_changed_is_reported_within_the_capacity(void **state) {
    const Point spots[] = {{10, 10}, {150, 20}, {20, 100}, {190, 190}, {100, 70}};
    Fixture *fixture = *state;
    size_t bytes = sizeof(uint32_t) * (size_t)(fixture->pixels.stride * SIZE);
    uint32_t *before = malloc(bytes);
    assert_non_null(before);
    for (int capacity = 1; capacity <= 4; capacity++) {
        new_list(state);
        paint_whole(fixture);
        memcpy(before, fixture->pixels.at, bytes);
        DrawList *list = new_list(state);
        for (int i = 0; i < 5; i++) draw_disc(list, spots[i], 4, white, white, 0);
        assert_true(
            raster_paint(fixture->raster, list, fixture->pixels, fixture->dirty, capacity, &fixture->count));
        assert_in_range(fixture->count, 1, capacity);
        for (int i = 0; i < 5; i++)
            assert_int_equal(green_at(fixture, (int)spots[i].x, (int)spots[i].y), 255);
        assert_dirty_where_changed(fixture, before, capacity);
    }
    free(before);
}

/* Letters that reach out of their advance: the sum of what is painted is the sum of their mask. */
static void letters_that_stick_out_are_painted_whole(void **state) {
    static const struct {
        FontFace face;
        uint32_t code_point;
        const char *utf8;
    } rows[] = {{FONT_TEXT_ITALIC, 'f', "f"},
                {FONT_TEXT_ITALIC, 'j', "j"},
                {FONT_MATH, 0x1D453, "𝑓"},
                {FONT_TEXT, 0x0302, "\xCC\x82"},
                {FONT_MATH, 0x222B, "∫"}};
    Fixture *fixture = *state;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        const Glyph *glyph = fonts_glyph(fixture->fonts, rows[i].face, 50, rows[i].code_point, 0);
        int wanted = 0, got = 0;
        for (int k = 0; k < glyph->width * glyph->height; k++) wanted += glyph->mask[k];
        draw_text(new_list(state), rows[i].face, 50, (Point){100, 100}, white, rows[i].utf8);
        paint_whole(fixture);
        for (int y = 0; y < SIZE; y++)
            for (int x = 0; x < SIZE; x++) got += green_at(fixture, x, y);
        if (got != wanted) fail_msg("U+%04X: wanted %d, got %d", rows[i].code_point, wanted, got);
    }
}

static void outside_the_frame_nothing_is_touched(void **state) {
    Fixture *fixture = *state;
    for (int y = 0; y < SIZE; y++)
        for (int x = SIZE; x < fixture->pixels.stride; x++)
            fixture->pixels.at[y * fixture->pixels.stride + x] = 7;
    for (uint32_t seed = 1; seed <= 20; seed++) {
        draw_scene(new_list(state), seed, -1, 0);
        paint_whole(fixture);
    }
    for (int y = 0; y < SIZE; y++)
        for (int x = SIZE; x < fixture->pixels.stride; x++)
            assert_int_equal(fixture->pixels.at[y * fixture->pixels.stride + x], 7);
}

static void wild_numbers_neither_crash_nor_hang(void **state) {
    const float wild[] = {0, -0.0f, NAN, INFINITY, -INFINITY, 1e30f, -1e30f, 1e-30f, 100000, 0.5f, 37};
    Dice dice = {9};
    for (int i = 0; i < 400; i++) {
        DrawList *list = new_list(state);
        float n[8];
        for (int k = 0; k < 8; k++) n[k] = wild[(int)roll(&dice, 0, 10.99f)];
        Point points[] = {{n[0], n[1]}, {n[2], n[3]}, {n[4], n[5]}};
        draw_rect(list, (Rect){n[0], n[1], n[2], n[3]}, n[4], white, white, n[5]);
        draw_disc(list, points[0], n[2], white, white, n[3]);
        draw_line(list, points, 3, white, n[6], n[7], n[5]);
        draw_polygon(list, points, 3, white);
        draw_text(list, FONT_TEXT, n[0], points[1], white, "wild");
        draw_clip(list, (Rect){n[3], n[4], n[5], n[6]});
        draw_dashed_rect(list, (Rect){n[0], n[1], n[2], n[2]}, n[2] / 2, white, n[3], n[4], n[5]);
        draw_dashed_rect(list, (Rect){n[0], n[1], n[2], n[3]}, n[4], white, n[5], n[6], n[7]);
        draw_cells(list, (Rect){n[0], n[1], n[2], n[3]}, 1, 1, &white);
        paint_whole(*state);
    }
}

static void a_list_that_failed_is_refused(void **state) {
    Fixture *fixture = *state;
    DrawList *list = new_list(state);
    list->failed = true;
    assert_false(
        raster_paint(fixture->raster, list, fixture->pixels, fixture->dirty, RECTS, &fixture->count));
    list = new_list(state);
    list->width = SIZE + 1;
    assert_false(
        raster_paint(fixture->raster, list, fixture->pixels, fixture->dirty, RECTS, &fixture->count));
    new_list(state);
    paint(fixture);
}

/* Shapes only: glyphs may differ with FreeType's version. A new number here means that pixels changed: look
 * at them. */
static void the_pixels_are_the_same_everywhere(void **state) {
    Fixture *fixture = *state;
    uint64_t hash = 1;
    for (uint32_t seed = 1; seed <= 40; seed++) {
        DrawList *list = new_list(state);
        draw_scene(list, seed, -1, 0);
        for (size_t i = 0; i < list->count; i++)
            if (list->commands[i].kind == DRAW_TEXT) list->commands[i].box = (Rect){-1000, -1000, 0, 0};
        paint_whole(fixture);
        for (int y = 0; y < SIZE; y++)
            for (int x = 0; x < SIZE; x++)
                hash = (hash ^ fixture->pixels.at[y * fixture->pixels.stride + x]) * 0x9E3779B97F4A7C15u;
    }
    if (hash != 0x2B52706289E07D9Fu) fail_msg("got the hash %016llx", (unsigned long long)hash);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clip_cuts_everything_after_it),
        cmocka_unit_test(nothing_is_painted_when_nothing_changed),
        cmocka_unit_test(a_frame_repainted_in_pieces_is_the_frame_painted_whole),
        cmocka_unit_test(what_changed_is_reported_within_the_capacity),
        cmocka_unit_test(letters_that_stick_out_are_painted_whole),
        cmocka_unit_test(outside_the_frame_nothing_is_touched),
        cmocka_unit_test(wild_numbers_neither_crash_nor_hang),
        cmocka_unit_test(a_list_that_failed_is_refused),
        cmocka_unit_test(the_pixels_are_the_same_everywhere),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
