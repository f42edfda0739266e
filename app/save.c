/* save: pictures of a frame, written whole or not at all. */
#include "save.h"

#include "output.h"
#include "render/picture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static bool save_list(const App *app, const char *path, Pixels pixels, Err *e) {
    Output output;
    if (!output_open(&output, path, e)) return false;
    const char *ending = strrchr(path, '.');
    bool svg = ending != NULL && strcmp(ending, ".svg") == 0;
    bool good = svg ? picture_svg(output.stream, &app->list, app->assets->root, e)
                    : picture_png(output.stream, pixels, e);
    if (good) return output_commit(&output, e);
    output_abandon(&output);
    return false;
}

bool save_shot(App *app, Err *e) {
    const Options *options = app->options;
    int width = options->width, height = options->height;
    app_draw(app, width, height);
    Pixels pixels = {malloc((size_t)width * (size_t)height * sizeof(uint32_t)), width, height, width};
    Raster *raster = raster_new();
    Rect dirty[1];
    int count;
    bool good =
        pixels.at != NULL && raster != NULL && raster_paint(raster, &app->list, pixels, dirty, 1, &count);
    if (!good) err_set(e, "there is not enough memory to draw %d × %d pixels", width, height);
    good = good && save_list(app, options->output, pixels, e);
    raster_free(raster);
    free(pixels.at);
    return good;
}

void save_frame(App *app, Pixels pixels) {
    char base[128], path[160], line[240];
    Err e;
    for (int number = 1; number < 10000; number++) {
        snprintf(base, sizeof base, "%.100s-%d", app->study.lesson->name, number);
        snprintf(path, sizeof path, "%s.png", base);
        if (access(path, F_OK) == 0) continue;
        bool good = save_list(app, path, pixels, &e);
        snprintf(path, sizeof path, "%s.svg", base);
        good = good && save_list(app, path, pixels, &e);
        char folder[1024];
        if (getcwd(folder, sizeof folder) == NULL) snprintf(folder, sizeof folder, ".");
        if (good)
            text_fill(app->texts, line, sizeof line, "message.picture", "name", base, "folder", folder, NULL);
        app_say(app, "%s", good ? line : e.text);
        return;
    }
}
