/* test_lesson_frames: every lesson's frames in one of the views, in both languages, at many sizes: nothing
   overlaps, nothing is cut, nothing moves that should stand still. Usage: test_lesson_frames PATTERN (of the
   names of the tests). Sanitizers look for other faults than the frames': with them each lesson is shown in
   one language. */
#include "tests/support/built_in.h"
#include "tests/support/sanitized.h"
#include "tests/support/stage.h"

#include <math.h>

/* At the first two every step is drawn, at the others the key steps. */
static const Size sizes[] = {{1280, 720, 1},  {1920, 1080, 1},   {1024, 640, 1},    {3840, 2160, 1},
                             {1920, 1080, 2}, {1280, 720, 2.5f}, {1280, 720, 0.75f}};
enum { SIZES = sizeof sizes / sizeof *sizes, EVERY_STEP = 2 };

/* A lesson on its way through an iteration; at each of the first sizes with the frame of the step before. */
typedef struct Walk {
    Stage stage;
    const char *lesson;
    SceneOptions options;
    Selection selection;
    DrawList before[EVERY_STEP];
    int faults, frames, places; /* places: numbers and labels that were looked for in the next frame */
} Walk;

static Walk walk_begin(const char *lesson, const char *lang, MainView view) {
    Walk walk = {.stage = stage_lesson(lesson, lang), .lesson = lesson, .options = stage_options()};
    walk.options.main_view = view;
    walk.selection = view == MAIN_MATRIX ? (Selection){.slot = 0} : stage_follow;
    for (int i = 0; i < EVERY_STEP; i++) draw_init(&walk.before[i], walk.stage.fonts);
    return walk;
}

static void walk_end(Walk *walk) {
    for (int i = 0; i < EVERY_STEP; i++) draw_free(&walk->before[i]);
    stage_close(&walk->stage);
}

static void check_frame(Walk *walk, const Size *size, int step) {
    char why[600];
    walk->options.text_size = size->text;
    stage_paint(&walk->stage, &walk->options, size->width, size->height);
    int faults = picture_check(&walk->stage.list, fminf(11, (float)size->height / 36), why, sizeof why);
    char where[40];
    snprintf(where, sizeof where, "%s, text size %.2f", text_lang(walk->stage.texts), (double)size->text);
    stage_report(faults, why, walk->lesson, where, step, size->width, size->height);
    walk->faults += faults;
    walk->frames++;
}

/* What the graph says of its other pages, where it has some. */
static const char *page_of(const DrawList *list) {
    const char *page = "";
    for (size_t i = 0; i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        if (command->kind == DRAW_TEXT && command->mark.panel == PANEL_MAIN && command->mark.slot < 0)
            page = draw_string(list, command);
    }
    return page;
}

static Rect panel_of(const DrawList *list, PanelId panel) {
    for (size_t i = 0; i < list->count; i++)
        if (list->commands[i].mark.panel == (int)panel && list->commands[i].mark.role == PART_PANEL)
            return list->commands[i].rect;
    return (Rect){0, 0, 0, 0};
}

/* The step out of the first frame moves the panels themselves. */
static bool has_moved(const DrawList *before, const DrawList *after, PanelId panel) {
    Rect a = panel_of(before, panel), b = panel_of(after, panel);
    return a.x != b.x || a.y != b.y || a.w != b.w || a.h != b.h;
}

/* What stands still from the step before to this one; then this one is the one before. */
static void check_places(Walk *walk, int number, int step, bool first) {
    static const PanelId panels[] = {PANEL_TOP, PANEL_MAIN, PANEL_PLOT, PANEL_HISTORY, PANEL_TIMELINE};
    char why[600];
    for (size_t p = 0; !first && p < sizeof panels / sizeof *panels; p++) {
        bool turned = strcmp(page_of(&walk->before[number]), page_of(&walk->stage.list)) != 0;
        if (panels[p] == PANEL_MAIN && turned) continue;
        if (has_moved(&walk->before[number], &walk->stage.list, panels[p])) continue;
        int moved = picture_check_places(&walk->before[number], &walk->stage.list, panels[p], &walk->places,
                                         why, sizeof why);
        stage_report(moved, why, walk->lesson, "places", step, sizes[number].width, sizes[number].height);
        walk->faults += moved;
    }
    DrawList swap = walk->before[number];
    walk->before[number] = walk->stage.list;
    walk->stage.list = swap;
}

static int kind_of(const Program *program, const Instr *instr) {
    enum { FORWARD, LOSS, BACKWARD, PARAMETER, UPDATE, OTHER };
    const Slot *slot = &program->slots[instr->dst];
    switch (instr->phase) {
    case PHASE_FORWARD:
        return instr->loss ? LOSS : FORWARD;
    case PHASE_BACKWARD:
        return slot->of >= 0 && program->slots[slot->of].role == ROLE_PARAMETER ? PARAMETER : BACKWARD;
    case PHASE_UPDATE:
        return UPDATE;
    case PHASE_ZERO:
        return OTHER;
    }
    return OTHER;
}

/* The start, and the first step of each kind: forward, of the loss, backward, the gradient of a parameter,
 * update. */
static bool is_key_step(const Program *program, int step) {
    if (step == 0) return true;
    int kind = kind_of(program, &program->instrs[program->step_instr[step]]);
    for (int k = 1; k < step; k++)
        if (kind_of(program, &program->instrs[program->step_instr[k]]) == kind) return false;
    return true;
}

static void walk_key_steps(Walk *walk, const Size *size) {
    for (int step = 0; step <= stage_steps(&walk->stage); step++) {
        if (step > 0 && !is_key_step(walk->stage.lesson->batch, step)) continue;
        stage_stand(&walk->stage, 1, step);
        stage_look(&walk->stage, walk->selection);
        check_frame(walk, size, step);
    }
}

static void walk_epoch(Walk *walk, int64_t epoch) {
    for (int step = 0; step <= stage_steps(&walk->stage); step++) {
        stage_stand(&walk->stage, epoch, step);
        stage_look(&walk->stage, walk->selection);
        for (int i = 0; i < EVERY_STEP; i++) {
            check_frame(walk, &sizes[i], step);
            check_places(walk, i, step, step == 0);
        }
        bool key = step == 0 || is_key_step(walk->stage.lesson->batch, step);
        for (int i = EVERY_STEP; key && i < SIZES; i++) check_frame(walk, &sizes[i], step);
    }
}

static void walk_all(Folder *folder, MainView view) {
    char names[MAX_LESSONS][64];
    make_mnist(folder);
    int lessons = built_in_lessons(names), faults = 0, frames = 0, places = 0;
    assert_true(lessons > 20);
    for (int i = 0; i < 2 * lessons; i++) {
        if (SANITIZED && i % 2 != i / 2 % 2) continue;
        Walk walk = walk_begin(names[i / 2], i % 2 ? "ru" : "en", view);
        walk_key_steps(&walk, &sizes[0]); /* while a run is trained less is known of it */
        stage_train(&walk.stage);
        walk_epoch(&walk, 1);
        if (!SANITIZED && walk.stage.lesson->train.epochs > 1)
            walk_epoch(&walk, walk.stage.lesson->train.epochs);
        faults += walk.faults;
        frames += walk.frames;
        places += walk.places;
        walk_end(&walk);
    }
    print_message("%d frames, %d places\n", frames, places);
    assert_true(frames > (SANITIZED ? 1000 : 5000) && places > 20 * frames);
    assert_int_equal(faults, 0);
}

static void graph_frames_have_no_fault(void **state) {
    walk_all(*state, MAIN_GRAPH);
}

static void network_frames_have_no_fault(void **state) {
    walk_all(*state, MAIN_NETWORK);
}

static void matrix_frames_have_no_fault(void **state) {
    walk_all(*state, MAIN_MATRIX);
}

int main(int argc, char **argv) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(graph_frames_have_no_fault),
        IN_FOLDER(network_frames_have_no_fault),
        IN_FOLDER(matrix_frames_have_no_fault),
    };
    if (argc > 1) cmocka_set_test_filter(argv[1]);
    return cmocka_run_group_tests(tests, NULL, NULL);
}
