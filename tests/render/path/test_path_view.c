/* test_path_view: the chain as it is drawn: its numbers, what a nudge makes of them, and frames without a fault. */
#include "tests/support/stage.h"

#include <math.h>

static const Size sizes[] = {{1024, 640, 1},  {1280, 720, 1},     {1280, 720, 2}, {1600, 900, 1},
                             {1920, 1080, 1}, {1920, 1080, 2.5f}, {3840, 2160, 1}};
enum { SIZES = sizeof sizes / sizeof *sizes };

static const char *const lessons[] = {"neuron-scalars",     "mazur",        "x2-relu",    "digits",
                                      "softmax-two-layers", "housing-deep", "chain-rule", "log-softmax",
                                      "activations"};
enum { LESSONS = sizeof lessons / sizeof *lessons };

static Stage chain_stage(const char *name, const char *lang) {
    Stage stage = stage_lesson(name, lang);
    stage.chain = true;
    return stage;
}

static void frames_of_a_chain_have_no_fault(void **state) {
    (void)state;
    int faults = 0, drawn = 0;
    for (int l = 0; l < LESSONS; l++) {
        Stage stage = chain_stage(lessons[l], l % 2 ? "ru" : "en");
        for (int i = 0; i < SIZES && stage.machine != NULL; i++) {
            SceneOptions options = stage_options();
            options.text_size = sizes[i].text;
            options.theme = theme_find(i % 3 == 0 ? "dark" : i % 3 == 1 ? "paper" : "contrast");
            faults += stage_walk(&stage, lessons[l], &options, 1, sizes[i], 1);
            drawn += stage_steps(&stage);
        }
        stage_close(&stage);
    }
    assert_int_equal(faults, 0);
    assert_true(drawn > 500);
}

/* Of a parameter's first number, at the last step of the way back. */
static const ViewChain *chain_of(Stage *stage, const char *name, int index) {
    const Program *program = stage->lesson->batch;
    int last = 0;
    for (int i = 0; i < program->instr_count; i++)
        if (program->instrs[i].phase == PHASE_BACKWARD && program->instrs[i].step > last)
            last = program->instrs[i].step;
    stage_stand(stage, 1, last);
    stage->chain_index = index;
    stage_look(stage, (Selection){.slot = program_find(program, name)});
    return stage->view.chain;
}

static int count_text(const Stage *stage, PanelId panel, const char *text) {
    int count = 0;
    for (size_t i = 0; i < stage->list.count; i++) {
        const DrawCommand *command = &stage->list.commands[i];
        count += command->kind == DRAW_TEXT && command->mark.panel == (int)panel &&
                 command->mark.role != PART_NONE && command->face == FONT_NUMBER &&
                 strcmp(draw_string(&stage->list, command), text) == 0;
    }
    return count;
}

/* 2 · 1 · 1 · 1 · 32 = 64, and what a hundredth makes of it: 2 · 3.51 … (ŷ − 5)² = 256.6404. */
static void the_neuron_s_chain_is_drawn_with_its_numbers(void **state) {
    (void)state;
    Stage stage = chain_stage("neuron-scalars", "en");
    const ViewChain *chain = chain_of(&stage, "w1", 0);
    assert_non_null(chain);
    assert_int_equal(chain->count, 5);
    assert_true(chain->total == 1 && chain->told == 1 && chain->product == 64 && chain->sum == 64);
    static const double slopes[] = {2, 1, 1, 1, 32};
    for (int i = 0; i < 5; i++) assert_true(chain->hops[i].slope == slopes[i]);
    assert_true(fabs(chain->loss_change - (pow(2 * 3.51 + 13.5 + 0.5 - 5, 2) - 256)) < 1e-9);
    SceneOptions options = stage_options();
    stage_paint(&stage, &options, 1600, 900);
    assert_int_equal(count_text(&stage, PANEL_EXPLAIN, "64"), 1);
    assert_int_equal(count_text(&stage, PANEL_EXPLAIN, "32"), 1);
    assert_int_equal(count_text(&stage, PANEL_EXPLAIN, "1"), 3);
    assert_int_equal(count_text(&stage, PANEL_EXPLAIN, "+0.6404"), 1);
    assert_int_equal(count_text(&stage, PANEL_MAIN, "×32"), 1);
    stage_close(&stage);
}

/* The strongest path first; each is the product of its slopes; each function passes through its own point with that
   slope. */
static void each_path_is_the_product_of_its_slopes(void **state) {
    (void)state;
    Stage stage = chain_stage("x2-relu", "en");
    double before = INFINITY;
    for (int index = 0; index < 3; index++) {
        const ViewChain *chain = chain_of(&stage, "W1", index);
        double product = 1;
        assert_non_null(chain);
        assert_int_equal(chain->index, index);
        assert_true(chain->total == 100);
        for (int i = 0; i < chain->count; i++) {
            const ViewHop *hop = &chain->hops[i];
            product *= hop->slope;
            for (int k = 0; k + 1 < VIEW_HOP_POINTS; k++) {
                if (!((double)hop->x[k] <= hop->in && hop->in < (double)hop->x[k + 1])) continue;
                double share = (hop->in - (double)hop->x[k]) / ((double)hop->x[k + 1] - (double)hop->x[k]);
                double there = (double)hop->y[k] + share * ((double)hop->y[k + 1] - (double)hop->y[k]);
                assert_true(fabs(there - hop->value) < 0.05 * (1 + fabs(hop->value)));
            }
        }
        assert_true(fabs(product - chain->product) < 1e-12 && fabs(product) <= before);
        before = fabs(product);
    }
    stage_close(&stage);
}

/* Before the loss is known there is no chain; once a parameter has moved there is none any more. */
static void there_is_a_chain_while_the_loss_is_that_of_the_parameters(void **state) {
    (void)state;
    Stage stage = chain_stage("x2-relu", "en");
    const Program *program = stage.lesson->batch;
    const Selection w1 = {.slot = program_find(program, "W1")};
    int with = 0;
    for (int step = 0; step <= program->steps; step++) {
        stage_stand(&stage, 1, step);
        stage_look(&stage, w1);
        const Instr *instr = step > 0 ? &program->instrs[program->step_instr[step]] : NULL;
        bool wanted = stage.view.has_loss && instr != NULL && instr->phase != PHASE_UPDATE &&
                      instr->phase != PHASE_ZERO;
        assert_int_equal(stage.view.chain != NULL, wanted);
        with += wanted;
    }
    assert_true(with > 5);
    stage_close(&stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(frames_of_a_chain_have_no_fault),
        cmocka_unit_test(the_neuron_s_chain_is_drawn_with_its_numbers),
        cmocka_unit_test(each_path_is_the_product_of_its_slopes),
        cmocka_unit_test(there_is_a_chain_while_the_loss_is_that_of_the_parameters),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
