/* test_anything: keys, clicks and text in any order, faster than frames or slower, in windows of any size,
 * and a file that changes meanwhile, while memory may run out: the program stands somewhere in the lesson and shows
 * it. The dice are always the same. */
#include <fcntl.h>
#include <math.h>

#include "render/plot/point.h"
#include "tests/support/failing.h"
#include "tests/support/folder.h"

#include "app/app.h"
#include "app/command/command.h"
#include "app/command/frame.h"
#include "app/command/loop.h"
#include "engine/run/machine.h"

typedef struct Dice {
    uint64_t state;
} Dice;

/* From 0 to sides − 1. xorshift64, Marsaglia 2003. */
static int roll(Dice *dice, int sides) {
    dice->state ^= dice->state << 13;
    dice->state ^= dice->state >> 7;
    dice->state ^= dice->state << 17;
    return (int)((dice->state >> 33) % (uint64_t)sides);
}

typedef struct Bench {
    char arguments[3][40]; /* the options are cut out of them */
    Assets assets;
    Options options;
    App app;
    Dice dice;
    int failures; /* calls for memory that failed */
} Bench;

static Event any_key(Dice *dice) {
    static const char letters[] = "qxbblrsvcnnggtf.p=-[]/0123456789e";
    static const int others[] = {KEY_ENTER,     KEY_ENTER,   KEY_ESCAPE, KEY_TAB, KEY_HOME, KEY_END,
                                 KEY_BACKSPACE, KEY_DELETE,  KEY_LEFT,   KEY_UP,  KEY_DOWN, KEY_PAGE_UP,
                                 KEY_PAGE_DOWN, KEY_UNKNOWN, KEY_F1,     KEY_F11};
    Event event = {.kind = EVENT_KEY, .key = KEY_RIGHT};
    if (roll(dice, 3) > 0) event.key = letters[roll(dice, sizeof letters - 1)];
    if (roll(dice, 3) == 0) event.key = others[roll(dice, sizeof others / sizeof *others)];
    if (roll(dice, 3) == 0) event.mods = (unsigned)roll(dice, 8);
    bool quits = event.key == 'q' && event.mods == MOD_CTRL;
    bool saves = event.key == 's' && event.mods == MOD_CTRL;
    if (quits || saves) event.mods = 0;
    if (roll(dice, 4) == 0) event.text[0] = (char)(32 + roll(dice, 95));
    return event;
}

static Event any_text(Dice *dice) {
    static const char *const texts[] = {"1",     "-",   "+", ".", "e", "/", "123456789012345678901234567",
                                        "1e999", "1/0", "−", ",", "?", "ф", "\xff\xc0\x80"};
    Event event = {.kind = EVENT_TEXT};
    snprintf(event.text, sizeof event.text, "%s", texts[roll(dice, sizeof texts / sizeof *texts)]);
    return event;
}

/* Anywhere in the frame, on a point of the plot, or out of every window. */
static Point any_place(App *app, Dice *dice) {
    static const Point nowhere[] = {{NAN, NAN}, {INFINITY, -INFINITY}, {3e38f, -3e38f}, {-1, 1e6f}};
    Rect plot = plot_point_area(&app->list);
    float across = (float)roll(dice, 1000) / 1000, down = (float)roll(dice, 1000) / 1000;
    switch (roll(dice, 8)) {
    case 0:
        return nowhere[roll(dice, sizeof nowhere / sizeof *nowhere)];
    case 1:
    case 2:
        return (Point){across * (float)app->list.width, down * (float)app->list.height};
    case 3:
    case 4:
        return (Point){plot.x + across * plot.w, plot.y + down * plot.h};
    default:
        return plot_point_pixel(&app->list, &app->view, roll(dice, 8));
    }
}

static Event any_mouse(App *app, Dice *dice) {
    static const Event events[] = {{.button = 1, .pressed = true},
                                   {.button = 1},
                                   {.dragging = true},
                                   {.button = 3, .pressed = true},
                                   {.dragging = true},
                                   {.wheel = 1},
                                   {.button = 1, .pressed = true, .mods = MOD_CTRL},
                                   {.wheel = -1}};
    Event event = events[roll(dice, sizeof events / sizeof *events)];
    event.kind = EVENT_MOUSE;
    event.at = any_place(app, dice);
    return event;
}

static void draw(Bench *bench) {
    static const int sizes[][2] = {{1280, 720}, {1280, 720}, {1024, 640}, {320, 200}, {1, 1}, {3, 900}};
    const int *size = sizes[roll(&bench->dice, 8) > 0 ? 0 : roll(&bench->dice, 6)];
    frame_draw(&bench->app, size[0], size[1]);
    if (draw_failed(&bench->app.list)) assert_true(failing_has_failed());
}

static void check(App *app) {
    assert_non_null(app->session.lesson);
    if (app->ui.snapshot_count > 0) assert_true(app->ui.snapshots[0] > 0); /* in the order of epochs */
    const Machine *machine = app->session.machine;
    if (machine == NULL) return;
    assert_in_range(machine->at.iteration, 0, machine->iterations - 1);
    assert_in_range(machine->at.step, 0, machine->program->steps);
    if (app->view.texts != NULL) assert_true(app->view.selection.slot < machine->program->slot_count);
}

static void do_anything(Bench *bench) {
    App *app = &bench->app;
    Dice *dice = &bench->dice;
    int kind = roll(dice, 10);
    Event event = kind < 6 ? any_key(dice) : kind < 9 ? any_mouse(app, dice) : any_text(dice);
    app->now += roll(dice, 4) == 0 ? 2500000 : 10000;
    bool armed = roll(dice, 2) == 0; /* somewhere in an event, or in the frame after it */
    if (armed) failing_arm(1 + roll(dice, roll(dice, 2) == 0 ? 12 : 300));
    event_do(app, &event);
    app->quit = false;
    if (roll(dice, 3) == 0) loop_tick(app);
    if (roll(dice, 4) == 0) draw(bench);
    bench->failures += failing_has_failed();
    failing_disarm();
    check(app);
}

/* In the folder: Ctrl+E writes there. */
static Bench *open_bench(const Folder *folder, const char *const arguments[3], uint64_t seed) {
    Bench *bench = calloc(1, sizeof *bench);
    Err e = {0};
    assert_non_null(bench);
    assert_int_equal(chdir(folder->path), 0);
    char *argv[5] = {"backstep"};
    for (int i = 0; i < 3; i++) argv[i + 1] = strcpy(bench->arguments[i], arguments[i]);
    if (!options_parse(&bench->options, 4, argv, &e) || !assets_find(&bench->assets, &e) ||
        !app_open(&bench->app, &bench->options, &bench->assets, &e))
        fail_msg("%s", e.text);
    bench->dice.state = seed;
    return bench;
}

static void close_bench(Bench *bench) {
    app_close(&bench->app);
    free(bench);
    assert_int_equal(chdir("/"), 0);
}

enum { ROUNDS = 120 };

static void anything_may_be_done_in_any_order(void **state) {
    static const char *const lines[][3] = {
        {"x2-linear-as-written", "--hunt", "--lang=ru"},     {"x2-relu-wrong-mask", "--hunt", "--lang=en"},
        {"x2-relu", "--versus=optimizer=adam", "--lang=ru"}, {"mazur", "--view=matrix", "--lang=en"},
        {"students", "--view=network", "--lang=ru"},         {"curve", "--theme=paper", "--lang=en"},
    };
    int failures = 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        for (uint64_t seed = 1; seed <= 2; seed++) {
            Bench *bench = open_bench(*state, lines[i], seed * 0x9E3779B97F4A7C15);
            for (int round = 0; round < ROUNDS; round++) do_anything(bench);
            failures += bench->failures;
            close_bench(bench);
        }
    }
    assert_true(failures > 100);
}

/* ---- a file that changes ---- */

static const char *const good_lines[] = {"[lesson]",
                                         "title = A line",
                                         "[data]",
                                         "x = linspace(-1, 1, 8)",
                                         "y = 2 * x + 1",
                                         "[parameters]",
                                         "w = randn(1, 3)",
                                         "v = full(3, 1, 0.5)",
                                         "b = zeros(1, 3)",
                                         "[model]",
                                         "h = relu(x @ w + b)",
                                         "p = h @ v",
                                         "loss = mse(p, y)",
                                         "[bugs]",
                                         "h = mask_upstream",
                                         "[ask]",
                                         "dw = Which way?",
                                         "[plot]",
                                         "curve = p against x",
                                         "points = y against x",
                                         "snapshots = 2, 5",
                                         "[train]",
                                         "epochs = 20"};

static const char *const other_lines[] = {"",
                                          "[test]",
                                          "title = %n {name} \xE2\x80\xAE",
                                          "x = linspace(0, 0, 2)",
                                          "x = rand(9, 2)",
                                          "y = log(x)",
                                          "w = randn(1, 90)",
                                          "b = full(1, 3, 1e38)",
                                          "h = tanh(x @ w) + b",
                                          "h = sigmoid(x @ w)",
                                          "b = no_sum",
                                          "zero_grad = no",
                                          "loss = Why?",
                                          "snapshots = 9, 1, 9",
                                          "batch = 3",
                                          "epochs = 1",
                                          "lr = 1e30",
                                          "holdout = 0.5",
                                          "frozen = w",
                                          "\xFF",
                                          "[data]",
                                          "v = v + x",
                                          "points = x against y",
                                          "shuffle = yes",
                                          "optimizer = adam"};

enum { GOOD = sizeof good_lines / sizeof *good_lines, OTHERS = sizeof other_lines / sizeof *other_lines };

/* The lesson, with dice up to two of its lines replaced, each by one that fits there or does not. */
static void save(Folder *folder, Dice *dice, int time) {
    char text[2000] = "";
    int first = dice != NULL ? roll(dice, 2 * GOOD) : GOOD,
        second = dice != NULL ? roll(dice, 2 * GOOD) : GOOD;
    for (int i = 0; i < GOOD; i++) {
        bool good = i != first && i != second;
        strcat(strcat(text, good ? good_lines[i] : other_lines[roll(dice, OTHERS)]), "\n");
    }
    const struct timespec times[2] = {{1000000 + time, 0}, {1000000 + time, 0}};
    write_file(folder, "my.lesson", text, strlen(text));
    assert_int_equal(utimensat(AT_FDCWD, folder->file, times, 0), 0);
}

static void change_file(Folder *folder, Bench *bench, int time) {
    if (roll(&bench->dice, 4) == 0)
        remove(folder->file);
    else
        save(folder, &bench->dice, time);
    for (int i = 0; i < 3; i++) {
        bench->app.now += 400000;
        loop_tick(&bench->app);
        if (roll(&bench->dice, 2) == 0) do_anything(bench);
    }
}

static void a_file_may_change_into_anything_meanwhile(void **state) {
    static const char *const lines[][3] = {
        {"my.lesson", "--lang=en", "--view=graph"},
        {"my.lesson", "--lang=ru", "--hunt"},
        {"my.lesson", "--lang=ru", "--versus=lr=0.1"},
    };
    Folder *folder = *state;
    int loaded = 0;
    for (size_t i = 0; i < sizeof lines / sizeof *lines; i++) {
        save(folder, NULL, 0);
        Bench *bench = open_bench(folder, lines[i], (i + 1) * 0x9E3779B97F4A7C15);
        for (int round = 1; round <= ROUNDS; round++) {
            const Lesson *before = bench->app.session.lesson;
            if (round % 4 == 0) change_file(folder, bench, round);
            loaded += bench->app.session.lesson != before;
            do_anything(bench);
        }
        close_bench(bench);
    }
    assert_true(loaded > 10);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(anything_may_be_done_in_any_order),
        IN_FOLDER(a_file_may_change_into_anything_meanwhile),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
