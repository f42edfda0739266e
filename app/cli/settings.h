/* settings: what the learner chose in the window, kept between runs in $XDG_CONFIG_HOME/backstep/settings. */
#ifndef BACKSTEP_APP_SETTINGS_H
#define BACKSTEP_APP_SETTINGS_H

#include "app/state/state.h"

/* Lines of `key = value`; what was never chosen is not there, and follows the program and the locale. */
typedef struct Settings {
    float text_size;      /* 0: never chosen */
    const Theme *theme;   /* NULL */
    char lang[TEXT_LANG]; /* empty */
    bool has_view;
    MainView view;
} Settings;

/* The file's path ($XDG_CONFIG_HOME, else ~/.config); false where neither folder is known. */
bool settings_path(char *path, size_t size);

/* A file that is not there is one with nothing chosen. A broken one is ignored as a whole: false and *e. */
bool settings_read(Settings *settings, const char *path, Err *e);

/* Written whole or not at all, with the folders that it needs. */
bool settings_write(const Settings *settings, const char *path, Err *e);

/* What the command line leaves open is as it was chosen. A language that has gone is passed over. */
void settings_apply(const Settings *settings, Options *options, const Assets *assets);

/* What the window shows now. */
Settings settings_of(const App *app);

/* Takes over what has changed between the window's begin and its end; true where anything has. */
bool settings_take(Settings *settings, const Settings *begin, const Settings *end);

/* Writes what has changed into the file as it is now: another window may have written it meanwhile. false and
   *e: it cannot be written. */
bool settings_keep(const char *path, const Settings *begin, const Settings *end, Err *e);

#endif
