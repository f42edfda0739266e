/* test_probe: the loss for other values of one number is that of the whole model computed anew, in double. */
#include "tests/support/run_helper.h"

#include <math.h>

#include "engine/run/gradcheck.h"

enum { VALUES = 9 };

static Probe open_probe(const Lesson *lesson) {
    Probe probe;
    assert_true(probe_open(&probe, lesson));
    return probe;
}

static Machine *machine_at(const Lesson *lesson, int64_t epoch) {
    Machine *machine = machine_for(lesson);
    Timeline *timeline = timeline_for(lesson);
    timeline_seek(timeline, machine, (Moment){(epoch - 1) * machine->batches, 0});
    timeline_free(timeline);
    return machine;
}

/* ---- two linear layers, written out ---- */

/* The mean of (Σⱼ (xᵢ W₁ⱼ + b₁ⱼ) W₂ⱼ + b₂ − yᵢ)² with one element of a parameter replaced. */
static double linear_loss(const Machine *machine, const char *name, int row, int col, double value) {
    double sum = 0;
    for (int i = 0; i < 100; i++) {
        double yhat = strcmp(name, "b2") == 0 ? value : (double)slot_element(machine, "b2", 0, 0);
        for (int j = 0; j < 10; j++) {
            double w1 = (double)slot_element(machine, "W1", 0, j),
                   b1 = (double)slot_element(machine, "b1", 0, j),
                   w2 = (double)slot_element(machine, "W2", j, 0);
            if (strcmp(name, "W1") == 0 && j == col) w1 = value;
            if (strcmp(name, "b1") == 0 && j == col) b1 = value;
            if (strcmp(name, "W2") == 0 && j == row) w2 = value;
            yhat += ((double)slot_element(machine, "x", i, 0) * w1 + b1) * w2;
        }
        sum += pow(yhat - (double)slot_element(machine, "y", i, 0), 2);
    }
    return sum / 100;
}

static void the_losses_of_two_linear_layers_are_those_of_their_formula(void **state) {
    (void)state;
    static const struct {
        const char *name;
        int row, col;
    } cases[] = {{"W1", 0, 3}, {"b1", 0, 9}, {"W2", 4, 0}, {"b2", 0, 0}, {"W1", 0, 0}};
    Lesson *lesson = load_file("lessons", "x2-linear", NULL, 0);
    Probe probe = open_probe(lesson);
    for (int64_t epoch = 1; epoch < 600; epoch += 299) {
        Machine *machine = machine_at(lesson, epoch);
        for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
            double values[VALUES], losses[VALUES];
            for (int i = 0; i < VALUES; i++) values[i] = -2 + 0.55 * i;
            int slot = program_find(lesson->batch, cases[c].name);
            assert_true(
                probe_losses(&probe, machine, slot, cases[c].row, cases[c].col, values, VALUES, losses));
            for (int i = 0; i < VALUES; i++) {
                double wanted = linear_loss(machine, cases[c].name, cases[c].row, cases[c].col, values[i]);
                if (!(fabs(losses[i] - wanted) < 1e-11 * (1 + wanted)))
                    fail_msg("%s at %g: wanted %.15g, got %.15g", cases[c].name, values[i], wanted,
                             losses[i]);
            }
        }
        machine_free(machine);
    }
    probe_close(&probe);
    lesson_release(lesson);
}

/* ---- any lesson: with the number put into the machine itself, and beside the gradient check ---- */

/* The loss of the machine's own forward pass, in float, with one element replaced. */
static double machine_loss_with(Machine *machine, int slot, int row, int col, double value) {
    float *at = tensor_element(machine_mat(machine, slot), row, col), was = *at;
    *at = (float)value;
    const Program *program = machine->program;
    int step = 0;
    for (int i = 0; i < program->instr_count; i++)
        if (program->instrs[i].phase == PHASE_FORWARD) step = program->instrs[i].step;
    Moment before = machine->at;
    machine_run(machine, step);
    double loss = (double)machine_loss(machine);
    machine->at = before;
    *at = was;
    return loss;
}

static void element_holds(Probe *probe, Checker *checker, Machine *machine, int slot, int row, int col) {
    double w = (double)*tensor_element(machine_mat(machine, slot), row, col);
    double values[] = {w - 0.3, w, w + 0.25, (double)(float)(w + 2)}, losses[4];
    assert_true(probe_losses(probe, machine, slot, row, col, values, 4, losses));
    for (int i = 0; i < 4; i++) {
        double wanted = machine_loss_with(machine, slot, row, col, values[i]);
        double close = 2e-5 * (1 + fabs(wanted)); /* of float, where a mean of many numbers is taken */
        if (!(fabs(losses[i] - wanted) < close) && isfinite(wanted))
            fail_msg("%s at %g: wanted %.9g, got %.9g", machine->program->slots[slot].name, values[i], wanted,
                     losses[i]);
    }
    CheckElement check;
    assert_true(gradcheck_element(checker, machine, slot, row, col, false, &check));
    double ends[] = {check.value - check.step, check.value + check.step}, both[2];
    assert_true(probe_losses(probe, machine, slot, row, col, ends, 2, both));
    assert_true(both[0] == check.loss_minus && both[1] == check.loss_plus);
    double slope = (both[1] - both[0]) / (ends[1] - ends[0]);
    assert_true(check.kink || fabs(slope - check.analytic) <= 1e-4 * (fabs(slope) + 1e-4));
}

static void the_losses_of_any_lesson_are_those_of_its_own_forward_pass(void **state) {
    (void)state;
    static const struct {
        const char *folder, *name;
        int64_t epoch;
    } cases[] = {
        {"lessons", "x2-relu", 10},     {"lessons", "students", 5},
        {"lessons", "mazur", 1},        {"lessons", "digits", 1},
        {"lessons", "housing-deep", 2}, {"models", "gru-cell", 3},
        {"lessons", "chain-rule", 1},   {"lessons", "neuron-scalars", 1},
        {"lessons", "log-softmax", 1},  {"lessons", "softmax-two-layers", 1},
    };
    Err e = {0};
    for (size_t c = 0; c < sizeof cases / sizeof *cases; c++) {
        Lesson *lesson = load_file(cases[c].folder, cases[c].name, NULL, 0);
        Machine *machine = machine_at(lesson, cases[c].epoch);
        Probe probe = open_probe(lesson);
        Checker *checker = gradcheck_new(lesson, &e);
        assert_non_null(checker);
        int looked = 0;
        for (int slot = 0; slot < lesson->batch->slot_count; slot++) {
            const Slot *it = &lesson->batch->slots[slot];
            if (it->role != ROLE_PARAMETER || it->grad < 0) continue;
            element_holds(&probe, checker, machine, slot, 0, 0);
            element_holds(&probe, checker, machine, slot, it->rows - 1, it->cols / 2);
            looked++;
        }
        assert_true(looked > 0);
        gradcheck_free(checker);
        probe_close(&probe);
        machine_free(machine);
        lesson_release(lesson);
    }
}

static void asking_changes_nothing(void **state) {
    (void)state;
    Lesson *lesson = load_file("lessons", "x2-relu", NULL, 0);
    Machine *machine = machine_at(lesson, 3), *other = machine_at(lesson, 3);
    Probe probe = open_probe(lesson);
    double values[] = {-1, 5, 0.25}, first[3], again[3], between[3];
    int w1 = program_find(lesson->batch, "W1"), w2 = program_find(lesson->batch, "W2");
    assert_true(probe_losses(&probe, machine, w1, 0, 2, values, 3, first));
    assert_true(probe_losses(&probe, machine, w2, 7, 0, values, 3, between));
    assert_true(probe_losses(&probe, machine, w1, 0, 2, values, 3, again));
    assert_memory_equal(first, again, sizeof first);
    same_bits(machine, other);
    machine_free(machine);
    machine_free(other);
    probe_close(&probe);
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_losses_of_two_linear_layers_are_those_of_their_formula),
        cmocka_unit_test(the_losses_of_any_lesson_are_those_of_its_own_forward_pass),
        cmocka_unit_test(asking_changes_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
