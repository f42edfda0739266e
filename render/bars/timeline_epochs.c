/* timeline_epochs: a bar over all epochs: where we are, how far the training is known, which curves are kept.
 */
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "render/style/digits.h"
#include "render/style/views.h"
#include "timeline_view.h"

static float epoch_x(const View *view, Rect bar, int64_t epoch) {
    if (view->epochs <= 1) return bar.x;
    double part = (double)(epoch - 1) / (double)(view->epochs - 1);
    return bar.x + (float)fmin(fmax(part, 0), 1) * bar.w;
}

static void draw_part(TimelinePicture *picture, Rect bar, int64_t epoch, Color color) {
    Rect part = bar;
    part.w = epoch_x(picture->view, bar, epoch) - bar.x;
    picture->list->mark.role = PART_NONE;
    if (part.w > 0) draw_rect(picture->list, part, bar.h / 2, color, (Color){0}, 0);
}

static void draw_ticks(TimelinePicture *picture, Rect bar) {
    const ViewPlot *plot = &picture->view->plot;
    float high = 9 * picture->style.unit;
    for (int i = 0; i < plot->snapshot_count; i++) {
        float x = roundf(epoch_x(picture->view, bar, plot->snapshots[i].epoch));
        Point top = {x, picture->line - high}, bottom = {x, picture->line + high};
        draw_segment(picture->list, top, bottom, picture->style.theme->text_dim, picture->style.hairline);
    }
}

/* Playing: a triangle; standing: nothing. Drawn, not typed. Returns the width that it takes. */
static float draw_playing(TimelinePicture *picture, Rect area) {
    float size = 7 * picture->style.unit;
    if (!picture->options->playing) return 0;
    Point tip[3] = {{area.x, picture->line - size},
                    {area.x + 1.7f * size, picture->line},
                    {area.x, picture->line + size}};
    picture->list->mark = (DrawMark){-1, -1, PANEL_TIMELINE, PART_NONE};
    draw_polygon(picture->list, tip, 3, picture->style.theme->now);
    return 1.7f * size + 2 * picture->style.gap;
}

static void draw_captions(TimelinePicture *picture, Rect bar) {
    const View *view = picture->view;
    Color dim = picture->style.theme->text_dim;
    float size = picture->style.small;
    char first[40], last[40], text[100];
    digits_grouped(view->epochs > 0 ? 1 : 0, first, sizeof first);
    digits_grouped(view->epochs, last, sizeof last);
    text_fill(view->texts, text, sizeof text, "timeline.epoch", "epoch", first, NULL);
    picture->list->mark = (DrawMark){-1, -1, PANEL_TIMELINE, PART_LABEL};
    float width =
        draw_text_in(picture->list, FONT_TEXT, size, (Point){bar.x, picture->caption}, 0, bar.w, dim, text);
    float room = bar.w - width - 2 * picture->style.gap;
    if (view->epochs > 1 && room >= fonts_width(picture->list->fonts, FONT_TEXT, size, last))
        draw_text_in(picture->list, FONT_TEXT, size, (Point){bar.x + bar.w, picture->caption}, 1, 0, dim,
                     last);
}

void timeline_draw_epochs(TimelinePicture *picture, Rect area) {
    const View *view = picture->view;
    const Theme *theme = picture->style.theme;
    float unit = picture->style.unit, knob = 7 * unit, high = roundf(5 * unit);
    rect_cut_left(&area, draw_playing(picture, area), 0);
    Rect bar = rect_inset((Rect){area.x, roundf(picture->line - high / 2), area.w, high}, knob, 0);
    if (rect_empty(bar) || scene_is_picture(view)) return;
    picture->list->mark = (DrawMark){-1, -1, PANEL_TIMELINE, PART_SCRUB};
    draw_rect(picture->list, bar, high / 2, theme->faint, (Color){0}, 0);
    draw_part(picture, bar, view->history.trained, color_mix(theme->panel, theme->text_dim, 0.75f));
    draw_part(picture, bar, view->epoch, theme->now);
    draw_ticks(picture, bar);
    draw_disc(picture->list, (Point){epoch_x(view, bar, view->epoch), picture->line}, knob, theme->now,
              (Color){0}, 0);
    if (view->divergence.epoch > 0) timeline_draw_fork(picture, epoch_x(view, bar, view->divergence.epoch));
    if (!isnan(picture->caption)) draw_captions(picture, bar);
}
