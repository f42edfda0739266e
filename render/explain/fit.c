/* explain_fit: looks at the explanation that was drawn: whether all of it had room. */
#include <string.h>

#include "explain_parts.h"
#include "render/draw/rect.h"

static const char dots[] = "…";

/* Formulas that have dots of their own. */
static int own_dots(const Math *math) {
    int count = 0;
    for (int i = 0; i < math->count; i++) count += strstr(math->nodes[i].text, dots) != NULL;
    return count;
}

static bool ends_in_dots(const char *text) {
    size_t length = strlen(text), end = sizeof dots - 1;
    return length >= end && strcmp(text + length - end, dots) == 0;
}

bool explain_is_whole(const Panel *panel, DrawPlace place, Rect area) {
    const DrawList *list = panel->list;
    const Explanation *explanation = &panel->view->explanation;
    int own = own_dots(&explanation->formula) + own_dots(&explanation->element);
    Rect inside = rect_inset(area, panel->style.hairline, panel->style.hairline);
    for (size_t i = place.count; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        Rect box = command->box;
        if (command->kind != DRAW_TEXT) continue;
        if (ends_in_dots(draw_string(list, command)) && (command->face != FONT_MATH || own-- <= 0))
            return false;
        if (box.x < inside.x || box.y < inside.y || box.x + box.w > inside.x + inside.w ||
            box.y + box.h > inside.y + inside.h)
            return false;
    }
    return true;
}
