/* The room app/state: all that changes while the program runs, and the keys that change it.

   state: everything that changes while the program runs, as plain structs. */
#ifndef BACKSTEP_APP_STATE_H
#define BACKSTEP_APP_STATE_H

#include "app/base/assets.h"
#include "app/base/guess.h"
#include "app/base/options.h"
#include "engine/run/trainer.h"
#include "engine/viewer/viewer.h"
#include "render/scene.h"
#include "render/window/window.h"

#include <stdatomic.h>

/* ---- a lesson under way ---- */

typedef struct Session {
    Lesson *lesson;
    Timeline *timeline; /* NULL for a picture, a lesson without [model]: there is nothing to run */
    Machine *machine;   /* NULL for a picture, and in a run that is only seen in plot and history */
    Viewer *viewer;     /* NULL in a run that is not the one shown */
} Session;

enum { POINTS_NAME = 256 };

/* In the order of the samples; count 0: those of the lesson's file. */
typedef struct Points {
    char x_name[POINTS_NAME], y_name[POINTS_NAME];
    int count;
    float x[LESSON_MAX_POINTS], y[LESSON_MAX_POINTS];
} Points;

/* Which other run a lesson brings along. */
typedef enum Other {
    OTHER_BUGS,   /* of one with bugs the one without them, and the other way round; else none */
    OTHER_VERSUS, /* that of --versus, and the other way round */
    OTHER_NONE    /* it is there already, or was let go */
} Other;

/* Which run is wanted, besides what the command line says. */
typedef struct RunSpec {
    char path[ASSETS_PATH];  /* of the lesson */
    char rate[32], seed[16]; /* in place of the file's; empty: the file's own */
    bool bugs_off;
    Points points; /* in place of the plot's own; count 0: the file's */
    bool versus;   /* with what --versus sets */
    Other other;
    char other_rate[32], other_seed[16]; /* of the run that OTHER_VERSUS brings along */
    int hunt; /* its mistakes are hidden: its number among the hunts that were begun; 0: none */
} RunSpec;

/* Of a file that may be saved. */
typedef struct Watch {
    char path[ASSETS_PATH]; /* empty: nothing is watched */
    OsStatus known;         /* as it was last reported, or when the watch began */
    OsStatus seen;          /* at the last look */
    uint64_t next;          /* when the next look is due, microseconds */
} Watch;

/* A lesson on its way, which a thread reads (load/loading.h). */
typedef struct Loading Loading;

enum { CATALOG_MAX = 2 * ASSETS_MAX_LESSONS + 2 };

typedef struct CatalogEntry {
    int lesson; /* of the assets; −1: the file that the command line names */
    bool hunt;  /* its mistakes are hidden */
    char key[64], title[160];
} CatalogEntry;

typedef struct Catalog {
    CatalogEntry entries[CATALOG_MAX];
    HelpRow rows[CATALOG_MAX];
    int count;
    int hunts; /* begun so far: each choice of a hunt begins it anew */
} Catalog;

/* ---- what the learner does with it ---- */

/* What is said of the operation pointed at, or of the mistakes that are shown at last. */
typedef struct Verdict {
    bool shown, good;
    char title[240], text[1600];
} Verdict;

typedef struct Hunt {
    Disguise disguise; /* what is still hidden; empty outside of a hunt and after it */
    int all, tries;    /* mistakes of the lesson; how often the learner has pointed at an operation */
    uint64_t asked;    /* when B was pressed to give up, microseconds */
    Verdict verdict;
    char title[200], about[700], status[160]; /* in place of the lesson's own, of this frame */
} Hunt;

typedef struct Tally {
    int right, guessed, skipped;
} Tally;

typedef struct Predict {
    bool on;
    bool open;       /* a question is, at `place` */
    bool moved;      /* the learner has chosen another element since it was opened */
    bool unclear;    /* what was entered is no guess */
    Outcome outcome; /* of the step that leads to `place`, OUTCOME_NONE: none */
    Moment place;
    char entry[GUESS_ROOM]; /* of the open question, or of the verdict */
    Question asked;         /* of the verdict; its text may be gone */
    double result;
    Tally all, iteration; /* since it was switched on or the run began anew; of iteration `tallied` */
    int64_t tallied;
} Predict;

/* The mouse holds a point. */
typedef struct PointHold {
    bool held, moved; /* moved: no mere click */
    Point from;       /* where the pointer took hold … */
    Point offset;     /* … and the point's middle from there */
    float x, y;       /* the point's numbers then */
    ViewAxes axes;    /* the plot's then: they stay until the point is let go */
} PointHold;

/* ---- the program ---- */

enum { APP_MAX_SNAPSHOTS = 64, APP_MAX_ROWS = 64 };

/* How the learner has set things up; survives a change of lesson. */
typedef struct Ui {
    SceneOptions scene;
    Selection selection;
    int64_t snapshots[APP_MAX_SNAPSHOTS]; /* epochs from 1, ascending */
    int snapshot_count;
    int speed; /* row of the table (speed.h) */
    int typed; /* of an entry's number in the open list, so far */
    bool fullscreen, still;
    bool chain;             /* the chain rule is followed to the loss … */
    int chain_index;        /* … along this path, from 0 */
    bool future;            /* curves and lines of epochs to come are shown */
    char message[ERR_TEXT]; /* shown at the bottom until `message_until` */
    uint64_t message_until;
    uint64_t flow_start; /* when the current step began, microseconds */
    uint64_t left_first; /* when the first frame was left by a step; 0: long ago, or another way */
    uint64_t next_tick;  /* autoplay: when the next command is due */
    bool dragging;       /* the mouse holds the scrub bar or the graph */
    Point grabbed;
    bool rate_held;      /* the mouse holds the learning rate … */
    double rate_grabbed; /* … which was this */
    PointHold point;     /* or a point of the plot */
    Moment held_place;   /* where the learner stood when it was taken hold of … */
    bool held_changed;   /* … and whether it has trained again since */
    bool going;          /* on a long way to `goal`, a piece each frame … */
    bool following;      /* … and no further than the worker is … */
    uint64_t went;       /* … the last piece in the turn of this time */
    Moment goal;
} Ui;

typedef struct App {
    const Options *options;
    const Assets *assets;
    const Exec *exec;
    Texts *texts;
    Fonts *fonts;
    Window *window; /* NULL in tests, for `shot`, and until the loop begins */

    RunSpec shown;      /* which run is shown */
    Loading *loading;   /* of another lesson or seed; NULL: none is on its way */
    Watch watch;        /* of a lesson given by its path */
    Err mistake;        /* in its file as it was last saved; text empty: none */
    bool waiting;       /* it has not been good yet: another lesson stands in its place */
    bool edited;        /* runs_load is reading another state of the same file: its run before is not kept */
    uint64_t retrained; /* when { } was last pressed: a burst of presses keeps its other run */
    Session session;
    Session other;         /* the other run, empty where there is none */
    RunSpec other_shown;   /* which run that is */
    Alignment *alignment;  /* of the two where they stand side by side (session.h); else NULL */
    Divergence divergence; /* of the two of a lesson with bugs, or side by side */
    Hunt hunt;
    Trainer *trainer;
    atomic_bool trained_on; /* set by the worker thread: there is more of the run to show */

    Ui ui;
    Predict predict;
    HelpRow help_rows[APP_MAX_ROWS];
    Catalog catalog;
    View view; /* of the last frame; empty (texts NULL) where its run or its texts are gone */
    DrawList list;
    bool opens;   /* the program: app_open may open the window before the lesson is read */
    uint64_t now; /* microseconds: the clock of this turn of the loop */
    bool dirty;   /* something that is shown has changed */
    bool hurried; /* a frame answers a key: a check that takes long comes after it */
    int64_t
        slice; /* how much of a second a frame may spend on what takes long, in nanoseconds; 0: all of it */
    bool picture; /* a picture of the frame is wanted */
    bool quit;
} App;

#endif
