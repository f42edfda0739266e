/* handlers: what each verb does (state/verb.h has the meaning of the amounts); command.c has the table. */
#ifndef BACKSTEP_APP_HANDLERS_H
#define BACKSTEP_APP_HANDLERS_H

#include "app/state/state.h"

/* go.c: through a run, which there is. */
void go_step(App *app, int64_t amount);
void go_phase(App *app, int64_t amount);
void go_epochs(App *app, int64_t amount);
void go_to_epoch(App *app, int64_t epoch);
void go_to_instr(App *app, int64_t instr);
void go_last(App *app);

/* select.c: what is explained; there is a run. */
void select_slot(App *app, int64_t slot);
void select_next(App *app, int64_t by);
void select_row(App *app, int64_t by);
void select_column(App *app, int64_t by);
void select_sample(App *app, int64_t by);

/* run.c: another run, and snapshots of this one. */
void run_bug(App *app);
void run_versus(App *app);
void run_rate(App *app, int64_t direction);
void run_rate_at(App *app, int64_t thousandths);
void run_restart(App *app, int64_t new_seed);
void run_snapshot(App *app);

/* list.c: the list of lessons. */
void list_switch(App *app);
void list_move(App *app, int64_t by);
void list_digit(App *app, int64_t digit);
void list_lesson(App *app, int64_t entry);

/* edit.c: the points of a plot. */
void edit_next(App *app, int64_t by);
void edit_across(App *app, int64_t steps);
void edit_up(App *app, int64_t steps);
void edit_to(App *app, int64_t place);
void edit_add(App *app, int64_t place);
void edit_add_beside(App *app);
void edit_remove(App *app);
void edit_back(App *app);

/* screen.c: how the screen looks, and the end of the program. */
void screen_play(App *app);
void screen_speed(App *app, int64_t direction);
void screen_view(App *app);
void screen_check(App *app);
void screen_theme(App *app);
void screen_language(App *app);
void screen_text_size(App *app, int64_t direction);
void screen_fullscreen(App *app);
void screen_enlarge(App *app, int64_t panel);
void screen_zoom(App *app, int64_t direction);
void screen_blank(App *app);
void screen_picture(App *app);
void screen_help(App *app);
void screen_leave(App *app);
void screen_quit(App *app);

/* The text that tells what the program's end costs the learner, with the hunt's {tries}; NULL: nothing. */
const char *screen_loses(const App *app);

#endif
