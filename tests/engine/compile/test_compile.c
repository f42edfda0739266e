/* test_compile: formulas become slots and instructions: which they are, what they read, where they lie. */
#include "tests/support/compile_helper.h"

static void constants_are_folded_in_double(void **state) {
    (void)state;
    static const struct {
        const char *formula;
        double value;
    } cases[] = {
        {"2 * rows(x)", 6},       {"cols(x @ w + 1)", 1},
        {"rows(x.T)", 2},         {"-2^2", -4},
        {"1 / 3 * 3", 1},         {"pi / 2", 1.5707963267948966},
        {"sqrt(cols(k) + 2)", 2}, {"2^-1 + 0.1 - 0.5", 0.1},
        {"relu(-3)", 0},          {"1 / 3 - 0.33333333", 1.0 / 3 - 0.33333333},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char formula[100];
        snprintf(formula, sizeof formula, "b * (%s)", cases[i].formula);
        Err e = {0};
        Lesson *lesson = load_formula(formula, &e);
        if (lesson == NULL) print_error("%s: %s\n", formula, e.text);
        assert_non_null(lesson);
        const Program *program = lesson->batch;
        const Instr *mul = &program->instrs[program->step_instr[program->zero_steps + 1]];
        assert_string_equal(program_op_name(mul), "mul");
        const Slot *constant = &program->slots[mul->in[1]];
        assert_int_equal(constant->role, ROLE_CONSTANT);
        assert_true(program->start[constant->at] == (float)cases[i].value);
        lesson_release(lesson);
    }
}

static void slots_tell_what_they_are(void **state) {
    (void)state;
    Lesson *lesson = load(DATA PARAMETERS "[model]\nz = x @ w + b * 2\nloss = mean((z - y)^2)\n");
    const Program *program = lesson->batch;
    const Slot *x = &program->slots[program_find(program, "x")],
               *z = &program->slots[program_find(program, "z")];
    const Slot *loss = &program->slots[program->loss], *dz = &program->slots[z->grad];
    assert_true(x->role == ROLE_DATA && x->sample && x->named && x->grad == -1);
    assert_true(z->role == ROLE_VALUE && z->sample && z->line == 0 && z->rows == 3 && z->cols == 1);
    assert_string_equal(z->text, "x @ w + b * 2");
    assert_true(loss->role == ROLE_LOSS && !loss->sample && loss->line == 1 &&
                program->target == program->loss);
    assert_true(dz->role == ROLE_GRADIENT && dz->of == program_find(program, "z") && !dz->lasting &&
                dz->sample);
    assert_string_equal(dz->name, "dz");
    const Slot *w = &program->slots[program_find(program, "w")], *dw = &program->slots[w->grad];
    assert_true(w->lasting && dw->lasting && w->at < program->lasting && dw->at < program->lasting);
    for (int i = 0; i < program->slot_count; i++) {
        assert_int_equal(program->slots[i].at % 16, 0);
        if (!program->slots[i].named && program->slots[i].role != ROLE_SETTING)
            assert_true(program->slots[i].name[0] == '%' || program->slots[i].name[0] == 'd');
    }
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        assert_int_equal(instr->loss, instr->phase == PHASE_FORWARD && instr->line == 1);
    }
    lesson_release(lesson);
}

/* A gradient reads the upstream gradient and what its formula needs, not what it does not. */
static void instructions_list_what_they_read(void **state) {
    (void)state;
    Lesson *lesson =
        load(DATA PARAMETERS "[model]\np = x @ w\ns = sigmoid(p)\nq = s * s\nr = q + b\nloss = mean(r)\n");
    const Program *program = lesson->batch;
    static const struct {
        const char *to;
        int wrt, reads;
        const char *read[3];
    } cases[] = {
        {"dr", 0, 1, {"dloss"}},   {"dq", 0, 1, {"dr"}},      {"db", 1, 1, {"dr"}},
        {"ds", 0, 2, {"dq", "s"}}, {"ds", 1, 2, {"dq", "s"}}, {"dp", 0, 2, {"ds", "s"}},
        {"dw", 1, 2, {"dp", "x"}},
    };
    int first = program->zero_steps + 5 + 2; /* after forward and seed */
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const Instr *instr = &program->instrs[program->step_instr[(size_t)first + i]];
        assert_string_equal(program->slots[instr->dst].name, cases[i].to);
        assert_int_equal(instr->wrt, cases[i].wrt);
        assert_int_equal(instr->reads, cases[i].reads);
        for (int k = 0; k < instr->reads; k++)
            assert_string_equal(program->slots[instr->src[k]].name, cases[i].read[k]);
    }
    lesson_release(lesson);
}

/* The first edge into a gradient writes it, the others add: what was zeroed need not be read again. */
static void the_first_edge_overwrites_and_the_others_add(void **state) {
    (void)state;
    for (int zeroed = 0; zeroed < 2; zeroed++) {
        const Override override = {"zero_grad", zeroed ? "yes" : "no"};
        Lesson *lesson = load_with("t.lesson", "[parameters]\nw = 3\n[model]\nh = w * w\nloss = h * h + w\n",
                                   &override, 1);
        const Program *program = lesson->batch;
        int edges = 0;
        bool seen[64] = {false};
        for (int i = 0; i < program->instr_count; i++) {
            const Instr *instr = &program->instrs[i];
            if (instr->phase != PHASE_BACKWARD) continue;
            bool kept = !zeroed && program->slots[instr->dst].lasting;
            assert_int_equal(instr->add, seen[instr->dst] || kept);
            seen[instr->dst] = true;
            edges++;
        }
        assert_int_equal(edges, 7);
        lesson_release(lesson);
    }
}

static void a_slot_is_made_by_the_first_step_that_writes_it(void **state) {
    (void)state;
    Lesson *lesson = load("[parameters]\nw = 3\n[model]\nh = w + 1\nloss = h * h\n");
    const Program *program = lesson->batch;
    static const struct {
        const char *name;
        int made;
    } cases[] = {{"dw", 1}, {"h", 2}, {"loss", 3}, {"dloss", 4}, {"dh", 5}, {"w", 8}, {"lr", 0}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert_int_equal(program->slots[program_find(program, cases[i].name)].made, cases[i].made);
    lesson_release(lesson);
}

static void the_programs_of_a_lesson_agree_on_places(void **state) {
    (void)state;
    Lesson *lesson = load(
        "[lesson]\nseed = 1\n[data]\nx = randn(10, 2)\ny = onehot([[0], [1], [2], [0], [1], [2], [0], [1], "
        "[2], [1]], 3)\n[parameters]\nw = randn(2, 3)\nb = zeros(1, 3)\n[model]\np = x @ w + b\n"
        "loss = cross_entropy(p, y) + 0.01 * sum(w^2) / rows(x)\n[train]\nbatch = 3\nholdout = 0.2\n"
        "optimizer = adam\nrequires_grad = x\n");
    const Program *batch = lesson->batch, *rest = lesson->rest, *test = lesson->test_run;
    assert_true(batch->slot_count == rest->slot_count && batch->instr_count == rest->instr_count);
    assert_true(batch->lasting == rest->lasting && batch->lasting == test->lasting && rest->samples == 2);
    for (int i = 0; i < batch->slot_count; i++) {
        assert_string_equal(batch->slots[i].name, rest->slots[i].name);
        if (!batch->slots[i].lasting) continue;
        int other = program_find(test, batch->slots[i].name);
        assert_int_equal(batch->slots[i].at, rest->slots[i].at);
        assert_int_equal(batch->slots[i].at, test->slots[other].at);
    }
    assert_int_equal(lesson->classes_slot, program_find(batch, "p"));
    assert_int_equal(lesson->classes_target, program_find(batch, "y"));
    lesson_release(lesson);
}

/* Also where a gradient that lasts has the mini-batch's rows, which the test's program does not have. */
static void the_test_finds_the_parameters_where_training_has_them(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\nx = linspace(1, 100, 100)\n[parameters]\na = 1\nw = ones(1, 30)\n[model]\n"
                          "loss = mean(x * a * w)\n[train]\nbatch = 40\nholdout = 0.2\nmomentum = 0.5\n"
                          "requires_grad = x\n");
    const Program *batch = lesson->batch, *test = lesson->test_run;
    assert_int_equal(batch->lasting, test->lasting);
    for (int i = 0; i < batch->slot_count; i++)
        if (batch->slots[i].lasting)
            assert_int_equal(batch->slots[i].at, test->slots[program_find(test, batch->slots[i].name)].at);
    assert_int_equal(batch->slots[program_find(batch, "dx")].rows, 40);
    lesson_release(lesson);
}

static void a_target_takes_only_what_it_needs(void **state) {
    (void)state;
    Lesson *lesson =
        load(DATA PARAMETERS "[model]\na = relu(x @ w)\nc = x * k\nd = a + b\nloss = sum(d) + sum(c)\n");
    Err e = {0};
    Program *program = compile_model(lesson, 7, "d", &e);
    assert_non_null(program);
    assert_int_equal(program->instr_count, 3);
    assert_int_equal(program->loss, -1);
    assert_int_equal(program->target, program_find(program, "d"));
    assert_int_equal(program->slots[program->target].rows, 7);
    assert_int_equal(program_find(program, "k"), -1);
    program_free(program);
    assert_null(compile_model(lesson, 7, "q", &e));
    assert_string_equal(e.text, "[model] has no line q");
    lesson_release(lesson);
}

static void bugs_take_the_place_of_one_backward_rule(void **state) {
    (void)state;
    Lesson *lesson =
        load(DATA PARAMETERS
             "v = [[2], [1]]\n[model]\nh = relu(x * b)\np = h @ w + relu(x) @ v\nloss = mse(p, y)\n"
             "[bugs]\nh = mask_upstream\nw = wrong_input y\n");
    const Program *program = lesson->batch;
    int masks = 0, wrongs = 0;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        bool relu = strcmp(program_op_name(instr), "relu") == 0,
             matmul = strcmp(program_op_name(instr), "matmul") == 0;
        if (instr->phase != PHASE_BACKWARD) continue;
        masks += relu && instr->op != program->instrs[instr->forward].op;
        if (!matmul || instr->op == program->instrs[instr->forward].op) continue;
        wrongs++;
        assert_string_equal(program->slots[instr->in[0]].name, "y");
        assert_string_equal(program->slots[instr->dst].name, "dw");
    }
    assert_true(masks == 1 && wrongs == 1);
    lesson_release(lesson);
}

static void classifiers_are_recognized(void **state) {
    (void)state;
    static const struct {
        const char *model, *scores;
    } cases[] = {
        {"s = x @ W\nloss = cross_entropy(s, t)", "s"},
        {"s = log_softmax(x @ W)\nloss = nll(s, t)", "s"},
        {"s = softmax(x @ W)\nloss = -sum(xlogy(t, s))", "s"},
        {"s = softmax(x @ W)\nloss = -mean(sum(t * log(s), 1)) + 0.1 * sum(W^2)", "s"},
        {"s = softmax(x @ W)\nloss = mse(s, t)", "s"},
        {"s = sigmoid(x @ W)\nloss = bce(s, t)", NULL},
        {"s = softmax(x @ W)\nloss = mean((s @ W.T - x)^2)", NULL},
        {"s = x @ W\nloss = mse(s, t)", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char text[300];
        snprintf(text, sizeof text,
                 "[data]\nx = [[1, 2], [3, 4]]\nt = [[1, 0], [0, 1]]\n[parameters]\nW = [[1, 2], [3, "
                 "5]]\n[model]\n%s\n",
                 cases[i].model);
        Lesson *lesson = load(text);
        int wanted = cases[i].scores == NULL ? -1 : program_find(lesson->batch, cases[i].scores);
        if (lesson->classes_slot != wanted) print_error("%s\n", cases[i].model);
        assert_int_equal(lesson->classes_slot, wanted);
        if (wanted >= 0) assert_int_equal(lesson->classes_target, program_find(lesson->batch, "t"));
        lesson_release(lesson);
    }
}

static void the_lessons_own_name_goes_before_a_made_up_one(void **state) {
    (void)state;
    Lesson *lesson = load("[parameters]\nw = 1\nlr = 2\n[model]\ndw = w * 3\nloss = dw * lr\n");
    const Program *program = lesson->batch;
    assert_int_equal(program->slots[program_find(program, "dw")].role, ROLE_VALUE);
    assert_int_equal(program->slots[program_find(program, "lr")].role, ROLE_PARAMETER);
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(constants_are_folded_in_double),
        cmocka_unit_test(slots_tell_what_they_are),
        cmocka_unit_test(instructions_list_what_they_read),
        cmocka_unit_test(the_first_edge_overwrites_and_the_others_add),
        cmocka_unit_test(a_slot_is_made_by_the_first_step_that_writes_it),
        cmocka_unit_test(the_programs_of_a_lesson_agree_on_places),
        cmocka_unit_test(the_test_finds_the_parameters_where_training_has_them),
        cmocka_unit_test(a_target_takes_only_what_it_needs),
        cmocka_unit_test(bugs_take_the_place_of_one_backward_rule),
        cmocka_unit_test(classifiers_are_recognized),
        cmocka_unit_test(the_lessons_own_name_goes_before_a_made_up_one),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
