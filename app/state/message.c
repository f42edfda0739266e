/* message: says one line at the bottom of the window for some seconds. */
#include "message.h"

#include <stdarg.h>
#include <stdio.h>

enum { MESSAGE_MICROSECONDS = 6000000 };

void message_say(App *app, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(app->ui.message, sizeof app->ui.message, format, arguments);
    va_end(arguments);
    app->ui.message_until = app->now + MESSAGE_MICROSECONDS;
    app->dirty = true;
}

void message_complain(App *app, const Err *e) {
    Err said = *e;
    text_error(app->texts, &said);
    message_say(app, "%s", said.text);
}
