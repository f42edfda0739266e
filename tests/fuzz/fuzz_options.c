/* fuzz_options: any bytes as the words of a command line, each ended by a 0: refused with a sentence, or
 * read, and then every number is one that the program can use. */
#include <assert.h>
#include <string.h>

#include "app/base/options.h"
#include "input.h"

enum { MOST_WORDS = 80, MOST_BYTES = 8192 };

static void check_overrides(const Override *rows, int count) {
    assert(count >= 0 && count <= OPTIONS_MAX_SETS);
    for (int k = 0; k < count; k++) assert(rows[k].key[0] != '\0' && strlen(rows[k].value) < MOST_BYTES);
}

static void check_options(const Options *o) {
    assert(o->lesson != NULL && o->theme != NULL && (unsigned)o->view < MAIN_COUNT);
    assert(o->epoch >= 1 && o->batch >= 1 && o->batch <= INT32_MAX && (o->step == -1 || o->step >= 1));
    assert(o->width >= 320 && o->width <= 8192 && o->height >= 240 && o->height <= 8192);
    assert(o->scale == 0 || (o->scale >= 0.5f && o->scale <= 4));
    assert(o->output == NULL || o->output[0] != '\0');
    assert(o->task != TASK_SHOT || o->output != NULL);
    check_overrides(o->sets, o->set_count);
    check_overrides(o->versus, o->versus_count);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    char bytes[MOST_BYTES], *argv[MOST_WORDS + 2] = {"backstep"};
    Input input = {data, size};
    int argc = 1;
    for (size_t used = 0; !input_ends(&input) && argc <= MOST_WORDS && used + 1 < sizeof bytes;) {
        argv[argc++] = bytes + used;
        used += input_text(&input, bytes + used, sizeof bytes - used) + 1;
    }
    Options options;
    Err e = {0};
    bool good = options_parse(&options, argc, argv, &e);
    assert(options_take_lang(options.lang, (char[TEXT_LANG]){0}));
    assert(good == (e.text[0] == '\0'));
    if (!good)
        input_check_error(&e);
    else if (options.task != TASK_HELP && options.task != TASK_VERSION)
        check_options(&options);
    return INPUT_KEPT;
}
