/* study: opens and closes a lesson with its run, timeline and viewer. */
#include "session.h"

#include <inttypes.h>

bool study_runs(const Study *study) {
    return study->timeline != NULL;
}

bool study_trains(const Study *study) {
    return study_runs(study) && timeline_trained(study->timeline) < study->lesson->train.epochs;
}

bool study_begin(Study *study, Lesson *lesson, const Exec *exec, Err *e) {
    *study = (Study){.lesson = lesson};
    if (lesson->model_count == 0 || (study->timeline = timeline_new(lesson, exec, e)) != NULL) return true;
    study_close(study);
    return false;
}

bool study_accompany(Study *study, const Exec *exec, Err *e) {
    if (!study_runs(study) || study->machine != NULL) return true;
    study->machine = machine_new(study->lesson, exec, e);
    return study->machine != NULL;
}

bool study_enter(Study *study, const Exec *exec, const Texts *texts, Err *e) {
    if (study_accompany(study, exec, e) &&
        (study->viewer = viewer_new(study->lesson, exec, texts, e)) != NULL)
        return true;
    study_become_ghost(study);
    return false;
}

bool study_speak(Study *study, const Exec *exec, const Texts *texts, Err *e) {
    Viewer *viewer = viewer_new(study->lesson, exec, texts, e);
    if (viewer == NULL) return false;
    viewer_free(study->viewer);
    study->viewer = viewer;
    return true;
}

void study_become_ghost(Study *study) {
    viewer_free(study->viewer);
    machine_free(study->machine);
    study->viewer = NULL;
    study->machine = NULL;
}

void study_close(Study *study) {
    study_become_ghost(study);
    timeline_free(study->timeline);
    lesson_free(study->lesson);
    *study = (Study){0};
}

bool study_moment(const Study *study, int64_t epoch, int64_t batch, int step, Moment *out, Err *e) {
    const Lesson *lesson = study->lesson;
    *out = (Moment){0, 0};
    if (!study_runs(study)) return true;
    if (epoch > lesson->train.epochs)
        return err_set(e, "--epoch %" PRId64 ": this lesson has %" PRId64 " epochs", epoch,
                       lesson->train.epochs);
    int batches = machine_batches(lesson);
    if (batch > batches)
        return err_set(e, "--batch %" PRId64 ": an epoch of this lesson has %d mini-batches", batch, batches);
    if (step > lesson->batch->steps)
        return err_set(e, "--step %d: an iteration of this lesson has %d steps", step, lesson->batch->steps);
    *out = (Moment){(epoch - 1) * batches + batch - 1, step};
    return true;
}
