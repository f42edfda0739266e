/* picture_middles: numbers that stand where they belong: under their names, and in the middle of their cells.
 */
#include <ctype.h>
#include <math.h>
#include <string.h>

#include "render/widget/number.h"
#include "tests/support/picture_private.h"

static const float off = 2; /* pixels: text and cells are both rounded to whole ones */

/* A number with its place for a sign, as number_draw sets it. */
static bool is_number(const DrawList *list, const DrawCommand *command) {
    return command->kind == DRAW_TEXT && command->mark.panel == PANEL_MAIN &&
           command->mark.role == PART_NUMBER && command->face == FONT_NUMBER &&
           draw_string(list, command)[0] == ' ' && isdigit((unsigned char)draw_string(list, command)[1]);
}

/* Of one character. */
static float cell_of(const DrawList *list, const DrawCommand *number) {
    return fonts_advance(list->fonts, FONT_NUMBER, number->size, '0');
}

/* The middle of the name that stands just over or under the number; NaN: there is none. */
static float name_middle(const DrawList *list, const DrawCommand *number) {
    float left = INFINITY, right = -INFINITY;
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        float start = command->rect.x, end = command->rect.x + command->rect.w;
        bool name = command->kind == DRAW_TEXT && command->face == FONT_MATH &&
                    command->mark.panel == PANEL_MAIN && command->mark.role == PART_LABEL &&
                    command->mark.slot == number->mark.slot;
        bool far = fabsf(command->rect.y - number->rect.y) > 3 * number->size ||
                   start > number->box.x + number->box.w || end < number->box.x;
        if (!name || far) continue;
        left = fminf(left, start);
        right = fmaxf(right, end);
    }
    float middle = (left + right) / 2;
    bool beside = middle < number->box.x || middle > number->box.x + number->box.w;
    return left < right && !beside ? middle : NAN;
}

/* Digits and letters have their middles in different places: less than half a letter may be between them. */
static void check_name(PictureCheck *check, size_t index) {
    const DrawCommand *number = &check->list->commands[index];
    float middle = number->rect.x + 4.2f * cell_of(check->list, number); /* as number_left sets it */
    if (fabsf(name_middle(check->list, number) - middle) > 0.45f * number->size)
        picture_fault(check, index, index, "a number does not stand under its name");
}

/* In the matrix view a row of cells is drawn, and then its numbers. False: it stands on no cells. */
static bool check_cell(PictureCheck *check, size_t index) {
    const DrawList *list = check->list;
    const DrawCommand *number = &list->commands[index];
    size_t i = index;
    while (i > 0 && is_number(list, &list->commands[i])) i--;
    const DrawCommand *cells = &list->commands[i];
    if (cells->kind != DRAW_CELLS || cells->mark.slot != number->mark.slot) return false;
    float wide = cells->rect.w / (float)cells->cols,
          middle = number->rect.x + NUMBER_CELLS / 2.0f * cell_of(list, number);
    float column = floorf((middle - cells->rect.x) / wide);
    if (fabsf(cells->rect.x + (column + 0.5f) * wide - middle) > off)
        picture_fault(check, index, i, "a number does not stand in the middle of its cell");
    return true;
}

void picture_check_middles(PictureCheck *check) {
    for (size_t i = 0; i < check->list->count; i++) {
        if (!is_number(check->list, &check->list->commands[i])) continue;
        if (!check_cell(check, i)) check_name(check, i);
    }
}
