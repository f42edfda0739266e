/* The room render/widget: what several panels draw: grounds, legends, axes, heat maps, the marks of two runs.

   panel: what the panels share: their ground, sizes that grow with them, legends, names, wrapped
 * text. */
#ifndef BACKSTEP_RENDER_PANEL_H
#define BACKSTEP_RENDER_PANEL_H

#include "axes.h"
#include "render/style/style.h"
#include "render/typeset/formula_view.h"

/* A panel being drawn. */
typedef struct Panel {
    DrawList *list;
    const View *view;
    const Texts *texts;
    const Theme *theme;
    Style style;  /* of the frame, grown with the panel */
    bool check;   /* the gradient check is shown in detail */
    Rect content; /* the panel without its padding; empty where nothing fits */
} Panel;

/* What text size a panel of its usual size can hold. */
#define PANEL_TEXT 1.4f

/* Draws the panel's ground. usual: the size in design units up to which text keeps its size. */
Panel panel_begin(DrawList *list, const View *view, const SceneOptions *options, PanelId id, Rect area,
                  Point usual);

/* The same for who knows better how large text may be: at least PANEL_TEXT. */
Panel panel_begin_text(DrawList *list, const View *view, const SceneOptions *options, PanelId id, Rect area,
                       Point usual, float text);

/* What the next commands stand for: a slot (−1: none) and a part of the panel. */
void panel_mark(Panel *panel, int slot, ScenePart part);

/* A ground for a label that lies on grid lines: what follows is a label. */
void panel_plate(Panel *panel, Rect box);

/* The name of a lesson's value as mathematics; what is no slot's name stands there upright. column: its
 * index, −1: none. */
void panel_name(const View *view, const char *name, int column, Math *out);

/* The formula with one thing behind it, raised or lowered ("T", "0"). */
void math_append_script(Math *math, MathKind kind, const char *text, bool upright);

/* Text in lines of at most `width` pixels, broken at spaces; no more than `most` lines, the last one then
   ending in "…". draw false: only counts them. Baselines stand style_line(size) apart, the first one at `at`.
   Returns the lines. */
int panel_wrap(Panel *panel, FontFace face, float size, Point at, float width, int most, Color ink,
               const char *utf8, bool draw);

/* One quiet line in the middle, where there is nothing to show (yet). */
void panel_note(Panel *panel, Rect room, const char *text);

typedef enum LegendShape { LEGEND_LINE, LEGEND_DISC, LEGEND_RING, LEGEND_BAND, LEGEND_FRAME } LegendShape;

typedef struct LegendItem {
    LegendShape shape;
    PlotPen pen;    /* also the ink of discs and rings */
    char label[64]; /* cut with "…" where it alone is wider than the legend */
} LegendItem;

enum { LEGEND_MAX_ITEMS = 24 };

typedef struct Legend {
    LegendItem items[LEGEND_MAX_ITEMS]; /* the most important first: the last ones are dropped where there is
                                           no room */
    int count;
    int more; /* not shown for other reasons; added to "+3" */
} Legend;

void legend_add(Legend *legend, LegendShape shape, PlotPen pen, const char *label);

/* Cuts a strip for the legend, at most `most_rows` high, off the top of *room, and draws into it, flush
 * right. */
void legend_draw_above(Panel *panel, Rect *room, const Legend *legend, int most_rows);

enum { OBSTACLES_ACROSS = 64, OBSTACLES_DOWN = 40 };

/* Where in a plot something is drawn that a label must not hide. */
typedef struct Obstacles {
    Rect area;
    unsigned char taken[OBSTACLES_DOWN][OBSTACLES_ACROSS];
} Obstacles;

void obstacles_clear(Obstacles *obstacles, Rect area);
void obstacles_add(Obstacles *obstacles, Point at);
void obstacles_add_line(Obstacles *obstacles, const PlotFrame *frame, const float *x, const float *y,
                        int count);
void obstacles_add_box(Obstacles *obstacles, Rect box);
bool obstacles_free(const Obstacles *obstacles,
                    Rect box); /* false too for a box that is not within the area */

/* Finds a place within the plot that hides nothing, preferably at the top right: the one that only `fixed`
   decides, so that the legend stays where it is from step to step, unless something in `moving` (of the same
   area) lies there now and there is another place that is free of both. false: there is none. */
bool legend_find_place(const Panel *panel, const Legend *legend, const Obstacles *fixed,
                       const Obstacles *moving, Rect *box);

/* Draws the whole legend into such a place. */
void legend_draw_inside(Panel *panel, const Legend *legend, Rect box);

/* For the files of the legend: the width of an item, and one item with its swatch at `at`, its text cut to
 * `width`. */
float legend_item_width(const Panel *panel, const LegendItem *item);
void legend_item_draw(Panel *panel, const LegendItem *item, Point baseline, float width);

#endif
