/* list: the verbs of the list of lessons. */
#include "app/load/catalog.h"
#include "app/load/runs.h"
#include "app/state/message.h"
#include "handlers.h"

void list_switch(App *app) {
    SceneOptions *scene = &app->ui.scene;
    scene->lessons = !scene->lessons;
    scene->help = false;
    app->ui.message[0] = '\0'; /* it would lie over the list */
    app->ui.typed = 0;
    if (!scene->lessons) return;
    catalog_read(app);
    scene->lesson_selected = catalog_shown(app);
}

void list_move(App *app, int64_t by) {
    SceneOptions *scene = &app->ui.scene;
    int64_t entry = scene->lesson_selected + by, last = scene->lesson_count - 1;
    scene->lesson_selected = (int)(entry < 0 || last < 0 ? 0 : entry > last ? last : entry);
    app->ui.typed = 0;
}

void list_lesson(App *app, int64_t entry) {
    app->ui.scene.lessons = false;
    if (entry < 0 || entry >= app->ui.scene.lesson_count) return;
    RunSpec wanted;
    Err e;
    if (catalog_wanted(app, (int)entry, &wanted, &e))
        runs_load_soon(app, &wanted);
    else
        message_complain(app, &e);
}

/* "1", then "2" is 12; where there is no 12, it is 2. A number that no digit can follow is taken at once. */
void list_digit(App *app, int64_t digit) {
    SceneOptions *scene = &app->ui.scene;
    int number = app->ui.typed * 10 + (int)digit;
    if (number > scene->lesson_count) number = (int)digit;
    if (number < 1 || number > scene->lesson_count) return;
    app->ui.typed = number;
    scene->lesson_selected = number - 1;
    if (number * 10 > scene->lesson_count) list_lesson(app, number - 1);
}
