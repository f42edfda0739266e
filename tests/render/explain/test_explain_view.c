/* test_explain_view: the explanation of every step of real lessons: whole, readable, without collisions, with
   its numbers in their places. */
#include "render/style/style.h"
#include "tests/support/run_helper.h"

#include "engine/viewer/viewer.h"
#include "render/style/screen.h"
#include "tests/support/render_helper.h"

typedef struct Setting {
    Fonts *fonts;
    Texts *texts;
    DrawList list;
    SceneOptions options;
} Setting;

static void use_language(Setting *s, const char *language) {
    Err e = {0};
    text_close(s->texts);
    s->texts = text_open(getenv("BACKSTEP_ASSETS"), language, &e);
    if (!s->texts) fail_msg("%s", e.text);
}

static int set_up(void **state) {
    Setting *s = calloc(1, sizeof *s);
    assert_non_null(s);
    s->fonts = open_fonts();
    use_language(s, "en");
    draw_init(&s->list, s->fonts);
    s->options = (SceneOptions){
        .theme = theme_find("dark"), .scale = 1, .text_size = 1, .flow = 1, .zoom = 1, .check = true};
    *state = s;
    return 0;
}

static int tear_down(void **state) {
    Setting *s = *state;
    draw_free(&s->list);
    text_close(s->texts);
    fonts_close(s->fonts);
    free(s);
    return 0;
}

typedef struct Frame {
    int width, height, enlarged;
    float text_size;
} Frame;

static const Frame frames[] = {{1280, 720, 0, 1},    {1920, 1080, 0, 1},    {1024, 640, 0, 1},
                               {1920, 1080, 0, 2},   {3840, 2160, 0, 1},    {1280, 720, 3, 1},
                               {1280, 720, 0, 2.5f}, {1920, 1080, 3, 2},    {1280, 720, 0, 0.75f},
                               {1280, 720, 3, 2.5f}, {1920, 1080, 0, 1.75f}};
enum { FRAMES = sizeof frames / sizeof frames[0] };

typedef struct Walk {
    Lesson *lesson;
    Machine *machine;
    Viewer *viewer;
    View view;
} Walk;

static Walk *run_begin(Setting *s, const char *name) {
    Err e = {0};
    Walk *run = calloc(1, sizeof *run);
    assert_non_null(run);
    run->lesson = load_file("lessons", name, NULL, 0);
    run->machine = machine_for(run->lesson);
    run->viewer = viewer_new(run->lesson, exec_best(), s->texts, &e);
    assert_non_null(run->viewer);
    return run;
}

static void run_end(Walk *run) {
    viewer_free(run->viewer);
    machine_free(run->machine);
    lesson_release(run->lesson);
    free(run);
}

static void look(Walk *run) {
    ViewerInput input = {.machine = run->machine, .selection = {-1, 0, 0, 0}, .check = true};
    viewer_build(run->viewer, &input, &run->view);
}

/* Returns the panel. */
static Rect draw_in(Setting *s, const Walk *run, const Frame *frame) {
    s->options.text_size = frame->text_size;
    s->options.enlarged = frame->enlarged;
    Rect area = scene_panel(&run->view, &s->options, frame->width, frame->height, PANEL_EXPLAIN);
    draw_clear(&s->list, frame->width, frame->height, s->options.theme->ground);
    explain_view_draw(&s->list, &run->view, &s->options, area);
    assert_false(s->list.failed);
    return area;
}

/* The sentence, word for word in its lines. */
static void sentence_is_whole(const Setting *s, const Explanation *explanation) {
    char drawn[1200] = "";
    for (size_t i = 0; i < s->list.count; i++) {
        const DrawCommand *command = &s->list.commands[i];
        if (command->kind != DRAW_TEXT || command->face != FONT_TEXT) continue;
        const char *text = draw_string(&s->list, command);
        if (!strstr(explanation->sentence, text)) continue;
        if (drawn[0]) strncat(drawn, " ", sizeof drawn - strlen(drawn) - 1);
        strncat(drawn, text, sizeof drawn - strlen(drawn) - 1);
    }
    if (!strstr(drawn, explanation->sentence))
        fail_msg("wanted '%s', got '%s'", explanation->sentence, drawn);
}

static int dots_of(const Math *math) {
    int count = 0;
    for (int i = 0; i < math->count; i++) count += strcmp(math->nodes[i].text, "…") == 0;
    return count;
}

/* No text ends in "…", and no formula has one that is not its own. */
static void nothing_is_cut(const Setting *s, const Explanation *explanation) {
    int dots = 0, own = dots_of(&explanation->formula) + dots_of(&explanation->element);
    for (size_t i = 0; i < s->list.count; i++) {
        const DrawCommand *command = &s->list.commands[i];
        if (command->kind != DRAW_TEXT) continue;
        const char *text = draw_string(&s->list, command), *end = strstr(text, "…");
        if (end && end != text && strcmp(end, "…") == 0) fail_msg("'%s' is cut", text);
        dots += end == text && strcmp(end, "…") == 0;
    }
    if (dots > own) fail_msg("%s: a formula is cut", explanation->title);
}

static const char *const lessons[] = {"x2-relu",    "neuron",   "neuron-scalars", "dense-layer",
                                      "chain-rule", "students", "autograd-square"};

static void check_lesson(Setting *s, const char *name, int frame) {
    Walk *run = run_begin(s, name);
    do {
        look(run);
        Rect area = draw_in(s, run, &frames[frame]);
        all_within(&s->list, area, 1.5f);
        no_texts_overlap(&s->list, 0.6f);
        sentence_is_whole(s, &run->view.explanation);
        nothing_is_cut(s, &run->view.explanation);
    } while (run->machine->at.step < run->machine->program->steps && machine_step(run->machine));
    run_end(run);
}

static void every_step_is_whole_and_without_collisions(void **state) {
    for (size_t i = 0; i < sizeof lessons / sizeof lessons[0]; i++)
        for (int frame = 0; frame < FRAMES; frame++) check_lesson(*state, lessons[i], frame);
}

static void and_so_in_russian(void **state) {
    use_language(*state, "ru");
    for (size_t i = 0; i < sizeof lessons / sizeof lessons[0]; i++)
        for (int frame = 0; frame < FRAMES; frame++) check_lesson(*state, lessons[i], frame);
}

/* Where the result and the first term stand; of a gradient that is a slope they stand elsewhere than of any other
   number. */
typedef struct Places {
    Point result; /* its right end and baseline */
    float first_term;
    int results, terms;
} Places;

static void compare_places(const Setting *s, const Explanation *explanation, bool slope, Places *places) {
    bool seen = false;
    for (size_t i = 0; i < s->list.count; i++) {
        const DrawCommand *command = &s->list.commands[i];
        if (command->kind != DRAW_TEXT || command->mark.role != PART_NUMBER) continue;
        const char *text = draw_string(&s->list, command);
        Point end = {command->rect.x + (slope ? command->rect.w : 0), command->rect.y};
        if (command->face == FONT_NUMBER_BOLD && explanation->has_result) {
            assert_string_equal(text, explanation->result);
            if (places->results++ == 0) places->result = end;
            assert_true(fabsf(end.x - places->result.x) < 0.1f && end.y == places->result.y);
        }
        bool below = command->rect.x > places->result.x && command->rect.y > places->result.y;
        if (!explanation->term_count || !(slope || below)) continue;
        if (seen || strcmp(text, explanation->terms[0].result) != 0) continue;
        seen = true;
        if (places->terms++ == 0) places->first_term = command->rect.y;
        if (command->rect.y != places->first_term)
            fail_msg("%s: %s stands at %f, not at %f", explanation->title, text, (double)command->rect.y,
                     (double)places->first_term);
    }
}

static void numbers_keep_their_places_from_step_to_step(void **state) {
    Setting *s = *state;
    Walk *run = run_begin(s, "x2-relu");
    Places usual = {.results = 0}, slope = {.results = 0};
    s->options.check = false;
    do {
        look(run);
        if (style_opens(&run->view, &s->options)) continue;
        draw_in(s, run, &frames[0]);
        bool is_slope = run->view.slope.slot >= 0;
        compare_places(s, &run->view.explanation, is_slope, is_slope ? &slope : &usual);
    } while (run->machine->at.step < run->machine->program->steps && machine_step(run->machine));
    assert_true(usual.results >= 16 && usual.terms >= 2);
    assert_true(slope.results == 4 && slope.terms >= 2);
    run_end(run);
}

static void a_long_sentence_is_whole_and_leaves_room(void **state) {
    Setting *s = *state;
    Walk *run = run_begin(s, "x2-relu");
    look(run);
    Explanation *explanation = &run->view.explanation;
    explanation->sentence[0] = 0;
    for (int i = 0; i < 40; i++)
        snprintf(explanation->sentence + strlen(explanation->sentence), 20, "%sreads word%d", i ? " " : "",
                 i);
    for (int frame = 0; frame < FRAMES; frame++) {
        Rect area = draw_in(s, run, &frames[frame]);
        all_within(&s->list, area, 1.5f);
        no_texts_overlap(&s->list, 0.6f);
        sentence_is_whole(s, explanation);
        float lowest = 0;
        for (size_t i = 0; i < s->list.count; i++) {
            const DrawCommand *command = &s->list.commands[i];
            if (command->kind != DRAW_TEXT || !strstr(draw_string(&s->list, command), "word")) continue;
            lowest = fmaxf(lowest, command->box.y + command->box.h);
        }
        assert_true(lowest < area.y + 0.62f * area.h);
    }
    run_end(run);
}

static void step_to(Walk *run, const char *slot) {
    int wanted = program_find(run->lesson->batch, slot);
    assert_true(wanted >= 0);
    do {
        assert_true(machine_step(run->machine));
        look(run);
    } while (run->view.instr < 0 || run->view.program->instrs[run->view.instr].dst != wanted ||
             run->view.phase != PHASE_BACKWARD);
}

static void a_gradient_shows_its_sum_and_its_operands(void **state) {
    Setting *s = *state;
    Walk *run = run_begin(s, "x2-linear");
    step_to(run, "dh");
    draw_in(s, run, &frames[0]);
    const Explanation *explanation = &run->view.explanation;
    need_text(&s->list, explanation->title);
    need_text(&s->list, explanation->result);
    need_text(&s->list, explanation->check_numeric);
    need_text(&s->list, explanation->check_plus);
    need_text(&s->list, explanation->check_minus);
    need_text(&s->list, explanation->check_error);
    need_text(&s->list, explanation->torch);
    need_text(&s->list, "1×10");
    run_end(run);
}

/* The number that stands at the right end of a text's line; NULL: none. */
static const char *number_beside(const Setting *s, const char *text) {
    const DrawCommand *label = find_text(&s->list, text), *best = NULL;
    for (size_t i = 0; label != NULL && i < s->list.count; i++) {
        const DrawCommand *command = &s->list.commands[i];
        bool beside = command->kind == DRAW_TEXT && command->mark.role == PART_NUMBER &&
                      fabsf(command->rect.y - label->rect.y) < 1 && command->rect.x > label->rect.x;
        if (beside && (best == NULL || command->rect.x > best->rect.x)) best = command;
    }
    return best != NULL ? draw_string(&s->list, best) : NULL;
}

static double read_number(const char *text) {
    char plain[64] = "";
    for (const char *at = text; *at != '\0' && strlen(plain) + 2 < sizeof plain;) {
        bool minus = strncmp(at, "−", strlen("−")) == 0;
        strncat(plain, minus ? "-" : at, 1);
        at += minus ? strlen("−") : 1;
    }
    return strtod(plain, NULL);
}

/* The terms that are shown and the rest, in the digits that they are shown in, come to the result. */
static void a_slope_s_terms_add_up_as_they_are_written(void **state) {
    Setting *s = *state;
    static const char *const gradients[] = {"dW2", "db1", "dW1", "db2"};
    s->options.check = false;
    for (int frame = 0; frame < 5; frame++) {
        for (size_t g = 0; g < sizeof gradients / sizeof *gradients; g++) {
            Walk *run = run_begin(s, "x2-relu");
            step_to(run, gradients[g]);
            draw_in(s, run, &frames[frame]);
            const Explanation *explanation = &run->view.explanation;
            int shown = 0;
            double sum = 0;
            while (shown < explanation->term_count && number_beside(s, explanation->terms[shown].where))
                sum += read_number(number_beside(s, explanation->terms[shown++].where));
            char more[64];
            text_fill(s->texts, more, sizeof more, "slope.more", TEXT_INT("n", 100 - shown));
            assert_true(shown > 0 && number_beside(s, more) != NULL);
            sum += read_number(number_beside(s, more));
            double result = read_number(explanation->result);
            if (!(fabs(sum - result) <= 2e-3 * fabs(result)))
                fail_msg("%s: %g, not %g", gradients[g], sum, result);
            run_end(run);
        }
    }
}

/* What is drawn of the curve, as a line of the loss's colour. */
static const DrawCommand *curve_of(const Setting *s) {
    const Theme *theme = s->options.theme;
    for (size_t i = 0; i < s->list.count; i++) {
        const DrawCommand *command = &s->list.commands[i];
        if (command->kind == DRAW_LINE && command->count > 20 &&
            memcmp(&command->stroke, &theme->loss, sizeof theme->loss) == 0)
            return command;
    }
    return NULL;
}

static void a_slope_shows_its_curve_its_step_and_its_check(void **state) {
    Setting *s = *state;
    Walk *run = run_begin(s, "x2-relu");
    step_to(run, "dW2");
    assert_true(run->view.slope.known && run->view.slope.lands);
    for (int frame = 0; frame < 5; frame++)
        for (int check = 0; check < 2; check++) {
            s->options.check = check;
            draw_in(s, run, &frames[frame]);
            const Explanation *explanation = &run->view.explanation;
            assert_non_null(curve_of(s));
            need_text(&s->list, explanation->result);
            need_text(&s->list, explanation->check_numeric);
            need_text(&s->list, "𝑤 − 𝜀");
            if (check) need_text(&s->list, explanation->check_plus);
            char step[TEXT_NUMBER];
            text_number(s->texts, step, sizeof step, run->view.slope.to - run->view.slope.at, true);
            if (frame < 3) need_text(&s->list, step);
        }
    run_end(run);
}

/* A frame in the colour of now over a part of a heat map. */
static int frames_of_now(const Setting *s, const Theme *theme, int slot) {
    int count = 0;
    for (size_t i = 0; i < s->list.count; i++) {
        const DrawCommand *command = &s->list.commands[i];
        bool now = memcmp(&command->stroke, &theme->now, sizeof theme->now) == 0;
        if (command->kind == DRAW_RECT && now && command->fill.a == 0 && command->mark.slot == slot) count++;
    }
    return count;
}

static void used_rows_and_columns_are_framed(void **state) {
    Setting *s = *state;
    Walk *run = run_begin(s, "x2-relu");
    step_to(run, "dh");
    draw_in(s, run, &frames[0]);
    const Explanation *explanation = &run->view.explanation;
    assert_true(explanation->operand_count >= 3);
    for (int i = 0; i < explanation->operand_count; i++)
        assert_int_equal(frames_of_now(s, s->options.theme, explanation->operands[i].slot), 1);
    run_end(run);
}

static void what_is_not_computed_yet_is_an_empty_outline(void **state) {
    Setting *s = *state;
    Walk *run = run_begin(s, "x2-relu");
    step_to(run, "dh");
    bool known[256] = {false};
    run->view.known = known;
    assert_true(run->view.program->slot_count <= 256);
    draw_in(s, run, &frames[0]);
    assert_null(find_kind(&s->list, DRAW_CELLS));
    int dashed = 0;
    for (size_t i = 0; i < s->list.count; i++)
        dashed += s->list.commands[i].kind == DRAW_RECT && s->list.commands[i].dash > 0;
    assert_int_equal(dashed, run->view.explanation.operand_count);
    run_end(run);
}

/* Numbers written on shades: their ink against the cell that they stand on. */
static void numbers_on_shades_can_be_read(void **state) {
    Setting *s = *state;
    int compared = 0;
    for (int theme = 0; theme < theme_count; theme++) {
        s->options.theme = &theme_table[theme];
        Walk *run = run_begin(s, "dense-layer");
        while (run->machine->at.step < run->machine->program->steps && machine_step(run->machine)) {
            look(run);
            draw_in(s, run, &frames[0]);
            const DrawCommand *cells = NULL;
            for (size_t i = 0; i < s->list.count; i++) {
                const DrawCommand *command = &s->list.commands[i];
                if (command->kind == DRAW_CELLS) cells = command;
                bool number = command->kind == DRAW_TEXT && command->mark.role == PART_NUMBER;
                if (!cells || !number || !box_within(command->box, cells->rect, 0.5f)) continue;
                int col = (int)((command->box.x + command->box.w / 2 - cells->rect.x) / cells->rect.w *
                                (float)cells->cols);
                int row = (int)((command->box.y + command->box.h / 2 - cells->rect.y) / cells->rect.h *
                                (float)cells->rows);
                double contrast =
                    theme_contrast(command->fill, draw_colors(&s->list, cells)[row * cells->cols + col]);
                if (contrast < 4.5)
                    fail_msg("%s: a contrast of %f", draw_string(&s->list, command), contrast);
                compared++;
            }
        }
        run_end(run);
    }
    assert_true(compared > 200);
}

static void a_failed_check_is_crossed_out(void **state) {
    Setting *s = *state;
    Walk *run = run_begin(s, "x2-relu");
    step_to(run, "dW1");
    const Theme *theme = s->options.theme;
    for (int good = 0; good < 2; good++) {
        run->view.explanation.check_good = good;
        draw_in(s, run, &frames[0]);
        Color wanted = good ? theme->good : theme->bad;
        int strokes = 0, numbers = 0;
        for (size_t i = 0; i < s->list.count; i++) {
            const DrawCommand *command = &s->list.commands[i];
            bool number = command->kind == DRAW_TEXT && memcmp(&command->fill, &wanted, sizeof wanted) == 0;
            strokes += command->kind == DRAW_LINE && memcmp(&command->stroke, &wanted, sizeof wanted) == 0;
            numbers +=
                number && strcmp(draw_string(&s->list, command), run->view.explanation.check_numeric) == 0;
        }
        assert_int_equal(strokes, good ? 1 : 2);
        assert_int_equal(numbers, 1);
    }
    run_end(run);
}

static void a_huge_matrix_costs_no_more_than_its_pixels(void **state) {
    Setting *s = *state;
    static float numbers[4096 * 512];
    static const float *values[1] = {numbers};
    Slot slot = {
        .name = "x", .role = ROLE_DATA, .named = true, .rows = 4096, .cols = 512, .grad = -1, .of = -1};
    Program program = {.slots = &slot, .slot_count = 1, .loss = -1, .target = -1};
    bool known = true;
    float scale = 1;
    View *view = calloc(1, sizeof *view);
    assert_non_null(view);
    *view =
        (View){.program = &program, .values = values, .known = &known, .scale = &scale, .texts = s->texts};
    view->explanation.operand_count = 1;
    view->explanation.operands[0] = (ViewOperand){.slot = 0, .row = 4000, .col = -1};
    draw_clear(&s->list, 1280, 720, s->options.theme->ground);
    Rect area = scene_panel(view, &s->options, 1280, 720, PANEL_EXPLAIN);
    explain_view_draw(&s->list, view, &s->options, area);
    all_within(&s->list, area, 1.5f);
    assert_true(s->list.used < 200000);
    need_text(&s->list, "4096×512");
    free(view);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(every_step_is_whole_and_without_collisions, set_up, tear_down),
        cmocka_unit_test_setup_teardown(and_so_in_russian, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_keep_their_places_from_step_to_step, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_long_sentence_is_whole_and_leaves_room, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_gradient_shows_its_sum_and_its_operands, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_slope_s_terms_add_up_as_they_are_written, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_slope_shows_its_curve_its_step_and_its_check, set_up, tear_down),
        cmocka_unit_test_setup_teardown(used_rows_and_columns_are_framed, set_up, tear_down),
        cmocka_unit_test_setup_teardown(what_is_not_computed_yet_is_an_empty_outline, set_up, tear_down),
        cmocka_unit_test_setup_teardown(numbers_on_shades_can_be_read, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_failed_check_is_crossed_out, set_up, tear_down),
        cmocka_unit_test_setup_teardown(a_huge_matrix_costs_no_more_than_its_pixels, set_up, tear_down),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
