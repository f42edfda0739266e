/* test_text_size: a larger text size makes what the learner reads larger, wherever there is room. */
#include "tests/support/stage.h"

#include <math.h>

/* The em that most letters of a panel are set in. */
static float usual_size(const DrawList *list, PanelId panel, FontFace face) {
    float best = 0;
    size_t most = 0;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind != DRAW_TEXT || command->mark.panel != (int)panel || command->face != face)
            continue;
        size_t letters = 0;
        for (size_t k = 0; k < list->count; k++) {
            const DrawCommand *other = &list->commands[k];
            if (other->kind == DRAW_TEXT && other->mark.panel == (int)panel && other->face == face &&
                other->size == command->size)
                letters += other->count;
        }
        if (letters > most) most = letters, best = command->size;
    }
    return best;
}

typedef struct Spot {
    const char *lesson;
    MainView view;
    int enlarged, step;
    PanelId panel;
    FontFace face;
    float least; /* how much larger 250 % is at least than 100 % */
} Spot;

/* The spot's text is larger in the second of the frames. */
static void is_larger(const Spot *spot, const SceneOptions frames[2]) {
    Stage stage = stage_lesson(spot->lesson, "en");
    float sizes[2];
    stage_stand(&stage, 1, spot->step);
    for (int k = 0; k < 2; k++) {
        stage_draw(&stage, &frames[k], stage_follow, 1920, 1080);
        sizes[k] = usual_size(&stage.list, spot->panel, spot->face);
    }
    if (!(sizes[1] >= spot->least * sizes[0]))
        fail_msg("%s, view %d, enlarged %d, panel %d: %g became %g", spot->lesson, spot->view, spot->enlarged,
                 spot->panel, (double)sizes[0], (double)sizes[1]);
    stage_close(&stage);
}

static void text_of_250_percent_is_larger(void **state) {
    (void)state;
    static const Spot spots[] = {
        {"x2-relu", MAIN_GRAPH, 0, 5, PANEL_EXPLAIN, FONT_TEXT, 1.6f},
        {"x2-relu", MAIN_GRAPH, 3, 0, PANEL_EXPLAIN, FONT_TEXT, 1.6f},
        {"x2-relu", MAIN_GRAPH, 3, 25, PANEL_EXPLAIN, FONT_TEXT, 1.6f},
        {"x2-relu", MAIN_GRAPH, 2, 5, PANEL_PLOT, FONT_NUMBER, 1.25f},
        {"neuron", MAIN_GRAPH, 1, 9, PANEL_MAIN, FONT_NUMBER,
         0.85f}, /* it fills its panel; the bars are larger */
        {"x2-relu", MAIN_NETWORK, 1, 28, PANEL_MAIN, FONT_NUMBER, 1.25f},
        {"x2-relu", MAIN_MATRIX, 1, 9, PANEL_MAIN, FONT_NUMBER, 1.25f},
    };
    for (size_t i = 0; i < sizeof spots / sizeof *spots; i++) {
        SceneOptions frames[2] = {stage_options(), stage_options()};
        frames[0].main_view = frames[1].main_view = spots[i].view;
        frames[0].enlarged = frames[1].enlarged = spots[i].enlarged;
        frames[1].text_size = 2.5f;
        is_larger(&spots[i], frames);
    }
}

static void an_enlarged_panel_is_drawn_larger(void **state) {
    (void)state;
    static const Spot spots[] = {
        {"neuron", MAIN_GRAPH, 1, 9, PANEL_MAIN, FONT_NUMBER, 1.25f},
        {"digits", MAIN_NETWORK, 1, 25, PANEL_MAIN, FONT_NUMBER, 1.05f},
        {"digits", MAIN_MATRIX, 1, 9, PANEL_MAIN, FONT_NUMBER, 1.25f},
        {"x2-relu", MAIN_GRAPH, 2, 5, PANEL_PLOT, FONT_NUMBER, 1.25f},
        {"x2-relu", MAIN_GRAPH, 3, 5, PANEL_EXPLAIN, FONT_TEXT, 1.25f},
    };
    for (size_t i = 0; i < sizeof spots / sizeof *spots; i++) {
        SceneOptions frames[2] = {stage_options(), stage_options()};
        frames[0].main_view = frames[1].main_view = spots[i].view;
        frames[1].enlarged = spots[i].enlarged;
        is_larger(&spots[i], frames);
    }
}

/* The largest mathematics of the explanation. */
static float formula_size(const DrawList *list) {
    float size = 0;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_TEXT && command->mark.panel == PANEL_EXPLAIN && command->face == FONT_MATH)
            size = fmaxf(size, command->size);
    }
    return size;
}

static void a_long_formula_is_not_set_small(void **state) {
    (void)state;
    Stage stage = stage_lesson("students", "en");
    SceneOptions options = stage_options();
    float sizes[2];
    for (int k = 0; k < 2; k++) {
        stage_stand(&stage, 1, k == 0 ? 14 : 13); /* of the sum, of the cross-entropy */
        stage_draw(&stage, &options, stage_follow, 1600, 900);
        sizes[k] = formula_size(&stage.list);
    }
    if (sizes[1] < 0.9f * sizes[0]) fail_msg("%g beside %g", (double)sizes[1], (double)sizes[0]);
    stage_close(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(text_of_250_percent_is_larger),
        cmocka_unit_test(a_long_formula_is_not_set_small),
        cmocka_unit_test(an_enlarged_panel_is_drawn_larger),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
