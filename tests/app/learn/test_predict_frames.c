/* test_predict_frames: the strip of predict mode and what a question changes elsewhere: nothing overlaps, is
   cut, or moves what should stand still. */
#include "tests/support/app_helper.h"
#include "tests/support/picture_check.h"

#include <math.h>
#include <string.h>

typedef struct Frame {
    int width, height;
    float text;
    const char *theme, *lang;
} Frame;

static int faults_of(App *app, const Frame *frame, const char *lesson, const char *where) {
    char why[600];
    frame_draw(app, frame->width, frame->height);
    int faults = picture_check(&app->list, fminf(11, (float)frame->height / 36), why, sizeof why);
    if (faults > 0)
        print_error("%s, step %d, %s, %d×%d, text %.2f, %s: %d faults: %s\n", lesson,
                    app->session.machine->at.step, where, frame->width, frame->height, (double)frame->text,
                    frame->lang, faults, why);
    return faults;
}

static void set_up(App *app, const Frame *frame) {
    Err e;
    app->ui.scene.theme = theme_find(frame->theme);
    app->ui.scene.text_size = frame->text;
    assert_true(frame_speak(app, frame->lang, &e));
}

static void type_text(App *app, const char *text) {
    for (; *text != '\0'; text++) command_do(app, (Command){DO_TYPE, *text});
}

/* One iteration with a guess at every other question, each second step drawn. */
static int walk(const char *lesson, const Frame *frame) {
    App *app = open_app(lesson);
    int faults = 0;
    set_up(app, frame);
    command_do(app, (Command){DO_PREDICT, 0});
    for (int i = 0; app->session.machine->at.iteration == 0 && i < 200; i++) {
        app->ui.scene.main_view = (MainView)(i % MAIN_COUNT);
        if (predict_asks(app) && i % 4 == 0) type_text(app, "-0.123456789e-12");
        faults += faults_of(app, frame, lesson, predict_asks(app) ? "asked" : "told");
        command_do(app, (Command){DO_STEP, 1});
    }
    close_app(app);
    return faults;
}

static void every_question_is_whole_at_every_size(void **state) {
    (void)state;
    static const Frame frames[] = {
        {1024, 640, 1, "dark", "en"},     {1024, 640, 1.75f, "paper", "ru"},
        {1280, 720, 1, "paper", "ru"},    {1920, 1080, 1.3f, "dark", "ru"},
        {1920, 1080, 2.5f, "dark", "en"}, {3840, 2160, 1, "contrast", "en"},
        {1024, 640, 0.75f, "dark", "ru"},
    };
    static const char *const lessons[] = {
        "chain-rule", "neuron-scalars",       "x2-relu", "mazur", "housing-deep",
        "students",   "cross-entropy-sigmoid"};
    int faults = 0;
    for (size_t i = 0; i < sizeof lessons / sizeof *lessons; i++)
        for (size_t k = i % 2; k < sizeof frames / sizeof *frames; k += 2)
            faults += walk(lessons[i], &frames[k]);
    assert_int_equal(faults, 0);
}

/* The box keeps its place from question to verdict to question. */
static void the_box_keeps_its_place(void **state) {
    (void)state;
    App *app = open_app("neuron-scalars");
    float right = 0;
    app->session.lesson->ask_count = 0; /* every step asks */
    press(app, 'q', 0);
    for (int i = 0; i < 8; i++) {
        Rect box = {0};
        for (size_t k = 0; k < app->list.count; k++) {
            const DrawCommand *command = &app->list.commands[k];
            if (command->mark.panel == PANEL_PREDICT && command->mark.role == PART_PLATE) box = command->rect;
        }
        if (i > 0 && box.w > 0) assert_true(fabsf(box.x + box.w - right) < 0.5f);
        if (box.w > 0) right = box.x + box.w;
        assert_true(right > 0);
        if (i % 4 == 0) type_text(app, "1");
        press(app, KEY_ENTER, 0);
    }
    close_app(app);
}

/* Enlarged panels leave room for it, and the help and the blank screen lie over it. */
static void the_strip_is_there_whatever_is_enlarged(void **state) {
    (void)state;
    App *app = open_app("x2-relu");
    static const Frame frame = {1280, 720, 1, "dark", "en"};
    press(app, 'q', 0);
    int faults = 0;
    for (int enlarged = 0; enlarged < 5; enlarged++) {
        app->ui.scene.enlarged = enlarged;
        faults += faults_of(app, &frame, "x2-relu", "enlarged");
        Rect strip = scene_panel(&app->view, &app->ui.scene, 1280, 720, PANEL_PREDICT);
        assert_true(strip.w > 1000 && strip.h > 40);
    }
    assert_int_equal(faults, 0);
    close_app(app);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_question_is_whole_at_every_size),
        cmocka_unit_test(the_box_keeps_its_place),
        cmocka_unit_test(the_strip_is_there_whatever_is_enlarged),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
