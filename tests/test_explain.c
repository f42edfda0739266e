/* test_explain: what a learner is told: words, formulas and numbers that belong together. */
#include "tests/view_helper.h"

#include "engine/op.h"
#include "engine/spell.h"

/* ---- known lessons ---- */

static void a_weight_gradient_is_the_sum_of_its_samples(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    stage_select(stage, "dW1", 0, 3);
    stage->input.check = true;
    const View *view = stage_show(stage, 400, stage_step(stage, PHASE_BACKWARD, "dW1"));
    const Explanation *x = &view->explanation;
    assert_string_equal(x->title, "How much does the loss change with W₁?");
    is_math(&x->formula, "∂L/∂W₁ = xᵀ·∂L/∂z");
    is_math(&x->element, "∂L/∂W₁[0, 3] = Σxᵢ·∂L/∂zᵢ₃");
    assert_int_equal(x->term_count, VIEW_MAX_TERMS);
    assert_int_equal(x->terms_more, 100 - VIEW_MAX_TERMS);
    assert_string_equal(x->terms[0].where, "i = 96");
    assert_string_equal(x->terms[0].product, "+0.9394 × −0.006253");
    assert_string_equal(x->terms[0].result, "−0.005874");
    assert_true(x->has_result);
    assert_string_equal(x->result, "+0.003683");
    assert_string_equal(x->torch, "MmBackward0");
    assert_false(x->adds_up);
    assert_true(x->has_check && x->check_good);
    assert_string_equal(x->check_numeric, "+0.003683");
    assert_non_null(strstr(x->sentence, "Every sample sends back its own ∂L/∂z. W₁ collects them"));
    assert_int_equal(x->operand_count, 3);
    assert_true(x->operands[0].transposed && x->operands[0].row == 0 && x->operands[0].col == -1);
    assert_true(x->operands[1].row == -1 && x->operands[1].col == 3);
    stage_close(stage);
}

static void the_lesson_speaks_first_and_a_fact_follows(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    stage->input.selection = (Selection){-1, 0, 3, 0};
    const View *view = stage_show(stage, 400, stage_step(stage, PHASE_FORWARD, "h"));
    assert_string_equal(view->explanation.sentence,
                        "A neuron is awake where its line is above zero. Count the awake ones. "
                        "Neuron 3: 42 of 100 samples have z < 0 there and will get no gradient.");
    is_math(&view->explanation.formula, "h = relu(z) = max(z, 0)");
    is_math(&view->explanation.element, "h[0, 3] = max(−0.9124, 0)");
    stage_close(stage);
}

static void russian_has_its_own_words_and_signs(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "ru");
    stage->input.selection = (Selection){-1, 0, 3, 0};
    const View *view = stage_show(stage, 400, stage_step(stage, PHASE_FORWARD, "h"));
    assert_non_null(strstr(view->explanation.sentence, "Нейрон 3: в 42 из 100 примеров здесь z < 0"));
    is_math(&view->explanation.element, "h[0, 3] = max(−0,9124; 0)");
    stage_close(stage);
}

static void what_is_not_computed_yet_shows_no_number(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    stage_select(stage, "dW1", 0, 0);
    const View *view = stage_show(stage, 1, stage_step(stage, PHASE_FORWARD, "z"));
    const Explanation *x = &view->explanation;
    /* it is zeroed, and that is known */
    is_math(&x->formula, "∂L/∂W₁ = 0");
    stage_select(stage, "dz", 2, 1);
    view = stage_show(stage, 1, stage_step(stage, PHASE_FORWARD, "z"));
    assert_false(view->known[view->selection.slot]);
    assert_false(x->has_result || x->has_check);
    assert_int_equal(x->term_count, 0);
    is_math(&x->element, "∂L/∂z[2, 1] = [z[2, 1] > 0]·∂L/∂h[2, 1]");
    assert_non_null(strstr(x->sentence, "Not computed yet: that comes at step 21 of 28."));
    stage_close(stage);
}

static void a_broadcast_bias_collects_from_every_sample(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    stage_select(stage, "db1", 0, 3);
    const View *view = stage_show(stage, 400, stage_step(stage, PHASE_BACKWARD, "db1"));
    is_math(&view->explanation.element, "∂L/∂b₁[0, 3] = Σ∂L/∂zᵢ₃");
    assert_non_null(strstr(view->explanation.sentence, "Each number of b₁ was added 100 times"));
    stage_close(stage);
}

static void several_uses_add_up(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "activations", NULL, 0), "en");
    int last = stage_step(stage, PHASE_BACKWARD, "dx");
    const Explanation *x = &stage_show(stage, 1, last)->explanation;
    assert_true(x->adds_up);
    is_math(&x->formula, "∂L/∂x += [x > 0]·∂L/∂r");
    assert_int_equal(x->term_count, 2);
    assert_string_equal(x->terms[0].where, "before");
    assert_string_equal(x->terms[0].result, "+4.056");
    assert_string_equal(x->terms[1].result, "+1.000");
    assert_string_equal(x->result, "+5.056");
    /* looked at after the update, it is still the sum of its uses with the x that they had */
    stage_select(stage, "dx", 0, 0);
    stage_show(stage, 1, last + 1);
    double sum = 0;
    for (int i = 0; i < x->term_count; i++) sum += x->terms[i].value;
    assert_int_equal(x->term_count + x->terms_more, 7);
    assert_true(fabs(sum - 4.056) < 1e-3); /* without the relu's 1, which is one of the `more` */
    stage_close(stage);
}

static void an_update_shows_the_number_that_it_started_from(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "neuron-scalars", NULL, 0), "en");
    const View *view = stage_show(stage, 1, stage_step(stage, PHASE_UPDATE, "w1"));
    is_math(&view->explanation.formula, "w₁ ← w₁ − lr·∂L/∂w₁");
    is_math(&view->explanation.element, "w₁ ← 3.500 − 0.01·64.00");
    assert_string_equal(view->explanation.result, "+2.860");
    assert_non_null(strstr(view->explanation.sentence, "w₁ moves by −0.6400"));
    stage_close(stage);
}

static void the_first_number_that_is_not_finite_is_explained(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "housing-exploding", NULL, 0), "en");
    Nonfinite first = timeline_nonfinite(stage->timeline);
    assert_int_equal(first.iteration, 13);
    const View *view = stage_show(stage, first.iteration + 1, first.step);
    assert_int_equal(view->nonfinite_slot, first.slot);
    assert_non_null(strstr(view->explanation.title, "no longer finite"));
    assert_non_null(strstr(view->explanation.sentence, "the largest number that 32 bits hold"));
    view = stage_show(stage, first.iteration + 1, first.step - 1);
    assert_int_equal(view->nonfinite_slot, -1);
    stage_close(stage);
}

static void the_logarithm_of_zero_is_named_as_the_cause(void **state) {
    (void)state;
    const char *text = "[parameters]\nw = [[1, 0]]\n[model]\nl = log(w)\nloss = sum(l)\n[train]\nlr = 0.1\n";
    Stage *stage = stage_open(load_with("log.lesson", text, NULL, 0), "en");
    const View *view = stage_show(stage, 1, stage_step(stage, PHASE_FORWARD, "l"));
    assert_non_null(strstr(view->explanation.sentence, "At [0, 1] a logarithm is taken of zero"));
    stage_close(stage);
}

static void data_and_parameters_tell_where_they_come_from(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    stage_select(stage, "x", 0, 0);
    const View *view = stage_show(stage, 1, 6);
    assert_string_equal(view->explanation.title, "x is given");
    assert_non_null(strstr(view->explanation.sentence, "100 samples, a row each"));
    stage_select(stage, "b1", 0, 0);
    view = stage_show(stage, 1, 6);
    assert_string_equal(view->explanation.title, "b₁ is what the network learns");
    assert_non_null(strstr(view->explanation.sentence, "10 numbers, at the start 0.5000."));
    stage_close(stage);
}

/* ---- every operation ---- */

/* All that a lesson can compute, several times over, in one loss. */
static const char every_operation[] =
    "[lesson]\nseed = 3\n[data]\nx = randn(5, 3)\nt = onehot([[0], [1], [2], [1], [0]], 3)\n"
    "[parameters]\nW = randn(3, 3)\nc = randn(1, 3)\n"
    "[model]\n"
    "z = x @ W + c\nu = z\nq = sigmoid(z)\np = softmax(z)\nr = relu(z)\n"
    "smooth = mean(tanh(z) + softplus(z) - exp(-z) * sin(z)) + sum(cos(z), 0) @ [[1], [2], [3]]\n"
    "sharp = mean(r) + mean(abs(u)) + sum(leaky_relu(z, 0.1)) + mean(elu(z)) + mean(clip(z, -1, 1))\n"
    "roots = sum(sqrt(q)) / 2 + sum(log(q) / (1 + z^2)) + mean(mean(z^3, 1))\n"
    "turned = sum((z.T @ x) * [[1, 0, 2], [0, 3, 0], [1, 1, 1]]) - sum(c.T * 2)\n"
    "losses = mse(z, t) + bce(q, t) + bce_logits(z, t) + cross_entropy(z, t) + nll(log_softmax(z), t) - "
    "sum(xlogy(t, p)) + mse(t, q) + bce(0.5 * q, p) + bce_logits(t, z) + nll(t, z) + sum(xlogy(q, p))\n"
    "loss = smooth + sharp + roots + turned + losses + cross_entropy(t, p)\n"
    "[train]\nlr = 0.01\nepochs = 3\n";

/* The formula of the instruction that explains the slot, evaluated at (row, col), must be what stands there.
 */
static void is_explained(Stage *stage, const Instr *instr, int row, int col) {
    const View *view = &stage->view;
    Explanation scratch;
    Explainer x = {.lesson = stage->lesson,
                   .view = view,
                   .out = &scratch,
                   .arena = arena_new(),
                   .slot = instr->dst,
                   .row = row,
                   .col = col,
                   .instr = instr,
                   .known = true};
    Spelling s;
    assert_non_null(x.arena);
    assert_true(spelling_of(&x, instr, &s));
    double got = spelling_value(&x, &s), wanted = explain_element(&x, instr->dst, row, col);
    for (int i = 0; instr->phase == PHASE_BACKWARD && i < view->program->instr_count; i++) {
        const Instr *other = &view->program->instrs[i];
        if (other == instr || other->phase != PHASE_BACKWARD || other->dst != instr->dst) continue;
        if (other->step > view->step || !spelling_of(&x, other, &s)) continue;
        got += spelling_value(&x, &s);
    }
    if (!(fabs(got - wanted) <= 1e-4 * (1 + fabs(wanted)))) {
        print_error("%s of %s[%d, %d] at step %d: the formula gives %.9g, the machine %.9g\n",
                    instr->op->name, view->program->slots[instr->dst].name, row, col, view->step, got,
                    wanted);
        fail();
    }
    arena_free(x.arena);
}

/* A key that no file has is shown as it is. */
static bool looks_like_key(const char *text) {
    static const char *const rooms[] = {"forward.", "backward.", "update.", "fact.",
                                        "count.",   "given.",    "start."};
    for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
        const char *at = strstr(text, rooms[i]);
        if (at != NULL && at[strlen(rooms[i])] >= 'a' && at[strlen(rooms[i])] <= 'z') return true;
    }
    return text[0] == '\0' || strchr(text, '{') != NULL;
}

static void is_well_formed(const Explanation *x, const char *what) {
    const char *const texts[] = {x->title, x->sentence};
    for (int i = 0; i < 2; i++) {
        if (looks_like_key(texts[i])) print_error("%s: \"%s\"\n", what, texts[i]);
        assert_false(looks_like_key(texts[i]));
    }
    assert_false(x->formula.full || x->element.full);
    assert_true(strlen(x->sentence) + 1 < sizeof x->sentence);
}

/* Terms that are all shown add up to the result. */
static void terms_add_up(const Explanation *x, double result, const char *what) {
    double sum = 0;
    if (x->term_count == 0 || x->terms_more > 0) return;
    for (int i = 0; i < x->term_count; i++) sum += x->terms[i].value;
    if (!(fabs(sum - result) <= 1e-4 * (1 + fabs(result)))) {
        print_error("%s: the terms add up to %.9g, the result is %.9g\n", what, sum, result);
        fail();
    }
}

/* Steps through an iteration and looks at every element of each step's result. Returns how many were
 * compared. */
static int walk(Stage *stage, int64_t epoch, bool *seen) {
    int compared = 0;
    const Program *program = stage->lesson->batch;
    for (int step = 1; step <= program->steps; step++) {
        stage->input.selection = (Selection){-1, 1, 1, 0};
        stage_show(stage, epoch, step);
        const View *view = &stage->view;
        const Instr *instr = &view->program->instrs[view->instr];
        const Slot *slot = &view->program->slots[instr->dst];
        is_well_formed(&view->explanation, instr->op->name);
        for (int i = 0; seen != NULL && i < op_count(); i++) seen[i] |= op_at(i) == instr->op;
        if (instr->phase == PHASE_ZERO || step == program->zero_steps) continue;
        const Selection *at = &view->selection;
        terms_add_up(&view->explanation, (double)view_element(view, instr->dst, at->row, at->col),
                     instr->op->name);
        for (int i = 0; i < slot->rows && i < 5; i++)
            for (int j = 0; j < slot->cols && j < 4; j++, compared++) is_explained(stage, instr, i, j);
    }
    return compared;
}

static void each_formula_evaluates_to_the_shown_result(void **state) {
    (void)state;
    static const char *const optimizers[][2] = {
        {"sgd", "0"}, {"sgd", "0.9"}, {"rmsprop", "0"}, {"adam", "0"}};
    bool seen[256] = {false};
    assert_true(op_count() < 256);
    for (int k = 0; k < 8; k++) {
        const Override overrides[] = {
            {"optimizer", optimizers[k / 2][0]}, {"momentum", optimizers[k / 2][1]}, {"clip_norm", "1.5"}};
        Stage *stage =
            stage_open(load_with("every.lesson", every_operation, overrides, 3), k % 2 == 0 ? "en" : "ru");
        assert_true(walk(stage, 1, seen) > 500);
        assert_true(walk(stage, 3, seen) > 500);
        stage_close(stage);
    }
    for (int i = 0; i < op_count(); i++) {
        const Op *op = op_at(i);
        bool seen_elsewhere = strstr(op->name, "_mask_") != NULL || strstr(op->name, "_wrong_") != NULL;
        bool hidden = op->shown != NULL; /* parts of an optimizer have no step of their own */
        if (!seen[i] && !seen_elsewhere && !hidden) print_error("%s\n", op->name);
        assert_true(seen[i] || seen_elsewhere || hidden);
    }
}

static void every_step_of_the_lessons_is_explained(void **state) {
    (void)state;
    static const char *const names[] = {"neuron-scalars",
                                        "neuron",
                                        "autograd-square",
                                        "chain-rule",
                                        "mazur",
                                        "dense-layer",
                                        "batch-neuron",
                                        "batch-neuron-as-written",
                                        "x2-linear-as-written",
                                        "x2-relu-as-written",
                                        "x2-relu-wrong-mask",
                                        "housing-accumulate",
                                        "housing-deep",
                                        "students",
                                        "softmax-two-layers",
                                        "log-softmax",
                                        "activations"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        Stage *stage = stage_open(load_file("lessons", names[i], NULL, 0), i % 2 == 0 ? "ru" : "en");
        bool kept = !stage->lesson->train.zero_grad;
        int compared = kept ? 1 : walk(stage, 1, NULL);
        if (stage->lesson->train.epochs > 2) compared += kept ? 0 : walk(stage, 3, NULL);
        assert_true(compared > 0);
        stage_close(stage);
    }
}

/* Whatever is selected at the end of an iteration, updates have not changed what its formula gives. */
static void an_update_does_not_falsify_what_came_before(void **state) {
    (void)state;
    Stage *stage = stage_open(load_with("every.lesson", every_operation, NULL, 0), "en");
    const Program *program = stage->lesson->batch;
    stage_show(stage, 2, program->steps);
    int compared = 0;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        if (instr->phase != PHASE_FORWARD && instr->phase != PHASE_BACKWARD) continue;
        is_explained(stage, instr, 0, 0);
        compared++;
    }
    assert_true(compared > 100);
    stage_close(stage);
}

static void every_slot_can_be_selected_at_any_moment(void **state) {
    (void)state;
    const Override overrides[] = {{"optimizer", "adam"}, {"clip_norm", "1"}};
    Stage *stage = stage_open(load_with("every.lesson", every_operation, overrides, 2), "ru");
    const Program *program = stage->lesson->batch;
    for (int slot = 0; slot < program->slot_count; slot++) {
        for (int step = 0; step <= program->steps; step += 7) {
            stage->input.selection = (Selection){slot, 2, 1, 3};
            stage_show(stage, 2, step);
            is_well_formed(&stage->view.explanation, program->slots[slot].name);
            assert_int_equal(stage->view.selection.slot, slot);
            assert_true(!stage->view.explanation.has_result || stage->view.known[slot]);
        }
    }
    stage_close(stage);
}

static void kept_gradients_are_told_apart_from_new_ones(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "housing-accumulate", NULL, 0), "en");
    const View *view = stage_show(stage, 5, stage_step(stage, PHASE_BACKWARD, "db"));
    assert_true(view->explanation.adds_up);
    assert_string_equal(view->explanation.terms[0].where, "before");
    assert_true(fabs(view->explanation.terms[0].value) > 1);
    assert_non_null(strstr(view->explanation.sentence, "never set to zero"));
    stage_close(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_weight_gradient_is_the_sum_of_its_samples),
        cmocka_unit_test(the_lesson_speaks_first_and_a_fact_follows),
        cmocka_unit_test(russian_has_its_own_words_and_signs),
        cmocka_unit_test(what_is_not_computed_yet_shows_no_number),
        cmocka_unit_test(a_broadcast_bias_collects_from_every_sample),
        cmocka_unit_test(several_uses_add_up),
        cmocka_unit_test(an_update_shows_the_number_that_it_started_from),
        cmocka_unit_test(the_first_number_that_is_not_finite_is_explained),
        cmocka_unit_test(the_logarithm_of_zero_is_named_as_the_cause),
        cmocka_unit_test(data_and_parameters_tell_where_they_come_from),
        cmocka_unit_test(each_formula_evaluates_to_the_shown_result),
        cmocka_unit_test(every_step_of_the_lessons_is_explained),
        cmocka_unit_test(an_update_does_not_falsify_what_came_before),
        cmocka_unit_test(every_slot_can_be_selected_at_any_moment),
        cmocka_unit_test(kept_gradients_are_told_apart_from_new_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
