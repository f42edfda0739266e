/* test_matrix_view: the operation as a whole, what is lit in it, and what is not known; the numbers use their panel:
 * a given matrix that is narrow goes on beside itself, small ones are large.
 */
#include "render/draw/rect.h"
#include "tests/support/stage.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The numbers of the selected value, which the step wrote; *size becomes their em. */
static int count_numbers(const char *lesson, const char *name, Size frame, float *size) {
    Stage stage = stage_lesson(lesson, "en");
    SceneOptions options = stage_options();
    options.main_view = MAIN_MATRIX;
    options.text_size = frame.text;
    int slot = program_find(stage.lesson->batch, name), count = 0;
    stage_stand(&stage, 1, stage_steps(&stage));
    stage_draw(&stage, &options, (Selection){.slot = slot}, frame.width, frame.height);
    for (size_t i = 0; i < stage.list.count; i++) {
        const DrawCommand *command = &stage.list.commands[i];
        if (command->kind != DRAW_TEXT || command->mark.panel != PANEL_MAIN || command->mark.slot != slot)
            continue;
        if (command->mark.role != PART_NUMBER) continue;
        count++;
        *size = command->size;
    }
    stage_close(&stage);
    return count;
}

static void a_narrow_matrix_goes_on_beside_itself(void **state) {
    (void)state;
    float size;
    assert_true(count_numbers("x2-relu", "x", (Size){1280, 720, 1}, &size) >= 50);
    assert_true(count_numbers("x2-relu", "x", (Size){1920, 1080, 1}, &size) >= 50);
    assert_int_equal(count_numbers("housing-features", "W", (Size){1280, 720, 1}, &size), 26);
}

static void few_numbers_are_large_and_all_are_shown(void **state) {
    (void)state;
    float small, large;
    assert_int_equal(count_numbers("mazur", "W1", (Size){1920, 1080, 1}, &large), 8); /* old and new */
    count_numbers("digits", "W2", (Size){1920, 1080, 1}, &small);
    assert_true(large > 1.5f * small);
}

static void large_text_leaves_some_rows(void **state) {
    (void)state;
    float size, usual;
    count_numbers("x2-relu", "x", (Size){1280, 720, 1}, &usual);
    assert_true(count_numbers("x2-relu", "x", (Size){1280, 720, 2.5f}, &size) >= 10);
    assert_true(size > usual);
}

/* Frames of a slot: of its lit row, column or element. */
static const DrawCommand *lit_frame(const Stage *stage, int slot) {
    const DrawCommand *found = NULL;
    for (size_t i = 0; i < stage->list.count; i++) {
        const DrawCommand *command = &stage->list.commands[i];
        if (command->kind == DRAW_RECT && command->mark.panel == PANEL_MAIN &&
            command->mark.role == PART_NODE && command->mark.slot == slot && command->fill.a == 0)
            found = command;
    }
    return found;
}

static double said_number(const char *text) {
    text += strspn(text, " ");
    bool minus = strncmp(text, "−", strlen("−")) == 0;
    return minus ? -strtod(text + strlen("−"), NULL) : strtod(text, NULL);
}

/* The numbers of a slot whose middles the frame holds; returns how many. */
static int lit_numbers(const Stage *stage, int slot, Rect frame, double *numbers) {
    int count = 0;
    for (size_t i = 0; i < stage->list.count; i++) {
        const DrawCommand *command = &stage->list.commands[i];
        if (command->kind != DRAW_TEXT || command->mark.panel != PANEL_MAIN || command->mark.slot != slot ||
            command->mark.role != PART_NUMBER)
            continue;
        Point middle = {command->box.x + command->box.w / 2, command->box.y + command->box.h / 2};
        if (rect_holds(frame, middle)) numbers[count++] = said_number(draw_string(&stage->list, command));
    }
    return count;
}

typedef struct Product {
    const char *lesson, *left, *right;
    int row, col;
} Product;

static const Instr *find_product(const Program *program, int left, int right) {
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        if (instr->phase == PHASE_FORWARD && instr->ins == 2 && instr->in[0] == left && instr->in[1] == right)
            return instr;
    }
    fail_msg("there is no product of %d and %d", left, right);
    return NULL;
}

/* What is lit, read off the frame, is what the formula multiplies and adds. */
static void check_product(const Product *product) {
    Stage stage = stage_lesson(product->lesson, "en");
    const Program *program = stage.lesson->batch;
    int left = program_find(program, product->left), right = program_find(program, product->right);
    const Instr *instr = find_product(program, left, right);
    SceneOptions options = stage_options();
    options.main_view = MAIN_MATRIX;
    stage_stand(&stage, 1, instr->step);
    stage_draw(&stage, &options, (Selection){.slot = instr->dst, .row = product->row, .col = product->col},
               1600, 900);
    enum { MOST = 64 };
    double numbers[3][MOST], sum = 0;
    const int slots[3] = {left, right, instr->dst};
    int counts[3];
    for (int k = 0; k < 3; k++) {
        const DrawCommand *frame = lit_frame(&stage, slots[k]);
        assert_non_null(frame);
        counts[k] = lit_numbers(&stage, slots[k], frame->rect, numbers[k]);
    }
    assert_int_equal(counts[0], program->slots[left].cols);
    assert_int_equal(counts[1], counts[0]);
    assert_int_equal(counts[2], 1);
    for (int k = 0; k < counts[0]; k++) sum += numbers[0][k] * numbers[1][k];
    float result = view_element(&stage.view, instr->dst, product->row, product->col);
    assert_float_equal(numbers[2][0], result, 0.001);
    if (fabs(sum - numbers[2][0]) > 0.002 * counts[0])
        fail_msg("%s: %g is not %g", product->lesson, sum, numbers[2][0]);
    stage_close(&stage);
}

static void the_lit_row_times_the_lit_column_is_the_lit_element(void **state) {
    (void)state;
    static const Product products[] = {{"mazur", "x", "W1", 0, 1},
                                       {"mazur", "h", "W2", 0, 0},
                                       {"students", "x", "W1", 3, 2},
                                       {"softmax-two-layers", "x", "Wh", 0, 1}};
    for (size_t p = 0; p < sizeof products / sizeof *products; p++) check_product(&products[p]);
}

/* The lit numbers of an update: old − rate · gradient = new. Old and new are of one slot: old stands first. */
static void an_update_shows_what_it_has_written_over(void **state) {
    (void)state;
    static const char *const lessons[] = {"mazur", "students", "x2-relu"};
    for (size_t l = 0; l < sizeof lessons / sizeof *lessons; l++) {
        Stage stage = stage_lesson(lessons[l], "en");
        SceneOptions options = stage_options();
        options.main_view = MAIN_MATRIX;
        int last = stage_steps(&stage),
            slot = stage.lesson->batch->instrs[stage.lesson->batch->instr_count - 1].dst;
        stage_stand(&stage, 1, last - 1);
        stage_draw(&stage, &options, (Selection){.slot = slot}, 1600, 900);
        float old = view_element(&stage.view, slot, 0, 0);
        assert_true(stage.view.before == NULL);
        stage_stand(&stage, 1, last);
        stage_draw(&stage, &options, stage_follow, 1600, 900);
        assert_int_equal(stage.view.selection.slot, slot);
        assert_non_null(stage.view.before);
        assert_float_equal(stage.view.before[0], old, 1e-6f + 1e-5f * fabsf(old));
        double first = NAN;
        int frames = 0;
        for (size_t i = 0; i < stage.list.count; i++) {
            const DrawCommand *command = &stage.list.commands[i];
            if (command->mark.panel != PANEL_MAIN || command->mark.slot != slot) continue;
            frames += command->kind == DRAW_RECT && command->mark.role == PART_NODE;
            if (command->kind == DRAW_TEXT && command->mark.role == PART_NUMBER && isnan(first))
                first = said_number(draw_string(&stage.list, command));
        }
        assert_int_equal(frames, 2);
        assert_float_equal(first, old, 0.001);
        stage_close(&stage);
    }
}

/* Operands have names and shapes, and what is not computed says so: no number stands for it. */
static void what_is_not_computed_has_no_number(void **state) {
    (void)state;
    static const char *const lessons[] = {"mazur", "students", "digits", "x2-relu"};
    for (size_t l = 0; l < sizeof lessons / sizeof *lessons; l++) {
        Stage stage = stage_lesson(lessons[l], "en");
        const Program *program = stage.lesson->batch;
        SceneOptions options = stage_options();
        options.main_view = MAIN_MATRIX;
        stage_stand(&stage, 1, 0);
        int looked = 0;
        for (int slot = 0; slot < program->slot_count; slot++) {
            if (program->slots[slot].role != ROLE_VALUE || program->slots[slot].rows < 2) continue;
            stage_draw(&stage, &options, (Selection){.slot = slot}, 1600, 900);
            if (stage.view.known[slot]) continue;
            looked++;
            for (size_t i = 0; i < stage.list.count; i++) {
                const DrawCommand *command = &stage.list.commands[i];
                bool number = command->kind == DRAW_TEXT && command->mark.role == PART_NUMBER &&
                              command->mark.panel == PANEL_MAIN;
                if (number && !stage.view.known[command->mark.slot])
                    fail_msg("%s, slot %d: \"%s\"", lessons[l], slot, draw_string(&stage.list, command));
            }
        }
        assert_true(looked > 2 || l == 0);
        stage_close(&stage);
    }
}

/* At any setting of the text: 2.2 % of the height, and as many digits as a small matrix has. */
static void numbers_are_read_from_the_last_row(void **state) {
    (void)state;
    static const Size frames[] = {{1280, 720, 0.75f}, {1600, 900, 1}, {1024, 640, 1}, {3840, 2160, 1}};
    for (size_t f = 0; f < sizeof frames / sizeof *frames; f++) {
        Stage stage = stage_lesson("students", "ru");
        SceneOptions options = stage_options();
        options.main_view = MAIN_MATRIX;
        options.text_size = frames[f].text;
        for (int step = 0; step <= stage_steps(&stage); step++) {
            stage_stand(&stage, 1, step);
            stage_draw(&stage, &options, stage_follow, frames[f].width, frames[f].height);
            for (size_t i = 0; i < stage.list.count; i++) {
                const DrawCommand *command = &stage.list.commands[i];
                if (command->kind != DRAW_TEXT || command->mark.panel != PANEL_MAIN) continue;
                if (command->face != FONT_MATH && command->size < 0.022f * (float)frames[f].height)
                    fail_msg("step %d, %d×%d: \"%s\" in %g", step, frames[f].width, frames[f].height,
                             draw_string(&stage.list, command), (double)command->size);
            }
        }
        stage_close(&stage);
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_narrow_matrix_goes_on_beside_itself),
        cmocka_unit_test(few_numbers_are_large_and_all_are_shown),
        cmocka_unit_test(large_text_leaves_some_rows),
        cmocka_unit_test(the_lit_row_times_the_lit_column_is_the_lit_element),
        cmocka_unit_test(an_update_shows_what_it_has_written_over),
        cmocka_unit_test(what_is_not_computed_has_no_number),
        cmocka_unit_test(numbers_are_read_from_the_last_row),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
