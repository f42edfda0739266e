/* command: command_do, the one function that changes the state, and the table of what each verb does. */
#include "command.h"

#include "app/learn/hunt.h"
#include "app/learn/predict.h"
#include "app/session/session.h"
#include "app/session/walk.h"
#include "handlers.h"
#include "save.h"

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
        if (!predict_step(app)) walk_step(app, true);
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
    [DO_FIRST] = {.act = walk_to_start, .flags = RUNS},
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
    [DO_POINT] = {.act_by = edit_next},
    [DO_POINT_ACROSS] = {.act_by = edit_across},
    [DO_POINT_UP] = {.act_by = edit_up},
    [DO_POINT_TO] = {.act_by = edit_to},
    [DO_POINT_ADD] = {.act_by = edit_add},
    [DO_POINT_BESIDE] = {.act = edit_add_beside},
    [DO_POINT_REMOVE] = {.act = edit_remove},
    [DO_POINTS_BACK] = {.act = edit_back},
    [DO_POINTS_SAVE] = {.act = save_points},
    [DO_SNAPSHOT] = {.act = run_snapshot},
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
