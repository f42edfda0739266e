/* fuzz_app: the whole program without a window: how it is opened, a lesson, and a script of keys, clicks,
 * texts, sizes, pictures and other texts of the lesson's file. It stands somewhere in the lesson and shows
 * it.
 *
 * The input: a byte for the options, the lesson as far as a 0, then events, each a byte for its kind and what
 * belongs to it. What would take long is left out before the program sees it: lessons of many numbers or long
 * runs. */
#include <assert.h>
#include <fcntl.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "app/app.h"
#include "app/command/command.h"
#include "app/command/frame.h"
#include "app/command/loop.h"
#include "app/load/runs.h"
#include "engine/run/machine.h"
#include "input.h"
#include "render/plot/point.h"

enum { MOST_EVENTS = 48, MOST_FRAMES = 8, MOST_RELOADS = 4, MOST_PICTURES = 1, MOST_NUMBERS = 1 << 12 };
#define MOST_WORK 1e6                       /* numbers of all iterations together */
#define TOO_MANY  "too much memory or time" /* a refusal by MOST_NUMBERS */

typedef struct Bench {
    App app;
    Options options;
    Assets assets;
    Raster *raster;
    uint32_t *pixels;
    int width, height;
    bool resized; /* the frame is painted, which takes longest, after that and for a picture */
    int frames, reloads, pictures;
    int saves; /* of the lesson's file */
} Bench;

static const struct {
    int width, height;
} sizes[] = {{640, 400}, {1280, 720}, {320, 240}, {1, 1}, {3, 500}, {900, 30}};
enum { SIZES = sizeof sizes / sizeof *sizes, MOST_PIXELS = 1280 * 720 };

/* Whether the text is a lesson that the program gets through soon; one with a mistake is. */
static bool is_small(const uint8_t *text, size_t size) {
    char folder[200];
    snprintf(folder, sizeof folder, "%s", input_path("."));
    const LessonOptions options = {.data_dir = folder, .max_numbers = MOST_NUMBERS};
    Err e = {0};
    Lesson *lesson = load_lesson_text(input_path("my.lesson"), (const char *)text, size, &options, &e);
    if (lesson == NULL) return strstr(e.text, TOO_MANY) == NULL;
    double work = lesson->batch == NULL ? 0 : (double)lesson_iterations(lesson) * (double)lesson->batch->size;
    lesson_release(lesson);
    return work < MOST_WORK;
}

/* Saved at a time of its own, as the watch sees it. */
static bool save_lesson(Bench *bench, const uint8_t *text, size_t size) {
    const struct timespec times[2] = {{1000000 + bench->saves, 0}, {1000000 + bench->saves, 0}};
    bench->saves++;
    const char *path = input_file("my.lesson", text, size);
    return path != NULL && utimensat(AT_FDCWD, path, times, 0) == 0;
}

static void draw(Bench *bench) {
    App *app = &bench->app;
    if (bench->frames++ >= MOST_FRAMES) return;
    Rect dirty[8];
    int count = 0;
    Pixels pixels = {bench->pixels, bench->width, bench->height, bench->width};
    frame_draw(app, bench->width, bench->height);
    assert(!app->list.failed);
    if (!app->picture && !bench->resized) return;
    bench->resized = false;
    assert(raster_paint(bench->raster, &app->list, pixels, dirty, 8, &count));
    if (app->picture && bench->pictures++ < MOST_PICTURES) frame_save(app, pixels);
    app->picture = false;
}

static void resize(Bench *bench, Input *input) {
    int size = input_byte(input) % SIZES;
    bench->width = sizes[size].width;
    bench->height = sizes[size].height;
    bench->resized = true;
    raster_forget(bench->raster);
    event_do(&bench->app, &(Event){.kind = EVENT_RESIZE});
}

static void reload(Bench *bench, Input *input) {
    const uint8_t *text;
    size_t size = input_text_bytes(input, &text);
    if (bench->reloads++ >= MOST_RELOADS || !is_small(text, size)) return;
    if (!save_lesson(bench, text, size)) return;
    for (int k = 0; k < 3; k++) {
        bench->app.now += 400000;
        loop_tick(&bench->app);
    }
}

/* Below 128 a key of a letter or sign, else one of the others; where it quits it is left out. */
static void key(App *app, Input *input, unsigned mods) {
    int code = input_byte(input);
    Event event = {.kind = EVENT_KEY,
                   .key = code < 128 ? code : KEY_LEFT + code % (KEY_UNKNOWN - KEY_LEFT + 1)};
    event.mods = mods & (MOD_SHIFT | MOD_CTRL | MOD_ALT);
    if (code >= ' ' && code < 127) event.text[0] = (char)code;
    event_do(app, &event);
}

static void text(App *app, Input *input) {
    Event event = {.kind = EVENT_TEXT};
    input_text(input, event.text, sizeof event.text);
    event_do(app, &event);
}

/* In parts of the frame, on a point of the plot, or out of every window. */
static Point place(App *app, Input *input, int kind) {
    int across = input_byte(input), down = input_byte(input);
    if (across == 255 && down == 255) return (Point){NAN, INFINITY};
    if (kind == 1 && app->view.texts != NULL) return plot_point_pixel(&app->list, &app->view, across % 8);
    return (Point){(float)across / 250 * (float)app->list.width, (float)down / 250 * (float)app->list.height};
}

static void mouse(App *app, Input *input, unsigned mods) {
    static const Event events[] = {{.button = 1, .pressed = true}, {.button = 1}, {.dragging = true},
                                   {.button = 3, .pressed = true}, {.wheel = 1},  {.wheel = -1},
                                   {.button = 2, .pressed = true}, {.button = 0}};
    int kind = input_byte(input);
    Event event = events[kind % 8];
    event.kind = EVENT_MOUSE;
    event.mods = mods & (MOD_SHIFT | MOD_CTRL | MOD_ALT);
    event.at = place(app, input, kind >> 3 & 1);
    event_do(app, &event);
}

static void check(const App *app) {
    assert(app->session.lesson != NULL);
    for (int k = 1; k < app->ui.snapshot_count; k++) assert(app->ui.snapshots[k - 1] < app->ui.snapshots[k]);
    const Machine *machine = app->session.machine;
    if (machine == NULL) return;
    assert(machine->at.iteration >= 0 && machine->at.iteration < machine->iterations);
    assert(machine->at.step >= 0 && machine->at.step <= machine->program->steps);
    if (app->view.texts != NULL) assert(app->view.selection.slot < machine->program->slot_count);
}

/* The low three bits of the first byte are the kind, the next three the keys held down. */
static void do_event(Bench *bench, Input *input) {
    App *app = &bench->app;
    int first = input_byte(input);
    unsigned mods = (unsigned)first >> 3 & 7;
    app->now += (first & 64) != 0 ? 2500000 : 10000;
    switch (first & 7) {
    case 0:
    case 1:
    case 2:
        key(app, input, mods);
        break;
    case 3:
    case 4:
        mouse(app, input, mods);
        break;
    case 5:
        text(app, input);
        break;
    case 6:
        reload(bench, input);
        break;
    default:
        resize(bench, input);
    }
    app->quit = false;
    if ((first & 128) != 0) draw(bench);
    loop_tick(app);
    check(app);
}

static Options options_of(int byte, char *path) {
    static const Override sets[] = {{"lr", "0.5"}}, versus[] = {{"optimizer", "adam"}};
    Options options = options_usual();
    options.lesson = path;
    options.hunt = (byte & 1) != 0;
    options.view = (MainView)((byte >> 1 & 3) % MAIN_COUNT);
    strcpy(options.lang, (byte & 8) != 0 ? "ru" : "en");
    if ((byte & 16) != 0) options.sets[options.set_count++] = sets[0];
    if ((byte & 32) != 0) options.versus[options.versus_count++] = versus[0];
    options.still = (byte & 64) != 0;
    if ((byte & 128) != 0) options.task = TASK_SHOT;
    return options;
}

static void remove_pictures(void) {
    static const char *const names[] = {"my-1.png",   "my-1.svg", "hunt-1.png",
                                        "hunt-1.svg", "my-1.csv", "hunt-1.csv"};
    for (size_t k = 0; k < sizeof names / sizeof *names; k++) remove(names[k]);
}

static void run(Bench *bench, Input *input) {
    Err e = {0};
    App *app = &bench->app;
    if (!app_open(app, &bench->options, &bench->assets, &e)) {
        input_check_error(&e);
        return;
    }
    draw(bench);
    for (int k = 0; k < MOST_EVENTS && !input_ends(input); k++) do_event(bench, input);
    draw(bench);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    Input input = {data, size};
    const uint8_t *lesson;
    int first = input_byte(&input);
    size_t lesson_size = input_text_bytes(&input, &lesson);
    if (!is_small(lesson, lesson_size)) return INPUT_REFUSED;
    Err e;
    char path[200];
    Bench *bench = calloc(1, sizeof *bench);
    if (bench == NULL || !save_lesson(bench, lesson, lesson_size) || chdir(input_path(".")) != 0) abort();
    bench->options = options_of(first, strcpy(path, input_path("my.lesson")));
    bench->width = sizes[0].width;
    bench->height = sizes[0].height;
    bench->pixels = malloc(MOST_PIXELS * sizeof *bench->pixels);
    bench->raster = raster_new();
    bool ready = bench->pixels != NULL && bench->raster != NULL && assets_find(&bench->assets, &e);
    assert(ready);
    bench->assets.lesson_count = 0;
    snprintf(bench->assets.data, sizeof bench->assets.data, "%s", input_path("."));
    run(bench, &input);
    app_close(&bench->app);
    raster_free(bench->raster);
    free(bench->pixels);
    free(bench);
    remove_pictures();
    return INPUT_KEPT;
}
