/* keymap: keys to commands, a row each; the same table makes the help screen. */
#ifndef BACKSTEP_APP_KEYMAP_H
#define BACKSTEP_APP_KEYMAP_H

#include "engine/base/text.h"
#include "render/scene.h"
#include "render/window/window.h"
#include "verb.h"

/* DO_NOTHING where the key means nothing. */
Command keymap_find(int key, unsigned mods);

/* The help screen's rows, in the table's order; returns how many (at most capacity). Strings are constant or
 * texts'. */
int keymap_help(const Texts *texts, HelpRow *rows, int capacity);

#endif
