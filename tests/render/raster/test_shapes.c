/* test_shapes: what the rasterizer paints covers the area that it has. */
#include "tests/support/raster_helper.h"

static const Color none = {0};

/* White on black: the sum of the coverage, in pixels. */
static double painted_area(Fixture *fixture) {
    double sum = 0;
    paint_whole(fixture);
    for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++) sum += green_at(fixture, x, y) / 255.0;
    return sum;
}

static void assert_area(void **state, double wanted, double tolerance) {
    double got = painted_area(*state);
    if (fabs(got - wanted) > tolerance) fail_msg("wanted an area of %.3f, got %.3f", wanted, got);
}

static void a_rectangle_covers_each_pixel_by_its_share(void **state) {
    DrawList *list = new_list(state);
    draw_rect(list, (Rect){10.25f, 20.5f, 30.5f, 10}, 0, white, none, 0);
    paint_whole(*state);
    assert_int_equal(green_at(*state, 20, 25), 255);
    assert_int_equal(green_at(*state, 10, 25), 191); /* 0.75 */
    assert_int_equal(green_at(*state, 40, 25), 191);
    assert_int_equal(green_at(*state, 20, 20), 128); /* 0.5 */
    assert_int_equal(green_at(*state, 10, 20), 96);  /* 0.75 × 0.5 */
    assert_int_equal(green_at(*state, 41, 25), 0);
    assert_int_equal(green_at(*state, 20, 31), 0);
}

static void rounded_shapes_have_their_area(void **state) {
    const double pi = 3.14159265358979;
    Dice dice = {1};
    for (int i = 0; i < 200; i++) {
        double radius = (double)roll(&dice, 2, 60);
        Point centre = roll_point(&dice, 70, 130);
        draw_disc(new_list(state), centre, (float)radius, white, none, 0);
        assert_area(state, pi * radius * radius, 0.06 * radius + 0.4);
        float w = roll(&dice, 2 * (float)radius, 130), h = roll(&dice, 2 * (float)radius, 130);
        draw_rect(new_list(state), (Rect){centre.x - 65, centre.y - 65, w, h}, (float)radius, white, none, 0);
        assert_area(state, (double)w * (double)h - (4 - pi) * radius * radius, 0.06 * radius + 0.6);
    }
}

static void a_ring_has_its_area(void **state) {
    const double pi = 3.14159265358979;
    Dice dice = {2};
    for (int i = 0; i < 100; i++) {
        double radius = (double)roll(&dice, 5, 60), width = (double)roll(&dice, 0.5f, 6);
        draw_disc(new_list(state), roll_point(&dice, 70, 130), (float)radius, none, white, (float)width);
        assert_area(state, 2 * pi * radius * width, 0.1 * radius + 0.1);
    }
}

static void a_polygon_has_exactly_its_area(void **state) {
    Dice dice = {3};
    for (int i = 0; i < 300; i++) {
        Point p[3];
        for (int k = 0; k < 3; k++) p[k] = roll_point(&dice, 1, SIZE - 1);
        double area = ((double)p[1].x - (double)p[0].x) * ((double)p[2].y - (double)p[0].y) -
                      ((double)p[2].x - (double)p[0].x) * ((double)p[1].y - (double)p[0].y);
        draw_polygon(new_list(state), p, 3, white);
        assert_area(state, fabs(area) / 2, 0.3); /* 600 edge pixels rounded to 1/255 */
    }
}

static void a_line_is_as_wide_as_it_says(void **state) {
    Dice dice = {4};
    for (int i = 0; i < 300; i++) {
        Point from = roll_point(&dice, 20, 180), to = roll_point(&dice, 20, 180);
        double width = (double)roll(&dice, 0.2f, 12);
        double length = hypot((double)(to.x - from.x), (double)(to.y - from.y));
        double cap =
            width < 1 ? 1.05 * width : 3.14159 * (width * width / 4 + 1.0 / 12); /* and a soft edge */
        draw_segment(new_list(state), from, to, white, (float)width);
        assert_area(state, length * width + cap, 0.09 * length + 0.15); /* most at 45° */
    }
}

static void translucent_joints_are_not_painted_twice(void **state) {
    Point zigzag[] = {{20, 20}, {60, 160}, {62, 30}, {100, 30}, {100, 32}, {30, 90}, {180, 170}};
    draw_line(new_list(state), zigzag, 7, (Color){255, 255, 255, 128}, 14, 0, 0);
    paint_whole(*state);
    int most = 0;
    for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++) most = green_at(*state, x, y) > most ? green_at(*state, x, y) : most;
    assert_int_equal(most, 128);
    assert_int_equal(green_at(*state, 60, 155), 128);
}

static void dashes_are_as_long_as_they_say(void **state) {
    Point ends[] = {{10.5f, 50.5f}, {190.5f, 50.5f}};
    draw_line(new_list(state), ends, 2, white, 3, 9, 6);
    paint_whole(*state);
    int inside = 0, changes = 0;
    for (int x = 8; x < 191; x++) {
        inside += green_at(*state, x, 50) > 127;
        changes += (green_at(*state, x, 50) > 127) != (green_at(*state, x - 1, 50) > 127);
    }
    assert_int_equal(changes, 24); /* 12 dashes in 180 pixels */
    assert_int_equal(inside, 12 * 9);
}

static void a_dashed_ring_goes_all_around(void **state) {
    draw_dashed_rect(new_list(state), (Rect){40, 40, 120, 120}, 60, white, 2, 4, 4);
    double dash = 2 * 2 + 3.14159 * (1 + 1.0 / 12); /* its straight part and its caps, soft at the edge */
    assert_area(state, 2 * 3.14159 * 60 / 8 * dash, 6);
    int quarters[4] = {0};
    for (int y = 0; y < SIZE; y++)
        for (int x = 0; x < SIZE; x++) quarters[(y >= 100) * 2 + (x >= 100)] += green_at(*state, x, y);
    for (int i = 1; i < 4; i++) assert_in_range(quarters[i], quarters[0] * 8 / 10, quarters[0] * 12 / 10);
}

static void cells_lie_on_whole_pixels(void **state) {
    Color cells[6];
    for (int i = 0; i < 6; i++) cells[i] = color_rgb((uint32_t)(40 * i + 20) << 8);
    draw_cells(new_list(state), (Rect){10.4f, 20.6f, 20, 9}, 2, 3, cells);
    paint_whole(*state);
    for (int y = 0; y < 40; y++)
        for (int x = 0; x < 50; x++) {
            int wanted = 0;
            if (x >= 10 && x < 30 && y >= 21 && y < 30) {
                int col = (x - 10) * 3 / 20, row = (y - 21) * 2 / 9;
                wanted = 40 * (row * 3 + col) + 20;
            }
            if (green_at(*state, x, y) != wanted)
                fail_msg("at %d, %d wanted %d, got %d", x, y, wanted, green_at(*state, x, y));
        }
}

static void cells_smaller_than_a_pixel_are_averaged(void **state) {
    static Color cells[400];
    for (int i = 0; i < 400; i++) cells[i] = i % 2 ? white : black;
    draw_cells(new_list(state), (Rect){10, 20, 10, 5}, 2, 200, cells);
    paint_whole(*state);
    for (int x = 10; x < 20; x++) assert_int_equal(green_at(*state, x, 22), 128);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_rectangle_covers_each_pixel_by_its_share),
        cmocka_unit_test(rounded_shapes_have_their_area),
        cmocka_unit_test(a_ring_has_its_area),
        cmocka_unit_test(a_polygon_has_exactly_its_area),
        cmocka_unit_test(a_line_is_as_wide_as_it_says),
        cmocka_unit_test(translucent_joints_are_not_painted_twice),
        cmocka_unit_test(dashes_are_as_long_as_they_say),
        cmocka_unit_test(a_dashed_ring_goes_all_around),
        cmocka_unit_test(cells_lie_on_whole_pixels),
        cmocka_unit_test(cells_smaller_than_a_pixel_are_averaged),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
