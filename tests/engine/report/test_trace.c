/* test_trace: the JSON that other programs read, to the letter: order, what is listed, names, numbers. */
#define _GNU_SOURCE
#include "tests/support/run_helper.h"

#include "engine/report/json.h"
#include "engine/report/trace.h"

/* The trace of the first iteration, or of `iteration`; freed by the caller. */
static char *trace_in(const char *lang, const Lesson *lesson, TraceFormat format, int64_t iteration,
                      int only) {
    char *text = NULL;
    size_t size;
    Err e = {0};
    Texts *texts = texts_in(lang);
    FILE *stream = open_memstream(&text, &size);
    assert_non_null(stream);
    Machine *machine = machine_for(lesson);
    while (machine->at.iteration < iteration) {
        machine_finish(machine);
        machine_next(machine);
    }
    assert_true(trace_write(stream, texts, machine, format, only, &e));
    fclose(stream);
    machine_free(machine);
    text_close(texts);
    return text;
}

static char *trace_of(const Lesson *lesson, TraceFormat format, int64_t iteration, int only) {
    return trace_in("en", lesson, format, iteration, only);
}

static void a_small_lesson_is_written_to_the_letter(void **state) {
    (void)state;
    Lesson *lesson = load_file("reference", "neuron", NULL, 0);
    char *text = trace_of(lesson, TRACE_JSON, 0, 0);
    assert_string_equal(
        text,
        "{\"step\": 1, \"phase\": \"zero\", \"op\": \"zero\", \"target\": \"w\", \"kind\": \"grad\", "
        "\"formula\": \"dw = 0\", \"shape\": [2, 1], \"value\": [[0], [0]]}\n"
        "{\"step\": 2, \"phase\": \"zero\", \"op\": \"zero\", \"target\": \"b\", \"kind\": \"grad\", "
        "\"formula\": \"db = 0\", \"shape\": [1, 1], \"value\": [[0]]}\n"
        "{\"step\": 3, \"phase\": \"forward\", \"op\": \"matmul\", \"target\": \"%7\", \"kind\": \"value\", "
        "\"formula\": \"x @ w\", \"shape\": [1, 1], \"value\": [[20.5]]}\n"
        "{\"step\": 4, \"phase\": \"forward\", \"op\": \"add\", \"target\": \"yhat\", \"kind\": \"value\", "
        "\"formula\": \"yhat = x @ w + b\", \"shape\": [1, 1], \"value\": [[21]]}\n"
        "{\"step\": 5, \"phase\": \"forward\", \"op\": \"sub\", \"target\": \"%9\", \"kind\": \"value\", "
        "\"formula\": \"yhat - y\", \"shape\": [1, 1], \"value\": [[16]]}\n"
        "{\"step\": 6, \"phase\": \"forward\", \"op\": \"pow\", \"target\": \"loss\", \"kind\": \"value\", "
        "\"formula\": \"loss = (yhat - y)^2\", \"shape\": [1, 1], \"value\": [[256]]}\n"
        "{\"step\": 7, \"phase\": \"backward\", \"op\": \"seed\", \"target\": \"loss\", \"kind\": \"grad\", "
        "\"formula\": \"dloss = 1\", \"shape\": [1, 1], \"value\": [[1]]}\n"
        "{\"step\": 8, \"phase\": \"backward\", \"op\": \"pow\", \"target\": \"%9\", \"kind\": \"grad\", "
        "\"formula\": \"d(yhat - y) = 2 * (yhat - y) * dloss\", \"shape\": [1, 1], \"value\": [[32]]}\n"
        "{\"step\": 9, \"phase\": \"backward\", \"op\": \"sub\", \"target\": \"yhat\", \"kind\": \"grad\", "
        "\"formula\": \"dyhat = d(yhat - y)\", \"shape\": [1, 1], \"value\": [[32]]}\n"
        "{\"step\": 10, \"phase\": \"backward\", \"op\": \"add\", \"target\": \"%7\", \"kind\": \"grad\", "
        "\"formula\": \"d(x @ w) = dyhat\", \"shape\": [1, 1], \"value\": [[32]]}\n"
        "{\"step\": 11, \"phase\": \"backward\", \"op\": \"add\", \"target\": \"b\", \"kind\": \"grad\", "
        "\"formula\": \"db = dyhat\", \"shape\": [1, 1], \"value\": [[32]]}\n"
        "{\"step\": 12, \"phase\": \"backward\", \"op\": \"matmul\", \"target\": \"w\", \"kind\": \"grad\", "
        "\"formula\": \"dw = x.T @ d(x @ w)\", \"shape\": [2, 1], \"value\": [[64], [96]]}\n"
        "{\"step\": 13, \"phase\": \"update\", \"op\": \"sgd\", \"target\": \"w\", \"kind\": \"value\", "
        "\"formula\": \"w = w - lr * dw\", \"shape\": [2, 1], \"value\": [[2.8600001], [3.54]]}\n"
        "{\"step\": 14, \"phase\": \"update\", \"op\": \"sgd\", \"target\": \"b\", \"kind\": \"value\", "
        "\"formula\": \"b = b - lr * db\", \"shape\": [1, 1], \"value\": [[0.18]]}\n");
    free(text);
    lesson_release(lesson);
}

/* "phase op target" of each line, made-up names as "_". */
static void outline(const char *model_and_train, char *out, size_t size) {
    char text[1000];
    snprintf(text, sizeof text,
             "[data]\nx = [[1, 2], [3, 4], [5, 6]]\nt = [[1], [0], [1]]\n[parameters]\nw = [[0.5], "
             "[0.25]]\nb = 0.5\n%s",
             model_and_train);
    Lesson *lesson = load(text);
    const Program *program = lesson->batch;
    out[0] = '\0';
    for (int step = 1; step <= program->steps; step++) {
        const Instr *instr = &program->instrs[program->step_instr[step]];
        const Slot *slot = &program->slots[instr->dst];
        assert_int_equal(instr->step, step);
        if (slot->role == ROLE_GRADIENT) slot = &program->slots[slot->of];
        snprintf(out + strlen(out), size - strlen(out), "%.1s %s %s\n", program_phase_name(instr->phase),
                 program_op_name(instr), slot->named ? slot->name : "_");
    }
    lesson_release(lesson);
}

static void order_and_listing_follow_the_contract(void **state) {
    (void)state;
    static const struct {
        const char *model, *outline;
    } cases[] = {
        /* data-only operations are listed; constants are not; a product of one name with itself has two edges
         */
        {"[model]\nu = 1 - t\ns = x @ w * (2 * -3 * rows(x) / cols(x) + pi)\nloss = mean(s * s + u)\n",
         "z zero w\nz zero b\nf sub u\nf matmul _\nf mul s\nf mul _\nf add _\nf mean loss\n"
         "b seed loss\nb mean _\nb add _\nb mul s\nb mul s\nb mul _\nb matmul w\nu sgd w\nu sgd b\n"},
        /* mean((a - b)^2) is sub, pow, mean; -sum(a) is sum, neg */
        {"[model]\nl = mean((x @ w + b - t)^2)\nloss = -sum(l)\n",
         "z zero w\nz zero b\nf matmul _\nf add _\nf sub _\nf pow _\nf mean l\nf sum _\nf neg loss\n"
         "b seed loss\nb neg _\nb sum l\nb mean _\nb pow _\nb sub _\nb add _\nb add b\nb matmul w\nu sgd "
         "w\nu sgd b\n"},
        /* requires_grad in file order, left operand first */
        {"[model]\nloss = sum(x @ w * t + b)\n[train]\nrequires_grad = x, t\n",
         "z zero x\nz zero t\nz zero w\nz zero b\nf matmul _\nf mul _\nf add _\nf sum loss\n"
         "b seed loss\nb sum _\nb add _\nb add b\nb mul _\nb mul t\nb matmul x\nb matmul w\nu sgd w\nu sgd "
         "b\n"},
        /* a frozen parameter has no line of its own */
        {"[model]\nloss = sum(x @ w + b)\n[train]\nfrozen = w\n",
         "z zero b\nf matmul _\nf add _\nf sum loss\nb seed loss\nb sum _\nb add b\nu sgd b\n"},
        {"[model]\ny = x\nz = y @ w\nloss = sum(z)\n[train]\nzero_grad = no\n",
         "f copy y\nf matmul z\nf sum loss\nb seed loss\nb sum z\nb matmul w\nu sgd w\nu sgd b\n"},
        /* gradients are cut after all of them are there, and before the first update */
        {"[model]\nloss = sum(x @ w + b)\n[train]\nclip_norm = 1\noptimizer = adam\n",
         "z zero w\nz zero b\nf matmul _\nf add _\nf sum loss\nb seed loss\nb sum _\nb add _\nb add b\nb "
         "matmul w\n"
         "u clip_norm w\nu clip_norm b\nu adam w\nu adam b\n"},
        /* what the loss does not need is done all the same, and not gone back through */
        {"[model]\nother = relu(x @ w)\nloss = sum(x @ w + b.T)\n",
         "z zero w\nz zero b\nf matmul _\nf relu other\nf matmul _\nf transpose _\nf add _\nf sum loss\nb "
         "seed loss\n"
         "b sum _\nb add _\nb add _\nb transpose b\nb matmul w\nu sgd w\nu sgd b\n"},
        {"[model]\nh = relu(x @ w + b)\nloss = sum(h)\n[bugs]\nh = mask_upstream\nw = wrong_input t\n",
         "z zero w\nz zero b\nf matmul _\nf add _\nf relu h\nf sum loss\nb seed loss\nb sum h\nb relu _\nb "
         "add _\nb add b\n"
         "b matmul w\nu sgd w\nu sgd b\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        char got[2000];
        outline(cases[i].model, got, sizeof got);
        assert_string_equal(got, cases[i].outline);
    }
}

/* [parameters] may stand before [data]. */
static void file_order_is_the_order_of_the_lines(void **state) {
    (void)state;
    Lesson *lesson =
        load("[parameters]\nw = 1\n[model]\nloss = x * w\n[train]\nrequires_grad = x\n[data]\nx = 2\n");
    const Program *program = lesson->batch;
    assert_string_equal(program->slots[program->instrs[program->step_instr[1]].dst].name, "dw");
    assert_string_equal(program->slots[program->instrs[program->step_instr[2]].dst].name, "dx");
    lesson_release(lesson);
}

/* The formula of each backward line: += where it adds to what is there, sums where it was broadcast. */
static void formulas_say_what_is_added_and_summed(void **state) {
    (void)state;
    Lesson *lesson = load("[data]\nx = [[1, 2], [3, 4]]\n[parameters]\nw = [[2, 3]]\nb = 1\n[model]\n"
                          "p = x * w + w\nloss = mean(p^3 + b)\n");
    static const char *const wanted[] = {
        "dw = 0",
        "db = 0",
        "x * w",
        "p = x * w + w",
        "p^3",
        "p^3 + b",
        "loss = mean(p^3 + b)",
        "dloss = 1",
        "d(p^3 + b) = dloss / count(p^3 + b)",
        "d(p^3) = d(p^3 + b)",
        "db = sum(d(p^3 + b))",
        "dp = 3 * p^2 * d(p^3)",
        "d(x * w) = dp",
        "dw = sum(dp, 0)",
        "dw += sum(x * d(x * w), 0)",
        "w = w - lr * dw",
        "b = b - lr * db",
    };
    const Program *program = lesson->batch;
    assert_int_equal(program->steps, sizeof wanted / sizeof *wanted);
    Arena *arena = arena_new();
    for (int step = 1; step <= program->steps; step++)
        assert_string_equal(trace_formula(arena, program, &program->instrs[program->step_instr[step]]),
                            wanted[step - 1]);
    arena_free(arena);
    lesson_release(lesson);
}

/* After two iterations without zeroing, a gradient shows what was added before. */
static void a_gradient_is_shown_as_it_stands(void **state) {
    (void)state;
    Lesson *lesson =
        load("[parameters]\nw = 3\n[model]\nloss = w * 2\n[train]\nzero_grad = no\nepochs = 3\nlr = 1\n");
    char *text = trace_of(lesson, TRACE_JSON, 1, 3);
    assert_string_equal(
        text,
        "{\"step\": 3, \"phase\": \"backward\", \"op\": \"mul\", \"target\": \"w\", \"kind\": \"grad\", "
        "\"formula\": \"dw += 2 * dloss\", \"shape\": [1, 1], \"value\": [[4]]}\n");
    free(text);
    lesson_release(lesson);
}

static void numbers_read_back_to_the_same_bits(void **state) {
    (void)state;
    char text[JSON_NUMBER];
    uint32_t bits = 1;
    for (int k = 0; k < 200000; k++) {
        float number, back;
        bits = bits * 1664525u + 1013904223u;
        memcpy(&number, &bits, sizeof number);
        if (!isfinite(number)) continue;
        back = strtof(json_number(text, number), NULL);
        assert_memory_equal(&back, &number, sizeof back);
    }
    assert_string_equal(json_number(text, 0.1f), "0.1");
    assert_string_equal(json_number(text, -0.0f), "-0");
    assert_string_equal(json_number(text, 1e-45f), "1.4013e-45");
    assert_string_equal(json_number(text, NAN), "\"nan\"");
    assert_string_equal(json_number(text, INFINITY), "\"inf\"");
    assert_string_equal(json_number(text, -INFINITY), "\"-inf\"");
}

static void text_shows_each_phase_step_and_matrix(void **state) {
    (void)state;
    Lesson *lesson = load_file("reference", "neuron", NULL, 0);
    char *text = trace_of(lesson, TRACE_TEXT, 0, 0);
    assert_ptr_equal(strstr(text, "One neuron, one example\nepoch 1 of 1, batch 1 of 1, 14 steps\n\nZero: "),
                     text);
    assert_non_null(strstr(text, "\n\nUpdate: the parameters move\n"
                                 "   13  w = w - lr * dw                                 sgd        2×1\n"
                                 "             2.86\n"
                                 "             3.54\n"
                                 "   14  b = b - lr * db                                 sgd        1×1\n"));
    free(text);
    lesson_release(lesson);
}

static void text_counts_what_it_does_not_show(void **state) {
    (void)state;
    Lesson *lesson =
        load("[data]\nx = ones(100, 20)\n[parameters]\nw = 1\n[model]\ny = x * w\nloss = sum(y)\n");
    char *text = trace_of(lesson, TRACE_TEXT, 0, 2);
    assert_null(strstr(text, "Zero"));
    assert_non_null(strstr(text, "\n    2  y = x * w "));
    assert_non_null(strstr(text, "           1           1   … 12 more\n            … 94 more rows\n"));
    assert_null(strstr(text, "    3  "));
    free(text);
    lesson_release(lesson);
}

static void a_trace_is_told_in_russian(void **state) {
    (void)state;
    Lesson *lesson = load_file("reference", "neuron", NULL, 0);
    char *text = trace_in("ru", lesson, TRACE_TEXT, 0, 0);
    assert_ptr_equal(strstr(text, lesson->title.en), text); /* it has no Russian one */
    text_has(text, "\nэпоха 1 из 1, батч 1 из 1, шагов: 14\n\nОбнуление: ");
    text_has(text, "\n\nОбновление: параметры сдвигаются\n"
                   "   13  w = w - lr * dw                                 sgd        2×1\n"
                   "             2,86\n"
                   "             3,54\n"
                   "   14  b = b - lr * db                                 sgd        1×1\n");
    free(text);
    lesson_release(lesson);
    lesson = load_file("lessons", "neuron", NULL, 0);
    text = trace_in("ru", lesson, TRACE_TEXT, 0, 0);
    assert_ptr_equal(strstr(text, lesson->title.ru), text);
    free(text);
    lesson_release(lesson);
}

/* A formula is the lesson's own text: 0.5 in it has a point in every language. */
static void formulas_stay_as_the_lesson_writes_them(void **state) {
    (void)state;
    Lesson *lesson = load("[parameters]\nw = 1\n[model]\nloss = w * 0.5\n");
    char *text = trace_in("ru", lesson, TRACE_TEXT, 0, 2);
    text_has(text,
             "    2  loss = w * 0.5                                  mul        1×1\n              0,5\n");
    free(text);
    lesson_release(lesson);
}

static void what_programs_read_is_the_same_in_every_language(void **state) {
    (void)state;
    Lesson *lesson = load_file("lessons", "neuron", NULL, 0);
    char *english = trace_of(lesson, TRACE_JSON, 0, 0), *russian = trace_in("ru", lesson, TRACE_JSON, 0, 0);
    assert_string_equal(russian, english);
    free(english);
    free(russian);
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_small_lesson_is_written_to_the_letter),
        cmocka_unit_test(order_and_listing_follow_the_contract),
        cmocka_unit_test(file_order_is_the_order_of_the_lines),
        cmocka_unit_test(formulas_say_what_is_added_and_summed),
        cmocka_unit_test(a_gradient_is_shown_as_it_stands),
        cmocka_unit_test(numbers_read_back_to_the_same_bits),
        cmocka_unit_test(text_shows_each_phase_step_and_matrix),
        cmocka_unit_test(text_counts_what_it_does_not_show),
        cmocka_unit_test(a_trace_is_told_in_russian),
        cmocka_unit_test(formulas_stay_as_the_lesson_writes_them),
        cmocka_unit_test(what_programs_read_is_the_same_in_every_language),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
