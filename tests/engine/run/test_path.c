/* test_path: slopes along a path are what a nudge shows, and all paths together are the gradient. */
#include "tests/support/run_helper.h"

#include <dirent.h>
#include <math.h>

#include "engine/run/path.h"

static Probe open_probe(const Lesson *lesson) {
    Probe probe;
    assert_true(probe_open(&probe, lesson));
    return probe;
}

static bool near(double a, double b, double share) {
    return fabs(a - b) <= share * (fabs(a) + fabs(b)) + 1e-13;
}

/* The element that hop `n` starts from. */
static size_t start_of(const Probe *probe, const Path *path, int n, size_t first) {
    if (n == 0) return first;
    const PathHop *before = &path->hops[n - 1];
    return probe_element(probe, probe->program->instrs[before->instr].dst, before->row, before->col);
}

/* What a nudge of the number before makes of the one after, by that one operation alone. */
static double nudge(const Probe *probe, const PathHop *hop, double *at, double step) {
    const double *out =
        probe->mem + probe_element(probe, probe->program->instrs[hop->instr].dst, hop->row, hop->col);
    double was = *at, low, high;
    *at = was + step;
    probe->bound.exec->run(probe->calls, hop->instr, hop->instr + 1);
    high = *out;
    *at = was - step;
    probe->bound.exec->run(probe->calls, hop->instr, hop->instr + 1);
    low = *out;
    *at = was;
    probe->bound.exec->run(probe->calls, hop->instr, hop->instr + 1);
    return (high - low) / (2 * step);
}

/* Where the same value stands in two operands, a nudge moves both. */
static bool is_used_once(const Instr *instr, int operand) {
    for (int k = 0; k < instr->ins; k++)
        if (k != operand && instr->in[k] == instr->in[operand]) return false;
    return true;
}

static void check_path(const Probe *probe, const Path *path, size_t first, const char *what) {
    double product = 1;
    assert_true(path->count > 0);
    for (int n = 0; n < path->count; n++) {
        const PathHop *hop = &path->hops[n];
        const Instr *instr = &probe->program->instrs[hop->instr];
        const Slot *in = &probe->program->slots[instr->in[hop->operand]];
        size_t start = start_of(probe, path, n, first);
        assert_true(start >= in->at && start < in->at + tensor_size(in->rows, in->cols));
        product *= hop->slope;
        double wanted = nudge(probe, hop, probe->mem + start, 1e-6);
        if (is_used_once(instr, hop->operand) && !near(hop->slope, wanted, 1e-4))
            fail_msg("%s, %s: slope %.9g, a nudge shows %.9g", what, program_op_name(instr), hop->slope,
                     wanted);
    }
    assert_int_equal(probe->program->instrs[path->hops[path->count - 1].instr].dst, probe->program->loss);
    assert_true(near(path->product, product, 1e-12));
}

/* Every path that is told; the strongest first; and the sum of all beside the backward pass in double. */
static void check_paths(Probe *probe, const Machine *machine, int slot, int row, int col, const char *what) {
    Paths paths;
    assert_true(path_find(probe, machine, slot, row, col, &paths));
    double gradient = probe->mem[probe_element(probe, probe->program->slots[slot].grad, row, col)], sum = 0;
    if (!near(paths.sum, gradient, 1e-9))
        fail_msg("%s[%d, %d]: all paths give %.15g, the gradient is %.15g", what, row, col, paths.sum,
                 gradient);
    assert_true((double)paths.count <= paths.total);
    for (int i = 0; i < paths.count; i++) {
        check_path(probe, &paths.path[i], probe_element(probe, slot, row, col), what);
        sum += paths.path[i].product;
        assert_true(i == 0 || fabs(paths.path[i].product) <= fabs(paths.path[i - 1].product));
    }
    if ((double)paths.count == paths.total) assert_true(near(sum, paths.sum, 1e-9));
}

static int check_lesson(const char *folder, const char *name) {
    Lesson *lesson = load_file(folder, name, &(const Override){"bugs", "off"}, 1);
    if (lesson->batch == NULL || lesson->batch->loss < 0) {
        lesson_release(lesson);
        return 0;
    }
    Probe probe = open_probe(lesson);
    Machine *machine = machine_for(lesson);
    const Program *program = lesson->batch;
    int checked = 0;
    for (int slot = 0; slot < program->slot_count; slot++) {
        const Slot *it = &program->slots[slot];
        if (it->role != ROLE_PARAMETER || it->grad < 0) continue;
        check_paths(&probe, machine, slot, 0, 0, it->name);
        check_paths(&probe, machine, slot, it->rows - 1, it->cols - 1, it->name);
        check_paths(&probe, machine, slot, it->rows / 2, it->cols / 3, it->name);
        checked++;
    }
    machine_free(machine);
    probe_close(&probe);
    lesson_release(lesson);
    return checked;
}

static int check_folder(const char *folder, const char *path) {
    DIR *opened = opendir(path);
    int checked = 0;
    assert_non_null(opened);
    for (struct dirent *entry; (entry = readdir(opened)) != NULL;) {
        char name[256];
        const char *end = strstr(entry->d_name, ".lesson");
        if (end == NULL || strncmp(entry->d_name, "mnist", 5) == 0) continue;
        snprintf(name, sizeof name, "%.*s", (int)(end - entry->d_name), entry->d_name);
        checked += check_lesson(folder, name);
    }
    closedir(opened);
    return checked;
}

static void the_paths_of_every_lesson_add_up_to_its_gradients(void **state) {
    (void)state;
    char path[600];
    snprintf(path, sizeof path, "%s/lessons", getenv("BACKSTEP_ASSETS"));
    assert_true(check_folder("lessons", path) > 60);
    lessons_path(path, sizeof path, "models");
    assert_true(check_folder("models", path) > 20);
}

/* A weight of the first layer of two neurons and two outputs reaches the loss by both outputs. */
static void a_weight_reaches_the_loss_by_each_output(void **state) {
    (void)state;
    Lesson *lesson = load_file("lessons", "mazur", NULL, 0);
    Probe probe = open_probe(lesson);
    Machine *machine = machine_for(lesson);
    Paths paths;
    assert_true(path_find(&probe, machine, program_find(lesson->batch, "W1"), 0, 0, &paths));
    assert_int_equal(paths.count, 2);
    assert_true(paths.total == 2);
    machine_free(machine);
    probe_close(&probe);
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_paths_of_every_lesson_add_up_to_its_gradients),
        cmocka_unit_test(a_weight_reaches_the_loss_by_each_output),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
