/* test_points: the mouse and the keys on the points of a plot: each change trains the lesson again. */
#include "render/plot/point.h"
#include "tests/support/app_helper.h"
#include "tests/support/folder.h"

#include <math.h>
#include <string.h>

#include "app/learn/points.h"

static void mouse(App *app, Point at, int button, bool pressed, unsigned mods) {
    Event event = {.kind = EVENT_MOUSE,
                   .at = at,
                   .button = button,
                   .mods = mods,
                   .pressed = pressed,
                   .dragging = button == 0};
    app->now += 2000000; /* slower than any burst of keys */
    event_do(app, &event);
    frame_draw(app, 1280, 720);
}

static Point pixel(const App *app, int point) {
    Point at = plot_point_pixel(&app->list, &app->view, point);
    if (isnan(at.x)) fail_msg("point %d is not in the picture", point);
    return at;
}

/* A place in the plot that is near no point. */
static Point empty_place(const App *app) {
    Rect area = plot_point_area(&app->list);
    for (float y = area.y + 5; y < area.y + area.h; y += 7)
        for (float x = area.x + 5; x < area.x + area.w; x += 7)
            if (plot_point_at(&app->list, &app->view, (Point){x, y}, 2) < 0) return (Point){x, y};
    fail_msg("there is no empty place in the plot");
    return (Point){0, 0};
}

static int count_points(const App *app) {
    return points_coordinate(app, true)->rows;
}

static float x_of(const App *app, int point) {
    return points_coordinate(app, true)->at[point];
}

static float y_of(const App *app, int point) {
    return points_coordinate(app, false)->at[point];
}

static float loss_of(const App *app, int64_t epoch) {
    return timeline_epoch(app->session.timeline, epoch).loss;
}

static void drag_by(App *app, int point, float right, float down) {
    Point at = pixel(app, point);
    mouse(app, at, 1, true, 0);
    mouse(app, (Point){at.x + right, at.y + down}, 0, false, 0);
    mouse(app, (Point){at.x + right, at.y + down}, 1, false, 0);
}

static void dragging_a_point_trains_again_with_every_move(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    press(app, ']', MOD_ALT);
    press(app, 'a', 0);
    float before = loss_of(app, 99), last = before, weight = app->session.lesson->parameters[0].value.at[3];
    float other = y_of(app, 6), x = x_of(app, 70), y = y_of(app, 70);
    Point at = pixel(app, 70), grabbed = {at.x + 1, at.y - 1};
    mouse(app, grabbed, 1, true, 0);
    assert_int_equal(app->ui.scene.chosen_point, 71);
    assert_true(y_of(app, 70) == y); /* taken hold of beside its middle: it stays */
    for (int i = 1; i <= 4; i++) {
        mouse(app, (Point){grabbed.x, grabbed.y - 9 * (float)i}, 0, false, 0);
        Point now = pixel(app, 70);
        assert_float_equal(now.y, at.y - 9 * (float)i, 0.6);
        assert_true(x_of(app, 70) == x); /* straight up */
        assert_int_equal(app->view.epoch, 101);
        assert_int_equal(timeline_trained(app->session.timeline), 10000);
        assert_int_equal(app->view.plot.last.epoch, 10001);
        assert_true(loss_of(app, 99) != last);
        last = loss_of(app, 99);
        assert_true(timeline_epoch(app->other.timeline, 99).loss == before);   /* of before the drag */
        assert_true(app->session.lesson->parameters[0].value.at[3] == weight); /* the same start */
        assert_true(y_of(app, 6) == other);
    }
    const Timeline *same = app->session.timeline;
    mouse(app, grabbed, 1, false, 0);
    mouse(app, at, 0, false, 0); /* let go: moves no more */
    assert_ptr_equal(app->session.timeline, same);
    assert_non_null(strstr(app->ui.message, "x = "));
    close_app(app);
}

static void the_axes_stay_while_a_point_is_held(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    ViewAxes axes = view_axes(&app->view.plot);
    Point at = pixel(app, 99);
    mouse(app, at, 1, true, 0);
    for (int i = 1; i <= 3; i++) {
        mouse(app, (Point){at.x + 4000, at.y - 4000}, 0, false, 0); /* far out: it stops at the edge */
        assert_true(app->view.plot.x_high == axes.x_high && app->view.plot.y_high == axes.y_high);
        Rect area = plot_point_area(&app->list);
        Point now = pixel(app, 99);
        assert_float_equal(now.x, area.x + area.w, 1.01);
        assert_float_equal(now.y, area.y, 1.01);
    }
    mouse(app, at, 1, false, 0);
    assert_true(app->view.plot.x_high == x_of(app, 99) && x_of(app, 99) > axes.x_high);
    close_app(app);
}

static void ctrl_click_adds_a_point_and_a_right_click_takes_it_away(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    float before = loss_of(app, 9999);
    Point at = empty_place(app);
    mouse(app, at, 1, true, MOD_CTRL);
    assert_int_equal(count_points(app), 101);
    assert_int_equal(app->session.lesson->samples, 101);
    assert_int_equal(app->ui.scene.chosen_point, 101);
    assert_float_equal(pixel(app, 100).y, at.y, 1);
    assert_true(timeline_epoch(app->other.timeline, 9999).loss == before);
    float x = x_of(app, 100);
    mouse(app, (Point){at.x + 20, at.y}, 0, false, MOD_CTRL); /* it is held until it is let go */
    assert_true(x_of(app, 100) > x);
    assert_true(timeline_epoch(app->other.timeline, 9999).loss == before);
    mouse(app, at, 1, false, MOD_CTRL);
    mouse(app, pixel(app, 100), 3, true, 0);
    mouse(app, at, 3, false, 0);
    assert_int_equal(count_points(app), 100);
    assert_true(loss_of(app, 9999) == before);
    mouse(app, pixel(app, 20), 3, true, 0);
    assert_int_equal(count_points(app), 99);
    close_app(app);
}

static void plain_clicks_drags_and_the_wheel_change_no_point(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    const Timeline *same = app->session.timeline;
    Point at = empty_place(app);
    mouse(app, at, 1, true, 0);
    mouse(app, (Point){at.x + 30, at.y + 30}, 0, false, 0);
    mouse(app, at, 1, false, 0);
    mouse(app, at, 3, true, 0);
    mouse(app, at, 3, false, 0);
    Event wheel = {.kind = EVENT_MOUSE, .at = pixel(app, 50), .wheel = 1};
    event_do(app, &wheel);
    mouse(app, pixel(app, 50), 0, false, 0);
    Point click = pixel(app, 50);
    mouse(app, click, 1, true, 0); /* a click on a point chooses it, and a hand is never quite still */
    mouse(app, (Point){click.x + 2, click.y - 2}, 0, false, 0);
    mouse(app, pixel(app, 50), 1, false, 0);
    assert_ptr_equal(app->session.timeline, same);
    assert_int_equal(app->ui.scene.chosen_point, 51);
    assert_int_equal(app->view.selection.sample, 50);
    close_app(app);
}

/* Rings in the plot, which nothing else there is. */
static int count_rings(const App *app) {
    int count = 0;
    for (size_t i = 0; i < app->list.count; i++) {
        const DrawCommand *command = &app->list.commands[i];
        count += command->mark.panel == PANEL_PLOT && command->kind == DRAW_DISC && command->fill.a == 0 &&
                 command->stroke.a > 0;
    }
    return count;
}

static void a_point_under_the_pointer_shows_that_it_can_be_grabbed(void **state) {
    (void)state;
    static const struct {
        const char *lesson;
        int rings;
    } rows[] = {{"x2-relu", 1}, {"housing-log", 1}, {"curve", 0}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        App *app = open_app(rows[i].lesson);
        assert_int_equal(count_rings(app), 0);
        Rect area = plot_point_area(&app->list);
        Point at = app->view.plot.points > 0 ? pixel(app, 50) : (Point){area.x + area.w / 2, area.y + 9};
        mouse(app, at, 0, false, 0);
        if (count_rings(app) != rows[i].rings) fail_msg("%s: %d rings", rows[i].lesson, count_rings(app));
        close_app(app);
    }
}

static void the_keys_reach_all_that_the_mouse_does(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    for (int i = 0; i < 3; i++) press(app, 's', 0);
    assert_int_equal(app->ui.scene.chosen_point, 4);
    assert_int_equal(count_rings(app), 1);
    float x = x_of(app, 3), y = y_of(app, 3), loss = loss_of(app, 9);
    press(app, KEY_RIGHT, MOD_ALT);
    assert_float_equal(x_of(app, 3), x + 0.02f, 0.0006); /* a hundredth of −1 … 1 */
    assert_true(y_of(app, 3) == y && loss_of(app, 9) != loss);
    press(app, KEY_LEFT, MOD_ALT);
    assert_float_equal(x_of(app, 3), x, 0.0011);
    press(app, KEY_UP, MOD_ALT);
    assert_true(y_of(app, 3) > y);
    press(app, KEY_DOWN, MOD_ALT);
    press(app, KEY_DOWN, MOD_ALT);
    assert_true(y_of(app, 3) < y);
    press(app, KEY_ENTER, MOD_ALT);
    assert_int_equal(count_points(app), 101);
    assert_int_equal(app->ui.scene.chosen_point, 101);
    assert_float_equal(x_of(app, 100), x_of(app, 3) + 0.02f, 0.0011);
    press(app, KEY_PAGE_UP, MOD_ALT);
    press(app, KEY_PAGE_UP, MOD_ALT);
    assert_int_equal(app->ui.scene.chosen_point, 4); /* over the one that lies between */
    press(app, KEY_DELETE, MOD_ALT);
    assert_int_equal(count_points(app), 100);
    press(app, KEY_DELETE, MOD_ALT); /* none is chosen: this chooses the sample's */
    assert_int_equal(count_points(app), 100);
    press(app, KEY_ESCAPE, 0);
    assert_int_equal(app->ui.scene.chosen_point, 0);
    for (int i = 0; i < 3; i++) {
        press(app, KEY_ESCAPE, 0);
        assert_false(app->quit);
    }
    close_app(app);
}

static void points_are_kept_until_the_files_are_asked_for(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    float y = y_of(app, 30), loss = loss_of(app, 500);
    drag_by(app, 30, 0, -40);
    float moved = y_of(app, 30), moved_loss = loss_of(app, 500);
    assert_true(moved != y);
    press(app, 'r', 0);
    press(app, ']', MOD_SHIFT); /* the rate */
    press(app, '[', MOD_SHIFT);
    assert_true(y_of(app, 30) == moved && loss_of(app, 500) == moved_loss);
    press(app, 'r', MOD_SHIFT); /* a new seed */
    assert_true(y_of(app, 30) == moved && loss_of(app, 500) != moved_loss);
    press(app, 'r', MOD_CTRL);
    assert_int_equal(app->shown.points.count, 0);
    assert_true(y_of(app, 30) != moved);
    App *fresh = open_app("x2-relu");
    drag_by(fresh, 30, 0, -40);
    press(fresh, 'r', MOD_CTRL);
    assert_true(y_of(fresh, 30) == y && loss_of(fresh, 500) == loss);
    press(fresh, 'r', MOD_CTRL);
    assert_non_null(strstr(fresh->ui.message, "own file"));
    close_app(fresh);
    close_app(app);
}

static void the_run_before_comes_back_with_its_points(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    float y = y_of(app, 30);
    drag_by(app, 30, 0, -40);
    float moved = y_of(app, 30);
    mouse(app, empty_place(app), 1, true, MOD_CTRL); /* the hundred and first, which is chosen */
    mouse(app, empty_place(app), 1, false, MOD_CTRL);
    press(app, 'b', 0);
    assert_int_equal(count_points(app), 100);
    assert_true(y_of(app, 30) == moved && moved != y);
    press(app, KEY_RIGHT, MOD_ALT); /* there is no such point now: the sample's moves */
    assert_in_range(app->ui.scene.chosen_point, 1, 100);
    assert_true(y_of(app, 30) == moved);
    close_app(app);
}

static void the_lessons_mistake_stays_on_beside_moved_points(void **state) {
    (void)state;
    App *app = open_app("x2-linear-as-written"); /* its biases have a row a sample */
    mouse(app, empty_place(app), 1, true, MOD_CTRL);
    assert_int_equal(app->session.lesson->parameters[2].value.rows, 101);
    assert_int_equal(app->other.lesson->samples, 101);
    press(app, 'b', 0);
    assert_int_equal(count_points(app), 101);
    assert_int_equal(app->session.lesson->parameters[2].value.rows, 1);
    close_app(app);
}

static const char small[] =
    "[data]\nx = linspace(0, 4, 5)\ny = 2 * x\n[parameters]\nw = 1\n[model]\np = w * x\n"
    "loss = mse(p, y)\n[train]\nlr = 0.01\nepochs = 20\nbatch = 2\n%s"
    "[plot]\ncurve = p against x\npoints = y against x\n";

static App *open_small(Folder *folder, const char *train) {
    char text[600];
    int size = snprintf(text, sizeof text, small, train);
    return open_app(write_file(folder, "small.lesson", text, (size_t)size));
}

static void a_new_point_is_trained_on_and_the_place_is_kept(void **state) {
    App *app = open_small(*state, "holdout = 0.3\n");
    assert_int_equal(app->session.lesson->test_samples, 1);
    float test_x = app->session.lesson->test[0].value.at[0];
    for (int i = 0; i < 7; i++) press(app, ']', 0);
    assert_int_equal(app->view.epoch, 8);
    mouse(app, empty_place(app), 1, true, MOD_CTRL);
    mouse(app, empty_place(app), 1, false, MOD_CTRL);
    assert_int_equal(app->session.lesson->samples, 5); /* of six, one is kept back: the one that was */
    assert_true(app->session.lesson->test[0].value.at[0] == test_x);
    assert_int_equal(app->ui.scene.chosen_point, 5);
    assert_int_equal(app->view.batches, 3);
    assert_int_equal(app->view.epoch, 8);
    mouse(app, empty_place(app), 1, true, MOD_CTRL);
    assert_int_equal(app->session.lesson->test_samples, 2);
    assert_int_equal(app->ui.scene.chosen_point, 5); /* of seven, two: the new one is not among them */
    close_app(app);
}

static void two_points_must_stay(void **state) {
    App *app = open_small(*state, "");
    for (int i = 0; i < 6; i++) {
        press(app, KEY_PAGE_DOWN, MOD_ALT);
        press(app, KEY_DELETE, MOD_ALT);
    }
    assert_int_equal(count_points(app), 2);
    assert_non_null(strstr(app->ui.message, "Two points"));
    close_app(app);
}

static void what_cannot_be_moved_says_why(void **state) {
    static const struct {
        const char *lesson, *says;
    } rows[] = {{"students", "no points that can be moved"}, {"curve", "no points that can be moved"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        App *app = open_app(rows[i].lesson);
        for (int k = 0; k < 4; k++) {
            static const int keys[] = {KEY_RIGHT, KEY_ENTER, KEY_DELETE, KEY_PAGE_DOWN};
            press(app, 'r', MOD_CTRL);
            const bool back = strstr(app->ui.message, rows[i].says) != NULL;
            app->ui.message[0] = '\0';
            press(app, keys[k], MOD_ALT);
            if (!back || strstr(app->ui.message, rows[i].says) == NULL)
                fail_msg("%s: %s", rows[i].lesson, app->ui.message);
        }
        close_app(app);
    }
    static const char scaled[] = "[data]\nx = standardize(linspace(0, 4, 5))\ny = x\n[parameters]\nw = 1\n"
                                 "[model]\np = w * x\nloss = mse(p, y)\n";
    App *app = open_app(write_file(*state, "scaled.lesson", scaled, strlen(scaled)));
    mouse(app, pixel(app, 2), 0, false, 0);
    assert_int_equal(count_rings(app), 0);
    mouse(app, pixel(app, 2), 1, true, MOD_CTRL);
    assert_int_equal(app->shown.points.count, 0);
    assert_non_null(strstr(app->ui.message, "standardize computes each number"));
    close_app(app);
}

static void read_text(const char *path, char *out, size_t size) {
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    out[fread(out, 1, size - 1, file)] = '\0';
    fclose(file);
}

static void the_csv_is_written_beside_the_pictures_over_nothing(void **state) {
    Folder *folder = *state;
    char before[1024], text[400];
    assert_non_null(getcwd(before, sizeof before));
    App *app = open_small(folder, "");
    Err e;
    assert_true(frame_speak(app, "ru", &e));
    frame_draw(app, 1280, 720);
    for (int i = 0; i < 3; i++) press(app, 's', 0);
    press(app, KEY_UP, MOD_ALT);
    assert_int_equal(chdir(folder->path), 0);
    press(app, 'e', MOD_CTRL);
    press(app, KEY_UP, MOD_ALT);
    press(app, 'e', MOD_CTRL);
    read_text("small-1.csv", text, sizeof text);
    assert_string_equal(text, "x,y\n0,0\n1,2.08\n2,4\n3,6\n4,8\n");
    read_text("small-2.csv", text, sizeof text);
    assert_string_equal(text, "x,y\n0,0\n1,2.16\n2,4\n3,6\n4,8\n");
    assert_non_null(strstr(app->ui.message, "small-2.csv"));
    assert_non_null(strstr(app->ui.message, folder->path));
    assert_int_equal(chdir(before), 0);
    close_app(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(dragging_a_point_trains_again_with_every_move),
        cmocka_unit_test(the_axes_stay_while_a_point_is_held),
        cmocka_unit_test(ctrl_click_adds_a_point_and_a_right_click_takes_it_away),
        cmocka_unit_test(plain_clicks_drags_and_the_wheel_change_no_point),
        cmocka_unit_test(a_point_under_the_pointer_shows_that_it_can_be_grabbed),
        cmocka_unit_test(the_keys_reach_all_that_the_mouse_does),
        cmocka_unit_test(points_are_kept_until_the_files_are_asked_for),
        cmocka_unit_test(the_run_before_comes_back_with_its_points),
        cmocka_unit_test(the_lessons_mistake_stays_on_beside_moved_points),
        IN_FOLDER(a_new_point_is_trained_on_and_the_place_is_kept),
        IN_FOLDER(two_points_must_stay),
        IN_FOLDER(what_cannot_be_moved_says_why),
        IN_FOLDER(the_csv_is_written_beside_the_pictures_over_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
