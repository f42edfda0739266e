/* app: opens and closes what the program holds. */
#include "app.h"

#include "app/command/frame.h"
#include "app/learn/hunt.h"
#include "app/load/catalog.h"
#include "app/load/loading.h"
#include "app/load/runs.h"
#include "app/session/session.h"
#include "app/state/keymap.h"

bool app_open(App *app, const Options *options, const Assets *assets, Err *e) {
    app->options = options;
    app->assets = assets;
    app->exec = exec_best();
    app->ui.speed = SPEED_FIRST;
    app->ui.still = options->still;
    app->ui.chain = options->chain;
    app->ui.scene = (SceneOptions){.theme = options->theme,
                                   .main_view = options->view,
                                   .text_size = options->text_size > 0 ? options->text_size : 1,
                                   .zoom = 1,
                                   .flow = 1,
                                   .scale = options->scale > 0 ? options->scale : 1,
                                   .pointer = {-1, -1}};
    RunSpec wanted = {0};
    if ((app->texts = text_open(assets->root, options->lang, e)) == NULL) return false;
    if ((app->fonts = fonts_open(assets->root, e)) == NULL) return false;
    draw_init(&app->list, app->fonts);
    frame_lists(app);
    if (!assets_lesson(assets, options->lesson, wanted.path, sizeof wanted.path, e)) return false;
    wanted.other = options->versus_count > 0 ? OTHER_VERSUS : OTHER_BUGS;
    if (options->hunt) wanted.hunt = ++app->catalog.hunts;
    if (catalog_has_own(app)) runs_watch(app, wanted.path);
    if (!runs_open(app, &wanted, e)) return runs_await(app, &wanted, e);
    if (options->versus_count > 0 && !session_pair(app, e)) return false;
    Moment moment;
    int step = options->step < 0 ? 0 : options->step;
    if (!session_moment(&app->session, options->epoch, options->batch, step, &moment, e)) return false;
    bool start =
        options->epoch == 1 && options->batch == 1 && options->step < 0 && options->task == TASK_WINDOW;
    if (!start && session_runs(&app->session))
        timeline_seek(app->session.timeline, app->session.machine, moment);
    session_follow(app, -1);
    return true;
}

void app_close(App *app) {
    loading_drop(app->loading);
    trainer_stop(app->trainer);
    window_close(app->window);
    session_close(&app->session);
    session_close(&app->other);
    alignment_free(app->alignment);
    hunt_close(app);
    draw_free(&app->list);
    fonts_close(app->fonts);
    text_close(app->texts);
}
