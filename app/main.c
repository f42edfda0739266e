/* main: the command line, then a window or a subcommand. */
#include "cli.h"
#include "loop.h"
#include "settings.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Opens the window as the learner left it, and keeps what is changed in it. */
static int run_window(Options *options, const Assets *assets) {
    App *app = calloc(1, sizeof *app);
    Settings kept = {0};
    char path[ASSETS_PATH];
    Err e, unread;
    if (app == NULL) {
        err_set(&e, "there is not enough memory");
        cli_complain(&e);
        return EXIT_FAILED;
    }
    bool has_path = settings_path(path, sizeof path);
    bool broken = has_path && !settings_read(&kept, path, &unread);
    if (broken) cli_complain(&unread);
    settings_apply(&kept, options, assets);
    int status = EXIT_DONE;
    if (!app_open(app, options, assets, &e)) {
        status = EXIT_MISTAKE;
    } else {
        Settings begin = settings_of(app);
        if (broken) app_say(app, "%s", unread.text); /* standard error is not seen from a menu */
        if (!loop_run(app, &e)) status = EXIT_FAILED;
        if (status == EXIT_FAILED && app->waiting) { /* a mistake that no window could show */
            e = app->mistake;
            status = EXIT_MISTAKE;
        }
        Settings end = settings_of(app);
        Err failed; /* nobody's work is lost: it is told, and no more */
        if (has_path && settings_take(&kept, &begin, &end) && !settings_write(&kept, path, &failed))
            cli_complain(&failed);
    }
    app_close(app);
    free(app);
    if (status != EXIT_DONE) cli_complain(&e);
    return status;
}

static int print(const char *text) {
    return fputs(text, stdout) >= 0 && fflush(stdout) == 0 ? EXIT_DONE : EXIT_FAILED;
}

int main(int argc, char **argv) {
    Options options;
    Assets assets;
    Err e;
    if (!options_parse(&options, argc, argv, &e)) {
        cli_complain(&e);
        return EXIT_MISTAKE;
    }
    if (options.task == TASK_HELP) return print(options_help());
    if (options.task == TASK_VERSION) return print("backstep " BACKSTEP_VERSION "\n");
    if (!assets_find(&assets, &e)) {
        cli_complain(&e);
        return EXIT_FAILED;
    }
    if (!assets_language(&assets, options.lang, &e)) {
        if (options.has_lang) {
            cli_complain(&e);
            return EXIT_MISTAKE;
        }
        strcpy(options.lang, "en");
    }
    return options.task == TASK_WINDOW ? run_window(&options, &assets) : cli_run(&options, &assets);
}
