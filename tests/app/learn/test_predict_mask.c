/* test_predict_mask: in predict mode nothing that is drawn depends on a number that is still to come. Sanitizers look
   for other faults: with them a third of the steps is drawn. */
#include "tests/support/app_helper.h"
#include "tests/support/built_in.h"
#include "tests/support/list_same.h"
#include "tests/support/sanitized.h"

#include <math.h>
#include <string.h>

#include "app/session/session.h"
#include "engine/lesson/lesson.h"
#include "engine/program/tensor.h"
#include "engine/run/timeline.h"

enum { STRIDE = SANITIZED ? 8 : 1 };

/* ---- another future ---- */

static float other(float number) {
    return isfinite(number) ? 7.5f - 3 * number : 7.5f;
}

/* What a run gave from that moment on, as if it had gone another way. */
static void change_future(Timeline *timeline, Moment now, int batches) {
    int64_t epoch = now.iteration / batches, trained = timeline_trained(timeline);
    assert_int_equal(timeline->results_stride, 1);
    for (int64_t e = epoch; e < trained; e++) {
        EpochResult *result = &timeline->results[e];
        result->loss = other(result->loss);
        result->test_loss = other(result->test_loss);
        for (int k = 0; k < timeline->norm_count; k++) {
            float *norm = &timeline->norms[e * timeline->norm_count + k];
            *norm = other(*norm);
        }
    }
    timeline->known.last.loss = other(timeline->known.last.loss);
    Keyframes *keyframes = &timeline->keyframes;
    for (int64_t index = now.iteration / keyframes->plan.stride + 1; index < timeline->known.frames;
         index++) {
        float *state = (float *)(void *)(keyframes->frames + (size_t)index * keyframes->plan.bytes);
        for (size_t i = 0; i < keyframes->plan.numbers; i++) state[i] = other(state[i]);
    }
    keyframes_trail_clear(keyframes);
}

/* Numbers in memory that this moment does not know: left over from the iteration before, or from nowhere. */
static int change_unknown(const Machine *machine) {
    int changed = 0;
    for (int slot = 0; slot < machine->program->slot_count; slot++) {
        const Slot *it = &machine->program->slots[slot];
        if (machine_known(machine, slot)) continue;
        Mat mat = tensor_mat(machine->mem + it->at, it->rows, it->cols);
        for (int i = 0; i < it->rows; i++)
            for (int j = 0; j < it->cols; j++) *tensor_element(mat, i, j) = other(*tensor_element(mat, i, j));
        changed++;
    }
    return changed;
}

/* ---- the same picture ---- */

static void describe(const char *whose, const DrawList *list, size_t index) {
    if (index >= list->count) return;
    const DrawCommand *command = &list->commands[index];
    print_error("  %s: panel %d, part %d, slot %d, kind %d, at %.0f, %.0f: %s\n", whose, command->mark.panel,
                command->mark.role, command->mark.slot, (int)command->kind, (double)command->box.x,
                (double)command->box.y, command->kind == DRAW_TEXT ? draw_string(list, command) : "");
}

static int differences(const App *a, const App *b, const char *lesson, const char *what) {
    size_t at = list_first_other(&a->list, &b->list);
    if (at == a->list.count && at == b->list.count) return 0;
    Moment now = a->session.machine->at;
    print_error("%s, iteration %d, step %d, %s: what is to come can be seen\n", lesson, (int)now.iteration,
                now.step, what);
    describe("this run", &a->list, at);
    describe("the other", &b->list, at);
    return 1;
}

/* What tooltips say of every slot, and of the element that is asked for. */
static int tooltip_differences(const App *a, const App *b, const char *lesson) {
    int differ = 0;
    for (int slot = 0; slot < a->view.program->slot_count; slot++) {
        const Question *asked = &a->view.question;
        char left[300], right[300];
        for (int whole = 0; whole < 2; whole++) {
            int row = whole ? -1 : asked->slot == slot ? asked->row : 0;
            int col = whole ? -1 : asked->slot == slot ? asked->col : 0;
            view_slot_exact(&a->view, slot, row, col, left, sizeof left);
            view_slot_exact(&b->view, slot, row, col, right, sizeof right);
            if (strcmp(left, right) == 0) continue;
            print_error("%s: the tooltip of slot %d: %s, %s\n", lesson, slot, left, right);
            differ++;
        }
    }
    return differ;
}

/* ---- the number in the picture ---- */

/* Numbers further apart than this have other digits, whatever they are rounded to. */
static bool may_look_alike(double a, double b) {
    return fabs(a - b) <= 0.02 * (a + b) + 0.01 || !isfinite(a) || !isfinite(b);
}

/* Whether a number that is known, and may be shown, looks the same. */
static bool is_known(const App *app, double wanted, const char *digits) {
    const Machine *machine = app->session.machine;
    char text[TEXT_NUMBER];
    for (int slot = 0; slot < machine->program->slot_count; slot++) {
        const Slot *it = &machine->program->slots[slot];
        if (!machine_known(machine, slot)) continue;
        for (int i = 0; i < it->rows; i++)
            for (int j = 0; j < it->cols; j++) {
                double number =
                    (double)*tensor_element(tensor_mat(machine->mem + it->at, it->rows, it->cols), i, j);
                if (!may_look_alike(fabs(number), wanted)) continue;
                text_number(app->texts, text, sizeof text, fabs(number), false);
                if (strcmp(text, digits) == 0) return true;
            }
    }
    return false;
}

/* The digits that the step will give are in no text, unless something else has them too. */
static int digits_shown(App *app, const char *lesson) {
    const Question asked = app->view.question;
    char digits[TEXT_NUMBER];
    const Slot *slot = &app->view.program->slots[asked.slot];
    Machine *machine = app->session.machine;
    float *kept = malloc(machine->program->size * sizeof *kept);
    assert_non_null(kept);
    memcpy(kept, machine->mem, machine->program->size * sizeof *kept);
    machine_run(machine, machine->at.step + 1);
    Mat mat = tensor_mat(machine->mem + slot->at, slot->rows, slot->cols);
    double number = fabs((double)*tensor_element(mat, asked.row, asked.col));
    text_number(app->texts, digits, sizeof digits, number, false);
    memcpy(machine->mem, kept, machine->program->size * sizeof *kept);
    machine->at.step--;
    free(kept);
    for (size_t i = 0; i < app->list.count; i++) {
        const DrawCommand *command = &app->list.commands[i];
        if (command->kind != DRAW_TEXT || strstr(draw_string(&app->list, command), digits) == NULL) continue;
        if (is_known(app, number, digits)) return 0;
        print_error("%s, step %d: slot %d will be %s; drawn: %s\n", lesson, machine->at.step + 1, asked.slot,
                    digits, draw_string(&app->list, command));
        return 1;
    }
    return 0;
}

/* ---- one lesson ---- */

typedef struct Pair {
    App *here, *there; /* the run, and the one with another future */
    const char *lesson;
    int compared, differ;
} Pair;

static void draw_both(Pair *pair, const char *what) {
    frame_draw(pair->here, 1024, 640);
    frame_draw(pair->there, 1024, 640);
    pair->differ += differences(pair->here, pair->there, pair->lesson, what);
    pair->compared++;
}

static void stand(App *app, Moment moment) {
    timeline_seek(app->session.timeline, app->session.machine, moment);
    while (!session_follow(app, -1)) continue;
    predict_leave(app);
    app->ui.going = false;
    app->ui.selection = (Selection){.slot = -1};
    app->ui.scene.pointer = (Point){-1, -1};
}

static void both(Pair *pair, Command command) {
    command_do(pair->here, command);
    command_do(pair->there, command);
}

/* The mouse over the place where the number will stand. */
static void point_at_question(Pair *pair) {
    const DrawList *list = &pair->here->list;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->mark.slot != pair->here->view.question.slot) continue;
        Rect box = command->box;
        pair->here->ui.scene.pointer = pair->there->ui.scene.pointer =
            (Point){box.x + box.w / 2, box.y + box.h / 2};
        return;
    }
}

/* Pictures of a value stand there when the forward pass has made it, until the parameters move on. */
static void is_drawn_when_made(const App *app) {
    const ViewPlot *plot = &app->view.plot;
    const Plot *asked = &app->session.lesson->plot;
    const char *name = plot->kind == PLOT_CURVE   ? asked->curve_y
                       : plot->kind == PLOT_PLANE ? asked->boundary_p
                       : plot->kind == PLOT_IMAGE ? asked->classes
                                                  : NULL;
    if (name == NULL) return;
    bool updated = app->view.instr >= 0 && app->view.phase == PHASE_UPDATE;
    bool made = app->view.known[program_find(app->view.program, name)] && !updated;
    if (plot->kind == PLOT_CURVE) assert_int_equal(plot->now.count > 0, made);
    if (plot->kind == PLOT_CURVE) assert_true(made || plot->ghost.count == 0);
    if (plot->kind == PLOT_PLANE) assert_true(made || (plot->plane == NULL && plot->other_plane == NULL));
    for (int j = 0; j < plot->class_count; j++)
        assert_true(made || (isnan(plot->classes[j]) && isnan(plot->other_classes[j])));
}

static void is_cut_off_now(const App *app) {
    const ViewPlot *plot = &app->view.plot;
    const ViewHistory *history = &app->view.history;
    is_drawn_when_made(app);
    assert_false(app->view.future);
    assert_int_equal(plot->last.count, 0);
    for (int i = 0; i < plot->snapshot_count; i++)
        assert_true(plot->snapshots[i].count == 0 || plot->snapshots[i].epoch <= app->view.epoch);
    assert_true(history->trained <= app->view.epoch);
    for (int i = 0; i < history->line_count; i++)
        for (int k = 0; k < history->lines[i].count; k++)
            assert_true(history->lines[i].epoch[k] <= (float)(history->trained + app->view.has_loss));
}

static void compare_step(Pair *pair, Moment moment) {
    const Program *program = pair->here->session.machine->program;
    int unknown = change_unknown(pair->there->session.machine);
    if (session_paired(pair->there)) change_unknown(pair->there->other.machine);
    if (moment.step == program->zero_steps && moment.iteration == 0) assert_true(unknown > 0);
    MainView view = (MainView)(moment.step % MAIN_COUNT);
    pair->here->ui.scene.main_view = pair->there->ui.scene.main_view = view;
    draw_both(pair, "before the question");
    is_cut_off_now(pair->here);
    if (!lesson_asks(pair->here->session.lesson, program, moment.step + 1)) return;
    both(pair, (Command){DO_STEP, 1});
    draw_both(pair, "at the question");
    assert_true(pair->here->view.question.slot >= 0);
    pair->differ += digits_shown(pair->here, pair->lesson);
    pair->differ += tooltip_differences(pair->here, pair->there, pair->lesson);
    point_at_question(pair);
    draw_both(pair, "with the pointer");
    both(pair, (Command){DO_SELECT_SLOT, pair->here->view.question.slot});
    both(pair, (Command){DO_VIEW, 0});
    draw_both(pair, "selected");
}

static float *keep_numbers(const Machine *machine) {
    size_t bytes = machine->program->size * sizeof *machine->mem;
    float *kept = malloc(bytes);
    assert_non_null(kept);
    return memcpy(kept, machine->mem, bytes);
}

static void put_back(Machine *machine, float *kept) {
    memcpy(machine->mem, kept, machine->program->size * sizeof *machine->mem);
    free(kept);
}

/* The numbers that are changed are put back, so that what follows is the same run. */
static void compare_and_restore(Pair *pair, Moment moment) {
    stand(pair->here, moment);
    stand(pair->there, moment);
    bool versus = session_paired(pair->there);
    float *kept = keep_numbers(pair->there->session.machine);
    float *other = versus ? keep_numbers(pair->there->other.machine) : NULL;
    compare_step(pair, moment);
    put_back(pair->there->session.machine, kept);
    if (versus) put_back(pair->there->other.machine, other);
}

/* What was drawn before is no help either. */
static void see_the_end(App *app) {
    stand(app, (Moment){timeline_iterations(app->session.timeline), app->session.lesson->batch->steps});
    frame_draw(app, 1024, 640);
}

static void compare_iteration(Pair *pair, int64_t iteration) {
    App *const apps[] = {pair->here, pair->there};
    Err e;
    for (int i = 0; i < 2; i++) {
        stand(apps[i], (Moment){iteration, 0});
        int batches = lesson_batches(apps[i]->session.lesson);
        if (i == 1) change_future(apps[i]->session.timeline, (Moment){iteration, 0}, batches);
        if (i == 1 && session_runs(&apps[i]->other))
            change_future(apps[i]->other.timeline, (Moment){iteration, 0}, batches);
        assert_true(frame_speak(apps[i], "en", &e)); /* a viewer that has seen nothing else */
        if (i == 0) see_the_end(apps[i]);
        apps[i]->predict.on = true;
    }
    int steps = pair->here->session.lesson->batch->steps;
    for (int step = 0; step < steps; step += STRIDE) compare_and_restore(pair, (Moment){iteration, step});
}

static int64_t later_iteration(const Lesson *lesson) {
    int batches = lesson_batches(lesson);
    int64_t epochs = lesson->train.epochs, epoch = batches > 1 || lesson->has_bugs ? 2 : epochs / 2;
    return (epoch < epochs ? epoch : epochs - 1) * batches;
}

/* A run of its own for each picture of the future. `versus`: with another run beside it, that without the
   lesson's mistakes or one at another rate. */
static App *open_run(const char *lesson, bool versus) {
    App *app = open_app(lesson);
    if (versus && !app->session.lesson->has_bugs) press(app, ']', MOD_SHIFT);
    if (versus) press(app, 'x', 0);
    assert_int_equal(session_paired(app), versus);
    app->session.lesson->ask_count = 0; /* every step asks */
    return app;
}

/* At the run's first iteration and at a later one. */
static void compare_lesson(const char *lesson, bool versus, int *compared, int *differ) {
    for (int later = 0; later < 2; later++) {
        Pair pair = {.here = open_run(lesson, versus), .there = open_run(lesson, versus), .lesson = lesson};
        if (session_runs(&pair.here->session))
            compare_iteration(&pair, later ? later_iteration(pair.here->session.lesson) : 0);
        *differ += pair.differ;
        *compared += pair.compared;
        close_app(pair.here);
        close_app(pair.there);
    }
}

static void nothing_to_come_can_be_seen(void **state) {
    char names[MAX_LESSONS][64];
    int count = built_in_lessons(names), differ = 0, compared = 0;
    make_mnist(*state);
    for (int i = 0; i < count; i++) compare_lesson(names[i], false, &compared, &differ);
    assert_true(compared > 2000 / STRIDE);
    assert_int_equal(differ, 0);
}

static void nothing_to_come_can_be_seen_of_two_runs(void **state) {
    (void)state;
    static const char *const names[] = {"x2-linear-as-written", "x2-relu", "students", "digits",
                                        "housing-deep"};
    int differ = 0, compared = 0;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        compare_lesson(names[i], true, &compared, &differ);
    assert_true(compared > 500 / STRIDE);
    assert_int_equal(differ, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(nothing_to_come_can_be_seen),
        cmocka_unit_test(nothing_to_come_can_be_seen_of_two_runs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
