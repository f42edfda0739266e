/* fuzz_settings: any bytes as the file of settings: ignored as a whole with a sentence, or taken, and then
 * what the program writes is read as the same. */
#include <assert.h>
#include <math.h>
#include <string.h>

#include "app/cli/settings.h"
#include "input.h"

static bool is_nothing(const Settings *settings) {
    return settings->text_size == 0 && settings->theme == NULL && settings->lang[0] == '\0' &&
           !settings->has_view;
}

static void check_values(const Settings *settings) {
    bool chosen = settings->text_size != 0;
    assert(!chosen || (settings->text_size >= 0.75f && settings->text_size <= 2.5f));
    assert(strspn(settings->lang, "abcdefghijklmnopqrstuvwxyz") == strlen(settings->lang));
    assert((unsigned)settings->view < MAIN_COUNT);
}

static void check_written(const Settings *settings) {
    Settings again;
    Err e = {0};
    const char *path = input_path("written/backstep/settings");
    assert(settings_write(settings, path, &e) && settings_read(&again, path, &e));
    assert(fabsf(again.text_size - settings->text_size) < 1e-5f && again.theme == settings->theme);
    assert(strcmp(again.lang, settings->lang) == 0);
    assert(again.has_view == settings->has_view && again.view == settings->view);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const Assets none;
    Settings settings;
    Err e = {0};
    const char *path = input_file("settings", data, size);
    if (path == NULL) return INPUT_REFUSED;
    if (!settings_read(&settings, path, &e)) {
        assert(is_nothing(&settings));
        input_check_error(&e);
        return INPUT_KEPT;
    }
    assert(e.text[0] == '\0');
    check_values(&settings);
    if (!is_nothing(&settings)) check_written(&settings);
    Options options = options_usual();
    settings_apply(&settings, &options, &none);
    assert(options.theme != NULL);
    return INPUT_KEPT;
}
