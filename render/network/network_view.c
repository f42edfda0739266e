/* The room render/network: the network view: the neurons of a chain of dense layers.

   network_view: neurons as circles with one sample's values in them, weights as lines between them, and at the right end
   the loss. */
#include <math.h>

#include "network_picture.h"
#include "render/widget/number.h"
#include "render/widget/other.h"
#include "render/widget/panel.h"

static Rect neuron_rect(const NeuronColumn *column, Point at) {
    return (Rect){at.x - column->half, at.y - column->radius, 2 * column->half, 2 * column->radius};
}

/* Columns and what stands over them. */

static Color column_color(const NetworkPicture *picture, int column) {
    const Theme *theme = picture->style.theme;
    return column == 0 ? theme->text : theme->forward;
}

/* Whether the step just done has written a column's values, what they are made of, or a gradient of these. */
static bool column_is_now(const NetworkPicture *picture, int column) {
    const View *view = picture->view;
    if (view->instr < 0 || column == 0) return false;
    int written = view->program->instrs[view->instr].dst;
    const NetworkLayer *layer = &picture->network.layers[column - 1];
    const Slot *slots = view->program->slots;
    const int parts[] = {layer->out, layer->sum, layer->product, layer->bias};
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
        if (parts[i] >= 0 && (written == parts[i] || written == slots[parts[i]].grad)) return true;
    return false;
}

static void draw_body(NetworkPicture *picture, const NeuronColumn *column, Point at, Color outline,
                      float width) {
    draw_rect(picture->list, neuron_rect(column, at), column->radius, picture->style.theme->panel, outline,
              width);
}

/* Here the number will stand that predict mode asks for. */
static void draw_asked(NetworkPicture *picture, Point at) {
    float size = picture->style.body;
    at.y = fonts_baseline(picture->list->fonts, FONT_TEXT_BOLD, size, at.y);
    draw_text_in(picture->list, FONT_TEXT_BOLD, size, at, 0.5f, 0, picture->style.theme->now, "?");
}

/* A slot's number beside the value; of a bias it is the same for all samples. */
typedef struct NeuronPart {
    int slot;
    bool known, sign;
    Color ink;
} NeuronPart;

/* The bias, or on the way back its gradient, as on the lines. */
static NeuronPart bias_part(const NetworkPicture *picture, const NeuronColumn *column) {
    const View *view = picture->view;
    const Theme *theme = picture->style.theme;
    int grad = view->program->slots[column->bias].grad;
    if (!picture->backward || grad < 0) return (NeuronPart){column->bias, true, true, theme->parameter};
    bool known = view->known[grad] && network_gradient_done(view->program, grad, view->step);
    return (NeuronPart){grad, known, true, theme->backward};
}

static void draw_part(NetworkPicture *picture, const NeuronColumn *column, Point at, const NeuronPart *part,
                      int neuron) {
    const View *view = picture->view;
    const Slot *slot = &view->program->slots[part->slot];
    int row = slot->rows > 1 ? picture->sample : 0, col = slot->cols > 1 ? neuron : 0;
    const Question *question = &view->question;
    if (question->slot == part->slot && question->row == row && question->col == col) {
        draw_mark(picture->list, part->slot, PART_LABEL);
        draw_asked(picture, at);
        return;
    }
    char text[32] = "–"; /* not yet */
    float value = part->known ? view_element(view, part->slot, row, col) : 0;
    if (part->known) number_short(view->texts, (double)value, part->sign, column->cells, text, sizeof text);
    Point baseline = {at.x, fonts_baseline(picture->list->fonts, FONT_NUMBER, column->number, at.y)};
    draw_mark(picture->list, part->slot, part->known ? PART_NUMBER : PART_LABEL);
    draw_text_in(picture->list, FONT_NUMBER, column->number, baseline, 0.5f, 0,
                 part->known && value != 0 ? part->ink : picture->style.theme->text_dim, text);
}

/* The parts of a neuron beside its value, and what parts them. */
static void draw_parts(NetworkPicture *picture, const NeuronColumn *column, Point at, int neuron) {
    const View *view = picture->view;
    const Theme *theme = picture->style.theme;
    float value = network_place_value(column), wide = column->part;
    for (int side = -1; side <= 1; side += 2) {
        int slot = side < 0 ? column->bias : column->grad;
        if (slot < 0) continue;
        float edge = roundf(value + (float)side * wide / 2);
        draw_mark(picture->list, column->slot, PART_NONE);
        draw_segment(picture->list, (Point){edge, at.y - column->radius},
                     (Point){edge, at.y + column->radius}, theme->faint, picture->style.hairline);
        NeuronPart part = side < 0 ? bias_part(picture, column)
                                   : (NeuronPart){slot, view->known[slot], false, theme->backward};
        draw_part(picture, column, (Point){value + (float)side * wide, at.y}, &part, neuron);
    }
}

/* Its outline: of what the step has written in the colour of now, of what is not computed dashed. */
static void draw_outlined(NetworkPicture *picture, int index, Point at, bool asked, bool idle) {
    const NeuronColumn *column = &picture->columns[index];
    const Theme *theme = picture->style.theme;
    float line = fmaxf(1.25f, 1.5f * picture->style.unit);
    if (!picture->view->known[column->slot]) {
        draw_body(picture, column, at, (Color){0}, 0);
        draw_dashed_rect(picture->list, neuron_rect(column, at), column->radius,
                         asked ? theme->now : theme->text_dim, line, 4 * line, 3 * line);
        return;
    }
    bool now = column_is_now(picture, index);
    Color outline = now ? theme->now : idle ? theme->faint : column_color(picture, index);
    draw_body(picture, column, at, outline, now ? 1.7f * line : line);
}

static void draw_neuron(NetworkPicture *picture, int index, int k) {
    const NeuronColumn *column = &picture->columns[index];
    const Theme *theme = picture->style.theme;
    const View *view = picture->view;
    int neuron = column->neurons[k];
    bool known = view->known[column->slot];
    Point at = network_neuron_at(column, k), value_at = {network_place_value(column), at.y};
    bool asked = view->question.slot == column->slot && view->question.row == picture->sample &&
                 view->question.col == neuron;
    float value = known ? view_element(view, column->slot, picture->sample, neuron) : 0;
    bool idle = known && value == 0 && index > 0;
    draw_mark(picture->list, column->slot, PART_NODE);
    draw_outlined(picture, index, at, asked, idle);
    if (asked) draw_asked(picture, value_at);
    if (known) {
        char text[32];
        float size = column->number;
        number_short(view->texts, (double)value, false, column->cells, text, sizeof text);
        Point baseline = {value_at.x, fonts_baseline(picture->list->fonts, FONT_NUMBER, size, at.y)};
        picture->list->mark.role = PART_NUMBER;
        draw_text_in(picture->list, FONT_NUMBER, size, baseline, 0.5f, 0,
                     idle ? theme->text_dim : column_color(picture, index), text);
    }
    draw_parts(picture, column, at, neuron);
}

static void draw_column(NetworkPicture *picture, int index) {
    const NeuronColumn *column = &picture->columns[index];
    for (int k = 0; k < column->shown; k++) draw_neuron(picture, index, k);
    if (column->shown == column->size) return;
    char text[80];
    network_place_more(picture, column, text, sizeof text);
    Point at = network_neuron_at(column, column->shown);
    at.y = roundf(at.y + picture->style.small * 0.35f);
    draw_mark(picture->list, column->slot, PART_LABEL);
    draw_text_in(picture->list, FONT_TEXT, picture->style.small, at, 0.5f, 0, picture->style.theme->text_dim,
                 text);
}

/* Beside the name of a column its function, where the room to the next name allows it. */
static void draw_activation(NetworkPicture *picture, const NetworkLayer *layer, float x, float baseline,
                            float half) {
    float size = picture->style.small, next = 2.5f * picture->style.math;
    float room =
        fonts_width(picture->list->fonts, FONT_TEXT, size, layer->activation) + 3 * picture->style.gap;
    if (room > half - next) return;
    draw_mark(picture->list, layer->out, PART_LABEL);
    draw_text(picture->list, FONT_TEXT, size, (Point){x + picture->style.gap, baseline},
              picture->style.theme->text_dim, layer->activation);
}

static float head_width(const NetworkPicture *picture, int slot) {
    Math math;
    if (slot < 0) return 0;
    view_slot_math(picture->view, slot, &math);
    FormulaStyle style = {.theme = picture->style.theme, .size = picture->style.math};
    return formula_measure(picture->list->fonts, &style, &math).width;
}

/* As large as other names, but no two of them touch, weights or gradients. */
static float head_size(const NetworkPicture *picture) {
    float size = picture->style.math, least = size;
    for (int c = 1; c <= picture->network.count; c++) {
        int weight = picture->network.layers[c - 1].weight;
        float half = (picture->columns[c].x - picture->columns[c - 1].x) / 2 - picture->style.gap;
        float between = fmaxf(head_width(picture, weight),
                              head_width(picture, picture->view->program->slots[weight].grad)) /
                        2;
        for (int k = c - 1; k <= c; k++)
            least = fminf(least, size * half / (between + head_width(picture, picture->columns[k].slot) / 2));
    }
    return fmaxf(floorf(least), picture->style.least);
}

/* A name, with a corner where its numbers differ from the other run's. Returns the width of both. */
static float draw_head(NetworkPicture *picture, int slot, float size, Point at, Color ink) {
    draw_mark(picture->list, slot, PART_LABEL);
    float width =
        panel_draw_name(picture->list, picture->view, picture->style.theme, slot, size, 8 * size, at, ink);
    float high = 0.7f * size;
    draw_mark(picture->list, slot, PART_HEAT);
    other_mark_number(picture->list, picture->view, picture->style.theme, slot,
                      (Rect){at.x - width / 2, at.y - high, width, high}, picture->style.unit);
    return width + (picture->view->other.own_name != NULL ? 2 * 9 * picture->style.unit : 0);
}

/* Over the parts of a column their names, where these are no wider. */
static void draw_part_heads(NetworkPicture *picture, const NeuronColumn *column, float size, float baseline) {
    const Theme *theme = picture->style.theme;
    for (int side = -1; side <= 1; side += 2) {
        int slot = side < 0 ? column->bias : column->grad;
        if (slot < 0) continue;
        NeuronPart part =
            side < 0 ? bias_part(picture, column) : (NeuronPart){.slot = slot, .ink = theme->backward};
        float wide = fmaxf(head_width(picture, part.slot), head_width(picture, column->slot));
        if (wide * size / picture->style.math > 0.95f * column->part) continue;
        Point at = {network_place_value(column) + (float)side * column->part, baseline};
        draw_mark(picture->list, part.slot, PART_LABEL);
        panel_draw_name(picture->list, picture->view, theme, part.slot, size, 8 * size, at, part.ink);
    }
}

/* Between two columns what the lines stand for, and whether it is still to come. */
static void draw_wire_head(NetworkPicture *picture, int layer, float size, float baseline) {
    const Theme *theme = picture->style.theme;
    int slot = picture->network.layers[layer].weight, grad = picture->view->program->slots[slot].grad;
    bool back = picture->backward && grad >= 0;
    float middle, between = network_place_between(picture, layer, &middle), small = picture->style.small;
    const char *text = text_get(picture->view->texts, "network.not_yet");
    float name = head_width(picture, back ? grad : slot) * size / picture->style.math;
    float word = fonts_width(picture->list->fonts, FONT_TEXT, small, text) + 2 * picture->style.gap;
    bool fits = back && name + word + picture->style.gap <= between;
    if (fits) middle -= word / 2;
    draw_head(picture, back ? grad : slot, size, (Point){middle, baseline},
              back ? theme->backward : theme->parameter);
    if (!fits || network_wires_known(picture, layer)) return;
    draw_mark(picture->list, -1, PART_LABEL);
    draw_text(picture->list, FONT_TEXT, small, (Point){middle + name / 2 + 2 * picture->style.gap, baseline},
              theme->text_dim, text);
}

/* The function of a column of parts, right of it, where what stands over the next lines leaves it room. */
static void draw_function(NetworkPicture *picture, int c, float size, float baseline) {
    const NeuronColumn *column = &picture->columns[c];
    const NetworkLayer *layer = &picture->network.layers[c - 1];
    const Style *style = &picture->style;
    float x = column->x + column->half + style->gap, room = picture->loss_x - x - 3 * style->math;
    if (c < picture->network.count) {
        int weight = picture->network.layers[c].weight, grad = picture->view->program->slots[weight].grad;
        const char *text = text_get(picture->view->texts, "network.not_yet");
        float middle, between = network_place_between(picture, c, &middle);
        float name = fmaxf(head_width(picture, weight), head_width(picture, grad)) * size / style->math;
        float word = fonts_width(picture->list->fonts, FONT_TEXT, style->small, text) + 2 * style->gap;
        room = (between - name - word) / 2 - 2 * style->gap;
    }
    if (fonts_width(picture->list->fonts, FONT_TEXT, style->small, layer->activation) > room) return;
    draw_mark(picture->list, layer->out, PART_LABEL);
    draw_text(picture->list, FONT_TEXT, style->small, (Point){x, baseline}, style->theme->text_dim,
              layer->activation);
}

/* Over each column its name and function, between two what stands on the lines. */
static void draw_heads(NetworkPicture *picture, float baseline) {
    const Network *network = &picture->network;
    float size = head_size(picture);
    for (int c = 0; c <= network->count; c++) {
        const NeuronColumn *column = &picture->columns[c];
        Point at = {network_place_value(column), baseline};
        float width = draw_head(picture, column->slot, size, at, column_color(picture, c));
        draw_part_heads(picture, column, size, baseline);
        if (c == 0) continue;
        const NetworkLayer *layer = &network->layers[c - 1];
        draw_wire_head(picture, c - 1, size, baseline);
        float middle;
        network_place_between(picture, c - 1, &middle);
        if (layer->activation != NULL && column->part > 0)
            draw_function(picture, c, size, baseline);
        else if (layer->activation != NULL)
            draw_activation(picture, layer, at.x + width / 2, baseline, at.x - middle);
    }
}

/* Which sample is shown: in the corner over the loss, or where that is too narrow, under the loss. */
static void draw_sample(NetworkPicture *picture, Rect area, float baseline) {
    const View *view = picture->view;
    const NeuronColumn *last = &picture->columns[picture->network.count];
    const char *const keys[] = {"network.sample", "network.sample_short"};
    float size = picture->small, room = area.x + area.w - last->x - 3 * picture->style.math;
    const char *function = picture->network.layers[picture->network.count - 1].activation;
    if (last->part > 0) room = area.x + area.w - last->x - last->half - 3 * picture->style.gap;
    if (last->part > 0 && function != NULL)
        room -= fonts_width(picture->list->fonts, FONT_TEXT, picture->style.small, function);
    char text[100];
    draw_mark(picture->list, -1, PART_LABEL);
    for (int i = 0; i < 2; i++) {
        text_fill(view->texts, text, sizeof text, keys[i], TEXT_INT("sample", picture->sample),
                  TEXT_INT("last", view->program->slots[picture->network.input].rows - 1));
        if (fonts_width(picture->list->fonts, FONT_TEXT, size, text) > room) continue;
        Point at = {area.x + area.w, baseline};
        draw_text_in(picture->list, FONT_TEXT, size, at, 1, 0, picture->style.theme->text_dim, text);
        return;
    }
    picture->sample_below = true;
    float radius = 19 * picture->style.unit, half = area.x + area.w - picture->loss_x;
    float width = fonts_width(picture->list->fonts, FONT_TEXT, size, text);
    if (width > 2 * half) size = fmaxf(picture->style.least, floorf(size * 2 * half / width));
    Point at = {picture->loss_x, roundf(picture->room.y + picture->room.h / 2 + radius +
                                        1.6f * picture->loss_number + 1.3f * size)};
    draw_text_in(picture->list, FONT_TEXT, size, at, 0.5f, 2 * half, picture->style.theme->text_dim, text);
}

/* The right end: target, loss, and shares. */

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

/* Under the loss which loss it is: of the batch and, where there is room, of the sample; else that it is to come. */
static void draw_loss_words(NetworkPicture *picture, Point at, float below) {
    const View *view = picture->view;
    const Style *style = &picture->style;
    const NeuronColumn *last = &picture->columns[picture->network.count];
    float small = picture->small, right = picture->room.x + picture->room.w;
    if (!view->has_loss) {
        bool asked = view->question.slot == view->program->loss;
        const char *text = text_get(view->texts, "network.not_yet");
        draw_mark(picture->list, -1, PART_LABEL);
        if (asked)
            draw_asked(picture, (Point){at.x, below - 0.3f * small});
        else if (fonts_width(picture->list->fonts, FONT_TEXT, small, text) / 2 < right - at.x)
            draw_text_in(picture->list, FONT_TEXT, small, (Point){at.x, below}, 0.5f, 0,
                         style->theme->text_dim, text);
        return;
    }
    if (!isfinite(view->sample_loss) || picture->sample_below) return;
    const char *const keys[2] = {view->loss_sums ? "network.loss_sum" : "network.loss_mean",
                                 "network.loss_sample"};
    float wide = 0, line = style_line(small), number = picture->loss_number;
    for (int i = 0; i < 2; i++)
        wide =
            fmaxf(wide, fonts_width(picture->list->fonts, FONT_TEXT, small, text_get(view->texts, keys[i])));
    float second = below + line + 1.5f * number, end = second + line;
    if (wide > right - last->x - last->half - 2 * style->gap) return;
    if (end + 0.3f * small > picture->room.y + picture->room.h) return;
    draw_mark(picture->list, -1, PART_LABEL);
    for (int i = 0; i < 2; i++)
        draw_text_in(picture->list, FONT_TEXT, small, (Point){right, roundf(i == 0 ? below + line : end)}, 1,
                     0, style->theme->text_dim, text_get(view->texts, keys[i]));
    picture->list->mark.role = PART_NUMBER;
    Point left = number_left(picture->list->fonts, number, (Point){at.x, roundf(second)});
    number_draw(picture->list, view, FONT_NUMBER, number, left, style->theme->loss, view->sample_loss);
    picture->loss_end = end;
}

/* The loss with its number and the target's, and the line from (or back to) the last layer. */
static void draw_loss(NetworkPicture *picture) {
    const Program *program = picture->view->program;
    const Theme *theme = picture->style.theme;
    const NeuronColumn *last = &picture->columns[picture->network.count];
    if (program->loss < 0) return;
    float unit = picture->style.unit, radius = 19 * unit;
    Point at = {roundf(picture->loss_x + 4 * unit), roundf(picture->room.y + picture->room.h / 2)};
    Point from = {last->x + last->half + 5 * unit, at.y}, to = {at.x - radius - 2 * unit, at.y};
    bool back = picture->backward;
    Color color = back ? theme->backward : theme->forward;
    Point end = back ? from : to, base = {end.x + (back ? 9 : -9) * unit, end.y};
    Point tip[3] = {end, {base.x, base.y - 4 * unit}, {base.x, base.y + 4 * unit}};
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
    draw_loss_words(picture, at, below);
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
        draw_fill(picture->list, bar, 0, chosen ? theme->text : color);
    }
    draw_segment(picture->list, (Point){area.x, middle}, (Point){area.x + wide * (float)bars - gap, middle},
                 theme->text_dim, picture->style.hairline);
}

/* What each sample adds to the explained gradient, under the loss; nothing where that is not known. */
static void draw_shares(NetworkPicture *picture) {
    const View *view = picture->view;
    const Style *style = &picture->style;
    const NeuronColumn *last = &picture->columns[picture->network.count];
    if (view->share_count < 2) return;
    float middle = picture->room.y + picture->room.h / 2, below = 24 * style->unit + 2.6f * style->number;
    below = fmaxf(below, picture->loss_end + style->gap - middle);
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

/* A panel with nothing but a sentence, in its middle. */
static void draw_words(DrawList *list, const View *view, const SceneOptions *options, Rect area,
                       const char *key) {
    Panel panel = panel_begin(list, view, options, PANEL_MAIN, area, (Point){area.w, area.h}, PANEL_TEXT);
    const char *text = text_get(view->texts, key);
    Rect room = panel.content;
    float size = panel.style.math, width = fonts_width(list->fonts, FONT_TEXT, size, text);
    if (rect_empty(room)) return;
    draw_mark(panel.list, -1, PART_LABEL);
    Point at = {room.x + fmaxf(room.w - width, 0) / 2, roundf(room.y + room.h / 2)};
    panel_wrap(&panel, FONT_TEXT, size, at, room.w + 1, 4, panel.theme->text_dim, text, true);
}

/* The learner's zoom: the same picture in a larger room, where more neurons have a place. */
static Rect zoomed(Rect area, const SceneOptions *options) {
    float x = area.x + area.w / 2 + options->pan_x, y = area.y + area.h / 2 + options->pan_y;
    float w = area.w * options->zoom, h = area.h * options->zoom;
    return (Rect){x - w / 2, y - h / 2, w, h};
}

void network_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    NetworkPicture picture = {
        .list = list, .view = view, .options = options, .style = style_main(list, options, area)};
    const Style *style = &picture.style;
    style_legible(&picture.style, list);
    if (!network_find(&picture.network, view->program)) {
        draw_words(list, view, options, area, "network.none");
        return;
    }
    style_panel(list, style, PANEL_MAIN, area);
    Rect inside = rect_inset(area, style->pad, style->pad * 0.6f);
    if (rect_empty(inside)) return;
    int rows = view->program->slots[picture.network.input].rows;
    picture.sample = view->selection.sample < rows ? view->selection.sample : rows - 1;
    picture.small = fmaxf(style_bars(options, list->width, list->height).small, style->least);
    picture.backward = view->phase == PHASE_BACKWARD;
    draw_clip(list, rect_inset(area, style->hairline, style->hairline));
    picture.room = zoomed(inside, options);
    Rect head = rect_cut_top(&picture.room, style->math * 1.5f, 0);
    network_place_columns(&picture);
    for (int c = 0; c < picture.network.count; c++) network_wires_draw(&picture, c);
    for (int c = 0; c <= picture.network.count; c++) draw_column(&picture, c);
    draw_heads(&picture, roundf(head.y + style->math));
    if (rows > 1) draw_sample(&picture, inside, roundf(head.y + style->math));
    draw_loss(&picture);
    draw_shares(&picture);
    draw_clip_end(list);
}
