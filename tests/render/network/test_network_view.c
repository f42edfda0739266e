/* test_network_view: which neurons of a layer are drawn, and that nothing about them overlaps at any text
 * size. */
#include "render/network/network.h"
#include "tests/support/list_says.h"
#include "tests/support/stage.h"

#include <math.h>

static const Size sizes[] = {{1024, 640, 1},  {1280, 720, 1},     {1280, 720, 1.5f}, {1600, 900, 1},
                             {1920, 1080, 1}, {1920, 1080, 1.5f}, {3840, 2160, 1}};
enum { SIZES = sizeof sizes / sizeof *sizes };

static SceneOptions network_options(float text) {
    SceneOptions options = stage_options();
    options.main_view = MAIN_NETWORK;
    options.text_size = text;
    return options;
}

/* Circles, or the low boxes that take their place. */
static int count_neurons(const Stage *stage, int slot) {
    int count = 0;
    for (size_t i = 0; i < stage->list.count; i++) {
        const DrawCommand *command = &stage->list.commands[i];
        count += command->kind == DRAW_RECT && command->fill.a == 255 && command->mark.role == PART_NODE &&
                 command->mark.slot == slot;
    }
    return count;
}

static void ten_neurons_are_all_drawn(void **state) {
    (void)state;
    static const char *const layers[][2] = {{"x2-relu", "h"}, {"digits", "p"}};
    for (size_t l = 0; l < sizeof layers / sizeof *layers; l++) {
        Stage stage = stage_lesson(layers[l][0], "en");
        int slot = program_find(stage.lesson->batch, layers[l][1]);
        stage_stand(&stage, 1, stage_steps(&stage));
        for (int i = 0; i < SIZES; i++) {
            SceneOptions options = network_options(sizes[i].text);
            stage_draw(&stage, &options, stage_follow, sizes[i].width, sizes[i].height);
            int neurons = count_neurons(&stage, slot);
            if (neurons != 10)
                fail_msg("%s, %d×%d, text %g: wanted 10 neurons, got %d", layers[l][0], sizes[i].width,
                         sizes[i].height, (double)sizes[i].text, neurons);
        }
        stage_close(&stage);
    }
}

static void a_wide_layer_says_how_many_neurons_are_not_drawn(void **state) {
    (void)state;
    Stage stage = stage_lesson("digits", "en");
    SceneOptions options = network_options(1);
    int slot = program_find(stage.lesson->batch, "h");
    stage_stand(&stage, 1, stage_steps(&stage));
    stage_draw(&stage, &options, stage_follow, 1280, 720);
    char wanted[40];
    snprintf(wanted, sizeof wanted, "+%d more", 32 - count_neurons(&stage, slot));
    assert_true(count_neurons(&stage, slot) >= 10);
    int found = 0;
    for (size_t i = 0; i < stage.list.count; i++) {
        const DrawCommand *command = &stage.list.commands[i];
        if (command->mark.slot == slot && command->kind == DRAW_TEXT)
            found += strcmp(draw_string(&stage.list, command), wanted) == 0;
    }
    assert_int_equal(found, 1);
    stage_close(&stage);
}

static void no_text_size_makes_anything_overlap(void **state) {
    (void)state;
    static const char *const lessons[] = {"x2-relu",     "digits",      "housing-deep",
                                          "log-softmax", "dense-layer", "mazur"};
    static const Size large[] = {
        {1024, 640, 1}, {1024, 640, 2}, {1280, 720, 1.5f}, {1280, 720, 2.5f}, {1024, 640, 2.5f}};
    int faults = 0;
    for (size_t l = 0; l < sizeof lessons / sizeof *lessons; l++)
        for (size_t i = 0; i < sizeof large / sizeof *large; i++) {
            Stage stage = stage_lesson(lessons[l], i % 2 == 0 ? "en" : "ru");
            SceneOptions options = network_options(large[i].text);
            faults += stage_walk(&stage, lessons[l], &options, 1, large[i], 6);
            stage_close(&stage);
        }
    assert_int_equal(faults, 0);
}

/* The layers begin where a parameter comes in, be the data taken as it is or not. */
static void what_is_computed_of_data_alone_is_an_input(void **state) {
    (void)state;
    Stage stage = stage_lesson("housing-log", "en");
    SceneOptions options = network_options(1);
    const Program *program = stage.lesson->batch;
    stage_stand(&stage, 1, stage_steps(&stage));
    stage_draw(&stage, &options, stage_follow, 1280, 720);
    const Instr *first = &program->instrs[program->step_instr[program->zero_steps + 1]];
    assert_int_equal(count_neurons(&stage, first->dst), 1);
    assert_int_equal(count_neurons(&stage, program_find(program, "y_pred")), 1);
    stage_close(&stage);
}

static void among_many_lines_the_weak_ones_stand_back(void **state) {
    (void)state;
    Stage stage = stage_lesson("digits", "en");
    SceneOptions options = network_options(1);
    int slot = program_find(stage.lesson->batch, "W1");
    stage_stand(&stage, 1, stage_steps(&stage));
    stage_draw(&stage, &options, stage_follow, 1920, 1080);
    const DrawCommand *weak = NULL, *strong = NULL;
    for (size_t i = 0; i < stage.list.count; i++) {
        const DrawCommand *command = &stage.list.commands[i];
        if (command->kind != DRAW_LINE || command->mark.role != PART_EDGE || command->mark.slot != slot)
            continue;
        if (weak == NULL || command->width < weak->width) weak = command;
        if (strong == NULL || command->width > strong->width) strong = command;
    }
    assert_non_null(weak);
    Color panel = options.theme->panel;
    assert_true(theme_contrast(weak->stroke, panel) < 0.6 * theme_contrast(strong->stroke, panel));
    stage_close(&stage);
}

/* The numbers of a slot in the panel; those that say "0" into *zeros. */
static int count_slot_numbers(const Stage *stage, int slot, int *zeros) {
    int count = 0;
    *zeros = 0;
    for (size_t i = 0; i < stage->list.count; i++) {
        const DrawCommand *command = &stage->list.commands[i];
        if (command->kind != DRAW_TEXT || command->mark.panel != PANEL_MAIN || command->mark.slot != slot ||
            command->mark.role != PART_NUMBER)
            continue;
        count++;
        *zeros += strcmp(draw_string(&stage->list, command), "0") == 0;
    }
    return count;
}

/* A bias stands at each neuron, on the way back its gradient; what a pass has not reached has no number. */
static void biases_are_read_at_their_neurons(void **state) {
    (void)state;
    static const struct {
        const char *lesson, *bias, *first;
        int neurons;
    } layers[] = {{"mazur", "b1", "+0.35", 2}, {"students", "b2", "0", 2}, {"x2-relu", "b1", NULL, 10}};
    for (size_t l = 0; l < sizeof layers / sizeof *layers; l++) {
        Stage stage = stage_lesson(layers[l].lesson, "en");
        const Program *program = stage.lesson->batch;
        SceneOptions options = network_options(1);
        int slot = program_find(program, layers[l].bias), grad = program->slots[slot].grad, zeros;
        stage_stand(&stage, 1, program->zero_steps + 1);
        stage_draw(&stage, &options, stage_follow, 1600, 900);
        assert_int_equal(count_slot_numbers(&stage, slot, &zeros), layers[l].neurons);
        if (layers[l].first != NULL) assert_true(list_says(&stage.list, layers[l].first));
        int backward = 0;
        for (int step = 1; step <= stage_steps(&stage); step++) {
            const Instr *instr = &program->instrs[program->step_instr[step]];
            if (instr->phase != PHASE_BACKWARD) continue;
            backward++;
            stage_stand(&stage, 1, step);
            stage_draw(&stage, &options, stage_follow, 1600, 900);
            bool done = network_gradient_done(program, grad, step);
            assert_int_equal(count_slot_numbers(&stage, grad, &zeros), done ? layers[l].neurons : 0);
        }
        assert_true(backward > 3);
        stage_close(&stage);
    }
}

/* Zeroed is not computed: while no weight's gradient is there, none is drawn. */
static void a_gradient_to_come_is_not_nought(void **state) {
    (void)state;
    static const char *const lessons[] = {"mazur", "students", "chain-rule"};
    for (size_t l = 0; l < sizeof lessons / sizeof *lessons; l++) {
        Stage stage = stage_lesson(lessons[l], "en");
        const Program *program = stage.lesson->batch;
        SceneOptions options = network_options(1);
        int step = program->zero_steps + 1, zeros, looked = 0;
        while (program->instrs[program->step_instr[step]].phase != PHASE_BACKWARD) step++;
        stage_stand(&stage, 1, step);
        stage_draw(&stage, &options, stage_follow, 1600, 900);
        for (int slot = 0; slot < program->slot_count; slot++) {
            if (program->slots[slot].role != ROLE_GRADIENT || network_gradient_done(program, slot, step))
                continue;
            looked++;
            assert_int_equal(count_slot_numbers(&stage, slot, &zeros), 0);
        }
        assert_true(looked > 2 && list_says(&stage.list, "not yet"));
        stage_close(&stage);
    }
}

/* The batch's loss and the sample's stand under the loss, each with its name. */
static void the_loss_of_the_sample_is_not_that_of_the_batch(void **state) {
    (void)state;
    static const char *const lessons[] = {"x2-relu",    "students",    "housing-deep",
                                          "digits",     "log-softmax", "cross-entropy-sigmoid",
                                          "dense-layer"};
    int looked = 0;
    for (size_t l = 0; l < sizeof lessons / sizeof *lessons; l++) {
        Stage stage = stage_lesson(lessons[l], "en");
        int samples = stage.lesson->batch->samples;
        stage_stand(&stage, 1, stage_steps(&stage));
        double sum = 0;
        for (int i = 0; i < samples; i++) {
            Selection selection = stage_follow;
            selection.sample = i;
            stage_look(&stage, selection);
            sum += stage.view.sample_loss;
        }
        double loss = stage.view.loss * (stage.view.loss_sums ? 1 : samples);
        assert_true(samples > 1);
        looked++;
        if (!(fabs(sum - loss) <= 1e-4 * fabs(loss))) fail_msg("%s: %g and %g", lessons[l], sum, loss);
        SceneOptions options = network_options(1);
        stage_paint(&stage, &options, 1920, 1080);
        if (!list_says(&stage.list, "loss of this sample")) fail_msg("%s does not name it", lessons[l]);
        stage_close(&stage);
    }
    assert_true(looked >= 5);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ten_neurons_are_all_drawn),
        cmocka_unit_test(a_wide_layer_says_how_many_neurons_are_not_drawn),
        cmocka_unit_test(what_is_computed_of_data_alone_is_an_input),
        cmocka_unit_test(among_many_lines_the_weak_ones_stand_back),
        cmocka_unit_test(biases_are_read_at_their_neurons),
        cmocka_unit_test(a_gradient_to_come_is_not_nought),
        cmocka_unit_test(the_loss_of_the_sample_is_not_that_of_the_batch),
        cmocka_unit_test(no_text_size_makes_anything_overlap),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
