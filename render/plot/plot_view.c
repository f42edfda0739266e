/* plot_view: the panel with the plot: chooses the kind. */
#include "plot.h"
#include "point.h"
#include "render/draw/rect.h"

void plot_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    static void (*const kinds[])(Panel * panel) = {[PLOT_CURVE] = plot_curve_draw,
                                                   [PLOT_PATH] = plot_curve_draw,
                                                   [PLOT_PLANE] = plot_plane_draw,
                                                   [PLOT_IMAGE] = plot_image_draw,
                                                   [PLOT_FUNCTIONS] = plot_functions_draw};
    Panel panel = panel_begin(list, view, options, PANEL_PLOT, area, (Point){420, 250}, PANEL_TEXT);
    PlotKind kind = view->plot.kind;
    if (rect_empty(panel.content)) return;
    if (kind == PLOT_NONE)
        panel_note(&panel, panel.content, text_get(panel.texts, "plot.none"));
    else
        kinds[kind](&panel);
    if (kind == PLOT_CURVE || kind == PLOT_PATH) plot_point_draw(&panel, options);
}
