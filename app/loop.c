/* loop: one turn waits for an event, carries out commands, and draws when something has changed. */
#include "loop.h"

#include "runs.h"
#include "save.h"
#include "tick.h"

enum { GLYPH_BYTES = 8 << 20 };

static bool draw_frame(App *app, Raster *raster, Err *e) {
    int width, height;
    window_size(app->window, &width, &height, &app->ui.scene.scale);
    if (app->options->scale > 0) app->ui.scene.scale = app->options->scale;
    app_draw(app, width, height);

    Pixels pixels;
    Rect dirty[32];
    int count = 0;
    if (!window_pixels(app->window, &pixels, e)) return false;
    if (!raster_paint(raster, &app->list, pixels, dirty, 32, &count))
        return err_set(e, "there is not enough memory to draw the window");
    app->dirty = false;
    if (app->picture) {
        app->picture = false;
        save_frame(app, pixels);
    }
    return window_show(app->window, dirty, count, e);
}

/* The body of the loop: called once a frame, it never blocks longer than until the next thing is due. */
static bool loop_turn(App *app, Raster *raster, Err *e) {
    Event event = window_wait(app->window, tick_wait(app));
    app->now = window_now();
    while (event.kind != EVENT_NONE) {
        if (event.kind == EVENT_RESIZE) raster_forget(raster);
        app_event(app, &event);
        event = window_wait(app->window, 0);
    }
    if (atomic_exchange(&app->trained_on, false)) app->dirty = true;
    runs_take(app);
    tick_run(app);
    return app->dirty && !app->quit ? draw_frame(app, raster, e) : true;
}

static bool open_window(App *app, Err *e) {
    app->window = window_open("backstep", app->options->width, app->options->height, e);
    if (app->window == NULL) return false;
    if (window_reduced_motion()) app->ui.still = true;
    runs_train(app);
    app->dirty = true;
    return true;
}

bool loop_run(App *app, Err *e) {
    Raster *raster = raster_new();
    if (raster == NULL) return err_set(e, "there is not enough memory to draw the window");
    bool good = open_window(app, e);
    app->now = window_now();
    while (good && !app->quit) {
        good = loop_turn(app, raster, e);
        fonts_trim(app->fonts, GLYPH_BYTES);
    }
    trainer_stop(app->trainer);
    app->trainer = NULL;
    window_close(app->window);
    app->window = NULL;
    raster_free(raster);
    return good;
}
