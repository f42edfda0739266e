/* The room render/widget: what several panels draw: grounds, legends, axes, heat maps, the marks of two runs.

   panel: what the panels share: their ground, sizes that grow with them, legends, names, wrapped text. */
#ifndef BACKSTEP_RENDER_PANEL_H
#define BACKSTEP_RENDER_PANEL_H

#include "render/style/style.h"
#include "render/typeset/formula_view.h"

/* A panel being drawn. */
typedef struct Panel {
    DrawList *list;
    const View *view;
    const Texts *texts;
    const Theme *theme;
    Style style;  /* of the frame, grown with the panel */
    bool opens;   /* the first frame (style_opens) */
    bool check;   /* the gradient check is shown in detail */
    Rect content; /* the panel without its padding; empty where nothing fits */
} Panel;

/* For what is drawn on no ground of its own; its content is empty. */
Panel panel_make(DrawList *list, const View *view, const SceneOptions *options);

/* What text size a panel of its usual size can hold. */
#define PANEL_TEXT 1.4f

/* Draws the panel's ground. usual: the size in design units up to which text keeps its size; text: how large it may be
   there. */
Panel panel_begin(DrawList *list, const View *view, const SceneOptions *options, PanelId id, Rect area,
                  Point usual, float text);

/* A ground for a label that lies on grid lines: what follows is a label. */
void panel_plate(Panel *panel, Rect box);

/* A value's name as mathematics; what is no slot's name is set upright. column: its index, −1: none. */
void panel_name(const View *view, const char *name, int column, Math *out);

/* Adds to the formula one thing behind it, raised or lowered ("T", "0"). */
void panel_append_script(Math *math, MathKind kind, const char *text, bool upright);

/* Text in lines of at most `width` pixels, broken at spaces; no more than `most` lines, the last one then
   ending in "…". draw false: only counts them. Baselines stand style_line(size) apart, the first one at `at`.
   Returns the lines. */
int panel_wrap(Panel *panel, FontFace face, float size, Point at, float width, int most, Color ink,
               const char *utf8, bool draw);

/* A number of the selected slot, which keeps its place; a label, at most `room` wide (0: not cut). Return the width that
   they take. */
float panel_draw_number(Panel *panel, FontFace face, float size, Point at, Color ink, const char *text);
float panel_draw_label(Panel *panel, float size, Point at, float room, Color ink, const char *text);

/* Cuts the next line of numbers of a size off *room; returns its baseline. */
float panel_line(const Panel *panel, Rect *room, float size);

/* One quiet line in the middle, where there is nothing to show (yet). */
void panel_note(Panel *panel, Rect room, const char *text);

/* A slot's name as mathematics of an em size, at most `most` wide, its middle at middle.x, on the baseline,
   in the colour given (a == 0: of its role). Returns its width. */
float panel_draw_name(DrawList *list, const View *view, const Theme *theme, int slot, float size, float most,
                      Point middle, Color ink);

/* ✓ or ✗, `size` pixels high, standing on the baseline; returns its width. */
float panel_verdict(Panel *panel, Point baseline, float size, bool good);

#endif
