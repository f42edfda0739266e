/* test_graph_view: the graph of any model: what is shown where, and that the check of frames sees what it
 * should. */
#include "tests/support/stage.h"

#include <math.h>

#include "render/edge/edge.h"

/* Whether the check finds a text of the frame when it is moved ten pixels up, down, left or right. */
static bool move_is_found(DrawList *list, size_t index) {
    static const float ways[4][2] = {{0, 10}, {0, -10}, {10, 0}, {-10, 0}};
    DrawCommand *command = &list->commands[index], saved = *command;
    char why[600];
    bool found = false;
    for (int k = 0; k < 4 && !found; k++) {
        command->box.x = saved.box.x + ways[k][0];
        command->box.y = saved.box.y + ways[k][1];
        found = picture_check(list, 11, why, sizeof why) > 0;
    }
    *command = saved;
    return found;
}

/* The check itself. A few labels stand so free that ten pixels do no harm; the others must be found. */
static void a_label_moved_by_ten_pixels_is_found(void **state) {
    (void)state;
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions options = stage_options();
    stage_stand(&stage, 1, 20);
    stage_draw(&stage, &options, stage_follow, 1280, 720);
    char why[600];
    int tried = 0, found = 0;
    assert_int_equal(picture_check(&stage.list, 11, why, sizeof why), 0);
    for (size_t i = 0; i < stage.list.count; i++) {
        const DrawCommand *command = &stage.list.commands[i];
        if (command->kind != DRAW_TEXT || command->mark.panel != PANEL_MAIN || command->face != FONT_NUMBER)
            continue;
        tried++;
        found += move_is_found(&stage.list, i);
    }
    print_message("%d of %d moved labels found\n", found, tried);
    assert_true(tried >= 15);
    assert_true(found >= tried * 3 / 4);
    stage_close(&stage);
}

static void what_is_not_computed_yet_is_no_plot_but_an_empty_outline(void **state) {
    (void)state;
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions options = stage_options();
    int h = program_find(stage.lesson->batch, "h");
    for (int computed = 0; computed < 2; computed++) {
        stage_stand(&stage, 1, computed ? stage.lesson->batch->steps : stage.lesson->batch->zero_steps);
        stage_draw(&stage, &options, (Selection){.slot = 0}, 1280, 720);
        int lines = 0, outlines = 0;
        for (size_t i = 0; i < stage.list.count; i++) {
            const DrawCommand *command = &stage.list.commands[i];
            if (command->mark.slot != h || command->mark.panel != PANEL_MAIN ||
                command->mark.role != PART_HEAT)
                continue;
            lines += command->kind == DRAW_LINE && command->count > 2;
            outlines += command->kind == DRAW_RECT && command->dash > 0;
        }
        assert_true(computed ? lines >= 10 : lines == 0);
        assert_int_equal(outlines, !computed);
    }
    stage_close(&stage);
}

static void a_click_finds_values_steps_and_epochs(void **state) {
    (void)state;
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions options = stage_options();
    stage_stand(&stage, 1, stage.lesson->batch->steps);
    stage_draw(&stage, &options, stage_follow, 1280, 720);
    const Program *program = stage.lesson->batch;
    for (int s = 0; s < program->slot_count; s++) {
        bool shown = program->slots[s].named && program->slots[s].role != ROLE_GRADIENT &&
                     !edge_kind_is_axis(&stage.view, s); /* x is the others' axis */
        if (shown && stage_count(&stage, PART_HEAT, s) + stage_count(&stage, PART_NUMBER, s) == 0)
            print_error("%s is nowhere\n", program->slots[s].name);
        if (shown) assert_true(stage_count(&stage, PART_HEAT, s) + stage_count(&stage, PART_NUMBER, s) > 0);
    }
    int steps = 0;
    Rect bar = {0};
    for (size_t i = 0; i < stage.list.count; i++) {
        const DrawCommand *command = &stage.list.commands[i];
        if (command->mark.role == PART_SCRUB) bar = command->rect;
        if (command->mark.role != PART_STEP) continue;
        Point at = {command->rect.x, command->rect.y};
        assert_int_equal(draw_hit(&stage.list, at)->mark.instr, program->step_instr[++steps]);
    }
    assert_int_equal(steps, program->steps);
    float y = bar.y + bar.h / 2;
    assert_int_equal(scene_scrub_epoch(&stage.list, &stage.view, (Point){bar.x, y}), 1);
    assert_int_equal(scene_scrub_epoch(&stage.list, &stage.view, (Point){bar.x + bar.w, y}),
                     stage.view.epochs);
    assert_int_equal(scene_scrub_epoch(&stage.list, &stage.view, (Point){bar.x, 10}), 0);
    stage_close(&stage);
}

/* Models that no lesson has: each a text, drawn at every step. */
static void any_model_is_drawn_without_a_fault(void **state) {
    (void)state;
    static const char *const models[][2] = {
        {"attention",
         "[data]\nx = randn(6, 8)\ny = randn(6, 8)\n[parameters]\nWq = randn(8, 4)\nWk = randn(8, 4)\n"
         "Wv = randn(8, 4)\nWo = randn(4, 8)\n[model]\nQ = x @ Wq\nK = x @ Wk\nV = x @ Wv\n"
         "A = softmax(Q @ K.T / 2)\nO = A @ V\nh = O @ Wo + x\nloss = mean((h - y)^2)\n"},
        {"residual", "[data]\nx = randn(9, 5)\ny = randn(9, 5)\n[parameters]\nA = randn(5, 5)\nB = randn(5, "
                     "5)\nC = randn(5, 5)\n"
                     "D = randn(5, 5)\n[model]\nh1 = x + relu(x @ A) @ B\nh2 = h1 + relu(h1 @ C) @ D\nloss = "
                     "mse(h2, y)\n"},
        {"reuse", "[data]\nx = randn(9, 3)\n[parameters]\nW = randn(3, 3)\n[model]\na = x @ W\nb = tanh(a @ "
                  "W)\nc = a * b + a * a\n"
                  "d = exp(-(c - b)^2) * sin(a) + b / (1 + a^2)\nloss = sum(d * c - a) / 3\n"},
        {"dead ends", "[data]\nx = randn(9, 3)\n[parameters]\nw = randn(3, 1)\n[model]\np = x @ w\nq = "
                      "sigmoid(p)\nr = q * 2\n"
                      "s = exp(r) + p\nloss = mean(p^2)\n"},
    };
    for (size_t m = 0; m < sizeof models / sizeof *models; m++) {
        Stage stage = stage_open("model.lesson", models[m][1], "en");
        SceneOptions options = stage_options();
        int faults = stage_walk(&stage, models[m][0], &options, 1, (Size){1280, 720, 1}, 1);
        faults += stage_walk(&stage, models[m][0], &options, 1, (Size){1920, 1080, 1}, 1);
        assert_int_equal(faults, 0);
        stage_close(&stage);
    }
}

/* The marks under a page: one for each operation, those of the page in a frame, and a click on one goes
 * there. */
static void a_page_of_a_long_graph_shows_where_it_is(void **state) {
    (void)state;
    static const char model[] =
        "[data]\nx = randn(9, 3)\n[parameters]\nW = randn(3, 3)\n[model]\na = x @ W\n"
        "b = tanh(a)\nc = sin(b)\nd = exp(c)\ne = cos(d)\nf = abs(e)\ng = sigmoid(f)\n"
        "h = softplus(g)\ni = relu(h)\nj = sin(i)\nk = cos(j)\nl = tanh(k)\nm = exp(l)\n"
        "n = sin(m)\no = cos(n)\np = abs(o)\nloss = mean(p)\n";
    Stage stage = stage_open("model.lesson", model, "en");
    SceneOptions options = stage_options();
    options.text_size = 2;
    const Program *program = stage.lesson->batch;
    for (int step = program->zero_steps + 1; step < program->zero_steps + 17; step += 5) {
        stage_stand(&stage, 1, step);
        stage_draw(&stage, &options, stage_follow, 1024, 640);
        int marks = 0, boxes = 0, now = program->step_instr[step];
        for (size_t i = 0; i < stage.list.count; i++) {
            const DrawCommand *command = &stage.list.commands[i];
            if (command->mark.panel != PANEL_MAIN || command->kind != DRAW_RECT) continue;
            boxes += command->mark.role == PART_NODE && command->mark.instr == now;
            if (command->mark.role != PART_STEP) continue;
            marks++;
            Point middle = {command->rect.x + command->rect.w / 2, command->rect.y + command->rect.h / 2};
            assert_int_equal(draw_hit(&stage.list, middle)->mark.instr, command->mark.instr);
        }
        assert_int_equal(marks, 17);
        assert_true(boxes > 0);
    }
    assert_int_equal(stage_walk(&stage, "long", &options, 1, (Size){1024, 640, 2}, 3), 0);
    stage_close(&stage);
}

static bool is_whole(float number) {
    return fabsf(number - roundf(number)) < 0.01f;
}

static void level_and_upright_lines_are_sharp(void **state) {
    (void)state;
    static const Size sizes[] = {{1024, 640, 1}, {1280, 720, 1}, {1366, 768, 1}, {1920, 1080, 1}};
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions options = stage_options();
    stage_stand(&stage, 1, 15);
    for (size_t s = 0; s < sizeof sizes / sizeof *sizes; s++) {
        int lines = 0;
        stage_draw(&stage, &options, stage_follow, sizes[s].width, sizes[s].height);
        for (size_t i = 0; i < stage.list.count; i++) {
            const DrawCommand *command = &stage.list.commands[i];
            if (command->mark.role != PART_EDGE || command->kind != DRAW_LINE) continue;
            const Point *at = draw_points(&stage.list, command);
            lines++;
            if (at[0].y == at[1].y) assert_true(is_whole(at[0].y - command->width / 2));
            if (at[0].x == at[1].x) assert_true(is_whole(at[0].x - command->width / 2));
            assert_true(is_whole(command->width));
        }
        assert_true(lines > 10); /* of a page, where not all of it has room */
    }
    stage_close(&stage);
}

/* A chain of `layers` layers, each a step of the model of its own. */
static char *deep_model(int layers) {
    char *text = malloc((size_t)layers * 120 + 400), *at = text;
    assert_non_null(text);
    at += sprintf(at, "[data]\nx = randn(8, 4)\ny = randn(8, 4)\n[parameters]\n");
    for (int i = 0; i < layers; i++) at += sprintf(at, "W%d = randn(4, 4)\nb%d = zeros(1, 4)\n", i, i);
    at += sprintf(at, "[model]\n");
    for (int i = 0; i < layers; i++) {
        if (i == 0)
            at += sprintf(at, "h0 = relu(x @ W0 + b0)\n");
        else
            at += sprintf(at, "h%d = relu(h%d @ W%d + b%d)\n", i, i - 1, i, i);
    }
    sprintf(at, "loss = mse(h%d, y)\n", layers - 1);
    return text;
}

static void a_deep_model_shows_one_of_its_blocks_and_how_many_more(void **state) {
    (void)state;
    char *text = deep_model(40);
    Stage stage = stage_open("deep.lesson", text, "en");
    SceneOptions options = stage_options();
    const Program *program = stage.lesson->batch;
    stage_stand(&stage, 1, program->zero_steps + 60);
    stage_draw(&stage, &options, stage_follow, 1280, 720);
    int more = 0, now = program_find(program, "h19");
    for (size_t i = 0; i < stage.list.count; i++) {
        const DrawCommand *command = &stage.list.commands[i];
        if (command->kind == DRAW_TEXT && strstr(draw_string(&stage.list, command), "× ") != NULL) more++;
    }
    assert_int_equal(more, 2);
    assert_true(stage_count(&stage, PART_HEAT, now) > 0);
    assert_int_equal(stage_walk(&stage, "deep", &options, 1, (Size){1280, 720, 1}, 7), 0);
    stage_close(&stage);
    free(text);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_label_moved_by_ten_pixels_is_found),
        cmocka_unit_test(what_is_not_computed_yet_is_no_plot_but_an_empty_outline),
        cmocka_unit_test(a_click_finds_values_steps_and_epochs),
        cmocka_unit_test(any_model_is_drawn_without_a_fault),
        cmocka_unit_test(level_and_upright_lines_are_sharp),
        cmocka_unit_test(a_page_of_a_long_graph_shows_where_it_is),
        cmocka_unit_test(a_deep_model_shows_one_of_its_blocks_and_how_many_more),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
