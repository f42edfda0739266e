/* export: what a training and the gradient check have given, as JSON, CSV and text, and the points of a plot. */
#include "export.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "engine/base/utf8.h"
#include "engine/run/nonfinite.h"
#include "json.h"
#include "trace.h"

/* ---- a training, for programs ---- */

/* {"W1": {"shape": …, "value": …}, …} of these lasting numbers. */
static void json_parameters(FILE *out, const Program *program, float *state) {
    const char *comma = "";
    fputc('{', out);
    for (int i = 0; i < program->slot_count; i++) {
        const Slot *slot = &program->slots[i];
        if (slot->role != ROLE_PARAMETER) continue;
        fputs(comma, out);
        comma = ", ";
        json_string(out, slot->name);
        fputs(": {", out);
        json_tensor(out, tensor_mat(state + slot->at, slot->rows, slot->cols));
        fputc('}', out);
    }
    fputc('}', out);
}

static void json_losses(FILE *out, const Timeline *timeline, int64_t epochs) {
    char number[JSON_NUMBER];
    fputc('[', out);
    for (int64_t epoch = 0; epoch < epochs; epoch++)
        fprintf(out, "%s%s", epoch > 0 ? ", " : "",
                json_number(number, timeline_epoch(timeline, epoch).loss));
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
    int batches = lesson_batches(result->lesson);
    fprintf(out, ", \"first_nonfinite\": {\"epoch\": %" PRId64 ", \"batch\": %d, \"step\": %d, \"target\": ",
            found.iteration / batches + 1, (int)(found.iteration % batches) + 1, found.step);
    json_string(out, slot->role == ROLE_GRADIENT ? program->slots[slot->of].name : slot->name);
    fputc('}', out);
}

/* A machine after the last epoch trained; NULL and *e when memory runs out. */
static Machine *final_machine(const TrainResult *result, Err *e) {
    Machine *machine = machine_new(result->lesson, result->exec, e);
    if (machine == NULL) return NULL;
    const int64_t iterations = timeline_trained(result->timeline) * machine->batches;
    timeline_seek(result->timeline, machine, (Moment){iterations, 0});
    return machine;
}

bool export_train_json(FILE *out, const TrainResult *result, Err *e) {
    const Lesson *lesson = result->lesson;
    const int64_t epochs = timeline_trained(result->timeline);
    Machine *machine = final_machine(result, e);
    if (machine == NULL) return false;
    fputs("{\"lesson\": ", out);
    json_string(out, lesson->name);
    fprintf(out, ", \"epochs\": %" PRId64 ", \"seconds\": %.6g, \"loss\": ", epochs, result->seconds);
    json_losses(out, result->timeline, epochs);
    fputs(", \"initial\": ", out);
    json_parameters(out, lesson->batch, lesson->batch->start);
    fputs(", \"parameters\": ", out);
    json_parameters(out, lesson->batch, machine->mem);
    json_test(out, result, epochs);
    json_nonfinite(out, result);
    fputs("}\n", out);
    machine_free(machine);
    return true;
}

bool export_train_csv(FILE *out, const TrainResult *result, Err *e) {
    (void)e; /* nothing is allocated */
    const int64_t epochs = timeline_trained(result->timeline);
    fputs("epoch,loss\n", out);
    for (int64_t epoch = 0; epoch < epochs; epoch++) {
        char number[JSON_NUMBER];
        json_number(number, timeline_epoch(result->timeline, epoch).loss);
        number[strcspn(number + 1, "\"") + 1] = '\0'; /* a column needs no quotes around nan */
        fprintf(out, "%" PRId64 ",%s\n", epoch + 1, number[0] == '"' ? number + 1 : number);
    }
    return true;
}

/* ---- a training, for people ---- */

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
    int64_t last = found.iteration < 0 ? INT64_MAX : found.iteration / lesson_batches(result->lesson);
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

/* The largest number that the step has read. */
static double largest_read(const Machine *machine, const Instr *instr, int *slot) {
    double largest = -1;
    for (int k = 0; k < instr->reads; k++) {
        const Mat mat = machine_mat(machine, instr->src[k]);
        for (int j = 0; j < mat.cols; j++)
            for (int i = 0; i < mat.rows; i++) {
                double size = fabs((double)*tensor_element(mat, i, j));
                if (!isfinite(size) || size <= largest) continue;
                largest = size;
                *slot = instr->src[k];
            }
    }
    return largest;
}

/* "W1", "x @ W1", "d(x @ W1)"; NULL: it is a number in the formula, or memory runs out. */
static const char *slot_text(Arena *arena, const Program *program, const Slot *slot) {
    const Slot *of = slot->role == ROLE_GRADIENT ? &program->slots[slot->of] : slot;
    if (of->named) return slot->name;
    if (of->text != NULL) return of == slot ? slot->text : arena_format(arena, "d(%s)", of->text);
    return slot->role == ROLE_CONSTANT ? NULL : slot->name;
}

static void why_text(FILE *out, const Texts *texts, Arena *arena, const Machine *machine, const Instr *instr,
                     const NonfiniteElement *bad) {
    char key[64];
    snprintf(key, sizeof key, "%s%s", "print.nonfinite", strchr(bad->why, '.'));
    fputs(text_get(texts, key), out);
    int slot = instr->dst;
    bool defined =
        strcmp(bad->why, "nonfinite.overflow") == 0 || strcmp(bad->why, "nonfinite.undefined") == 0;
    double largest = defined ? largest_read(machine, instr, &slot) : 0;
    if (largest > 0) {
        const char *name = slot_text(arena, machine->program, &machine->program->slots[slot]);
        fputc(' ', out);
        text_print(texts, out, name != NULL ? "print.nonfinite.largest" : "print.nonfinite.constant",
                   TEXT_FORMAT("amount", "%.4g", largest), TEXT_STRING("name", name));
    }
    fputc('\n', out);
}

static void where_text(FILE *out, const Texts *texts, const Machine *machine, const Instr *instr) {
    char phase[24];
    snprintf(phase, sizeof phase, "phase.%s", program_phase_name(instr->phase));
    text_print(
        texts, out, "print.nonfinite.where", TEXT_INT("epoch", machine->at.iteration / machine->batches + 1),
        TEXT_INT("batch", machine->at.iteration % machine->batches + 1), TEXT_INT("step", machine->at.step),
        TEXT_STRING("phase", text_get(texts, phase)), TEXT_STRING("op", program_op_name(instr)));
}

static void element_text(FILE *out, const Texts *texts, const Slot *slot, const NonfiniteElement *bad) {
    text_print(texts, out, "print.nonfinite.first", TEXT_INT("row", bad->row), TEXT_INT("col", bad->col),
               TEXT_INT("rows", slot->rows), TEXT_INT("cols", slot->cols),
               TEXT_FORMAT("value", "%g", bad->value)); /* inf, -inf or nan */
}

/* Where and why the run left the finite numbers; the machine is left standing at that moment. */
static bool nonfinite_text(FILE *out, const Texts *texts, Timeline *timeline, Machine *machine, Err *e) {
    const Nonfinite found = timeline_nonfinite(timeline);
    timeline_seek(timeline, machine, (Moment){found.iteration, found.step});
    const Program *program = machine->program;
    const Instr *instr = &program->instrs[program->step_instr[found.step]];
    const Mat last = instr->ins > 0 ? machine_mat(machine, instr->in[instr->ins - 1]) : (Mat){0};
    NonfiniteElement bad = {.why = "nonfinite.overflow"};
    nonfinite_find(instr, machine_mat(machine, found.slot), last, &bad);
    Arena *arena = arena_new();
    const char *formula = arena == NULL ? NULL : trace_formula(arena, program, instr);
    if (formula != NULL) {
        fputc('\n', out);
        where_text(out, texts, machine, instr);
        fprintf(out, "\n    %s\n", formula);
        element_text(out, texts, &program->slots[found.slot], &bad);
        fputc('\n', out);
        why_text(out, texts, arena, machine, instr, &bad);
    }
    const bool good = formula != NULL && !arena_failed(arena);
    arena_free(arena);
    return good || err_memory(e);
}

bool export_train_text(FILE *out, const TrainResult *result, Err *e) {
    const Program *program = result->lesson->batch;
    Machine *machine = final_machine(result, e);
    if (machine == NULL) return false;
    bool finite = timeline_nonfinite(result->timeline).iteration < 0, good = true;
    if (finite) text_summary(out, result, timeline_trained(result->timeline));
    for (int i = 0; finite && i < program->slot_count; i++) {
        const Slot *slot = &program->slots[i];
        if (slot->role != ROLE_PARAMETER) continue;
        fprintf(out, "\n%s  %d×%d\n", slot->name, slot->rows, slot->cols);
        trace_matrix(out, result->texts, machine_mat(machine, i));
    }
    if (!finite) good = nonfinite_text(out, result->texts, result->timeline, machine, e);
    machine_free(machine);
    return good;
}

/* ---- the points of a plot, so that csv_read reads back the same float32 ---- */

static void put_number(FILE *out, float number, char end) {
    char text[NUMBER_TEXT];
    number_write_float(text, number);
    fprintf(out, "%s%c", text, end);
}

bool export_points_csv(FILE *out, const Lesson *lesson, Err *e) {
    const Plot *plot = &lesson->plot;
    const Named *x_data = lesson_data(lesson, plot->points_x), *y_data = lesson_data(lesson, plot->points_y);
    if (x_data == NULL || y_data == NULL) return err_set(e, "this lesson's plot has no points");
    const Value *x = &x_data->value, *y = &y_data->value;
    fprintf(out, "%s,%s\n", plot->points_x, plot->points_y);
    for (int i = 0; i < x->rows && i < y->rows; i++) {
        put_number(out, x->at[i], ',');
        put_number(out, y->at[i], '\n');
    }
    return true;
}

/* ---- the gradient check ---- */

static bool row_holds(const CheckRow *row) {
    return row->max_error <= CHECK_TOLERANCE;
}

bool export_check_holds(const CheckRow *rows, int count) {
    for (int i = 0; i < count; i++)
        if (!row_holds(&rows[i])) return false;
    return true;
}

void export_check_json(FILE *out, const Lesson *lesson, const CheckRow *rows, int count) {
    char number[JSON_NUMBER];
    fputs("{\"lesson\": ", out);
    json_string(out, lesson->name);
    fprintf(out, ", \"ok\": %s, \"parameters\": {", export_check_holds(rows, count) ? "true" : "false");
    for (int i = 0; i < count; i++) {
        if (i > 0) fputs(", ", out);
        json_string(out, rows[i].name);
        fprintf(out, ": {\"max_error\": %s, \"kinks\": %d}", json_number(number, (float)rows[i].max_error),
                rows[i].kinks);
    }
    fputs("}}\n", out);
}

static int width_of(const char *text) {
    return (int)utf8_length(text, strlen(text));
}

static void put_elements(FILE *out, const Texts *texts, const CheckRow *row) {
    char text[80];
    if (row->checked < row->elements) {
        text_print(texts, out, "print.check.sampled", TEXT_INT("n", row->checked),
                   TEXT_INT("all", row->elements));
    } else {
        text_count(texts, text, sizeof text, "count.elements", row->elements);
        fputs(text, out);
    }
    if (row->kinks > 0) text_print(texts, out, "print.check.kinks", TEXT_INT("n", row->kinks));
}

static void text_row(FILE *out, const Texts *texts, const CheckRow *row) {
    const char *fails = text_get(texts, "print.check.fails"), *holds = text_get(texts, "print.check.holds");
    const int width = (int)fmax(width_of(fails), width_of(holds));
    fputs("  ", out);
    trace_padded(out, row->name, 12);
    fputc(' ', out);
    trace_padded(out, row_holds(row) ? holds : fails, width < 10 ? 10 : width);
    fputc(' ', out);
    text_print(texts, out, "print.check.error", TEXT_FORMAT("error", "%-9.2g", row->max_error));
    fputc(' ', out);
    put_elements(out, texts, row);
    fputc('\n', out);
}

void export_check_text(FILE *out, const Texts *texts, const Lesson *lesson, const CheckRow *rows, int count) {
    char key[40] = "print.check.done";
    int failed = 0;
    text_print(texts, out, "print.check.head", TEXT_STRING("lesson", lesson->name));
    fputc('\n', out);
    for (int i = 0; i < count; i++) {
        text_row(out, texts, &rows[i]);
        failed += !row_holds(&rows[i]);
    }
    if (failed > 0) snprintf(key, sizeof key, "%s.%s", "print.check.failed", text_plural(texts, failed));
    text_print(texts, out, key, TEXT_INT("n", failed), TEXT_INT("all", count),
               TEXT_FORMAT("limit", "%g", CHECK_TOLERANCE));
    fputc('\n', out);
}
