/* command: app_do, the one function that changes the state. */
#include "command_private.h"

/* While a list or the help screen is open, keys speak to it. */
static Command redirect(const App *app, Command command) {
    if (!app->ui.scene.lessons) return command;
    switch (command.verb) {
    case DO_PHASE:
    case DO_STEP:
        return (Command){DO_ENTRY, command.amount};
    case DO_ENLARGE:
        return (Command){DO_DIGIT, command.amount};
    default:
        return command;
    }
}

/* Anything but these ends autoplay and an open help screen. */
static bool leaves_alone(Verb verb) {
    return verb == DO_TYPE || verb == DO_ERASE || verb == DO_SPEED || verb == DO_THEME ||
           verb == DO_LANGUAGE || verb == DO_TEXT_SIZE || verb == DO_FULLSCREEN || verb == DO_HELP ||
           verb == DO_ENLARGE || verb == DO_VIEW || verb == DO_PICTURE || verb == DO_SAMPLE ||
           verb == DO_LEAVE;
}

void app_do(App *app, Command command) {
    if (command.verb == DO_NOTHING) return;
    command = redirect(app, command);
    if (app->ui.scene.help && !leaves_alone(command.verb)) app->ui.scene.help = false;
    if (hunt_closes_verdict(app, command, leaves_alone(command.verb))) return;
    bool done = predict_do(app, command) || command_time(app, command) || command_select(app, command) ||
                command_run(app, command) || command_points(app, command) || command_screen(app, command);
    if (done) app->dirty = true;
}
