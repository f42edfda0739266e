/* test_hunt_hidden: while a hunt runs, nothing on the screen gives a mistake away, and what is said of each
 * step is what the lesson without mistakes says. Sanitizers look for other faults: with them a hunt is shown in one
 * language. */
#include "tests/support/app_helper.h"

#include <string.h>

#include "engine/math/symbols.h"
#include "tests/support/folder.h"
#include "tests/support/sanitized.h"

static const char *const hunts[] = {"batch-neuron-as-written", "x2-linear-as-written", "x2-relu-as-written",
                                    "x2-relu-wrong-mask",      "housing-exploding",    "housing-accumulate"};
enum { HUNTS = sizeof hunts / sizeof *hunts };

/* Texts of assets/i18n that tell of a mistake. */
static const char *const telling[] = {"backward.add.a.private",
                                      "backward.add.b.private",
                                      "forward.add.private",
                                      "backward.relu_mask_upstream.a",
                                      "backward.matmul_wrong_input.b",
                                      "backward.kept",
                                      "update.sgd.kept",
                                      "start.kept",
                                      "start.zeroed",
                                      "nonfinite.grew",
                                      "parting.on",
                                      "parting.off",
                                      "timeline.parting",
                                      "message.bugs_on",
                                      "message.bugs_off",
                                      "plot.ghost"};

typedef struct Screen {
    char text[60000];
    size_t used;
} Screen;

/* Everything that is written in the frame, in the order in which it is drawn. */
static void read_screen(const App *app, Screen *screen) {
    screen->used = 0;
    for (size_t i = 0; i < app->list.count; i++) {
        const DrawCommand *command = &app->list.commands[i];
        if (command->kind != DRAW_TEXT) continue;
        screen->used += (size_t)snprintf(screen->text + screen->used, sizeof screen->text - screen->used,
                                         "%s ", draw_string(&app->list, command));
        assert_true(screen->used < sizeof screen->text);
    }
}

/* The longest part of a text between its {places}, cut: enough to know it by. */
static void known_by(const char *text, char *out, size_t size) {
    size_t best = 0;
    out[0] = '\0';
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, "{");
        if (length > best) snprintf(out, size, "%.*s", (int)length, at), best = length;
        at += length;
        at += strcspn(at, "}");
        if (*at == '}') at++;
    }
    size_t length = strlen(out);
    while (length > 0 && ((unsigned char)out[length - 1] >= 0x80 || out[length - 1] == ' '))
        out[--length] = '\0';
}

static int tells(const App *app, const Screen *screen, const char *text, bool told) {
    char part[60];
    if (text == NULL) return 0;
    known_by(text, part, sizeof part);
    if (strlen(part) < 8 || strstr(screen->text, part) == NULL) return 0;
    if (!told)
        fail_msg("%s, epoch %d, step %d: the screen says \"%s\"", app->session.lesson->name,
                 (int)app->view.epoch, app->view.step, part);
    return 1;
}

/* How many telling texts stand on the screen; told: that is wanted. */
static int count_telling(const App *app, Screen *screen, bool told) {
    const Lesson *lesson = app->session.lesson;
    int count = 0;
    read_screen(app, screen);
    for (size_t i = 0; i < sizeof telling / sizeof *telling; i++)
        if (strcmp(telling[i], "start.zeroed") != 0 || !lesson->train.zero_grad)
            count += tells(app, screen, text_get(app->texts, telling[i]), told);
    const Text *head[] = {&lesson->about, &lesson->source};
    for (int i = 0; i < 2; i++)
        count += tells(app, screen, head[i]->en, told) + tells(app, screen, head[i]->ru, told);
    for (int i = 0; i < lesson->say_count; i++)
        count += tells(app, screen, lesson->say[i].en, told) + tells(app, screen, lesson->say[i].ru, told);
    return count + tells(app, screen, lesson->name, told);
}

/* With the pointer on each thing of the graph, so that its tooltip is shown. */
static int point_everywhere(App *app, Screen *screen, bool told) {
    int count = 0, points = 0;
    Point at[400];
    for (size_t i = 0; i < app->list.count && points < 400; i++) {
        const DrawCommand *command = &app->list.commands[i];
        if (command->mark.slot < 0 || command->mark.panel != PANEL_MAIN || command->kind == DRAW_LINE)
            continue;
        at[points++] = (Point){command->box.x + command->box.w / 2, command->box.y + command->box.h / 2};
    }
    for (int i = 0; i < points; i++) {
        app->ui.scene.pointer = at[i];
        frame_draw(app, 1280, 720);
        count += count_telling(app, screen, told);
    }
    app->ui.scene.pointer = (Point){-1, -1};
    assert_true(points > 5);
    return count;
}

/* An iteration in predict mode, each question skipped and its answer shown. */
static int answer_everything(App *app, Screen *screen, bool told) {
    int count = 0;
    press(app, 'q', 0);
    assert_true(app->predict.on);
    for (int i = 0; i <= 2 * app->session.lesson->batch->steps; i++) {
        press(app, KEY_RIGHT, 0);
        count += count_telling(app, screen, told);
    }
    press(app, 'q', 0);
    assert_false(app->predict.on);
    return count;
}

/* Every step of the first iterations, each view, each name selected at the end of one. */
static int look_everywhere(App *app, bool told) {
    Screen *screen = malloc(sizeof *screen);
    assert_non_null(screen);
    int count = 0, steps = app->session.lesson->batch->steps;
    press(app, KEY_HOME, 0);
    for (int i = 0; i <= 2 * steps; i++) {
        for (int view = 0; view < MAIN_COUNT; view++) {
            press(app, 'v', 0);
            count += count_telling(app, screen, told);
        }
        press(app, 'c', 0);
        press(app, KEY_RIGHT, 0);
    }
    count += answer_everything(app, screen, told);
    count += point_everywhere(app, screen, told);
    for (int slot = 0; slot < app->session.lesson->batch->slot_count; slot++) {
        command_do(app, (Command){DO_SELECT_SLOT, slot});
        frame_draw(app, 1280, 720);
        count += count_telling(app, screen, told);
    }
    command_do(app, (Command){DO_SELECT_SLOT, -1});
    press(app, KEY_END, 0);
    count += count_telling(app, screen, told);
    free(screen);
    return count;
}

static void nothing_on_the_screen_gives_it_away(void **state) {
    (void)state;
    for (int i = 0; i < 2 * HUNTS; i++) {
        if (SANITIZED && i % 2 != i / 2 % 2) continue;
        Options options = app_options(hunts[i / 2]);
        options.hunt = true;
        strcpy(options.lang, i % 2 ? "ru" : "en");
        App *app = open_app_with(&options);
        look_everywhere(app, false);
        assert_true(hunt_runs(app));
        press(app, 'b', 0);
        press(app, 'b', 0);
        assert_true(look_everywhere(app, true) >
                    10); /* what was looked for is there once nothing is hidden */
        close_app(app);
    }
}

/* The element's index tells of the shape, which is a number of the run. */
static void formula(const App *app, char *out, size_t size) {
    char whole[400], element[400];
    tree_text(&app->view.explanation.formula, whole, sizeof whole);
    tree_text(&app->view.explanation.element, element, sizeof element);
    const char *sum = strstr(element, "Σ"); /* what is no sum has numbers */
    snprintf(out, size, "%s | %s | %s | %s", app->view.explanation.title, whole, sum != NULL ? sum : "",
             app->view.explanation.torch);
}

/* The loss is a number, and stands in a title. */
static bool has_number(const App *app) {
    return app->view.instr >= 0 &&
           app->view.program->slots[app->view.program->instrs[app->view.instr].dst].role == ROLE_LOSS;
}

static void stand_before_forward(App *app, int64_t epoch) {
    command_do(app, (Command){DO_FIRST, 0});
    command_do(app, (Command){DO_SEEK, epoch});
}

/* A parameter that is used twice collects twice, and the first part is said to be the first. */
static const char twice[] =
    "[data]\nx = linspace(0, 1, 5)\n[parameters]\nw = 1\n[model]\n"
    "p = (x * w + 1) * w\nloss = mse(p, x)\n[train]\nepochs = 3\n[bugs]\nzero_grad = no\n";

static void each_step_is_described_as_without_the_mistake(void **state) {
    Folder *folder = *state;
    const char *own = write_file(folder, "my.lesson", twice, strlen(twice));
    int compared = 0;
    for (int i = 0; i <= HUNTS; i++) {
        Options options = app_options(i < HUNTS ? hunts[i] : own), off = options;
        options.hunt = true;
        off.sets[off.set_count++] = (Override){"bugs", "off"};
        App *app = open_app_with(&options), *right = open_app_with(&off);
        for (int epoch = 0; epoch < 2; epoch++) {
            stand_before_forward(app, 1 + epoch);
            stand_before_forward(right, 1 + epoch);
            int steps = app->session.lesson->batch->steps - app->session.lesson->batch->zero_steps;
            for (int step = 0; step < steps; step++) {
                char got[1200], wanted[1200];
                press(app, KEY_RIGHT, 0);
                press(right, KEY_RIGHT, 0);
                formula(app, got, sizeof got);
                formula(right, wanted, sizeof wanted);
                if (!has_number(app) && strcmp(got, wanted) != 0)
                    fail_msg("%s, step %d: wanted\n%s\ngot\n%s", options.lesson, app->view.step, wanted, got);
                compared++;
            }
        }
        close_app(app);
        close_app(right);
    }
    assert_true(compared > 150);
}

static void the_picture_of_a_hunt_has_no_telling_name(void **state) {
    (void)state;
    Options options = app_options("x2-relu-wrong-mask");
    options.hunt = true;
    App *app = open_app_with(&options);
    assert_true(hunt_runs(app));
    assert_null(app->view.plot.ghost.y);
    assert_int_equal(app->view.divergence.epoch, 0);
    assert_false(app->view.has_bugs || app->view.bugs_on);
    close_app(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(nothing_on_the_screen_gives_it_away),
        IN_FOLDER(each_step_is_described_as_without_the_mistake),
        cmocka_unit_test(the_picture_of_a_hunt_has_no_telling_name),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
