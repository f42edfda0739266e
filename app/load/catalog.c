/* catalog: titles read from the lessons' heads; a hunt's name gives nothing away. */
#include "catalog.h"

#include "app/state/message.h"

#include <stdio.h>
#include <string.h>

static const char *name_of(const App *app, int lesson) {
    return lesson < 0 ? app->options->lesson : app->assets->names[lesson];
}

static bool find_path(const App *app, int lesson, char path[ASSETS_PATH]) {
    Err ignored;
    return assets_lesson(app->assets, name_of(app, lesson), path, ASSETS_PATH, &ignored);
}

bool catalog_has_own(const App *app) {
    char path[ASSETS_PATH];
    return find_path(app, -1, path) && strcmp(path, app->options->lesson) == 0;
}

static CatalogEntry *add(Catalog *catalog, int lesson, bool hunt) {
    if (catalog->count == CATALOG_MAX) return NULL;
    CatalogEntry *entry = &catalog->entries[catalog->count++];
    *entry = (CatalogEntry){.lesson = lesson, .hunt = hunt};
    return entry;
}

/* What the list lacks because of the machine is said; a picture has no list. */
static void tell(App *app, const Err *e) {
    if (e->kind != ERR_MISTAKE && app->options->task == TASK_WINDOW) message_complain(app, e);
}

/* The name stands for the title of a lesson that cannot be read; choosing it tells why. */
static void add_lesson(App *app, int lesson) {
    CatalogEntry *entry = add(&app->catalog, lesson, false);
    const char *name = name_of(app, lesson), *slash = strrchr(name, '/');
    char path[ASSETS_PATH];
    Err e = {0};
    if (entry == NULL) return;
    snprintf(entry->key, sizeof entry->key, "%s", slash != NULL ? slash + 1 : name);
    snprintf(entry->title, sizeof entry->title, "%s", entry->key);
    if (find_path(app, lesson, path))
        load_title(path, text_lang(app->texts), false, entry->title, sizeof entry->title, &e);
    tell(app, &e);
}

static void add_hunt(App *app, int lesson, int *number) {
    char path[ASSETS_PATH], title[160];
    Err e = {0};
    bool read = find_path(app, lesson, path) &&
                load_title(path, text_lang(app->texts), true, title, sizeof title, &e);
    tell(app, &e);
    if (!read || title[0] == '\0') return;
    CatalogEntry *entry = add(&app->catalog, lesson, true);
    if (entry == NULL) return;
    text_fill(app->texts, entry->key, sizeof entry->key, "lessons.hunt", TEXT_INT("n", ++*number));
    snprintf(entry->title, sizeof entry->title, "%s", title);
}

void catalog_read(App *app) {
    Catalog *catalog = &app->catalog;
    int number = 0, own = catalog_has_own(app) ? -1 : 0;
    catalog->count = 0;
    for (int i = 0; i < app->assets->lesson_count; i++) add_lesson(app, i);
    for (int i = 0; i < app->assets->lesson_count; i++) add_hunt(app, i, &number);
    if (own < 0) {
        add_lesson(app, own);
        add_hunt(app, own, &number);
    }
    for (int i = 0; i < catalog->count; i++)
        catalog->rows[i] =
            (HelpRow){catalog->entries[i].key, catalog->entries[i].title, catalog->entries[i].hunt};
    app->ui.scene.lesson_rows = catalog->rows;
    app->ui.scene.lesson_count = catalog->count;
}

bool catalog_wanted(App *app, int entry, RunSpec *out, Err *e) {
    const CatalogEntry *chosen = &app->catalog.entries[entry];
    *out = (RunSpec){.hunt = chosen->hunt ? ++app->catalog.hunts : 0};
    return assets_lesson(app->assets, name_of(app, chosen->lesson), out->path, sizeof out->path, e);
}

int catalog_shown(const App *app) {
    for (int i = 0; i < app->catalog.count; i++) {
        const CatalogEntry *entry = &app->catalog.entries[i];
        char path[ASSETS_PATH];
        if (entry->hunt == (app->shown.hunt > 0) && find_path(app, entry->lesson, path) &&
            strcmp(path, app->shown.path) == 0)
            return i;
    }
    return 0;
}
