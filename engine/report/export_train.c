/* export_train: what a training has given, as JSON, CSV and text. */
#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "export.h"
#include "json.h"
#include "matrix_text.h"
#include "nonfinite.h"

enum { BLOCK = 1024 }; /* losses fetched at a time */

static bool out_of_memory(Err *e) {
    return err_memory(e);
}

/* {"W1": {"shape": …, "value": …}, …} */
static void json_parameters(FILE *out, const Program *program, const float *state) {
    const char *comma = "";
    fputc('{', out);
    for (int i = 0; i < program->slot_count; i++) {
        const Slot *slot = &program->slots[i];
        if (slot->role != ROLE_PARAMETER) continue;
        fputs(comma, out);
        comma = ", ";
        json_string(out, slot->name);
        fputs(": {", out);
        json_tensor(out, state + slot->at, slot->rows, slot->cols);
        fputc('}', out);
    }
    fputc('}', out);
}

static void json_losses(FILE *out, const Timeline *timeline, int64_t epochs) {
    float losses[BLOCK];
    char number[JSON_NUMBER];
    fputc('[', out);
    for (int64_t from = 0; from < epochs; from += BLOCK) {
        int64_t to = from + BLOCK < epochs ? from + BLOCK : epochs;
        timeline_losses(timeline, from, to, losses);
        for (int64_t epoch = from; epoch < to; epoch++)
            fprintf(out, "%s%s", epoch > 0 ? ", " : "", json_number(number, losses[epoch - from]));
    }
    fputc(']', out);
}

static void json_test(FILE *out, const TrainResult *result, int64_t epochs) {
    if (result->lesson->test_run == NULL) return;
    char number[JSON_NUMBER];
    const EpochResult last = timeline_epoch(result->timeline, epochs - 1);
    fprintf(out, ", \"test\": {\"loss\": %s", json_number(number, last.test_loss));
    if (result->lesson->classes_slot >= 0)
        fprintf(out, ", \"accuracy\": %s", json_number(number, last.test_accuracy));
    fputc('}', out);
}

static void json_nonfinite(FILE *out, const TrainResult *result) {
    const Nonfinite found = timeline_nonfinite(result->timeline);
    if (found.iteration < 0) return;
    const Program *program = result->lesson->batch;
    const Slot *slot = &program->slots[found.slot];
    int batches = budget_batches(result->lesson);
    fprintf(out, ", \"first_nonfinite\": {\"epoch\": %" PRId64 ", \"batch\": %d, \"step\": %d, \"target\": ",
            found.iteration / batches + 1, (int)(found.iteration % batches) + 1, found.step);
    json_string(out, slot->role == ROLE_GRADIENT ? program->slots[slot->of].name : slot->name);
    fputc('}', out);
}

/* The parameters after the last epoch trained; NULL and *e when memory runs out. Freed by the caller. */
static float *final_state(const TrainResult *result, Err *e) {
    float *state = calloc(result->lesson->batch->lasting + 1, sizeof *state);
    Machine *machine = state == NULL ? NULL : machine_new(result->lesson, result->exec, e);
    if (machine == NULL) {
        free(state);
        out_of_memory(e);
        return NULL;
    }
    timeline_state(result->timeline, machine, timeline_trained(result->timeline), state);
    machine_free(machine);
    return state;
}

bool export_train_json(FILE *out, const TrainResult *result, Err *e) {
    const Lesson *lesson = result->lesson;
    const int64_t epochs = timeline_trained(result->timeline);
    float *state = final_state(result, e);
    if (state == NULL) return false;
    fputs("{\"lesson\": ", out);
    json_string(out, lesson->name);
    fprintf(out, ", \"epochs\": %" PRId64 ", \"seconds\": %.6g, \"loss\": ", epochs, result->seconds);
    json_losses(out, result->timeline, epochs);
    fputs(", \"initial\": ", out);
    json_parameters(out, lesson->batch, lesson->batch->start);
    fputs(", \"parameters\": ", out);
    json_parameters(out, lesson->batch, state);
    json_test(out, result, epochs);
    json_nonfinite(out, result);
    fputs("}\n", out);
    free(state);
    return true;
}

bool export_train_csv(FILE *out, const TrainResult *result, Err *e) {
    (void)e; /* nothing is allocated */
    const int64_t epochs = timeline_trained(result->timeline);
    float losses[BLOCK];
    fputs("epoch,loss\n", out);
    for (int64_t from = 0; from < epochs; from += BLOCK) {
        int64_t to = from + BLOCK < epochs ? from + BLOCK : epochs;
        timeline_losses(result->timeline, from, to, losses);
        for (int64_t epoch = from; epoch < to; epoch++) {
            char number[JSON_NUMBER];
            json_number(number, losses[epoch - from]);
            number[strcspn(number + 1, "\"") + 1] = '\0'; /* a column needs no quotes around nan */
            fprintf(out, "%" PRId64 ",%s\n", epoch + 1, number[0] == '"' ? number + 1 : number);
        }
    }
    return true;
}

/* "   accuracy  98.00 %"; nothing where there is no such share. */
static void text_share(FILE *out, const Texts *texts, const char *key, float share) {
    if (isnan(share)) return;
    fputs("   ", out);
    text_print(texts, out, key, TEXT_FORMAT("share", "%6.2f", 100 * (double)share));
}

static void text_epoch(FILE *out, const TrainResult *result, int64_t epoch) {
    const EpochResult it = timeline_epoch(result->timeline, epoch);
    const Lesson *lesson = result->lesson;
    const Texts *texts = result->texts;
    char number[24];
    int width = snprintf(NULL, 0, "%" PRId64, lesson->train.epochs);
    snprintf(number, sizeof number, "%*" PRId64, width, epoch + 1);
    text_print(texts, out, "print.epoch", TEXT_STRING("epoch", number),
               TEXT_FORMAT("loss", "%.6g", (double)it.loss));
    text_share(out, texts, "print.accuracy", it.accuracy);
    if (lesson->test_run != NULL) {
        fputs("   ", out);
        text_print(texts, out, "print.test_loss", TEXT_FORMAT("loss", "%.6g", (double)it.test_loss));
    }
    text_share(out, texts, "print.test_accuracy", it.test_accuracy);
    fputc('\n', out);
}

bool export_train_lines(FILE *out, const TrainResult *result, int64_t *next) {
    const int64_t trained = timeline_trained(result->timeline);
    const Nonfinite found = timeline_nonfinite(result->timeline);
    int64_t last = found.iteration < 0 ? INT64_MAX : found.iteration / budget_batches(result->lesson);
    for (; *next < trained && *next <= last; ++*next) text_epoch(out, result, *next);
    return *next <= last;
}

static void text_summary(FILE *out, const TrainResult *result, int64_t trained) {
    const Lesson *lesson = result->lesson;
    char epochs[80];
    text_count(result->texts, epochs, sizeof epochs, "count.epochs", trained);
    fputc('\n', out);
    text_print(result->texts, out, "print.trained", TEXT_STRING("lesson", lesson->name),
               TEXT_STRING("epochs", epochs), TEXT_FORMAT("seconds", "%.3g", result->seconds));
    fputc('\n', out);
    if (lesson->train.baseline_y == NULL) return;
    text_print(result->texts, out, "print.baseline", TEXT_STRING("y", lesson->train.baseline_y),
               TEXT_STRING("x", lesson->train.baseline_x),
               TEXT_FORMAT("loss", "%.6g", lesson->train.baseline));
    fputc('\n', out);
}

bool export_train_text(FILE *out, const TrainResult *result, Err *e) {
    const Program *program = result->lesson->batch;
    Machine *machine = machine_new(result->lesson, result->exec, e);
    if (machine == NULL) return false;
    if (timeline_nonfinite(result->timeline).iteration >= 0) {
        bool good = nonfinite_text(out, result->texts, result->timeline, machine, e);
        machine_free(machine);
        return good;
    }
    const int64_t epochs = timeline_trained(result->timeline);
    timeline_seek(result->timeline, machine, (Moment){epochs * machine->batches, 0});
    text_summary(out, result, epochs);
    for (int i = 0; i < program->slot_count; i++) {
        const Slot *slot = &program->slots[i];
        if (slot->role != ROLE_PARAMETER) continue;
        fprintf(out, "\n%s  %d×%d\n", slot->name, slot->rows, slot->cols);
        matrix_text(out, result->texts, machine_slot(machine, i), slot->rows, slot->cols);
    }
    machine_free(machine);
    return true;
}
