/* train: [train]: the optimizer and its rate, how the samples are cut, which names learn. */
#include <math.h>
#include <string.h>

#include "loader.h"

static bool read_optimizer(Loader *loader, const Entry *entry, Err *e) {
    static const char *const OPTIMIZERS[] = {"sgd", "rmsprop", "adam"};
    Scan scan = loader_scan(entry);
    int which = 0;
    if (!scan_choice(&scan, OPTIMIZERS, 3, &which, e)) return false;
    loader->lesson->train.optimizer = OPTIMIZERS[which];
    return scan_end(&scan, e);
}

typedef enum Range { ABOVE_ZERO, ZERO_TO_BELOW_ONE } Range;

static bool read_number(const Entry *entry, const char *what, Range range, double *number, Err *e) {
    Scan scan = loader_scan(entry);
    Place place = scan_here(&scan);
    if (!scan_number(&scan, what, number, e) || !scan_end(&scan, e)) return false;
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
    loader->momentum = entry;
    return read_number(entry, "a momentum, a number from 0 to below 1,", ZERO_TO_BELOW_ONE,
                       &loader->lesson->train.momentum, e);
}

static bool read_holdout(Loader *loader, const Entry *entry, Err *e) {
    loader->holdout = entry;
    return read_number(entry, "a share of the samples, a number from 0 to below 1,", ZERO_TO_BELOW_ONE,
                       &loader->lesson->train.holdout, e);
}

static bool read_clip_norm(Loader *loader, const Entry *entry, Err *e) {
    return read_number(entry, "a norm, a number above 0,", ABOVE_ZERO, &loader->lesson->train.clip_norm, e);
}

static bool read_epochs(Loader *loader, const Entry *entry, Err *e) {
    loader->epochs = entry;
    Scan scan = loader_scan(entry);
    return scan_integer(&scan, "a whole number of epochs, from 1 to a billion,", 1, LESSON_MAX_EPOCHS,
                        &loader->lesson->train.epochs, e) &&
           scan_end(&scan, e);
}

static bool read_batch(Loader *loader, const Entry *entry, Err *e) {
    Scan scan = loader_scan(entry);
    int64_t batch = 0;
    if (!scan_integer(&scan, "the samples of a mini-batch, a whole number from 1,", 1, TENSOR_MAX_NUMBERS,
                      &batch, e))
        return false;
    loader->lesson->train.batch = (int)batch;
    return scan_end(&scan, e);
}

/* shuffle, zero_grad. */
static bool read_switch(Loader *loader, const Entry *entry, Err *e) {
    static const char *const WORDS[] = {"no", "yes"};
    Train *train = &loader->lesson->train;
    Scan scan = loader_scan(entry);
    int which = 0;
    if (!scan_choice(&scan, WORDS, 2, &which, e)) return false;
    *(strcmp(entry->key, "shuffle") == 0 ? &train->shuffle : &train->zero_grad) = which == 1;
    return scan_end(&scan, e);
}

static Assignment *scan_data(const Loader *loader, Scan *scan, Err *e) {
    Place place;
    return loader_scan_name(loader, scan, "a name of [data]", 1u << SECTION_DATA, &place, e);
}

static Assignment *scan_parameter(const Loader *loader, Scan *scan, Err *e) {
    Place place;
    return loader_scan_name(loader, scan, "a name of [parameters]", 1u << SECTION_PARAMETERS, &place, e);
}

/* constants, requires_grad, frozen: lists of names that are marked. */
static bool read_members(Loader *loader, const Entry *entry, Err *e) {
    Lesson *lesson = loader->lesson;
    bool frozen = strcmp(entry->key, "frozen") == 0, constants = strcmp(entry->key, "constants") == 0;
    Scan scan = loader_scan(entry);
    do {
        const Assignment *found = frozen ? scan_parameter(loader, &scan, e) : scan_data(loader, &scan, e);
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
    return scan_end(&scan, e);
}

/* least_squares y from x */
static bool read_baseline(Loader *loader, const Entry *entry, Err *e) {
    Scan scan = loader_scan(entry);
    Train *train = &loader->lesson->train;
    if (!scan_word(&scan, "least_squares", e) || (loader->baseline_y = scan_data(loader, &scan, e)) == NULL ||
        !scan_word(&scan, "from", e) || (loader->baseline_x = scan_data(loader, &scan, e)) == NULL)
        return false;
    train->baseline_y = loader->baseline_y->entry->key;
    train->baseline_x = loader->baseline_x->entry->key;
    loader->baseline = entry;
    return scan_end(&scan, e);
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
    err_at(e, loader->momentum->place, "momentum belongs to sgd, not to %s", train->optimizer);
    return lines_failed(loader->momentum, e);
}

bool train_read(Loader *loader, Err *e) {
    loader->lesson->train = (Train){.optimizer = "sgd", .lr = 0.01, .epochs = 1, .zero_grad = true};
    return lines_each(loader, SECTION_TRAIN, e) && check_momentum(loader, e);
}
