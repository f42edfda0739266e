/* train: [train]: the optimizer and its rate, how the samples are cut, which names learn. */
#include <math.h>
#include <string.h>

#include "loader.h"

static bool read_optimizer(Loader *loader, const Entry *entry, Err *e) {
    static const char *const words[] = {"sgd", "rmsprop", "adam"};
    Scan scan = loader_scan(entry, e);
    loader->lesson->train.optimizer = words[scan_choice(&scan, words, 3)];
    return scan_end(&scan);
}

typedef enum Range { ABOVE_ZERO, ZERO_TO_BELOW_ONE } Range;

static bool read_number(const Entry *entry, const char *what, Range range, double *number, Err *e) {
    Scan scan = loader_scan(entry, e);
    Place place = scan_here(&scan);
    *number = scan_number(&scan, what);
    if (!scan_end(&scan)) return false;
    bool fits = range == ABOVE_ZERO ? *number > 0 && isfinite((float)*number) : *number >= 0 && *number < 1;
    return fits || err_at(e, place, "%s is expected here, not %g", what, *number);
}

bool train_rate(const Entry *entry, double *rate, Err *e) {
    return read_number(entry, "a learning rate, a number above 0,", ABOVE_ZERO, rate, e);
}

static bool read_lr(Loader *loader, const Entry *entry, Err *e) {
    return train_rate(entry, &loader->lesson->train.lr, e);
}

static bool read_momentum(Loader *loader, const Entry *entry, Err *e) {
    return read_number(entry, "a momentum, a number from 0 to below 1,", ZERO_TO_BELOW_ONE,
                       &loader->lesson->train.momentum, e);
}

static bool read_holdout(Loader *loader, const Entry *entry, Err *e) {
    return read_number(entry, "a share of the samples, a number from 0 to below 1,", ZERO_TO_BELOW_ONE,
                       &loader->lesson->train.holdout, e);
}

static bool read_clip_norm(Loader *loader, const Entry *entry, Err *e) {
    return read_number(entry, "a norm, a number above 0,", ABOVE_ZERO, &loader->lesson->train.clip_norm, e);
}

static bool read_epochs(Loader *loader, const Entry *entry, Err *e) {
    static const char what[] = "a whole number of epochs, from 1 to a billion,";
    Scan scan = loader_scan(entry, e);
    loader->lesson->train.epochs = scan_integer(&scan, what, 1, LESSON_MAX_EPOCHS);
    return scan_end(&scan);
}

static bool read_batch(Loader *loader, const Entry *entry, Err *e) {
    static const char what[] = "the samples of a mini-batch, a whole number from 1,";
    Scan scan = loader_scan(entry, e);
    loader->lesson->train.batch = (int)scan_integer(&scan, what, 1, TENSOR_MAX_NUMBERS);
    return scan_end(&scan);
}

/* shuffle, zero_grad. */
static bool read_switch(Loader *loader, const Entry *entry, Err *e) {
    static const char *const words[] = {"no", "yes"};
    Train *train = &loader->lesson->train;
    Scan scan = loader_scan(entry, e);
    *(strcmp(entry->key, "shuffle") == 0 ? &train->shuffle : &train->zero_grad) =
        scan_choice(&scan, words, 2) == 1;
    return scan_end(&scan);
}

static Assignment *scan_data(const Loader *loader, Scan *scan) {
    Place place;
    return loader_scan_name(loader, scan, "a name of [data]", 1u << SECTION_DATA, &place);
}

/* constants, requires_grad, frozen: lists of names that are marked. */
static bool read_members(Loader *loader, const Entry *entry, Err *e) {
    Lesson *lesson = loader->lesson;
    bool frozen = strcmp(entry->key, "frozen") == 0, constants = strcmp(entry->key, "constants") == 0;
    Scan scan = loader_scan(entry, e);
    Place place;
    do {
        const Assignment *found =
            loader_scan_name(loader, &scan, frozen ? "a name of [parameters]" : "a name of [data]",
                             1u << (frozen ? SECTION_PARAMETERS : SECTION_DATA), &place);
        if (found == NULL) return false;
        if (frozen)
            lesson->parameters[found->index].frozen = true;
        else if (constants)
            lesson->data[found->index].constant = true;
        else if (found->used)
            lesson->data[found->index].wants_gradient = true;
        else
            return err_at(e, entry->place, "%.60s is not used in [model]: it has no gradient",
                          found->entry->key);
    } while (scan_sign(&scan, ','));
    return scan_end(&scan);
}

/* least_squares y from x */
static bool read_baseline(Loader *loader, const Entry *entry, Err *e) {
    Scan scan = loader_scan(entry, e);
    Train *train = &loader->lesson->train;
    scan_word(&scan, "least_squares");
    loader->baseline_y = scan_data(loader, &scan);
    scan_word(&scan, "from");
    loader->baseline_x = scan_data(loader, &scan);
    if (!scan_end(&scan)) return false;
    train->baseline_y = loader->baseline_y->entry->key;
    train->baseline_x = loader->baseline_x->entry->key;
    return true;
}

const Key TRAIN_KEYS[] = {
    {"optimizer", read_optimizer, SUFFIX_NONE},   {"lr", read_lr, SUFFIX_NONE},
    {"momentum", read_momentum, SUFFIX_NONE},     {"epochs", read_epochs, SUFFIX_NONE},
    {"batch", read_batch, SUFFIX_NONE},           {"shuffle", read_switch, SUFFIX_NONE},
    {"holdout", read_holdout, SUFFIX_NONE},       {"constants", read_members, SUFFIX_NONE},
    {"clip_norm", read_clip_norm, SUFFIX_NONE},   {"zero_grad", read_switch, SUFFIX_NONE},
    {"requires_grad", read_members, SUFFIX_NONE}, {"frozen", read_members, SUFFIX_NONE},
    {"baseline", read_baseline, SUFFIX_NONE},     {NULL, NULL, SUFFIX_NONE},
};

static bool check_momentum(const Loader *loader, Err *e) {
    const Train *train = &loader->lesson->train;
    if (train->momentum == 0 || strcmp(train->optimizer, "sgd") == 0) return true;
    const Entry *entry = lines_entry(loader, SECTION_TRAIN, "momentum");
    err_at(e, entry->place, "momentum belongs to sgd, not to %s", train->optimizer);
    return lines_failed(entry, e);
}

bool train_read(Loader *loader, Err *e) {
    loader->lesson->train = (Train){.optimizer = "sgd", .lr = 0.01, .epochs = 1, .zero_grad = true};
    return lines_each(loader, SECTION_TRAIN, e) && check_momentum(loader, e);
}
