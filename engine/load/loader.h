/* loader: what the pieces of the loader share. Private to engine/load.

   The order of work: lines → entries and --set (lines), [lesson] (head), names and formulas (evaluate_define),
   [train], shapes of [data] and [parameters] (evaluate_shape), samples, [bugs], shapes of [model] and [test],
   [plot], [say]; only then values (evaluate_step), and last the programs and [ask]. So almost every mistake is
   found before memory is taken for numbers.

   A formula is kept as a list of nodes, operands before what uses them, so that no pass needs recursion: a
   line of ten thousand plus signs is a list of twenty thousand nodes. The formulas of [model] are looked up and
   shaped only: that says what is wrong before any memory is taken, and the compiler takes the nodes as they
   are. */
#ifndef BACKSTEP_ENGINE_LOAD_LOADER_H
#define BACKSTEP_ENGINE_LOAD_LOADER_H

#include "engine/base/names.h"
#include "engine/formula/scan.h"
#include "engine/program/op.h"
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

typedef struct Function Function;
typedef struct Assignment Assignment;

/* What is known of a result before it is computed. */
typedef struct StaticShape {
    int rows, cols;
    bool fixed; /* 1×1 and made of numbers alone: `number` is its value */
    double number;
} StaticShape;

typedef struct Node {
    const Expr *expr;
    const Op *op; /* one of these three, or none: a number, a matrix, pi */
    const Function *function;
    Assignment *name;
    int size;                      /* nodes of this subtree, itself the last */
    double number[OP_MAX_NUMBERS]; /* of op */
    StaticShape known;
    Value value;
    bool owned; /* value is freed here */
    bool idle;  /* not computed: the line's numbers are given, and it draws nothing */
} Node;

/* One line of [data], [parameters], [model] or [test]. */
struct Assignment {
    const Entry *entry;
    Node *nodes;
    int node_count;
    StaticShape known;  /* after its shape pass */
    int index;          /* of its section, from 0 */
    bool used;          /* by [model] */
    bool private_rows;  /* [parameters]: the bug no_sum is in force */
    const float *given; /* [data]: its numbers, one column of given_rows; NULL: the formula's */
    int given_rows;
};

enum {
    LESSON_MAX_BYTES = 1 << 20,
    LESSON_MAX_ENTRIES = 20000,
    LESSON_MAX_KEYS = 20, /* that a section knows */
    LESSON_MAX_OPERATIONS = 10000,
    LESSON_MAX_EPOCHS = 1000000000,
    NODE_MAX_ARGS = OP_MAX_INPUTS + OP_MAX_NUMBERS
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
    Names *scope, *test_scope;             /* name → index into assignments; [test] has names of its own */
    Value *test_values;                    /* of [test]'s assignments, in the file's order */
    bool *flags;                           /* room for two an assignment */
    const struct Key *keys[SECTION_COUNT]; /* of the sections that have a table of them; else NULL */
    Assignment *baseline_y, *baseline_x;   /* of [train]'s baseline, NULL: none */
    const char *text;                      /* the file's */
    size_t size;
    int at, step;  /* where a piece of work that is done bit by bit goes on: a line, and a step of it */
    bool bugs_off; /* --set bugs=off */
    int operations;
    int64_t numbers_left; /* that this pass's results may still take */
} Loader;

/* The sections, in the order in which they are read. All return false and *e for a mistake. */

/* The text → entries. Refuses what is not UTF-8 text, unknown and repeated sections, repeated keys. */
bool lines_read(Loader *loader, Err *e);
bool lines_override(Loader *loader, Err *e); /* --set KEY=VALUE put in place of the file's entries */
const char *lines_section(Section section);

/* The entry of "key" or "key.suffix" in that section; NULL: there is none. */
Entry *lines_entry(const Loader *loader, Section section, const char *whole);

/* A key that a section knows, and what reads it. A table of them ends with name NULL. */
typedef enum Suffix { SUFFIX_NONE, SUFFIX_RU, SUFFIX_NUMBER } Suffix;
typedef struct Key {
    const char *name;
    bool (*read)(Loader *loader, const Entry *entry, Err *e);
    Suffix suffix; /* what may follow the name: `title.ru`, `reference.2` */
} Key;

extern const Key HEAD_KEYS[], TRAIN_KEYS[], PLOT_KEYS[];

/* Reads the entries of a section in order, by the table of its keys (HEAD_KEYS …). */
bool lines_each(Loader *loader, Section section, Err *e);

/* Where the mistake is in --set and not in the file, says so; returns false. */
bool lines_failed(const Entry *entry, Err *e);

bool head_read(Loader *loader, Err *e);       /* [lesson] */
bool evaluate_define(Loader *loader, Err *e); /* names and formulas; nothing is evaluated */
bool plot_give(Loader *loader, Err *e);       /* lines whose numbers are the options', not their formulas' */
bool head_say(Loader *loader, Err *e);        /* [say] */
bool train_read(Loader *loader, Err *e);      /* [train] */

/* Shapes of all nodes; data files are read here, since only they know theirs. Names of earlier lines must
   have had their pass. */
bool evaluate_shape(Loader *loader, Assignment *assignment, Err *e);

/* After the shapes of [data] and [parameters]: which names are samples, the batch, the holdout. */
bool samples_read(Loader *loader, Err *e);

/* [bugs]; then, after the shapes of [model], what needs those. */
bool bugs_read(Loader *loader, Err *e);
bool bugs_fit(Loader *loader, Err *e);

bool samples_test(Loader *loader, Err *e); /* shapes of [test] against those of [data] */
bool plot_read(Loader *loader, Err *e);    /* [plot] */
bool plot_points(Loader *loader, Err *e);  /* what its data points allow */

/* The numbers of one step, after evaluate_shape and the steps before it. Draws from the lesson's generator.
 */
bool evaluate_step(Loader *loader, Assignment *assignment, int step, Err *e);

/* The value, after all its steps; *out is the caller's. */
bool evaluate_take(Assignment *assignment, Value *out, Err *e);

/* Frees what its nodes still hold. */
void evaluate_free(Assignment *assignment);

/* After the values of all but [model]: the holdout's rows, private biases; then the baseline of [train]. */
bool samples_values(Loader *loader, Err *e);
bool samples_baseline(Loader *loader, Err *e);

bool head_ask(Loader *loader, Err *e); /* [ask], which needs to know what the programs compute */

/* A learning rate: the value of `lr` in [train], and in [bugs]. */
bool train_rate(const Entry *entry, double *rate, Err *e);

/* The node's operands, in order; returns how many (of a function with texts: none). */
int evaluate_args(Node *node, Node *args[NODE_MAX_ARGS]);

/* A call of a function below: its arguments' nodes. */
typedef struct Call {
    Loader *loader;
    Node *node;
    Node *args[NODE_MAX_ARGS];
    int count;
    Err *e;
} Call;

/* A function that is no operation of models: of [data] and [parameters], or rows and cols. Both: false and call->e. */
struct Function {
    const char *name;
    const char *usage; /* "linspace(a, b, n)" */
    int least, most;   /* arguments */
    bool anywhere;     /* in [model] too */
    bool texts;        /* its arguments are texts in quotes */
    bool draws;        /* not in [test] */
    bool (*shape)(const Call *call, StaticShape *out);
    bool (*fill)(const Call *call, Value *out); /* NULL: the new value, zeroed, is right */
};

const Function *functions_find(const char *name);
const Function *functions_at(int index); /* NULL after the last */

/* Notes that the file was read for the lesson; status: of what was opened. */
void loader_note(Loader *loader, const OsStatus *status);

/* An entry's value, read word by word. */
static inline Scan loader_scan(const Entry *entry, Err *e) {
    return scan_start(entry->text, entry->size, entry->text_place, e);
}

/* Looking at formulas. NULL: no such name. */
Assignment *loader_assignment(const Loader *loader, const char *name);

/* The next line of these sections (bits 1 << Section) from *at on, and its index; NULL: there is none. */
Assignment *loader_next(const Loader *loader, unsigned sections, int *at);

/* Puts into *e's hint the name that is nearest to the word. Returns false. */
bool loader_suggest(const Loader *loader, const char *word, Err *e);

/* The next word of a value, where it is a name of the sections (bits 1 << Section); NULL and *e: it is none.
   what: those names in a mistake's words, "a name of [data]". *place: the word's. */
Assignment *loader_scan_name(const Loader *loader, Scan *scan, const char *what, unsigned sections,
                             Place *place);

/* Where the value of a name of [data], [parameters] or [test] is kept. */
Value *loader_value(const Loader *loader, const Assignment *assignment);

bool loader_is_sample(const Loader *loader, const Assignment *assignment);

/* What a name is while a mini-batch is in place. */
StaticShape loader_known(const Loader *loader, const Assignment *name);

/* Two flags for each assignment, all false; the same memory at every call. */
bool *loader_flags(const Loader *loader);

/* Sets the flags of the names that the line reads. */
void loader_mark_names(const Loader *loader, const Assignment *line, bool *flags);

/* What a [model] name is computed from: loader_flags. */
bool *loader_sources(const Loader *loader, const Assignment *target);

/* The one sample that it is computed from; NULL: there is none, or there are several. */
Assignment *loader_single_input(const Loader *loader, const Assignment *target);

#endif
