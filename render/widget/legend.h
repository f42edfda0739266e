/* legend: swatches and labels, above a plot or inside it where they hide nothing. */
#ifndef BACKSTEP_RENDER_LEGEND_H
#define BACKSTEP_RENDER_LEGEND_H

#include "obstacles.h"
#include "panel.h"

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

/* Cuts a strip of at most `most_rows` rows off the top of *room, and draws the legend into it, flush
   right. */
void legend_draw_above(Panel *panel, Rect *room, const Legend *legend, int most_rows);

/* Finds a place within the plot that hides nothing, preferably at the top right: the one that only `fixed`
   decides, so that the legend stays where it is from step to step, unless something in `moving` (of the same
   area) lies there now and there is another place that is free of both. false: there is none. */
bool legend_find_place(const Panel *panel, const Legend *legend, const Obstacles *fixed,
                       const Obstacles *moving, Rect *box);

/* Draws the whole legend into such a place. */
void legend_draw_inside(Panel *panel, const Legend *legend, Rect box);

#endif
