/* splash: a window with nothing in it but what is being read. */
#include "splash.h"

#include "app/state/keymap.h"
#include "loading.h"
#include "render/style/style.h"

#include <stdio.h>

enum { PATIENCE_MILLISECONDS = 50, LOOK_MILLISECONDS = 20, SLICE_MICROSECONDS = 8000 };

static void draw(App *app, const char *path, int width, int height) {
    const SceneOptions *scene = &app->ui.scene;
    char name[200];
    size_t length;
    const char *start = lesson_name(path, &length);
    snprintf(name, sizeof name, "%.*s", (int)length, start);
    draw_clear(&app->list, width, height, scene->theme->ground);
    Style style = style_make(&app->list, scene);
    Point at = {(float)width / 2, (float)(height / 2)};
    float room = 0.9f * (float)width;
    draw_text_in(&app->list, FONT_TEXT, style.title, at, 0.5f, room, scene->theme->text, name);
    at.y += style_line(style.title);
    draw_text_in(&app->list, FONT_TEXT, style.body, at, 0.5f, room, scene->theme->text_dim,
                 text_get(app->texts, "message.loading"));
}

/* A failure here comes again with the lesson's first frame, which tells it. */
static void show(App *app, Raster *raster, const char *path) {
    int width, height, count = 0;
    Pixels pixels;
    Rect dirty[32];
    Err untold;
    window_size(app->window, &width, &height, &app->ui.scene.scale);
    draw(app, path, width, height);
    if (!window_pixels(app->window, &pixels, &untold)) return;
    if (raster_paint(raster, &app->list, pixels, dirty, 32, &count))
        window_show(app->window, dirty, count, &untold);
}

static bool asks_to_quit(const Event *event) {
    if (event->kind == EVENT_KEY) return keymap_find(event->key, event->mods).verb == DO_QUIT;
    return event->kind == EVENT_QUIT;
}

void splash_wait(App *app, Loading *loading, const char *path) {
    Err untold;
    if (loading_wait(loading, PATIENCE_MILLISECONDS)) return;
    Raster *raster = raster_new();
    if (raster != NULL)
        app->window = window_open("backstep", app->options->width, app->options->height, &untold);
    for (bool drawn = false; app->window != NULL && !loading_wait(loading, 0);) {
        if (!drawn) show(app, raster, path);
        bool works = loading_turn(loading, SLICE_MICROSECONDS);
        Event event = window_wait(app->window, works ? 0 : LOOK_MILLISECONDS);
        drawn = event.kind != EVENT_RESIZE;
        if (!drawn) raster_forget(raster);
        if (asks_to_quit(&event)) app->quit = true;
    }
    raster_free(raster);
}
