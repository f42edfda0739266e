/* viewer: builds Views of a run and keeps what is costly between two of them (snapshot curves, checks). */
#ifndef BACKSTEP_ENGINE_VIEWER_H
#define BACKSTEP_ENGINE_VIEWER_H

#include "gradcheck.h"
#include "parting.h"
#include "timeline.h"
#include "view.h"

typedef struct Viewer Viewer;

/* lesson, exec and texts must outlive it. NULL and *e when memory runs out. */
Viewer *viewer_new(const Lesson *lesson, const Exec *exec, const Texts *texts, Err *e);
void viewer_free(Viewer *viewer);

typedef struct ViewerInput {
    const Machine *machine; /* where the learner stands */
    Timeline *timeline;     /* how far the run is known; NULL: only the machine */
    Timeline *ghost;        /* the other run, NULL: none; its lesson is ghost_lesson */
    const Lesson *ghost_lesson;
    Parting parting; /* of both, where one has bugs; step 0: none */
    Selection selection;
    const int64_t *snapshots; /* epochs (from 1) whose curves stay */
    int snapshot_count;
    const ViewAxes *axes; /* of a plot over one input, in place of its data's; NULL: none */
    bool check;           /* compute the gradient check of the selected element (costs two forward passes) */
} ViewerInput;

/* Fills *out; what it points to stays valid until the next build. Costs well under a millisecond for small
 * lessons. */
void viewer_build(Viewer *viewer, const ViewerInput *input, View *out);

#endif
