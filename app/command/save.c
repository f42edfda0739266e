/* save: pictures of a frame, written whole or not at all. */
#include "save.h"

#include "app/base/output.h"
#include "app/learn/hunt.h"
#include "app/state/message.h"
#include "engine/base/os.h"
#include "engine/report/export.h"
#include "frame.h"
#include "render/file/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static bool save_list(const App *app, const char *path, Pixels pixels, Err *e) {
    Output output;
    if (!output_open(&output, path, e)) return false;
    const char *ending = strrchr(path, '.');
    bool svg = ending != NULL && strcmp(ending, ".svg") == 0;
    bool good = svg ? picture_svg(output.stream, &app->list, e) : picture_png(output.stream, pixels, e);
    return output_end(&output, good, e);
}

bool save_shot(App *app, Err *e) {
    const Options *options = app->options;
    const Lesson *other = app->other.lesson;
    int width = options->width, height = options->height;
    if (!output_spares(options->output, app->session.lesson, e)) return false;
    if (other != NULL && !output_spares(options->output, other, e)) return false;
    frame_draw(app, width, height);
    Pixels pixels = {malloc((size_t)width * (size_t)height * sizeof(uint32_t)), width, height, width};
    Raster *raster = raster_new();
    Rect dirty[1];
    int count;
    bool good =
        pixels.at != NULL && raster != NULL && raster_paint(raster, &app->list, pixels, dirty, 1, &count);
    if (!good) err_memory(e);
    good = good && save_list(app, options->output, pixels, e);
    raster_free(raster);
    free(pixels.at);
    return good;
}

/* NAME-NUMBER that no file with one of the endings has. false and *e: all are taken. */
static bool find_base(const App *app, const char *const *endings, int count, char *base, size_t size,
                      Err *e) {
    const char *name = hunt_runs(app) ? "hunt" : app->session.lesson->name; /* a name would tell */
    for (int number = 1; number < 10000; number++) {
        char path[160];
        bool taken = false;
        snprintf(base, size, "%.100s-%d", name, number);
        for (int k = 0; k < count; k++) {
            snprintf(path, sizeof path, "%s%s", base, endings[k]);
            taken |= os_is_taken(path);
        }
        if (!taken) return true;
    }
    return err_set(e, "there are ten thousand files %.100s-… already", name);
}

static void say_saved(App *app, bool good, const char *key, const char *base, const Err *e) {
    char folder[1024];
    os_folder_here(folder, sizeof folder);
    if (good)
        message_tell(app, key, TEXT_STRING("name", base), TEXT_STRING("folder", folder));
    else
        message_complain(app, e);
}

void save_frame(App *app, Pixels pixels) {
    static const char *const endings[] = {".png", ".svg"};
    char base[128], path[160];
    Err e = {0};
    bool good = find_base(app, endings, 2, base, sizeof base, &e);
    for (int k = 0; k < 2 && good; k++) {
        snprintf(path, sizeof path, "%s%s", base, endings[k]);
        good = save_list(app, path, pixels, &e);
    }
    say_saved(app, good, "message.picture", base, &e);
}

static bool write_points(const App *app, const char *base, Err *e) {
    char path[160];
    Output output;
    snprintf(path, sizeof path, "%s.csv", base);
    if (!output_open(&output, path, e)) return false;
    return output_end(&output, export_points_csv(output.stream, app->session.lesson, e), e);
}

void save_points(App *app) {
    static const char *const endings[] = {".csv"};
    char base[128];
    Err e = {0};
    if (app->session.lesson->plot.points_x == NULL) {
        message_say(app, "message.points_none");
        return;
    }
    bool good = find_base(app, endings, 1, base, sizeof base, &e) && write_points(app, base, &e);
    say_saved(app, good, "message.points_saved", base, &e);
}
