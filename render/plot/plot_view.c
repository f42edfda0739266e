/* plot_view: the panel with the plot: chooses the kind. */
#include <math.h>
#include <stdio.h>

#include "plot_parts.h"
#include "render/draw/rect.h"
#include "render/style/panels.h"

void plot_note_draw(Panel *panel, Rect room, const char *text) {
    const Style *style = &panel->style;
    Point middle = {room.x + room.w / 2,
                    room.y + (room.h + fonts_ascent(panel->list->fonts, FONT_TEXT, style->body)) / 2};
    panel_mark(panel, -1, PART_LABEL);
    draw_text_in(panel->list, FONT_TEXT, style->body, middle, 0.5f, room.w, panel->theme->text_dim, text);
}

void plot_legend_sample(const Panel *panel, Legend *legend) {
    int every = panel->view->plot.points / PLOT_MOST_POINTS + 1;
    if (every == 1) return;
    char digits[16], label[64];
    snprintf(digits, sizeof digits, "%d", every);
    text_fill(panel->texts, label, sizeof label, "plot.every", "n", digits, NULL);
    legend_add(legend, LEGEND_DISC, (PlotPen){panel->theme->data, 0, 0, 0}, label);
}

void plot_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Panel panel = panel_begin(list, view, options, PANEL_PLOT, area, (Point){420, 250});
    if (rect_empty(panel.content)) return;
    switch (view->plot.kind) {
    case PLOT_CURVE:
    case PLOT_PATH:
        plot_curve_draw(&panel);
        plot_point_draw(&panel, options);
        return;
    case PLOT_PLANE:
        plot_plane_draw(&panel);
        return;
    case PLOT_IMAGE:
        plot_image_draw(&panel);
        return;
    case PLOT_FUNCTIONS:
        plot_functions_draw(&panel);
        return;
    case PLOT_NONE:
        plot_note_draw(&panel, panel.content, text_get(panel.texts, "plot.none"));
        return;
    }
}
