/* network_shares: what each sample adds to the explained gradient, as bars: which samples move this weight.
 */
#include <math.h>

#include "network_view.h"

/* Neighbouring samples share a bar where there are too many; the bars still add up to the gradient. */
static double share_of(const View *view, int first, int end) {
    double sum = 0;
    for (int i = first; i < end; i++) sum += (double)view->shares[i];
    return sum;
}

static int bar_first(const View *view, int bar, int bars) {
    return (int)((long)bar * view->share_count / bars);
}

static double largest_share(const View *view, int bars) {
    double largest = 0;
    for (int b = 0; b < bars; b++) {
        double share = fabs(share_of(view, bar_first(view, b, bars), bar_first(view, b + 1, bars)));
        if (isfinite(share) && share > largest) largest = share;
    }
    return largest > 0 ? largest : 1;
}

/* Upwards what is positive, downwards what is negative; the chosen sample's bar stands out. */
static void draw_bars(NetworkPicture *picture, Rect area) {
    const View *view = picture->view;
    const Theme *theme = picture->style.theme;
    float least = fmaxf(2, 3 * picture->style.unit), middle = roundf(area.y + area.h / 2);
    int bars = (int)fminf((float)view->share_count, area.w / least);
    double largest = largest_share(view, bars);
    float wide = fminf(area.w / (float)bars, 14 * picture->style.unit),
          gap = wide > 3 ? fmaxf(1, wide * 0.2f) : 0;
    for (int b = 0; b < bars; b++) {
        int first = bar_first(view, b, bars), end = bar_first(view, b + 1, bars);
        double share = share_of(view, first, end);
        if (!isfinite(share)) continue;
        float high = (float)(fabs(share) / largest) * area.h / 2;
        bool chosen = first <= picture->sample && picture->sample < end;
        Rect bar = {area.x + (float)b * wide, share < 0 ? middle : middle - high, wide - gap, fmaxf(high, 1)};
        Color color = share < 0 ? theme->negative : theme->positive;
        draw_rect(picture->list, bar, 0, chosen ? theme->text : color, (Color){0}, 0);
    }
    draw_segment(picture->list, (Point){area.x, middle}, (Point){area.x + wide * (float)bars - gap, middle},
                 theme->text_dim, picture->style.hairline);
}

void network_draw_shares(NetworkPicture *picture) {
    const View *view = picture->view;
    const Style *style = &picture->style;
    const NeuronColumn *last = &picture->columns[picture->network.count];
    if (view->share_count < 2) return;
    float middle = picture->room.y + picture->room.h / 2, below = 24 * style->unit + 2.6f * style->number;
    Rect area = {last->x + last->half + 2 * style->pad, middle + below, 0, picture->room.h / 2 - below};
    area.w = picture->room.x + picture->room.w - area.x;
    Rect caption = rect_cut_bottom(&area, picture->small * 1.4f, style->gap);
    const char *text = text_get(view->texts, "network.shares");
    bool words = fonts_width(picture->list->fonts, FONT_TEXT, picture->small, text) <= area.w;
    if (area.h < 30 * style->unit || area.w < 60 * style->unit || !words) return;
    picture->list->mark = (DrawMark){view->selection.slot, -1, PANEL_MAIN, PART_HEAT};
    draw_bars(picture, area);
    picture->list->mark.role = PART_LABEL;
    Point at = {caption.x, roundf(caption.y + picture->small)};
    draw_text(picture->list, FONT_TEXT, picture->small, at, style->theme->text_dim, text);
}
