/* test_explain_cost: a large value makes no step so slow that the window stands still: for every operation
 * there is. */
#include "tests/support/view_helper.h"

#include <time.h>

#include "engine/program/op.h"

/* Processor seconds for the View of one step. It takes some hundredths; a thousand rows times a thousand
   columns times a thousand more took half a minute. */
enum { MOST_SECONDS = 8 };

/* Each with a 1000×1000 value; together with all functions of one matrix they
   run every row of the op table. */
static const char head[] =
    "[lesson]\nseed = 3\n[data]\nx = rand(1000, 1000) / 1000\n[parameters]\nW = rand(1000, 1000) / 1000\n"
    "c = rand(1, 1000)\n[model]\n";
static const char *const models[] = {
    "z = x @ W + c\nloss = mean((relu(z) - x)^2)\n",
    "z = W * x - c / (1 + x)\nloss = sum(sigmoid(-z)) + mean(mean(tanh(W), 0)) + mean(sum(W, 1))\n",
    "z = W.T\nu = z\nloss = mean(u) + mean(leaky_relu(W, 0.1)) + mean(elu(W)) + mean(clip(W, 0, 1))\n",
    "loss = mean(softmax(W) * x) + mean(log_softmax(W) * x)\n",
    "loss = mse(W, x) + bce(sigmoid(W), x) + bce_logits(W, x)\n",
    "loss = cross_entropy(W, x)\n",
    "loss = cross_entropy(x, W)\n",
    "loss = nll(W, x) + mean(xlogy(x, 1 + W))\n",
    "loss = mean(cross_entropy(W + c, softmax(x)) * 1)\n",
};
static const char *const optimizers[][2] = {{"sgd", "0"}, {"sgd", "0.9"}, {"rmsprop", "0"}, {"adam", "0"}};

static double seconds(void) {
    return (double)clock() / CLOCKS_PER_SEC;
}

/* The mean of every function of one matrix. */
static const char *functions_model(void) {
    static char text[800];
    size_t used = (size_t)snprintf(text, sizeof text, "loss = 0");
    for (int i = 0; i < op_count(); i++) {
        const Op *op = op_at(i);
        if (!op->function || op->arity != 1 || op->required > 0 || op->pattern != OP_ELEMENT) continue;
        used += (size_t)snprintf(text + used, sizeof text - used, " + mean(%s(1 + W))", op->name);
        assert_true(used + 2 < sizeof text);
    }
    return strcat(text, "\n");
}

/* The operations with a step that was shown. */
static void show_all(const char *model, const char *const optimizer[2], bool *seen) {
    char text[1600];
    const Override overrides[] = {
        {"optimizer", optimizer[0]}, {"momentum", optimizer[1]}, {"clip_norm", "1"}};
    snprintf(text, sizeof text, "%s%s[train]\nlr = 0.01\nepochs = 1\n", head, model);
    Stage *stage = stage_open(load_with("large.lesson", text, overrides, 3), "en");
    const Program *program = stage->lesson->batch;
    for (int step = 1; step <= program->steps; step++) {
        const Moment moment = {0, step};
        timeline_seek(stage->timeline, stage->machine, moment);
        double start = seconds();
        viewer_build(stage->viewer, &stage->input, &stage->view);
        double took = seconds() - start;
        const Op *op = program->instrs[stage->view.instr].op;
        for (int i = 0; i < op_count(); i++) seen[i] |= op_at(i) == op;
        if (took > MOST_SECONDS) print_error("%s, step %d of\n%s: %.1f s\n", op->name, step, model, took);
        assert_true(took <= MOST_SECONDS);
    }
    stage_close(stage);
}

static void no_step_of_a_large_value_stands_still(void **state) {
    (void)state;
    enum { MODELS = sizeof models / sizeof *models };
    bool seen[256] = {false};
    assert_true(op_count() < 256);
    for (int k = 0; k < MODELS; k++) show_all(models[k], optimizers[k < 4 ? k : 0], seen);
    show_all(functions_model(), optimizers[0], seen);
    for (int i = 0; i < op_count(); i++) {
        const Op *op = op_at(i);
        bool elsewhere =
            strstr(op->name, "_mask_") != NULL || strstr(op->name, "_wrong_") != NULL; /* as the right ones */
        bool hidden = op->shown != NULL; /* parts of an optimizer have no step of their own */
        if (!seen[i] && !elsewhere && !hidden) print_error("%s has no model here\n", op->name);
        assert_true(seen[i] || elsewhere || hidden);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_step_of_a_large_value_stands_still)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
