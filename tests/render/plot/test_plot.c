/* test_plot: plots keep to their panel and hide none of their data, whatever the numbers. */
#include "tests/support/plot_helper.h"

enum { COUNT = 300 };

typedef struct PlotData {
    float x[COUNT], y[COUNT], now_x[COUNT], now_y[COUNT], old_y[COUNT];
} PlotData;

static void fill_curve(Setting *s, PlotData *data, double wildness) {
    ViewPlot *plot = &s->view.plot;
    *plot = (ViewPlot){.kind = PLOT_CURVE, .x_name = "x", .y_name = "yhat"};
    double middle = random_number(s), size = fabs(random_number(s));
    if (!isfinite(middle) || fabs(middle) > 1e20) middle = 0;
    if (!isfinite(size) || size > 1e20) size = 1;
    for (int i = 0; i < COUNT; i++) {
        data->x[i] = (float)i / COUNT * 2 - 1;
        data->y[i] = (float)(middle + size * (random_unit(s) + data->x[i] * data->x[i]));
        data->now_x[i] = data->x[i];
        data->now_y[i] = (float)(middle + size * wildness * data->x[i]);
        data->old_y[i] = (float)(random_unit(s) < wildness / 1000 ? random_number(s) : middle);
    }
    plot->x_low = -1, plot->x_high = 1;
    plot->y_low = (float)middle, plot->y_high = (float)(middle + 2 * size);
    plot->points = COUNT;
    plot->points_x = data->x, plot->points_y = data->y;
    plot->now = (ViewCurve){data->now_x, data->now_y, COUNT, 0};
    plot->last = plot->ghost = (ViewCurve){data->now_x, data->old_y, COUNT, 100};
    for (int i = 0; i < 5; i++)
        plot->snapshots[i] = (ViewCurve){data->now_x, data->old_y, COUNT, 100 * (i + 1)};
    plot->snapshot_count = 5;
    plot->snapshots_more = 2;
}

/* Plates and texts of a legend that stands in the plot lie on no data point. */
static void legend_hides_no_point(const DrawList *list) {
    for (size_t i = 0; i < list->count; i++) {
        if (list->commands[i].mark.role != PART_PLATE) continue;
        for (size_t k = 0; k < list->count; k++) {
            const DrawCommand *disc = &list->commands[k];
            bool point = disc->kind == DRAW_DISC && disc->mark.role == PART_NONE;
            Point at = {disc->rect.x, disc->rect.y};
            Rect plate = list->commands[i].rect;
            if (point && at.x > plate.x + 1 && at.x < plate.x + plate.w - 1 && at.y > plate.y + 1 &&
                at.y < plate.y + plate.h - 1)
                fail_msg("the legend hides the point at %.1f,%.1f", (double)at.x, (double)at.y);
        }
    }
}

static const Rect places[] = {
    {890, 58, 378, 230}, {20, 20, 300, 150}, {20, 20, 1240, 500}, {20, 20, 200, 600}, {20, 20, 160, 90}};

static void a_curve_keeps_to_its_panel_whatever_the_numbers(void **state) {
    Setting *s = *state;
    PlotData *data = calloc(1, sizeof *data);
    assert_non_null(data);
    for (int round = 0; round < 200; round++) {
        fill_curve(s, data, pow(10, 6 * random_unit(s) - 3));
        Rect area = places[round % 5];
        draw_clear(&s->list, 1280, 720, (Color){0, 0, 0, 255});
        plot_view_draw(&s->list, &s->view, &s->options, area);
        all_within(&s->list, area, 1.5f);
        no_texts_overlap(&s->list, 0.6f);
        legend_hides_no_point(&s->list);
        assert_false(s->list.failed);
        assert_non_null(find_text(&s->list, "now"));
    }
    free(data);
}

static void a_legend_without_room_says_how_much_it_leaves_out(void **state) {
    Setting *s = *state;
    PlotData *data = calloc(1, sizeof *data);
    assert_non_null(data);
    fill_curve(s, data, 0.5);
    plot_view_draw(&s->list, &s->view, &s->options, (Rect){20, 20, 260, 120});
    int more = 0;
    for (size_t i = 0; i < s->list.count; i++)
        if (s->list.commands[i].kind == DRAW_TEXT && draw_string(&s->list, &s->list.commands[i])[0] == '+')
            more++;
    assert_int_equal(more, 1);
    free(data);
}

static void the_frame_does_not_move_while_the_curve_does(void **state) {
    Setting *s = *state;
    PlotData *data = calloc(1, sizeof *data);
    assert_non_null(data);
    fill_curve(s, data, 0.5);
    Rect first = {0};
    for (int step = 0; step < 20; step++) {
        for (int i = 0; i < COUNT; i++) data->now_y[i] = (float)step * 0.3f - data->now_x[i] * (float)step;
        draw_clear(&s->list, 1280, 720, (Color){0, 0, 0, 255});
        plot_view_draw(&s->list, &s->view, &s->options, places[0]);
        Rect tick = need_text(&s->list, "0.5")->rect;
        if (step == 0) first = tick;
        assert_memory_equal(&tick, &first, sizeof tick);
    }
    free(data);
}

/* Three straight lines, well apart, and one out of sight. */
static void fill_snapshots(Setting *s, PlotData *data, float lines[4][COUNT]) {
    fill_curve(s, data, 0.5);
    ViewPlot *plot = &s->view.plot;
    plot->y_low = 0, plot->y_high = 4;
    plot->points = 0;
    plot->last.count = plot->ghost.count = plot->snapshots_more = 0;
    plot->snapshot_count = 4;
    for (int k = 0; k < 4; k++) {
        for (int i = 0; i < COUNT; i++) lines[k][i] = k < 3 ? (float)k + 0.5f + 0.2f * data->x[i] : 50;
        plot->snapshots[k] = (ViewCurve){data->x, lines[k], COUNT, 30 * (k + 1)};
    }
    for (int i = 0; i < COUNT; i++) data->now_y[i] = 3.8f - 9 * fmaxf(data->x[i] - 0.5f, 0);
}

/* A line's epoch stands nearer to it than to any other; of one out of sight, at the edge. */
static void epochs_stand_at_their_curves(void **state) {
    Setting *s = *state;
    static const char *const words[] = {"epoch 30", "60", "90", "120"};
    static float lines[4][COUNT];
    PlotData *data = calloc(1, sizeof *data);
    assert_non_null(data);
    fill_snapshots(s, data, lines);
    plot_view_draw(&s->list, &s->view, &s->options, places[2]);
    no_texts_overlap(&s->list, 0.6f);
    Rect area = {0};
    for (size_t i = 0; i < s->list.count; i++)
        if (s->list.commands[i].mark.role == PART_PLOT) area = s->list.commands[i].rect;
    for (int k = 0; k < 3; k++) {
        Rect box = need_text(&s->list, words[k])->rect;
        float nearest = INFINITY;
        int owner = -1;
        for (int line = 0; line < 3; line++)
            for (int i = 0; i < COUNT; i++) {
                float x = area.x + area.w * (data->x[i] * 0.917f + 1) / 2;
                float y = area.y + area.h * (1 - (lines[line][i] + 0.24f) / 4.48f);
                float far = hypotf(x - box.x - box.w / 2, y - box.y - box.h / 2);
                if (far < nearest) nearest = far, owner = line;
            }
        assert_int_equal(owner, k);
        assert_true(nearest < 60);
    }
    Rect out = need_text(&s->list, words[3])->rect;
    assert_true(out.y < area.y + 30);
    free(data);
}

/* The current curve goes out of sight below, and so does another above. */
static void what_leaves_the_plot_is_marked_at_its_edge(void **state) {
    Setting *s = *state;
    static float lines[4][COUNT];
    PlotData *data = calloc(1, sizeof *data);
    assert_non_null(data);
    fill_snapshots(s, data, lines);
    plot_view_draw(&s->list, &s->view, &s->options, places[2]);
    int below = 0, above = 0;
    Rect area = {0};
    for (size_t i = 0; i < s->list.count; i++) {
        const DrawCommand *command = &s->list.commands[i];
        if (command->mark.role == PART_PLOT) area = command->rect;
        if (command->kind != DRAW_POLYGON) continue;
        Point tip = draw_points(&s->list, command)[0];
        below += fabsf(tip.y - area.y - area.h) < 1;
        above += fabsf(tip.y - area.y) < 1;
    }
    assert_int_equal(below, 1);
    assert_int_equal(above, 1);
    free(data);
}

static void fill_plane(ViewPlot *plot, float *plane, float *x, float *y, int *label) {
    *plot = (ViewPlot){.kind = PLOT_PLANE,
                       .x_name = "x",
                       .y_name = "p",
                       .x_low = -1,
                       .x_high = 1,
                       .y_low = -1,
                       .y_high = 1,
                       .plane = plane,
                       .plane_size = 65,
                       .points_x = x,
                       .points_y = y,
                       .label = label,
                       .points = 4};
    for (int i = 0; i < 65; i++)
        for (int j = 0; j < 65; j++) plane[i * 65 + j] = (float)j / 64; /* one half at x = 0 */
    for (int i = 0; i < 4; i++) x[i] = i % 2 ? 0.5f : -0.5f, y[i] = i / 2 ? 0.5f : -0.5f, label[i] = i % 2;
}

static void the_border_of_two_regions_lies_at_one_half(void **state) {
    Setting *s = *state;
    static float plane[65 * 65], x[4], y[4];
    int label[4], crossings = 0, discs = 0;
    fill_plane(&s->view.plot, plane, x, y, label);
    plot_view_draw(&s->list, &s->view, &s->options, places[0]);
    all_within(&s->list, places[0], 1.5f);
    const DrawCommand *cells = find_kind(&s->list, DRAW_CELLS);
    assert_non_null(cells);
    float middle = cells->rect.x + cells->rect.w / 2;
    for (size_t i = 0; i < s->list.count; i++) {
        const DrawCommand *command = &s->list.commands[i];
        if (command->kind == DRAW_DISC && command->mark.role == PART_NONE) {
            Color green = s->options.theme->positive;
            bool one = memcmp(&command->fill, &green, sizeof green) == 0;
            assert_int_equal(one, command->rect.x > middle); /* class 1 lies at the right, filled */
            discs++;
        }
        if (command->kind != DRAW_LINE || command->mark.role != PART_NONE) continue;
        crossings++;
        for (size_t k = 0; k < command->count; k++)
            assert_true(fabsf(draw_points(&s->list, command)[k].x - middle) < 0.5f);
    }
    assert_true(crossings >= 64);
    assert_int_equal(discs, 4);
    const Color *colors = draw_colors(&s->list, cells);
    assert_true(colors[0].r > colors[0].g);                             /* class 0: purple */
    assert_true(colors[cells->cols - 1].g > colors[cells->cols - 1].r); /* class 1: green */
}

static void an_image_shows_its_classes_and_what_is_not_computed_yet(void **state) {
    Setting *s = *state;
    float image[64] = {0, 1, 0.5f};
    ViewPlot *plot = &s->view.plot;
    *plot = (ViewPlot){.kind = PLOT_IMAGE,
                       .image = image,
                       .image_rows = 8,
                       .image_cols = 8,
                       .image_high = 1,
                       .class_count = 10,
                       .true_class = 7};
    for (int i = 0; i < 10; i++) plot->classes[i] = i == 3 ? 0.55f : 0.05f;
    plot_view_draw(&s->list, &s->view, &s->options, places[0]);
    need_text(&s->list, "prediction 3");
    need_text(&s->list, "truth 7");
    need_text(&s->list, "0.5500");
    for (int i = 0; i < 10; i++) plot->classes[i] = NAN;
    draw_clear(&s->list, 1280, 720, (Color){0, 0, 0, 255});
    plot_view_draw(&s->list, &s->view, &s->options, places[0]);
    need_text(&s->list, "not computed yet");
    for (size_t i = 0; i < s->list.count; i++)
        assert_int_not_equal(s->list.commands[i].mark.role, PART_NUMBER);
}

static void classes_that_do_not_fit_are_counted(void **state) {
    Setting *s = *state;
    float image[4] = {0, 1, 0.5f, 1};
    ViewPlot *plot = &s->view.plot;
    *plot = (ViewPlot){.kind = PLOT_IMAGE,
                       .image = image,
                       .image_rows = 2,
                       .image_cols = 2,
                       .image_high = 1,
                       .class_count = 30,
                       .true_class = 29};
    for (int i = 0; i < 30; i++) plot->classes[i] = i == 3 ? 0.55f : 0.01f;
    plot_view_draw(&s->list, &s->view, &s->options, places[0]);
    all_within(&s->list, places[0], 1.5f);
    no_texts_overlap(&s->list, 0.6f);
    need_text(&s->list, "29"); /* the true one and the most probable are among the shown */
    need_text(&s->list, "3");
    int shown = 0, more = 0;
    for (size_t i = 0; i < s->list.count; i++) {
        const DrawCommand *command = &s->list.commands[i];
        if (command->kind != DRAW_TEXT) continue;
        const char *text = draw_string(&s->list, command);
        if (text[0] == '+')
            more = atoi(text);
        else if (command->mark.role == PART_LABEL && strlen(text) <= 2)
            shown++;
    }
    assert_int_equal(shown + more, 30);
}

static void functions_keep_to_their_panel(void **state) {
    Setting *s = *state;
    static const char *const names[] = {"relu", "leaky_relu", "exp", "sigmoid", "log",  "tanh",
                                        "abs",  "softplus",   "sin", "cos",     "sqrt", "elu"};
    static float x[100], y[100], slope[100];
    for (int i = 0; i < 100; i++) x[i] = (float)i / 50 - 1, y[i] = logf(x[i]), slope[i] = 1 / x[i];
    ViewPlot *plot = &s->view.plot;
    for (size_t place = 0; place < sizeof places / sizeof places[0]; place++)
        for (int count = 0; count <= VIEW_MAX_FUNCTIONS; count++) {
            *plot = (ViewPlot){.kind = PLOT_FUNCTIONS, .function_count = count};
            for (int i = 0; i < count; i++)
                plot->functions[i] =
                    (ViewFunction){names[i], {x, y, 100, 0}, {x, slope, 100, 0}, true, 0.5f, -0.7f, 1e6f};
            draw_clear(&s->list, 1280, 720, (Color){0, 0, 0, 255});
            plot_view_draw(&s->list, &s->view, &s->options, places[place]);
            all_within(&s->list, places[place], 1.5f);
            no_texts_overlap(&s->list, 0.6f);
        }
}

static void fill_history(Setting *s, int lines, int references, double wildness) {
    ViewHistory *history = &s->view.history;
    static const char *const labels[] = {"loss",     "test loss", "|∂L/∂W₁|",
                                         "|∂L/∂W₂|", "other run", "|∂L/∂b₁|"};
    memset(history, 0, sizeof *history);
    history->epochs = s->view.epochs = (int64_t)pow(10, 5 * random_unit(s));
    history->trained = history->epochs;
    s->view.epoch = 1 + (int64_t)(random_unit(s) * (double)(history->epochs - 1));
    history->line_count = lines;
    for (int i = 0; i < lines; i++) {
        ViewHistoryLine *line = &history->lines[i];
        line->label = labels[i];
        line->count = (int)(random_unit(s) * (history->epochs < 400 ? (double)history->epochs : 400));
        for (int k = 0; k < line->count; k++) {
            line->epoch[k] = (float)(1 + (double)k * (double)(history->epochs - 1) / 400);
            line->low[k] = (float)(random_unit(s) < wildness ? fabs(random_number(s)) : exp(-k * 0.05));
            line->high[k] = line->low[k] * 1.5f;
        }
    }
    history->reference_count = references;
    for (int i = 0; i < references; i++)
        history->references[i] =
            (ViewReference){pow(10, 4 * random_unit(s) - 2), "random forest, scikit-learn"};
}

static void a_history_keeps_to_its_panel_whatever_the_numbers(void **state) {
    Setting *s = *state;
    for (int round = 0; round < 300; round++) {
        fill_history(s, round % 7, round % 5, round % 3 ? 0 : 0.1);
        Rect area = places[round % 5];
        draw_clear(&s->list, 1280, 720, (Color){0, 0, 0, 255});
        history_view_draw(&s->list, &s->view, &s->options, area);
        all_within(&s->list, area, 1.5f);
        no_texts_overlap(&s->list, 0.6f);
        assert_false(s->list.failed);
    }
}

static void the_mark_of_now_moves_with_the_epoch(void **state) {
    Setting *s = *state;
    fill_history(s, 1, 0, 0);
    s->view.history.epochs = s->view.history.trained = s->view.epochs = 1000;
    float before = 0;
    for (int64_t epoch = 1; epoch <= 1000; epoch = epoch * 3 + 1) {
        s->view.epoch = epoch;
        draw_clear(&s->list, 1280, 720, (Color){0, 0, 0, 255});
        history_view_draw(&s->list, &s->view, &s->options, places[0]);
        float at = 0;
        for (size_t i = 0; i < s->list.count; i++) {
            const DrawCommand *command = &s->list.commands[i];
            Color now = s->options.theme->now;
            if (command->kind == DRAW_LINE && memcmp(&command->stroke, &now, sizeof now) == 0)
                at = draw_points(&s->list, command)[0].x;
        }
        assert_true(at > before + 10);
        before = at;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_curve_keeps_to_its_panel_whatever_the_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_legend_without_room_says_how_much_it_leaves_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_frame_does_not_move_while_the_curve_does, set_up, tear_down),
        cmocka_unit_test_setup_teardown(epochs_stand_at_their_curves, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_leaves_the_plot_is_marked_at_its_edge, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_border_of_two_regions_lies_at_one_half, set_up, tear_down),
        cmocka_unit_test_setup_teardown(an_image_shows_its_classes_and_what_is_not_computed_yet, set_up,
                                        tear_down),
        cmocka_unit_test_setup_teardown(classes_that_do_not_fit_are_counted, set_up, tear_down),
        cmocka_unit_test_setup_teardown(functions_keep_to_their_panel, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_history_keeps_to_its_panel_whatever_the_numbers, set_up, tear_down),
        cmocka_unit_test_setup_teardown(the_mark_of_now_moves_with_the_epoch, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
