/* test_draw: what gets into a DrawList, how text is measured and cut, what lies under a point, and broken
 * UTF-8. */
#include "tests/support/test.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "render/draw/draw.h"

static const Color ink = {255, 255, 255, 255};

typedef struct Fixture {
    Fonts *fonts;
    DrawList list;
} Fixture;

static int set_up(void **state) {
    Err e = {0};
    Fixture *fixture = calloc(1, sizeof *fixture);
    const char *assets = getenv("BACKSTEP_ASSETS");
    if (!fixture || !assets) return -1;
    fixture->fonts = fonts_open(assets, &e);
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

static DrawList *new_list(void **state) {
    Fixture *fixture = *state;
    draw_clear(&fixture->list, 800, 600, (Color){0, 0, 0, 255});
    return &fixture->list;
}

static void assert_near(float got, float wanted, float tolerance) {
    if (!(fabsf(got - wanted) <= tolerance)) fail_msg("wanted %f, got %f", (double)wanted, (double)got);
}

static void commands_carry_the_mark_of_their_time(void **state) {
    DrawList *list = new_list(state);
    draw_disc(list, (Point){10, 10}, 5, ink, ink, 1);
    list->mark = (DrawMark){.slot = 3, .instr = 4, .panel = 2, .role = 1};
    draw_text(list, FONT_TEXT, 14, (Point){10, 10}, ink, "x");
    assert_int_equal(list->count, 2);
    assert_int_equal(list->commands[0].mark.slot, -1);
    assert_int_equal(list->commands[1].mark.slot, 3);
    assert_int_equal(list->commands[1].mark.role, 1);
    draw_clear(list, 1, 1, ink);
    assert_int_equal(list->mark.slot, -1);
}

static void boxes_hold_the_stroke(void **state) {
    DrawList *list = new_list(state);
    draw_rect(list, (Rect){10, 20, 30, 40}, 0, ink, ink, 4);
    draw_segment(list, (Point){50, 60}, (Point){70, 65}, ink, 6);
    Rect rect = list->commands[0].box, line = list->commands[1].box;
    assert_near(rect.x, 8, 0);
    assert_near(rect.h, 44, 0);
    assert_near(line.x, 47, 0);
    assert_near(line.w, 26, 0);
}

static void an_outlines_outer_edge_is_sharp(void **state) {
    static const float widths[] = {1, 1.5f, 2, 3};
    for (int i = 0; i < 4; i++) {
        DrawList *list = new_list(state);
        draw_rect(list, (Rect){10.3f, 20.7f, 50.2f, 30.9f}, 4, ink, ink, widths[i]);
        draw_rect(list, (Rect){10.3f, 20.7f, 40, 40}, 4, ink, ink, widths[i]);
        draw_rect(list, (Rect){10.3f, 20.7f, 40, 40}, 20, ink, ink, widths[i]); /* a circle stays one */
        for (int k = 0; k < 2; k++) {
            Rect box = list->commands[k].box;
            assert_near(box.x, roundf(box.x), 0.001f);
            assert_near(box.y, roundf(box.y), 0.001f);
            assert_near(box.x + box.w, roundf(box.x + box.w), 0.001f);
            assert_near(box.y + box.h, roundf(box.y + box.h), 0.001f);
        }
        assert_near(list->commands[2].rect.w, list->commands[2].rect.h, 0.001f);
        assert_near(list->commands[2].rect.x, 10.3f, 0.001f);
    }
}

static void a_text_box_is_advance_by_ink(void **state) {
    DrawList *list = new_list(state);
    float width = draw_text(list, FONT_TEXT, 20, (Point){100, 200}, ink, "xp");
    Rect box = list->commands[0].box;
    assert_near(box.x, 100, 0);
    assert_near(box.w, width, 1e-4f);
    assert_near(width, fonts_width(list->fonts, FONT_TEXT, 20, "xp"), 1e-4f);
    float x_height = 20 * 0.55f; /* of Inter, about */
    assert_near(box.y, 200 - x_height, 1);
    float descent = -20 * fonts_metrics(list->fonts, FONT_TEXT, 'p').bottom;
    assert_near(box.y + box.h, 200 + descent, 0.01f);
}

static void text_is_aligned_by_its_width(void **state) {
    DrawList *list = new_list(state);
    float width = draw_text_in(list, FONT_NUMBER, 13, (Point){300, 50}, 1, 0, ink, "0.9390");
    draw_text_in(list, FONT_NUMBER, 13, (Point){300, 50}, 0.5f, 0, ink, "0.9390");
    assert_near(list->commands[0].rect.x, 300 - width, 1e-3f);
    assert_near(list->commands[1].rect.x, 300 - width / 2, 1e-3f);
}

static void long_text_is_cut_with_an_ellipsis(void **state) {
    DrawList *list = new_list(state);
    const char *text = "Every sample sends back its own gradient";
    float whole = fonts_width(list->fonts, FONT_TEXT, 15, text);
    int cut = 0;
    for (float most = 20; most < whole + 20; most += 7) {
        draw_clear(list, 800, 600, ink);
        float width = draw_text_in(list, FONT_TEXT, 15, (Point){0, 50}, 0, most, ink, text);
        const char *drawn = draw_string(list, &list->commands[0]);
        if (width > most) fail_msg("wanted at most %f, got %f: %s", (double)most, (double)width, drawn);
        assert_near(width, fonts_width(list->fonts, FONT_TEXT, 15, drawn), 1e-3f);
        assert_int_equal(list->commands[0].count, strlen(drawn));
        if (most >= whole) {
            assert_string_equal(drawn, text);
            continue;
        }
        const char *tail = strstr(drawn, "…");
        assert_non_null(tail);
        assert_int_equal(strncmp(drawn, text, (size_t)(tail - drawn)), 0);
        if (tail > drawn) assert_int_not_equal(tail[-1], ' ');
        cut++;
    }
    assert_true(cut > 10);
}

static void what_is_not_finite_is_not_drawn(void **state) {
    DrawList *list = new_list(state);
    Point broken[] = {{1, 1}, {NAN, 2}, {3, INFINITY}, {4, 4}};
    Color cells[4] = {{0}};
    draw_rect(list, (Rect){NAN, 0, 1, 1}, 1, ink, ink, 1);
    draw_rect(list, (Rect){0, 0, -1, 1}, 1, ink, ink, 1);
    draw_disc(list, (Point){0, INFINITY}, 1, ink, ink, 1);
    draw_disc(list, (Point){0, 0}, -1, ink, ink, 1);
    draw_polygon(list, broken, 4, ink);
    draw_line(list, broken + 1, 2, ink, 1, 0, 0);
    draw_line(list, broken, 0, ink, 1, 0, 0);
    draw_cells(list, (Rect){0, 0, INFINITY, 1}, 2, 2, cells);
    draw_text(list, FONT_TEXT, NAN, (Point){0, 0}, ink, "x");
    draw_text(list, FONT_TEXT, 12, (Point){NAN, 0}, ink, "x");
    assert_int_equal(list->count, 0);
    draw_line(list, broken, 4, ink, 1, 0, 0);
    assert_int_equal(list->count, 1);
    assert_true(isnan(draw_points(list, &list->commands[0])[2].x));
    assert_near(list->commands[0].box.w, 4, 0);
    assert_false(list->failed);
}

static void far_points_are_held_near(void **state) {
    DrawList *list = new_list(state);
    draw_segment(list, (Point){0, 0}, (Point){1e30f, -1e30f}, ink, 1);
    Point end = draw_points(list, &list->commands[0])[1];
    assert_near(end.x, 100000, 0);
    assert_near(end.y, -100000, 0);
}

static void a_list_grows_and_is_used_again(void **state) {
    DrawList *list = new_list(state);
    for (int i = 0; i < 20000; i++) draw_segment(list, (Point){(float)i, 0}, (Point){0, (float)i}, ink, 1);
    assert_int_equal(list->count, 20000);
    assert_near(draw_points(list, &list->commands[12345])[0].x, 12345, 0);
    const DrawCommand *memory = list->commands;
    draw_clear(list, 10, 10, ink);
    draw_segment(list, (Point){0, 0}, (Point){1, 1}, ink, 1);
    assert_ptr_equal(list->commands, memory);
}

static void mark(DrawList *list, int slot) {
    list->mark = (DrawMark){.slot = slot, .instr = -1};
}

static int hit_slot(const DrawList *list, float x, float y) {
    const DrawCommand *hit = draw_hit(list, (Point){x, y});
    return hit ? hit->mark.slot : -1;
}

static void the_topmost_marked_command_is_hit(void **state) {
    DrawList *list = new_list(state);
    draw_rect(list, (Rect){0, 0, 800, 600}, 0, ink, ink, 0);
    mark(list, 1);
    draw_rect(list, (Rect){10, 10, 100, 100}, 0, ink, ink, 0);
    mark(list, 2);
    draw_disc(list, (Point){60, 60}, 20, ink, ink, 0);
    mark(list, 3);
    draw_segment(list, (Point){200, 200}, (Point){400, 400}, ink, 2);
    assert_int_equal(hit_slot(list, 5, 5), -1);
    assert_int_equal(hit_slot(list, 15, 15), 1);
    assert_int_equal(hit_slot(list, 60, 60), 2);
    assert_int_equal(hit_slot(list, 43, 43), 1); /* in the disc's box, outside the disc */
    assert_int_equal(hit_slot(list, 303, 300), 3);
    assert_int_equal(hit_slot(list, 350, 250), -1); /* in the line's box, far from it */
}

static void what_is_clipped_away_is_not_hit(void **state) {
    DrawList *list = new_list(state);
    mark(list, 1);
    draw_clip(list, (Rect){0, 0, 50, 50});
    draw_rect(list, (Rect){0, 0, 100, 100}, 0, ink, ink, 0);
    draw_clip_end(list);
    mark(list, 2);
    draw_rect(list, (Rect){200, 0, 100, 100}, 0, ink, ink, 0);
    assert_int_equal(hit_slot(list, 40, 40), 1);
    assert_int_equal(hit_slot(list, 60, 60), -1);
    assert_int_equal(hit_slot(list, 250, 60), 2);
}

static void colours_mix_from_end_to_end(void **state) {
    (void)state;
    Color black = {0, 0, 0, 255}, blue = {10, 20, 251, 55};
    Color half = color_mix(black, blue, 0.5f), end = color_mix(black, blue, 2),
          faint = color_alpha(blue, 0.5f);
    assert_int_equal(half.b, 126);
    assert_int_equal(half.a, 155);
    assert_memory_equal(&end, &blue, sizeof end);
    assert_int_equal(faint.a, 28);
    assert_int_equal(color_mix(black, blue, NAN).b, 0);
    assert_int_equal(color_rgb(0x123456).g, 0x34);
}

typedef struct Decoded {
    const char *bytes;
    uint32_t code_points[6];
} Decoded;

/* Unicode's own examples of what is not UTF-8: overlong forms, surrogates, lone and missing bytes, beyond
 * U+10FFFF. */
static void broken_utf8_becomes_replacement_signs(void **state) {
    (void)state;
    static const Decoded rows[] = {
        {"a\xC3\xA9\xE2\x88\x82\xF0\x9D\x91\xA5", {'a', 0xE9, 0x2202, 0x1D465}},
        {"\x80z", {0xFFFD, 'z'}},
        {"\xC0\xAFz", {0xFFFD, 0xFFFD, 'z'}},
        {"\xE0\x80\xAFz", {0xFFFD, 0xFFFD, 0xFFFD, 'z'}},
        {"\xED\xA0\x80z", {0xFFFD, 0xFFFD, 0xFFFD, 'z'}},
        {"\xF4\x90\x80\x80z", {0xFFFD, 0xFFFD, 0xFFFD, 0xFFFD, 'z'}},
        {"\xFFz", {0xFFFD, 'z'}},
        {"\xE2\x88", {0xFFFD, 0xFFFD}},
        {"\xF0", {0xFFFD}},
        {"", {0}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        char *bytes = strdup(rows[i].bytes); /* on the heap, where a sanitizer sees a byte too many */
        const char *at = bytes;
        assert_non_null(bytes);
        for (int k = 0; k < 6; k++) {
            uint32_t got = utf8_next(&at), wanted = rows[i].code_points[k];
            if (got != wanted)
                fail_msg("row %zu, character %d: wanted U+%04X, got U+%04X", i, k, wanted, got);
            if (wanted == 0) break;
        }
        assert_ptr_equal(at, bytes + strlen(bytes));
        free(bytes);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(commands_carry_the_mark_of_their_time),
        cmocka_unit_test(boxes_hold_the_stroke),
        cmocka_unit_test(an_outlines_outer_edge_is_sharp),
        cmocka_unit_test(a_text_box_is_advance_by_ink),
        cmocka_unit_test(text_is_aligned_by_its_width),
        cmocka_unit_test(long_text_is_cut_with_an_ellipsis),
        cmocka_unit_test(what_is_not_finite_is_not_drawn),
        cmocka_unit_test(far_points_are_held_near),
        cmocka_unit_test(a_list_grows_and_is_used_again),
        cmocka_unit_test(the_topmost_marked_command_is_hit),
        cmocka_unit_test(what_is_clipped_away_is_not_hit),
        cmocka_unit_test(colours_mix_from_end_to_end),
        cmocka_unit_test(broken_utf8_becomes_replacement_signs),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
