/* test_hunt_keys: what a hunt says and how it ends: verdicts, giving up, rates and seeds, the list. */
#include "tests/support/hunt_helper.h"

#include "app/session/session.h"

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

static bool draws(const App *app, const char *text) {
    for (size_t i = 0; i < app->list.count; i++) {
        const DrawCommand *command = &app->list.commands[i];
        if (command->kind == DRAW_TEXT && strcmp(draw_string(&app->list, command), text) == 0) return true;
    }
    return false;
}

/* Sooner than the phases to come: it says which key accuses, too. */
static void the_tries_are_in_sight_at_every_size(void **state) {
    (void)state;
    Options options = hunt_options("x2-relu-wrong-mask");
    strcpy(options.lang, "ru");
    App *app = open_hunt(&options);
    for (float text = 0.75f; text <= 2.5f; text += 0.25f) {
        app->ui.scene.text_size = text;
        frame_draw(app, 1024, 640);
        if (!draws(app, app->hunt.status)) fail_msg("text × %g: no %s", (double)text, app->hunt.status);
    }
    close_app(app);
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
        Verdict *verdict = &app->hunt.verdict;
        while (i % 2 == 0 &&
               strlen(verdict->text) + 20 < sizeof verdict->text) /* a lesson with many mistakes */
            strcat(verdict->text, " and so on and on");
        for (float text = 0.75f; text <= 2.5f; text += 0.25f) {
            app->ui.scene.text_size = text;
            app->ui.scene.enlarged = (int)(text * 4) % 4;
            frame_draw(app, sizes[i][0], sizes[i][1]);
            stands_whole(app, sizes[i][0], sizes[i][1]);
        }
        close_app(app);
    }
}

static void behind_the_last_number_the_lie_is_shown_before_it(void **state) {
    (void)state;
    Options options = hunt_options("housing-exploding");
    App *app = open_hunt(&options);
    press(app, KEY_END, 0);
    assert_int_equal(app->view.epoch, 14);
    point(app, slot_of(app, "w"));
    says(app, "Found: the update of w", "At a rate of 0.05000 each update overshoots");
    assert_int_equal(app->view.epoch, 13);
    assert_int_equal(app->view.phase, PHASE_UPDATE);
    close_app(app);
}

static void the_lie_is_told_at_the_rate_of_the_lesson(void **state) {
    (void)state;
    Options options = hunt_options("housing-exploding");
    App *app = open_hunt(&options);
    for (int i = 0; i < 12; i++) press(app, '[', MOD_SHIFT);
    assert_true(session_run(&app->session).rate < 0.005);
    point(app, slot_of(app, "b"));
    says(app, "Found: the update of b", "At a rate of 0.05000 each update overshoots");
    close_app(app);
}

static void the_run_without_mistakes_stays_hidden(void **state) {
    (void)state;
    Options options = hunt_options("x2-relu-wrong-mask");
    App *app = open_hunt(&options);
    press(app, 'x', 0);
    assert_false(session_paired(app));
    assert_non_null(strstr(app->ui.message, "would give them away"));
    point(app, slot_of(app, "dz"));
    press(app, 'x', 0);
    assert_true(session_paired(app));
    close_app(app);
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
    assert_int_equal(app->session.lesson->bug_count, 3);
    press(app, KEY_ESCAPE, 0);
    assert_false(app->hunt.verdict.shown);
    press(app, 'b', 0);
    assert_int_equal(app->session.lesson->bug_count, 0);
    close_app(app);
}

/* As they come faster than frames. */
static void type(App *app, const char *keys) {
    for (; *keys != '\0'; keys++) event_do(app, &(Event){.kind = EVENT_KEY, .key = *keys});
}

static void keys_before_the_next_frame_are_about_the_run_that_is_there(void **state) {
    (void)state;
    Options options = hunt_options("x2-relu-as-written");
    App *app = open_hunt(&options);
    type(app, "gg"); /* in the same language again: nothing is drawn yet */
    event_do(app, &(Event){.kind = EVENT_KEY, .key = KEY_ENTER});
    assert_true(app->hunt.verdict.shown);
    type(app, "ggbb");
    assert_false(hunt_runs(app));
    says(app, "what was hidden", "The gradient of W₂ is taken with x in place of h");
    int snapshots = app->ui.snapshot_count;
    type(app, "bn");
    assert_int_equal(app->ui.snapshot_count, snapshots + 1);
    assert_int_equal(app->ui.snapshots[0], 2);
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
    assert_int_equal(hunts, 6);
    assert_string_equal(app->catalog.rows[first].keys, "hunt 1");
    command_do(app, (Command){DO_LESSON, first});
    frame_draw(app, 1280, 720);
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
    command_do(
        app, (Command){DO_LESSON, app->catalog.entries[first].lesson}); /* the lesson itself hides nothing */
    frame_draw(app, 1280, 720);
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
        cmocka_unit_test(the_tries_are_in_sight_at_every_size),
        cmocka_unit_test(a_verdict_stands_whole_at_every_size),
        cmocka_unit_test(behind_the_last_number_the_lie_is_shown_before_it),
        cmocka_unit_test(the_lie_is_told_at_the_rate_of_the_lesson),
        cmocka_unit_test(the_run_without_mistakes_stays_hidden),
        cmocka_unit_test(enter_on_a_verdict_only_closes_it),
        cmocka_unit_test(b_asks_before_it_gives_up),
        cmocka_unit_test(keys_before_the_next_frame_are_about_the_run_that_is_there),
        cmocka_unit_test(another_rate_or_seed_is_the_same_hunt),
        cmocka_unit_test(the_list_has_the_hunts_and_begins_them_anew),
        cmocka_unit_test(a_lesson_without_a_mistake_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
