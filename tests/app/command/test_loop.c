/* test_loop: the window's life with a driver that shows nothing: what takes long goes on beside it. */
#include "tests/support/folder.h"
#include "tests/support/loop_helper.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "app/app.h"
#include "app/command/command.h"
#include "app/command/frame.h"
#include "app/command/loop.h"
#include "app/session/session.h"
#include "app/state/keymap.h"

/* A run that takes minutes: nobody here waits for it. */
static const char endless[] =
    "[data]\nx = randn(256, 60)\ny = randn(256, 60)\n[parameters]\nw = randn(60, 60)\n"
    "v = randn(60, 60)\n[model]\np = tanh(x @ w) @ v\nloss = mse(p, y)\n"
    "[train]\nlr = 0.01\nbatch = 64\nepochs = 1000000\n";

/* A run that has just begun when the window opens, and is at its end after a second or two. */
static const char longer[] = "[data]\nx = linspace(-1, 1, 200)\ny = x^2\n[parameters]\nw = randn(1, 20)\n"
                             "v = randn(20, 1)\n[model]\np = relu(x @ w) @ v\nloss = mse(p, y)\n"
                             "[train]\nlr = 0.01\nepochs = 40000\n[plot]\ncurve = p against x\n";

/* Its values take a second to draw. */
static const char large[] =
    "[data]\nx = standardize(randn(8000000, 1))\ny = x^2\n[parameters]\nw = zeros(1, 1)\n"
    "[model]\nloss = mse(x @ w, y)\n[train]\nbatch = 4\n";

/* The lesson's path must outlive it. */
static LoopStage *set_lesson(const char *lesson) {
    char *arguments[] = {"backstep", "x2-relu", "--lang=en", "--theme=dark", NULL};
    LoopStage *stage = set_stage(4, arguments);
    stage->options.lesson = lesson;
    return stage;
}

static LoopStage *open_stage(const char *lesson) {
    LoopStage *stage = set_lesson(lesson);
    begin_stage(stage);
    return stage;
}

enum { HANGS = 600000 }; /* turns of a millisecond or more: something that goes on is not waited for longer */

static void turn(LoopStage *stage) {
    Err e;
    window_wake(stage->app.window);
    assert_true(loop_turn(&stage->loop, &e));
}

static void press(LoopStage *stage, int key, unsigned mods) {
    Event event = {.kind = EVENT_KEY, .key = key, .mods = mods};
    event_do(&stage->app, &event);
    turn(stage);
}

static void turn_until_there(LoopStage *stage) {
    const struct timespec millisecond = {0, 1000000};
    for (int i = 0; i < HANGS && (stage->app.ui.going || stage->app.loading != NULL); i++) {
        turn(stage);
        nanosleep(&millisecond, NULL);
    }
    turn(stage); /* one that came there at once has not been drawn yet */
    assert_false(stage->app.ui.going);
    assert_null(stage->app.loading);
}

/* The window does nothing meanwhile; a worker without a thread gets its turns here. */
static void wait_for_epochs(LoopStage *stage, int64_t epochs) {
    const struct timespec millisecond = {0, 1000000};
    for (int i = 0; i < HANGS && timeline_trained(stage->app.session.timeline) < epochs; i++)
        if (!trainer_turn(stage->app.trainer, 1000)) nanosleep(&millisecond, NULL);
    assert_true(timeline_trained(stage->app.session.timeline) >= epochs);
}

static void the_worker_trains_on_while_the_window_lives(void **state) {
    Folder *folder = *state;
    LoopStage *stage = open_stage(write_file(folder, "a.lesson", endless, strlen(endless)));
    int64_t trained = timeline_trained(stage->app.session.timeline);
    wait_for_epochs(stage, trained + 10);
    press(stage, KEY_RIGHT, 0);
    assert_int_equal(stage->app.view.step, stage->app.session.lesson->batch->zero_steps + 1);
    assert_int_equal(stage->app.view.history.trained, 0); /* nothing of it has happened here */
    press(stage, 'a', 0);
    assert_true(stage->app.view.history.trained > trained);
    close_stage(stage);
}

static bool says(const DrawList *list, const char *text) {
    for (size_t i = 0; i < list->count; i++)
        if (list->commands[i].kind == DRAW_TEXT && strcmp(draw_string(list, &list->commands[i]), text) == 0)
            return true;
    return false;
}

static void a_lesson_that_takes_long_to_read_opens_the_window_first(void **state) {
    Folder *folder = *state;
    const char *const texts[] = {longer, large};
    for (int slow = 0; slow < 2; slow++) {
        LoopStage *stage = set_lesson(write_file(folder, "a.lesson", texts[slow], strlen(texts[slow])));
        Err e = {0};
        stage->app.opens = slow != 0; /* what is read quickly opens no window, unless the machine is busy */
        if (!app_open(&stage->app, &stage->options, &stage->assets, &e)) fail_msg("%s", e.text);
        assert_true(slow == (stage->app.window != NULL));
        assert_true(slow == says(&stage->app.list, "Loading …"));
        assert_true(loop_begin(&stage->loop, &stage->app, &e));
        assert_true(loop_turn(&stage->loop, &e));
        assert_true(says(&stage->app.list, "a") && !says(&stage->app.list, "Loading …"));
        close_stage(stage);
    }
}

static void end_is_as_far_as_the_run_is_known(void **state) {
    Folder *folder = *state;
    LoopStage *stage = open_stage(write_file(folder, "a.lesson", endless, strlen(endless)));
    wait_for_epochs(stage, 3);
    press(stage, KEY_END, 0);
    assert_non_null(strstr(stage->app.ui.message, "Trained up to"));
    turn_until_there(stage);
    int64_t trained = timeline_trained(stage->app.session.timeline);
    assert_in_range(stage->app.view.epoch, 3, trained + 1);
    press(stage, KEY_HOME, 0);
    turn_until_there(stage);
    assert_int_equal(stage->app.view.epoch, 1);
    command_do(&stage->app, (Command){DO_SEEK, 900000}); /* the scrub bar */
    turn_until_there(stage);
    assert_in_range(stage->app.view.epoch, 3, timeline_trained(stage->app.session.timeline) + 1);
    close_stage(stage);
}

static void a_change_of_the_rate_starts_again_without_waiting(void **state) {
    Folder *folder = *state;
    LoopStage *stage = open_stage(write_file(folder, "a.lesson", endless, strlen(endless)));
    for (int i = 0; i < 20; i++) press(stage, i % 2 == 0 ? ']' : '[', MOD_SHIFT);
    assert_float_equal(session_run(&stage->app.session).rate, 0.01, 1e-9);
    wait_for_epochs(stage, 2);
    assert_non_null(stage->app.other.timeline);
    close_stage(stage);
}

/* The place is kept: the learner is carried there as the new run is trained. */
static void the_place_is_kept_though_the_new_run_has_yet_to_come_there(void **state) {
    Folder *folder = *state;
    LoopStage *stage = open_stage(write_file(folder, "b.lesson", longer, strlen(longer)));
    wait_for_epochs(stage, 40000);
    press(stage, KEY_END, 0);
    turn_until_there(stage);
    press(stage, ']', MOD_SHIFT);
    assert_true(stage->app.ui.going);
    press(stage, ']', MOD_SHIFT); /* on the way, too */
    turn_until_there(stage);
    assert_int_equal(stage->app.view.epoch, 40000);
    assert_int_equal(stage->app.view.step, stage->app.view.steps);
    close_stage(stage);
}

/* Keyframes of the endless run stand a thousand iterations apart. */
static void two_runs_go_a_long_way_in_pieces(void **state) {
    Folder *folder = *state;
    LoopStage *stage = open_stage(write_file(folder, "a.lesson", endless, strlen(endless)));
    App *app = &stage->app;
    press(stage, ']', MOD_SHIFT);
    press(stage, 'x', 0);
    assert_true(session_paired(app));
    wait_for_epochs(stage, 250);
    command_do(app, (Command){DO_SEEK, 250});
    assert_true(app->ui.going); /* the key has not waited for them */
    for (int turns = 0; turns < 60000 && app->ui.going; turns++) {
        turn(stage);
        assert_int_equal(app->view.other.slots == NULL, !session_together(app));
    }
    assert_int_equal(app->view.epoch, 250);
    assert_int_equal(app->other.machine->at.iteration, app->session.machine->at.iteration);
    assert_int_equal(app->other.machine->at.step, app->session.machine->at.step);
    assert_non_null(app->view.other.slots);
    press(stage, ']', MOD_SHIFT); /* the new run has yet to come there, … */
    command_do(app, (Command){DO_BUG, 0});
    assert_true(app->ui.going); /* … as the other one as well */
    turn_until_there(stage);
    assert_true(session_together(app));
    turn(stage);
    assert_int_equal(app->view.epoch, 250);
    close_stage(stage);
}

static void a_new_seed_and_another_lesson_are_shown_when_they_are_loaded(void **state) {
    (void)state;
    LoopStage *stage = open_stage("x2-relu");
    press(stage, 'r', MOD_SHIFT);
    press(stage, 'r', MOD_SHIFT);
    turn_until_there(stage);
    assert_in_range(stage->app.session.lesson->seed, 43,
                    44); /* the second may have come while the first was loaded */
    command_do(&stage->app, (Command){DO_LESSON, 0});
    command_do(&stage->app, (Command){DO_LESSON, 1});
    turn_until_there(stage);
    assert_string_equal(stage->app.session.lesson->name, stage->assets.names[1]);
    close_stage(stage);
}

static void closing_the_window_while_a_lesson_is_loaded_is_fine(void **state) {
    (void)state;
    for (int i = 0; i < 5; i++) {
        LoopStage *stage = open_stage("x2-relu");
        command_do(&stage->app, (Command){DO_LESSON, i});
        command_do(&stage->app, (Command){DO_RESTART, 1});
        close_stage(stage);
    }
}

/* Checking an element of w takes millions of multiplications. */
static const char wide[] =
    "[data]\nx = randn(256, 200)\ny = randn(256, 100)\n[parameters]\nw = zeros(200, 100)\n"
    "[model]\nloss = mse(x @ w, y)\n[train]\nepochs = 2\n";

static void a_key_is_answered_before_a_check_that_takes_long(void **state) {
    Folder *folder = *state;
    const struct timespec hundredth = {0, 10000000};
    LoopStage *stage = open_stage(write_file(folder, "a.lesson", wide, strlen(wide)));
    App *app = &stage->app;
    while (app->view.phase != PHASE_UPDATE && app->view.step + 1 < app->view.steps)
        press(stage, KEY_RIGHT, 0);
    app->ui.still = true; /* nothing else asks for frames */
    turn(stage);
    app->hurried = true; /* as loop_turn has it for a key */
    command_do(app, (Command){DO_COLUMN, 1});
    frame_draw(app, 1280, 720);
    app->dirty = false;
    assert_true(app->view.check_waits && !app->view.explanation.has_check);
    for (int i = 0; i < HANGS && app->view.check_waits; i++) {
        nanosleep(&hundredth, NULL);
        turn(stage);
    }
    assert_true(app->view.explanation.has_check && app->view.explanation.check_good);
    app->hurried = true;
    frame_draw(app, 1280, 720);
    assert_true(app->view.explanation.has_check); /* it is at hand now */
    close_stage(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(the_worker_trains_on_while_the_window_lives),
        IN_FOLDER(a_lesson_that_takes_long_to_read_opens_the_window_first),
        IN_FOLDER(end_is_as_far_as_the_run_is_known),
        IN_FOLDER(a_change_of_the_rate_starts_again_without_waiting),
        IN_FOLDER(a_key_is_answered_before_a_check_that_takes_long),
        IN_FOLDER(the_place_is_kept_though_the_new_run_has_yet_to_come_there),
        IN_FOLDER(two_runs_go_a_long_way_in_pieces),
        cmocka_unit_test(a_new_seed_and_another_lesson_are_shown_when_they_are_loaded),
        cmocka_unit_test(closing_the_window_while_a_lesson_is_loaded_is_fine),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
