/* network_view: neurons as circles with one sample's values in them, weights as lines between them. */
#include "network_view.h"

#include <math.h>
#include <stdio.h>

#include "digits.h"
#include "panel.h"
#include "views.h"

/* A panel with nothing but a sentence. */
static void draw_words(DrawList *list, const View *view, const SceneOptions *options, Rect area,
                       const char *key) {
    Panel panel = panel_begin(list, view, options, PANEL_MAIN, area, (Point){area.w, area.h});
    const Style *style = &panel.style;
    if (rect_empty(panel.content)) return;
    panel_mark(&panel, -1, PART_LABEL);
    Point at = {panel.content.x, roundf(panel.content.y + style->body)};
    panel_wrap(&panel, FONT_TEXT, style->body, at, panel.content.w, 4, style->theme->text_dim,
               text_get(view->texts, key), true);
}

enum { NEURONS_WANTED = 10 };

/* How many neurons with numbers of that size have room under each other. */
static int neurons_fit(const NetworkPicture *picture, float number) {
    float cell = fonts_advance(picture->list->fonts, FONT_NUMBER, number, '0');
    return (int)(picture->room.h / (4 * cell + 5 * picture->style.unit));
}

/* As large as the widest layer allows, or ten neurons of it; not below what is usual for small text. */
static float choose_number(const NetworkPicture *picture) {
    const Style *style = &picture->style;
    int wanted = 1;
    for (int c = 0; c <= picture->network.count; c++) {
        int size = network_size(&picture->network, picture->view->program, c);
        if (size > wanted) wanted = size < NEURONS_WANTED ? size : NEURONS_WANTED;
    }
    float usual = fmaxf(roundf(10.8f * style->unit), style->least), size = fmaxf(style->number, usual);
    while (size > usual && neurons_fit(picture, size) < wanted) size -= 1;
    return size;
}

/* How many neurons of a column have room, and how large they are. */
static void size_column(NetworkPicture *picture, int index) {
    NeuronColumn *column = &picture->columns[index];
    float cell = fonts_advance(picture->list->fonts, FONT_NUMBER, picture->number, '0');
    float most = fmaxf(54 * picture->style.unit, 5 * cell);
    int fit = neurons_fit(picture, picture->number);
    column->slot = network_slot(&picture->network, index);
    column->size = network_size(&picture->network, picture->view->program, index);
    bool all = column->size <= fit && column->size <= NEURONS_MAX;
    network_pick(picture, index, all ? column->size : fit > 1 ? fit - 1 : 1);
    int places = column->shown + (all ? 0 : 1);
    column->pitch = fminf(picture->room.h / (float)places, most * 1.8f);
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
    float room = 2 * column->radius - 4 * picture->style.unit; /* for six characters, or at least four */
    float size = fminf(fmaxf(room / 3.6f, picture->number), fminf(room / 2.44f, picture->number * 1.25f));
    size = fmaxf(roundf(size), picture->style.least);
    float cell = fonts_advance(picture->list->fonts, FONT_NUMBER, size, '0');
    int cells = (int)((room + picture->style.unit) / cell);
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
        float width = network_draw_name(picture, picture->columns[c].slot, at, column_color(picture, c));
        if (c == 0) continue;
        const NetworkLayer *layer = &network->layers[c - 1];
        float middle = (picture->columns[c - 1].x + at.x) / 2;
        int grad = picture->view->program->slots[layer->weight].grad;
        bool back = picture->backward && grad >= 0;
        network_draw_name(picture, back ? grad : layer->weight, (Point){middle, baseline},
                          back ? theme->backward : theme->parameter);
        if (layer->activation != NULL)
            draw_activation(picture, layer, at.x + width / 2, baseline, at.x - middle);
    }
}

/* Which sample's values these are: in the corner over the loss, or where that is too narrow under the loss.
 */
static void draw_sample(NetworkPicture *picture, Rect area, float baseline) {
    const View *view = picture->view;
    const NeuronColumn *last = &picture->columns[picture->network.count];
    const char *const keys[] = {"network.sample", "network.sample_short"};
    float size = picture->small, room = area.x + area.w - last->x - 3 * picture->style.math;
    char sample[16], end[16], text[100];
    snprintf(sample, sizeof sample, "%d", picture->sample);
    snprintf(end, sizeof end, "%d", view->program->slots[picture->network.input].rows - 1);
    picture->list->mark = (DrawMark){-1, -1, PANEL_MAIN, PART_LABEL};
    for (int i = 0; i < 2; i++) {
        text_fill(view->texts, text, sizeof text, keys[i], "sample", sample, "last", end, NULL);
        if (fonts_width(picture->list->fonts, FONT_TEXT, size, text) > room) continue;
        Point at = {area.x + area.w, baseline};
        draw_text_in(picture->list, FONT_TEXT, size, at, 1, 0, picture->style.theme->text_dim, text);
        return;
    }
    float radius = 19 * picture->style.unit, half = area.x + area.w - picture->loss_x;
    Point at = {picture->loss_x, roundf(picture->room.y + picture->room.h / 2 + radius +
                                        1.6f * picture->style.number + 1.3f * size)};
    draw_text_in(picture->list, FONT_TEXT, size, at, 0.5f, 2 * half, picture->style.theme->text_dim, text);
}

/* The learner's zoom: the same picture in a larger room, where more neurons have a place. */
static Rect zoomed(Rect area, const SceneOptions *options) {
    float x = area.x + area.w / 2 + options->pan_x, y = area.y + area.h / 2 + options->pan_y;
    float w = area.w * options->zoom, h = area.h * options->zoom;
    return (Rect){x - w / 2, y - h / 2, w, h};
}

void network_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    NetworkPicture picture = {
        .list = list, .view = view, .options = options, .style = style_make(list, options)};
    const Style *style = &picture.style;
    if (!network_find(&picture.network, view->program)) {
        draw_words(list, view, options, area, "network.none");
        return;
    }
    style_panel(list, style, PANEL_MAIN, area);
    Rect inside = rect_inset(area, style->pad, style->pad * 0.6f);
    if (rect_empty(inside)) return;
    int rows = view->program->slots[picture.network.input].rows;
    picture.sample = view->selection.sample < rows ? view->selection.sample : rows - 1;
    picture.small = style_bars(list, options).small;
    picture.backward = view->phase == PHASE_BACKWARD;
    draw_clip(list, rect_inset(area, style->hairline, style->hairline));
    picture.room = zoomed(inside, options);
    Rect head = rect_cut_top(&picture.room, style->math * 1.5f, 0);
    picture.number = choose_number(&picture);
    place_columns(&picture);
    for (int c = 0; c < picture.network.count; c++) network_draw_lines(&picture, c);
    for (int c = 0; c <= picture.network.count; c++) draw_column(&picture, c);
    draw_heads(&picture, roundf(head.y + style->math));
    if (rows > 1) draw_sample(&picture, inside, roundf(head.y + style->math));
    network_draw_loss(&picture);
    network_draw_shares(&picture);
    draw_clip_end(list);
}
