/* test_view: a View tells where the learner stands, what is known there, and shows the run's curves and
 * losses as they are. */
#include "tests/support/view_helper.h"

static void the_moment_is_told_in_epochs_and_batches_from_one(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "batch-neuron", NULL, 0), "ru");
    timeline_seek(stage->timeline, stage->machine, (Moment){4 * 7 + 2, 5});
    viewer_build(stage->viewer, &stage->input, &stage->view);
    const View *view = &stage->view;
    assert_int_equal(view->epoch, 8);
    assert_int_equal(view->epochs, 100);
    assert_int_equal(view->batch, 3);
    assert_int_equal(view->batches, 4);
    assert_int_equal(view->step, 5);
    assert_int_equal(view->program->instrs[view->instr].step, 5);
    assert_int_equal(view->phase, PHASE_FORWARD);
    assert_true(view->in_loss && !view->has_loss);
    assert_string_equal(view->title, "Нейрон находит коэффициенты");
    stage_close(stage);
}

static void what_is_known_and_how_large_it_is_follows_the_steps(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    int compared = 0;
    for (int64_t epoch = 1; epoch <= 2; epoch++) {
        for (int step = 0; step <= stage->lesson->batch->steps; step++) {
            const View *view = stage_show(stage, epoch, step);
            for (int slot = 0; slot < view->program->slot_count; slot++) {
                const Slot *it = &view->program->slots[slot];
                assert_int_equal(view->known[slot], machine_known(stage->machine, slot));
                if (!view->known[slot]) continue;
                float largest = 1e-30f;
                for (int i = 0; i < it->rows; i++)
                    for (int j = 0; j < it->cols; j++)
                        largest = fmaxf(largest, fabsf(view_element(view, slot, i, j)));
                assert_true(view->scale[slot] == largest);
                compared++;
            }
        }
    }
    assert_true(compared > 500);
    stage_close(stage);
}

/* A heat map of numbers some of which are infinite is drawn by the others. */
static void a_scale_is_finite_where_numbers_are_not(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "housing-exploding", NULL, 0), "en");
    const View *view = stage_show(stage, 30, stage->lesson->batch->steps);
    int infinite = 0;
    for (int slot = 0; slot < view->program->slot_count; slot++) {
        assert_true(!view->known[slot] || isfinite(view->scale[slot]));
        infinite += view->known[slot] && !isfinite(view_element(view, slot, 0, 0));
    }
    assert_true(infinite > 3);
    stage_close(stage);
}

/* A corner of a picture is dark and its weights do nothing: what is explained first is an element that does something,
   of data and results the chosen sample's. */
static void the_first_element_explained_is_no_dead_one(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "digits", NULL, 0), "en");
    const Program *program = stage->lesson->batch;
    int gradients = 0, moved = 0;
    for (int step = 0; step <= program->steps; step++) {
        const View *view = stage_show(stage, 1, step);
        const Selection *at = &view->selection;
        const Slot *slot = &program->slots[at->slot];
        if (slot->rows * slot->cols <= 64 || !view->known[at->slot]) continue;
        bool gradient = slot->role == ROLE_GRADIENT && program->slots[slot->of].role == ROLE_PARAMETER;
        bool update = slot->role == ROLE_PARAMETER && view->phase == PHASE_UPDATE;
        if (view->phase == PHASE_ZERO) continue;
        float first = view_element(view, update ? slot->grad : at->slot, 0, 0);
        float chosen = view_element(view, update ? slot->grad : at->slot, at->row, at->col);
        if (first != 0) assert_true(at->row == 0 && at->col == 0);
        if (chosen == 0) fail_msg("step %d: [%d, %d] is 0", step, at->row, at->col);
        gradients += gradient;
        moved += update;
    }
    assert_true(gradients >= 2 && moved >= 2);
    stage_close(stage);
}

static void the_selection_follows_the_step_and_stays_inside(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    stage->input.selection = (Selection){-1, 70, 6, 500};
    const View *view = stage_show(stage, 1, stage_step(stage, PHASE_FORWARD, "z"));
    assert_int_equal(view->selection.slot, stage_slot(stage, "z"));
    assert_int_equal(view->selection.row, 70);
    assert_int_equal(view->selection.sample, 99);
    view = stage_show(stage, 1, stage_step(stage, PHASE_BACKWARD, "db2"));
    assert_int_equal(view->selection.row, 0);
    assert_int_equal(view->selection.col, 0);
    assert_string_equal(view->slot_label, "∂L/∂b₂");
    view = stage_show(stage, 1, view->program->zero_steps);
    assert_int_equal(view->selection.slot, stage_slot(stage, "x"));
    assert_string_equal(view->explanation.title, "Epoch 1 begins");
    assert_string_equal(view->explanation.sentence, view->about);
    is_math(&view->explanation.formula, "z = x·W₁ + b₁,  h = relu(z),  ŷ = h·W₂ + b₂,  L = mean((ŷ − y)²)");
    stage_close(stage);
}

/* The curve over a grid, at an x that is a sample too, is what the model says of that sample. */
static void the_curve_is_the_model(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    const View *view = stage_show(stage, 400, stage_step(stage, PHASE_FORWARD, "yhat"));
    const ViewPlot *plot = &view->plot;
    assert_int_equal(plot->kind, PLOT_CURVE);
    assert_int_equal(plot->now.count, CURVE_POINTS);
    int yhat = stage_slot(stage, "yhat");
    assert_true(fabsf(plot->now.y[0] - view_element(view, yhat, 0, 0)) < 1e-6f);
    assert_true(fabsf(plot->now.y[CURVE_POINTS - 1] - view_element(view, yhat, 99, 0)) < 1e-6f);
    assert_true(plot->x_low == -1 && plot->x_high == 1);
    assert_int_equal(plot->points, 100);
    /* snapshots have the parameters before that epoch's update: this is the first of them */
    assert_int_equal(plot->snapshot_count, 5);
    assert_int_equal(plot->snapshots[0].epoch, 400);
    assert_memory_equal(plot->snapshots[0].y, plot->now.y, CURVE_POINTS * sizeof(float));
    assert_int_equal(plot->last.count, CURVE_POINTS);
    stage_close(stage);
}

static void a_snapshot_stays_itself_while_others_come_and_go(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    int64_t epochs[VIEW_MAX_SNAPSHOTS + 3];
    float kept[CURVE_POINTS];
    for (int i = 0; i < VIEW_MAX_SNAPSHOTS + 3; i++) epochs[i] = 10 + i;
    stage->input.snapshots = epochs;
    stage->input.snapshot_count = VIEW_MAX_SNAPSHOTS + 3;
    const View *view = stage_show(stage, 5, 3);
    assert_int_equal(view->plot.snapshot_count, VIEW_MAX_SNAPSHOTS);
    assert_int_equal(view->plot.snapshots_more, 3);
    memcpy(kept, view->plot.snapshots[2].y, sizeof kept);
    epochs[0] = 900;
    epochs[1] = 901;
    view = stage_show(stage, 6, 3);
    assert_int_equal(view->plot.snapshots[0].epoch, 900);
    assert_memory_equal(view->plot.snapshots[2].y, kept, sizeof kept);
    assert_memory_not_equal(view->plot.snapshots[0].y, kept, sizeof kept);
    stage_close(stage);
}

static void what_is_not_trained_yet_has_no_curve(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    Err e = {0};
    Timeline *fresh = timeline_new(stage->lesson, exec_best(), &e);
    stage->input.timeline = fresh;
    const View *view = stage_show(stage, 1, 3);
    assert_int_equal(view->plot.snapshots[0].count, 0);
    assert_int_equal(view->plot.last.count, 0);
    assert_int_equal(view->history.trained, 0);
    timeline_advance(fresh, -1);
    view = stage_show(stage, 1, 3);
    assert_int_equal(view->plot.snapshots[0].count, CURVE_POINTS);
    assert_int_equal(view->history.trained, 10000);
    stage->input.timeline = stage->timeline;
    timeline_free(fresh);
    stage_close(stage);
}

static float largest_of(const ViewCurve *curve, float sign) {
    float largest = -INFINITY;
    for (int i = 0; i < curve->count; i++) largest = fmaxf(largest, sign * curve->y[i]);
    return largest;
}

/* Epoch 400 is the lesson's first snapshot. */
static void what_has_not_happened_is_not_in_the_view(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    const int steps = stage->lesson->batch->steps;
    stage->input.future = false;
    for (int64_t epoch = 1; epoch <= 600; epoch += epoch < 5 || epoch == 399 ? 1 : 33)
        for (int step = 0; step <= steps; step++) {
            const View *view = stage_show(stage, epoch, step);
            const ViewHistory *history = &view->history;
            const ViewHistoryLine *line = &history->lines[0];
            const int64_t over = epoch - 1 + (step == steps), known = view->has_loss ? epoch : epoch - 1;
            assert_false(view->future);
            assert_int_equal(view->plot.last.count, 0);
            assert_int_equal(history->trained, over);
            assert_true(known == 0 ? line->count == 0
                                   : llround((double)line->epoch[line->count - 1]) <= known);
            assert_true(known == 0 || line->epoch[line->count - 1] > 0.97f * (float)known);
            for (int i = 0; i < view->plot.snapshot_count; i++)
                assert_int_equal(view->plot.snapshots[i].count > 0, view->plot.snapshots[i].epoch <= epoch);
            if (epoch == 1)
                assert_true(isnan(view->last_loss));
            else
                assert_true((float)view->last_loss == timeline_epoch(stage->timeline, epoch - 2).loss);
        }
    stage_close(stage);
}

/* The last point of a history that is cut off stands for its own epochs alone. */
static void a_history_that_is_cut_off_has_the_extremes_of_what_has_happened(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    stage->input.future = false;
    for (int64_t epoch = 3001; epoch < 3200; epoch += 7) {
        const ViewHistoryLine *line = &stage_show(stage, epoch, 0)->history.lines[0];
        float before = line->epoch[line->count - 2], low = INFINITY, high = -INFINITY;
        for (int64_t e = epoch - 1; (float)e > before; e--) {
            low = fminf(low, timeline_epoch(stage->timeline, e - 1).loss);
            high = fmaxf(high, timeline_epoch(stage->timeline, e - 1).loss);
        }
        float last = timeline_epoch(stage->timeline, epoch - 2).loss;
        assert_true(line->low[line->count - 1] <= last && line->high[line->count - 1] >= last);
        assert_true(line->low[line->count - 1] >= low && line->high[line->count - 1] <= high);
    }
    stage_close(stage);
}

static void the_scale_takes_in_the_current_curve_and_seldom_moves(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    int moves = 0;
    float low = NAN, high = NAN;
    stage->input.future = false;
    for (int64_t epoch = 1; epoch <= 10000; epoch += 1 + epoch / 40) {
        const ViewPlot *plot = &stage_show(stage, epoch, 0)->plot;
        float air = 0.051f * 1.2f;
        assert_true(largest_of(&plot->now, 1) <= plot->y_high + air);
        assert_true(largest_of(&plot->now, -1) <= -plot->y_low + air);
        moves += plot->y_low != low || plot->y_high != high;
        low = plot->y_low, high = plot->y_high;
        for (int step = 1; step < stage->lesson->batch->zero_steps + 15; step += 7) {
            plot = &stage_show(stage, epoch, step)->plot;
            assert_true(plot->y_low == low && plot->y_high == high);
        }
    }
    assert_in_range(moves, 2, 8);
    assert_true(low == 0 || low > -0.1f);
    stage_close(stage);
}

/* A rate that is too large leads the curve out of everything before. */
static void the_scale_widens_with_a_curve_that_explodes(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "housing-exploding", NULL, 0), "en");
    int outside = 0;
    for (int64_t epoch = 1; epoch <= 8; epoch++)
        for (int step = 0; step <= stage->lesson->batch->steps; step += stage->lesson->batch->steps) {
            const ViewPlot *plot = &stage_show(stage, epoch, step)->plot;
            float high = largest_of(&plot->now, 1), low = -largest_of(&plot->now, -1), span = 60;
            if (high > 500 * span || low < -500 * span) continue;
            assert_true(high <= plot->y_high + 0.051f * span && low >= plot->y_low - 0.051f * span);
            outside += high > 2 * span || low < -2 * span;
        }
    assert_true(outside > 2);
    stage_close(stage);
}

static void private_biases_have_a_curve_through_the_samples(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu-as-written", NULL, 0), "en");
    const View *view = stage_show(stage, 600, stage_step(stage, PHASE_FORWARD, "yhat"));
    assert_int_equal(view->plot.now.count, 100);
    for (int i = 0; i < 100; i++)
        assert_true(view->plot.now.y[i] == view_element(view, stage_slot(stage, "yhat"), i, 0));
    assert_memory_equal(view->plot.snapshots[2].y, view->plot.now.y, 100 * sizeof(float));
    assert_true(view->bugs_on && view->has_bugs);
    stage_close(stage);
}

static void the_other_run_is_a_ghost_in_plot_and_history(void **state) {
    (void)state;
    const Override off = {"bugs", "off"};
    Stage *stage = stage_open(load_file("lessons", "x2-relu-wrong-mask", NULL, 0), "en");
    Stage *right = stage_open(load_file("lessons", "x2-relu-wrong-mask", &off, 1), "en");
    stage->input.other_timeline = right->timeline;
    stage->input.other_run = run_of(right->lesson);
    const View *view = stage_show(stage, 3000, 2);
    const View *wanted = stage_show(right, 3000, 2);
    assert_int_equal(view->plot.ghost.count, CURVE_POINTS);
    assert_memory_equal(view->plot.ghost.y, wanted->plot.now.y, CURVE_POINTS * sizeof(float));
    assert_memory_not_equal(view->plot.ghost.y, view->plot.now.y, CURVE_POINTS * sizeof(float));
    assert_int_equal(view->history.line_count, 2);
    assert_true(view->history.lines[1].ghost);
    assert_memory_equal(view->history.lines[1].low, wanted->history.lines[0].low, 100 * sizeof(float));
    view = stage_show(stage, 40, 2);
    wanted = stage_show(right, 40, 2);
    assert_memory_equal(view->plot.ghost.y, wanted->plot.now.y, CURVE_POINTS * sizeof(float));
    stage->input.other_timeline = NULL;
    stage_close(right);
    stage_close(stage);
}

static void the_ghost_of_private_biases_is_the_curve_without_them(void **state) {
    (void)state;
    const Override off = {"bugs", "off"};
    Stage *stage = stage_open(load_file("lessons", "x2-linear-as-written", NULL, 0), "en");
    Stage *right = stage_open(load_file("lessons", "x2-linear-as-written", &off, 1), "en");
    for (int turn = 0; turn < 2; turn++) { /* each is the other's ghost */
        Stage *shown = turn == 0 ? stage : right, *other = turn == 0 ? right : stage;
        shown->input.other_timeline = other->timeline;
        shown->input.other_run = run_of(other->lesson);
        const View *view = stage_show(shown, 300, 2);
        shown->input.other_timeline = NULL;
        const View *wanted = stage_show(other, 300, 2);
        int count = turn == 0 ? CURVE_POINTS : 100;
        assert_int_equal(view->plot.ghost.count, count);
        assert_memory_equal(view->plot.ghost.x, wanted->plot.now.x, (size_t)count * sizeof(float));
        assert_memory_equal(view->plot.ghost.y, wanted->plot.now.y, (size_t)count * sizeof(float));
    }
    stage_close(right);
    stage_close(stage);
}

/* Thinned, the line still reaches from the lowest to the highest of all losses, and each loss lies in its
 * bin. */
static void the_history_keeps_every_extreme(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu-wrong-mask", NULL, 0), "en");
    const ViewHistoryLine *line = &stage_show(stage, 1, 1)->history.lines[0];
    assert_in_range(line->count, 100, VIEW_HISTORY_POINTS);
    assert_true(line->epoch[0] == 1);
    int at = 0;
    for (int64_t epoch = 1; epoch <= 10000; epoch++) {
        float loss = timeline_epoch(stage->timeline, epoch - 1).loss;
        while (at + 1 < line->count &&
               fabsf(line->epoch[at + 1] - (float)epoch) < fabsf(line->epoch[at] - (float)epoch))
            at++;
        int first = at > 0 ? at - 1 : 0, last = at + 1 < line->count ? at + 1 : at;
        bool inside = false;
        for (int k = first; k <= last; k++) inside |= loss >= line->low[k] && loss <= line->high[k];
        if (!inside) print_error("epoch %lld, loss %g\n", (long long)epoch, (double)loss);
        assert_true(inside);
    }
    stage_close(stage);
}

static void a_short_history_has_every_epoch_and_its_gradients(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "students", NULL, 0), "en");
    const View *view = stage_show(stage, 200, stage_step(stage, PHASE_BACKWARD, "dW1"));
    assert_int_equal(view->history.line_count, 3);
    assert_string_equal(view->history.lines[1].label, "|∂L/∂W₁|");
    const ViewHistoryLine *line = &view->history.lines[1];
    assert_int_equal(line->count, 200);
    double sum = 0;
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 3; j++) sum += pow((double)view_element(view, stage_slot(stage, "dW1"), i, j), 2);
    assert_true(fabs((double)line->low[199] - sqrt(sum)) < 1e-6);
    assert_true(line->epoch[199] == 200);
    stage_close(stage);
}

static void test_loss_and_baseline_stand_in_the_history(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "housing-holdout", NULL, 0), "en");
    const View *view = stage_show(stage, 1, 1);
    assert_int_equal(view->history.line_count, 2);
    assert_string_equal(view->history.lines[1].label, "test loss");
    assert_true(view->history.lines[1].low[19] == timeline_epoch(stage->timeline, 19).test_loss);
    stage_close(stage);
    stage = stage_open(load_file("lessons", "housing-linear", NULL, 0), "en");
    view = stage_show(stage, 1, 1);
    assert_int_equal(view->history.reference_count, 1);
    assert_true(fabs(view->history.references[0].level - 38.483) < 0.001);
    stage_close(stage);
}

static void the_plane_is_the_model_over_both_inputs(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "students", NULL, 0), "en");
    const View *view = stage_show(stage, 200, stage_step(stage, PHASE_FORWARD, "p"));
    const ViewPlot *plot = &view->plot;
    assert_int_equal(plot->kind, PLOT_PLANE);
    assert_int_equal(plot->points, 5);
    int compared = 0;
    for (int i = 0; i < 5; i++) {
        /* the nearest point of the grid is nearly the sample */
        float x = (plot->points_x[i] - plot->x_low) / (plot->x_high - plot->x_low) * (PLANE_SIZE - 1);
        float y = (plot->points_y[i] - plot->y_low) / (plot->y_high - plot->y_low) * (PLANE_SIZE - 1);
        float got = plot->plane[(int)(x + 0.5f) + PLANE_SIZE * (int)(y + 0.5f)];
        float wanted = view_element(view, stage_slot(stage, "p"), i, 1);
        assert_true(fabsf(got - wanted) < 0.05f);
        assert_int_equal(plot->label[i], wanted > 0.5f);
        compared++;
    }
    assert_int_equal(compared, 5);
    stage_close(stage);
}

static void an_image_comes_with_the_chances_of_its_classes(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "digits", NULL, 0), "en");
    stage->input.selection.sample = 7;
    const View *view = stage_show(stage, 10, stage_step(stage, PHASE_FORWARD, "h"));
    assert_int_equal(view->plot.kind, PLOT_IMAGE);
    assert_int_equal(view->plot.class_count, 10);
    assert_true(isnan(view->plot.classes[0]));
    assert_int_equal(view->plot.true_class, 7);
    assert_true(view->plot.image_low == 0 && view->plot.image_high == 1);
    for (int k = 0; k < 64; k++)
        assert_true(view->plot.image[k] == view_element(view, stage_slot(stage, "x"), 7, k));
    view = stage_show(stage, 10, stage_step(stage, PHASE_FORWARD, "p"));
    float total = 0;
    for (int j = 0; j < 10; j++) total += view->plot.classes[j];
    assert_true(fabsf(total - 1) < 1e-5f);
    stage_close(stage);
}

static void functions_come_with_their_slopes_and_the_input(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "activations", NULL, 0), "en");
    const View *view = stage_show(stage, 1, 3);
    assert_int_equal(view->plot.kind, PLOT_FUNCTIONS);
    assert_int_equal(view->plot.function_count, 7);
    const ViewFunction *leaky = &view->plot.functions[1], *sigmoid = &view->plot.functions[4];
    assert_string_equal(leaky->name, "leaky_relu");
    assert_true(fabsf(leaky->slope.y[0] - 0.1f) < 1e-6f); /* the lesson's slope, not the preset one */
    assert_true(sigmoid->has_now && sigmoid->now_x == 2);
    assert_true(fabsf(sigmoid->now_y - 0.880797f) < 1e-5f);
    assert_true(fabsf(sigmoid->now_slope - 0.104994f) < 1e-5f);
    for (int i = 1; i < sigmoid->value.count; i++) {
        float rise = sigmoid->value.y[i] - sigmoid->value.y[i - 1],
              run = sigmoid->value.x[i] - sigmoid->value.x[i - 1];
        float mean = (sigmoid->slope.y[i] + sigmoid->slope.y[i - 1]) / 2;
        assert_true(fabsf(rise / run - mean) < 1e-3f);
    }
    stage_close(stage);
}

static void a_picture_without_a_model_is_a_path(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "curve", NULL, 0), "ru");
    viewer_build(stage->viewer, &stage->input, &stage->view);
    const View *view = &stage->view;
    assert_int_equal(view->plot.kind, PLOT_PATH);
    assert_int_equal(view->plot.now.count, 10000);
    assert_int_equal(view->program->slot_count, 0);
    assert_int_equal(view->selection.slot, -1);
    assert_int_equal(view->plot.points, 0);
    assert_string_equal(view->explanation.sentence, view->about);
    assert_string_equal(view->title, "Кривая из двух формул");
    stage_close(stage);
}

static void the_check_belongs_to_a_whole_gradient(void **state) {
    (void)state;
    Stage *stage = stage_open(load_file("lessons", "x2-relu-wrong-mask", NULL, 0), "en");
    stage->input.check = true;
    stage_select(stage, "dW1", 0, 4);
    int step = stage_step(stage, PHASE_BACKWARD, "dW1");
    assert_false(stage_show(stage, 600, step - 1)->explanation.has_check);
    const Explanation *x = &stage_show(stage, 600, step)->explanation;
    assert_true(x->has_check && !x->check_good); /* the bug is caught */
    assert_string_not_equal(x->check_minus, x->check_plus);
    stage_select(stage, "dW2", 0, 0);
    stage_show(stage, 600, step);
    assert_true(x->has_check && x->check_good);
    stage_close(stage);
}

/* A check is kept for a second look; another element or epoch has one of its own. */
static void the_check_follows_the_element_and_the_epoch(void **state) {
    (void)state;
    static const struct {
        int64_t epoch;
        int col;
    } looks[] = {{600, 4}, {600, 4}, {600, 5}, {601, 5}, {600, 4}, {601, 4}};
    Stage *stage = stage_open(load_file("lessons", "x2-relu", NULL, 0), "en");
    stage->input.check = true;
    int step = stage_step(stage, PHASE_BACKWARD, "dW1");
    for (size_t i = 0; i < sizeof looks / sizeof *looks; i++) {
        Err e = {0};
        CheckElement wanted;
        char numeric[24], minus[40];
        stage_select(stage, "dW1", 0, looks[i].col);
        const Explanation *x = &stage_show(stage, looks[i].epoch, step)->explanation;
        Checker *fresh = gradcheck_new(stage->lesson, &e);
        assert_non_null(fresh);
        assert_true(gradcheck_element(fresh, stage->machine, stage_slot(stage, "dW1"), 0, looks[i].col, false,
                                      &wanted));
        text_number(stage->texts, numeric, sizeof numeric, wanted.numeric, true);
        snprintf(minus, sizeof minus, "%.10g", wanted.loss_minus);
        assert_string_equal(x->check_numeric, numeric);
        assert_string_equal(x->check_minus, minus);
        gradcheck_free(fresh);
    }
    stage_close(stage);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_moment_is_told_in_epochs_and_batches_from_one),
        cmocka_unit_test(what_is_known_and_how_large_it_is_follows_the_steps),
        cmocka_unit_test(a_scale_is_finite_where_numbers_are_not),
        cmocka_unit_test(the_first_element_explained_is_no_dead_one),
        cmocka_unit_test(the_selection_follows_the_step_and_stays_inside),
        cmocka_unit_test(the_curve_is_the_model),
        cmocka_unit_test(a_snapshot_stays_itself_while_others_come_and_go),
        cmocka_unit_test(what_is_not_trained_yet_has_no_curve),
        cmocka_unit_test(what_has_not_happened_is_not_in_the_view),
        cmocka_unit_test(a_history_that_is_cut_off_has_the_extremes_of_what_has_happened),
        cmocka_unit_test(the_scale_widens_with_a_curve_that_explodes),
        cmocka_unit_test(the_scale_takes_in_the_current_curve_and_seldom_moves),
        cmocka_unit_test(private_biases_have_a_curve_through_the_samples),
        cmocka_unit_test(the_other_run_is_a_ghost_in_plot_and_history),
        cmocka_unit_test(the_ghost_of_private_biases_is_the_curve_without_them),
        cmocka_unit_test(the_history_keeps_every_extreme),
        cmocka_unit_test(a_short_history_has_every_epoch_and_its_gradients),
        cmocka_unit_test(test_loss_and_baseline_stand_in_the_history),
        cmocka_unit_test(the_plane_is_the_model_over_both_inputs),
        cmocka_unit_test(an_image_comes_with_the_chances_of_its_classes),
        cmocka_unit_test(functions_come_with_their_slopes_and_the_input),
        cmocka_unit_test(a_picture_without_a_model_is_a_path),
        cmocka_unit_test(the_check_belongs_to_a_whole_gradient),
        cmocka_unit_test(the_check_follows_the_element_and_the_epoch),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
