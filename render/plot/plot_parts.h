/* The room render/plot: the plot and the history of the loss.

   plot_parts: the kinds of plots, a file each; private to plot_view. */
#ifndef BACKSTEP_RENDER_PLOT_PARTS_H
#define BACKSTEP_RENDER_PLOT_PARTS_H

#include "render/widget/panel.h"

void plot_curve_draw(Panel *panel);     /* PLOT_CURVE and PLOT_PATH: data points, the curve, snapshots */
void plot_plane_draw(Panel *panel);     /* decision regions of two inputs */
void plot_image_draw(Panel *panel);     /* an image and the bars of its classes */
void plot_functions_draw(Panel *panel); /* functions with their derivatives */

/* Rings around the chosen point and around the one that the pointer could grab, in the plot just drawn. */
void plot_point_draw(Panel *panel, const SceneOptions *options);

/* The axes of PLOT_CURVE and PLOT_PATH, not laid out yet. */
void plot_curve_axes(const ViewAxes *axes, Axis *x, Axis *y);

/* Says in the legend that only a part of the data points is drawn, where that is so. */
void plot_legend_sample(const Panel *panel, Legend *legend);

enum { PLOT_MOST_POINTS = 1500 }; /* drawn; of more, every n-th */

#endif
