/* loader: what the pieces of the loader share. Private to engine/load.

   The order of work: lines → entries (lines_read), --set (override), [lesson], names and formulas
   (definitions), [train], shapes of [data] and [parameters] (evaluate_shape), samples, [bugs], shapes of
   [model] and [test], [plot], [say]; only then values (evaluate), and last the programs. So almost every
   mistake is found before memory is taken for numbers. */
#ifndef BACKSTEP_ENGINE_LOAD_LOADER_H
#define BACKSTEP_ENGINE_LOAD_LOADER_H

#include "engine/base/names.h"
#include "engine/formula/scan.h"
#include "evaluate.h"
#include "load.h"

typedef enum Section {
    SECTION_LESSON,
    SECTION_DATA,
    SECTION_PARAMETERS,
    SECTION_MODEL,
    SECTION_TRAIN,
    SECTION_TEST,
    SECTION_PLOT,
    SECTION_SAY,
    SECTION_ASK,
    SECTION_BUGS,
    SECTION_COUNT
} Section;

/* `key = value` or `key.suffix = value`. */
typedef struct Entry {
    Section section;
    const char *key, *suffix; /* suffix NULL: none */
    const char *whole;        /* "key.suffix", or key */
    Place place;              /* of the key */
    const char
        *text; /* the value, in the file's text: from its first character to the end of its last line */
    size_t size;
    Place text_place;
    const char *given; /* "--set lr=0.1" where it stands in place of the file's; NULL: the file's own */
} Entry;

enum {
    LESSON_MAX_ENTRIES = 20000,
    LESSON_MAX_OPERATIONS = 10000,
    LESSON_MAX_EPOCHS = 1000000000,
};

#define BASELINE_MAX_PRODUCTS 4e9 /* multiplications: a few seconds */

typedef struct Loader {
    Lesson *lesson;
    Arena *arena; /* the lesson's own */
    const LessonOptions *options;
    const char *folder; /* the lesson file's, for data files beside it */
    Entry *entries;
    int entry_count;
    Place sections[SECTION_COUNT]; /* of the header; line 0: the file has no such section */
    Assignment *assignments;       /* of [data], [parameters], [model] and [test], in the file's order */
    int assignment_count;
    Names *scope, *test_scope; /* name → index into assignments; [test] has names of its own */
    Value *test_values;        /* of [test]'s assignments, in the file's order */
    const Entry *momentum, *holdout, *epochs, *baseline; /* the entries of these keys, NULL: none */
    Assignment *baseline_y, *baseline_x;
    const char *text; /* the file's */
    size_t size;
    int at, step;  /* where a piece of work that is done bit by bit goes on: a line, and a step of it */
    bool again;    /* it is not done */
    bool bugs_off; /* --set bugs=off */
    int operations;
    int64_t numbers_left; /* that this pass's results may still take */
} Loader;

/* Notes that the file was read for the lesson. false and *e: no memory. */
bool loader_note(Loader *loader, const char *path, Err *e);

/* bytes: a lesson file's bytes. */
enum { LESSON_MAX_BYTES = 1 << 20 };

/* *text is the caller's, freed with free. false and *e (naming the file) when it cannot be read or is too
   large. */
bool bytes_read(const char *path, char **text, size_t *size, Err *e);

/* false and the place of the first byte that is no UTF-8 text, a NUL or another control character. */
bool bytes_check(const char *text, size_t size, Err *e);

/* lines: text → entries. Refuses what is not UTF-8 text, unknown and repeated sections, repeated keys. */
bool lines_read(Loader *loader, const char *text, size_t size, Err *e);
const char *lines_section(Section section);

/* A key that a section knows, and what reads it. */
typedef enum Suffix { SUFFIX_NONE, SUFFIX_RU, SUFFIX_NUMBER } Suffix;
typedef struct Key {
    const char *name;
    bool (*read)(Loader *loader, const Entry *entry, Err *e);
    Suffix suffix; /* what may follow the name: `title.ru`, `reference.2` */
} Key;

/* The key of that name among `count` keys; NULL: none. */
const Key *keys_find(const Key *keys, int count, const Entry *entry);

/* Puts into *e's hint the key that is nearest to the word. */
void keys_suggest(const Key *keys, int count, const char *word, Err *e);

/* Reads the entries of a section in order, by a table of `count` keys. */
bool keys_read(Loader *loader, Section section, const Key *keys, int count, Err *e);

/* An entry's value, read word by word. */
static inline Scan keys_scan(const Entry *entry) {
    return scan_start(entry->text, entry->size, entry->text_place);
}

/* Where the mistake is in --set and not in the file, says so; returns false. */
bool keys_failed(const Entry *entry, Err *e);

/* --set KEY=VALUE put in place of the file's entries. */
bool override_read(Loader *loader, Err *e);

/* The sections, in the order in which they are read. All return false and *e for a mistake. */
extern const Key HEAD_KEYS[], TRAIN_KEYS[];
extern const int HEAD_KEY_COUNT, TRAIN_KEY_COUNT;

/* [lesson]. */
bool head_read(Loader *loader, Err *e);

/* [data], [parameters], [model], [test]: names and formulas; nothing is evaluated. */
bool definitions_read(Loader *loader, Err *e);

/* Which lines' numbers are the options', in place of their formulas'. */
bool points_give(Loader *loader, Err *e);

/* [say]. */
bool head_say(Loader *loader, Err *e);

/* The texts of a section that has names for keys, in the order in which these come up; `fits` (which says in
 *e why not) is asked about each line. */
bool head_texts(Loader *loader, Section section, bool (*fits)(const Loader *, const Entry *, Err *),
                Text **out, int *count, Err *e);

/* [train]. */
bool train_read(Loader *loader, Err *e);

/* After the shapes of [data] and [parameters]: which names are samples, the batch, the holdout. */
bool samples_read(Loader *loader, Err *e);

/* [bugs]; then, after the shapes of [model], what needs those. */
bool bugs_read(Loader *loader, Err *e);
bool bugs_fit(Loader *loader, Err *e);

/* Shapes of [test] against those of [data]. */
bool samples_test(Loader *loader, Err *e);

/* [plot], and what its data points allow. */
bool plot_read(Loader *loader, Err *e);
bool points_read(Loader *loader, Err *e);

/* After the values of all but [model]: the holdout's rows, private biases; then the baseline of [train]. */
bool samples_values(Loader *loader, Err *e);
bool samples_baseline(Loader *loader, Err *e);

/* The model compiled for all that a run needs. */
bool programs_compile(Loader *loader, Err *e);

/* [ask], which needs to know what the programs compute. */
bool ask_read(Loader *loader, Err *e);

/* A learning rate: the value of `lr` in [train], and in [bugs]. */
bool train_rate(const Entry *entry, double *rate, Err *e);

/* Looking at formulas. NULL: no such name. */
Assignment *loader_assignment(const Loader *loader, const char *name);

/* Puts into *e's hint the name that is nearest to the word. Returns false. */
bool loader_suggest(const Loader *loader, const char *word, Err *e);

/* The next word of a value, where it is a name of the sections (bits 1 << Section); NULL and *e: it is none.
   what: those names in a mistake's words, "a name of [data]". *place: the word's. */
Assignment *loader_scan_name(const Loader *loader, Scan *scan, const char *what, unsigned sections,
                             Place *place, Err *e);

/* Where the value of a name of [data], [parameters] or [test] is kept. */
Value *loader_value(const Loader *loader, const Assignment *assignment);

bool loader_is_sample(const Loader *loader, const Assignment *assignment);

/* The one sample that a [model] name is computed from; *input is NULL where there is none, or several. */
bool loader_single_input(const Loader *loader, const Assignment *target, Assignment **input, Err *e);

/* What a name is while a mini-batch is in place. */
StaticShape loader_known(const Loader *loader, const Assignment *name);

/* What a [model] name is computed from: a flag for each assignment; the arena's; NULL: no memory. */
bool *loader_sources(const Loader *loader, const Assignment *target);

#endif
