/* bench_window: frames, the drags of the learning rate and of a point, and keys during a training,
   through the window's own loop, with a driver that shows nothing. Usage: bench_window
   frames|worst|drag|point|keys LESSON WIDTH HEIGHT [VERSUS], VERSUS as --versus takes it */
#include <SDL.h>
#include <math.h>
#include <string.h>

#include "app/app.h"
#include "app/command/command.h"
#include "app/command/frame.h"
#include "app/command/loop.h"
#include "bench.h"
#include "render/plot/point.h"

enum { FRAMES = 120, KEY_ROUNDS = 12 };

typedef struct Bench {
    Assets assets;
    Options options;
    App app;
    Loop loop;
    char subject[200]; /* of the rows */
} Bench;

/* A turn that finds this event waiting. */
static void turn_with(Bench *bench, SDL_Event event) {
    Err e;
    SDL_PushEvent(&event);
    if (!loop_turn(&bench->loop, &e)) exit(1);
}

/* A turn that shows what the worker has told meanwhile, or nothing. */
static void turn(Bench *bench) {
    Err e;
    window_wake(bench->app.window);
    if (!loop_turn(&bench->loop, &e)) exit(1);
}

/* versus NULL: one run. Its text is the options'. */
static bool open_bench(Bench *bench, const char *lesson, int width, int height, char *versus, Err *e) {
    char name[600];
    snprintf(name, sizeof name, "%s", lesson);
    char *arguments[] = {"backstep", name, "--lang=en", "--theme=dark", "--still", "--versus", versus, NULL};
    if (!options_parse(&bench->options, versus == NULL ? 5 : 7, arguments, e) ||
        !assets_find(&bench->assets, e))
        return false;
    bench->options.width = width;
    bench->options.height = height;
    bench->options.lesson = lesson;
    return app_open(&bench->app, &bench->options, &bench->assets, e) &&
           loop_begin(&bench->loop, &bench->app, e);
}

static void close_bench(Bench *bench) {
    loop_end(&bench->loop);
    app_close(&bench->app);
    free(bench);
}

static Point rate_place(const Bench *bench) {
    for (size_t i = 0; i < bench->app.list.count; i++) {
        const DrawCommand *command = &bench->app.list.commands[i];
        if (command->mark.role == PART_RATE && command->kind == DRAW_TEXT)
            return (Point){command->box.x + command->box.w / 2, command->box.y + command->box.h / 2};
    }
    exit(1);
}

static void hold(Bench *bench, Point at) {
    SDL_Event event = {
        .button = {.type = SDL_MOUSEBUTTONDOWN, .button = SDL_BUTTON_LEFT, .state = SDL_PRESSED}};
    event.button.x = (int)at.x;
    event.button.y = (int)at.y;
    turn_with(bench, event);
}

static void move(Bench *bench, Point at) {
    SDL_Event event = {.motion = {.type = SDL_MOUSEMOTION, .state = SDL_BUTTON_LMASK}};
    event.motion.x = (int)at.x;
    event.motion.y = (int)at.y;
    turn_with(bench, event);
}

static Point point_place(const Bench *bench) {
    const App *app = &bench->app;
    Point at = plot_point_pixel(&app->list, &app->view, app->view.plot.points / 2);
    if (isnan(at.x)) exit(1);
    return at;
}

/* Every frame another rate, or another place of a point, and with it another training; how many of them were
   whole is counted. */
static void bench_drag(Bench *bench, bool point) {
    App *app = &bench->app;
    double times[FRAMES];
    int whole = 0;
    command_do(app, (Command){DO_SEEK, 500});
    app->ui.future = true; /* the view then says how much is trained */
    turn(bench);
    Point at = point ? point_place(bench) : rate_place(bench);
    hold(bench, at);
    for (int i = 0; i < FRAMES; i++) {
        int way = i % 40 < 20 ? i % 40 : 40 - i % 40;
        float by = 5 + 3 * (float)way;
        double begin = bench_now();
        move(bench, (Point){at.x - by, point ? at.y - by : at.y});
        times[i] = 1e3 * (bench_now() - begin);
        whole += app->view.history.trained == app->session.lesson->train.epochs;
    }
    bench_row(bench->subject, "a frame of a drag, median", bench_share(times, FRAMES, 0.5), "ms");
    bench_row(bench->subject, "a frame of a drag, slowest of ten", bench_share(times, FRAMES, 0.9), "ms");
    bench_row(bench->subject, "frames a second", 1e3 / bench_share(times, FRAMES, 0.5), "1/s");
    bench_row(bench->subject, "whole trainings in them", 100.0 * whole / FRAMES, "%");
}

/* The list and the pixels of a frame, whole and after one step. */
static void bench_frames(Bench *bench, int width, int height) {
    App *app = &bench->app;
    double list[FRAMES], whole[FRAMES], step[FRAMES];
    Pixels pixels = {calloc((size_t)width * (size_t)height, sizeof(uint32_t)), width, height, width};
    Rect dirty[32];
    int count;
    bool good = pixels.at != NULL;
    trainer_stop(app->trainer);
    app->trainer = NULL;
    for (int i = 0; i < FRAMES && good; i++) {
        double key = bench_now();
        command_do(app, (Command){DO_STEP, 1});
        double begin = bench_now();
        frame_draw(app, width, height);
        list[i] = 1e3 * (bench_now() - begin);
        good = raster_paint(bench->loop.raster, &app->list, pixels, dirty, 32, &count);
        step[i] = 1e3 * (bench_now() - key);
        raster_forget(bench->loop.raster);
        begin = bench_now();
        good = good && raster_paint(bench->loop.raster, &app->list, pixels, dirty, 32, &count);
        whole[i] = 1e3 * (bench_now() - begin);
    }
    bench_row(bench->subject, "scene_draw with its View, median", bench_share(list, FRAMES, 0.5), "ms");
    bench_row(bench->subject, "raster_paint of all of it, median", bench_share(whole, FRAMES, 0.5), "ms");
    bench_row(bench->subject, "a step and both, what changed, median", bench_share(step, FRAMES, 0.5), "ms");
    free(pixels.at);
    if (!good) exit(1);
}

/* A frame on one core, its View, list and pixels: time on the processor, so that other programs disturb less.
 */
static double frame_cost(Bench *bench, Pixels pixels) {
    Rect dirty[32];
    int count;
    double begin = bench_processor();
    frame_draw(&bench->app, pixels.width, pixels.height);
    if (!raster_paint(bench->loop.raster, &bench->app.list, pixels, dirty, 32, &count)) exit(1);
    return 1e3 * (bench_processor() - begin);
}

/* Walks through an iteration, and keeps the least cost of each of its frames: whole, as a step, both as a key
   is answered, and with the gradient check that may come after it. */
static int walk_steps(Bench *bench, Pixels pixels, double *whole, double *step, double *check) {
    App *app = &bench->app;
    int steps = app->session.lesson->batch->steps;
    command_do(app, (Command){DO_FIRST, 0});
    for (int i = 0; i < steps; i++) {
        app->hurried = true;
        raster_forget(bench->loop.raster);
        whole[i] = fmin(whole[i], frame_cost(bench, pixels));
        command_do(app, (Command){DO_STEP, 1});
        step[i] = fmin(step[i], frame_cost(bench, pixels));
        app->hurried = false;
        check[i] = fmin(check[i], frame_cost(bench, pixels));
    }
    return steps;
}

/* The slowest frame of all steps of an iteration, views, languages and themes. */
static void bench_worst(Bench *bench, int width, int height) {
    enum { STEPS = 200, ROUNDS = 3 };
    double slowest_whole = 0, slowest_step = 0, slowest_check = 0;
    Pixels pixels = {calloc((size_t)width * (size_t)height, sizeof(uint32_t)), width, height, width};
    Err e;
    if (pixels.at == NULL || bench->app.session.lesson->batch->steps > STEPS) exit(1);
    trainer_stop(bench->app.trainer);
    bench->app.trainer = NULL;
    for (int k = 0; k < 2 * MAIN_COUNT * theme_count; k++) {
        double whole[STEPS], step[STEPS], check[STEPS];
        for (int i = 0; i < STEPS; i++) whole[i] = step[i] = check[i] = INFINITY;
        if (!frame_speak(&bench->app, k % 2 ? "ru" : "en", &e)) exit(1);
        bench->app.ui.scene.main_view = (MainView)(k / 2 % MAIN_COUNT);
        bench->app.ui.scene.theme = &theme_table[k / 2 / MAIN_COUNT];
        int steps = 0;
        for (int round = 0; round < ROUNDS; round++) steps = walk_steps(bench, pixels, whole, step, check);
        slowest_whole = fmax(slowest_whole, bench_share(whole, steps, 1));
        slowest_step = fmax(slowest_step, bench_share(step, steps, 1));
        slowest_check = fmax(slowest_check, bench_share(check, steps, 1));
    }
    bench_row(bench->subject, "a whole frame, slowest of all", slowest_whole, "ms");
    bench_row(bench->subject, "a step, slowest of all", slowest_step, "ms");
    bench_row(bench->subject, "the check after it, slowest of all", slowest_check, "ms");
    free(pixels.at);
}

/* From a key to the frame that answers it, while the worker trains. */
static void bench_keys(Bench *bench) {
    static const struct {
        const char *name;
        SDL_Scancode code;
        Uint16 mods;
    } keys[] = {
        {"next step", SDL_SCANCODE_RIGHT, 0},
        {"step back", SDL_SCANCODE_LEFT, 0},
        {"end of phase", SDL_SCANCODE_DOWN, 0},
        {"select", SDL_SCANCODE_TAB, 0},
        {"view", SDL_SCANCODE_V, 0},
        {"end", SDL_SCANCODE_END, 0},
        {"epoch back", SDL_SCANCODE_LEFTBRACKET, 0},
        {"home", SDL_SCANCODE_HOME, 0},
        {"epoch on", SDL_SCANCODE_RIGHTBRACKET, 0},
        {"rate", SDL_SCANCODE_RIGHTBRACKET, KMOD_LSHIFT},
        {"help", SDL_SCANCODE_F1, 0},
        {"new seed", SDL_SCANCODE_R, KMOD_LSHIFT},
    };
    enum { KEYS = sizeof keys / sizeof *keys };
    double all[KEYS * KEY_ROUNDS], times[KEYS][KEY_ROUNDS];
    const struct timespec pause = {0, 40000000};
    for (int round = 0; round < KEY_ROUNDS; round++) {
        while (bench->app.loading != NULL) turn(bench);
        for (int i = 0; i < KEYS; i++) {
            SDL_Event event = {.key = {.type = SDL_KEYDOWN, .state = SDL_PRESSED}};
            event.key.keysym.scancode = keys[i].code;
            event.key.keysym.mod = keys[i].mods;
            nanosleep(&pause, NULL);
            turn(bench);
            double begin = bench_now();
            turn_with(bench, event);
            times[i][round] = all[round * KEYS + i] = 1e3 * (bench_now() - begin);
        }
    }
    for (int i = 0; i < KEYS; i++) {
        char who[100];
        snprintf(who, sizeof who, "%s: median", keys[i].name);
        bench_row(bench->subject, who, bench_share(times[i], KEY_ROUNDS, 0.5), "ms");
    }
    bench_row(bench->subject, "all keys, median", bench_share(all, KEYS * KEY_ROUNDS, 0.5), "ms");
    bench_row(bench->subject, "all keys, slowest of twenty", bench_share(all, KEYS * KEY_ROUNDS, 0.95), "ms");
    bench_row(bench->subject, "all keys, slowest", bench_share(all, KEYS * KEY_ROUNDS, 1), "ms");
}

int main(int argc, char **argv) {
    Err e = {0};
    Bench *bench = calloc(1, sizeof *bench);
    if (argc < 5 || argc > 6 || bench == NULL) {
        fprintf(stderr, "bench_window frames|worst|drag|point|keys LESSON WIDTH HEIGHT [VERSUS]\n");
        return 2;
    }
    const char *slash = strrchr(argv[2], '/');
    int width = atoi(argv[3]), height = atoi(argv[4]);
    char *versus = argc == 6 ? argv[5] : NULL;
    snprintf(bench->subject, sizeof bench->subject, "%s %s %dx%d%s", argv[1], slash ? slash + 1 : argv[2],
             width, height, versus != NULL ? " versus" : "");
    if (!open_bench(bench, argv[2], width, height, versus, &e)) {
        fprintf(stderr, "bench_window: %s\n", e.text);
        return 1;
    }
    if (strcmp(argv[1], "frames") == 0) bench_frames(bench, width, height);
    if (strcmp(argv[1], "worst") == 0) bench_worst(bench, width, height);
    if (strcmp(argv[1], "drag") == 0) bench_drag(bench, false);
    if (strcmp(argv[1], "point") == 0) bench_drag(bench, true);
    if (strcmp(argv[1], "keys") == 0) bench_keys(bench);
    close_bench(bench);
    return 0;
}
