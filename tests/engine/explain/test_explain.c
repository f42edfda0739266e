/* test_explain: what a learner is told: words, formulas and numbers that belong together. */
#include "tests/support/view_helper.h"

#include "engine/explain/explain.h"

static void a_weight_gradient_is_the_sum_of_its_samples(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    stage_select(stage, "dW1", 0, 3);
    stage->input.check = true;
    const View *view = stage_show(stage, 400, stage_step(stage, PHASE_BACKWARD, "dW1"));
    const Explanation *x = &view->explanation;
    assert_string_equal(x->title, "The gradient is a slope");
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
    assert_non_null(strstr(x->sentence, "the loss draws a curve"));
    assert_int_equal(x->operand_count, 3);
    assert_true(x->operands[0].transposed && x->operands[0].row == 0 && x->operands[0].col == -1);
    assert_true(x->operands[1].row == -1 && x->operands[1].col == 3);
    stage->input.check = false; /* where no slope is asked for, the operation is told of */
    view = stage_show(stage, 400, stage_step(stage, PHASE_BACKWARD, "dW1"));
    assert_string_equal(view->explanation.title, "How much does the loss change with W₁?");
    assert_non_null(
        strstr(view->explanation.sentence, "Every sample sends back its own ∂L/∂z. W₁ collects them"));
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
    assert_non_null(strstr(view->explanation.sentence, "Нейрон 3: у 42 из 100 примеров здесь z < 0"));
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

/* Which samples moved this weight: together they are the gradient. */
static void every_sample_has_its_share_of_a_gradient(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    static const char *const names[] = {"dW1", "db1", "dW2", "db2"};
    for (int k = 0; k < 4; k++) {
        stage_select(stage, names[k], 0, 0);
        const View *view = stage_show(stage, 400, stage_step(stage, PHASE_BACKWARD, names[k]));
        double sum = 0;
        assert_int_equal(view->share_count, 100);
        for (int i = 0; i < view->share_count; i++) sum += (double)view->shares[i];
        assert_true(fabs(sum - (double)view_element(view, view->selection.slot, 0, 0)) < 1e-5);
    }
    assert_int_equal(stage_show(stage, 400, 6)->share_count, 0);
    stage_close(stage);
}

static void a_private_bias_is_called_a_mistake(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu-as-written", NULL, 0), "en");
    const View *view = stage_show(stage, 10, stage_step(stage, PHASE_BACKWARD, "db1"));
    assert_non_null(
        strstr(view->explanation.sentence, "This is the mistake. b₁ was meant to be one bias for all"));
    view = stage_show(stage, 10, stage_step(stage, PHASE_BACKWARD, "dW2"));
    assert_non_null(
        strstr(view->explanation.sentence, "This is the mistake. The weights did not multiply x"));
    view = stage_show(stage, 10, stage_step(stage, PHASE_BACKWARD, "dz"));
    assert_non_null(strstr(view->explanation.sentence, "This is the mistake. The mask asks"));
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

static void an_update_that_started_from_zero_says_zero(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "chain-rule", NULL, 0), "en");
    const View *view = stage_show(stage, 1, stage_step(stage, PHASE_UPDATE, "b1"));
    is_math(&view->explanation.element, "b₁[0, 0] ← 0.000 − 0.1·0.1468");
    stage_close(stage);
}

static void one_product_is_no_sum(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    const View *view = stage_show(stage, 1, 5);
    is_math(&view->explanation.element, "(x·W₁)[0, 0] = x[0]·W₁[0]");
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

static void powers_and_broadcast_indices_are_written_plainly(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    int yhat = stage_step(stage, PHASE_BACKWARD, "dyhat");
    const Explanation *x = &stage_show(stage, 1, yhat - 1)->explanation;
    is_math(&x->formula, "∂L/∂(ŷ − y) = 2·(ŷ − y)∘∂L/∂(ŷ − y)²");
    stage_close(stage);
    stage = stage_open(load_file("lessons", "students", NULL, 0), "en");
    stage->input.selection = (Selection){-1, 1, 2, 0};
    x = &stage_show(stage, 1, stage->lesson->batch->zero_steps + 2)->explanation;
    char text[200];
    tree_text(&x->element, text, sizeof text);
    assert_non_null(strstr(text, "(x·W₁)[1, 2] + b₁[0, 2] = "));
    stage_close(stage);
}

/* Depth of fractions inside of each other. */
static int fractions(const Math *math, int node) {
    int deepest = 0;
    for (int child = math->nodes[node].first; child >= 0; child = math->nodes[child].next) {
        int depth = fractions(math, child);
        if (depth > deepest) deepest = depth;
    }
    return deepest + (math->nodes[node].kind == MATH_FRACTION);
}

static void gradients_are_fractions_but_never_inside_of_others(void **state) {
    (void)state;
    const char *text =
        "[parameters]\na = [[1, 2]]\nb = [[3, 4]]\n[model]\nloss = sum(a / b)\n[train]\nlr = 0.1\n";
    Stage *stage = stage_open(load_with("quotient.lesson", text, NULL, 0), "en");
    int seen = 0;
    for (int step = 1; step <= stage->lesson->batch->steps; step++) {
        const Explanation *x = &stage_show(stage, 1, step)->explanation;
        assert_in_range(fractions(&x->formula, 0), 0, 1);
        assert_int_equal(fractions(&x->element, 0), 0);
        seen += fractions(&x->formula, 0);
    }
    assert_true(seen > 5);
    stage_close(stage);
}

static void numbers_take_the_noun_s_right_form(void **state) {
    (void)state;
    static const struct {
        const char *lang, *form[4];
    } cases[] = {{"en", {"once", "twice", "5 times", "21 times"}},
                 {"ru", {"1 раз", "2 раза", "5 раз", "21 раз"}}};
    static const int64_t counts[] = {1, 2, 5, 21};
    for (int l = 0; l < 2; l++) {
        Texts *texts = texts_for(cases[l].lang);
        for (int i = 0; i < 4; i++) {
            char text[60];
            text_count(texts, text, sizeof text, "count.times", counts[i]);
            assert_string_equal(text, cases[l].form[i]);
        }
        text_close(texts);
    }
}

static void data_and_parameters_tell_where_they_come_from(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    stage_select(stage, "x", 0, 0);
    const View *view = stage_show(stage, 1, 6);
    assert_string_equal(view->explanation.title, "x is given");
    assert_non_null(strstr(view->explanation.sentence, "100 samples, a row each"));
    stage_select(stage, "W1", 0, 0);
    view = stage_show(stage, 1, 6);
    assert_non_null(strstr(view->explanation.sentence, "10 numbers, at the start −3.594 … 1.135."));
    stage_select(stage, "b1", 0, 2);
    view = stage_show(stage, 1, 6);
    is_math(&view->explanation.element, "b₁[0, 2]");
    assert_int_equal(view->explanation.operand_count, 1);
    assert_int_equal(view->explanation.operands[0].col, 2);
    assert_string_equal(view->explanation.title, "b₁ is what the network learns");
    assert_non_null(strstr(view->explanation.sentence, "10 numbers, at the start 0.5000."));
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
    view = stage_show(stage, 5, stage_step(stage, PHASE_UPDATE, "b"));
    assert_string_equal(view->explanation.title, "b takes its step");
    assert_non_null(strstr(view->explanation.sentence, "b moves against that sum"));
    stage_close(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_weight_gradient_is_the_sum_of_its_samples),
        cmocka_unit_test(the_lesson_speaks_first_and_a_fact_follows),
        cmocka_unit_test(russian_has_its_own_words_and_signs),
        cmocka_unit_test(what_is_not_computed_yet_shows_no_number),
        cmocka_unit_test(a_broadcast_bias_collects_from_every_sample),
        cmocka_unit_test(every_sample_has_its_share_of_a_gradient),
        cmocka_unit_test(a_private_bias_is_called_a_mistake),
        cmocka_unit_test(several_uses_add_up),
        cmocka_unit_test(an_update_shows_the_number_that_it_started_from),
        cmocka_unit_test(an_update_that_started_from_zero_says_zero),
        cmocka_unit_test(one_product_is_no_sum),
        cmocka_unit_test(the_first_number_that_is_not_finite_is_explained),
        cmocka_unit_test(the_logarithm_of_zero_is_named_as_the_cause),
        cmocka_unit_test(powers_and_broadcast_indices_are_written_plainly),
        cmocka_unit_test(gradients_are_fractions_but_never_inside_of_others),
        cmocka_unit_test(numbers_take_the_noun_s_right_form),
        cmocka_unit_test(data_and_parameters_tell_where_they_come_from),
        cmocka_unit_test(kept_gradients_are_told_apart_from_new_ones),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
