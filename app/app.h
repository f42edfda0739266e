/* app: everything that changes while the program runs, in one struct. */
#ifndef BACKSTEP_APP_APP_H
#define BACKSTEP_APP_APP_H

#include "app/base/assets.h"
#include "app/base/options.h"
#include "app/base/watch.h"
#include "app/command/command.h"
#include "app/learn/hunt.h"
#include "app/learn/predict.h"
#include "app/load/catalog.h"
#include "app/load/loading.h"
#include "app/session/session.h"
#include "engine/run/trainer.h"
#include "render/scene.h"
#include "render/window/window.h"

#include <stdatomic.h>

enum { APP_MAX_SNAPSHOTS = 64, APP_MAX_ROWS = 64 };

/* How the learner has set things up; survives a change of lesson. */
typedef struct Ui {
    SceneOptions scene;
    Selection selection;
    int64_t snapshots[APP_MAX_SNAPSHOTS]; /* epochs from 1, ascending */
    int snapshot_count;
    int speed; /* row of the speed table (tick.h) */
    int typed; /* of an entry's number in the open list, so far */
    bool fullscreen, still;
    char message[ERR_TEXT]; /* shown at the bottom until `message_until` */
    uint64_t message_until;
    uint64_t leaves_until; /* Escape once more before that ends the program */
    uint64_t flow_start;   /* when the current step began, microseconds */
    uint64_t next_tick;    /* autoplay: when the next command is due */
    bool dragging;         /* the mouse holds the scrub bar or the graph */
    Point grabbed;
    bool rate_held;      /* the mouse holds the learning rate … */
    double rate_grabbed; /* … which was this */
    PointHold point;     /* or a point of the plot */
    Moment held_place;   /* where the learner stood when it took hold … */
    bool held_changed;   /* … and whether it has trained again since */
    bool going;          /* on a long way to `goal`, a piece each frame … */
    bool following;      /* … and no further than the worker is … */
    uint64_t went;       /* … the last piece in the turn of this time */
    Moment goal;
} Ui;

struct App {
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
    bool edited;        /* runs_load is reading another state of the same file: its run before is no ghost */
    uint64_t retrained; /* when { } was last pressed: a burst of presses keeps its ghost */
    Session session;
    Session ghost;         /* the other run, empty where there is none */
    RunSpec ghost_shown;   /* which run that is */
    Alignment *alignment;  /* of the two where they stand side by side (versus.h); else NULL */
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
    bool picture; /* a picture of the frame is wanted */
    bool quit;
};

/* Texts, fonts, the lesson, standing where the options say. false and *e; app_close is then still to be
 * called. */
bool app_open(App *app, const Options *options, const Assets *assets, Err *e);
void app_close(App *app);

/* What the learner looks at, for the viewer; valid until something is done. */
ViewerInput app_input(App *app);

/* The view of this moment. */
void app_look(App *app);

/* The frame as a list of commands, for width × height pixels. */
void app_draw(App *app, int width, int height);

/* The event's command, carried out. */
void app_event(App *app, const Event *event);

/* Loads a lesson file in place of the current one (overrides of the command line, rate, seed and bugs apply),
   keeps what can be kept, and trains on. On failure the message is shown and everything stays as it was. */
bool app_load(App *app, const char *path, Err *e);

/* Changes the language of everything on the screen. false and *e, and nothing has changed. */
bool app_speak(App *app, const char *lang, Err *e);

/* Trains what is shown: short runs at once, the rest, where there is a window, in the background. */
void app_train(App *app);

/* Shows one line at the bottom for some seconds. */
void app_say(App *app, const char *format, ...) __attribute__((format(printf, 2, 3)));

/* Says a mistake so, in the language of the screen. */
void app_complain(App *app, const Err *e);

#endif
