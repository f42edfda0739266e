/* test_plate: what is told of a mistake stands on the screen whole: over the last good graph, and in
 * the line at the bottom. */
#include "tests/support/broken.h"
#include "tests/support/render_helper.h"

#include "engine/load/load.h"
#include "render/overlay/overlay.h"

typedef struct Bench {
    Fonts *fonts;
    Texts *texts;
    DrawList list;
    SceneOptions options;
    View view;
} Bench;

static int set_up(void **state) {
    Bench *bench = calloc(1, sizeof *bench);
    Err e;
    if (bench == NULL) return -1;
    bench->fonts = open_fonts();
    bench->texts = text_open(getenv("BACKSTEP_ASSETS"), "ru", &e); /* the longer sentences */
    draw_init(&bench->list, bench->fonts);
    bench->view.texts = bench->texts;
    bench->options = (SceneOptions){.theme = theme_find("paper"), .scale = 1, .text_size = 1};
    *state = bench;
    return bench->texts == NULL ? -1 : 0;
}

static int tear_down(void **state) {
    Bench *bench = *state;
    draw_free(&bench->list);
    text_close(bench->texts);
    fonts_close(bench->fonts);
    free(bench);
    return 0;
}

/* Appends the text without its blanks, which lines are broken at. */
static void append(char *out, size_t size, const char *text) {
    size_t used = strlen(out);
    for (; *text != '\0' && used + 1 < size; text++)
        if (*text != ' ') out[used++] = *text;
    out[used] = '\0';
}

/* Whether the whole text stands there, in lines one after the other. */
static bool stands_whole(const DrawList *list, const char *text) {
    char all[6000] = "", wanted[3000] = "";
    for (size_t i = 0; i < list->count; i++)
        if (list->commands[i].kind == DRAW_TEXT)
            append(all, sizeof all, draw_string(list, &list->commands[i]));
    append(wanted, sizeof wanted, text);
    return strstr(all, wanted) != NULL;
}

/* Draws the mistake; returns how much of it is missing. */
static int check_panel(Bench *bench, const Err *mistake, Rect area) {
    draw_clear(&bench->list, (int)area.w, (int)area.h + 90, bench->options.theme->ground);
    bench->options.mistake = mistake;
    const Rect panels[PANEL_COUNT] = {[PANEL_OVERLAY] = area, [PANEL_TIMELINE] = {.y = area.h}};
    overlay_draw(&bench->list, &bench->view, &bench->options, panels);
    all_within(&bench->list, area, 1);
    no_texts_overlap(&bench->list, 1);
    const char *parts[] = {text_get(bench->texts, bench->options.waiting ? "mistake.first" : "mistake.title"),
                           mistake->text, mistake->hint};
    int missing = 0;
    for (int k = 0; k < 3; k++) {
        if (stands_whole(&bench->list, parts[k])) continue;
        print_error("%g × %g, text %g: not whole: %s\n", (double)area.w, (double)area.h,
                    (double)bench->options.text_size, parts[k]);
        missing++;
    }
    return missing;
}

static int check_sizes(Bench *bench, const Err *mistake) {
    static const struct {
        float width, height, text_size;
    } frames[] = {{1024, 560, 1}, {1024, 560, 1.5f}, {1024, 550, 2.5f}, {1920, 960, 1}, {1920, 960, 2.5f}};
    int missing = 0;
    for (size_t k = 0; k < sizeof frames / sizeof *frames; k++) {
        bench->options.text_size = frames[k].text_size;
        bench->options.waiting = k % 2 == 0; /* its title is the longer one */
        missing += check_panel(bench, mistake, (Rect){0, 0, frames[k].width, frames[k].height});
    }
    return missing;
}

static int check_bench(void *context, const Err *e) {
    Bench *bench = context;
    Err said = *e;
    text_error(bench->texts, &said);
    return check_sizes(bench, &said);
}

static void the_mistake_of_every_broken_lesson_stands_whole(void **state) {
    const LessonOptions options = {.data_dir = "/usr/local/share/backstep/data"};
    assert_int_equal(check_broken(&options, check_bench, *state), 0);
}

static void a_long_message_takes_the_lines_it_needs(void **state) {
    Bench *bench = *state;
    Err e;
    static const char path[] =
        "/home/student/Документы/Нейронные сети/домашнее задание номер шесть/парабола-1.png";
    err_set(&e, "cannot write %.300s: %s", path, "No space left on device");
    text_error(bench->texts, &e);
    bench->options.message = e.text;
    bench->options.pointer.x = -1;
    for (float size = 0.75f; size <= 2.5f; size += 0.25f) {
        bench->options.text_size = size;
        draw_clear(&bench->list, 1024, 640, bench->options.theme->ground);
        Rect panels[PANEL_COUNT];
        for (PanelId id = PANEL_NONE; id < PANEL_COUNT; id++)
            panels[id] = scene_panel(&bench->view, &bench->options, 1024, 640, id);
        overlay_draw(&bench->list, &bench->view, &bench->options, panels);
        all_within(&bench->list, (Rect){0, 0, 1024, 640}, 1);
        no_texts_overlap(&bench->list, 1);
        if (!stands_whole(&bench->list, e.text)) fail_msg("text %g: not whole: %s", (double)size, e.text);
    }
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void) {
    const struct CMUnitTest tests[] = {
        TEST(the_mistake_of_every_broken_lesson_stands_whole),
        TEST(a_long_message_takes_the_lines_it_needs),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
