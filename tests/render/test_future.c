/* test_future: nothing is drawn that has not happened: whatever a run will come to, its frame is the same. */
#include "tests/support/built_in.h"
#include "tests/support/list_same.h"
#include "tests/support/stage.h"

enum { EPOCH = 3 };

/* As far as the epoch that is looked at, and not to the end. */
static void train_to(Timeline *timeline, int64_t epoch) {
    while (timeline != NULL && timeline_trained(timeline) < epoch && timeline_advance(timeline, 0)) continue;
}

static void describe(const char *whose, const DrawList *list, size_t index) {
    if (index >= list->count) return;
    const DrawCommand *command = &list->commands[index];
    print_error("  %s: panel %d, part %d, at %.0f, %.0f: %s\n", whose, command->mark.panel,
                command->mark.role, (double)command->box.x, (double)command->box.y,
                command->kind == DRAW_TEXT ? draw_string(list, command) : "");
}

static int other_frames(Stage *whole, Stage *begun, const char *lesson, const SceneOptions *options,
                        int64_t epoch) {
    int differ = 0;
    for (int step = 0; step <= stage_steps(whole); step++) {
        stage_stand(whole, epoch, step);
        stage_stand(begun, epoch, step);
        stage_draw(whole, options, stage_follow, 1280, 720);
        stage_draw(begun, options, stage_follow, 1280, 720);
        size_t at = list_first_other(&whole->list, &begun->list);
        if (at == whole->list.count && at == begun->list.count) continue;
        print_error("%s, epoch %d, step %d: the future can be seen\n", lesson, (int)epoch, step);
        describe("trained to the end", &whole->list, at);
        describe("trained so far", &begun->list, at);
        differ++;
    }
    return differ;
}

static void a_frame_does_not_know_how_the_run_goes_on(void **state) {
    char names[MAX_LESSONS][64];
    make_mnist(*state);
    int lessons = built_in_lessons(names), differ = 0, unlike = 0;
    for (int i = 0; i < lessons; i++) {
        Stage whole = stage_lesson(names[i], "en"), begun = stage_lesson(names[i], "en");
        const int64_t epochs = whole.lesson->train.epochs;
        SceneOptions options = stage_options();
        stage_train(&whole);
        for (int64_t epoch = 1; whole.timeline != NULL && epoch <= EPOCH && epoch <= epochs; epoch += 2) {
            train_to(begun.timeline, epoch);
            train_to(begun.ghost, epoch);
            unlike += timeline_trained(begun.timeline) < timeline_trained(whole.timeline);
            options.enlarged = epoch == 1 ? 2 : 4;
            differ += other_frames(&whole, &begun, names[i], &options, epoch);
            options.enlarged = 0;
            differ += other_frames(&whole, &begun, names[i], &options, epoch);
        }
        stage_close(&whole);
        stage_close(&begun);
    }
    assert_true(unlike > 40); /* there was a future to be seen */
    assert_int_equal(differ, 0);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        IN_FOLDER(a_frame_does_not_know_how_the_run_goes_on),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
