/* explain_check: the two losses between which the numeric gradient was measured. */
#include <math.h>

#include "explain_parts.h"
#include "rect.h"

typedef struct CheckLine {
    const char *label, *value; /* label: as mathematics, set in FONT_MATH */
} CheckLine;

float explain_check_draw(Panel *panel, Rect room) {
    const Explanation *explanation = &panel->view->explanation;
    const Style *style = &panel->style;
    Fonts *fonts = panel->list->fonts;
    const CheckLine lines[] = {
        {text_get(panel->texts, "explain.loss_plus"), explanation->check_plus},
        {text_get(panel->texts, "explain.loss_minus"), explanation->check_minus},
        {text_get(panel->texts, "explain.step"), explanation->check_step},
        {text_get(panel->texts, "explain.error"), explanation->check_error},
    };
    enum { COUNT = sizeof lines / sizeof lines[0] };
    float line = style_line(style->small), label = 0;
    int shown = (int)(room.h / line);
    for (int i = 0; i < COUNT; i++)
        label = fmaxf(label, fonts_width(fonts, FONT_TEXT, style->small, lines[i].label));
    float number = fonts_width(fonts, FONT_NUMBER, style->small, "−0.0000000000");
    if (label + 2 * style->gap + number > room.w || shown < 2) return 0;
    float y = room.y + room.h - line * (float)(shown < COUNT ? shown : COUNT);
    y += roundf((line + fonts_ascent(fonts, FONT_TEXT, style->small)) / 2);
    for (int i = shown < COUNT ? COUNT - shown : 0; i < COUNT; i++, y += line) {
        panel_mark(panel, -1, PART_LABEL);
        draw_text(panel->list, FONT_TEXT, style->small, (Point){room.x, y}, panel->theme->text_dim,
                  lines[i].label);
        panel_mark(panel, panel->view->selection.slot, PART_NUMBER);
        draw_text(panel->list, FONT_NUMBER, style->small, (Point){room.x + label + 2 * style->gap, y},
                  panel->theme->text, lines[i].value);
    }
    return label + 2 * style->gap + number;
}
