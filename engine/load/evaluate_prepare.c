/* evaluate_prepare: a formula parsed, put into a list of steps, and its names and functions found. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "loader.h"

/* Functions that are no operations of a model stand in FUNCTIONS, the others in the op table. */
static const Op *op_of(const Expr *expr) {
    const Op *op = op_find(expr->name);
    return op != NULL && (expr_sign_named(expr->name) != NULL || op_callable(op)) ? op : NULL;
}

static bool is_function_name(const char *name) {
    const Op *op = op_find(name);
    return functions_find(name) != NULL || (op != NULL && op_callable(op)) || strcmp(name, "pi") == 0;
}

/* Children before parents, from left to right: the reverse of parents before children, from right to left. */
static int list_steps(const Expr *root, const Expr **pending, const Expr **list) {
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

int step_args(const Assignment *assignment, int step, int args[STEP_MAX_ARGS]) {
    const Step *steps = assignment->steps;
    int count = steps[step].size == 1 ? 0 : steps[step].expr->count;
    for (int k = count - 1, at = step - 1; k >= 0; k--) {
        args[k] = at;
        at -= steps[at].size;
    }
    return count;
}

static int subtree_size(const Step *steps, int step, int args) {
    int size = 1;
    for (int k = 0, at = step - 1; k < args; k++) {
        size += steps[at].size;
        at -= steps[at].size;
    }
    return size;
}

static bool make_steps(Loader *loader, Assignment *assignment, Err *e) {
    size_t room = assignment->entry->size + 2; /* a formula has no more nodes than characters */
    const Expr **scratch = malloc(2 * room * sizeof *scratch);
    if (scratch == NULL) return err_set(e, "out of memory");
    const Expr **list = scratch + room;
    int count = list_steps(assignment->expr, scratch, list);
    assignment->steps = arena_alloc(loader->arena, (size_t)count * sizeof *assignment->steps);
    for (int i = 0; i < count && assignment->steps != NULL; i++)
        assignment->steps[i].expr = list[count - 1 - i];
    free(scratch);
    if (assignment->steps == NULL) return err_set(e, "out of memory");
    assignment->step_count = count;
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
        if (op_callable(op_at(i))) words[count++] = op_at(i)->name;
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

static bool find_function(const Assignment *assignment, Step *step, Err *e) {
    const Expr *expr = step->expr;
    const Function *function = step->function;
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

static bool check_op(const Step *step, Err *e) {
    const Op *op = step->op;
    int least = op->arity + op->required, most = op->arity + op->numbers, given = step->expr->count;
    if (given >= least && given <= most) return true;
    if (least == most)
        return err_at(e, step->expr->place, "%s takes %d argument%s, not %d", op->name, least,
                      least == 1 ? "" : "s", given);
    return err_at(e, step->expr->place, "%s takes %d to %d arguments, not %d", op->name, least, most, given);
}

/* Whether a name of [data] or [parameters] may be used by that formula: it stands above, in the file. */
static bool check_order(const Assignment *user, const Assignment *used, const Expr *expr, Err *e) {
    Section from = user->entry->section, to = used->entry->section;
    if (to == SECTION_MODEL && from != SECTION_MODEL)
        return err_at(e, expr->place, "%.60s is computed by [model] at each step; [%s] cannot use it",
                      expr->name, section_name(from));
    if (to == SECTION_PARAMETERS && from == SECTION_TEST)
        return err_at(e, expr->place, "%.60s is a parameter; [test] holds data", expr->name);
    bool ordered = from != SECTION_TEST && (from == SECTION_MODEL) == (to == SECTION_MODEL);
    if (!ordered || used < user) return true;
    if (used == user) return err_at(e, expr->place, "%.60s is used in its own definition", expr->name);
    return err_at(e, expr->place, "%.60s is defined below, at line %d; a name stands before its uses",
                  expr->name, used->entry->place.line);
}

static bool refuse_name(const Loader *loader, const Expr *expr, Err *e) {
    if (is_function_name(expr->name))
        return err_at(e, expr->place, "%s is a function: write %s(…)", expr->name, expr->name);
    err_at(e, expr->place, "there is no name %.60s in [data], [parameters] or [model]", expr->name);
    err_suggest(e, expr->name, names_all(loader->scope), names_count(loader->scope));
    return false;
}

static bool find_name(Loader *loader, Assignment *assignment, Step *step, Err *e) {
    const Expr *expr = step->expr;
    if (strcmp(expr->name, "pi") == 0) return true;
    int test = assignment->entry->section == SECTION_TEST ? names_find(loader->test_scope, expr->name) : -1;
    if (test >= 0) {
        step->name = &loader->assignments[test];
        return step->name < assignment ||
               err_at(e, expr->place,
                      "the test values of %.60s stand at line %d; a name stands before its uses", expr->name,
                      step->name->entry->place.line);
    }
    step->name = loader_assignment(loader, expr->name);
    if (step->name == NULL) return refuse_name(loader, expr, e);
    if (assignment->entry->section == SECTION_MODEL) step->name->used = true;
    return check_order(assignment, step->name, expr, e);
}

static bool find_step(Loader *loader, Assignment *assignment, Step *step, Err *e) {
    const Expr *expr = step->expr;
    switch (expr->kind) {
    case EXPR_NUMBER:
    case EXPR_MATRIX:
        return true;
    case EXPR_STRING:
        return err_at(e, expr->place, "a text in quotes names a file or a column; only csv and idx take one");
    case EXPR_NAME:
        return find_name(loader, assignment, step, e);
    case EXPR_CALL:
        break;
    }
    step->function = functions_find(expr->name);
    if (step->function != NULL) return find_function(assignment, step, e);
    step->op = op_of(expr);
    return step->op == NULL ? refuse_function(loader, expr, e) : check_op(step, e);
}

/* A line without an operation is one too: it copies. */
static bool count_operations(Loader *loader, const Assignment *assignment, Err *e) {
    int calls = 0;
    for (int i = 0; i < assignment->step_count; i++) calls += assignment->steps[i].expr->kind == EXPR_CALL;
    loader->operations += calls > 0 ? calls : 1;
    return loader->operations <= LESSON_MAX_OPERATIONS ||
           err_at(e, assignment->entry->place,
                  "a lesson has at most 10,000 operations; the line of %.60s goes beyond that",
                  assignment->entry->key);
}

bool evaluate_prepare(Loader *loader, Assignment *assignment, Err *e) {
    const Entry *entry = assignment->entry;
    if (!expr_parse(loader->arena, entry->text, entry->size, entry->text_place, &assignment->expr, e))
        return false;
    if (!make_steps(loader, assignment, e) || !count_operations(loader, assignment, e)) return false;
    for (int i = 0; i < assignment->step_count; i++) {
        Step *step = &assignment->steps[i];
        if (!find_step(loader, assignment, step, e)) return false;
        bool leaf = step->function != NULL && step->function->texts;
        step->size = leaf ? 1 : subtree_size(assignment->steps, i, step->expr->count);
    }
    return true;
}
