/* head: [lesson], [say] and [ask]: texts in two languages, and where the random numbers come from. */
#include <string.h>

#include "engine/lesson/lesson.h"
#include "loader.h"

static bool read_say(Loader *loader, const Entry *entry, Text *say, Err *e) {
    const char **text = entry->suffix == NULL ? &say->en : &say->ru;
    say->key = entry->key;
    say->place = entry->place;
    *text = scan_text(loader_scan(entry, e), loader->arena);
    return (*text)[0] != '\0' || err_at(e, entry->place, "%.60s has no value", entry->whole);
}

/* title, about, source, hunt. */
static bool read_head(Loader *loader, const Entry *entry, Err *e) {
    Lesson *lesson = loader->lesson;
    Text *text = strcmp(entry->key, "title") == 0    ? &lesson->title
                 : strcmp(entry->key, "about") == 0  ? &lesson->about
                 : strcmp(entry->key, "source") == 0 ? &lesson->source
                                                     : &lesson->hunt;
    return read_say(loader, entry, text, e);
}

static bool read_seed(Loader *loader, const Entry *entry, Err *e) {
    static const char what[] = "a seed, a whole number from 0 to 4294967295 (2³² − 1),";
    Scan scan = loader_scan(entry, e);
    loader->lesson->seed = (uint32_t)scan_integer(&scan, what, 0, UINT32_MAX);
    return scan_end(&scan);
}

static bool read_generator(Loader *loader, const Entry *entry, Err *e) {
    static const char *const words[] = {[RNG_TORCH] = "torch", [RNG_NUMPY] = "numpy"};
    Scan scan = loader_scan(entry, e);
    loader->lesson->generator = (RngKind)scan_choice(&scan, words, 2);
    return scan_end(&scan);
}

const Key HEAD_KEYS[] = {
    {"title", read_head, SUFFIX_RU},  {"about", read_head, SUFFIX_RU},
    {"source", read_head, SUFFIX_RU}, {"hunt", read_head, SUFFIX_RU},
    {"seed", read_seed, SUFFIX_NONE}, {"generator", read_generator, SUFFIX_NONE},
    {NULL, NULL, SUFFIX_NONE},
};

/* A Russian text alone would leave the others with nothing to read. */
static bool check_english(const Text *say, Err *e) {
    return say->en != NULL || say->ru == NULL ||
           err_at(e, say->place, "%.60s.ru stands alone: write %.60s = … too, for those who read no Russian",
                  say->key, say->key);
}

bool head_read(Loader *loader, Err *e) {
    Lesson *lesson = loader->lesson;
    if (!lines_each(loader, SECTION_LESSON, e)) return false;
    if (lesson->title.en == NULL) lesson->title.en = lesson->name;
    rng_seed(&lesson->rng, lesson->generator, lesson->seed);
    return check_english(&lesson->about, e) && check_english(&lesson->source, e) &&
           check_english(&lesson->hunt, e);
}

static bool can_say(const Loader *loader, const Entry *entry, Err *e) {
    if (loader_assignment(loader, entry->key) != NULL) return true;
    err_at(e, entry->place, "[say] is about names of [model], [parameters] and [data]; there is no %.60s",
           entry->key);
    return loader_suggest(loader, entry->key, e);
}

/* The texts of a section that has names for keys, in the order in which these come up; `fits` (which says in
   *e why not) is asked about each line. */
static bool read_texts(Loader *loader, Section section, bool (*fits)(const Loader *, const Entry *, Err *),
                       Text **out, int *count, Err *e) {
    Names *keys = names_new(loader->arena, loader->entry_count);
    Text *says = arena_alloc(loader->arena, (size_t)(loader->entry_count + 1) * sizeof *says);
    if (arena_failed(loader->arena)) return err_memory(e);
    *out = says;
    for (int i = 0; i < loader->entry_count; i++) {
        const Entry *entry = &loader->entries[i];
        if (entry->section != section) continue;
        if (entry->suffix != NULL && strcmp(entry->suffix, "ru") != 0)
            return err_at(e, entry->place, "%.60s is no key: the Russian text is NAME.ru", entry->whole);
        if (!fits(loader, entry, e)) return false;
        int index = names_find(keys, entry->key);
        if (index < 0) names_add(keys, entry->key, index = (*count)++);
        if (!read_say(loader, entry, &says[index], e)) return false;
    }
    for (int i = 0; i < *count; i++)
        if (!check_english(&says[i], e)) return false;
    return true;
}

bool head_say(Loader *loader, Err *e) {
    Lesson *lesson = loader->lesson;
    return read_texts(loader, SECTION_SAY, can_say, &lesson->say, &lesson->say_count, e);
}

static bool is_computed(const Program *program, const char *name) {
    for (int i = 0; i < program->instr_count; i++)
        if (lesson_computes(program, i, name)) return true;
    return false;
}

/* What a step computes and a lesson can name. */
static void suggest_computed(const Loader *loader, const char *word, Err *e) {
    const Program *program = loader->lesson->batch;
    const char **words = arena_alloc(loader->arena, (size_t)(program->slot_count + 1) * sizeof *words);
    int count = 0;
    for (int i = 0; words != NULL && i < program->slot_count; i++) {
        const Slot *slot = &program->slots[i];
        const Slot *of = slot->of >= 0 ? &program->slots[slot->of] : slot;
        if (of->named && is_computed(program, slot->name)) words[count++] = slot->name;
    }
    if (words != NULL) err_suggest(e, word, words, count);
}

/* The name that a gradient's name is about, NULL: it is none. */
static const char *gradient_of(const Loader *loader, const char *name) {
    return name[0] == 'd' && loader_assignment(loader, name + 1) != NULL ? name + 1 : NULL;
}

/* A --set may have frozen what the file asks about: then it is not asked. */
static bool refuse(const Loader *loader, const Entry *entry, Err *e) {
    const char *of = gradient_of(loader, entry->key);
    const Lesson *lesson = loader->lesson;
    bool known = loader_assignment(loader, entry->key) != NULL || of != NULL;
    if (known && loader->options->override_count > 0) return true;
    if (of != NULL && strcmp(of, lesson->model[lesson->model_count - 1].name) == 0)
        err_at(e, entry->place, "no step computes %.60s: by itself the loss has the gradient 1", entry->key);
    else if (of != NULL)
        err_at(e, entry->place,
               "no step computes the gradient %.60s: the loss is not differentiated by %.60s", entry->key,
               of);
    else if (known)
        err_at(e, entry->place, "no step computes %.60s: it stays as it is given", entry->key);
    else
        err_at(e, entry->place,
               "[ask] is about what a step computes: a name of [model], a parameter, or a gradient as dW1; "
               "there is no %.60s",
               entry->key);
    suggest_computed(loader, entry->key, e);
    return false;
}

static bool can_ask(const Loader *loader, const Entry *entry, Err *e) {
    if (loader->lesson->batch == NULL)
        return err_at(e, entry->place, "[ask] needs a [model]: a picture has no steps to ask at");
    return is_computed(loader->lesson->batch, entry->key) || refuse(loader, entry, e);
}

bool head_ask(Loader *loader, Err *e) {
    Lesson *lesson = loader->lesson;
    return read_texts(loader, SECTION_ASK, can_ask, &lesson->ask, &lesson->ask_count, e);
}
