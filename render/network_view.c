/* network_view: neurons as circles with one sample's values in them, weights as lines between them. */
#include "network_view.h"

#include <math.h>
#include <stdio.h>

#include "digits.h"
#include "formula_view.h"
#include "heat.h"
#include "views.h"

static void draw_words(DrawList *list, const Style *style, Rect area, const char *text) {
    list->mark = (DrawMark){-1, -1, PANEL_MAIN, PART_LABEL};
    Point at = {area.x + area.w / 2, roundf(area.y + area.h / 2)};
    draw_text_in(list, FONT_TEXT, style->body, at, 0.5f, area.w, style->theme->text_dim, text);
}

static float name_draw(NetworkPicture *picture, int slot, Point middle, Color ink) {
    Math math;
    view_slot_math(picture->view, slot, &math);
    FormulaStyle style = {.theme = picture->style.theme, .size = picture->style.math, .ink = ink};
    style.max_width = 8 * picture->style.math;
    FormulaSize room = formula_measure(picture->list->fonts, &style, &math);
    picture->list->mark = (DrawMark){slot, -1, PANEL_MAIN, PART_LABEL};
    formula_draw(picture->list, &style, &math, (Point){roundf(middle.x - room.width / 2), middle.y});
    return room.width;
}

/* How many neurons of a column have room, and how large they are. */
static void size_column(NetworkPicture *picture, int index) {
    NeuronColumn *column = &picture->columns[index];
    float cell = fonts_advance(picture->list->fonts, FONT_NUMBER, picture->number, '0');
    float least = 4 * cell + 5 * picture->style.unit, most = 54 * picture->style.unit;
    int fit = (int)(picture->room.h / least);
    column->slot = network_slot(&picture->network, index);
    column->size = network_size(&picture->network, picture->view->program, index);
    bool all = column->size <= fit && column->size <= NEURONS_MAX;
    network_pick(picture, index, all ? column->size : fit > 1 ? fit - 1 : 1);
    int places = column->shown + (all ? 0 : 1);
    column->pitch = fminf(picture->room.h / (float)places, most * 1.35f);
    column->radius = fminf(column->pitch - 2 * picture->style.unit, most) / 2;
    column->y = picture->room.y + picture->room.h / 2 - column->pitch * (float)(places - 1) / 2;
}

/* Columns stand equally far apart, the loss a little nearer to the last. */
static void place_columns(NetworkPicture *picture) {
    int count = picture->network.count;
    float left = picture->room.x + 52 * picture->style.unit;
    picture->loss_x = roundf(picture->room.x + picture->room.w - 46 * picture->style.unit);
    float step = (picture->loss_x - left) / ((float)count + 0.7f);
    for (int c = 0; c <= count; c++) {
        size_column(picture, c);
        picture->columns[c].x = roundf(left + step * (float)c);
    }
}

static Color column_color(const NetworkPicture *picture, int column) {
    const Theme *theme = picture->style.theme;
    return column == 0 ? theme->text : theme->forward;
}

/* Whether the step just done has written a column's values, or what they are made of. */
static bool column_is_now(const NetworkPicture *picture, int column) {
    const View *view = picture->view;
    if (view->instr < 0 || column == 0) return false;
    int written = view->program->instrs[view->instr].dst;
    const NetworkLayer *layer = &picture->network.layers[column - 1];
    return written == layer->out || written == layer->sum || written == layer->product;
}

static void draw_neuron(NetworkPicture *picture, int index, int k) {
    const NeuronColumn *column = &picture->columns[index];
    const Theme *theme = picture->style.theme;
    const View *view = picture->view;
    Color color = column_color(picture, index), none = {0};
    float line = fmaxf(1.25f, 1.5f * picture->style.unit);
    Point at = neuron_at(column, k);
    picture->list->mark = (DrawMark){column->slot, -1, PANEL_MAIN, PART_NODE};
    if (!view->known[column->slot]) {
        draw_disc(picture->list, at, column->radius, theme->panel, none, 0);
        draw_dashed_ring(picture->list, at, column->radius, theme->text_dim, line, 4 * line, 3 * line);
        return;
    }
    float value = view_element(view, column->slot, picture->sample, column->neurons[k]);
    bool now = column_is_now(picture, index), idle = value == 0 && index > 0;
    Color outline = now ? theme->now : idle ? theme->faint : color;
    draw_disc(picture->list, at, column->radius, theme->panel, outline, now ? 1.7f * line : line);
    char text[32];
    float big = picture->number * fminf(column->radius / (15 * picture->style.unit), 1.25f);
    float size = fmaxf(picture->number, roundf(big)),
          cell = fonts_advance(picture->list->fonts, FONT_NUMBER, size, '0');
    int cells = (int)((2 * column->radius - 3 * picture->style.unit) / cell);
    digits_short(view->texts, (double)value, false, cells < 3 ? 3 : cells, text, sizeof text);
    Point baseline = {at.x, roundf(at.y + fonts_ascent(picture->list->fonts, FONT_NUMBER, size) / 2)};
    picture->list->mark.role = PART_NUMBER;
    draw_text_in(picture->list, FONT_NUMBER, size, baseline, 0.5f, 0, idle ? theme->text_dim : color, text);
}

static void draw_column(NetworkPicture *picture, int index) {
    const NeuronColumn *column = &picture->columns[index];
    for (int k = 0; k < column->shown; k++) draw_neuron(picture, index, k);
    if (column->shown == column->size) return;
    char number[16], text[80];
    snprintf(number, sizeof number, "%d", column->size - column->shown);
    text_fill(picture->view->texts, text, sizeof text, "network.more", "n", number, NULL);
    Point at = neuron_at(column, column->shown);
    at.y = roundf(at.y + picture->style.small * 0.35f);
    picture->list->mark = (DrawMark){column->slot, -1, PANEL_MAIN, PART_LABEL};
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
    picture->list->mark = (DrawMark){layer->out, -1, PANEL_MAIN, PART_LABEL};
    draw_text(picture->list, FONT_TEXT, size, (Point){x + picture->style.gap, baseline},
              picture->style.theme->text_dim, layer->activation);
}

/* Over each column its name and function, between two what stands on the lines. */
static void draw_heads(NetworkPicture *picture, float baseline) {
    const Theme *theme = picture->style.theme;
    const Network *network = &picture->network;
    for (int c = 0; c <= network->count; c++) {
        Point at = {picture->columns[c].x, baseline};
        float width = name_draw(picture, picture->columns[c].slot, at, column_color(picture, c));
        if (c == 0) continue;
        const NetworkLayer *layer = &network->layers[c - 1];
        float middle = (picture->columns[c - 1].x + at.x) / 2;
        int grad = picture->view->program->slots[layer->weight].grad;
        bool back = picture->backward && grad >= 0;
        name_draw(picture, back ? grad : layer->weight, (Point){middle, baseline},
                  back ? theme->backward : theme->parameter);
        if (layer->activation != NULL)
            draw_activation(picture, layer, at.x + width / 2, baseline, at.x - middle);
    }
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
static void draw_beside_loss(NetworkPicture *picture, int slot, int row, Point middle, Color ink) {
    const View *view = picture->view;
    float size = picture->style.number;
    if (!view->known[slot]) return;
    picture->list->mark = (DrawMark){slot, -1, PANEL_MAIN, PART_NUMBER};
    Point left = number_left(picture->list->fonts, size, middle);
    number_draw(picture->list, view, FONT_NUMBER, size, left, ink, (double)view_element(view, slot, row, 0));
}

static void draw_loss(NetworkPicture *picture) {
    const Program *program = picture->view->program;
    const Theme *theme = picture->style.theme;
    const NeuronColumn *last = &picture->columns[picture->network.count];
    if (program->loss < 0) return;
    float unit = picture->style.unit, radius = 19 * unit;
    Point at = {roundf(picture->room.x + picture->room.w - 42 * unit),
                roundf(picture->room.y + picture->room.h / 2)};
    Point from = {last->x + last->radius + 5 * unit, at.y}, to = {at.x - radius - 2 * unit, at.y};
    bool back = picture->backward;
    Color color = back ? theme->backward : theme->forward;
    Point tip[3] = {to, {to.x - 9 * unit, to.y - 4 * unit}, {to.x - 9 * unit, to.y + 4 * unit}};
    if (back) {
        tip[0] = from;
        tip[1] = (Point){from.x + 9 * unit, from.y - 4 * unit};
        tip[2] = (Point){from.x + 9 * unit, from.y + 4 * unit};
    }
    picture->list->mark = (DrawMark){program->loss, -1, PANEL_MAIN, PART_EDGE};
    draw_segment(picture->list, from, to, color, fmaxf(1.25f, 1.5f * unit));
    draw_polygon(picture->list, tip, 3, color);
    picture->list->mark.role = PART_NODE;
    draw_disc(picture->list, at, radius, theme->loss, (Color){0}, 0);
    name_draw(picture, program->loss, (Point){at.x, roundf(at.y + picture->style.math * 0.3f)},
              theme->on_accent);
    float below = at.y + radius + picture->style.number * 1.4f;
    draw_beside_loss(picture, program->loss, 0, (Point){at.x, below}, theme->loss);
    int target = target_slot(picture);
    if (target < 0) return;
    float above = at.y - radius - picture->style.number * 0.8f;
    draw_beside_loss(picture, target, picture->sample, (Point){at.x, above}, theme->text_dim);
    name_draw(picture, target, (Point){at.x, above - picture->style.number * 1.3f}, theme->text);
}

/* Which sample's values these are, in the corner over the loss. */
static void draw_sample(NetworkPicture *picture, Rect area, float baseline) {
    const View *view = picture->view;
    const NeuronColumn *last = &picture->columns[picture->network.count];
    char sample[16], end[16], text[100];
    snprintf(sample, sizeof sample, "%d", picture->sample);
    snprintf(end, sizeof end, "%d", view->program->slots[picture->network.input].rows - 1);
    text_fill(view->texts, text, sizeof text, "network.sample", "sample", sample, "last", end, NULL);
    picture->list->mark = (DrawMark){-1, -1, PANEL_MAIN, PART_LABEL};
    Point at = {area.x + area.w, baseline};
    float room = fmaxf(at.x - last->x - 5 * picture->style.math, 1);
    draw_text_in(picture->list, FONT_TEXT, picture->style.small, at, 1, room, picture->style.theme->text_dim,
                 text);
}

/* The learner's zoom: the same picture in a larger room, where more neurons have a place. */
static Rect zoomed(Rect area, const SceneOptions *options) {
    float x = area.x + area.w / 2 + options->pan_x, y = area.y + area.h / 2 + options->pan_y;
    float w = area.w * options->zoom, h = area.h * options->zoom;
    return (Rect){x - w / 2, y - h / 2, w, h};
}

void nothing_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Style style = style_make(list, options);
    style_panel(list, &style, PANEL_MAIN, area);
    draw_words(list, &style, rect_inset(area, style.pad, style.pad), text_get(view->texts, "graph.none"));
}

void network_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    NetworkPicture picture = {
        .list = list, .view = view, .options = options, .style = style_make(list, options)};
    const Style *style = &picture.style;
    style_panel(list, style, PANEL_MAIN, area);
    Rect inside = rect_inset(area, style->pad, style->pad * 0.6f);
    if (rect_empty(inside)) return;
    if (!network_find(&picture.network, view->program)) {
        draw_words(list, style, inside, text_get(view->texts, "network.none"));
        return;
    }
    int rows = view->program->slots[picture.network.input].rows;
    picture.sample = view->selection.sample < rows ? view->selection.sample : rows - 1;
    picture.backward = view->phase == PHASE_BACKWARD;
    picture.number = fmaxf(roundf(style->small * 0.9f), style->least);
    draw_clip(list, rect_inset(area, style->hairline, style->hairline));
    picture.room = zoomed(inside, options);
    Rect head = rect_cut_top(&picture.room, style->math * 1.5f, 0);
    place_columns(&picture);
    for (int c = 0; c < picture.network.count; c++) network_draw_lines(&picture, c);
    for (int c = 0; c <= picture.network.count; c++) draw_column(&picture, c);
    draw_heads(&picture, roundf(head.y + style->math));
    if (rows > 1) draw_sample(&picture, inside, roundf(head.y + style->math));
    draw_loss(&picture);
    draw_clip_end(list);
}
