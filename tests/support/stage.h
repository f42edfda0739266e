/* stage: for tests of frames: a lesson with all that it takes to draw it. */
#ifndef BACKSTEP_TESTS_STAGE_H
#define BACKSTEP_TESTS_STAGE_H

#include "tests/support/lesson_helper.h"

#include "engine/viewer/viewer.h"
#include "render/scene.h"
#include "tests/support/picture_check.h"

/* What a frame is drawn from. */
typedef struct Stage {
    Fonts *fonts;
    Texts *texts;
    Lesson *lesson;
    Timeline *timeline;
    Machine *machine; /* NULL, as the timeline is, for a lesson without a model */
    Viewer *viewer;
    Lesson *other;   /* of a lesson with bugs: without them; NULL, as its timeline is, for others */
    Timeline *ghost; /* its run */
    Divergence divergence;
    bool chain; /* the chain rule is followed from what is selected */
    int chain_index;
    View view;
    DrawList list;
} Stage;

typedef struct Size {
    int width, height;
    float text;
} Size;

/* A lesson from a file (text NULL) or a text; a built-in one by its name. The test fails when there is
 * something wrong. */
Stage stage_open(const char *path, const char *text, const char *lang);
Stage stage_lesson(const char *name, const char *lang);
void stage_close(Stage *stage);

SceneOptions stage_options(void);    /* dark, text size 1, the graph, no pointer */
extern const Selection stage_follow; /* what the steps write */

void stage_train(Stage *stage); /* the run and its ghost, to their ends */

void stage_stand(Stage *stage, int64_t epoch, int step); /* epoch from 1 */
int stage_steps(const Stage *stage);                     /* of an iteration */
void stage_draw(Stage *stage, const SceneOptions *options, Selection selection, int width, int height);

/* Its two halves: what is shown at this moment, and how. */
void stage_look(Stage *stage, Selection selection);
void stage_paint(Stage *stage, const SceneOptions *options, int width, int height);

/* Draws each how-many-th step (`every`) of an epoch; returns the faults that picture_check finds, and prints
 * them. */
int stage_walk(Stage *stage, const char *lesson, const SceneOptions *options, int64_t epoch, Size size,
               int every);

/* Prints the first fault with all that is needed to see it, if there is one. */
void stage_report(int faults, const char *why, const char *lesson, const char *where, int step, int width,
                  int height);

/* How many commands of that part show the slot. */
int stage_count(const Stage *stage, ScenePart part, int slot);

#endif
