/* command: command_do, the one function that changes the state. */
#include "command.h"

#include "app/learn/hunt.h"
#include "app/learn/predict.h"
#include "command_private.h"

/* While the list is open, keys speak to it: what they would do to the run behind it nobody would see. */
static Command redirect(const App *app, Command command) {
    if (!app->ui.scene.lessons) return command;
    switch (command.verb) {
    case DO_PHASE:
    case DO_STEP:
    case DO_SELECT:
        return (Command){DO_ENTRY, command.amount};
    case DO_FIRST:
    case DO_LAST:
        return (Command){DO_ENTRY,
                         command.verb == DO_FIRST ? -app->ui.scene.lesson_count : app->ui.scene.lesson_count};
    case DO_ENLARGE:
        return (Command){DO_DIGIT, command.amount};
    case DO_ENTRY:
    case DO_DIGIT:
    case DO_CHOOSE:
    case DO_LESSON:
    case DO_LESSONS:
    case DO_THEME:
    case DO_LANGUAGE:
    case DO_TEXT_SIZE:
    case DO_FULLSCREEN:
    case DO_BLANK:
    case DO_PICTURE:
    case DO_HELP:
    case DO_LEAVE:
    case DO_QUIT:
        return command;
    default:
        return (Command){DO_NOTHING, 0};
    }
}

/* Anything but these ends autoplay and an open help screen. */
static bool leaves_alone(Verb verb) {
    return verb == DO_TYPE || verb == DO_ERASE || verb == DO_SPEED || verb == DO_THEME ||
           verb == DO_LANGUAGE || verb == DO_TEXT_SIZE || verb == DO_FULLSCREEN || verb == DO_HELP ||
           verb == DO_ENLARGE || verb == DO_VIEW || verb == DO_PICTURE || verb == DO_SAMPLE ||
           verb == DO_LEAVE;
}

void command_do(App *app, Command command) {
    command = redirect(app, command);
    if (command.verb == DO_NOTHING) return;
    if (app->ui.scene.help && !leaves_alone(command.verb)) app->ui.scene.help = false;
    if (hunt_closes_verdict(app, command, leaves_alone(command.verb))) return;
    bool done = predict_do(app, command) || command_time(app, command) || command_select(app, command) ||
                command_run(app, command) || command_points(app, command) || command_screen(app, command);
    if (done) app->dirty = true;
}
