/* lesson_plot_forms: curve, points, boundary, images and classes, checked against their names' shapes. */
#include "plot.h"

typedef struct PlotName {
    Assignment *name;
    StaticShape known;
    Place place;
} PlotName;

/* A name of [model], or of [data] where there is none (or either, where both are allowed). */
static bool scan_plot_name(Loader *loader, Scan *scan, bool model, bool data, PlotName *out, Err *e) {
    const char *what = model && data ? "a name of [data] or [model]"
                       : model       ? "a name of [model]"
                                     : "a name of [data]",
               *name;
    if (!scan_name(scan, loader->arena, what, &name, &out->place, e)) return false;
    out->name = loader_assignment(loader, name);
    Section section = out->name == NULL ? SECTION_COUNT : out->name->entry->section;
    if ((model && section == SECTION_MODEL) || (data && section == SECTION_DATA)) {
        out->known = loader_known(loader, out->name);
        return true;
    }
    if (out->name != NULL)
        return err_at(e, out->place, "%s is expected here; %.60s is in [%s]", what, name,
                      section_name(section));
    err_at(e, out->place, "%s is expected here; there is no %.60s", what, name);
    err_suggest(e, name, names_all(loader->scope), names_count(loader->scope));
    return false;
}

static bool scan_word(Scan *scan, const char *word, Err *e) {
    int which;
    return scan_choice(scan, &word, 1, &which, e);
}

static bool check_cols(const PlotName *name, int cols, Err *e) {
    return name->known.cols == cols ||
           err_at(e, name->place, "%.60s is %d×%d; columns needed here: %d", name->name->entry->key,
                  name->known.rows, name->known.cols, cols);
}

static bool check_rows(const PlotName *a, const PlotName *b, Err *e) {
    return a->known.rows == b->known.rows ||
           err_at(e, a->place, "%.60s has %d row%s and %.60s has %d: they do not belong together",
                  a->name->entry->key, a->known.rows, a->known.rows == 1 ? "" : "s", b->name->entry->key,
                  b->known.rows);
}

bool plot_needs_model(const Loader *loader, const Entry *entry, Err *e) {
    return loader->lesson->model_count > 0 ||
           err_at(e, entry->place, "%s needs a [model]; this lesson is a picture", entry->key);
}

/* With a model, a picture of its input is a picture of what it reads. */
static bool check_used(const Loader *loader, const PlotName *x, Err *e) {
    return loader->lesson->model_count == 0 || x->name->used || x->name->entry->section == SECTION_MODEL ||
           err_at(e, x->place, "%.60s is not used in [model]", x->name->entry->key);
}

/* y against x */
static bool read_against(Loader *loader, const Entry *entry, bool model, const char **y_name,
                         const char **x_name, Err *e) {
    Scan scan = entry_scan(entry);
    PlotName y, x;
    if (!scan_plot_name(loader, &scan, model, !model, &y, e) || !scan_word(&scan, "against", e) ||
        !scan_plot_name(loader, &scan, false, true, &x, e) || !scan_end(&scan, e))
        return false;
    *y_name = y.name->entry->key;
    *x_name = x.name->entry->key;
    if (model && !check_used(loader, &x, e)) return false;
    if (!model) { /* two names of [data]: whole, whether a mini-batch cuts them or not */
        y.known = y.name->known;
        x.known = x.name->known;
    }
    return check_cols(&y, 1, e) && check_cols(&x, 1, e) && check_rows(&y, &x, e);
}

bool plot_curve(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    return read_against(loader, entry, loader->lesson->model_count > 0, &plot->curve_y, &plot->curve_x, e);
}

bool plot_points(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    return read_against(loader, entry, false, &plot->points_y, &plot->points_x, e);
}

bool plot_boundary(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    Scan scan = entry_scan(entry);
    PlotName p, x;
    if (!plot_needs_model(loader, entry, e) || !scan_plot_name(loader, &scan, true, false, &p, e) ||
        !scan_word(&scan, "over", e) || !scan_plot_name(loader, &scan, false, true, &x, e) ||
        !scan_end(&scan, e))
        return false;
    plot->boundary_p = p.name->entry->key;
    plot->boundary_x = x.name->entry->key;
    if (!check_cols(&x, 2, e) || !check_rows(&p, &x, e)) return false;
    Assignment *input;
    if (!loader_single_input(loader, p.name, &input, e)) return false;
    return input == x.name ||
           err_at(e, p.place, "decision regions need a name that %.60s alone decides, of all samples",
                  plot->boundary_x);
}

bool plot_images(Loader *loader, const Entry *entry, Err *e) {
    Plot *plot = &loader->lesson->plot;
    Scan scan = entry_scan(entry);
    PlotName x;
    if (!scan_plot_name(loader, &scan, loader->lesson->model_count > 0, true, &x, e) ||
        !scan_word(&scan, "as", e))
        return false;
    Place place = scan_here(&scan);
    if (!scan_size(&scan, &plot->image_rows, &plot->image_cols, e) || !scan_end(&scan, e)) return false;
    if (!check_used(loader, &x, e)) return false;
    plot->images = x.name->entry->key;
    int64_t pixels = (int64_t)plot->image_rows * plot->image_cols;
    return pixels == x.known.cols ||
           err_at(e, place, "%.60s has %d columns, and %dx%d are %lld", plot->images, x.known.cols,
                  plot->image_rows, plot->image_cols, (long long)pixels);
}

bool plot_classes(Loader *loader, const Entry *entry, Err *e) {
    Scan scan = entry_scan(entry);
    PlotName p;
    if (!plot_needs_model(loader, entry, e) || !scan_plot_name(loader, &scan, true, false, &p, e) ||
        !scan_end(&scan, e))
        return false;
    loader->lesson->plot.classes = p.name->entry->key;
    if (p.known.rows != loader->lesson->train.batch)
        return err_at(e, p.place, "%.60s has %d rows, not one a sample (%d)", p.name->entry->key,
                      p.known.rows, loader->lesson->train.batch);
    return p.known.cols > 1 ||
           err_at(e, p.place, "%.60s has one column: there are no classes in it", p.name->entry->key);
}
