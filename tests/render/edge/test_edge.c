/* test_edge: which kind of plot each value gets, that a line passes through its numbers, and that nothing is drawn of
 * what is not known. */
#include "tests/support/stage.h"

#include <math.h>

#include "render/edge/edge.h"

typedef struct Wanted {
    const char *lesson, *slot;
    EdgeKind kind;
} Wanted;

static void the_kind_follows_from_what_is_known_of_the_samples(void **state) {
    (void)state;
    static const Wanted wanted[] = {
        {"x2-relu", "z", EDGE_LINES},      {"x2-relu", "h", EDGE_LINES},
        {"x2-relu", "yhat", EDGE_LINES},   {"x2-relu", "y", EDGE_POINTS},
        {"x2-relu", "dyhat", EDGE_STICKS}, {"x2-relu", "dz", EDGE_LINES},
        {"x2-relu", "W1", EDGE_BARS},      {"x2-relu", "b2", EDGE_NUMBER},
        {"x2-relu", "loss", EDGE_NUMBER},  {"digits", "x", EDGE_PICTURE},
        {"digits", "h", EDGE_RANGE},       {"digits", "W1", EDGE_MASKS},
        {"digits", "dW1", EDGE_MASKS},     {"digits", "W2", EDGE_CELLS},
        {"digits", "p", EDGE_RANGE},       {"students", "h", EDGE_DISCS},
        {"students", "t", EDGE_DISCS},     {"students", "b2", EDGE_FEW},
        {"students", "W1", EDGE_BARS},     {"mazur", "h", EDGE_FEW},
        {"mazur", "W1", EDGE_BARS},        {"housing-deep", "x", EDGE_RANGE},
        {"neuron", "x", EDGE_FEW},
    };
    const char *open = "";
    Stage stage = {0};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        if (strcmp(open, wanted[i].lesson) != 0) {
            if (*open != 0) stage_close(&stage);
            open = wanted[i].lesson;
            stage = stage_lesson(open, "en");
            stage_stand(&stage, 1, stage_steps(&stage));
            stage_look(&stage, stage_follow);
        }
        int slot = program_find(stage.lesson->batch, wanted[i].slot);
        assert_true(slot >= 0);
        EdgeKind kind = edge_kind(&stage.view, slot);
        if (kind != wanted[i].kind)
            print_error("%s, %s: kind %d, not %d\n", open, wanted[i].slot, kind, wanted[i].kind);
        assert_int_equal(kind, wanted[i].kind);
    }
    stage_close(&stage);
}

/* The point at the chosen sample in the slot's plot. */
static Point chosen_point(const Stage *stage, int slot) {
    Point at = {NAN, NAN};
    for (size_t i = 0; i < stage->list.count; i++) {
        const DrawCommand *command = &stage->list.commands[i];
        if (command->mark.panel == PANEL_MAIN && command->mark.slot == slot && command->kind == DRAW_DISC &&
            memcmp(&command->fill, &theme_find("dark")->now, sizeof command->fill) == 0)
            at = (Point){command->rect.x, command->rect.y};
    }
    return at;
}

static float distance(Point at, Point a, Point b) {
    float x = b.x - a.x, y = b.y - a.y, length = x * x + y * y;
    float t = length > 0 ? ((at.x - a.x) * x + (at.y - a.y) * y) / length : 0;
    t = fminf(fmaxf(t, 0), 1);
    return hypotf(at.x - a.x - t * x, at.y - a.y - t * y);
}

/* Of the lines of the slot's plot the one that runs nearest to a point; its hairline and zero line left out. */
static float nearest_line(const Stage *stage, int slot, Point at) {
    float best = INFINITY;
    for (size_t i = 0; i < stage->list.count; i++) {
        const DrawCommand *command = &stage->list.commands[i];
        if (command->mark.panel != PANEL_MAIN || command->mark.slot != slot || command->kind != DRAW_LINE ||
            command->mark.role != PART_HEAT || command->count < 3)
            continue;
        const Point *points = draw_points(&stage->list, command);
        for (size_t k = 0; k + 1 < command->count; k++)
            best = fminf(best, distance(at, points[k], points[k + 1]));
    }
    return best;
}

static void a_line_passes_through_the_number_of_each_sample(void **state) {
    (void)state;
    Stage stage = stage_lesson("x2-relu", "en");
    SceneOptions options = stage_options();
    int slot = program_find(stage.lesson->batch, "yhat"), x = program_find(stage.lesson->batch, "x");
    stage_stand(&stage, 300, stage_steps(&stage));
    double scale[2] = {0}, start[2] = {0};
    for (int i = 0; i < 100; i += 3) {
        int row = i == 3 ? 99 : i; /* the second one is far from the first */
        stage_draw(&stage, &options, (Selection){.slot = slot, .row = row}, 1600, 900);
        Point at = chosen_point(&stage, slot);
        double numbers[2] = {(double)view_element(&stage.view, x, row, 0),
                             (double)view_element(&stage.view, slot, row, 0)};
        const double pixels[2] = {(double)at.x, (double)at.y};
        for (int k = 0; k < 2; k++) {
            static double first[2];
            if (i == 0) first[k] = numbers[k], start[k] = pixels[k];
            if (i == 3 && k == 0) scale[k] = (pixels[k] - start[k]) / (numbers[k] - first[k]);
            if (i == 6 && k == 1) scale[k] = (pixels[k] - start[k]) / (numbers[k] - first[k]);
            if (i > 6) assert_true(fabs(start[k] + scale[k] * (numbers[k] - first[k]) - pixels[k]) < 0.6);
        }
        assert_true(scale[1] <= 0); /* larger is higher */
        assert_true(nearest_line(&stage, slot, at) < 0.6f);
    }
    stage_close(&stage);
}

static void nothing_is_drawn_of_what_is_not_known(void **state) {
    (void)state;
    static const char *const lessons[] = {"x2-relu", "students", "digits", "mazur", "housing-deep"};
    for (size_t l = 0; l < sizeof lessons / sizeof *lessons; l++) {
        Stage stage = stage_lesson(lessons[l], "en");
        SceneOptions options = stage_options();
        int frames = 0;
        stage_stand(&stage, 1, stage.lesson->batch->zero_steps + 1);
        stage_draw(&stage, &options, stage_follow, 1600, 900);
        for (size_t i = 0; i < stage.list.count; i++) {
            const DrawCommand *command = &stage.list.commands[i];
            int slot = command->mark.slot;
            if (command->mark.panel != PANEL_MAIN || slot < 0 || stage.view.known[slot]) continue;
            if (command->mark.role != PART_HEAT && command->mark.role != PART_NUMBER) continue;
            if (command->kind == DRAW_CLIP) continue; /* which has the mark of what was drawn last */
            assert_int_equal(command->kind, DRAW_RECT);
            assert_true(command->dash > 0 && command->fill.a == 0);
            frames++;
        }
        assert_true(frames > 3);
        stage_close(&stage);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_kind_follows_from_what_is_known_of_the_samples),
        cmocka_unit_test(a_line_passes_through_the_number_of_each_sample),
        cmocka_unit_test(nothing_is_drawn_of_what_is_not_known),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
