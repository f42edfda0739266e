/* network_loss: the network's right end: target, loss, and what each sample adds to the explained
   gradient. */
#include "network_picture.h"

#include <math.h>

#include "render/widget/number.h"
#include "render/widget/panel.h"

static void draw_name(NetworkPicture *picture, int slot, float size, Point middle, Color ink) {
    draw_mark(picture->list, slot, PART_LABEL);
    panel_draw_name(picture->list, picture->view, picture->style.theme, slot, size, 8 * size, middle, ink);
}

/* The data beside the input that the loss reads; −1: none, or not one number a sample. */
static int target_slot(const NetworkPicture *picture) {
    const Program *program = picture->view->program;
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        for (int k = 0; k < instr->ins && instr->phase == PHASE_FORWARD && instr->loss; k++) {
            const Slot *slot = &program->slots[instr->in[k]];
            if (slot->role == ROLE_DATA && slot->cols == 1 && instr->in[k] != picture->network.input)
                return instr->in[k];
        }
    }
    return -1;
}

/* A name and a number under or over the loss. */
static void draw_beside_loss(NetworkPicture *picture, int slot, int row, float size, Point middle,
                             Color ink) {
    const View *view = picture->view;
    if (!view->known[slot]) return;
    draw_mark(picture->list, slot, PART_NUMBER);
    Point left = number_left(picture->list->fonts, size, middle);
    number_draw(picture->list, view, FONT_NUMBER, size, left, ink, (double)view_element(view, slot, row, 0));
}

void network_loss_draw(NetworkPicture *picture) {
    const Program *program = picture->view->program;
    const Theme *theme = picture->style.theme;
    const NeuronColumn *last = &picture->columns[picture->network.count];
    if (program->loss < 0) return;
    float unit = picture->style.unit, radius = 19 * unit;
    Point at = {roundf(picture->room.x + picture->room.w - 42 * unit),
                roundf(picture->room.y + picture->room.h / 2)};
    Point from = {last->x + last->half + 5 * unit, at.y}, to = {at.x - radius - 2 * unit, at.y};
    bool back = picture->backward;
    Color color = back ? theme->backward : theme->forward;
    Point tip[3] = {to, {to.x - 9 * unit, to.y - 4 * unit}, {to.x - 9 * unit, to.y + 4 * unit}};
    if (back) {
        tip[0] = from;
        tip[1] = (Point){from.x + 9 * unit, from.y - 4 * unit};
        tip[2] = (Point){from.x + 9 * unit, from.y + 4 * unit};
    }
    draw_mark(picture->list, program->loss, PART_EDGE);
    draw_segment(picture->list, from, to, color, fmaxf(1.25f, 1.5f * unit));
    draw_polygon(picture->list, tip, 3, color);
    picture->list->mark.role = PART_NODE;
    draw_disc(picture->list, at, radius, theme->loss, (Color){0}, 0);
    float middle = at.y + fminf(picture->style.math, 1.6f * radius) * 0.3f;
    draw_name(picture, program->loss, fminf(picture->style.math, 1.6f * radius),
              (Point){at.x, roundf(middle)}, theme->on_accent);
    float size = picture->loss_number, below = at.y + radius + size * 1.4f;
    draw_beside_loss(picture, program->loss, 0, size, (Point){at.x, below}, theme->loss);
    int target = target_slot(picture);
    if (target < 0) return;
    float above = at.y - radius - size * 0.8f;
    draw_beside_loss(picture, target, picture->sample, size, (Point){at.x, above}, theme->text_dim);
    float name = fminf(picture->style.math, 1.25f * size);
    draw_name(picture, target, name, (Point){at.x, above - size * 1.3f}, theme->text);
}

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

void network_loss_draw_shares(NetworkPicture *picture) {
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
    draw_mark(picture->list, view->selection.slot, PART_HEAT);
    draw_bars(picture, area);
    picture->list->mark.role = PART_LABEL;
    Point at = {caption.x, roundf(caption.y + picture->small)};
    draw_text(picture->list, FONT_TEXT, picture->small, at, style->theme->text_dim, text);
}
