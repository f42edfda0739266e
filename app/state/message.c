/* message: says one line at the bottom of the window for some seconds. */
#include "message.h"

#include <stdio.h>

enum { MESSAGE_MICROSECONDS = 6000000 };

void message_again(App *app) {
    app->ui.message_until = app->now + MESSAGE_MICROSECONDS;
    app->dirty = true;
}

void message_tell_values(App *app, const char *key, const TextValue *values) {
    text_fill_values(app->texts, app->ui.message, sizeof app->ui.message, key, values);
    message_again(app);
}

void message_say(App *app, const char *key) {
    snprintf(app->ui.message, sizeof app->ui.message, "%s", text_get(app->texts, key));
    message_again(app);
}

void message_complain(App *app, const Err *e) {
    Err said = *e;
    text_error(app->texts, &said);
    snprintf(app->ui.message, sizeof app->ui.message, "%s", said.text);
    message_again(app);
}
