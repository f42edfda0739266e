/* test_hunt: each hunt is found by the operations that lie and by no others, and told about; giving up; the
 * list. */
#include "app_helper.h"

#include <string.h>

/* What lies in each hunt: gradients whose backward operation does, or parameters whose update does. */
typedef struct Answer {
    const char *lesson;
    const char *slots[4]; /* one for each bug */
    int bugs;
    const char *same; /* a further gradient that the same bug spoils, or NULL */
} Answer;

static const Answer answers[] = {
    {"batch-neuron-as-written", {"db"}, 1, NULL},
    {"x2-linear-as-written", {"dW2", "db1", "db2"}, 3, NULL},
    {"x2-relu-as-written", {"dz", "dW2", "db1", "db2"}, 4, NULL},
    {"x2-relu-wrong-mask", {"dz"}, 1, NULL},
    {"housing-exploding", {"w"}, 1, "b"},
    {"housing-accumulate", {"dw"}, 1, "db"},
};
enum { ANSWERS = sizeof answers / sizeof *answers };

static Options hunt_options(const char *lesson) {
    Options options = app_options(lesson);
    options.hunt = true;
    return options;
}

static void point(App *app, int slot) {
    app_do(app, (Command){DO_SELECT_SLOT, slot});
    app_draw(app, 1280, 720);
    press(app, KEY_ENTER, 0);
}

static int slot_of(const App *app, const char *name) {
    int slot = program_find(app->study.lesson->batch, name);
    if (slot < 0) fail_msg("%s has no %s", app->study.lesson->name, name);
    return slot;
}

/* The box in which a gradient is computed on the way back: the result of its operation; −1: there is none. */
static int box_of(const App *app, int grad) {
    const Program *program = app->study.lesson->batch;
    for (int i = 0; i < program->instr_count; i++)
        if (program->instrs[i].phase == PHASE_BACKWARD && program->instrs[i].dst == grad)
            return program->instrs[i].result;
    return -1;
}

static bool is_guilty(const App *app, const Answer *answer, int slot) {
    for (int i = 0; i < answer->bugs; i++) {
        int guilty = slot_of(app, answer->slots[i]);
        if (slot == guilty || slot == box_of(app, guilty)) return true;
    }
    if (answer->same == NULL) return false;
    int guilty = slot_of(app, answer->same);
    return slot == guilty || slot == box_of(app, guilty);
}

/* The end of the way back in the second epoch: everything has been computed, and what is kept is there. */
static App *open_hunt(const Options *options) {
    App *app = open_app_with(options);
    assert_true(hunt_runs(app));
    press(app, ']', 0);
    while (app->view.phase != PHASE_UPDATE) press(app, KEY_RIGHT, 0);
    press(app, KEY_LEFT, 0);
    return app;
}

static void nothing_but_the_operations_that_lie_is_found(void **state) {
    (void)state;
    int refused = 0;
    for (int i = 0; i < ANSWERS; i++) {
        Options options = hunt_options(answers[i].lesson);
        App *app = open_hunt(&options);
        const Program *program = app->study.lesson->batch;
        for (int slot = 0; slot < program->slot_count; slot++) {
            Role role = program->slots[slot].role;
            if (is_guilty(app, &answers[i], slot)) continue;
            bool computes = role != ROLE_DATA && role != ROLE_CONSTANT && role != ROLE_SETTING;
            int tries = app->hunt.tries;
            point(app, slot);
            if (!hunt_runs(app) || app->hunt.verdict.good)
                fail_msg("%s: %s is taken for a lie", answers[i].lesson, program->slots[slot].name);
            assert_true(app->hunt.verdict.shown);
            assert_int_equal(app->hunt.tries, tries + computes);
            refused += computes;
        }
        close_app(app);
    }
    assert_in_range(refused, 60, 200);
}

static void every_lie_is_found_and_then_the_lesson_speaks(void **state) {
    (void)state;
    for (int i = 0; i < ANSWERS; i++) {
        const Answer *answer = &answers[i];
        Options options = hunt_options(answer->lesson);
        App *app = open_hunt(&options);
        for (int k = 0; k < answer->bugs; k++) {
            point(app, slot_of(app, answer->slots[k]));
            assert_true(app->hunt.verdict.shown && app->hunt.verdict.good);
            assert_int_equal(app->hunt.tries, k + 1);
            assert_int_equal(hunt_runs(app), k + 1 < answer->bugs);
            /* the learner stands where it happens, and nothing else is explained */
            assert_true(is_guilty(app, answer, app->view.program->instrs[app->view.instr].dst));
            assert_int_equal(app->view.selection.slot, app->view.program->instrs[app->view.instr].dst);
        }
        assert_string_equal(app->view.title, app->study.lesson->title.en);
        assert_true(app->view.bugs_on);
        press(app, 'b', 0);
        assert_int_equal(app->study.lesson->bug_count, 0);
        assert_false(app->hunt.verdict.shown);
        close_app(app);
    }
}

static void the_box_of_a_lie_is_the_lie(void **state) {
    (void)state;
    for (int i = 0; i < ANSWERS; i++) {
        Options options = hunt_options(answers[i].lesson);
        App *app = open_hunt(&options);
        int box = box_of(app, slot_of(app, answers[i].slots[0]));
        if (box >= 0) {
            point(app, box);
            assert_true(app->hunt.verdict.good);
            assert_int_equal(app->hunt.tries, 1);
        }
        close_app(app);
    }
}

static void says(const App *app, const char *title, const char *text) {
    const Verdict *verdict = &app->hunt.verdict;
    if (!verdict->shown || strstr(verdict->title, title) == NULL || strstr(verdict->text, text) == NULL)
        fail_msg("wanted \"%s\" and \"%s\", got \"%s\" and \"%s\"", title, text, verdict->title,
                 verdict->text);
}

static void a_refusal_has_its_reason(void **state) {
    (void)state;
    Options options = hunt_options("x2-relu-wrong-mask");
    App *app = open_hunt(&options);
    point(app, slot_of(app, "dh"));
    says(app, "Not here: ∂L/∂h", "∂L/∂h agrees with the differences of the loss (largest error ");
    point(app, slot_of(app, "dW1"));
    says(app, "Not here: ∂L/∂W₁",
         "∂L/∂W₁ is wrong, but this operation is right: ∂L/∂(x·W₁) had been wrong before");
    point(app, slot_of(app, "W1"));
    says(app, "Not here: the update of W₁", "The update does with ∂L/∂W₁ what its formula says");
    point(app, slot_of(app, "x"));
    says(app, "x computes nothing", "Point at an operation");
    point(app, slot_of(app, "dloss"));
    says(app, "Not here", "this 1 is right");
    point(app, slot_of(app, "dz"));
    says(app, "Found: ∂L/∂z · tries: 5", "h lets a gradient pass where that gradient is positive");
    close_app(app);
}

static void what_is_found_is_shown_and_the_rest_stays_hidden(void **state) {
    (void)state;
    Options options = hunt_options("x2-relu-as-written");
    App *app = open_hunt(&options);
    point(app, slot_of(app, "dz"));
    says(app, "Found: ∂L/∂z", "There is more to find");
    assert_non_null(strstr(app->view.explanation.sentence, "This is the mistake"));
    assert_null(strstr(app->view.explanation.torch, "Relu"));
    assert_string_equal(app->view.title, "Hunt: It gets worse before it gets better");
    assert_string_equal(app->view.source, "found 1 of 4 · tries 1 · Enter: this one lies");
    point(app, slot_of(app, "dz"));
    says(app, "Found before: ∂L/∂z", "more");
    assert_int_equal(app->hunt.tries, 1);
    app_do(app, (Command){DO_SELECT_SLOT, slot_of(app, "db2")});
    app_draw(app, 1280, 720);
    assert_null(strstr(app->view.explanation.sentence, "mistake"));
    close_app(app);
}

static void the_check_holds_the_numbers_against_what_is_claimed(void **state) {
    (void)state;
    static const struct {
        const char *lesson, *red, *green;
    } rows[] = {{"batch-neuron-as-written", "db", "dw"}, {"x2-linear-as-written", "dW2", "dW1"},
                {"x2-linear-as-written", "db1", "dh"},   {"x2-relu-as-written", "db2", "dh"},
                {"x2-relu-wrong-mask", "dz", "dh"},      {"housing-accumulate", "dw", "dy_pred"},
                {"housing-accumulate", "db", "dy_pred"}};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        Options options = hunt_options(rows[i].lesson);
        App *app = open_hunt(&options);
        for (int good = 0; good < 2; good++) {
            app_do(app, (Command){DO_SELECT_SLOT, slot_of(app, good ? rows[i].green : rows[i].red)});
            app_draw(app, 1280, 720);
            assert_true(app->view.explanation.has_check);
            if (app->view.explanation.check_good != good)
                fail_msg("%s: the check of %s is %s", rows[i].lesson, app->view.slot_label,
                         good ? "red" : "green");
        }
        close_app(app);
    }
}

/* All samples' gradients summed are what a bias that all samples share would get. */
static void a_shared_bias_is_checked_as_one_number(void **state) {
    (void)state;
    Options options = hunt_options("batch-neuron-as-written");
    App *app = open_hunt(&options);
    int grad = slot_of(app, "db");
    double sum = 0;
    char wanted[TEXT_NUMBER];
    for (int i = 0; i < 25; i++) sum += (double)view_element(&app->view, grad, i, 0);
    text_number(app->texts, wanted, sizeof wanted, sum, true);
    app_do(app, (Command){DO_SELECT_SLOT, grad});
    app_draw(app, 1280, 720);
    assert_string_equal(app->view.explanation.check_numeric, wanted);
    assert_int_equal(app->view.explanation.term_count + app->view.explanation.terms_more, 25);
    close_app(app);
}

static void b_asks_before_it_gives_up(void **state) {
    (void)state;
    Options options = hunt_options("x2-linear-as-written");
    App *app = open_hunt(&options);
    press(app, 'b', 0);
    assert_true(hunt_runs(app));
    assert_non_null(strstr(app->ui.message, "gives up"));
    app->now += 10000000; /* too late: it asks again */
    press(app, 'b', 0);
    assert_true(hunt_runs(app));
    press(app, 'b', 0);
    assert_false(hunt_runs(app));
    says(app, "what was hidden", "count the rows of b₁");
    says(app, "", "The gradient of W₂ is taken with x in place of h");
    assert_int_equal(app->study.lesson->bug_count, 3);
    press(app, KEY_ESCAPE, 0);
    assert_false(app->hunt.verdict.shown);
    press(app, 'b', 0);
    assert_int_equal(app->study.lesson->bug_count, 0);
    close_app(app);
}

static void append(char *out, size_t size, const char *text) {
    size_t used = strlen(out);
    for (; *text != '\0' && used + 1 < size; text++)
        if (*text != ' ') out[used++] = *text;
    out[used] = '\0';
}

/* Whether the verdict's words stand on its plate, all of them, and the plate in the frame. */
static void stands_whole(const App *app, int width, int height) {
    char got[6000] = "", wanted[3000] = "";
    Rect plate = {0};
    for (size_t i = 0; i < app->list.count; i++) {
        const DrawCommand *command = &app->list.commands[i];
        if (command->mark.panel != PANEL_OVERLAY) continue;
        if (command->mark.role == PART_PANEL) plate = command->rect;
        if (command->kind != DRAW_TEXT) continue;
        append(got, sizeof got, draw_string(&app->list, command));
        assert_true(command->box.x >= plate.x && command->box.x + command->box.w <= plate.x + plate.w);
        assert_true(command->box.y >= plate.y && command->box.y + command->box.h <= plate.y + plate.h);
    }
    append(wanted, sizeof wanted, app->hunt.verdict.title);
    append(wanted, sizeof wanted, app->hunt.verdict.text);
    if (strcmp(got, wanted) != 0) fail_msg("%d × %d: wanted %s\ngot %s", width, height, wanted, got);
    assert_true(plate.x >= 0 && plate.y >= 0 && plate.x + plate.w <= (float)width &&
                plate.y + plate.h <= (float)height);
}

static void a_verdict_stands_whole_at_every_size(void **state) {
    (void)state;
    static const int sizes[][2] = {{1024, 640}, {1280, 720}, {1920, 1080}, {3840, 2160}};
    for (int i = 0; i < 4; i++) {
        Options options = hunt_options("x2-relu-as-written");
        strcpy(options.lang, i % 2 ? "en" : "ru");
        App *app = open_hunt(&options);
        press(app, 'b', 0);
        press(app, 'b', 0);
        app->ui.message[0] = '\0';
        for (float text = 0.75f; text <= 2.5f; text += 0.25f) {
            app->ui.scene.text_size = text;
            app->ui.scene.enlarged = (int)(text * 4) % 4;
            app_draw(app, sizes[i][0], sizes[i][1]);
            stands_whole(app, sizes[i][0], sizes[i][1]);
        }
        close_app(app);
    }
}

static void enter_on_a_verdict_only_closes_it(void **state) {
    (void)state;
    Options options = hunt_options("x2-relu-wrong-mask");
    App *app = open_hunt(&options);
    point(app, slot_of(app, "dh"));
    press(app, KEY_ENTER, 0);
    assert_false(app->hunt.verdict.shown);
    assert_int_equal(app->hunt.tries, 1);
    press(app, KEY_ENTER, 0);
    press(app, KEY_RIGHT, 0); /* any other key closes it and does its own */
    assert_false(app->hunt.verdict.shown);
    assert_int_equal(app->view.phase, PHASE_UPDATE);
    close_app(app);
}

static void another_rate_or_seed_is_the_same_hunt(void **state) {
    (void)state;
    Options options = hunt_options("x2-relu-as-written");
    App *app = open_hunt(&options);
    point(app, slot_of(app, "dW2"));
    press(app, ']', MOD_SHIFT);
    press(app, 'r', MOD_SHIFT);
    assert_true(hunt_runs(app));
    assert_string_equal(app->view.source, "found 1 of 4 · tries 1 · Enter: this one lies");
    press(app, 'g', 0);
    assert_string_equal(app->view.title, "Охота: Сначала хуже, потом лучше");
    close_app(app);
}

static void the_list_has_the_hunts_and_begins_them_anew(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    int hunts = 0, first = -1;
    press(app, 'l', 0);
    for (int i = 0; i < app->catalog.count; i++) {
        if (!app->catalog.entries[i].hunt) continue;
        if (hunts++ == 0) first = i;
        const char *name = assets.names[app->catalog.entries[i].lesson];
        assert_null(strstr(app->catalog.rows[i].keys, name));
        assert_null(strstr(app->catalog.rows[i].text, name));
    }
    assert_int_equal(hunts, ANSWERS);
    assert_string_equal(app->catalog.rows[first].keys, "hunt 1");
    app_do(app, (Command){DO_LESSON, first});
    app_draw(app, 1280, 720);
    assert_true(hunt_runs(app));
    assert_string_equal(app->view.title, "Hunt: The neuron that almost finds the coefficients");
    point(app, slot_of(app, "db"));
    assert_false(hunt_runs(app));
    press(app, 'l', 0);
    assert_int_equal(app->ui.scene.lesson_selected, first);
    press(app, KEY_ENTER, 0);
    assert_true(hunt_runs(app));
    assert_int_equal(app->hunt.tries, 0);
    press(app, 'l', 0);
    app_do(app,
           (Command){DO_LESSON, app->catalog.entries[first].lesson}); /* the lesson itself hides nothing */
    app_draw(app, 1280, 720);
    assert_false(hunt_runs(app));
    assert_string_equal(app->view.title, "A neuron that almost finds the coefficients");
    close_app(app);
}

static void a_lesson_without_a_mistake_is_refused(void **state) {
    (void)state;
    static const char *const names[] = {"x2-relu", "curve"};
    for (int i = 0; i < 3; i++) {
        Options options = hunt_options(i < 2 ? names[i] : "x2-relu-wrong-mask");
        if (i == 2) options.sets[options.set_count++] = (Override){"bugs", "off"};
        Err e = {0};
        App *app = calloc(1, sizeof *app);
        assert_non_null(app);
        assert_true(assets_find(&assets, &e));
        assert_false(app_open(app, &options, &assets, &e));
        assert_non_null(strstr(e.text, "no mistake to hunt"));
        close_app(app);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_but_the_operations_that_lie_is_found),
        cmocka_unit_test(every_lie_is_found_and_then_the_lesson_speaks),
        cmocka_unit_test(the_box_of_a_lie_is_the_lie),
        cmocka_unit_test(a_refusal_has_its_reason),
        cmocka_unit_test(what_is_found_is_shown_and_the_rest_stays_hidden),
        cmocka_unit_test(the_check_holds_the_numbers_against_what_is_claimed),
        cmocka_unit_test(a_shared_bias_is_checked_as_one_number),
        cmocka_unit_test(b_asks_before_it_gives_up),
        cmocka_unit_test(a_verdict_stands_whole_at_every_size),
        cmocka_unit_test(enter_on_a_verdict_only_closes_it),
        cmocka_unit_test(another_rate_or_seed_is_the_same_hunt),
        cmocka_unit_test(the_list_has_the_hunts_and_begins_them_anew),
        cmocka_unit_test(a_lesson_without_a_mistake_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
