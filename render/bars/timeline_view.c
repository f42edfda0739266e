/* timeline_view: the bottom of the screen: steps of this iteration, all epochs, and the keys to move in them.
 */
#include "timeline_view.h"

#include <math.h>

#include "render/style/views.h"

enum { HINTS = 5 };

static const struct Hint {
    const char *keys, *text;
} hints[HINTS] = {
    {"←  →", "hint.step"}, {"↑  ↓", "hint.phase"}, {"[  ]", "hint.epoch"},
    {"P", "hint.play"},    {"?", "hint.help"},
};

static float hint_width(const TimelinePicture *picture, int hint) {
    Fonts *fonts = picture->list->fonts;
    float text =
        fonts_width(fonts, FONT_TEXT, picture->style.small, text_get(picture->view->texts, hints[hint].text));
    float keys =
        fonts_width(fonts, FONT_NUMBER, picture->style.small, hints[hint].keys) + 2 * picture->style.gap;
    return ceilf(fmaxf(fmaxf(text, keys), 42 * picture->style.unit));
}

static void draw_hint(TimelinePicture *picture, int hint, float x, float width) {
    const Style *style = &picture->style;
    DrawList *list = picture->list;
    float high = roundf(style_line(style->small) * 1.25f), middle = x + width / 2;
    Rect key = {x, roundf(picture->line - high / 2), width, high};
    list->mark = (DrawMark){-1, -1, PANEL_TIMELINE, PART_PLATE};
    draw_rect(list, key, 5 * style->unit, (Color){0}, style->theme->border, style->hairline);
    list->mark.role = PART_LABEL;
    Point at = {middle, roundf(picture->line + fonts_ascent(list->fonts, FONT_NUMBER, style->small) / 2)};
    draw_text_in(list, FONT_NUMBER, style->small, at, 0.5f, 0, style->theme->text, hints[hint].keys);
    at.y = picture->caption;
    draw_text_in(list, FONT_TEXT, style->small, at, 0.5f, 0, style->theme->text_dim,
                 text_get(picture->view->texts, hints[hint].text));
}

/* From the right, the last one first (it leads to all others), as many as fit into `most`; returns their
 * width. */
static float draw_hints(TimelinePicture *picture, Rect area, float most) {
    float gap = 1.7f * picture->style.gap, x = area.x + area.w;
    for (int i = HINTS - 1; i >= 0; i--) {
        float width = hint_width(picture, i);
        if (area.x + area.w - (x - width) > most) break;
        x -= width;
        draw_hint(picture, i, roundf(x), width);
        x -= gap;
    }
    return area.x + area.w - x;
}

Color timeline_fork_ink(const TimelinePicture *picture) {
    const Theme *theme = picture->style.theme;
    return picture->view->versus.here != NULL ? theme->text : theme->bad;
}

void timeline_draw_fork(TimelinePicture *picture, float x) {
    float unit = picture->style.unit, y = picture->line - 10.5f * unit;
    Point ends[] = {{x - 3.5f * unit, y - 3.5f * unit}, {x, y}, {x + 3.5f * unit, y - 3.5f * unit}};
    draw_line(picture->list, ends, 3, timeline_fork_ink(picture), picture->style.stroke, 0, 0);
}

void timeline_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    TimelinePicture picture = {list, view, options, style_bars(list, options), 0, 0};
    const Style *style = &picture.style;
    style_panel(list, style, PANEL_TIMELINE, area);
    float key = roundf(style_line(style->small) * 1.25f), all = key + style->gap + style->small;
    float top = area.y + (area.h - all) / 2;
    bool low = area.h < all + 2 * style->gap;
    picture.line = roundf(low ? area.y + area.h / 2 : top + key / 2);
    picture.caption = low ? NAN : roundf(top + key + style->gap + style->small * 0.85f);
    Rect inside = rect_inset(area, style->pad, 0);
    if (!low) rect_cut_right(&inside, draw_hints(&picture, inside, inside.w * 0.3f), style->gap);
    Rect steps = rect_cut_left(&inside, inside.w * 0.56f, 2.5f * style->pad);
    timeline_draw_steps(&picture, steps);
    timeline_draw_epochs(&picture, inside);
}
