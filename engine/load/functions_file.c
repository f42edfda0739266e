/* functions_file: functions of [data] and [parameters] that read a file; only it knows their shape. */
#include <stdlib.h>

#include "functions.h"
#include "loader.h"

/* The file that the first text names; mistakes of looking are shown at that text. */
static bool find_file(const Call *call, char *path, size_t size, Err *e) {
    const Expr *name = call->step->expr->args[0];
    const Loader *loader = call->loader;
    if (dataset_find(name->name, loader->folder, loader->options->data_dir, path, size, e)) return true;
    e->place = name->place;
    return false;
}

/* A mistake without a line of the file is shown at the lesson's text: the file's, or the column's. */
static bool file_failed(const Call *call, Err *e) {
    if (e->place.line > 0) return false;
    e->place = call->step->expr->args[e->place.column]->place;
    e->file[0] = '\0';
    return false;
}

static bool file_read(const Call *call, StaticShape *out) {
    call->step->owned = true;
    *out = (StaticShape){.rows = call->step->value.rows, .cols = call->step->value.cols};
    return true;
}

static bool shape_idx(const Call *call, StaticShape *out, Err *e) {
    char path[1024];
    if (!find_file(call, path, sizeof path, e)) return false;
    if (!dataset_idx(path, &call->step->value, e)) return file_failed(call, e);
    return file_read(call, out);
}

static bool shape_csv(const Call *call, StaticShape *out, Err *e) {
    char path[1024];
    if (!find_file(call, path, sizeof path, e)) return false;
    const Expr *expr = call->step->expr;
    const char **columns = malloc((size_t)expr->count * sizeof *columns);
    if (columns == NULL) return err_set(e, "out of memory");
    for (int i = 1; i < expr->count; i++) columns[i - 1] = expr->args[i]->name;
    bool read = dataset_csv(path, columns, expr->count - 1, &call->step->value, e);
    free(columns);
    return read ? file_read(call, out) : file_failed(call, e);
}

/* clang-format off */
const Function FILE_FUNCTIONS[] = {
    {.name = "csv", .usage = "csv(\"file\", \"column\", …)", .least = 2, .most = EXPR_MAX_NODES, .texts = true,
     .shape = shape_csv},
    {.name = "idx", .usage = "idx(\"file\")", .least = 1, .most = 1, .texts = true, .shape = shape_idx},
    {.name = NULL},
};
/* clang-format on */
