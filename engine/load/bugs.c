/* bugs: [bugs]: deliberate mistakes of the backward pass and of training, checked against the model. */
#include <string.h>

#include "loader.h"

static const char *const KINDS[] = {
    [BUG_MASK_UPSTREAM] = "mask_upstream", [BUG_WRONG_INPUT] = "wrong_input", [BUG_NO_SUM] = "no_sum"};

/* The name a bug is about, of that section. */
static Assignment *bug_target(const Loader *loader, const Entry *entry, BugKind kind, Section section,
                              Err *e) {
    Assignment *target = loader_assignment(loader, entry->key);
    if (target != NULL && target->entry->section == section) return target;
    err_at(e, entry->place, "%s is for a name of [%s]", KINDS[kind], lines_section(section));
    if (target == NULL) loader_suggest(loader, entry->key, e);
    return NULL;
}

static bool check_mask(const Loader *loader, const Entry *entry, Err *e) {
    const Assignment *target = bug_target(loader, entry, BUG_MASK_UPSTREAM, SECTION_MODEL, e);
    if (target == NULL) return false;
    const Node *last = &target->nodes[target->node_count - 1];
    return (last->op != NULL && (last->op->facts & OP_GATE) != 0) ||
           err_at(e, entry->place, "mask_upstream is for the result of a relu, and %.60s is not one",
                  entry->key);
}

/* The only product that has the parameter as its right operand; NULL: none, or several. */
static const Node *only_product(const Loader *loader, const Assignment *parameter, int *count) {
    const Node *found = NULL;
    *count = 0;
    const Assignment *line;
    for (int at = 0; (line = loader_next(loader, 1u << SECTION_MODEL, &at)) != NULL; at++)
        for (int k = 0; k < line->node_count; k++) {
            const Node *node = &line->nodes[k]; /* its right operand is the node before */
            bool product = node->op != NULL && node->op->pattern == OP_PRODUCT;
            if (!product || node[-1].name != parameter) continue;
            found = node;
            ++*count;
        }
    return *count == 1 ? found : NULL;
}

static bool check_wrong_input(Loader *loader, const Entry *entry, Scan *scan, Bug *bug, Err *e) {
    const Assignment *target = bug_target(loader, entry, BUG_WRONG_INPUT, SECTION_PARAMETERS, e);
    if (target == NULL) return false;
    Place place;
    bug->input = scan_name(scan, loader->arena, "the name that stands in for the input", &place);
    if (bug->input == NULL) return false;
    if (loader_assignment(loader, bug->input) == NULL) {
        err_at(e, place, "there is no name %.60s in this lesson", bug->input);
        return loader_suggest(loader, bug->input, e);
    }
    int count;
    return only_product(loader, target, &count) != NULL ||
           err_at(e, entry->place, "wrong_input needs exactly one product a @ %.60s in [model]; there are %d",
                  entry->key, count);
}

static bool check_no_sum(Loader *loader, const Entry *entry, Err *e) {
    const Lesson *lesson = loader->lesson;
    Assignment *target = bug_target(loader, entry, BUG_NO_SUM, SECTION_PARAMETERS, e);
    if (target == NULL) return false;
    if (target->known.rows != 1)
        return err_at(e, entry->place, "no_sum is for a bias with one row; %.60s is %d×%d", entry->key,
                      target->known.rows, target->known.cols);
    if (loader->bugs_off) return true;
    if (lesson->parameters[target->index].frozen)
        return err_at(e, entry->place, "%.60s is frozen: no gradient of it is summed", entry->key);
    if (lesson->test_samples > 0 || loader->sections[SECTION_TEST].line > 0)
        return err_at(e, entry->place,
                      "with no_sum only training samples have a bias: it does not go with holdout or [test]");
    if (lesson->samples % lesson->train.batch != 0)
        return err_at(e, entry->place, "with no_sum the batch (%d) must divide the samples (%d)",
                      lesson->train.batch, lesson->samples);
    target->private_rows = true;
    return true;
}

/* A key that --set gives has the last word: the bug does not touch it. */
static bool is_set(const Loader *loader, const char *key) {
    const Entry *entry = lines_entry(loader, SECTION_TRAIN, key);
    return entry != NULL && entry->given != NULL;
}

/* zero_grad = no */
static bool read_kept(Loader *loader, const Entry *entry, Bug *bug, Err *e) {
    Scan scan = loader_scan(entry, e);
    *bug = (Bug){.name = entry->key, .kind = BUG_KEPT, .place = entry->place};
    scan_word(&scan, "no");
    if (!scan_end(&scan)) return false;
    if (!loader->bugs_off && !is_set(loader, "zero_grad")) loader->lesson->train.zero_grad = false;
    return true;
}

/* lr = 0.05 */
static bool read_rate(Loader *loader, const Entry *entry, Bug *bug, Err *e) {
    *bug = (Bug){.name = entry->key, .kind = BUG_RATE, .place = entry->place};
    if (!train_rate(entry, &bug->rate, e)) return false;
    if (!loader->bugs_off && !is_set(loader, "lr")) loader->lesson->train.lr = bug->rate;
    return true;
}

static bool read_bug(Loader *loader, const Entry *entry, Bug *bug, Err *e) {
    if (entry->suffix != NULL)
        return err_at(e, entry->place, "a name has no dot: .ru belongs to [lesson], [say] and [ask]");
    if (loader_assignment(loader, entry->key) == NULL) {
        if (strcmp(entry->key, "zero_grad") == 0) return read_kept(loader, entry, bug, e);
        if (strcmp(entry->key, "lr") == 0) return read_rate(loader, entry, bug, e);
    }
    Scan scan = loader_scan(entry, e);
    int kind = scan_choice(&scan, KINDS, 3);
    if (scan.failed) return false;
    *bug = (Bug){.name = entry->key, .kind = (BugKind)kind, .place = entry->place};
    bool good = kind == BUG_MASK_UPSTREAM ? check_mask(loader, entry, e)
                : kind == BUG_NO_SUM      ? check_no_sum(loader, entry, e)
                                          : check_wrong_input(loader, entry, &scan, bug, e);
    return good && scan_end(&scan);
}

bool bugs_read(Loader *loader, Err *e) {
    Lesson *lesson = loader->lesson;
    lesson->bugs = arena_alloc(loader->arena, (size_t)(loader->entry_count + 1) * sizeof *lesson->bugs);
    if (lesson->bugs == NULL) return err_memory(e);
    for (int i = 0; i < loader->entry_count; i++) {
        if (loader->entries[i].section != SECTION_BUGS) continue;
        if (!read_bug(loader, &loader->entries[i], &lesson->bugs[lesson->bug_count], e)) return false;
        lesson->bug_count++;
    }
    lesson->has_bugs = lesson->bug_count > 0;
    return true;
}

/* inputᵀ · upstream must have the parameter's shape, or be broadcast to it. */
static bool check_input_shape(const Loader *loader, const Bug *bug, Err *e) {
    const Assignment *parameter = loader_assignment(loader, bug->name);
    int count;
    const Node *product = only_product(loader, parameter, &count);
    StaticShape right = loader_known(loader, parameter),
                input = loader_known(loader, loader_assignment(loader, bug->input));
    if (input.rows == product->known.rows && (input.cols == right.rows || input.cols == 1)) return true;
    return err_at(
        e, bug->place,
        "%.60s is %d×%d and cannot stand in for the input of a product with %.60s: %d×%d or %d×1 can",
        bug->input, input.rows, input.cols, bug->name, product->known.rows, right.rows, product->known.rows);
}

bool bugs_fit(Loader *loader, Err *e) {
    Lesson *lesson = loader->lesson;
    for (int i = 0; i < lesson->bug_count; i++)
        if (lesson->bugs[i].kind == BUG_WRONG_INPUT && !check_input_shape(loader, &lesson->bugs[i], e))
            return false;
    if (loader->bugs_off) lesson->bug_count = 0;
    return true;
}
