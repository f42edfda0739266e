/* test_spell: formula, numbers and result of every operation belong together, forward, backward and in the
 * update. */
#include "tests/support/view_helper.h"

#include "engine/explain/explain.h"
#include "engine/program/op.h"

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
                   .ahead = -1,
                   .instr = instr,
                   .known = true};
    Spelling s;
    assert_non_null(x.arena);
    assert_true(spelling_of(&x, instr, &s));
    double got = spelling_value(&x, &s), wanted = explainer_element(&x, instr->dst, row, col);
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
        if (!seen[i] && !seen_elsewhere && !hidden) print_error("%s is not in every_operation\n", op->name);
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

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_formula_evaluates_to_the_shown_result),
        cmocka_unit_test(every_step_of_the_lessons_is_explained),
        cmocka_unit_test(an_update_does_not_falsify_what_came_before),
        cmocka_unit_test(every_slot_can_be_selected_at_any_moment),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
