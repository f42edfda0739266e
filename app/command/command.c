/* command: command_do, the one function that changes the state, what each verb does (state/keymap.h has the
   meaning of the amounts), and the table of that. */
#include "command.h"

#include "app/learn/hunt.h"
#include "app/learn/points.h"
#include "app/learn/predict.h"
#include "app/load/catalog.h"
#include "app/load/runs.h"
#include "app/session/session.h"
#include "app/state/message.h"
#include "frame.h"
#include "render/network/network.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* ---- through a run ---- */

/* Phases as the learner sees them: zeroing, forward, loss, backward, update. */
static int phase_of(const Program *program, int step) {
    const Instr *instr = &program->instrs[program->step_instr[step]];
    if (instr->phase == PHASE_FORWARD && instr->loss) return PHASE_UPDATE + 1;
    return (int)instr->phase;
}

static void phase_forward(App *app) {
    const Program *program = app->session.lesson->batch;
    Moment to = session_after(app, session_here(app));
    while (to.step < program->steps && phase_of(program, to.step + 1) == phase_of(program, to.step))
        to.step++;
    session_go(app, to);
}

static void phase_back(App *app) {
    const Program *program = app->session.lesson->batch;
    Moment to;
    if (!timeline_before(session_here(app), program->steps, &to)) return;
    const int steps = program->steps; /* behind the last one a new iteration begins, in a phase of its own */
    while (to.step > 0 && to.step < steps && phase_of(program, to.step) == phase_of(program, to.step + 1))
        to.step--;
    session_go(app, to);
}

static void say_training(App *app) {
    message_tell(app, "message.training", TEXT_INT("epoch", timeline_trained(app->session.timeline)));
}

/* The last iteration that has been trained, but at least the learner's own: a long training is not waited
 * for. */
static int64_t last_known(App *app) {
    int64_t last = timeline_iterations(app->session.timeline) - 1, here = session_here(app).iteration;
    return last > here ? last : here;
}

static void go_step(App *app, int64_t amount) {
    bool forward = amount > 0;
    if (!forward || !predict_step(app)) session_step(app, forward);
}

static void go_phase(App *app, int64_t amount) {
    if (amount > 0)
        phase_forward(app);
    else
        phase_back(app);
}

/* The same batch and step of another epoch. */
static void go_to_epoch(App *app, int64_t epoch) {
    const Lesson *lesson = app->session.lesson;
    int64_t batches = lesson_batches(lesson), last = last_known(app);
    Moment at = session_here(app);
    if (epoch > lesson->train.epochs) epoch = lesson->train.epochs;
    if (epoch < 1) epoch = 1;
    int64_t batch = at.iteration % batches, known = (last - batch) / batches + 1;
    if (epoch > known) {
        epoch = known;
        say_training(app);
    }
    session_go(app, (Moment){(epoch - 1) * batches + batch, at.step});
}

static void go_epochs(App *app, int64_t amount) {
    go_to_epoch(app, session_here(app).iteration / lesson_batches(app->session.lesson) + 1 + amount);
}

static void go_to_instr(App *app, int64_t instr) {
    const Program *program = app->session.lesson->batch;
    if (instr >= 0 && instr < program->instr_count)
        session_go(app, (Moment){session_here(app).iteration, program->instrs[instr].step});
}

static void go_last(App *app) {
    int64_t last = last_known(app);
    if (last + 1 < lesson_iterations(app->session.lesson)) say_training(app);
    session_go(app, (Moment){last, app->session.lesson->batch->steps});
}

/* ---- what is explained: slot, element, sample ---- */

/* Slots that can be stood on: what the lesson names, results, and gradients that this program computes. */
static bool selectable(const Program *program, int slot) {
    Role role = program->slots[slot].role;
    return role != ROLE_CONSTANT && role != ROLE_STATE && role != ROLE_SETTING;
}

static void select_slot(App *app, int64_t slot) {
    app->ui.selection = (Selection){.slot = (int)slot, .sample = app->ui.selection.sample};
}

/* The paths of a chain go round. */
static void select_next(App *app, int64_t by) {
    const Program *program = app->session.lesson->batch;
    const ViewChain *chain = app->view.chain;
    if (chain != NULL) {
        app->ui.chain_index = (chain->index + (by > 0 ? 1 : chain->told - 1)) % chain->told;
        return;
    }
    int direction = by > 0 ? 1 : -1, count = program->slot_count, slot = app->view.selection.slot;
    for (int tried = 0; tried < count; tried++) {
        slot = (slot + direction + count) % count;
        if (selectable(program, slot)) break;
    }
    if (slot >= 0 && selectable(program, slot)) select_slot(app, slot);
}

/* The shape of what is explained now. */
static const Slot *explained(const App *app) {
    int slot = app->view.selection.slot;
    return slot < 0 ? NULL : &app->session.machine->program->slots[slot];
}

/* Keeps the selected element in sight in the matrix view. */
static void scroll_to(App *app) {
    SceneOptions *scene = &app->ui.scene;
    scene->first_row = app->ui.selection.row;
    scene->first_col = app->ui.selection.col;
}

static void move_element(App *app, int64_t rows, int64_t cols) {
    const Slot *slot = explained(app);
    if (slot == NULL) return;
    app->ui.selection.row = view_index(app->view.selection.row + rows, slot->rows);
    app->ui.selection.col = view_index(app->view.selection.col + cols, slot->cols);
    app->predict.moved = true;
    scroll_to(app);
}

static void select_row(App *app, int64_t by) {
    move_element(app, by, 0);
}

static void select_column(App *app, int64_t by) {
    move_element(app, 0, by);
}

/* Of a value with a row a sample, that row is then explained. */
static void select_sample(App *app, int64_t by) {
    int samples = app->session.machine->program->samples;
    int64_t next = app->ui.selection.sample + by;
    app->ui.selection.sample = samples > 0 ? (int)((next % samples + samples) % samples) : 0;
    const Slot *slot = explained(app);
    if (slot != NULL && slot->sample) app->ui.selection.row = app->ui.selection.sample;
    points_choose_sample(app);
}

/* ---- the list of lessons ---- */

static void list_switch(App *app) {
    SceneOptions *scene = &app->ui.scene;
    scene->lessons = !scene->lessons;
    scene->help = false;
    app->ui.message[0] = '\0'; /* it would lie over the list */
    app->ui.typed = 0;
    if (!scene->lessons) return;
    catalog_read(app);
    scene->lesson_selected = catalog_shown(app);
}

static void list_move(App *app, int64_t by) {
    SceneOptions *scene = &app->ui.scene;
    int64_t entry = scene->lesson_selected + by, last = scene->lesson_count - 1;
    scene->lesson_selected = (int)(entry < 0 || last < 0 ? 0 : entry > last ? last : entry);
    app->ui.typed = 0;
}

static void list_lesson(App *app, int64_t entry) {
    app->ui.scene.lessons = false;
    if (entry < 0 || entry >= app->ui.scene.lesson_count) return;
    RunSpec wanted;
    Err e;
    if (catalog_wanted(app, (int)entry, &wanted, &e))
        runs_load_soon(app, &wanted);
    else
        message_complain(app, &e);
}

/* "1", then "2" is 12; where there is no 12, it is 2. A number that no digit can follow is taken at once. */
static void list_digit(App *app, int64_t digit) {
    SceneOptions *scene = &app->ui.scene;
    int number = app->ui.typed * 10 + (int)digit;
    if (number > scene->lesson_count) number = (int)digit;
    if (number < 1 || number > scene->lesson_count) return;
    app->ui.typed = number;
    scene->lesson_selected = number - 1;
    if (number * 10 > scene->lesson_count) list_lesson(app, number - 1);
}

/* ---- another run: bug, learning rate, seed; and snapshots of this one ---- */

/* Learning rates go in steps that read well: 0.01, 0.012, 0.015, 0.02, … */
static const double rate_steps[] = {1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};

static double next_rate(double rate, bool up) {
    double ten = pow(10, floor(log10(rate) + 1e-9)), lead = rate / ten;
    int count = (int)(sizeof rate_steps / sizeof *rate_steps);
    if (up) {
        for (int i = 0; i < count; i++)
            if (rate_steps[i] > lead * 1.0001) return rate_steps[i] * ten;
    } else {
        for (int i = count - 1; i >= 0; i--)
            if (rate_steps[i] < lead * 0.9999) return rate_steps[i] * ten;
    }
    return up ? 12 * ten : 0.8 * ten;
}

/* A lesson is on its way and will replace this run; says so. */
static bool is_loading(App *app) {
    if (app->loading == NULL) return false;
    message_say(app, "message.loading");
    return true;
}

static void set_rate(App *app, double rate) {
    Err e;
    if (rate < 1e-9 || rate > 1e6 || app->waiting || is_loading(app)) return;
    if (!runs_change_rate(app, rate, &e)) message_complain(app, &e);
}

static void run_rate(App *app, int64_t direction) {
    if (session_runs(&app->session)) set_rate(app, next_rate(session_run(&app->session).rate, direction > 0));
}

/* Four digits are finer than a pixel of a drag. */
static void run_rate_at(App *app, int64_t thousandths) {
    char text[32];
    snprintf(text, sizeof text, "%.4g", pow(10, (double)thousandths / 1000));
    double rate = strtod(text, NULL);
    if (session_runs(&app->session) && rate != session_run(&app->session).rate) set_rate(app, rate);
}

static void run_restart(App *app, int64_t new_seed) {
    RunSpec wanted = app->shown;
    if (new_seed == 0) {
        session_to_start(app);
        predict_sum_up(app);
        return;
    }
    snprintf(wanted.seed, sizeof wanted.seed, "%" PRIu32, app->session.lesson->seed + 1);
    if (wanted.other == OTHER_VERSUS) wanted.other = OTHER_NONE; /* the held run keeps its seed */
    runs_load_soon(app, &wanted);
}

static void say_bug(App *app) {
    bool off = app->shown.bugs_off;
    if (app->divergence.at.step == 0) {
        message_say(app, off ? "message.bugs_off" : "message.bugs_on");
        return;
    }
    int64_t epoch = app->divergence.at.iteration / lesson_batches(app->session.lesson) + 1;
    message_tell(app, off ? "message.bugs_off_at" : "message.bugs_on_at", TEXT_INT("epoch", epoch),
                 TEXT_INT("step", app->divergence.at.step));
}

/* Which run is in the graph now. */
static void say_run(App *app) {
    char here[160], there[160];
    other_run_tell_apart(app->texts, session_run(&app->session), session_run(&app->other), here, there,
                         sizeof here);
    message_tell(app, "message.other_run", TEXT_STRING("here", here), TEXT_STRING("there", there));
}

static void run_bug(App *app) {
    Err e;
    if (is_loading(app)) return;
    if (hunt_runs(app))
        hunt_give_up(app);
    else if (app->other.lesson == NULL)
        message_say(app, "message.no_other");
    else if (!runs_switch(app, &e))
        message_complain(app, &e);
    else if (app->session.lesson->has_bugs && app->shown.other == OTHER_BUGS)
        say_bug(app);
    else
        say_run(app);
}

static void enter_versus(App *app) {
    Err e;
    if (app->other.lesson == NULL || !session_runs(&app->session)) {
        message_say(app, "message.no_other");
    } else if (!session_pair(app, &e)) {
        message_complain(app, &e);
    } else {
        session_go_trained(app, session_here(app));
        message_say(app, "message.versus_on");
    }
}

static void run_versus(App *app) {
    if (hunt_runs(app)) {
        message_say(app, "hunt.alone");
    } else if (is_loading(app)) {
        return;
    } else if (session_paired(app)) {
        session_part(app);
        message_say(app, "message.versus_off");
    } else {
        enter_versus(app);
    }
}

static void run_snapshot(App *app) {
    if (!session_runs(&app->session)) return;
    Ui *ui = &app->ui;
    int64_t epoch = app->view.epoch;
    int at = 0;
    while (at < ui->snapshot_count && ui->snapshots[at] < epoch) at++;
    int64_t *place = &ui->snapshots[at];
    size_t after = (size_t)(ui->snapshot_count - at);
    if (after > 0 && *place == epoch) {
        memmove(place, place + 1, (after - 1) * sizeof *place);
        ui->snapshot_count--;
    } else if (ui->snapshot_count < APP_MAX_SNAPSHOTS) {
        memmove(place + 1, place, after * sizeof *place);
        *place = epoch;
        ui->snapshot_count++;
    }
}

/* ---- the points of a plot, each change the same lesson trained again with other numbers ---- */

static void read_points(const App *app, Points *out) {
    const Value *x = points_coordinate(app, true), *y = points_coordinate(app, false);
    snprintf(out->x_name, sizeof out->x_name, "%s", app->session.lesson->plot.points_x);
    snprintf(out->y_name, sizeof out->y_name, "%s", app->session.lesson->plot.points_y);
    out->count = x->rows;
    memcpy(out->x, x->at, (size_t)out->count * sizeof *out->x);
    memcpy(out->y, y->at, (size_t)out->count * sizeof *out->y);
}

static bool train_with(App *app, const Points *points) {
    RunSpec wanted = app->shown;
    Err e = {0};
    wanted.points = *points;
    if (is_loading(app)) return false;
    if (runs_load(app, &wanted, &e)) return true;
    text_error(app->texts, &e);
    message_tell(app, "message.points_refused", TEXT_STRING("why", e.text));
    return false;
}

static void say_place(App *app, float x, float y) {
    const Plot *plot = &app->session.lesson->plot;
    message_tell(app, "message.point", TEXT_STRING("x_name", plot->points_x), TEXT_REAL("x", (double)x),
                 TEXT_STRING("y_name", plot->points_y), TEXT_REAL("y", (double)y));
}

static void move_to(App *app, float x, float y) {
    Points points;
    float old_x, old_y;
    if (!isfinite(x) || !isfinite(y) || !points_chosen(app, &old_x, &old_y)) return;
    if (x == old_x && y == old_y) return;
    int at = app->ui.scene.chosen_point - 1;
    read_points(app, &points);
    points.x[at] = x;
    points.y[at] = y;
    if (train_with(app, &points)) say_place(app, x, y);
}

/* A new point is the last of the training samples, so that those kept back stay where they are, in the order
   that a csv file will have. */
static int new_place(const Lesson *lesson, int count) {
    return count - 1 - (int)floor(lesson->train.holdout * count + 1e-9);
}

static void add(App *app, float x, float y) {
    Points points;
    if (!points_movable(app)) return;
    read_points(app, &points);
    if (points.count == LESSON_MAX_POINTS) {
        points_say(app, POINTS_MANY);
        return;
    }
    int at = new_place(app->session.lesson, points.count + 1);
    size_t after = (size_t)(points.count - at);
    memmove(points.x + at + 1, points.x + at, after * sizeof *points.x);
    memmove(points.y + at + 1, points.y + at, after * sizeof *points.y);
    points.x[at] = x;
    points.y[at] = y;
    points.count++;
    if (!train_with(app, &points)) return;
    points_choose(app, at);
    say_place(app, x, y);
}

static void take_away(App *app) {
    Points points;
    read_points(app, &points);
    if (points.count <= 2) {
        message_say(app, "message.points_least");
        return;
    }
    int at = app->ui.scene.chosen_point - 1;
    size_t after = (size_t)(points.count - at - 1);
    memmove(points.x + at, points.x + at + 1, after * sizeof *points.x);
    memmove(points.y + at, points.y + at + 1, after * sizeof *points.y);
    points.count--;
    if (train_with(app, &points)) app->ui.scene.chosen_point = 0;
}

static void edit_back(App *app) {
    RunSpec wanted = app->shown;
    if (!points_movable(app)) return;
    if (wanted.points.count == 0) {
        message_say(app, "message.points_own");
        return;
    }
    wanted.points.count = 0;
    points_let_go(app);
    runs_load_soon(app, &wanted);
}

/* A hundredth of the axis a step; a tenth of a step is as fine as the numbers then are. */
static float stepped(float number, float range, int64_t steps) {
    double step = (double)range / 100, grid = pow(10, floor(log10(step)) - 1);
    return (float)(round(((double)number + (double)steps * step) / grid) * grid);
}

static void move_by(App *app, int64_t across, int64_t up) {
    float x, y;
    if (!points_chosen(app, &x, &y)) return;
    if (across != 0) x = stepped(x, points_range(app, true), across);
    if (up != 0) y = stepped(y, points_range(app, false), up);
    move_to(app, x, y);
}

static void edit_add_beside(App *app) {
    float x, y;
    if (points_chosen(app, &x, &y)) add(app, stepped(x, points_range(app, true), 1), y);
}

/* Only a point that was seen to be chosen before. */
static void edit_remove(App *app) {
    float x, y;
    bool seen = app->ui.scene.chosen_point > 0;
    if (points_chosen(app, &x, &y) && seen) take_away(app);
}

static void edit_across(App *app, int64_t steps) {
    move_by(app, steps, 0);
}

static void edit_up(App *app, int64_t steps) {
    move_by(app, 0, steps);
}

static void edit_to(App *app, int64_t place) {
    float x, y;
    points_unpack(place, &x, &y);
    move_to(app, x, y);
}

static void edit_add(App *app, int64_t place) {
    float x, y;
    points_unpack(place, &x, &y);
    add(app, x, y);
}

/* ---- how the screen looks, and the end of the program ---- */

static const float text_sizes[] = {0.75f, 0.85f, 1, 1.15f, 1.3f, 1.5f, 1.75f, 2, 2.5f};

static float next_text_size(float size, int direction) {
    int count = (int)(sizeof text_sizes / sizeof *text_sizes), at = 0;
    while (at < count - 1 && text_sizes[at] < size - 0.001f) at++;
    at += direction;
    return text_sizes[at < 0 ? 0 : at >= count ? count - 1 : at];
}

static void screen_speed(App *app, int64_t direction) {
    int speed = app->ui.speed + (int)direction;
    app->ui.speed = speed < 0 ? 0 : speed >= SPEED_COUNT ? SPEED_COUNT - 1 : speed;
    app->ui.next_tick = 0;
    const Speed *row = &keymap_speeds[app->ui.speed];
    const char *key = row->steps > 0 ? "message.speed_steps" : "message.speed_epochs";
    message_tell(app, key, TEXT_FORMAT("n", "%g", (double)(row->steps > 0 ? row->steps : row->epochs)));
}

static void screen_zoom(App *app, int64_t direction) {
    SceneOptions *scene = &app->ui.scene;
    float before = scene->zoom, factor = direction > 0 ? 1.2f : 1 / 1.2f;
    scene->zoom = fminf(fmaxf(before * factor, 0.25f), 8);
    if (fabsf(scene->zoom - 1) < 0.02f) scene->zoom = 1;
    if (scene->pointer.x < 0) return;
    Rect panel = scene_panel(&app->view, scene, app->list.width, app->list.height, PANEL_MAIN);
    float ratio = scene->zoom / before;
    float x = scene->pointer.x - (panel.x + panel.w / 2), y = scene->pointer.y - (panel.y + panel.h / 2);
    scene->pan_x = x - (x - scene->pan_x) * ratio;
    scene->pan_y = y - (y - scene->pan_y) * ratio;
}

static void screen_language(App *app) {
    char names[ASSETS_MAX_LANGUAGES][TEXT_LANG];
    int count = assets_languages(app->assets, names), at = 0;
    Err e;
    while (at < count && strcmp(names[at], text_lang(app->texts)) != 0) at++;
    if (count == 0) return;
    if (!frame_speak(app, names[(at + 1) % count], &e)) message_complain(app, &e);
}

static void screen_fullscreen(App *app) {
    app->ui.fullscreen = !app->ui.fullscreen;
    if (app->window != NULL) window_fullscreen(app->window, app->ui.fullscreen);
}

const char *command_loses(const App *app) {
    static const char *const keys[] = {NULL, "print.lost.hunt", "print.lost.points", "print.lost.both"};
    bool hunt = hunt_runs(app) && app->hunt.tries > 0, points = app->shown.points.count > 0;
    return keys[hunt + 2 * points];
}

/* Escape closes what lies on top, one thing a press. It never ends the program: one press too many, after an entry or
   a selection, must not cost a class its place. */
static void screen_leave(App *app) {
    SceneOptions *scene = &app->ui.scene;
    if (predict_lets_go(app)) return;
    if (scene->help) {
        scene->help = false;
    } else if (scene->lessons) {
        scene->lessons = false;
    } else if (scene->blank) {
        scene->blank = false;
    } else if (scene->enlarged != 0) {
        scene->enlarged = 0;
    } else if (app->ui.chain) {
        app->ui.chain = false;
    } else if (scene->chosen_point != 0) {
        scene->chosen_point = 0;
    } else if (app->ui.selection.slot >= 0) {
        app->ui.selection = (Selection){.slot = -1, .sample = app->ui.selection.sample};
    } else if (app->predict.on) {
        predict_switch(app);
    } else if (app->ui.fullscreen) {
        screen_fullscreen(app);
    } else {
        message_say(app, "message.leave");
    }
}

static void screen_play(App *app) {
    app->ui.scene.playing = !app->ui.scene.playing && session_runs(&app->session);
    app->ui.next_tick = 0;
}

/* As large as the panel is, and in its middle. */
static void unzoom(SceneOptions *scene) {
    scene->zoom = 1;
    scene->pan_x = scene->pan_y = 0;
}

/* A lesson that is no network has no network view: it is skipped, and the message says why. */
static void screen_view(App *app) {
    SceneOptions *scene = &app->ui.scene;
    Network network;
    scene->main_view = (MainView)((scene->main_view + 1) % MAIN_COUNT);
    if (scene->main_view == MAIN_NETWORK && !network_find(&network, app->view.program)) {
        scene->main_view = (MainView)(MAIN_NETWORK + 1);
        message_say(app, "network.none");
    }
    unzoom(scene);
}

static void screen_check(App *app) {
    app->ui.scene.check = !app->ui.scene.check;
}

static void screen_chain(App *app) {
    app->ui.chain = !app->ui.chain;
    app->ui.chain_index = 0;
    frame_look(app);
    if (app->ui.chain && app->view.chain == NULL) {
        app->ui.chain = false;
        message_say(app, "message.no_chain");
    }
}

static void screen_theme(App *app) {
    app->ui.scene.theme = theme_next(app->ui.scene.theme);
}

static void screen_text_size(App *app, int64_t direction) {
    app->ui.scene.text_size = next_text_size(app->ui.scene.text_size, (int)direction);
}

static void screen_enlarge(App *app, int64_t panel) {
    SceneOptions *scene = &app->ui.scene;
    scene->enlarged = scene->enlarged == panel ? 0 : (int)panel;
    if (panel == 0) unzoom(scene);
}

static void screen_future(App *app) {
    app->ui.future = !app->ui.future;
    message_say(app, app->ui.future ? "message.future_on" : "message.future_off");
}

static void screen_blank(App *app) {
    app->ui.scene.blank = !app->ui.scene.blank;
}

static void screen_picture(App *app) {
    app->picture = true;
}

static void screen_help(App *app) {
    app->ui.scene.help = !app->ui.scene.help;
    app->ui.message[0] = '\0'; /* it would lie over the text */
}

static void screen_quit(App *app) {
    app->quit = true;
}

/* ---- the table ---- */

enum {
    RUNS = 1,   /* means something only where there is a run, not in a picture */
    STAYS = 2,  /* leaves open what lies over the panels: help, a verdict */
    LIST = 4,   /* keeps its meaning while the list of lessons is open … */
    LISTED = 8, /* … and has one only then */
    QUIET = 16  /* may change nothing, and says itself when it does */
};

/* Enter: takes what is chosen in the list, answers a question or steps on, accuses. */
static void choose(App *app) {
    bool predicts = app->predict.on && session_runs(&app->session) && (!hunt_runs(app) || predict_asks(app));
    if (app->ui.scene.lessons) {
        list_lesson(app, app->ui.scene.lesson_selected);
    } else if (predicts) {
        if (!predict_step(app)) session_step(app, true);
    } else if (hunt_runs(app)) {
        hunt_point(app);
    }
}

/* One of both handlers, with the amount or without. */
static const struct VerbRow {
    void (*act)(App *app);
    void (*act_by)(App *app, int64_t amount);
    unsigned flags;
} verb_table[] = {
    [DO_STEP] = {.act_by = go_step, .flags = RUNS},
    [DO_PHASE] = {.act_by = go_phase, .flags = RUNS},
    [DO_EPOCH] = {.act_by = go_epochs, .flags = RUNS},
    [DO_SEEK] = {.act_by = go_to_epoch, .flags = RUNS},
    [DO_SEEK_STEP] = {.act_by = go_to_instr, .flags = RUNS},
    [DO_FIRST] = {.act = session_to_start, .flags = RUNS},
    [DO_LAST] = {.act = go_last, .flags = RUNS},
    [DO_PLAY] = {.act = screen_play},
    [DO_SPEED] = {.act_by = screen_speed, .flags = STAYS},
    [DO_SELECT] = {.act_by = select_next, .flags = RUNS},
    [DO_SELECT_SLOT] = {.act_by = select_slot, .flags = RUNS},
    [DO_ROW] = {.act_by = select_row, .flags = RUNS},
    [DO_COLUMN] = {.act_by = select_column, .flags = RUNS},
    [DO_VIEW] = {.act = screen_view, .flags = STAYS},
    [DO_SAMPLE] = {.act_by = select_sample, .flags = RUNS | STAYS},
    [DO_CHECK] = {.act = screen_check},
    [DO_CHAIN] = {.act = screen_chain, .flags = RUNS},
    [DO_BUG] = {.act = run_bug},
    [DO_VERSUS] = {.act = run_versus},
    [DO_LESSONS] = {.act = list_switch, .flags = LIST},
    [DO_LESSON] = {.act_by = list_lesson, .flags = LIST},
    [DO_ENTRY] = {.act_by = list_move, .flags = LIST},
    [DO_DIGIT] = {.act_by = list_digit, .flags = LIST | LISTED},
    [DO_CHOOSE] = {.act = choose, .flags = LIST},
    [DO_RATE] = {.act_by = run_rate},
    [DO_RATE_AT] = {.act_by = run_rate_at},
    [DO_RESTART] = {.act_by = run_restart},
    [DO_POINT] = {.act_by = points_choose_next},
    [DO_POINT_ACROSS] = {.act_by = edit_across},
    [DO_POINT_UP] = {.act_by = edit_up},
    [DO_POINT_TO] = {.act_by = edit_to},
    [DO_POINT_ADD] = {.act_by = edit_add},
    [DO_POINT_BESIDE] = {.act = edit_add_beside},
    [DO_POINT_REMOVE] = {.act = edit_remove},
    [DO_POINTS_BACK] = {.act = edit_back},
    [DO_POINTS_SAVE] = {.act = frame_save_points},
    [DO_SNAPSHOT] = {.act = run_snapshot},
    [DO_FUTURE] = {.act = screen_future, .flags = RUNS | STAYS},
    [DO_THEME] = {.act = screen_theme, .flags = STAYS | LIST},
    [DO_LANGUAGE] = {.act = screen_language, .flags = STAYS | LIST},
    [DO_TEXT_SIZE] = {.act_by = screen_text_size, .flags = STAYS | LIST},
    [DO_FULLSCREEN] = {.act = screen_fullscreen, .flags = STAYS | LIST},
    [DO_ENLARGE] = {.act_by = screen_enlarge, .flags = STAYS},
    [DO_ZOOM] = {.act_by = screen_zoom},
    [DO_BLANK] = {.act = screen_blank, .flags = LIST},
    [DO_PREDICT] = {.act = predict_switch},
    [DO_TYPE] = {.act_by = predict_type, .flags = STAYS | QUIET},
    [DO_ERASE] = {.act = predict_erase, .flags = STAYS},
    [DO_PICTURE] = {.act = screen_picture, .flags = STAYS | LIST},
    [DO_HELP] = {.act = screen_help, .flags = STAYS | LIST},
    [DO_LEAVE] = {.act = screen_leave, .flags = STAYS | LIST},
    [DO_QUIT] = {.act = screen_quit, .flags = LIST},
};

/* While the list is open, keys speak to it: the run behind it is not seen. */
static Command redirect(const App *app, Command command) {
    const int all = app->ui.scene.lesson_count;
    if (!app->ui.scene.lessons || (verb_table[command.verb].flags & LIST) != 0) return command;
    switch (command.verb) {
    case DO_PHASE:
    case DO_STEP:
    case DO_SELECT:
        return (Command){DO_ENTRY, command.amount};
    case DO_FIRST:
        return (Command){DO_ENTRY, -all};
    case DO_LAST:
        return (Command){DO_ENTRY, all};
    case DO_ENLARGE:
        return (Command){DO_DIGIT, command.amount};
    default:
        return (Command){DO_NOTHING, 0};
    }
}

void command_do(App *app, Command command) {
    command = redirect(app, command);
    if (command.verb == DO_NOTHING) return;
    const struct VerbRow *row = &verb_table[command.verb];
    const bool stays = (row->flags & STAYS) != 0;
    if (!stays) app->ui.scene.help = false;
    if (hunt_closes_verdict(app, command, stays)) return;
    if ((row->flags & RUNS) != 0 && !session_runs(&app->session)) return;
    if ((row->flags & LISTED) != 0 && !app->ui.scene.lessons) return;
    if ((row->flags & QUIET) == 0) app->dirty = true;
    if (row->act != NULL)
        row->act(app);
    else
        row->act_by(app, command.amount);
}
