/* evaluate: the formulas of [data], [parameters], [model] and [test], in three passes: their nodes are found,
   shaped and computed; see the header. */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "engine/compile/compile.h"
#include "engine/op/exec.h"
#include "loader.h"

/* First pass: the formula parsed, put into a list of nodes, and its names and functions found. */

/* Functions that are no operations of a model stand in FUNCTIONS, the others in the op table. */
static const Op *op_of(const Expr *expr) {
    const Op *op = op_find(expr->name);
    return op != NULL && (expr_operator_named(expr->name) != NULL || op->function) ? op : NULL;
}

/* Whether a formula can call the name, or it is pi: no line can then define it. */
static bool is_function(const char *name) {
    const Op *op = op_find(name);
    return functions_find(name) != NULL || (op != NULL && op->function) || strcmp(name, "pi") == 0;
}

/* Children before parents, from left to right: the reverse of parents before children, from right to left. */
static int list_nodes(const Expr *root, const Expr **pending, const Expr **list) {
    int count = 0, waiting = 0;
    pending[waiting++] = root;
    while (waiting > 0) {
        const Expr *expr = list[count++] = pending[--waiting];
        const Function *function = expr->kind == EXPR_CALL ? functions_find(expr->name) : NULL;
        if (function != NULL && function->texts) continue;
        for (int i = 0; i < expr->count; i++) pending[waiting++] = expr->args[i];
    }
    return count;
}

int evaluate_args(Node *node, Node *args[NODE_MAX_ARGS]) {
    int count = node->size == 1 ? 0 : node->expr->count;
    for (int k = count - 1, back = 1; k >= 0; k--, back += node[-back].size) args[k] = node - back;
    return count;
}

static int subtree_size(const Node *node, int args) {
    int size = 1;
    for (int k = 0; k < args; k++) size += node[-size].size;
    return size;
}

static bool make_nodes(Loader *loader, Assignment *assignment, const Expr *expr, Err *e) {
    size_t room = assignment->entry->size + 2; /* a formula has no more nodes than characters */
    const Expr **scratch = malloc(2 * room * sizeof *scratch);
    if (scratch == NULL) return err_memory(e);
    const Expr **list = scratch + room;
    int count = list_nodes(expr, scratch, list);
    assignment->nodes = arena_alloc(loader->arena, (size_t)count * sizeof *assignment->nodes);
    for (int i = 0; i < count && assignment->nodes != NULL; i++)
        assignment->nodes[i].expr = list[count - 1 - i];
    free(scratch);
    if (assignment->nodes == NULL) return err_memory(e);
    assignment->node_count = count;
    return true;
}

static bool refuse_function(const Loader *loader, const Expr *expr, Err *e) {
    if (loader_assignment(loader, expr->name) != NULL)
        return err_at(e, expr->place, "%.60s is no function, it is a value of this lesson", expr->name);
    enum { MOST_WORDS = 128 };
    const char *words[MOST_WORDS];
    int count = 0;
    for (int i = 0; functions_at(i) != NULL && count < MOST_WORDS; i++)
        words[count++] = functions_at(i)->name;
    for (int i = 0; i < op_count() && count < MOST_WORDS; i++)
        if (op_at(i)->function) words[count++] = op_at(i)->name;
    err_at(e, expr->place, "there is no function %.60s", expr->name);
    err_suggest(e, expr->name, words, count);
    return false;
}

static bool check_texts(const Expr *expr, const Function *function, Err *e) {
    for (int i = 0; i < expr->count; i++)
        if (expr->args[i]->kind != EXPR_STRING)
            return err_at(e, expr->args[i]->place, "%s takes texts in double quotes: %s", function->name,
                          function->usage);
    return true;
}

static bool find_function(const Assignment *assignment, Node *node, Err *e) {
    const Expr *expr = node->expr;
    const Function *function = node->function;
    Section section = assignment->entry->section;
    if (section == SECTION_MODEL && !function->anywhere)
        return err_at(e, expr->place,
                      "%s belongs to [data] and [parameters]; [model] is made of operations that learn",
                      function->name);
    if (section == SECTION_TEST && function->draws)
        return err_at(e, expr->place, "%s draws random numbers, and [test] draws none", function->name);
    if (expr->count < function->least || expr->count > function->most)
        return err_at(e, expr->place, "%s is written %s; here it has %d argument%s", function->name,
                      function->usage, expr->count, expr->count == 1 ? "" : "s");
    return !function->texts || check_texts(expr, function, e);
}

static bool check_op(const Node *node, Err *e) {
    const Op *op = node->op;
    int least = op->arity + op->required, most = op->arity + op->numbers, given = node->expr->count;
    if (given >= least && given <= most) return true;
    if (least == most)
        return err_at(e, node->expr->place, "%s takes %d argument%s, not %d", op->name, least,
                      least == 1 ? "" : "s", given);
    return err_at(e, node->expr->place, "%s takes %d to %d arguments, not %d", op->name, least, most, given);
}

/* Whether a name of [data] or [parameters] may be used by that formula: it stands above, in the file. */
static bool check_order(const Assignment *user, const Assignment *used, const Expr *expr, Err *e) {
    Section from = user->entry->section, to = used->entry->section;
    if (to == SECTION_MODEL && from != SECTION_MODEL)
        return err_at(e, expr->place, "%.60s is computed by [model] at each step; [%s] cannot use it",
                      expr->name, lines_section(from));
    if (to == SECTION_PARAMETERS && from == SECTION_TEST)
        return err_at(e, expr->place, "%.60s is a parameter; [test] holds data", expr->name);
    bool ordered = from != SECTION_TEST && (from == SECTION_MODEL) == (to == SECTION_MODEL);
    if (!ordered || used < user) return true;
    if (used == user) return err_at(e, expr->place, "%.60s is used in its own definition", expr->name);
    return err_at(e, expr->place, "%.60s is defined below, at line %d; a name stands before its uses",
                  expr->name, used->entry->place.line);
}

static bool refuse_name(const Loader *loader, const Expr *expr, Err *e) {
    if (is_function(expr->name))
        return err_at(e, expr->place, "%s is a function: write %s(…)", expr->name, expr->name);
    err_at(e, expr->place, "there is no name %.60s in [data], [parameters] or [model]", expr->name);
    return loader_suggest(loader, expr->name, e);
}

static bool find_name(Loader *loader, Assignment *assignment, Node *node, Err *e) {
    const Expr *expr = node->expr;
    if (strcmp(expr->name, "pi") == 0) return true;
    int test = assignment->entry->section == SECTION_TEST ? names_find(loader->test_scope, expr->name) : -1;
    if (test >= 0) {
        node->name = &loader->assignments[test];
        return node->name < assignment ||
               err_at(e, expr->place,
                      "the test values of %.60s stand at line %d; a name stands before its uses", expr->name,
                      node->name->entry->place.line);
    }
    node->name = loader_assignment(loader, expr->name);
    if (node->name == NULL) return refuse_name(loader, expr, e);
    if (assignment->entry->section == SECTION_MODEL) node->name->used = true;
    return check_order(assignment, node->name, expr, e);
}

static bool find_node(Loader *loader, Assignment *assignment, Node *node, Err *e) {
    const Expr *expr = node->expr;
    switch (expr->kind) {
    case EXPR_NUMBER:
    case EXPR_MATRIX:
        return true;
    case EXPR_STRING:
        return err_at(e, expr->place, "a text in quotes names a file or a column; only csv and idx take one");
    case EXPR_NAME:
        return find_name(loader, assignment, node, e);
    case EXPR_CALL:
        break;
    }
    node->function = functions_find(expr->name);
    if (node->function != NULL) return find_function(assignment, node, e);
    node->op = op_of(expr);
    return node->op == NULL ? refuse_function(loader, expr, e) : check_op(node, e);
}

/* A line without an operation is one too: it copies. */
static bool count_operations(Loader *loader, const Assignment *assignment, Err *e) {
    int calls = 0;
    for (int i = 0; i < assignment->node_count; i++) calls += assignment->nodes[i].expr->kind == EXPR_CALL;
    loader->operations += calls > 0 ? calls : 1;
    return loader->operations <= LESSON_MAX_OPERATIONS ||
           err_at(e, assignment->entry->place,
                  "a lesson has at most 10,000 operations; the line of %.60s goes beyond that",
                  assignment->entry->key);
}

/* Parses the formula and finds what its names stand for. */
static bool prepare(Loader *loader, Assignment *assignment, Err *e) {
    const Entry *entry = assignment->entry;
    Expr *expr;
    if (!expr_parse(loader->arena, entry->text, entry->size, entry->text_place, &expr, e)) return false;
    if (!make_nodes(loader, assignment, expr, e) || !count_operations(loader, assignment, e)) return false;
    for (int i = 0; i < assignment->node_count; i++) {
        Node *node = &assignment->nodes[i];
        if (!find_node(loader, assignment, node, e)) return false;
        bool leaf = node->function != NULL && node->function->texts;
        node->size = leaf ? 1 : subtree_size(node, node->expr->count);
    }
    return true;
}

static bool add_name(Loader *loader, int index, Err *e) {
    const Entry *entry = loader->assignments[index].entry;
    if (entry->suffix != NULL)
        return err_at(e, entry->place, "a name has no dot: .ru belongs to [lesson], [say] and [ask]");
    if (entry->section == SECTION_TEST) {
        names_add(loader->test_scope, entry->key, index);
        return true;
    }
    if (is_function(entry->key))
        return err_at(e, entry->place, "%s is a function's name; choose another", entry->key);
    const Assignment *first = loader_assignment(loader, entry->key);
    if (first != NULL)
        return err_at(e, entry->place, "%.60s is in [%s] already, at line %d; a name stands for one thing",
                      entry->key, lines_section(first->entry->section), first->entry->place.line);
    names_add(loader->scope, entry->key, index);
    return true;
}

/* Takes the entries that are assignments, numbered within their section. */
static bool take_assignments(Loader *loader, int counts[SECTION_COUNT], Err *e) {
    const unsigned formulas =
        1u << SECTION_DATA | 1u << SECTION_PARAMETERS | 1u << SECTION_MODEL | 1u << SECTION_TEST;
    size_t room = (size_t)loader->entry_count + 1;
    loader->assignments = arena_alloc(loader->arena, room * sizeof *loader->assignments);
    loader->flags = arena_alloc(loader->arena, 2 * room * sizeof *loader->flags);
    loader->scope = names_new(loader->arena, loader->entry_count);
    loader->test_scope = names_new(loader->arena, loader->entry_count);
    if (arena_failed(loader->arena)) return err_memory(e);
    for (int i = 0; i < loader->entry_count; i++) {
        const Entry *entry = &loader->entries[i];
        if (!(formulas >> entry->section & 1)) continue;
        int index = loader->assignment_count++;
        loader->assignments[index] = (Assignment){.entry = entry, .index = counts[entry->section]++};
        if (!add_name(loader, index, e)) return false;
    }
    return true;
}

static bool make_room(Loader *loader, const int counts[SECTION_COUNT], Err *e) {
    Lesson *lesson = loader->lesson;
    lesson->data_count = counts[SECTION_DATA];
    lesson->parameter_count = counts[SECTION_PARAMETERS];
    lesson->model_count = counts[SECTION_MODEL];
    lesson->data = arena_alloc(loader->arena, (size_t)(lesson->data_count + 1) * sizeof *lesson->data);
    lesson->parameters =
        arena_alloc(loader->arena, (size_t)(lesson->parameter_count + 1) * sizeof *lesson->parameters);
    lesson->model = arena_alloc(loader->arena, (size_t)(lesson->model_count + 1) * sizeof *lesson->model);
    loader->test_values =
        arena_alloc(loader->arena, (size_t)(counts[SECTION_TEST] + 1) * sizeof *loader->test_values);
    return !arena_failed(loader->arena) || err_memory(e);
}

/* What the lesson keeps of an assignment. */
static bool publish(Loader *loader, const Assignment *assignment, Err *e) {
    Lesson *lesson = loader->lesson;
    const Entry *entry = assignment->entry;
    Named named = {.name = entry->key, .place = entry->place};
    if (entry->section == SECTION_DATA) lesson->data[assignment->index] = named;
    if (entry->section == SECTION_PARAMETERS) lesson->parameters[assignment->index] = named;
    if (entry->section != SECTION_MODEL) return true;
    const char *text = scan_text(loader_scan(entry, e), loader->arena);
    const Expr **nodes = arena_alloc(loader->arena, (size_t)assignment->node_count * sizeof *nodes);
    if (nodes == NULL) return err_memory(e);
    for (int i = 0; i < assignment->node_count; i++) nodes[i] = assignment->nodes[i].expr;
    lesson->model[assignment->index] = (Assign){.name = entry->key,
                                                .nodes = nodes,
                                                .node_count = assignment->node_count,
                                                .place = entry->place,
                                                .text = text};
    return true;
}

bool evaluate_define(Loader *loader, Err *e) {
    int counts[SECTION_COUNT] = {0};
    if (!take_assignments(loader, counts, e) || !make_room(loader, counts, e)) return false;
    for (int i = 0; i < loader->assignment_count; i++) {
        Assignment *assignment = &loader->assignments[i];
        if (!prepare(loader, assignment, e) || !publish(loader, assignment, e)) return false;
    }
    if (loader->sections[SECTION_MODEL].line > 0 && loader->lesson->model_count == 0)
        return err_at(e, loader->sections[SECTION_MODEL], "[model] has no line; its last one is the loss");
    if (loader->lesson->model_count == 0 && loader->sections[SECTION_PLOT].line == 0)
        return err_at(e, (Place){1, 1},
                      "there is neither a [model] nor a [plot]: nothing to step and nothing to show");
    return true;
}

/* Second pass: rows × columns of every node, before any of it is computed. */

/* What a name is for that user: only [model] sees mini-batches, and a name there is no plain number. */
static StaticShape name_known(const Loader *loader, const Assignment *user, const Assignment *name) {
    if (user->entry->section != SECTION_MODEL) return name->known;
    StaticShape known = loader_known(loader, name);
    known.fixed = false;
    return known;
}

static bool refuse_unknown(const Op *op, int argument, const Expr *expr, Err *e) {
    if ((op->facts & OP_POWER) != 0)
        return err_at(e, expr->place, "the exponent of a power is a plain number: x^2, x^0.5, x^-1");
    return err_at(e, expr->place, "argument %d of %s is a plain number", argument + 1, op->name);
}

/* The constants of an operation: exponent, slope, bounds, axis. */
static bool op_numbers(Node *node, Node *const *args, int count, Err *e) {
    const Op *op = node->op;
    memcpy(node->number, op->preset, sizeof node->number);
    for (int k = op->arity; k < count; k++) {
        const Node *arg = args[k];
        if (!arg->known.fixed) return refuse_unknown(op, k, arg->expr, e);
        double number = arg->known.number;
        if (op->pattern == OP_REDUCE && number != 0 && number != 1)
            return err_at(e, arg->expr->place, "the axis of %s is 0 (over the rows) or 1 (over the columns)",
                          op->name);
        node->number[k - op->arity] = number;
    }
    return true;
}

/* Operations on numbers alone give a number, worked out at once. */
static void op_fold(Node *node, Node *const *args) {
    double in[OP_MAX_INPUTS] = {0};
    for (int k = 0; k < node->op->arity; k++) {
        if (!args[k]->known.fixed) return;
        in[k] = args[k]->known.number;
    }
    if (node->known.rows != 1 || node->known.cols != 1) return;
    node->known.fixed = true;
    node->known.number = compile_fold(node->op, in, node->number);
}

static bool op_known(Node *node, Err *e) {
    Node *args[NODE_MAX_ARGS];
    int count = evaluate_args(node, args);
    if (!op_numbers(node, args, count, e)) return false;
    Shape in[OP_MAX_INPUTS] = {{0}}, out = {0};
    for (int k = 0; k < node->op->arity; k++) in[k] = (Shape){args[k]->known.rows, args[k]->known.cols};
    if (!node->op->shape(in, node->number, &out, e)) {
        e->place = node->expr->place;
        return false;
    }
    node->known = (StaticShape){.rows = out.rows, .cols = out.cols};
    op_fold(node, args);
    return true;
}

static bool node_known(Loader *loader, const Assignment *assignment, Node *node, Err *e) {
    if (node->op != NULL) return op_known(node, e);
    Call call = {.loader = loader, .node = node, .e = e};
    call.count = evaluate_args(node, call.args);
    if (node->function != NULL) return node->function->shape(&call, &node->known);
    const Expr *expr = node->expr;
    if (node->name != NULL)
        node->known = name_known(loader, assignment, node->name);
    else if (expr->kind == EXPR_MATRIX)
        node->known = (StaticShape){.rows = expr->rows, .cols = expr->cols};
    else
        node->known = (StaticShape){1, 1, true, expr->kind == EXPR_NAME ? EXPR_PI : expr->number};
    return true;
}

/* What a node costs, in numbers. A product of large matrices takes little memory and much time: 64
   multiplications count as a number. */
static int64_t node_cost(const Node *node) {
    int64_t cost = (int64_t)tensor_size(node->known.rows, node->known.cols);
    if (node->op == NULL || node->op->pattern != OP_PRODUCT) return cost;
    int inner = (node - 1)->known.rows; /* of the right operand, the node before */
    return inner > 64 ? cost * (inner / 64) : cost;
}

static bool check_size(Loader *loader, const Node *node, Err *e) {
    int64_t size = (int64_t)node->known.rows * node->known.cols;
    if (size > TENSOR_MAX_NUMBERS)
        return err_at(e, node->expr->place,
                      "%d×%d are %" PRId64 " numbers; a value has at most 134,217,728 (2²⁷)",
                      node->known.rows, node->known.cols, size);
    loader->numbers_left -= node_cost(node);
    return loader->numbers_left >= 0 ||
           err_at(e, node->expr->place,
                  "up to here the values, results in between included, take too much memory or time");
}

bool evaluate_shape(Loader *loader, Assignment *assignment, Err *e) {
    Node *last = &assignment->nodes[assignment->node_count - 1];
    for (Node *node = assignment->nodes; node <= last; node++) {
        if (node->idle) continue;
        if (!node_known(loader, assignment, node, e)) return false;
        bool made = node->name == NULL || node == last; /* y = x copies */
        if (made && !check_size(loader, node, e)) return false;
    }
    if (assignment->given != NULL) {
        assignment->known = (StaticShape){.rows = assignment->given_rows, .cols = 1};
        return true;
    }
    assignment->known = last->known;
    assignment->known.number = (float)last->known.number; /* a value is float32 */
    return true;
}

/* Third pass: the numbers, each freed as soon as it is used. */

static void fill_matrix(const Expr *expr, Value *out) {
    Mat m = value_mat(out);
    for (int i = 0; i < m.rows; i++)
        for (int j = 0; j < m.cols; j++) *tensor_element(m, i, j) = (float)expr->numbers[i * m.cols + j];
}

static void fill_op(Node *node, Node *const *args) {
    Args call = {.out = value_mat(&node->value), .number = {node->number[0], node->number[1]}};
    for (int k = 0; k < node->op->arity; k++) call.in[k] = value_mat(&args[k]->value);
    node->op->run(&call);
}

static void node_release(Node *node) {
    if (node->owned) value_free(&node->value);
    node->owned = false;
}

/* An operation element by element may write over an operand of its shape that is needed no more: of a large
   data set there are then never two copies. */
static bool take_over(Node *node, Node *const *args, int count) {
    if (node->op == NULL || node->op->pattern != OP_ELEMENT) return false;
    for (int k = 0; k < count; k++) {
        Node *operand = args[k];
        bool fits = operand->value.rows == node->known.rows && operand->value.cols == node->known.cols;
        if (!operand->owned || !fits) continue;
        node->value = operand->value;
        operand->owned = false;
        return true;
    }
    return false;
}

static bool node_value(Loader *loader, Node *node, Err *e) {
    if (node->owned) return true; /* a file, read with its shape */
    if (node->name != NULL) {
        node->value = *loader_value(loader, node->name);
        return true;
    }
    Call call = {.loader = loader, .node = node, .e = e};
    call.count = evaluate_args(node, call.args);
    if (!take_over(node, call.args, call.count) &&
        !value_new(&node->value, node->known.rows, node->known.cols, e))
        return false;
    node->owned = true;
    if (node->known.fixed)
        node->value.at[0] = (float)node->known.number;
    else if (node->expr->kind == EXPR_MATRIX)
        fill_matrix(node->expr, &node->value);
    else if (node->op != NULL)
        fill_op(node, call.args);
    else if (node->function->fill != NULL && !node->function->fill(&call, &node->value))
        return false;
    for (int k = 0; k < call.count; k++) node_release(call.args[k]);
    return true;
}

static bool given_value(Assignment *assignment, Value *out, Err *e) {
    evaluate_free(assignment); /* what was drawn */
    if (!value_new(out, assignment->given_rows, 1, e)) return false;
    memcpy(out->at, assignment->given, (size_t)out->rows * sizeof *out->at);
    return true;
}

bool evaluate_step(Loader *loader, Assignment *assignment, int step, Err *e) {
    Node *node = &assignment->nodes[step];
    return node->idle || node_value(loader, node, e);
}

bool evaluate_take(Assignment *assignment, Value *out, Err *e) {
    if (assignment->given != NULL) return given_value(assignment, out, e);
    Node *last = &assignment->nodes[assignment->node_count - 1];
    if (last->owned) {
        *out = last->value;
        last->owned = false;
        return true;
    }
    if (!value_new(out, last->known.rows, last->known.cols, e)) return false;
    memcpy(out->at, last->value.at, tensor_size(out->rows, out->cols) * sizeof *out->at);
    return true;
}

void evaluate_free(Assignment *assignment) {
    for (int i = 0; i < assignment->node_count; i++) node_release(&assignment->nodes[i]);
}
