/* network_loss: the right end of the network: what should have come out, and the loss. */
#include <math.h>

#include "network_view.h"
#include "render/typeset/formula_view.h"
#include "render/widget/heat.h"

float network_draw_name(NetworkPicture *picture, int slot, float size, Point middle, Color ink) {
    Math math;
    view_slot_math(picture->view, slot, &math);
    FormulaStyle style = {.theme = picture->style.theme, .size = size, .ink = ink};
    style.max_width = 8 * size;
    FormulaSize room = formula_measure(picture->list->fonts, &style, &math);
    picture->list->mark = (DrawMark){slot, -1, PANEL_MAIN, PART_LABEL};
    formula_draw(picture->list, &style, &math, (Point){roundf(middle.x - room.width / 2), middle.y});
    return room.width;
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
    picture->list->mark = (DrawMark){slot, -1, PANEL_MAIN, PART_NUMBER};
    Point left = number_left(picture->list->fonts, size, middle);
    number_draw(picture->list, view, FONT_NUMBER, size, left, ink, (double)view_element(view, slot, row, 0));
}

void network_draw_loss(NetworkPicture *picture) {
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
    picture->list->mark = (DrawMark){program->loss, -1, PANEL_MAIN, PART_EDGE};
    draw_segment(picture->list, from, to, color, fmaxf(1.25f, 1.5f * unit));
    draw_polygon(picture->list, tip, 3, color);
    picture->list->mark.role = PART_NODE;
    draw_disc(picture->list, at, radius, theme->loss, (Color){0}, 0);
    float middle = at.y + fminf(picture->style.math, 1.6f * radius) * 0.3f;
    network_draw_name(picture, program->loss, fminf(picture->style.math, 1.6f * radius),
                      (Point){at.x, roundf(middle)}, theme->on_accent);
    float size = picture->loss_number, below = at.y + radius + size * 1.4f;
    draw_beside_loss(picture, program->loss, 0, size, (Point){at.x, below}, theme->loss);
    int target = target_slot(picture);
    if (target < 0) return;
    float above = at.y - radius - size * 0.8f;
    draw_beside_loss(picture, target, picture->sample, size, (Point){at.x, above}, theme->text_dim);
    float name = fminf(picture->style.math, 1.25f * size);
    network_draw_name(picture, target, name, (Point){at.x, above - size * 1.3f}, theme->text);
}
