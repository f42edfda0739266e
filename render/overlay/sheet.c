/* sheet: the ground of what covers the whole frame. */
#include "sheet.h"

#include <math.h>

#include "render/draw/rect.h"

Rect sheet_draw(DrawList *list, const Style *style, Rect area, const char *title, const char *how) {
    const Theme *theme = style->theme;
    Rect plate = rect_inset(area, 2 * style->margin, 2 * style->margin);
    list->mark = (DrawMark){-1, -1, PANEL_OVERLAY, PART_PANEL};
    draw_rect(list, area, 0, color_alpha(theme->ground, 0.94f), (Color){0}, 0);
    draw_rect(list, plate, style->radius, theme->panel, theme->border, style->hairline);
    Rect inside = rect_inset(plate, 2 * style->pad, 1.5f * style->pad);
    Rect head = rect_cut_top(&inside, style_line(style->heading), style->pad);
    float baseline = roundf(head.y + style->heading);
    list->mark.role = PART_LABEL;
    float width = draw_text_in(list, FONT_TEXT_BOLD, style->heading, (Point){head.x, baseline}, 0, head.w,
                               theme->text, title);
    float room = head.w - width - style->pad;
    if (how != NULL && fonts_width(list->fonts, FONT_TEXT, style->small, how) <= room)
        draw_text_in(list, FONT_TEXT, style->small, (Point){head.x + head.w, baseline}, 1, room,
                     theme->text_dim, how);
    return inside;
}
