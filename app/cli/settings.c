/* settings: a small file of `key = value` lines, read whole or not at all. */
#include "settings.h"

#include "app/base/output.h"
#include "engine/base/file.h"
#include "engine/base/os.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { MOST_BYTES = 1 << 14, MOST_PATH = ASSETS_PATH };

static const char *const view_names[MAIN_COUNT] = {"graph", "network", "matrix"};

bool settings_path(char *path, size_t size) {
    char folder[ASSETS_PATH];
    if (!os_folder_settings(folder, sizeof folder)) return false;
    int length = snprintf(path, size, "%s/backstep/settings", folder);
    return length >= 0 && (size_t)length < size;
}

static bool take_value(Settings *settings, const char *key, const char *value) {
    if (strcmp(key, "text_size") == 0) {
        char *end;
        settings->text_size = strtof(value, &end);
        return end != value && *end == '\0' && settings->text_size >= 0.75f && settings->text_size <= 2.5f;
    }
    if (strcmp(key, "theme") == 0) return (settings->theme = theme_find(value)) != NULL;
    if (strcmp(key, "language") == 0) return options_take_lang(value, settings->lang);
    if (strcmp(key, "view") != 0) return false;
    for (int i = 0; i < MAIN_COUNT; i++) {
        if (strcmp(value, view_names[i]) != 0) continue;
        settings->view = (MainView)i;
        return settings->has_view = true;
    }
    return false;
}

/* One line, which ends in 0. */
static bool take_line(Settings *settings, const char *line) {
    char key[32], value[32], rest;
    if (line[strspn(line, " \t\r")] == '\0' || line[strspn(line, " \t")] == '#') return true;
    return sscanf(line, " %31[a-z_] = %31s %c", key, value, &rest) == 2 && take_value(settings, key, value);
}

bool settings_read(Settings *settings, const char *path, Err *e) {
    char *text;
    size_t size;
    *settings = (Settings){0};
    if (os_status(path).kind == OS_NOTHING && (errno == ENOENT || errno == ENOTDIR)) return true;
    if (!file_read(path, MOST_BYTES, &text, &size, NULL, e)) return false;
    bool good = strlen(text) == size;
    int number = 1;
    for (char *line = text, *end; good && line != NULL; line = end, number++) {
        end = strchr(line, '\n');
        if (end != NULL) *end++ = '\0';
        good = take_line(settings, line);
    }
    free(text);
    if (good) return true;
    *settings = (Settings){0};
    return err_set(e, "the settings are ignored: line %d of %.300s is no setting",
                   number > 1 ? number - 1 : 1, path);
}

static bool make_folder(const char *folder, Err *e) {
    return os_folder_make(folder) || err_set(e, "cannot make the folder %.300s: %s", folder, strerror(errno));
}

/* The last two folders of the path: backstep, and the one it is in. */
static bool make_folders(const char *path, Err *e) {
    char folder[MOST_PATH];
    snprintf(folder, sizeof folder, "%s", path);
    *strrchr(folder, '/') = '\0';
    char *slash = strrchr(folder, '/');
    *slash = '\0';
    if (folder[0] != '\0' && !make_folder(folder, e)) return false;
    *slash = '/';
    return make_folder(folder, e);
}

bool settings_write(const Settings *settings, const char *path, Err *e) {
    Output output;
    if (!make_folders(path, e) || !output_open(&output, path, e)) return false;
    FILE *to = output.stream;
    fprintf(to, "# backstep writes this file when something here is changed in its window.\n");
    if (settings->text_size > 0) fprintf(to, "text_size = %g\n", (double)settings->text_size);
    if (settings->theme != NULL) fprintf(to, "theme = %s\n", settings->theme->name);
    if (settings->lang[0] != '\0') fprintf(to, "language = %s\n", settings->lang);
    if (settings->has_view) fprintf(to, "view = %s\n", view_names[settings->view]);
    return output_end(&output, true, e);
}

void settings_apply(const Settings *settings, Options *options, const Assets *assets) {
    Err ignored;
    if (settings->theme != NULL && !options->has_theme) options->theme = settings->theme;
    if (settings->has_view && !options->has_view) options->view = settings->view;
    if (settings->text_size > 0) options->text_size = settings->text_size;
    if (settings->lang[0] != '\0' && !options->has_lang && assets_language(assets, settings->lang, &ignored))
        memcpy(options->lang, settings->lang, sizeof options->lang);
}

Settings settings_of(const App *app) {
    const SceneOptions *scene = &app->ui.scene;
    Settings now = {
        .text_size = scene->text_size, .theme = scene->theme, .has_view = true, .view = scene->main_view};
    snprintf(now.lang, sizeof now.lang, "%s", text_lang(app->texts));
    return now;
}

bool settings_take(Settings *settings, const Settings *begin, const Settings *end) {
    bool size = begin->text_size != end->text_size, theme = begin->theme != end->theme,
         lang = strcmp(begin->lang, end->lang) != 0, view = begin->view != end->view;
    if (size) settings->text_size = end->text_size;
    if (theme) settings->theme = end->theme;
    if (lang) memcpy(settings->lang, end->lang, sizeof settings->lang);
    if (view) settings->has_view = true, settings->view = end->view;
    return size || theme || lang || view;
}

bool settings_keep(const char *path, const Settings *begin, const Settings *end, Err *e) {
    Settings kept;
    Err told; /* when the window opened */
    settings_read(&kept, path, &told);
    return !settings_take(&kept, begin, end) || settings_write(&kept, path, e);
}
