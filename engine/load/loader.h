/* loader: what the pieces of the loader share. Private to engine/load.

   The order of work: lines → entries (lesson_lines), --set (override), [lesson], names and formulas
   (definitions), [train], shapes of [data] and [parameters] (evaluate_shape), samples, [bugs], shapes of
   [model] and [test], [plot], [say]; only then values (evaluate), and last the programs. So almost every
   mistake is found before memory is taken for numbers. */
#ifndef BACKSTEP_ENGINE_LOADER_H
#define BACKSTEP_ENGINE_LOADER_H

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
#define LESSON_PI             3.14159265358979323846

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
    bool bugs_off; /* --set bugs=off */
    int operations;
    int64_t numbers_left; /* that this pass's results may still take */
} Loader;

/* lesson_lines: text → entries. Refuses what is not UTF-8 text, unknown and repeated sections, repeated keys.
 */
bool lesson_lines(Loader *loader, const char *text, size_t size, Err *e);
const char *section_name(Section section);

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
/* Its value, read word by word. */
static inline Scan entry_scan(const Entry *entry) {
    return scan_start(entry->text, entry->size, entry->text_place);
}

/* Where the mistake is in --set and not in the file, says so; returns false. */
bool entry_failed(const Entry *entry, Err *e);

/* --set KEY=VALUE put in place of the file's entries. */
bool lesson_override(Loader *loader, Err *e);

/* The sections. */
extern const Key LESSON_KEYS[], TRAIN_KEYS[], PLOT_KEYS[];
extern const int LESSON_KEY_COUNT, TRAIN_KEY_COUNT, PLOT_KEY_COUNT;
bool lesson_head(Loader *loader, Err *e); /* [lesson] */
bool lesson_say(Loader *loader, Err *e);  /* [say], after names */
bool lesson_ask(Loader *loader, Err *e);  /* [ask], after the programs, which know what is computed */

/* The texts of a section that has names for keys, in the order in which these come up; `fits` (which says in
 *e why not) is asked about each line. */
bool texts_read(Loader *loader, Section section, bool (*fits)(const Loader *, const Entry *, Err *),
                Say **out, int *count, Err *e);
bool lesson_names(Loader *loader,
                  Err *e); /* [data] [parameters] [model] [test]: names and formulas, nothing evaluated */
bool lesson_train(Loader *loader, Err *e);    /* [train], after names */
bool lesson_samples(Loader *loader, Err *e);  /* after the shapes of [data]: samples, batch, holdout */
bool lesson_bugs(Loader *loader, Err *e);     /* [bugs], before the shapes of [model] */
bool lesson_bugs_fit(Loader *loader, Err *e); /* what needs those shapes */
bool lesson_test(Loader *loader, Err *e);     /* shapes of [test] against those of [data] */
bool lesson_plot(Loader *loader, Err *e);     /* [plot] */
bool lesson_plot_choose(Loader *loader,
                        Err *e);            /* what the shapes suggest where [plot] asks for no picture */
bool lesson_given(Loader *loader, Err *e);  /* after names: which lines' numbers are the options' */
bool lesson_points(Loader *loader, Err *e); /* after the plot: what its points allow */
bool lesson_values(Loader *loader,
                   Err *e); /* values of all but [model], the holdout's rows, private biases */
bool lesson_baseline(Loader *loader, Err *e);
bool lesson_programs(Loader *loader, Err *e);

/* A learning rate: the value of `lr` in [train], and in [bugs]. */
bool lesson_rate(const Entry *entry, double *rate, Err *e);

/* Looking at formulas. NULL: no such name. */
Assignment *loader_assignment(const Loader *loader, const char *name);
bool loader_is_sample(const Loader *loader, const Assignment *assignment);

/* The one sample that a [model] name is computed from; *input is NULL where there is none, or several. */
bool loader_single_input(const Loader *loader, const Assignment *target, Assignment **input, Err *e);

/* What a name is while a mini-batch is in place. */
StaticShape loader_known(const Loader *loader, const Assignment *name);

/* What a [model] name is computed from: flags for each of loader->assignments; owned by the arena, NULL: no
 * memory. */
bool *loader_sources(const Loader *loader, const Assignment *target);

#endif
