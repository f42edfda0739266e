/* main: the command line, then a window or a subcommand. */
#include "cli.h"
#include "loop.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int run_window(const Options *options, const Assets *assets) {
    App *app = calloc(1, sizeof *app);
    Err e;
    if (app == NULL) {
        err_set(&e, "there is not enough memory");
        cli_complain(&e);
        return EXIT_FAILED;
    }
    int status = EXIT_DONE;
    if (!app_open(app, options, assets, &e))
        status = EXIT_MISTAKE;
    else if (!loop_run(app, &e))
        status = EXIT_FAILED;
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
