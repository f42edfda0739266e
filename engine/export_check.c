/* export_check: what the gradient check has found, as JSON and text. */
#include "export.h"
#include "json.h"

bool export_check_holds(const CheckRow *rows, int count) {
    for (int i = 0; i < count; i++)
        if (!(rows[i].max_error <= CHECK_TOLERANCE)) return false;
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

static void text_row(FILE *out, const CheckRow *row) {
    bool holds = row->max_error <= CHECK_TOLERANCE;
    fprintf(out, "  %-12s %-10s worst relative error %-9.2g", row->name, holds ? "holds" : "FAILS",
            row->max_error);
    if (row->checked < row->elements)
        fprintf(out, " %d of %d elements, evenly sampled", row->checked, row->elements);
    else
        fprintf(out, " %d element%s", row->elements, row->elements == 1 ? "" : "s");
    if (row->kinks > 0) fprintf(out, ", %d of them at a kink and not counted", row->kinks);
    fputc('\n', out);
}

void export_check_text(FILE *out, const Lesson *lesson, const CheckRow *rows, int count) {
    fprintf(out, "%s: each gradient against central finite differences\n", lesson->name);
    int failed = 0;
    for (int i = 0; i < count; i++) {
        text_row(out, &rows[i]);
        failed += !(rows[i].max_error <= CHECK_TOLERANCE);
    }
    if (failed == 0)
        fprintf(out, "All hold: none is off by more than %g.\n", CHECK_TOLERANCE);
    else
        fprintf(out, "%d of %d fail%s: off by more than %g.\n", failed, count, failed == 1 ? "s" : "",
                CHECK_TOLERANCE);
}
