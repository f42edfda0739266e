/* list_says: whether a frame says something, by the texts in its list. */
#ifndef BACKSTEP_TESTS_LIST_SAYS_H
#define BACKSTEP_TESTS_LIST_SAYS_H

#include <stdbool.h>
#include <string.h>

#include "render/draw/draw.h"

/* Whether the words are in one of the texts. */
static inline bool list_says(const DrawList *list, const char *words) {
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_TEXT && strstr(draw_string(list, command), words) != NULL) return true;
    }
    return false;
}

#endif
