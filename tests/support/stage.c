/* stage: for tests of frames. */
#include "tests/support/stage.h"

#include <math.h>

Stage stage_open(const char *path, const char *text, const char *lang) {
    Stage stage = {.lesson = load_with(path, text, NULL, 0)};
    Err e = {0};
    stage.fonts = fonts_open(getenv("BACKSTEP_ASSETS"), &e);
    stage.texts = text_open(getenv("BACKSTEP_ASSETS"), lang, &e);
    assert_non_null(stage.fonts);
    assert_non_null(stage.texts);
    bool runs = stage.lesson->batch != NULL;
    if (runs) assert_non_null(stage.timeline = timeline_new(stage.lesson, exec_best(), &e));
    if (runs) assert_non_null(stage.machine = machine_new(stage.lesson, exec_best(), &e));
    assert_non_null(stage.viewer = viewer_new(stage.lesson, exec_best(), stage.texts, &e));
    draw_init(&stage.list, stage.fonts);
    if (!stage.lesson->has_bugs) return stage;
    stage.other = load_with(path, text, &(Override){"bugs", "off"}, 1);
    assert_non_null(stage.ghost = timeline_new(stage.other, exec_best(), &e));
    assert_true(alignment_divergence((Run){stage.lesson, stage.lesson->train.lr},
                                     (Run){stage.other, stage.other->train.lr}, exec_best(),
                                     &stage.divergence, &e));
    return stage;
}

Stage stage_lesson(const char *name, const char *lang) {
    char path[600];
    snprintf(path, sizeof path, "%s/lessons/%s.lesson", getenv("BACKSTEP_ASSETS"), name);
    return stage_open(path, NULL, lang);
}

void stage_close(Stage *stage) {
    draw_free(&stage->list);
    viewer_free(stage->viewer);
    machine_free(stage->machine);
    timeline_free(stage->timeline);
    timeline_free(stage->ghost);
    lesson_release(stage->other);
    lesson_release(stage->lesson);
    text_close(stage->texts);
    fonts_close(stage->fonts);
}

SceneOptions stage_options(void) {
    return (SceneOptions){.theme = theme_find("dark"),
                          .scale = 1,
                          .text_size = 1,
                          .zoom = 1,
                          .flow = 1,
                          .speed = 2,
                          .pointer = {-1, -1}};
}

void stage_stand(Stage *stage, int64_t epoch, int step) {
    if (stage->machine == NULL) return;
    int batches = lesson_batches(stage->lesson);
    timeline_seek(stage->timeline, stage->machine, (Moment){(epoch - 1) * batches, step});
}

int stage_steps(const Stage *stage) {
    return stage->lesson->batch != NULL ? stage->lesson->batch->steps : 0;
}

void stage_train(Stage *stage) {
    while (stage->timeline != NULL && timeline_advance(stage->timeline, -1)) continue;
    while (stage->ghost != NULL && timeline_advance(stage->ghost, -1)) continue;
}

void stage_look(Stage *stage, Selection selection) {
    int64_t snapshots[VIEW_MAX_SNAPSHOTS];
    int count = stage->lesson->plot.snapshot_count;
    if (count > VIEW_MAX_SNAPSHOTS) count = VIEW_MAX_SNAPSHOTS;
    for (int i = 0; i < count; i++) snapshots[i] = stage->lesson->plot.snapshots[i];
    const ViewerInput input = {.machine = stage->machine,
                               .timeline = stage->timeline,
                               .other_timeline = stage->ghost,
                               .other_run = {stage->other, stage->other != NULL ? stage->other->train.lr : 0},
                               .divergence = stage->divergence,
                               .selection = selection,
                               .snapshots = snapshots,
                               .snapshot_count = count,
                               .check = true,
                               .chain = stage->chain,
                               .chain_index = stage->chain_index};
    viewer_build(stage->viewer, &input, &stage->view);
}

void stage_paint(Stage *stage, const SceneOptions *options, int width, int height) {
    scene_draw(&stage->list, &stage->view, options, width, height);
    assert_false(stage->list.failed);
}

void stage_draw(Stage *stage, const SceneOptions *options, Selection selection, int width, int height) {
    stage_look(stage, selection);
    stage_paint(stage, options, width, height);
}

const Selection stage_follow = {.slot = -1};

void stage_report(int faults, const char *why, const char *lesson, const char *where, int step, int width,
                  int height) {
    if (faults > 0)
        print_error("%s, %s, step %d, %d×%d: %d faults: %s\n", lesson, where, step, width, height, faults,
                    why);
}

int stage_walk(Stage *stage, const char *lesson, const SceneOptions *options, int64_t epoch, Size size,
               int every) {
    char why[600];
    float least = fminf(11 * options->scale, (float)size.height / 36);
    int all = 0;
    for (int step = 0; step <= stage_steps(stage); step += every) {
        stage_stand(stage, epoch, step);
        stage_draw(stage, options, stage_follow, size.width, size.height);
        int faults = picture_check(&stage->list, least, why, sizeof why);
        stage_report(faults, why, lesson, text_lang(stage->texts), step, size.width, size.height);
        all += faults;
    }
    return all;
}

int stage_count(const Stage *stage, ScenePart part, int slot) {
    const DrawList *list = &stage->list;
    int count = 0;
    for (size_t i = 0; i < list->count; i++)
        count += list->commands[i].mark.role == (int)part && list->commands[i].mark.slot == slot;
    return count;
}
