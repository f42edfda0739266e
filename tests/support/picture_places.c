/* picture_places: what keeps its place from one frame to the next. */
#include "engine/base/utf8.h"
#include "tests/support/picture_check.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tests/support/picture_private.h"

/* A number, or a label that says the same in both frames; a plot's legend may make way for a curve. */
static bool is_counted(const DrawCommand *command, PanelId panel) {
    bool plot = panel == PANEL_PLOT || panel == PANEL_HISTORY;
    return command->kind == DRAW_TEXT && command->mark.panel == (int)panel &&
           (command->mark.role == PART_NUMBER || (command->mark.role == PART_LABEL && !plot));
}

static bool is_same(const DrawList *list, const DrawCommand *a, const DrawList *other, const DrawCommand *b) {
    return b->mark.role == a->mark.role && b->mark.slot == a->mark.slot &&
           (a->mark.role == PART_NUMBER || strcmp(draw_string(list, a), draw_string(other, b)) == 0);
}

/* The commands of a panel that are counted. */
typedef struct Counted {
    const DrawList *list;
    const DrawCommand **commands;
    size_t count;
} Counted;

static Counted collect(const DrawList *list, PanelId panel) {
    Counted counted = {list, malloc((list->count + 1) * sizeof *counted.commands), 0};
    if (counted.commands == NULL) abort();
    for (size_t i = 0; i < list->count; i++)
        if (is_counted(&list->commands[i], panel)) counted.commands[counted.count++] = &list->commands[i];
    return counted;
}

/* The same one in the other frame: of those that are alike, the one with the same number; NULL: it is not
 * there, or not as often. */
static const DrawCommand *find_same(const Counted *before, size_t index, const Counted *after) {
    const DrawCommand *command = before->commands[index], *found = NULL;
    int number = 0, alike = 0, alike_after = 0;
    for (size_t k = 0; k < before->count; k++) {
        if (!is_same(before->list, command, before->list, before->commands[k])) continue;
        number += k < index;
        alike++;
    }
    for (size_t k = 0; k < after->count; k++)
        if (is_same(before->list, command, after->list, after->commands[k]) && alike_after++ == number)
            found = after->commands[k];
    return alike == alike_after ? found : NULL;
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

int picture_check_places(const DrawList *before, const DrawList *after, PanelId panel, int *looked, char *why,
                         size_t size) {
    int faults = 0;
    Counted old = collect(before, panel), new = collect(after, panel);
    for (size_t i = 0; i < old.count; i++) {
        const DrawCommand *command = old.commands[i];
        const DrawCommand *other = find_same(&old, i, &new);
        *looked += other != NULL;
        if (other == NULL || keeps_place(before, command, after, other)) continue;
        if (faults++ == 0)
            snprintf(why, size, "a text moved: \"%s\" at %.1f %.1f became \"%s\" at %.1f %.1f (slot %d)",
                     draw_string(before, command), (double)command->rect.x, (double)command->rect.y,
                     draw_string(after, other), (double)other->rect.x, (double)other->rect.y,
                     command->mark.slot);
    }
    free(old.commands);
    free(new.commands);
    return faults;
}
