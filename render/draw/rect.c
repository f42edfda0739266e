/* rect: cutting rectangles into pieces. */
#include "rect.h"

#include <math.h>

Rect rect_inset(Rect rect, float dx, float dy) {
    dx = fminf(dx, rect.w / 2);
    dy = fminf(dy, rect.h / 2);
    return (Rect){rect.x + dx, rect.y + dy, rect.w - 2 * dx, rect.h - 2 * dy};
}

/* Takes a piece and the gap off a side, at most what is there; *piece: its length. Returns how much was taken. */
static float take(float *side, float wanted, float gap, float *piece) {
    *piece = fminf(wanted, *side);
    float taken = fminf(*piece + gap, *side);
    *side -= taken;
    return taken;
}

Rect rect_cut_left(Rect *rect, float width, float gap) {
    Rect piece = *rect;
    rect->x += take(&rect->w, width, gap, &piece.w);
    return piece;
}

Rect rect_cut_right(Rect *rect, float width, float gap) {
    Rect piece = *rect;
    float end = rect->x + rect->w;
    take(&rect->w, width, gap, &piece.w);
    piece.x = end - piece.w;
    return piece;
}

Rect rect_cut_top(Rect *rect, float height, float gap) {
    Rect piece = *rect;
    rect->y += take(&rect->h, height, gap, &piece.h);
    return piece;
}

Rect rect_cut_bottom(Rect *rect, float height, float gap) {
    Rect piece = *rect;
    float end = rect->y + rect->h;
    take(&rect->h, height, gap, &piece.h);
    piece.y = end - piece.h;
    return piece;
}

bool rect_empty(Rect rect) {
    return rect.w <= 0 || rect.h <= 0;
}

bool rect_holds(Rect rect, Point at) {
    return at.x >= rect.x && at.x < rect.x + rect.w && at.y >= rect.y && at.y < rect.y + rect.h;
}

bool rect_overlap(Rect a, Rect b) {
    return a.x < b.x + b.w && b.x < a.x + a.w && a.y < b.y + b.h && b.y < a.y + a.h;
}

Rect rect_union(Rect a, Rect b) {
    if (rect_empty(a)) return b;
    if (rect_empty(b)) return a;
    float x = fminf(a.x, b.x), y = fminf(a.y, b.y);
    return (Rect){x, y, fmaxf(a.x + a.w, b.x + b.w) - x, fmaxf(a.y + a.h, b.y + b.h) - y};
}
