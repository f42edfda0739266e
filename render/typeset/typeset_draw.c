/* typeset: draws boxes; fences and radicals, which grow, are drawn as shapes. */
#include <math.h>

#include "typeset_private.h"

enum { ARC_POINTS = 13 };

/* A crescent between two parabolas: thin at the tips and `thick` in the middle. */
static void draw_parenthesis(DrawList *list, const TypeBox *box, Point pen, bool opens) {
    float top = pen.y - box->ascent, height = box->ascent + box->descent;
    float side = box->width * 0.18f, reach = box->width - 2 * side, thick = box->size * 1.5f,
          tip = box->size * 0.5f;
    Point points[2 * ARC_POINTS];
    for (int i = 0; i < ARC_POINTS; i++) {
        float t = (float)i / (ARC_POINTS - 1), bend = (2 * t - 1) * (2 * t - 1);
        float outer = side + (reach - tip) * bend, inner = outer + thick + (tip - thick) * bend;
        float y = top + height * t;
        points[i] = (Point){pen.x + (opens ? outer : box->width - outer), y};
        points[2 * ARC_POINTS - 1 - i] = (Point){pen.x + (opens ? inner : box->width - inner), y};
    }
    draw_polygon(list, points, 2 * ARC_POINTS, box->ink);
}

static void draw_bracket(DrawList *list, const TypeBox *box, Point pen, bool opens) {
    float top = roundf(pen.y - box->ascent), bottom = roundf(pen.y + box->descent);
    float thick = fmaxf(1, roundf(box->size)), arm = box->width * 0.55f;
    float stem = roundf(opens ? pen.x + box->width * 0.3f : pen.x + box->width * 0.7f - thick);
    float left = opens ? stem : stem + thick - arm;
    draw_rect(list, (Rect){stem, top, thick, bottom - top}, 0, box->ink, (Color){0}, 0);
    draw_rect(list, (Rect){left, top, arm, thick}, 0, box->ink, (Color){0}, 0);
    draw_rect(list, (Rect){left, bottom - thick, arm, thick}, 0, box->ink, (Color){0}, 0);
}

static void draw_bar(DrawList *list, const TypeBox *box, Point pen) {
    float thick = fmaxf(1, roundf(box->size)), x = roundf(pen.x + (box->width - thick) / 2);
    draw_rect(list, (Rect){x, pen.y - box->ascent, thick, box->ascent + box->descent}, 0, box->ink,
              (Color){0}, 0);
}

static void draw_fence(DrawList *list, const TypeBox *box, Point pen) {
    switch (box->text[0]) {
    case '(':
        draw_parenthesis(list, box, pen, true);
        return;
    case ')':
        draw_parenthesis(list, box, pen, false);
        return;
    case '[':
        draw_bracket(list, box, pen, true);
        return;
    case ']':
        draw_bracket(list, box, pen, false);
        return;
    default:
        draw_bar(list, box, pen);
    }
}

/* A short thin stroke up, a thick one down, and a thin one up to the left end of the bar. */
static void draw_radical(DrawList *list, const TypeBox *box, Point pen) {
    float thin = fmaxf(1, box->size * 0.8f), thick = box->size * 1.8f;
    float rule = fmaxf(1, roundf(box->size));
    float top = roundf(pen.y - box->ascent) + rule / 2, bottom = pen.y + box->descent - thick / 2;
    float knee = bottom - 0.42f * (bottom - top), w = box->width;
    Point hook[] = {{pen.x + 0.08f * w, knee + 0.06f * w}, {pen.x + 0.24f * w, knee - 0.04f * w}};
    Point down[] = {hook[1], {pen.x + 0.5f * w, bottom}};
    Point rise[] = {down[1], {pen.x + w - rule / 2, top}, {pen.x + w, top}};
    draw_line(list, hook, 2, box->ink, thin, 0, 0);
    draw_line(list, down, 2, box->ink, thick, 0, 0);
    draw_line(list, rise, 3, box->ink, thin, 0, 0);
}

void type_draw(const Typeset *set, DrawList *list, int box, Point baseline) {
    if (set->failed) return;
    const TypeBox *b = type_box(set, box);
    Point pen = {baseline.x, roundf(baseline.y)};
    if (b->kind == TYPE_RUN) draw_text(list, b->face, b->size, pen, b->ink, set->text + b->run);
    if (b->kind == TYPE_FENCE) draw_fence(list, b, pen);
    if (b->kind == TYPE_RADICAL) draw_radical(list, b, pen);
    if (b->kind == TYPE_RULE) {
        float thick = fmaxf(1, roundf(b->ascent));
        float middle = baseline.y - b->ascent / 2;
        draw_rect(list, (Rect){pen.x, roundf(middle - thick / 2), b->width, thick}, 0, b->ink, (Color){0}, 0);
    }
    for (int child = b->first; child; child = type_box(set, child)->next) {
        const TypeBox *c = type_box(set, child);
        type_draw(set, list, child, (Point){baseline.x + c->x, baseline.y + c->y});
    }
}
