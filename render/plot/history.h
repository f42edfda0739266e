/* history: the scales and lines of losses and gradient norms over the epochs, for the panel and for the bar. */
#ifndef BACKSTEP_RENDER_HISTORY_H
#define BACKSTEP_RENDER_HISTORY_H

#include "render/widget/panel.h"
#include "render/widget/plot_frame.h"

/* Epochs from the first to the last; logarithmic where there are many. */
Axis history_epochs(const ViewHistory *history);

/* Of the lines, and of the reference levels, or of the losses alone: logarithmic between round numbers, so that it
   seldom moves while numbers come in. */
Axis history_levels(const ViewHistory *history, bool losses);

/* Whether the bar shows the line: a loss, or anything where there is none. */
bool history_is_loss(const ViewHistory *history, int line);

PlotPen history_pen(const Panel *panel, int line);

/* The line, with the band between its extremes, cut to the frame; and a cross where its numbers end. */
void history_draw_line(Panel *panel, const PlotFrame *frame, int line, PlotPen pen);

/* The middle of low and high, as the axis shows them; the axis's floor where there is none. */
float history_middle(const Axis *axis, float low, float high);

/* What the line has at an epoch, or had last before it; NaN: nothing yet. */
float history_value(const ViewHistoryLine *line, const Axis *axis, int64_t epoch);

/* The epoch at a pixel of a bar or plot that reaches over all of them. */
int64_t history_epoch_at(const ViewHistory *history, Rect bar, float x);

#endif
