/* test_machine: one step at a time and all at once are the same; mini-batches, order, optimizers, what is
 * known when. */
#include "engine/data/dataset.h"
#include "tests/support/run_helper.h"

#define LINE       "[lesson]\nseed = 3\n[data]\nx = randn(10, 2)\ny = randn(10, 1)\n"
#define PARAMETERS "[parameters]\nw = randn(2, 1)\nb = 0\n"
#define MODEL      "[model]\np = x @ w + b\nloss = mse(p, y)\n"

static void nothing_is_known_before_the_first_step_but_what_is_given(void **state) {
    (void)state;
    Lesson *lesson = load(LINE PARAMETERS MODEL);
    Machine *machine = machine_for(lesson);
    const Program *program = lesson->batch;
    assert_true(machine_known(machine, program_find(program, "x")));
    assert_true(machine_known(machine, program_find(program, "w")));
    assert_false(machine_known(machine, program_find(program, "p")));
    assert_false(machine_known(machine, program_find(program, "dw")));
    assert_true(isnan(machine_loss(machine)));
    machine_free(machine);
    lesson_release(lesson);
}

static void a_step_makes_what_it_writes_known_and_nothing_else(void **state) {
    (void)state;
    Lesson *lesson =
        load(LINE PARAMETERS MODEL "[train]\noptimizer = adam\nclip_norm = 1\nrequires_grad = x\n");
    Machine *machine = machine_for(lesson);
    const Program *program = lesson->batch;
    int made = 0;
    while (machine->at.step < program->steps) {
        assert_true(machine_step(machine));
        for (int slot = 0; slot < program->slot_count; slot++) {
            const Slot *it = &program->slots[slot];
            if (it->made == 0 || it->role == ROLE_PARAMETER) continue;
            made += it->made == machine->at.step;
            assert_int_equal(machine_known(machine, slot), it->made <= machine->at.step);
        }
    }
    assert_true(made > 10);
    machine_free(machine);
    lesson_release(lesson);
}

static void gradients_stay_known_in_the_next_iteration_and_results_do_not(void **state) {
    (void)state;
    Lesson *lesson = load(LINE PARAMETERS MODEL "[train]\nepochs = 2\n");
    Machine *machine = machine_for(lesson);
    machine_finish(machine);
    assert_true(machine_known(machine, program_find(lesson->batch, "p")));
    assert_true(machine_next(machine));
    assert_false(machine_known(machine, program_find(lesson->batch, "p")));
    assert_false(machine_known(machine, program_find(lesson->batch, "dp")));
    assert_true(machine_known(machine, program_find(lesson->batch, "dw")));
    machine_free(machine);
    lesson_release(lesson);
}

static void stepping_and_training_give_the_same_bits(void **state) {
    (void)state;
    const char *const names[] = {"x2-relu", "dense-layer", "cross-entropy-sigmoid", "softmax-two-layers"};
    const char *const models[] = {"gru-cell", "uncertain-regression", "layer-norm", "logistic-regression"};
    int compared = 0;
    for (int i = 0; i < 8; i++) {
        Lesson *lesson =
            i < 4 ? load_file("reference", names[i], NULL, 0) : load_file("models", models[i - 4], NULL, 0);
        Machine *stepped = machine_for(lesson), *trained = machine_for(lesson);
        for (int iteration = 0; iteration < 9; iteration++) {
            while (stepped->at.step < stepped->program->steps) assert_true(machine_step(stepped));
            machine_finish(trained);
            compared += same_bits(stepped, trained);
            if (machine_next(stepped) != machine_next(trained)) fail();
        }
        machine_free(stepped);
        machine_free(trained);
        lesson_release(lesson);
    }
    assert_true(compared > 1000);
}

static void after_the_last_epoch_nothing_changes(void **state) {
    (void)state;
    Lesson *lesson = load(LINE PARAMETERS MODEL "[train]\nepochs = 2\n");
    Machine *machine = machine_for(lesson);
    int steps = 0;
    while (machine_step(machine)) steps++;
    assert_int_equal(steps, 2 * lesson->batch->steps);
    float before = slot_element(machine, "w", 0, 0);
    assert_false(machine_step(machine));
    assert_false(machine_next(machine));
    assert_int_equal(machine->at.iteration, 1);
    assert_int_equal(machine->at.step, lesson->batch->steps);
    assert_true(before == slot_element(machine, "w", 0, 0));
    machine_free(machine);
    lesson_release(lesson);
}

static void mini_batches_follow_the_file_and_the_last_may_be_smaller(void **state) {
    (void)state;
    Lesson *lesson = load(LINE PARAMETERS MODEL "[train]\nbatch = 4\nepochs = 2\n");
    Machine *machine = machine_for(lesson);
    assert_int_equal(lesson_batches(lesson), 3);
    assert_int_equal(lesson_iterations(lesson), 6);
    for (int iteration = 0; iteration < 6; iteration++) {
        int rows = iteration % 3 == 2 ? 2 : 4;
        assert_int_equal(machine->program->samples, rows);
        for (int i = 0; i < rows; i++)
            for (int j = 0; j < 2; j++)
                assert_true(slot_element(machine, "x", i, j) ==
                            element(data(lesson, "x"), iteration % 3 * 4 + i, j));
        machine_finish(machine);
        machine_next(machine);
    }
    machine_free(machine);
    lesson_release(lesson);
}

static void rows_of_a_sample_are_those_of_the_mini_batch(void **state) {
    (void)state;
    Lesson *lesson =
        load(LINE PARAMETERS "[model]\ne = x @ w + b - y\nn = rows(x)\nloss = sum(e^2) / rows(x) + 0 * n\n"
                             "[train]\nbatch = 4\n");
    Machine *machine = machine_for(lesson);
    for (int iteration = 0; iteration < 3; iteration++) {
        int rows = iteration == 2 ? 2 : 4;
        machine_finish(machine);
        double sum = 0;
        for (int i = 0; i < rows; i++) sum += pow((double)slot_element(machine, "e", i, 0), 2);
        assert_true(slot_element(machine, "n", 0, 0) == (float)rows);
        assert_true(fabs((double)machine_loss(machine) - sum / rows) < 1e-5 * (1 + sum));
        machine_next(machine);
    }
    machine_free(machine);
    lesson_release(lesson);
}

static void each_epoch_is_shuffled_anew_from_the_lessons_generator(void **state) {
    (void)state;
    Lesson *lesson = load(LINE PARAMETERS MODEL "[train]\nbatch = 4\nepochs = 5\nshuffle = yes\n");
    Machine *machine = machine_for(lesson);
    Rng rng = lesson->rng;
    int32_t order[10];
    for (int epoch = 0; epoch < 5; epoch++) {
        rng_shuffle(&rng, order, 10);
        for (int batch = 0; batch < 3; batch++) {
            for (int i = 0; i < machine->program->samples; i++)
                assert_true(slot_element(machine, "y", i, 0) ==
                            element(data(lesson, "y"), order[batch * 4 + i], 0));
            machine_finish(machine);
            machine_next(machine);
        }
    }
    machine_free(machine);
    lesson_release(lesson);
}

/* The last mini-batch of 1033 samples has 25, a vector and a half. */
static void many_columns_are_shuffled_as_few_are(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\nx = randn(1033, 70)\n[parameters]\nw = zeros(70, 1)\n[model]\n"
                          "loss = mean(x @ w)\n[train]\nbatch = 48\nepochs = 2\nshuffle = yes\n");
    assert_non_null(lesson->data[0].by_row);
    Machine *machine = machine_for(lesson);
    Rng rng = lesson->rng;
    int32_t order[1033];
    for (int epoch = 0; epoch < 2; epoch++) {
        rng_shuffle(&rng, order, 1033);
        for (int first = 0; first < 1033; first += 48) {
            for (int i = 0; i < machine->program->samples; i++)
                for (int j = 0; j < 70; j++)
                    assert_true(slot_element(machine, "x", i, j) ==
                                element(data(lesson, "x"), order[first + i], j));
            machine_finish(machine);
            machine_next(machine);
        }
    }
    machine_free(machine);
    lesson_release(lesson);
}

static void a_saved_state_goes_on_as_the_run_did(void **state) {
    (void)state;
    Lesson *lesson =
        load(LINE PARAMETERS MODEL "[train]\noptimizer = adam\nbatch = 4\nepochs = 9\nshuffle = yes\n");
    Machine *run = machine_for(lesson), *other = machine_for(lesson);
    float saved[1024];
    assert_true(lesson->batch->lasting <= 1024);
    for (int iteration = 0; iteration < 20; iteration++) {
        Rng rng;
        machine_save(run, saved, &rng);
        machine_load(other, iteration, saved, &rng);
        machine_finish(run);
        machine_finish(other);
        same_bits(run, other);
        machine_next(run);
    }
    machine_restart(run);
    machine_free(other);
    other = machine_for(lesson);
    same_bits(run, other);
    machine_free(other);
    machine_free(run);
    lesson_release(lesson);
}

static void gradients_add_up_where_they_are_not_zeroed(void **state) {
    (void)state;
    Lesson *sum = load(LINE PARAMETERS MODEL "[train]\nlr = 1e-30\nzero_grad = no\nepochs = 3\n");
    Lesson *one = load(LINE PARAMETERS MODEL "[train]\nlr = 1e-30\nepochs = 3\n");
    Machine *adding = machine_for(sum), *zeroing = machine_for(one);
    for (int iteration = 1; iteration <= 3; iteration++) {
        machine_finish(adding);
        machine_finish(zeroing);
        float single = slot_element(zeroing, "dw", 1, 0);
        assert_true(fabsf(slot_element(adding, "dw", 1, 0) - (float)iteration * single) < 1e-5f);
        assert_true(slot_element(adding, "dp", 0, 0) == slot_element(zeroing, "dp", 0, 0));
        machine_next(adding);
        machine_next(zeroing);
    }
    machine_free(adding);
    machine_free(zeroing);
    lesson_release(sum);
    lesson_release(one);
}

/* The gradient of sample data is of the mini-batch's rows. */
static void gradients_of_data_follow_the_mini_batch(void **state) {
    (void)state;
    Lesson *lesson = load(LINE PARAMETERS MODEL "[train]\nbatch = 4\nrequires_grad = x\n");
    Machine *machine = machine_for(lesson);
    for (int iteration = 0; iteration < 3; iteration++) {
        machine_finish(machine);
        const Slot *grad = &machine->program->slots[program_find(machine->program, "dx")];
        assert_int_equal(grad->rows, machine->program->samples);
        for (int i = 0; i < grad->rows; i++) {
            float wanted = slot_element(machine, "dp", i, 0); /* times w before its update */
            assert_true(isfinite(slot_element(machine, "dx", i, 1)) && wanted != 0);
        }
        machine_next(machine);
    }
    machine_free(machine);
    lesson_release(lesson);
}

static void clip_norm_cuts_all_gradients_together(void **state) {
    (void)state;
    Lesson *lesson = load(LINE PARAMETERS MODEL "[train]\nclip_norm = 0.25\n");
    Machine *machine = machine_for(lesson);
    machine_finish(machine);
    double sum = pow((double)slot_element(machine, "dw", 0, 0), 2) +
                 pow((double)slot_element(machine, "dw", 1, 0), 2) +
                 pow((double)slot_element(machine, "db", 0, 0), 2);
    assert_true(fabs(sqrt(sum) - 0.25) < 1e-5);
    machine_free(machine);
    lesson_release(lesson);
}

/* loss = (w - 3)², from w = 1, by the formulas of torch.optim. */
typedef void Formula(double *w, double gradient, double *first, double *second, int count);

static void formula_sgd(double *w, double gradient, double *first, double *second, int count) {
    (void)first, (void)second, (void)count;
    *w -= 0.1 * gradient;
}
static void formula_momentum(double *w, double gradient, double *first, double *second, int count) {
    (void)second, (void)count;
    *first = 0.9 * *first + gradient;
    *w -= 0.1 * *first;
}
static void formula_rmsprop(double *w, double gradient, double *first, double *second, int count) {
    (void)first, (void)count;
    *second = 0.99 * *second + 0.01 * gradient * gradient;
    *w -= 0.1 * gradient / (sqrt(*second) + 1e-8);
}
static void formula_adam(double *w, double gradient, double *first, double *second, int count) {
    *first = 0.9 * *first + 0.1 * gradient;
    *second = 0.999 * *second + 0.001 * gradient * gradient;
    *w -= 0.1 / (1 - pow(0.9, count)) * *first / (sqrt(*second) / sqrt(1 - pow(0.999, count)) + 1e-8);
}

static void optimizers_follow_their_formulas(void **state) {
    (void)state;
    static const struct {
        const char *train;
        Formula *formula;
    } cases[] = {{"optimizer = sgd", formula_sgd},
                 {"momentum = 0.9", formula_momentum},
                 {"optimizer = rmsprop", formula_rmsprop},
                 {"optimizer = adam", formula_adam}};
    for (int k = 0; k < 4; k++) {
        char text[200];
        snprintf(text, sizeof text,
                 "[parameters]\nw = 1\n[model]\nloss = (w - 3)^2\n[train]\nlr = 0.1\nepochs = 20\n%s\n",
                 cases[k].train);
        Lesson *lesson = load(text);
        Machine *machine = machine_for(lesson);
        double w = 1, first = 0, second = 0;
        for (int count = 1; count <= 20; count++) {
            cases[k].formula(&w, 2 * (w - 3), &first, &second, count);
            machine_finish(machine);
            if (fabs((double)slot_element(machine, "w", 0, 0) - w) > 1e-5)
                print_error("%s, update %d\n", cases[k].train, count);
            assert_true(fabs((double)slot_element(machine, "w", 0, 0) - w) <= 1e-5);
            machine_next(machine);
        }
        machine_free(machine);
        lesson_release(lesson);
    }
}

/* The test set gives what the same samples give as a mini-batch. */
static void test_samples_are_computed_with_the_models_own_operations(void **state) {
    (void)state;
    Lesson *lesson = load(
        "[lesson]\nseed = 3\n[data]\nx = randn(10, 2)\nt = onehot([[0], [1], [1], [0], [1], [0], [0], [1], "
        "[1], [0]], 2)\n[parameters]\nw = randn(2, 2)\n[model]\nloss = cross_entropy(x @ w, t)\n"
        "[train]\nholdout = 0.5\nbatch = 5\n");
    Err e = {0};
    TestSet *test_set = test_set_new(lesson, exec_best(), &e);
    Machine *machine = machine_for(lesson);
    assert_non_null(test_set);
    float loss, accuracy;
    test_set_run(test_set, machine->mem, &loss, &accuracy);
    for (size_t k = 0; k < 2; k++) { /* the held-out samples in place of the mini-batch */
        const Slot *slot = &machine->program->slots[machine->samples[k].slot];
        batch_copy(&machine->samples[k].from->value, 5, 5, machine->mem + slot->at);
    }
    machine_finish(machine);
    assert_true(loss == machine_loss(machine));
    assert_true(accuracy == (float)machine_right(machine) / 5);
    test_set_free(test_set);
    machine_free(machine);
    lesson_release(lesson);
}

static void the_first_of_equal_scores_counts(void **state) {
    (void)state;
    const float scores[16 * 3] = {[0] = 1, [16] = 1, [32] = 0, [1] = 0, [17] = 2, [33] = 5};
    const float truth[16 * 3] = {[0] = 1, [16] = 0, [32] = 0, [1] = 0, [17] = 1, [33] = 0};
    assert_int_equal(batch_right(scores, truth, 2, 3), 1);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_is_known_before_the_first_step_but_what_is_given),
        cmocka_unit_test(a_step_makes_what_it_writes_known_and_nothing_else),
        cmocka_unit_test(gradients_stay_known_in_the_next_iteration_and_results_do_not),
        cmocka_unit_test(stepping_and_training_give_the_same_bits),
        cmocka_unit_test(after_the_last_epoch_nothing_changes),
        cmocka_unit_test(mini_batches_follow_the_file_and_the_last_may_be_smaller),
        cmocka_unit_test(rows_of_a_sample_are_those_of_the_mini_batch),
        cmocka_unit_test(each_epoch_is_shuffled_anew_from_the_lessons_generator),
        cmocka_unit_test(many_columns_are_shuffled_as_few_are),
        cmocka_unit_test(a_saved_state_goes_on_as_the_run_did),
        cmocka_unit_test(gradients_add_up_where_they_are_not_zeroed),
        cmocka_unit_test(gradients_of_data_follow_the_mini_batch),
        cmocka_unit_test(clip_norm_cuts_all_gradients_together),
        cmocka_unit_test(optimizers_follow_their_formulas),
        cmocka_unit_test(test_samples_are_computed_with_the_models_own_operations),
        cmocka_unit_test(the_first_of_equal_scores_counts),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
