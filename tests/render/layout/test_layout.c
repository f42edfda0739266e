/* test_layout: where the graph's nodes stand: everything is drawn once, and no line crosses a node or
 * another's room. */
#include "tests/support/lesson_helper.h"

#include "render/layout/layout.h"

static GraphLayout lay_out(const Program *program, LayoutWish wish) {
    GraphLayout layout;
    assert_true(layout_make(&layout, program, wish));
    return layout;
}

static const LayoutWish plain = {.focus = -1};

static const GraphNode *node_of(const GraphLayout *layout, const Program *program, const char *name) {
    int slot = program_find(program, name);
    for (int i = 0; i < layout->node_count; i++)
        if (layout->nodes[i].slot == slot) return &layout->nodes[i];
    print_error("%s is nowhere\n", name);
    fail();
    return NULL;
}

static const char x2_relu[] =
    "[data]\nx = linspace(-1, 1, 9)\ny = x^2\n[parameters]\nW1 = randn(1, 4)\nb1 = zeros(1, 4)\n"
    "W2 = randn(4, 1)\nb2 = zeros(1, 1)\n[model]\nz = x @ W1 + b1\nh = relu(z)\n"
    "yhat = h @ W2 + b2\nloss = mean((yhat - y)^2)\n";

static void the_chain_from_data_to_loss_stands_on_one_line(void **state) {
    (void)state;
    Lesson *lesson = load(x2_relu);
    GraphLayout layout = lay_out(lesson->batch, plain);
    static const struct {
        const char *name;
        int column, row;
    } wanted[] = {{"x", 0, 0},  {"W1", 1, 1}, {"b1", 2, 1},   {"z", 2, 0}, {"h", 3, 0},
                  {"W2", 4, 1}, {"b2", 5, 1}, {"yhat", 5, 0}, {"y", 6, 1}, {"loss", 8, 0}};
    for (size_t i = 0; i < sizeof wanted / sizeof *wanted; i++) {
        const GraphNode *node = node_of(&layout, lesson->batch, wanted[i].name);
        if (node->column != wanted[i].column || node->row != wanted[i].row)
            print_error("%s: wanted %d %d, got %d %d\n", wanted[i].name, wanted[i].column, wanted[i].row,
                        node->column, node->row);
        assert_int_equal(node->column, wanted[i].column);
        assert_int_equal(node->row, wanted[i].row);
    }
    assert_int_equal(layout.band_count, 1);
    assert_int_equal(layout.bands[0].columns, 10);
    layout_free(&layout);
    lesson_release(lesson);
}

static void a_value_added_to_what_is_made_of_it_goes_around(void **state) {
    (void)state;
    Lesson *lesson =
        load("[data]\nx = randn(9, 5)\ny = randn(9, 5)\n[parameters]\nA = randn(5, 5)\nB = randn(5, 5)\n"
             "[model]\nh = x + relu(x @ A) @ B\nloss = mse(h, y)\n");
    GraphLayout layout = lay_out(lesson->batch, plain);
    int around = 0;
    for (int e = 0; e < layout.edge_count; e++) {
        const GraphEdge *edge = &layout.edges[e];
        around += edge->track != layout.nodes[edge->from].row && edge->track != layout.nodes[edge->to].row;
    }
    assert_int_equal(around, 1);
    for (int i = 0; i < layout.node_count; i++) assert_int_not_equal(layout.nodes[i].kind, GRAPH_REFERENCE);
    layout_free(&layout);
    lesson_release(lesson);
}

/* Every visible forward operation has one box, unless it is one of a block that is drawn once. */
static void check_operations(const GraphLayout *layout, const Program *program) {
    for (int i = 0; i < program->instr_count; i++) {
        const Instr *instr = &program->instrs[i];
        Role role = program->slots[instr->dst].role;
        if (instr->phase != PHASE_FORWARD || instr->hidden || (role != ROLE_VALUE && role != ROLE_LOSS))
            continue;
        int boxes = 0, hidden = 0;
        for (int n = 0; n < layout->node_count; n++) {
            const GraphNode *node = &layout->nodes[n];
            boxes += node->kind == GRAPH_OPERATION && node->instr == i;
            hidden += node->kind == GRAPH_MORE && node->repeats > 0 && node->instr <= i && i <= node->last;
        }
        if (boxes + hidden != 1) print_error("instruction %d: %d boxes, %d times hidden\n", i, boxes, hidden);
        assert_int_equal(boxes + hidden, 1);
        for (int k = 0; k < instr->ins && boxes > 0; k++) {
            int edges = 0, reads = 0;
            for (int e = 0; e < layout->edge_count; e++)
                edges += layout->edges[e].instr == i && layout->edges[e].slot == instr->in[k];
            for (int j = 0; j < instr->ins; j++) reads += instr->in[j] == instr->in[k];
            if (edges != reads)
                print_error("instruction %d reads slot %d over %d edges\n", i, instr->in[k], edges);
            assert_int_equal(edges, reads);
        }
    }
}

static bool same_column(const GraphLayout *layout, const GraphEdge *edge) {
    return layout->nodes[edge->from].column == layout->nodes[edge->to].column;
}

/* Whether the edge runs horizontally between column c and the next, on that row. */
static bool runs_over(const GraphLayout *layout, const GraphEdge *edge, int row, int column) {
    return !same_column(layout, edge) && edge->track == row && layout->nodes[edge->from].column <= column &&
           column < layout->nodes[edge->to].column;
}

static bool between(int value, int a, int b) {
    return (a < value && value < b) || (b < value && value < a);
}

/* Whether the edge passes through the cell without beginning or ending there. */
static bool passes(const GraphLayout *layout, const GraphEdge *edge, int row, int column) {
    const GraphNode *from = &layout->nodes[edge->from], *to = &layout->nodes[edge->to];
    if (same_column(layout, edge)) return column == from->column && between(row, from->row, to->row);
    bool corner = row == edge->track &&
                  ((column == from->column && row != from->row) || (column == to->column && row != to->row));
    return corner || (row == edge->track && between(column, from->column, to->column)) ||
           (column == from->column && between(row, from->row, edge->track)) ||
           (column == to->column && between(row, to->row, edge->track));
}

static void check_room(const GraphLayout *layout) {
    for (int a = 0; a < layout->node_count; a++)
        for (int b = a + 1; b < layout->node_count; b++) {
            const GraphNode *one = &layout->nodes[a], *other = &layout->nodes[b];
            assert_false(one->band == other->band && one->row == other->row && one->column == other->column);
        }
    for (int e = 0; e < layout->edge_count; e++) {
        const GraphEdge *edge = &layout->edges[e];
        int band = layout->nodes[edge->from].band;
        assert_int_equal(layout->nodes[edge->to].band, band);
        assert_true(layout->nodes[edge->from].column <= layout->nodes[edge->to].column);
        for (int n = 0; n < layout->node_count; n++) {
            const GraphNode *node = &layout->nodes[n];
            if (node->band != band) continue;
            if (passes(layout, edge, node->row, node->column)) print_error("edge %d crosses node %d\n", e, n);
            assert_false(passes(layout, edge, node->row, node->column));
        }
        for (int f = e + 1; f < layout->edge_count; f++) {
            const GraphEdge *other = &layout->edges[f];
            if (other->from == edge->from || layout->nodes[other->from].band != band ||
                same_column(layout, edge))
                continue;
            for (int c = layout->nodes[edge->from].column; c < layout->nodes[edge->to].column; c++)
                assert_false(runs_over(layout, other, edge->track, c));
        }
    }
    for (int n = 0; n < layout->node_count; n++) {
        const GraphNode *node = &layout->nodes[n];
        const GraphBand *band = &layout->bands[node->band];
        assert_in_range(node->column, 0, band->columns - 1);
        assert_true(band->top <= node->row && node->row <= band->bottom);
    }
}

static void check_in_all_ways(const Program *program) {
    static const LayoutWish wishes[] = {{0, false, false, -1},
                                        {4, false, false, -1},
                                        {9, false, true, -1},
                                        {0, true, false, -1},
                                        {6, true, true, -1}};
    for (size_t w = 0; w < sizeof wishes / sizeof *wishes; w++) {
        GraphLayout layout = lay_out(program, wishes[w]);
        check_operations(&layout, program);
        check_room(&layout);
        if (wishes[w].flat)
            for (int b = 0; b < layout.band_count; b++)
                assert_true(layout.bands[b].bottom - layout.bands[b].top <= 2);
        layout_free(&layout);
    }
}

static unsigned next_random(unsigned *seed) {
    *seed = *seed * 1664525u + 1013904223u;
    return *seed >> 8;
}

/* A model of `lines` lines that read each other's values at random, with dead ends. */
static void random_model(char *text, unsigned seed, int lines) {
    static const char *const forms[] = {"tanh(%s)", "%s @ W%d",     "%s + v%d",
                                        "%s * v%d", "(%s - v%d)^2", "%s @ v%d.T"};
    char *at = text;
    at += sprintf(at, "[data]\nv0 = randn(3, 3)\nv1 = randn(3, 3)\n[parameters]\nW0 = randn(3, 3)\nW1 = "
                      "randn(3, 3)\n[model]\n");
    for (int i = 2; i < lines + 2; i++) {
        unsigned form = next_random(&seed) % 6, back = next_random(&seed) % 6 + 1, far = next_random(&seed);
        char left[16];
        snprintf(left, sizeof left, "v%d", i - (int)back < 0 ? 0 : i - (int)back);
        int other = form == 1 ? (int)(far % 2) : (int)(far % (unsigned)i);
        at += sprintf(at, "v%d = ", i);
        at += sprintf(at, forms[form], left, other);
        at += sprintf(at, "\n");
    }
    sprintf(at, "loss = mean(v%d @ W0)\n", lines + 1);
}

static void everything_is_drawn_once_and_nothing_is_crossed_in_random_models(void **state) {
    (void)state;
    char text[4000];
    int models = 0;
    for (unsigned seed = 1; seed <= 150; seed++) {
        random_model(text, seed, 3 + (int)(seed % 40));
        Lesson *lesson = load(text);
        check_in_all_ways(lesson->batch);
        lesson_release(lesson);
        models++;
    }
    assert_int_equal(models, 150);
}

/* So many layers, and the loss. */
static Lesson *deep_lesson(int layers) {
    char *text = malloc((size_t)layers * 120 + 400), *at = text;
    assert_non_null(text);
    at += sprintf(at, "[data]\nx = randn(4, 2)\ny = randn(4, 2)\n[parameters]\n");
    for (int i = 0; i < layers; i++) at += sprintf(at, "W%d = randn(2, 2)\nb%d = zeros(1, 2)\n", i, i);
    at += sprintf(at, "[model]\nh0 = relu(x @ W0 + b0)\n");
    for (int i = 1; i < layers; i++) at += sprintf(at, "h%d = relu(h%d @ W%d + b%d)\n", i, i - 1, i, i);
    sprintf(at, "loss = mse(h%d, y)\n", layers - 1);
    Lesson *lesson = load(text);
    free(text);
    return lesson;
}

static void repeated_blocks_are_drawn_once_with_the_one_of_the_moment(void **state) {
    (void)state;
    Lesson *lesson = deep_lesson(12);
    const Program *program = lesson->batch;
    for (int layer = 1; layer < 12; layer++) {
        char name[16];
        snprintf(name, sizeof name, "h%d", layer);
        int slot = program_find(program, name), focus = -1;
        for (int i = 0; i < program->instr_count; i++)
            if (program->instrs[i].phase == PHASE_FORWARD && program->instrs[i].dst == slot) focus = i;
        GraphLayout layout = lay_out(program, (LayoutWish){0, true, false, focus});
        assert_true(layout.collapsed);
        int hidden = 0, nodes = layout.node_count;
        for (int i = 0; i < nodes; i++)
            if (layout.nodes[i].kind == GRAPH_MORE) hidden += layout.nodes[i].repeats;
        assert_int_equal(hidden, 10);
        assert_non_null(node_of(&layout, program, name));
        check_operations(&layout, program);
        check_room(&layout);
        layout_free(&layout);
    }
    lesson_release(lesson);
}

static void a_long_chain_is_cut_into_bands_that_take_each_other_up(void **state) {
    (void)state;
    Lesson *lesson = deep_lesson(30);
    GraphLayout layout = lay_out(lesson->batch, (LayoutWish){12, false, false, -1});
    assert_true(layout.band_count >= 7);
    int operations = 0;
    for (int b = 0; b < layout.band_count; b++) {
        operations += layout.bands[b].operations;
        assert_int_equal(layout.bands[b].carried, b > 0);
        assert_true(layout.bands[b].columns <= 12 + 4);
    }
    assert_int_equal(operations, 91);
    check_room(&layout);
    layout_free(&layout);
    lesson_release(lesson);
}

/* Every operation stands in the part that is laid out for it, and within a part nothing moves. */
static void of_a_very_large_model_the_part_of_the_moment_is_laid_out(void **state) {
    (void)state;
    Lesson *lesson = deep_lesson(150);
    const Program *program = lesson->batch;
    GraphLayout before = {.arena = NULL};
    for (int i = 0; i < program->instr_count; i++) {
        if (program->instrs[i].phase != PHASE_FORWARD) continue;
        GraphLayout layout = lay_out(program, (LayoutWish){0, false, false, i});
        int operations = 0, found = 0;
        for (int n = 0; n < layout.node_count; n++) {
            operations += layout.nodes[n].kind == GRAPH_OPERATION;
            found += layout.nodes[n].instr == i;
        }
        assert_int_equal(layout.before + operations + layout.after, 451);
        assert_true(operations <= LAYOUT_MOST);
        assert_int_equal(found, 1);
        if (before.arena != NULL && before.before == layout.before)
            assert_memory_equal(before.nodes, layout.nodes, (size_t)layout.node_count * sizeof *layout.nodes);
        layout_free(&before);
        before = layout;
    }
    layout_free(&before);
    lesson_release(lesson);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_chain_from_data_to_loss_stands_on_one_line),
        cmocka_unit_test(a_value_added_to_what_is_made_of_it_goes_around),
        cmocka_unit_test(everything_is_drawn_once_and_nothing_is_crossed_in_random_models),
        cmocka_unit_test(repeated_blocks_are_drawn_once_with_the_one_of_the_moment),
        cmocka_unit_test(of_a_very_large_model_the_part_of_the_moment_is_laid_out),
        cmocka_unit_test(a_long_chain_is_cut_into_bands_that_take_each_other_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
