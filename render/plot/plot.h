/* The room render/plot: the plot and the history of the loss.

   plot: the kinds of plots, a file each; private to the room. */
#ifndef BACKSTEP_RENDER_PLOT_H
#define BACKSTEP_RENDER_PLOT_H

#include "render/widget/legend.h"

void plot_curve_draw(Panel *panel);     /* PLOT_CURVE and PLOT_PATH: data points, the curve, snapshots */
void plot_plane_draw(Panel *panel);     /* decision regions of two inputs */
void plot_image_draw(Panel *panel);     /* an image and the bars of its classes */
void plot_functions_draw(Panel *panel); /* functions with their derivatives */

#endif
