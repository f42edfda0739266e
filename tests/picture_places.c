/* picture_places: what keeps its place from one frame to the next. */
#include "tests/picture_check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/picture_private.h"

static bool is_number_of(const DrawCommand *command, PanelId panel) {
    return command->kind == DRAW_TEXT && command->mark.role == PART_NUMBER &&
           command->mark.panel == (int)panel;
}

/* The n-th number of a slot in a panel. */
static const DrawCommand *find_number(const DrawList *list, PanelId panel, int slot, int n) {
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (is_number_of(command, panel) && command->mark.slot == slot && n-- == 0) return command;
    }
    return NULL;
}

/* Where the first digit begins: behind a sign, or behind the place that is kept free for one. */
static float digits_start(const DrawList *list, const DrawCommand *command) {
    const char *text = draw_string(list, command);
    int cells = 0;
    for (const char *at = text; utf8_next(&at) != 0;) cells++;
    bool sign = text[0] == ' ' || text[0] == '+' || strncmp(text, "−", strlen("−")) == 0;
    return command->rect.x + (sign ? command->rect.w / (float)cells : 0);
}

static bool keeps_place(const DrawList *before, const DrawCommand *a, const DrawList *after,
                        const DrawCommand *b) {
    float left = fabsf(digits_start(before, a) - digits_start(after, b));
    float right = fabsf(a->rect.x + a->rect.w - b->rect.x - b->rect.w);
    float middle = fabsf(a->rect.x + a->rect.w / 2 - b->rect.x - b->rect.w / 2);
    return fminf(fminf(left, right), middle) <= picture_slack &&
           fabsf(a->rect.y - b->rect.y) <= picture_slack;
}

int picture_check_places(const DrawList *before, const DrawList *after, PanelId panel, char *why,
                         size_t size) {
    int faults = 0;
    for (size_t i = 0; i < before->count; i++) {
        const DrawCommand *command = &before->commands[i];
        if (!is_number_of(command, panel)) continue;
        int n = 0;
        for (size_t k = 0; k < i; k++)
            if (is_number_of(&before->commands[k], panel) &&
                before->commands[k].mark.slot == command->mark.slot)
                n++;
        const DrawCommand *other = find_number(after, panel, command->mark.slot, n);
        if (other == NULL || keeps_place(before, command, after, other)) continue;
        if (faults++ == 0)
            snprintf(why, size, "a number moved: \"%s\" at %.1f %.1f became \"%s\" at %.1f %.1f (slot %d)",
                     draw_string(before, command), (double)command->rect.x, (double)command->rect.y,
                     draw_string(after, other), (double)other->rect.x, (double)other->rect.y,
                     command->mark.slot);
    }
    return faults;
}
