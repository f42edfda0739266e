/* scene: divides the frame into panels, has each view draw its own, and lays over them what is asked for. */
#include "scene.h"

#include <math.h>

#include "render/draw/rect.h"
#include "render/overlay/overlay.h"
#include "render/style/style.h"

#define WIDE_SHARE    0.69f /* of the width for the main view, the rest for plot and history */
#define HISTORY_SHARE 0.33f /* of the height of plot and history */

#define BESIDE_STRIP 0.4f /* of what text has grown by: the strip of predict mode takes room for it away */

/* How large text is in the panels between the bars. */
static float panel_text(const SceneOptions *options) {
    if (!options->predict.on || options->text_size <= 1) return options->text_size;
    return 1 + (options->text_size - 1) * BESIDE_STRIP;
}

/* usual: how high the middle is without the strip of predict mode. What that takes the explanation gives: a
   graph that is whole stays whole. */
static void frame_divide_middle(Rect *panels, const SceneOptions *options, const Style *style, Rect middle,
                                float usual, int height) {
    if (options->enlarged == 1) {
        panels[PANEL_MAIN] = middle;
    } else if (options->enlarged == 2) {
        panels[PANEL_HISTORY] = rect_cut_bottom(&middle, middle.h * HISTORY_SHARE * 0.8f, style->margin);
        panels[PANEL_PLOT] = middle;
    } else if (options->enlarged == 3) {
        panels[PANEL_EXPLAIN] = middle;
    } else {
        float share =
            0.24f + 0.05f * panel_text(options); /* larger text needs more room where most of it is */
        float explain = roundf((float)height * share - (usual - middle.h));
        panels[PANEL_EXPLAIN] = rect_cut_bottom(&middle, explain, style->margin);
        panels[PANEL_MAIN] = rect_cut_left(&middle, roundf(middle.w * WIDE_SHARE), style->margin);
        panels[PANEL_HISTORY] = rect_cut_bottom(&middle, roundf(middle.h * HISTORY_SHARE), style->margin);
        panels[PANEL_PLOT] = middle;
    }
}

static void frame_divide(Rect *panels, const SceneOptions *options, int width, int height) {
    Style style = style_bars(options, width, height);
    if (options->blank) return;
    Rect whole = {0, 0, (float)width, (float)height}, rest = rect_inset(whole, style.margin, style.gap);
    float top = 2 * style_line(style.body) + style.gap, caption = style_line(style.small),
          bottom = 2 * caption + roundf(22 * style.unit);
    panels[PANEL_OVERLAY] = whole;
    panels[PANEL_TOP] = rect_cut_top(&rest, top, style.gap);
    rect_cut_bottom(&rest, style.margin - style.gap, 0);
    float usual = rest.h - bottom - style.margin;
    if (options->predict.on)
        bottom -= roundf(caption + 4 * style.unit); /* the timeline without its captions */
    panels[PANEL_TIMELINE] = rect_cut_bottom(&rest, bottom, style.margin);
    if (options->predict.on)
        panels[PANEL_PREDICT] =
            rect_cut_bottom(&rest, predict_view_height(options, width, height), style.margin);
    frame_divide_middle(panels, options, &style, rest, usual, height);
}

#define PICTURE_WORDS 0.6f /* of its usual height for the explanation, which is a sentence there */

/* A lesson without a model has nothing for the main view and nothing to train: the plot is all there is. */
static void frame_give_to_plot(Rect *panels) {
    panels[PANEL_PLOT] =
        rect_union(panels[PANEL_MAIN], rect_union(panels[PANEL_PLOT], panels[PANEL_HISTORY]));
    panels[PANEL_MAIN] = panels[PANEL_HISTORY] = (Rect){0};
    if (rect_empty(panels[PANEL_PLOT]) || rect_empty(panels[PANEL_EXPLAIN])) return;
    float more = roundf(panels[PANEL_EXPLAIN].h * (1 - PICTURE_WORDS));
    panels[PANEL_PLOT].h += more;
    rect_cut_top(&panels[PANEL_EXPLAIN], more, 0);
}

/* A lesson without a plot leaves its room to the loss, or where one epoch makes no curve, to the main
   view. */
static void frame_give_up_plot(Rect *panels, bool to_history) {
    Rect right = rect_union(panels[PANEL_PLOT], panels[PANEL_HISTORY]);
    panels[PANEL_PLOT] = panels[PANEL_HISTORY] = (Rect){0};
    if (to_history || rect_empty(panels[PANEL_MAIN]))
        panels[PANEL_HISTORY] = right;
    else
        panels[PANEL_MAIN] = rect_union(panels[PANEL_MAIN], right);
}

/* panels[PANEL_COUNT], empty so far. */
static void frame_make(Rect *panels, const View *view, const SceneOptions *options, int width, int height) {
    frame_divide(panels, options, width, height);
    if (view_is_picture(view))
        frame_give_to_plot(panels);
    else if (view->plot.kind == PLOT_NONE)
        frame_give_up_plot(panels, view->epochs > 1);
}

Rect scene_panel(const View *view, const SceneOptions *options, int width, int height, PanelId panel) {
    Rect panels[PANEL_COUNT] = {0};
    frame_make(panels, view, options, width, height);
    return panels[panel];
}

typedef void ViewDraw(DrawList *list, const View *view, const SceneOptions *options, Rect area);

static ViewDraw *const main_views[] = {
    [MAIN_GRAPH] = graph_view_draw, [MAIN_NETWORK] = network_view_draw, [MAIN_MATRIX] = matrix_view_draw};

void scene_draw(DrawList *list, const View *view, const SceneOptions *options, int width, int height) {
    draw_clear(list, width, height, options->theme->ground);
    if (options->blank) return;
    Rect panels[PANEL_COUNT] = {0};
    frame_make(panels, view, options, width, height);
    SceneOptions between = *options;
    between.text_size = panel_text(options);
    const struct {
        PanelId panel;
        ViewDraw *draw;
        const SceneOptions *options;
    } parts[] = {
        {PANEL_TOP, top_view_draw, options},          {PANEL_MAIN, main_views[options->main_view], &between},
        {PANEL_PLOT, plot_view_draw, &between},       {PANEL_HISTORY, history_view_draw, &between},
        {PANEL_EXPLAIN, explain_view_draw, &between}, {PANEL_TIMELINE, timeline_view_draw, options},
        {PANEL_PREDICT, predict_view_draw, options},
    };
    for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
        Rect area = panels[parts[i].panel];
        if (!rect_empty(area)) parts[i].draw(list, view, parts[i].options, area);
    }
    overlay_draw(list, view, options, panels);
    list->mark = (DrawMark){-1, -1, PANEL_NONE, PART_NONE};
}

bool scene_on_rate(const DrawList *list, Point at) {
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        float near = command->box.h / 2;
        if (command->mark.role != PART_RATE || command->kind != DRAW_TEXT) continue;
        if (rect_holds(rect_inset(command->box, -near, -near / 2), at)) return true;
    }
    return false;
}

int64_t scene_scrub_epoch(const DrawList *list, const View *view, Point at) {
    for (size_t i = list->count; i-- > 0;) {
        const DrawCommand *command = &list->commands[i];
        if (command->mark.role != PART_SCRUB || command->kind != DRAW_RECT) continue;
        Rect bar = command->rect;
        float near = (float)list->height / 48; /* a thin bar is easy to hit */
        if (!rect_holds((Rect){bar.x - near, bar.y - near, bar.w + 2 * near, bar.h + 2 * near}, at)) return 0;
        double part = fmin(fmax((double)((at.x - bar.x) / bar.w), 0), 1);
        return 1 + (int64_t)llround(part * (double)(view->epochs > 1 ? view->epochs - 1 : 0));
    }
    return 0;
}
