/* screen: the verbs that change how the screen looks, and the one that ends the program. */
#include "app/learn/hunt.h"
#include "app/learn/predict.h"
#include "app/session/session.h"
#include "app/state/message.h"
#include "app/state/speed.h"
#include "frame.h"
#include "handlers.h"

#include <math.h>
#include <string.h>

static const float text_sizes[] = {0.75f, 0.85f, 1, 1.15f, 1.3f, 1.5f, 1.75f, 2, 2.5f};

static float next_text_size(float size, int direction) {
    int count = (int)(sizeof text_sizes / sizeof *text_sizes), at = 0;
    while (at < count - 1 && text_sizes[at] < size - 0.001f) at++;
    at += direction;
    return text_sizes[at < 0 ? 0 : at >= count ? count - 1 : at];
}

void screen_speed(App *app, int64_t direction) {
    int speed = app->ui.speed + (int)direction;
    app->ui.speed = speed < 0 ? 0 : speed >= SPEED_COUNT ? SPEED_COUNT - 1 : speed;
    app->ui.next_tick = 0;
    const Speed *row = &speed_table[app->ui.speed];
    const char *key = row->steps > 0 ? "message.speed_steps" : "message.speed_epochs";
    message_tell(app, key, TEXT_FORMAT("n", "%g", (double)(row->steps > 0 ? row->steps : row->epochs)));
}

void screen_zoom(App *app, int64_t direction) {
    SceneOptions *scene = &app->ui.scene;
    float before = scene->zoom, factor = direction > 0 ? 1.2f : 1 / 1.2f;
    scene->zoom = fminf(fmaxf(before * factor, 0.25f), 8);
    if (fabsf(scene->zoom - 1) < 0.02f) scene->zoom = 1;
    if (scene->pointer.x < 0) return;
    Rect panel = scene_panel(&app->view, scene, app->list.width, app->list.height, PANEL_MAIN);
    float ratio = scene->zoom / before;
    float x = scene->pointer.x - (panel.x + panel.w / 2), y = scene->pointer.y - (panel.y + panel.h / 2);
    scene->pan_x = x - (x - scene->pan_x) * ratio;
    scene->pan_y = y - (y - scene->pan_y) * ratio;
}

void screen_language(App *app) {
    char names[ASSETS_MAX_LANGUAGES][TEXT_LANG];
    int count = assets_languages(app->assets, names), at = 0;
    Err e;
    while (at < count && strcmp(names[at], text_lang(app->texts)) != 0) at++;
    if (count == 0) return;
    if (!frame_speak(app, names[(at + 1) % count], &e)) message_complain(app, &e);
}

void screen_fullscreen(App *app) {
    app->ui.fullscreen = !app->ui.fullscreen;
    if (app->window != NULL) window_fullscreen(app->window, app->ui.fullscreen);
}

enum { ASK_MICROSECONDS = 6000000 };

const char *screen_loses(const App *app) {
    static const char *const keys[] = {NULL, "print.lost.hunt", "print.lost.points", "print.lost.both"};
    bool hunt = hunt_runs(app) && app->hunt.tries > 0, points = app->shown.points.count > 0;
    return keys[hunt + 2 * points];
}

/* One Escape too many, after an entry or a selection, must not cost a hunt or moved points. */
static void leave_program(App *app) {
    app->quit = app->now < app->ui.leaves_until || screen_loses(app) == NULL;
    app->ui.leaves_until = app->now + ASK_MICROSECONDS;
    if (!app->quit) message_say(app, "message.leave");
}

/* Escape closes what lies on top, one thing a press. */
void screen_leave(App *app) {
    SceneOptions *scene = &app->ui.scene;
    if (predict_lets_go(app)) return;
    if (scene->help) {
        scene->help = false;
    } else if (scene->lessons) {
        scene->lessons = false;
    } else if (scene->blank) {
        scene->blank = false;
    } else if (scene->enlarged != 0) {
        scene->enlarged = 0;
    } else if (scene->chosen_point != 0) {
        scene->chosen_point = 0;
    } else if (app->ui.selection.slot >= 0) {
        app->ui.selection = (Selection){.slot = -1, .sample = app->ui.selection.sample};
    } else if (app->predict.on) {
        predict_switch(app);
    } else if (app->ui.fullscreen) {
        screen_fullscreen(app);
    } else {
        leave_program(app);
    }
}

void screen_play(App *app) {
    app->ui.scene.playing = !app->ui.scene.playing && session_runs(&app->session);
    app->ui.next_tick = 0;
}

/* As large as the panel is, and in its middle. */
static void unzoom(SceneOptions *scene) {
    scene->zoom = 1;
    scene->pan_x = scene->pan_y = 0;
}

void screen_view(App *app) {
    SceneOptions *scene = &app->ui.scene;
    scene->main_view = (MainView)((scene->main_view + 1) % MAIN_COUNT);
    unzoom(scene);
}

void screen_check(App *app) {
    app->ui.scene.check = !app->ui.scene.check;
}

void screen_theme(App *app) {
    app->ui.scene.theme = theme_next(app->ui.scene.theme);
}

void screen_text_size(App *app, int64_t direction) {
    app->ui.scene.text_size = next_text_size(app->ui.scene.text_size, (int)direction);
}

void screen_enlarge(App *app, int64_t panel) {
    SceneOptions *scene = &app->ui.scene;
    scene->enlarged = scene->enlarged == panel ? 0 : (int)panel;
    if (panel == 0) unzoom(scene);
}

void screen_blank(App *app) {
    app->ui.scene.blank = !app->ui.scene.blank;
}

void screen_picture(App *app) {
    app->picture = true;
}

void screen_help(App *app) {
    app->ui.scene.help = !app->ui.scene.help;
    app->ui.message[0] = '\0'; /* it would lie over the text */
}

void screen_quit(App *app) {
    app->quit = true;
}
