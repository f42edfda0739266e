/* options: reads the command line from two tables: the subcommands, and the options with the subcommands they
 * are for. */
#include "options.h"

#include <errno.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/number.h"
#include "engine/base/os.h"

/* Which tasks an option goes with: a bit each. */
enum {
    FOR_WINDOW = 1 << TASK_WINDOW,
    FOR_LIST = 1 << TASK_LIST,
    FOR_TRACE = 1 << TASK_TRACE,
    FOR_TRAIN = 1 << TASK_TRAIN,
    FOR_CHECK = 1 << TASK_CHECK,
    FOR_SHOT = 1 << TASK_SHOT,
    FOR_NEW = 1 << TASK_NEW,
    FOR_ALL = FOR_NEW - 1
};

static const char *const task_names[] = {
    [TASK_LIST] = "list",   [TASK_TRACE] = "trace", [TASK_TRAIN] = "train",
    [TASK_CHECK] = "check", [TASK_SHOT] = "shot",   [TASK_NEW] = "new",
};

typedef bool Setter(Options *options, const char *value, Err *e);

/* Digits alone: strtoll would take white space and a plus before them. */
static bool whole_number(const char *value, int64_t low, int64_t high, int64_t *out) {
    size_t digits = strspn(value, "0123456789");
    errno = 0;
    long long number = strtoll(value, NULL, 10);
    if (digits == 0 || value[digits] != '\0' || errno != 0 || number < low || number > high) return false;
    *out = number;
    return true;
}

static bool set_epoch(Options *options, const char *value, Err *e) {
    if (whole_number(value, 1, INT64_MAX, &options->epoch)) return true;
    return err_set(e, "--epoch takes a whole number from 1, not \"%.40s\"", value);
}

static bool set_batch(Options *options, const char *value, Err *e) {
    if (whole_number(value, 1, INT32_MAX, &options->batch)) return true;
    return err_set(e, "--batch takes a whole number from 1, not \"%.40s\"", value);
}

static bool set_step(Options *options, const char *value, Err *e) {
    int64_t step;
    if (!whole_number(value, 1, INT32_MAX, &step))
        return err_set(e, "--step takes a whole number from 1, not \"%.40s\"", value);
    options->step = (int)step;
    return true;
}

static bool add_override(Options *options, const char *key, const char *value, Err *e) {
    if (options->set_count == OPTIONS_MAX_SETS)
        return err_set(e, "at most %d values can be set on the command line", OPTIONS_MAX_SETS);
    options->sets[options->set_count++] = (Override){key, value};
    return true;
}

static bool set_epochs(Options *options, const char *value, Err *e) {
    int64_t epochs;
    if (!whole_number(value, 1, INT64_MAX, &epochs))
        return err_set(e, "--epochs takes a whole number from 1, not \"%.40s\"", value);
    return add_override(options, "epochs", value, e);
}

/* KEY=VALUE is cut in place: argv belongs to the program. */
static bool set_override(Options *options, const char *value, Err *e) {
    char *equals = strchr(value, '=');
    if (equals == NULL || equals == value)
        return err_set(e, "--set takes KEY=VALUE, such as --set lr=0.1, not \"%.40s\"", value);
    *equals = '\0';
    return add_override(options, value, equals + 1, e);
}

static const char *trim(char *text) {
    char *end = text + strlen(text);
    while (end > text && end[-1] == ' ') end--;
    *end = '\0';
    return text + strspn(text, " ");
}

/* A comma ends a value where another KEY= follows: "lr=0.1, frozen=W1, b1, seed=7" are three. */
static char *find_pair_end(char *at) {
    for (char *comma = strchr(at, ','); comma != NULL; comma = strchr(comma + 1, ',')) {
        size_t word = strcspn(comma + 1, ",=");
        if (comma[1 + word] != ',' && comma[1 + word] != '\0') return comma;
    }
    return NULL;
}

/* Cut in place, as --set's value is. */
static bool set_versus(Options *options, const char *value, Err *e) {
    // NOLINTNEXTLINE(performance-no-int-to-ptr): argv, which may be written to
    for (char *at = (char *)(uintptr_t)value; at != NULL;) {
        char *end = find_pair_end(at), *equals = strchr(at, '=');
        if (end != NULL) *end = '\0';
        if (equals == NULL || *trim(at) == '=')
            return err_set(
                e, "--versus takes KEY=VALUE, … such as --versus \"lr=0.3, seed=7\", not \"%.40s\"", at);
        if (options->versus_count == OPTIONS_MAX_SETS)
            return err_set(e, "at most %d values can be set on the command line", OPTIONS_MAX_SETS);
        *equals = '\0';
        options->versus[options->versus_count++] = (Override){trim(at), trim(equals + 1)};
        at = end == NULL ? NULL : end + 1;
    }
    return true;
}

/* The index of the value among the names; −1: it is none. */
static int choose(const char *value, const char *const *names, int count) {
    while (--count >= 0 && strcmp(value, names[count]) != 0) continue;
    return count;
}

static bool set_format(Options *options, const char *value, Err *e) {
    static const char *const names[] = {"text", "json", "csv"};
    int chosen = choose(value, names, 3);
    options->format = (Format)chosen;
    if (chosen >= 0) return true;
    err_set(e, "--format takes text, json or csv, not \"%.40s\"", value);
    err_suggest(e, value, names, 3);
    return false;
}

static bool set_output(Options *options, const char *value, Err *e) {
    if (*value == '\0') return err_set(e, "-o takes the name of a file");
    options->output = value;
    return true;
}

static bool set_size(Options *options, const char *value, Err *e) {
    int64_t width = 0, height = 0;
    char copy[32];
    char *times = NULL;
    if (strlen(value) < sizeof copy) {
        memcpy(copy, value, strlen(value) + 1);
        times = strchr(copy, 'x');
    }
    if (times != NULL) *times = '\0';
    if (times == NULL || !whole_number(copy, 320, 8192, &width) ||
        !whole_number(times + 1, 240, 8192, &height))
        return err_set(e, "--size takes WIDTHxHEIGHT in pixels from 320x240 to 8192x8192, not \"%.40s\"",
                       value);
    options->width = (int)width;
    options->height = (int)height;
    return true;
}

static bool set_view(Options *options, const char *value, Err *e) {
    static const char *const names[MAIN_COUNT] = {"graph", "network", "matrix"};
    int chosen = choose(value, names, MAIN_COUNT);
    options->view = (MainView)chosen;
    options->has_view = true;
    if (chosen >= 0) return true;
    err_set(e, "--view takes graph, network or matrix, not \"%.40s\"", value);
    err_suggest(e, value, names, MAIN_COUNT);
    return false;
}

static bool set_theme(Options *options, const char *value, Err *e) {
    options->theme = theme_find(value);
    options->has_theme = true;
    if (options->theme != NULL) return true;
    const char *names[8];
    int count = 0;
    while (count < theme_count && count < 8) names[count] = theme_table[count].name, count++;
    err_set(e, "--theme takes dark, paper or contrast, not \"%.40s\"", value);
    err_suggest(e, value, names, count);
    return false;
}

bool options_take_lang(const char *value, char lang[TEXT_LANG]) {
    size_t letters = text_lang_length(value);
    if (letters == 0 || value[letters] != '\0') return false;
    memcpy(lang, value, letters + 1);
    return true;
}

/* Whether there is such a language is known when the assets are found (assets_language). */
static bool set_lang(Options *options, const char *value, Err *e) {
    if (!options_take_lang(value, options->lang))
        return err_set(e, "--lang takes a language such as en or ru, not \"%.40s\"", value);
    options->has_lang = true;
    return true;
}

static bool set_scale(Options *options, const char *value, Err *e) {
    double scale = 0;
    size_t length = strlen(value);
    if (length == 0 || number_read(value, length, &scale) != length || !(scale >= 0.5 && scale <= 4))
        return err_set(e, "--scale takes a number from 0.5 to 4, not \"%.40s\"", value);
    options->scale = (float)scale;
    return true;
}

static const struct OptionRow {
    const char *name;
    unsigned tasks;
    Setter *set; /* NULL: it takes no value … */
    size_t flag; /* … and sets this bool of Options */
} option_table[] = {
    {"--epoch", FOR_WINDOW | FOR_TRACE | FOR_SHOT | FOR_CHECK, set_epoch, 0},
    {"--batch", FOR_WINDOW | FOR_TRACE | FOR_SHOT | FOR_CHECK, set_batch, 0},
    {"--step", FOR_WINDOW | FOR_TRACE | FOR_SHOT, set_step, 0},
    {"--still", FOR_WINDOW, NULL, offsetof(Options, still)},
    {"--hunt", FOR_WINDOW | FOR_SHOT, NULL, offsetof(Options, hunt)},
    {"--chain", FOR_WINDOW | FOR_SHOT, NULL, offsetof(Options, chain)},
    {"--epochs", FOR_TRAIN, set_epochs, 0},
    {"--set", FOR_ALL, set_override, 0},
    {"--versus", FOR_WINDOW | FOR_SHOT, set_versus, 0},
    {"--format", FOR_TRACE | FOR_TRAIN | FOR_CHECK, set_format, 0},
    {"-o", FOR_TRAIN | FOR_TRACE | FOR_SHOT, set_output, 0},
    {"--size", FOR_WINDOW | FOR_SHOT, set_size, 0},
    {"--view", FOR_WINDOW | FOR_SHOT, set_view, 0},
    {"--theme", FOR_WINDOW | FOR_SHOT, set_theme, 0},
    {"--lang", FOR_ALL | FOR_NEW, set_lang, 0},
    {"--scale", FOR_WINDOW | FOR_SHOT, set_scale, 0},
};
enum { OPTION_COUNT = sizeof option_table / sizeof *option_table };

static const struct OptionRow *find_option(const char *name, size_t length) {
    for (int i = 0; i < OPTION_COUNT; i++) {
        if (strlen(option_table[i].name) == length && strncmp(option_table[i].name, name, length) == 0)
            return &option_table[i];
    }
    return NULL;
}

static bool refuse_unknown(const char *word, Err *e) {
    const char *names[OPTION_COUNT];
    for (int i = 0; i < OPTION_COUNT; i++) names[i] = option_table[i].name;
    err_set(e, "there is no option %.60s; `backstep --help` lists all", word);
    err_suggest(e, word, names, OPTION_COUNT);
    return false;
}

/* One option at argv[*at]: `--name value` or `--name=value`. */
static bool parse_option(Options *options, int argc, char **argv, int *at, Err *e) {
    const char *word = argv[*at];
    const char *equals = word[1] == '-' ? strchr(word, '=') : NULL;
    const struct OptionRow *row = find_option(word, equals ? (size_t)(equals - word) : strlen(word));
    if (row == NULL) return refuse_unknown(word, e);
    if (!(row->tasks >> options->task & 1))
        return err_set(e, "%s does not go with this command; see `backstep --help`", row->name);
    if (row->set == NULL) {
        *((bool *)(void *)((char *)options + row->flag)) = true;
        return equals == NULL || err_set(e, "%s takes no value", row->name);
    }
    if (equals != NULL) return row->set(options, equals + 1, e);
    if (*at + 1 >= argc) return err_set(e, "%s needs a value after it", row->name);
    return row->set(options, argv[++*at], e);
}

static bool is_picture_name(const char *path) {
    const char *ending = strrchr(path, '.');
    return ending != NULL && (strcmp(ending, ".png") == 0 || strcmp(ending, ".svg") == 0);
}

static bool is_lesson_name(const char *path) {
    const char *ending = strrchr(path, '.'), *slash = strrchr(path, '/');
    return ending != NULL && ending > path && (slash == NULL || ending != slash + 1) &&
           strcmp(ending, ".lesson") == 0;
}

/* Whether the formats and files asked for exist for this task. */
static bool check_task(const Options *options, bool has_lesson, Err *e) {
    if (options->format == FORMAT_CSV && options->task != TASK_TRAIN)
        return err_set(e, "--format csv is for `train`; `trace` and `check` give text or json");
    if (options->task == TASK_SHOT && options->output == NULL)
        return err_set(e, "`backstep shot` needs -o FILE, ending in .png or .svg");
    if (options->task == TASK_SHOT && !is_picture_name(options->output))
        return err_set(e, "-o %.200s: the picture's name must end in .png or .svg", options->output);
    if (options->task == TASK_NEW && !has_lesson)
        return err_set(e, "which file is to be written? For example: backstep new my.lesson");
    if (options->task == TASK_NEW && !is_lesson_name(options->lesson))
        return err_set(e, "%.200s: the name of a lesson's file must end in .lesson", options->lesson);
    if (options->hunt && options->versus_count > 0)
        return err_set(e,
                       "--hunt hides a run's mistakes and --versus shows another run: one of them at a time");
    bool needs_lesson = options->task >= TASK_TRACE && options->task <= TASK_SHOT;
    if (needs_lesson && !has_lesson)
        return err_set(e, "which lesson? Give a name (`backstep list` shows them) or a file's path");
    if (options->task == TASK_LIST && has_lesson) return err_set(e, "`backstep list` takes no lesson");
    return true;
}

Options options_usual(void) {
    return (Options){.lesson = "x2-relu",
                     .epoch = 1,
                     .batch = 1,
                     .step = -1,
                     .width = 1280,
                     .height = 720,
                     .theme = theme_find("dark")};
}

/* The language of --lang, wherever it stands, so that a mistake before it is told in that language, too; else
   the environment's ("ru" of "ru_RU.UTF-8"), else "en". */
static void choose_lang(int argc, char **argv, char lang[TEXT_LANG]) {
    const char *locale = os_locale();
    size_t letters = text_lang_length(locale);
    bool plain = letters > 1 && strcmp(locale, "posix") != 0;
    snprintf(lang, TEXT_LANG, "%.*s", plain ? (int)letters : 2, plain ? locale : "en");
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0)
            options_take_lang(argv[i] + 7, lang);
        else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            options_take_lang(argv[i + 1], lang);
    }
}

bool options_parse(Options *options, int argc, char **argv, Err *e) {
    *options = options_usual();
    choose_lang(argc, argv, options->lang);
    for (int task = TASK_LIST; argc > 1 && task <= TASK_NEW; task++)
        if (strcmp(argv[1], task_names[task]) == 0) options->task = (Task)task;
    int at = options->task == TASK_WINDOW ? 1 : 2;
    bool has_lesson = false;
    for (; at < argc; at++) {
        const char *word = argv[at];
        if (strcmp(word, "--help") == 0 || strcmp(word, "-h") == 0 || strcmp(word, "--version") == 0) {
            options->task = word[2] == 'v' ? TASK_VERSION : TASK_HELP;
            return true;
        }
        if (word[0] == '-' && word[1] != '\0') {
            if (!parse_option(options, argc, argv, &at, e)) return false;
        } else if (has_lesson) {
            return err_set(e, "one lesson at a time: \"%.60s\" is one too many", word);
        } else {
            options->lesson = word;
            has_lesson = true;
        }
    }
    return check_task(options, has_lesson, e);
}
