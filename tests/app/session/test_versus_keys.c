/* test_versus_keys: holding a run beside another, bringing the other one into the graph, and the frames of
 * both.
 */
#include <fcntl.h>

#include "app/command/loop.h"
#include "tests/support/picture_check.h"
#include "tests/support/versus_helper.h"

static void a_key_holds_the_ghost_beside_what_is_shown(void **state) {
    (void)state;
    Pair *pair = open_alone("x2-relu");
    App *app = &pair->app;
    press(pair, 'x', 0);
    assert_false(session_paired(app));
    assert_non_null(strstr(app->ui.message, "There is no other run yet"));
    press(pair, ']', MOD_CTRL);
    press(pair, ']', MOD_SHIFT);
    press(pair, 'x', 0);
    assert_true(session_paired(app));
    assert_int_equal(app->view.epoch, 11);
    assert_string_equal(app->view.other.own_name, "lr = 0.04");
    assert_string_equal(app->view.other.name, "lr = 0.03");
    assert_int_equal(app->view.divergence.epoch, 1);
    assert_int_equal(app->view.divergence.step, 25);
    assert_true(check_marks(pair, &changes[1]) > 3);
    press(pair, ']', MOD_SHIFT); /* what is held stays, whatever is tried beside it */
    press(pair, 'r', MOD_SHIFT);
    press(pair, KEY_DOWN, 0);
    assert_string_equal(app->view.other.own_name, "lr = 0.05 · seed = 43");
    assert_string_equal(app->view.other.name, "lr = 0.03 · seed = 42");
    assert_true(check_marks(pair, &changes[1]) > 3);
    press(pair, 'x', 0);
    assert_false(session_paired(app));
    assert_null(app->view.other.own_name);
    assert_null(app->view.other.slots);
    assert_int_equal(app->view.divergence.epoch, 0);
    assert_true(app->view.plot.ghost.count > 0); /* a ghost again */
    close_pair(pair);
}

static void the_other_run_is_brought_into_the_graph_at_the_same_moment(void **state) {
    for (int i = 0; i < CHANGES; i++) {
        Pair *pair = open_pair(*state, changes[i].versus);
        App *app = &pair->app;
        if (timeline_nonfinite(app->other.timeline).iteration >= 0) {
            close_pair(pair);
            continue;
        }
        press(pair, ']', MOD_CTRL);
        for (int k = 0; k < 20; k++) press(pair, KEY_RIGHT, 0);
        command_do(app, (Command){DO_SELECT_SLOT, program_find(app->session.lesson->batch, "p")});
        frame_draw(app, 1280, 720);
        Moment before = app->session.machine->at, other = app->other.machine->at;
        char here[40], there[40];
        snprintf(here, sizeof here, "%s", app->view.other.own_element);
        snprintf(there, sizeof there, "%s", app->view.other.element);
        assert_string_not_equal(here, there);
        press(pair, 'b', 0);
        assert_true(session_paired(app));
        assert_int_equal(app->session.machine->at.iteration, before.iteration);
        assert_int_equal(app->session.machine->at.step, other.step);
        assert_string_equal(app->view.slot_label, "p");
        assert_string_equal(app->view.other.own_element, there);
        assert_string_equal(app->view.other.element, here);
        press(pair, 'b', 0);
        assert_string_equal(app->view.other.own_element, here);
        check_marks(pair, &changes[i]);
        close_pair(pair);
    }
}

static void keep(float *to, const float *from, int count) {
    assert_true(count > 0);
    for (int i = 0; i < count; i++) to[i] = from[i];
}

/* The plot shows of the other run what it would show of it in the graph. */
static void the_plot_shows_the_other_run_as_it_is(void **state) {
    (void)state;
    enum { MOST = PLANE_SIZE * PLANE_SIZE };
    static const struct {
        const char *lesson, *versus;
    } cases[] = {{"x2-relu", "seed=7"}, {"students", "seed=7"}, {"digits", "lr=0.02"}};
    static float here[MOST], there[MOST];
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        Pair *pair = calloc(1, sizeof *pair);
        const ViewPlot *plot = &pair->app.view.plot;
        Err e;
        assert_non_null(pair);
        assert_true(pair_open(pair, cases[i].lesson, cases[i].versus, "en", &e));
        press(pair, ']', 0);
        press(pair, KEY_END, 0);
        int count = i == 0 ? plot->now.count : i == 1 ? MOST : plot->class_count;
        for (int swapped = 0; swapped < 2; swapped++) {
            const float *now = i == 0 ? plot->now.y : i == 1 ? plot->plane : plot->classes;
            const float *other = i == 0 ? plot->ghost.y : i == 1 ? plot->other_plane : plot->other_classes;
            size_t bytes = (size_t)count * sizeof *now;
            assert_memory_not_equal(now, other, bytes);
            if (swapped) {
                assert_memory_equal(now, there, bytes);
                assert_memory_equal(other, here, bytes);
            }
            keep(here, now, count);
            keep(there, other, count);
            press(pair, 'b', 0);
        }
        close_pair(pair);
    }
}

/* Slots of adam's moments: sgd has none. */
static void what_only_one_of_the_runs_has_is_selected_in_neither(void **state) {
    Pair *pair = open_pair(*state, "optimizer=adam");
    App *app = &pair->app;
    press(pair, 'b', 0);
    press(pair, 'x', 0);
    int slots = app->session.lesson->batch->slot_count;
    assert_true(slots > app->other.lesson->batch->slot_count);
    command_do(app, (Command){DO_SELECT_SLOT, slots - 1});
    press(pair, 'b', 0);
    press(pair, 'x', 0);
    assert_true(session_paired(app));
    press(pair, 'b', 0);
    assert_int_equal(app->ui.selection.slot, -1);
    close_pair(pair);
}

/* Without X, too: B shows the run before the last change, and the key after it goes on from there. */
static void a_ghost_of_another_rate_is_brought_into_the_graph(void **state) {
    (void)state;
    Pair *pair = open_alone("x2-relu");
    App *app = &pair->app;
    press(pair, 'b', 0);
    assert_non_null(strstr(app->ui.message, "There is no other run yet"));
    press(pair, ']', MOD_SHIFT);
    press(pair, 'b', 0);
    assert_string_equal(app->ui.message, "In the graph: lr = 0.03; the other run: lr = 0.04");
    assert_float_equal(session_run(&app->session).rate, 0.03, 1e-9);
    press(pair, 'b', 0);
    press(pair, 'r', MOD_SHIFT); /* it is loaded again as it was asked for */
    assert_float_equal(session_run(&app->session).rate, 0.04, 1e-9);
    assert_int_equal(app->session.lesson->seed, 43);
    close_pair(pair);
}

static void both_of_a_lesson_with_a_mistake_take_another_rate_and_seed(void **state) {
    Pair *pair = open_pair(*state, NULL);
    App *app = &pair->app;
    press(pair, 'x', 0);
    assert_true(session_paired(app));
    press(pair, ']', MOD_SHIFT);
    press(pair, 'r', MOD_SHIFT);
    for (int k = 0; k < 20; k++) press(pair, KEY_RIGHT, 0);
    assert_string_equal(app->view.other.own_name, "with the mistake");
    assert_string_equal(app->view.other.name, "without the mistake");
    assert_int_equal(app->other.lesson->seed, 6);
    check_marks(pair, &changes[9]);
    close_pair(pair);
}

static void a_run_of_the_command_line_is_held_in_a_lesson_with_a_mistake(void **state) {
    Pair *pair = open_pair(*state, "lr=0.02");
    press(pair, ']', MOD_SHIFT);
    assert_string_equal(pair->app.view.other.own_name, "lr = 0.06");
    assert_string_equal(pair->app.view.other.name, "lr = 0.02");
    close_pair(pair);
}

/* The clock of the file system may not have moved since the last save: each has a time of its own. */
static void save(Folder *folder, Pair *pair, const char *lesson, int time) {
    const struct timespec times[2] = {{time, 0}, {time, 0}};
    write_file(folder, "my.lesson", lesson, strlen(lesson));
    assert_int_equal(utimensat(AT_FDCWD, folder->file, times, 0), 0);
    for (int i = 0; i < 3; i++) {
        pair->app.now += 400000;
        loop_tick(&pair->app);
    }
    frame_draw(&pair->app, 1280, 720);
}

static void both_are_read_again_when_their_file_is_saved(void **state) {
    Pair *pair = open_pair(*state, "lr=0.02");
    App *app = &pair->app;
    char edited[sizeof text + 40];
    strcpy(edited, text);
    press(pair, ']', MOD_CTRL);
    press(pair, 'b', 0);
    memcpy(strstr(edited, "lr = 0.05"), "lr = 0.04", strlen("lr = 0.04"));
    save(*state, pair, edited, 1000000);
    assert_true(session_paired(app));
    assert_string_equal(app->view.other.own_name, "lr = 0.02");
    assert_string_equal(app->view.other.name, "lr = 0.04");
    assert_int_equal(app->view.epoch, 11);
    assert_true(check_marks(pair, &changes[2]) > 3);
    press(pair, 'x', 0); /* let go, they stay so */
    save(*state, pair, text, 2000000);
    assert_false(session_paired(app));
    press(pair, 'x', 0);
    assert_string_equal(app->view.other.name, "lr = 0.05");
    close_pair(pair);
}

/* One run's point is the other's as well, and each keeps its rate; a run that is held keeps its own points.
 */
static void a_moved_point_is_moved_in_both_runs_of_the_command_line(void **state) {
    (void)state;
    for (int held = 0; held < 2; held++) {
        Pair *pair = calloc(1, sizeof *pair);
        Err e;
        assert_non_null(pair);
        assert_true(pair_open(pair, "x2-relu", held ? NULL : "lr=0.02", "en", &e));
        press(pair, ']', MOD_SHIFT);
        if (held) press(pair, 'x', 0);
        command_do(&pair->app, (Command){DO_POINT_UP, 30});
        press(pair, KEY_RIGHT, 0);
        assert_true(session_paired(&pair->app));
        assert_string_equal(pair->app.view.other.own_name, "lr = 0.04");
        assert_string_equal(pair->app.view.other.name, held ? "lr = 0.03" : "lr = 0.02");
        const ViewOtherSlot *y =
            view_other_slot(&pair->app.view, program_find(pair->app.session.lesson->batch, "y"));
        assert_non_null(y);
        assert_int_equal(y->differs, held);
        close_pair(pair);
    }
}

static void a_lesson_that_is_mended_at_last_has_both_runs(void **state) {
    static const char broken[] = "[data]\nx = randm(3)\n";
    Pair *pair = calloc(1, sizeof *pair);
    Err e = {0};
    assert_non_null(pair);
    write_file(*state, "my.lesson", broken, strlen(broken));
    snprintf(pair->lesson, sizeof pair->lesson, "%s", ((Folder *)*state)->file);
    snprintf(pair->versus, sizeof pair->versus, "--versus=seed=7");
    char *arguments[] = {"backstep", pair->lesson, pair->versus, NULL};
    assert_true(options_parse(&pair->options, 3, arguments, &e));
    assert_true(assets_find(&pair->assets, &e));
    if (!app_open(&pair->app, &pair->options, &pair->assets, &e)) fail_msg("%s", e.text);
    frame_draw(&pair->app, 1280, 720);
    assert_false(session_paired(&pair->app));
    save(*state, pair, text, 1000000);
    assert_true(session_paired(&pair->app));
    press(pair, KEY_RIGHT, 0);
    assert_true(check_marks(pair, &changes[0]) > 3);
    close_pair(pair);
}

static void another_lesson_ends_the_comparison(void **state) {
    Pair *pair = open_pair(*state, "seed=7");
    int entry = 0;
    while (strcmp(pair->assets.names[entry], "x2-relu-wrong-mask") != 0) entry++;
    command_do(&pair->app, (Command){DO_LESSON, entry});
    frame_draw(&pair->app, 1280, 720);
    assert_non_null(pair->app.other.lesson); /* its own, without the mistake */
    assert_false(session_paired(&pair->app));
    assert_null(pair->app.other.machine);
    assert_null(pair->app.view.other.own_name);
    close_pair(pair);
}

static int texts_of(const DrawList *list, const char *string) {
    int count = 0;
    for (size_t i = 0; i < list->count; i++)
        count +=
            list->commands[i].kind == DRAW_TEXT && strcmp(draw_string(list, &list->commands[i]), string) == 0;
    return count;
}

/* Polygons that belong to the slot: nothing but a corner is one, on a heat map or number. */
static int corners_of(const DrawList *list, int slot) {
    int count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += list->commands[i].kind == DRAW_POLYGON && list->commands[i].mark.slot == slot &&
                 list->commands[i].mark.panel == PANEL_MAIN;
    return count;
}

static void what_is_not_known_here_is_not_told_of_the_other_run(void **state) {
    Pair *pair = open_pair(*state, "seed=7");
    App *app = &pair->app;
    for (int k = 0; k < 7; k++) press(pair, KEY_RIGHT, 0);
    int slot = program_find(app->session.lesson->batch, "h");
    command_do(app, (Command){DO_SELECT_SLOT, slot});
    for (MainView view = MAIN_GRAPH; view < MAIN_COUNT; view++) {
        app->ui.scene.main_view = view;
        frame_draw(app, 1280, 720);
        assert_true(texts_of(&app->list, app->view.other.element) > 0);
        assert_true(corners_of(&app->list, slot) > 0);
        ((bool *)(uintptr_t)app->view.known)[slot] = false; /* as predict mode hides it */
        scene_draw(&app->list, &app->view, &app->ui.scene, 1280, 720);
        assert_int_equal(texts_of(&app->list, app->view.other.element), 0);
        assert_int_equal(corners_of(&app->list, slot), 0);
    }
    close_pair(pair);
}

/* Step by step, each question skipped: the other run gives nothing away either. */
static void predict_mode_hides_of_both_runs_what_is_to_come(void **state) {
    (void)state;
    static const char *const lessons[] = {"x2-relu", "students", "digits"};
    for (size_t i = 0; i < sizeof lessons / sizeof *lessons; i++) {
        Pair *pair = calloc(1, sizeof *pair);
        const View *view = &pair->app.view;
        int shown = 0, steps = 0;
        Err e;
        assert_non_null(pair);
        assert_true(pair_open(pair, lessons[i], "seed=7", "en", &e));
        press(pair, 'q', 0);
        for (int k = 0; k < 40; k++, press(pair, KEY_RIGHT, 0)) {
            const ViewPlot *plot = &view->plot;
            for (int slot = 0; slot < view->program->slot_count; slot++)
                assert_true(view->known[slot] || view_other_slot(view, slot) == NULL);
            assert_int_equal(plot->now.count == 0, plot->ghost.count == 0);
            assert_int_equal(plot->plane == NULL, plot->other_plane == NULL);
            for (int j = 0; j < plot->class_count; j++)
                assert_int_equal(isnan(plot->classes[j]), isnan(plot->other_classes[j]));
            bool classes = plot->class_count > 0 && !isnan(plot->classes[0]);
            shown += plot->now.count > 0 || plot->plane != NULL || classes;
            steps++;
        }
        assert_in_range(shown, 1, steps - 1); /* both were seen */
        close_pair(pair);
    }
}

static int walk_pictures(const char *lesson, const char *versus, const char *lang) {
    static const struct { int width, height; } sizes[] = {{1024, 640}, {1280, 720}, {1920, 1080}};
    Pair *pair = calloc(1, sizeof *pair);
    Err e;
    char why[600];
    int faults = 0;
    assert_non_null(pair);
    if (!pair_open(pair, lesson, versus, lang, &e)) fail_msg("%s: %s", e.file, e.text);
    App *app = &pair->app;
    press(pair, ']', 0);
    for (int step = 0; step <= app->session.lesson->batch->steps; step += 3) {
        for (int i = 0; i < 3 * MAIN_COUNT; i++) {
            app->ui.scene.main_view = (MainView)(i / 3);
            frame_draw(app, sizes[i % 3].width, sizes[i % 3].height);
            int found = picture_check(&app->list, 11, why, sizeof why);
            if (found > 0)
                print_error("%s --versus %s, %s, step %d, view %d, %d wide: %s\n", lesson, versus, lang, step,
                            i / 3, sizes[i % 3].width, why);
            faults += found;
        }
        for (int k = 0; k < 3; k++) press(pair, KEY_RIGHT, 0);
    }
    close_pair(pair);
    return faults;
}

static void frames_of_two_runs_have_no_fault(void **state) {
    (void)state;
    static const char *const lessons[][2] = {{"x2-relu", "optimizer=adam, lr=0.01"},
                                             {"x2-relu-as-written", "bugs=off"},
                                             {"students", "seed=7, lr=0.001, momentum=0.9"},
                                             {"digits", "lr=0.05"},
                                             {"housing-deep", "seed=3"},
                                             {"batch-neuron", "lr=0.5"},
                                             {"chain-rule", "lr=0.3"}};
    int faults = 0;
    for (size_t i = 0; i < sizeof lessons / sizeof *lessons; i++)
        for (int russian = 0; russian < 2; russian++)
            faults += walk_pictures(lessons[i][0], lessons[i][1], russian ? "ru" : "en");
    assert_int_equal(faults, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_key_holds_the_ghost_beside_what_is_shown),
        IN_FOLDER(the_other_run_is_brought_into_the_graph_at_the_same_moment),
        cmocka_unit_test(the_plot_shows_the_other_run_as_it_is),
        IN_FOLDER(what_only_one_of_the_runs_has_is_selected_in_neither),
        cmocka_unit_test(a_ghost_of_another_rate_is_brought_into_the_graph),
        IN_FOLDER(both_of_a_lesson_with_a_mistake_take_another_rate_and_seed),
        IN_FOLDER(a_run_of_the_command_line_is_held_in_a_lesson_with_a_mistake),
        IN_FOLDER(both_are_read_again_when_their_file_is_saved),
        cmocka_unit_test(a_moved_point_is_moved_in_both_runs_of_the_command_line),
        IN_FOLDER(a_lesson_that_is_mended_at_last_has_both_runs),
        IN_FOLDER(another_lesson_ends_the_comparison),
        IN_FOLDER(what_is_not_known_here_is_not_told_of_the_other_run),
        cmocka_unit_test(predict_mode_hides_of_both_runs_what_is_to_come),
        cmocka_unit_test(frames_of_two_runs_have_no_fault),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
