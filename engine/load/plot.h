/* lesson_plot: the forms of [plot] that draw names against each other, each read and checked. Private. */
#ifndef BACKSTEP_ENGINE_LESSON_PLOT_H
#define BACKSTEP_ENGINE_LESSON_PLOT_H

#include "loader.h"

bool plot_curve(Loader *loader, const Entry *entry, Err *e);    /* y against x */
bool plot_points(Loader *loader, const Entry *entry, Err *e);   /* y against x */
bool plot_boundary(Loader *loader, const Entry *entry, Err *e); /* p over x */
bool plot_images(Loader *loader, const Entry *entry, Err *e);   /* x as 8x8 */
bool plot_classes(Loader *loader, const Entry *entry, Err *e);  /* p */

/* Refuses a key that shows a run where there is only a picture. */
bool plot_needs_model(const Loader *loader, const Entry *entry, Err *e);

#endif
