/* versus_helper: two runs side by side in a program without a window, and what must hold of their marks. */
#ifndef BACKSTEP_TESTS_VERSUS_HELPER_H
#define BACKSTEP_TESTS_VERSUS_HELPER_H

#include "tests/support/folder.h"

#include <math.h>

#include "app/app.h"
#include "app/command/command.h"
#include "app/command/frame.h"
#include "app/session/session.h"
#include "app/state/keymap.h"
#include "engine/program/tensor.h"
#include "render/window/window.h"

/* Zeroing 1-4, forward 5-10, loss 11-12, backward 13-24, update 25-28; with mini-batches of 4 and 2. */
static const char text[] = "[lesson]\n"
                           "seed = 5\n"
                           "[data]\n"
                           "x = randn(10, 2)\n"
                           "y = randn(10, 1)\n"
                           "[parameters]\n"
                           "w = randn(2, 4)\n"
                           "b = zeros(1, 4)\n"
                           "v = randn(4, 1)\n"
                           "c = zeros(1, 1)\n"
                           "[model]\n"
                           "h = relu(x @ w + b)\n"
                           "p = h @ v + c\n"
                           "loss = mean((p - y)^2)\n"
                           "[train]\n"
                           "epochs = 30\n"
                           "lr = 0.05\n"
                           "batch = 4\n"
                           "shuffle = yes\n"
                           "[bugs]\n"
                           "h = mask_upstream\n";

typedef struct Pair {
    Assets assets;
    Options options;
    App app;
    char lesson[300], versus[200];
} Pair;

/* Opens as the command line would; versus NULL: without a second run. */
static inline bool pair_open(Pair *pair, const char *lesson, const char *versus, const char *lang, Err *e) {
    memset(pair, 0, sizeof *pair);
    snprintf(pair->lesson, sizeof pair->lesson, "%s", lesson);
    snprintf(pair->versus, sizeof pair->versus, "--versus=%s", versus == NULL ? "" : versus);
    char *arguments[] = {"backstep",  "shot",         "-o",         "none.png", pair->lesson,
                         "--lang=en", "--theme=dark", pair->versus, NULL};
    *e = (Err){0};
    bool good = options_parse(&pair->options, versus == NULL ? 7 : 8, arguments, e);
    snprintf(pair->options.lang, sizeof pair->options.lang, "%s", lang);
    if (!good || !assets_find(&pair->assets, e)) return false;
    good = app_open(&pair->app, &pair->options, &pair->assets, e);
    pair->app.now = 1000000;
    if (good) frame_draw(&pair->app, 1280, 720);
    return good;
}

static inline Pair *open_pair(Folder *folder, const char *versus) {
    Pair *pair = calloc(1, sizeof *pair);
    Err e;
    assert_non_null(pair);
    write_file(folder, "my.lesson", text, strlen(text));
    if (!pair_open(pair, folder->file, versus, "en", &e)) fail_msg("%s: %s", e.file, e.text);
    return pair;
}

/* A built-in lesson by itself. */
static inline Pair *open_alone(const char *lesson) {
    Pair *pair = calloc(1, sizeof *pair);
    Err e;
    assert_non_null(pair);
    if (!pair_open(pair, lesson, NULL, "en", &e)) fail_msg("%s: %s", e.file, e.text);
    return pair;
}

static inline void close_pair(Pair *pair) {
    app_close(&pair->app);
    free(pair);
}

static inline void press(Pair *pair, int key, unsigned mods) {
    pair->app.now += 2000000;
    command_do(&pair->app, keymap_find(key, mods));
    frame_draw(&pair->app, 1280, 720);
}

/* A run of its own that has never met the other: from the start, iteration after iteration. */
static Machine *walk(Run run, int64_t iteration, int step) {
    Err e;
    Machine *machine = machine_new(run.lesson, exec_best(), &e);
    assert_non_null(machine);
    machine_set_rate(machine, run.rate);
    while (machine->at.iteration < iteration) {
        machine_finish(machine);
        machine_next(machine);
    }
    machine_run(machine, step);
    return machine;
}

/* How an override changes the steps of an iteration: which ones of the first run the other is without, and
   how many more it does from a step on. */
typedef struct Change {
    const char *versus;
    int without[4];
    int from, more;
} Change;

static const Change changes[] = {
    {.versus = "seed=7"},
    {.versus = "lr = 0.3"}, /* there the numbers end */
    {.versus = "lr = 0.02"},
    {.versus = "lr=0.3, seed=7"},
    {.versus = "momentum=0.9"},
    {.versus = "optimizer=rmsprop"},
    {.versus = "optimizer = adam, lr=0.01"},
    {.versus = "shuffle=no"},
    {.versus = "generator=numpy"},
    {.versus = "bugs=off"},
    {.versus = "zero_grad=no", .without = {1, 2, 3, 4}},
    {.versus = "clip_norm=0.1", .from = 25, .more = 4},
    {.versus = "frozen=b, seed=6", .without = {2, 23, 26}},
};
enum { CHANGES = sizeof changes / sizeof *changes };

static int step_of_other(const Change *change, int step) {
    int other = step;
    for (int i = 0; i < 4; i++) other -= change->without[i] > 0 && change->without[i] <= step;
    return change->more > 0 && step >= change->from ? other + change->more : other;
}

/* A slot's numbers as the lesson counts them. */
static float number(const Machine *machine, int slot, int row, int col) {
    const Slot *it = &machine->program->slots[slot];
    return machine_slot(machine, slot)[(size_t)row + (size_t)col * (size_t)tensor_stride(it->rows)];
}

static bool differ(const Machine *one, int slot, const Machine *other, int like, int row, int col) {
    float a = number(one, slot, row, col), b = number(other, like, row, col);
    return a != b && !(isnan(a) && isnan(b));
}

/* The marks of the slots that the lesson names, and of their gradients, against two runs that were made
   apart. Returns how many slots differ. */
static inline int check_marks(const Pair *pair, const Change *change) {
    const App *app = &pair->app;
    const View *view = &app->view;
    Moment at = app->session.machine->at;
    Machine *one = walk(session_run(&app->session), at.iteration, at.step);
    Machine *other = walk(session_run(&app->other), at.iteration, step_of_other(change, at.step));
    int found = 0;
    for (int slot = 0; slot < one->program->slot_count; slot++) {
        const char *name = one->program->slots[slot].name;
        int like = strchr(name, '%') != NULL ? -1 : program_find(other->program, name);
        const ViewOtherSlot *twin = view_other_slot(view, slot);
        if (like < 0) continue;
        bool both = machine_known(one, slot) && machine_known(other, like), any = false;
        if (both != (twin != NULL))
            fail_msg("%s, %s at %d:%d: wanted %d, got %d runs that know it", change->versus, name,
                     (int)at.iteration, at.step, both, twin != NULL);
        for (int i = 0; both && i < one->program->slots[slot].rows; i++)
            for (int j = 0; j < one->program->slots[slot].cols; j++) {
                bool wanted = differ(one, slot, other, like, i, j);
                any |= wanted;
                if (view_element_differs(view, slot, i, j) != wanted)
                    fail_msg("%s, %s[%d, %d] at %d:%d: wanted a mark %d", change->versus, name, i, j,
                             (int)at.iteration, at.step, wanted);
            }
        if (both && twin->differs != any)
            fail_msg("%s, %s at %d:%d: wanted a mark %d", change->versus, name, (int)at.iteration, at.step,
                     any);
        found += any;
    }
    machine_free(one);
    machine_free(other);
    return found;
}

#endif
