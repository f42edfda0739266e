/* message: one line at the bottom of the window. */
#ifndef BACKSTEP_APP_MESSAGE_H
#define BACKSTEP_APP_MESSAGE_H

#include "state.h"

/* Shows the key's text for some seconds. */
void message_say(App *app, const char *key);

/* message_tell(app, key, VALUE, …): the same with its {places} filled (text.h). */
#define message_tell(app, key, ...) message_tell_values(app, key, TEXT_VALUES(__VA_ARGS__))
void message_tell_values(App *app, const char *key, const TextValue *values);

/* Shows what was said last, if anything, as long once more. */
void message_again(App *app);

/* Shows a mistake so, in the language of the screen. */
void message_complain(App *app, const Err *e);

#endif
