/* export: what `train` and `check` have found: JSON and CSV for programs, text for people. */
#ifndef BACKSTEP_ENGINE_EXPORT_H
#define BACKSTEP_ENGINE_EXPORT_H

#include <stdio.h>

#include "engine/base/text.h"
#include "engine/run/gradcheck.h"
#include "engine/run/timeline.h"

/* A run as far as it was trained (whole epochs: timeline_trained). The caller asks the stream for errors. */
typedef struct TrainResult {
    const Lesson *lesson;
    const Exec *exec; /* of the timeline */
    Timeline *timeline;
    double seconds;
    const Texts *texts; /* what the text formats are told in; JSON and CSV need none: NULL */
} TrainResult;

/* false and *e when memory runs out. */
bool export_train_json(FILE *out, const TrainResult *result, Err *e);
bool export_train_csv(FILE *out, const TrainResult *result, Err *e);

/* Text, while it trains: a line for each epoch trained since the last call; *next: the epoch to go on with
   (from 0). Returns false where the run has left the finite numbers: no lines follow, and training on has no
   use. */
bool export_train_lines(FILE *out, const TrainResult *result, int64_t *next);

/* Text, at the end: the parameters and, where the run left the finite numbers, where and why, in words. */
bool export_train_text(FILE *out, const TrainResult *result, Err *e);

/* The points of the lesson's plot, a header and a line each, with a decimal point whatever the language.
   false and *e where the plot has none. */
bool export_points_csv(FILE *out, const Lesson *lesson, Err *e);

/* Whether no gradient is further off than CHECK_TOLERANCE. */
bool export_check_holds(const CheckRow *rows, int count);
void export_check_json(FILE *out, const Lesson *lesson, const CheckRow *rows, int count);
void export_check_text(FILE *out, const Texts *texts, const Lesson *lesson, const CheckRow *rows, int count);

#endif
