/* test_legend: a plot's legend hides neither points nor curves, and the plot stands still while the curve
 * moves, as long as it has room. */
#include "tests/support/stage.h"

#include <math.h>

#include "render/widget/legend.h"

static bool lies_in(Rect box, Point at) {
    return at.x >= box.x && at.x <= box.x + box.w && at.y >= box.y && at.y <= box.y + box.h;
}

/* Whether a point of the data or of a curve lies in the box. */
static bool is_over_data(const DrawList *list, Rect box) {
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->mark.panel != PANEL_PLOT || command->mark.role != PART_NONE) continue;
        if (command->kind == DRAW_DISC && lies_in(box, (Point){command->rect.x, command->rect.y}))
            return true;
        if (command->kind != DRAW_LINE) continue;
        const Point *points = draw_points(list, command);
        for (size_t k = 0; k + 1 < command->count; k++)
            for (int part = 0; part <= 64; part++) {
                float t = (float)part / 64;
                Point at = {points[k].x + t * (points[k + 1].x - points[k].x),
                            points[k].y + t * (points[k + 1].y - points[k].y)};
                if (lies_in(box, at)) return true;
            }
    }
    return false;
}

/* Text of the plot that is neither a number nor mathematics, and grounds under such text. */
static bool is_legend(const DrawCommand *command) {
    if (command->mark.panel != PANEL_PLOT) return false;
    return (command->kind == DRAW_TEXT && command->face == FONT_TEXT) || command->mark.role == PART_PLATE;
}

/* Returns how many parts of a legend there are. */
static int check_legend(const DrawList *list, const char *lesson, int64_t epoch) {
    int parts = 0;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (!is_legend(command)) continue;
        parts++;
        if (is_over_data(list, command->box))
            fail_msg("%s, epoch %d: \"%s\" lies over the data", lesson, (int)epoch,
                     command->kind == DRAW_TEXT ? draw_string(list, command) : "plate");
    }
    return parts;
}

/* Where the first data point stands. */
static Point first_point(const DrawList *list) {
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->mark.panel == PANEL_PLOT && command->kind == DRAW_DISC &&
            command->mark.role == PART_NONE)
            return (Point){command->rect.x, command->rect.y};
    }
    fail_msg("there is no point in the plot");
    return (Point){0, 0};
}

static bool same_scale(const ViewAxes *a, const ViewAxes *b) {
    return a->y_low == b->y_low && a->y_high == b->y_high;
}

static void the_legend_hides_no_data_and_the_plot_seldom_moves(void **state) {
    (void)state;
    static const char *const lessons[] = {"x2-relu", "x2-linear", "housing-linear", "x2-relu-wrong-mask"};
    static const Size sizes[] = {{1024, 640, 1}, {1280, 720, 1}, {1920, 1080, 1}, {1920, 1080, 2}};
    SceneOptions options = stage_options();
    for (size_t l = 0; l < sizeof lessons / sizeof *lessons; l++) {
        Stage stage = stage_lesson(lessons[l], "en");
        while (timeline_advance(stage.timeline, -1)) continue; /* all snapshots and the end are known */
        for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
            Point place = {0, 0};
            ViewAxes scale = {0, 0, 0, 0};
            int moves = 0;
            options.text_size = sizes[s].text;
            for (int64_t epoch = 1; epoch <= 20; epoch++) {
                stage_stand(&stage, epoch, 5);
                stage_draw(&stage, &options, stage_follow, sizes[s].width, sizes[s].height);
                assert_true(check_legend(&stage.list, lessons[l], epoch) > 0);
                Point now = first_point(&stage.list);
                const ViewAxes axes = view_axes(&stage.view.plot);
                if (same_scale(&axes, &scale)) assert_true(hypotf(now.x - place.x, now.y - place.y) < 0.5f);
                moves += epoch > 1 && !same_scale(&axes, &scale);
                place = now;
                scale = axes;
            }
            assert_in_range(moves, 0, 6);
        }
        stage_close(&stage);
    }
}

/* A level may lie billions of pixels from a plot of a few. */
static void what_lies_far_out_of_the_plot_takes_no_room_in_it(void **state) {
    (void)state;
    const Rect area = {10, 10, 640, 400}, inner = {300, 100, 50, 50};
    static const float far[] = {1e8f, -1e8f, 1e12f, -1e12f, 1e30f, -1e30f};
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        Obstacles obstacles;
        obstacles_clear(&obstacles, area);
        obstacles_add_box(&obstacles, (Rect){far[i], far[i], 600, 600});
        assert_true(obstacles_free(&obstacles, inner));
        assert_false(obstacles_free(&obstacles, (Rect){far[i], far[i], 50, 50}));
        float size = fabsf(far[i]);
        obstacles_add_box(&obstacles, (Rect){-size, -size, 2 * size, 2 * size}); /* all around it */
        if (obstacles_free(&obstacles, inner)) print_error("%g is not far\n", (double)size);
        assert_false(obstacles_free(&obstacles, inner));
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_legend_hides_no_data_and_the_plot_seldom_moves),
        cmocka_unit_test(what_lies_far_out_of_the_plot_takes_no_room_in_it),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
