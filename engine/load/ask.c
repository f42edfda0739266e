/* ask: [ask]: the questions that predict mode puts, each at the step that computes its name. */
#include <string.h>

#include "engine/lesson/question.h"
#include "loader.h"

static bool is_computed(const Program *program, const char *name) {
    for (int i = 0; i < program->instr_count; i++)
        if (question_names(program, i, name)) return true;
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

bool ask_read(Loader *loader, Err *e) {
    Lesson *lesson = loader->lesson;
    return head_texts(loader, SECTION_ASK, can_ask, &lesson->ask, &lesson->ask_count, e);
}
