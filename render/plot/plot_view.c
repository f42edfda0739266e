/* plot_view: the panel with the plot: chooses the kind. */
#include "plot.h"
#include "point.h"
#include "render/draw/rect.h"

void plot_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Panel panel = panel_begin(list, view, options, PANEL_PLOT, area, (Point){420, 250}, PANEL_TEXT);
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
        panel_note(&panel, panel.content, text_get(panel.texts, "plot.none"));
        return;
    }
}
