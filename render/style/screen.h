/* screen: what the parts of the screen are called, who draws them, and how the learner has set them up. */
#ifndef BACKSTEP_RENDER_SCREEN_H
#define BACKSTEP_RENDER_SCREEN_H

#include "engine/view/view.h"
#include "render/draw/draw.h"
#include "theme.h"

typedef enum MainView { MAIN_GRAPH, MAIN_NETWORK, MAIN_MATRIX, MAIN_COUNT } MainView;

/* DrawMark.panel */
typedef enum PanelId {
    PANEL_NONE,
    PANEL_TOP,
    PANEL_MAIN,
    PANEL_PLOT,
    PANEL_HISTORY,
    PANEL_EXPLAIN,
    PANEL_TIMELINE,
    PANEL_PREDICT,
    PANEL_OVERLAY,
    PANEL_COUNT
} PanelId;

/* DrawMark.role: what a part of a panel is, for clicks and for tests. */
typedef enum ScenePart {
    PART_NONE,
    PART_PANEL,  /* the panel's ground */
    PART_NODE,   /* graph: a circle or box; mark.slot, mark.instr */
    PART_EDGE,   /* graph: a line */
    PART_PLATE,  /* a ground under a label that lies on its own edge */
    PART_LABEL,  /* text */
    PART_NUMBER, /* text that is a value: keeps its place from step to step */
    PART_HEAT,   /* a heat map */
    PART_STEP,   /* timeline, pages of the graph: the mark of step mark.instr */
    PART_SCRUB,  /* a rectangle that is not painted: the losses over all epochs; x within it is the epoch */
    PART_ENTRY,  /* lesson list and the like: mark.instr is the entry's number */
    PART_RATE,   /* the learning rate: dragged to and fro it changes */
    PART_PLOT    /* a rectangle that is not painted: where the points of a curve's plot lie */
} ScenePart;

/* A row of the help screen: keys and what they do, both as shown. */
typedef struct HelpRow {
    const char *keys, *text;
    bool marked; /* a lesson that is more than itself: its keys are shown beside its title */
} HelpRow;

typedef enum Outcome { OUTCOME_NONE, OUTCOME_RIGHT, OUTCOME_WRONG, OUTCOME_SKIPPED } Outcome;

/* What the strip of predict mode shows; all texts as shown. */
typedef struct PredictStrip {
    bool on;                   /* there is a strip */
    bool asks;                 /* a question is open: `entry` is being typed */
    Outcome outcome;           /* else of the number just asked for: `entry` is the result */
    int slot, row, col;        /* that number; −1: none */
    char lead[300], note[300]; /* the question or the verdict; how to answer, or how far off it was */
    char entry[64];
    char tally[120], skipped[120], widest[120]; /* widest: as long as tally usually gets */
} PredictStrip;

/* How the learner has set up the screen: all that a picture depends on besides the View. */
typedef struct SceneOptions {
    const Theme *theme;
    MainView main_view;
    float scale;     /* HiDPI scale of the display: pixels per desktop unit */
    float text_size; /* 0.75 … 2.5, 1: normal */
    int enlarged;    /* 0 none, 1 graph, 2 plot, 3 explanation, 4 the losses over all epochs */
    bool blank;      /* nothing but the ground */
    bool help;       /* the help screen over everything */
    const HelpRow *help_rows;
    int help_count;
    bool lessons;               /* the list of lessons over everything */
    const HelpRow *lesson_rows; /* keys: name; text: title */
    int lesson_count, lesson_selected;
    bool check; /* the gradient check in detail: both losses, the quotient, the error */
    bool playing;
    float speed;         /* steps a second */
    const char *message; /* at the bottom (a mistake, a picture saved), NULL: none */
    const Err *mistake;  /* in the lesson's file: shown over its last good state; NULL: none */
    bool waiting;        /* … or over another lesson, until the file has been good for the first time */
    const char *verdict, *verdict_title; /* on what was pointed at in a hunt; verdict NULL: none */
    bool verdict_good;
    float flow; /* 0 … 1: how far the animation of the current step is; 1: done, or no animation */
    float
        leaving; /* 1 … 0: how far the panels are still from their places on their way out of the first frame */
    float zoom, pan_x, pan_y; /* of the main view; 1, 0, 0: fitted; pan in pixels */
    Point pointer;            /* mouse, for hover; x < 0: none */
    int first_row, first_col; /* matrix view: scrolled to */
    bool points_free;         /* the plot's points can be grabbed: the one under the pointer shows it */
    int chosen_point;         /* one of them that is marked, from 1; 0: none */
    PredictStrip predict;
} SceneOptions;

/* The parts of the screen that scene.c puts together, one function each. Each draws its panel, ground and all, into
   `area`. Text grows with the panel where it is larger than its
   usual share of the frame; what does not fit is summarized. Nothing but the panel's ground is drawn where
   the area is empty. */
void top_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void graph_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void network_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void path_view_draw(DrawList *list, const View *view, const SceneOptions *options,
                    Rect area); /* of view->chain */
void path_view_draw_product(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void matrix_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void plot_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void history_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void opening_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void opening_strip_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void opening_given_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
void explain_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
float timeline_view_height(const SceneOptions *options, int width, int height); /* of the bottom bar */
void timeline_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);

/* options->predict: what is asked for, the guess, the verdict, the tally. */
void predict_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area);
float predict_view_height(const SceneOptions *options, int width, int height); /* of the strip */

#endif
