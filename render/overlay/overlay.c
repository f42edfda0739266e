/* overlay: what lies over the panels. */
#include "overlay.h"

#include "plate.h"
#include "render/draw/rect.h"
#include "render/style/style.h"
#include "sheet.h"

/* Which element of a slot a heat map shows under a point; false where a cell is not one element. */
static bool overlay_element(const DrawCommand *command, const Slot *slot, Point at, int *row, int *col) {
    if (command->kind != DRAW_CELLS || command->rows != slot->rows || command->cols != slot->cols)
        return false;
    *row = (int)((at.y - command->rect.y) / command->rect.h * (float)command->rows);
    *col = (int)((at.x - command->rect.x) / command->rect.w * (float)command->cols);
    return *row >= 0 && *row < slot->rows && *col >= 0 && *col < slot->cols;
}

static void overlay_pointer(DrawList *list, const View *view, const Style *style, Rect area, Point at) {
    const DrawCommand *hit = draw_hit(list, at);
    if (hit == NULL || hit->mark.slot < 0) return;
    const Slot *slot = &view->program->slots[hit->mark.slot];
    int row = -1, col = -1;
    char text[200];
    if (!overlay_element(hit, slot, at, &row, &col)) row = col = -1;
    view_slot_exact(view, hit->mark.slot, row, col, text, sizeof text);
    plate_draw_value(list, style, area, at, text);
}

void overlay_draw(DrawList *list, const View *view, const SceneOptions *options, const Rect *panels) {
    Style style = style_make(list, options);
    Rect area = panels[PANEL_OVERLAY], timeline = panels[PANEL_TIMELINE], strip = panels[PANEL_PREDICT];
    if (options->lessons)
        sheet_draw_lessons(list, view, options, area);
    else if (options->help)
        sheet_draw_help(list, view, options, area);
    else if (options->pointer.x >= 0)
        overlay_pointer(list, view, &style, area, options->pointer);
    Rect above = area;
    above.h = timeline.y - area.y;
    if (options->mistake != NULL) plate_draw_mistake(list, view, options, above);
    if (options->verdict != NULL) plate_draw_verdict(list, view, options, above, panels[PANEL_EXPLAIN]);
    if (options->message == NULL || options->message[0] == 0) return;
    plate_draw_message(list, view, &style, area, (rect_empty(strip) ? timeline.y : strip.y) - style.margin,
                       options->message);
}
