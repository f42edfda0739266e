/* fuzz_templates: any bytes as a text with {places} and what comes into them, as the translation of a
 * mistake, or as a formula of which an operation's template is then spelled out and computed for each
 * element. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "engine/load/load.h"
#include "engine/math/template.h"
#include "engine/viewer/viewer.h"
#include "input.h"

enum { ROOM = 8192, PART = 400, NUMBERS = 1 << 13, MOST_STEPS = 60 };

static bool is_text(const char *text) {
    size_t length = strlen(text);
    return utf8_find_bad(text, length) == length;
}

/* What has no room is left out at the end of a character, and nothing else changes. */
static void fill_text(const Texts *texts, Input *input) {
    char text[PART], first[PART], second[PART], whole[ROOM], cut[64];
    size_t room = 1 + (size_t)input_byte(input) % sizeof cut;
    input_text(input, text, sizeof text);
    input_text(input, first, sizeof first);
    input_text(input, second, sizeof second);
    const TextValue values[] = {TEXT_STRING("a", first),
                                TEXT_STRING("name", second),
                                TEXT_INT("n", (int64_t)room),
                                TEXT_REAL("x", -2.5 / (double)room),
                                {.place = NULL}};
    text_fill_values(texts, whole, sizeof whole, text, values);
    text_fill_values(texts, cut, room, text, values);
    assert(strlen(cut) < room);
    if (!is_text(text) || !is_text(first) || !is_text(second)) return;
    assert(is_text(whole) && is_text(cut));
    size_t length = strlen(whole);
    size_t fits = length < room ? length : utf8_whole(whole, room - 1);
    if (length < sizeof whole - 1) assert(strlen(cut) == fits && memcmp(cut, whole, fits) == 0);
}

static void say_mistake(const Texts *texts, Input *input) {
    Err e = {.text = "English"};
    char meant[ERR_WORD + 1];
    input_text(input, e.key, sizeof e.key);
    input_text(input, meant, sizeof meant);
    input_text(input, e.about, sizeof e.about);
    memcpy(e.meant, meant, sizeof e.meant);
    for (size_t used = 0; !input_ends(input) && used < sizeof e.values;)
        used += input_text(input, e.values + used, sizeof e.values - used) + 1;
    bool empty = e.key[0] == '\0';
    text_error(texts, &e);
    assert(strlen(e.text) < sizeof e.text && strlen(e.hint) < sizeof e.hint);
    Err again = e;
    text_error(texts, &again);
    assert(strcmp(e.text, again.text) == 0 && strcmp(e.hint, again.hint) == 0);
    if (!empty || e.about[0] != '\0') err_format(&e, (char[ROOM]){0}, ROOM);
}

static void compute(const Machine *machine, const float *const *values, Arena *arena) {
    enum { EDGE = 3 };
    const Program *program = machine->program;
    for (int k = 0; k < program->instr_count; k++) {
        const Instr *instr = &program->instrs[k];
        const char *text = template_of(instr);
        const Expr *expr = text != NULL ? template_parse(arena, text) : NULL;
        if (expr == NULL) continue;
        RowNorm norm = {0};
        Scope scope = template_scope(program, values, instr);
        scope.norm = &norm;
        Shape shape = template_shape(&scope, expr);
        for (int row = 0; row < shape.rows && row < EDGE; row++)
            for (int col = 0; col < shape.cols && col < EDGE; col++) template_value(&scope, expr, row, col);
    }
}

static void compute_all(const Machine *machine) {
    const Program *program = machine->program;
    const float **values = calloc((size_t)program->slot_count, sizeof *values);
    Arena *arena = arena_new();
    for (int k = 0; values != NULL && k < program->slot_count; k++) values[k] = machine_slot(machine, k);
    if (values != NULL && arena != NULL) compute(machine, values, arena);
    arena_free(arena);
    free(values);
}

/* Each step's view spells its templates in symbols, for an element and in numbers. */
static void spell_all(Machine *machine, Viewer *viewer) {
    View view;
    for (int k = 0; k < MOST_STEPS && machine->at.iteration == 0; k++) {
        viewer_build(viewer, &(ViewerInput){.machine = machine, .selection = {.slot = -1, .row = k % 3}},
                     &view);
        assert(view.texts != NULL);
        if (machine->at.step == machine->program->steps || !machine_step(machine)) break;
    }
}

static void spell_formula(const Texts *texts, Input *input) {
    static const char before[] =
        "[data]\nx = linspace(-1, 1, 4)\ny = [[1, 0, 2], [0, 0, 0], [3, -1, 1], [1, 1, 1]]\n"
        "[parameters]\nw = randn(1, 3)\nb = randn(1, 3)\nc = randn(1, 1)\n[model]\nh = ",
                      after[] = "\nloss = mean(h)\n[train]\nepochs = 2\n";
    char lesson_text[sizeof before + PART + sizeof after], formula[PART];
    input_text(input, formula, sizeof formula);
    strcat(strcat(strcpy(lesson_text, before), formula), after);
    const LessonOptions options = {.max_numbers = NUMBERS};
    Err e = {0};
    Lesson *lesson = load_lesson_text("t.lesson", lesson_text, strlen(lesson_text), &options, &e);
    if (lesson == NULL || lesson->batch == NULL || lesson->batch->size > NUMBERS) {
        if (lesson == NULL) input_check_error(&e);
        lesson_release(lesson);
        return;
    }
    Machine *machine = machine_new(lesson, exec_best(), &e);
    Viewer *viewer = viewer_new(lesson, exec_best(), texts, &e);
    assert(machine != NULL && viewer != NULL);
    spell_all(machine, viewer);
    compute_all(machine);
    viewer_free(viewer);
    machine_free(machine);
    lesson_release(lesson);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static Texts *texts[2];
    for (int k = 0; k < 2; k++) {
        Err e;
        if (texts[k] == NULL) texts[k] = text_open(getenv("BACKSTEP_ASSETS"), k == 0 ? "en" : "ru", &e);
        assert(texts[k] != NULL);
    }
    Input input = {data, size};
    int first = input_byte(&input);
    const Texts *spoken = texts[first >> 2 & 1];
    switch (first & 3) {
    case 0:
        fill_text(spoken, &input);
        break;
    case 1:
        say_mistake(spoken, &input);
        break;
    default:
        spell_formula(spoken, &input);
    }
    return INPUT_KEPT;
}
