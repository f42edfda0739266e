/* main: the command line, then a window or a subcommand. */
#include "app/app.h"
#include "app/base/output.h"
#include "app/cli/cli.h"
#include "app/cli/settings.h"
#include "app/command/command.h"
#include "app/command/frame.h"
#include "app/command/loop.h"
#include "app/state/message.h"
#include "engine/base/os.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The window's life has an end that reaches no return: Xlib calls exit where the display is lost. */
static struct Keeping {
    const App *app; /* NULL: all is kept */
    Settings begin;
    char path[ASSETS_PATH]; /* of the settings; empty: nowhere */
} keeping;

/* Writes the settings that were changed, and tells of what the learner has not given up. */
static void keep(void) {
    const App *app = keeping.app;
    Err failed;
    if (app == NULL) return;
    keeping.app = NULL;
    Settings end = settings_of(app);
    if (keeping.path[0] != '\0' && !settings_keep(keeping.path, &keeping.begin, &end, &failed))
        cli_complain(app->texts, &failed);
    const char *lost = app->quit ? NULL : command_loses(app);
    if (lost == NULL) return;
    text_print(app->texts, stderr, lost, TEXT_INT("tries", app->hunt.tries));
    fputc('\n', stderr);
}

/* From its opening to its end, whatever ends it. */
static int live(App *app, Err *e) {
    keeping.app = app;
    keeping.begin = settings_of(app);
    atexit(keep);
    os_stops_watch(OS_STOPS_ALL);
    bool good = loop_run(app, e);
    os_stops_ignore();
    keep();
    if (good) return os_stopped() != 0 ? EXIT_STOPPED : EXIT_DONE;
    if (!app->waiting) return EXIT_FAILED;
    *e = app->mistake; /* that no window could show */
    return EXIT_MISTAKE;
}

/* Opens the window as the learner left it, and keeps what is changed in it. */
static int run_window(App *app, Options *options, const Assets *assets, Texts **texts, Err *e) {
    Settings kept = {0};
    char *path = keeping.path;
    Err unread, failed; /* of the settings: told, but no failure */
    app->opens = true;
    if (!settings_path(path, sizeof keeping.path)) path[0] = '\0';
    bool broken = path[0] != '\0' && !settings_read(&kept, path, &unread);
    settings_apply(&kept, options, assets);
    *texts = text_open(assets->root, options->lang, &failed);
    if (broken) cli_complain(*texts, &unread);
    if (!app_open(app, options, assets, e)) return EXIT_MISTAKE;
    if (broken) message_complain(app, &unread); /* standard error is not seen from a menu */
    return live(app, e);
}

/* The window, or one frame of it. */
static int run_app(Options *options, const Assets *assets, Texts **texts, Err *e) {
    App *app = calloc(1, sizeof *app);
    int status = EXIT_FAILED;
    if (app == NULL) {
        err_memory(e);
        return status;
    }
    if (options->task == TASK_WINDOW)
        status = run_window(app, options, assets, texts, e);
    else if (!app_open(app, options, assets, e))
        status = EXIT_MISTAKE;
    else if (frame_shot(app, e))
        status = EXIT_DONE;
    app_close(app);
    free(app);
    return status;
}

/* Whether there are texts in the language that was asked for; English serves where only the environment names
 * another. */
static bool settle_language(Options *options, const Assets *assets, Err *e) {
    if (assets_language(assets, options->lang, e)) return true;
    if (options->has_lang) return false;
    strcpy(options->lang, "en");
    return true;
}

/* The texts of the language asked for; NULL where there are none, or none can be found. */
static Texts *find_texts(Options *options) {
    Assets assets;
    Err ignored;
    bool found = assets_find(&assets, &ignored) && settle_language(options, &assets, &ignored);
    return found ? text_open(assets.root, options->lang, &ignored) : NULL;
}

static int run_printed(const Options *options, const Texts *texts, Err *e) {
    Output output;
    output_open(&output, NULL, e);
    if (options->task == TASK_HELP)
        cli_help(output.stream, texts);
    else
        fputs("backstep " BACKSTEP_VERSION "\n", output.stream);
    return output_end(&output, true, e) ? EXIT_DONE : EXIT_FAILED;
}

/* The exit status; *e says why where it has a text. *texts: what mistakes are told in, NULL: English. */
static int run(int argc, char **argv, Texts **texts, Err *e) {
    Options options;
    Assets assets;
    bool good = options_parse(&options, argc, argv, e);
    if (!good || options.task == TASK_HELP || options.task == TASK_VERSION) {
        *texts = find_texts(&options);
        return good ? run_printed(&options, *texts, e) : EXIT_MISTAKE;
    }
    if (!assets_find(&assets, e)) return EXIT_FAILED;
    if (!settle_language(&options, &assets, e)) return EXIT_MISTAKE;
    if (options.task != TASK_WINDOW) *texts = text_open(assets.root, options.lang, e);
    if (options.task == TASK_WINDOW || options.task == TASK_SHOT) return run_app(&options, &assets, texts, e);
    return cli_run(&options, &assets, *texts, e);
}

int main(int argc, char **argv) {
    Texts *texts = NULL;
    Err e = {0};
    os_start();
    int status = run(argc, argv, &texts, &e);
    if (status == EXIT_MISTAKE && e.kind != ERR_MISTAKE) status = EXIT_FAILED;
    if (status != EXIT_DONE && e.text[0] != '\0') cli_complain(texts, &e);
    text_close(texts);
    if (status == EXIT_STOPPED) os_end_stopped();
    return status;
}
