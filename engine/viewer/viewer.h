/* The room engine/viewer: Views are built here, and what is costly in them is kept.

   viewer: builds Views of a run and keeps what is costly between two of them (snapshot curves, checks). */
#ifndef BACKSTEP_ENGINE_VIEWER_H
#define BACKSTEP_ENGINE_VIEWER_H

#include "engine/compile/disguise.h"
#include "engine/run/alignment.h"
#include "engine/run/gradcheck.h"
#include "engine/run/timeline.h"
#include "engine/view/view.h"

typedef struct Viewer Viewer;

/* lesson, exec and texts must outlive it. NULL and *e when memory runs out. */
Viewer *viewer_new(const Lesson *lesson, const Exec *exec, const Texts *texts, Err *e);
void viewer_free(Viewer *viewer);

typedef struct ViewerInput {
    const Machine *machine;       /* where the learner stands */
    Timeline *timeline;           /* how far the run is known; NULL: only the machine */
    Timeline *other_timeline;     /* of the other run, NULL: there is none */
    Run other_run;                /* that one; lesson NULL: none */
    const Machine *other_machine; /* in lock-step with `machine`; NULL: the run goes alone */
    const Alignment *alignment;   /* of both machines */
    bool together;                /* whether the other has come to the same moment */
    Divergence divergence;        /* of both; step 0: none */
    Selection selection;
    const int64_t *snapshots; /* epochs (from 1) whose curves stay */
    int snapshot_count;
    const ViewAxes *axes;     /* of a plot over one input, in place of its data's; NULL: none */
    const Disguise *disguise; /* what of the machine's lesson is hidden, NULL: nothing; then these texts stand
                           for the lesson's own, and the other run and the divergence are to be left out */
    const char *title, *about, *source;
    bool check;    /* compute the gradient check of the selected element (costs two forward passes or more) */
    bool hurried;  /* but not now where that takes long: then view.check_waits */
    int64_t slice; /* not hurried: how long the loss for other values of the element may be asked for, in
                      nanoseconds, before the next build goes on with it: view.check_waits; 0: to the end */
    bool future;   /* show what the run knows of epochs to come; else, and always with `predict`, nothing that
                     has not happened at the machine's moment */
    bool other_past; /* the other run was shown before this one: all of its losses have happened */
    bool predict;    /* show no curve or region either that the forward pass has not computed yet */
    bool chosen;     /* the selected element is the learner's own choice for the question */
    bool chain;      /* follow the chain rule from the selected number to the loss … */
    int chain_index; /* … along this path, from 0: the strongest */
    bool asks;       /* explain the step to come, without its numbers: a question about it is open */
} ViewerInput;

/* The question about the step after the machine's moment, which is not the last of its iteration. The element
   is the one that is selected, else one with large operands in the selected sample: what it is made of
   decides, never the result. false: the step asks nothing (question.h), or memory ran out. */
bool viewer_question(Viewer *viewer, const ViewerInput *input, Question *out);

/* Fills *out; what it points to stays valid until the next build. Takes less than a millisecond for small
   lessons. */
void viewer_build(Viewer *viewer, const ViewerInput *input, View *out);

/* What tells two runs of a lesson apart, as the file's keys say it: "lr = 0.1, seed = 7" and "lr = 0.3, seed
   = 8", in `size` bytes each; what both have in common is left out. Where nothing that a learner would know
   is another: "this run", "the other run". */
void other_run_tell_apart(const Texts *texts, Run run, Run other, char *own_name, char *name, size_t size);

#endif
