/* The room render/style: sizes, colours, and how the learner has set up the screen.

   style: every size of the picture in one place: text, air, strokes, from frame and text size. */
#ifndef BACKSTEP_RENDER_STYLE_H
#define BACKSTEP_RENDER_STYLE_H

#include "screen.h"

/* A frame is at least 1280 × 720 design units. Lengths follow the frame alone; text follows the learner's
   text_size too, and is never smaller than 11 pixels of the desktop. All in pixels. */
typedef struct Style {
    const Theme *theme;
    float unit;  /* one design unit */
    float text;  /* one design unit of text: unit × text_size */
    float least; /* no text is smaller than this */
    /* em sizes, from the smallest; `small` is a 60th of the frame's height at text size 1 */
    float small;   /* shapes, axes, captions */
    float body;    /* sentences, keys */
    float number;  /* numbers to be read (FONT_NUMBER) */
    float math;    /* a name beside a drawing */
    float heading; /* what a panel says */
    float title;   /* the lesson's */
    float formula; /* the formula of the moment */
    /* lengths */
    float margin;   /* frame to panel, panel to panel */
    float pad;      /* panel to what is in it */
    float gap;      /* between things that belong together */
    float radius;   /* a panel's corners */
    float hairline; /* borders, grid lines */
    float stroke;   /* arrows, outlines of nodes */
    float thick;    /* what is now */
} Style;

/* Whether this is the first frame, which sets the stage: nothing is computed yet, and the learner looks at nothing
   else: no other view, no panel enlarged, no name selected, no question, no other run beside this one. */
bool style_opens(const View *view, const SceneOptions *options);

/* For the frame that `list` is cleared to. */
Style style_make(const DrawList *list, const SceneOptions *options);

/* For the top and bottom bars: enlarged text grows half as much there, since the panels need the room. */
Style style_bars(const SceneOptions *options, int width, int height);

/* How many times larger an area is than `usual` design units; the smaller of width and height. */
float style_room(const Style *style, Rect area, Point usual);

/* Everything in a panel that much larger; or text alone, which is never smaller than `least`. */
void style_grow(Style *style, float by);
void style_scale_text(Style *style, float by);

/* A share of the frame's height: text of this em is read from a room's last row. */
#define STYLE_LEGIBLE 0.022f

/* No text is smaller than that. */
void style_legible(Style *style, const DrawList *list);

/* For the main view: enlarged, it grows with its room or the learner's text size, whichever is more. */
Style style_main(const DrawList *list, const SceneOptions *options, Rect area);

/* Distance of two baselines of running text of an em size. */
float style_line(float size);

/* The ink's colour for a symbol of a formula. */
Color style_ink(const Theme *theme, MathInk ink);

/* The colour of a phase's pill, steps and arrows; the loss's operations are forward in their own colour. */
Color style_phase(const Theme *theme, Phase phase, bool loss);

/* A panel's ground with its hairline, marked PART_PANEL; leaves the list's mark at (panel, PART_LABEL). */
void style_panel(DrawList *list, const Style *style, PanelId panel, Rect area);

#endif
