/* line_label: words at the line that they name, and marks where a line leaves its plot. */
#ifndef BACKSTEP_RENDER_LINE_LABEL_H
#define BACKSTEP_RENDER_LINE_LABEL_H

#include "render/widget/legend.h"

/* Where words stand, and the point that a thin line leads to from them where they are not beside it. */
typedef struct LineLabel {
    Rect box;
    Point at;
    bool leads;
    bool outside, above; /* nothing of the line is in sight: they stand at that edge of the plot */
} LineLabel;

/* Finds the place for words of that size beside a line of `curves`, where they hide nothing and the other lines
   are farthest; of a line that is out of sight, at the plot's edge. `fixed` keeps them in place from step to step, as with legend_find_place; `moving` may drive them
   away. false: there is none. */
bool line_label_place(const PlotFrame *frame, const Obstacles *fixed, const Obstacles *moving,
                      const ViewCurve *curves, int count, int own, Point size, LineLabel *label);

/* Draws words in small text into such a place, with what leads to the line of that colour. */
void line_label_draw(Panel *panel, const PlotFrame *frame, const LineLabel *label, Color line,
                     const char *words);

/* The size of that place. */
Point line_label_size(const Panel *panel, const char *words);

/* An arrowhead at each place where the line leaves the plot above or below, in the line's colour. */
void line_label_exits(Panel *panel, const PlotFrame *frame, const ViewCurve *curve, Color ink);

#endif
