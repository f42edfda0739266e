/* scene: divides the frame into panels, has each view draw its own, and lays over them what is asked for. */
#include "scene.h"

#include <math.h>

#include "render/draw/rect.h"
#include "render/overlay/overlay.h"
#include "render/plot/history.h"
#include "render/style/style.h"

#define PLOT_WIDE  0.86f  /* the plot, of its height … */
#define PLOT_LEAST 0.235f /* … but of the frame's width at least, and at most */
#define PLOT_MOST  0.31f

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
    static const PanelId enlarged[] = {PANEL_NONE, PANEL_MAIN, PANEL_PLOT, PANEL_EXPLAIN, PANEL_HISTORY};
    if (options->enlarged > 0) {
        panels[enlarged[options->enlarged]] = middle;
        return;
    }
    float share = 0.24f + 0.05f * panel_text(options); /* larger text needs more room where most of it is */
    float explain = roundf((float)height * share - (usual - middle.h));
    panels[PANEL_EXPLAIN] = rect_cut_bottom(&middle, explain, style->margin);
    float plot = fminf(fmaxf(PLOT_WIDE * middle.h, PLOT_LEAST * middle.w), PLOT_MOST * middle.w);
    panels[PANEL_PLOT] = rect_cut_right(&middle, roundf(plot), style->margin);
    panels[PANEL_MAIN] = middle;
}

static void frame_divide(Rect *panels, const SceneOptions *options, int width, int height) {
    Style style = style_bars(options, width, height);
    if (options->blank) return;
    Rect whole = {0, 0, (float)width, (float)height}, rest = rect_inset(whole, style.margin, style.gap);
    panels[PANEL_OVERLAY] = whole;
    panels[PANEL_TOP] = rect_cut_top(&rest, 2 * style_line(style.body) + style.gap, style.gap);
    rect_cut_bottom(&rest, style.margin - style.gap, 0);
    SceneOptions alone = *options;
    alone.predict.on = false;
    float usual = rest.h - timeline_view_height(&alone, width, height) - style.margin;
    panels[PANEL_TIMELINE] =
        rect_cut_bottom(&rest, timeline_view_height(options, width, height), style.margin);
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

/* A lesson without a plot leaves its room to the main view; enlarged, to the losses. */
static void frame_give_up_plot(Rect *panels) {
    Rect right = panels[PANEL_PLOT];
    panels[PANEL_PLOT] = (Rect){0};
    if (rect_empty(panels[PANEL_MAIN]))
        panels[PANEL_HISTORY] = rect_union(panels[PANEL_HISTORY], right);
    else
        panels[PANEL_MAIN] = rect_union(panels[PANEL_MAIN], right);
}

/* Of the middle of the first frame, its width and height. */
#define STAGE_WIDE 0.59f
#define STRIP_HIGH 0.25f

/* The first frame: the plot large, one sentence and one key beside it, the graph as a strip below. */
static void frame_open(Rect *panels, const Style *style) {
    Rect middle = rect_union(rect_union(panels[PANEL_MAIN], panels[PANEL_PLOT]), panels[PANEL_EXPLAIN]);
    panels[PANEL_MAIN] = rect_cut_bottom(&middle, roundf(STRIP_HIGH * middle.h), style->margin);
    panels[PANEL_PLOT] = rect_cut_left(&middle, roundf(STAGE_WIDE * middle.w), style->margin);
    panels[PANEL_EXPLAIN] = middle;
}

/* panels[PANEL_COUNT], empty so far. opens: as the first frame has them. */
static void frame_make(Rect *panels, const View *view, const SceneOptions *options, int width, int height,
                       bool opens) {
    const Style style = style_bars(options, width, height);
    frame_divide(panels, options, width, height);
    if (options->blank) return;
    if (opens)
        frame_open(panels, &style);
    else if (view_is_picture(view))
        frame_give_to_plot(panels);
    else if (view->chain != NULL || view->plot.kind == PLOT_NONE)
        frame_give_up_plot(panels);
}

static float mixed(float from, float to, float share) {
    return roundf(from + (to - from) * share);
}

/* On the way from the first frame to where the panels belong; cubic, slow at both ends. A panel that is in one of
   both alone does not move. */
static void frame_move(Rect *panels, const View *view, const SceneOptions *options, int width, int height) {
    Rect first[PANEL_COUNT] = {0};
    float left = fminf(fmaxf(options->leaving, 0), 1), t = 1 - left;
    float share = t < 0.5f ? 4 * t * t * t : 1 - 4 * left * left * left;
    frame_make(first, view, options, width, height, true);
    for (PanelId i = PANEL_MAIN; i <= PANEL_EXPLAIN; i++) {
        Rect *to = &panels[i];
        if (rect_empty(*to) || rect_empty(first[i])) continue;
        *to = (Rect){mixed(first[i].x, to->x, share), mixed(first[i].y, to->y, share),
                     mixed(first[i].w, to->w, share), mixed(first[i].h, to->h, share)};
    }
}

static void frame_find(Rect *panels, const View *view, const SceneOptions *options, int width, int height) {
    bool opens = style_opens(view, options);
    frame_make(panels, view, options, width, height, opens);
    if (!opens && options->leaving > 0 && options->enlarged == 0 && view->chain == NULL)
        frame_move(panels, view, options, width, height);
}

Rect scene_panel(const View *view, const SceneOptions *options, int width, int height, PanelId panel) {
    Rect panels[PANEL_COUNT] = {0};
    frame_find(panels, view, options, width, height);
    return panels[panel];
}

typedef void ViewDraw(DrawList *list, const View *view, const SceneOptions *options, Rect area);

static ViewDraw *const main_views[] = {
    [MAIN_GRAPH] = graph_view_draw, [MAIN_NETWORK] = network_view_draw, [MAIN_MATRIX] = matrix_view_draw};

void scene_draw(DrawList *list, const View *view, const SceneOptions *options, int width, int height) {
    draw_clear(list, width, height, options->theme->ground);
    if (options->blank) return;
    Rect panels[PANEL_COUNT] = {0};
    frame_find(panels, view, options, width, height);
    const bool opens = style_opens(view, options), bare = opens && view->plot.kind == PLOT_NONE;
    SceneOptions between = *options;
    between.text_size = panel_text(options);
    const bool chain = view->chain != NULL;
    const struct {
        PanelId panel;
        ViewDraw *draw;
        const SceneOptions *options;
    } parts[] = {
        {PANEL_TOP, top_view_draw, options},
        {PANEL_MAIN,
         opens   ? opening_strip_draw
         : chain ? path_view_draw
                 : main_views[options->main_view],
         &between},
        {PANEL_HISTORY, history_view_draw, &between},
        {PANEL_EXPLAIN,
         opens   ? opening_view_draw
         : chain ? path_view_draw_product
                 : explain_view_draw,
         &between},
        {PANEL_PLOT, bare ? opening_given_draw : plot_view_draw, &between},
        {PANEL_TIMELINE, timeline_view_draw, options},
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
    float near = (float)list->height / 48; /* a thin bar is easy to hit */
    for (size_t i = list->count; i-- > 0;) {
        const DrawCommand *command = &list->commands[i];
        if (command->mark.role != PART_SCRUB || command->kind != DRAW_RECT) continue;
        if (rect_holds(rect_inset(command->rect, -near, -near), at))
            return history_epoch_at(&view->history, command->rect, at.x);
    }
    return 0;
}
