/* test_faults: the whole program, once for each call that can fail: it ends with status 1 and one sentence
   that names the cause, or as if nothing had failed, byte for byte; files are the old ones or the new ones,
   whole; nothing leaks, crashes or hangs. A window may also go on and say it.

   Usage: test_faults [--all] [NAME …]. A test of the suite takes some of the calls, --all every one; a name
   chooses the scenarios that begin with it. */
#define _GNU_SOURCE
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdio_ext.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "engine/op/team.h"
#include "faults.h"
#include "learner.h"
#include "scenarios.h"
#include "tests/support/sanitized.h"

int program_main(int argc, char **argv);

enum { MOST_BYTES = 1 << 22, MOST_ARGUMENTS = 16, MOST_FILES = 6, SECONDS = 60, MOST_TOLD = 12 };

typedef struct Bytes {
    char *at;
    size_t size;
} Bytes;

/* What a run left. */
typedef struct Outcome {
    int status;
    Bytes out, err;
    Bytes files[MOST_FILES]; /* at NULL: not there */
    int strangers;           /* files that were not asked for */
    uint64_t frames;
    bool read_of_trouble;
    long live;
} Outcome;

/* What the parent sees of the child's work. */
typedef struct Board {
    long n, done, bad;
    long begun; /* the bad ones before this scenario */
    bool on;
} Board;

static Board *board;
static int told;                  /* standard error as it was */
static int out_file, err_pipe[2]; /* a pipe takes what is said where no file can grow */

static Bytes read_bytes(const char *path) {
    Bytes bytes = {0};
    struct stat status;
    int file = open(path, O_RDONLY);
    if (file < 0) return bytes;
    if (fstat(file, &status) == 0 && S_ISREG(status.st_mode)) {
        bytes.at = calloc((size_t)status.st_size + 1, 1);
        bytes.size = (size_t)status.st_size;
        if (bytes.at == NULL || read(file, bytes.at, bytes.size) != (ssize_t)bytes.size) abort();
    }
    close(file);
    return bytes;
}

static Bytes read_err(void) {
    enum { ROOM = 1 << 16 };
    Bytes bytes = {.at = calloc(ROOM + 1, 1)};
    if (bytes.at == NULL) abort();
    ssize_t size = read(err_pipe[0], bytes.at, ROOM);
    bytes.size = size > 0 ? (size_t)size : 0;
    return bytes;
}

static bool same_bytes(Bytes a, Bytes b) {
    return (a.at == NULL) == (b.at == NULL) && a.size == b.size &&
           (a.at == NULL || memcmp(a.at, b.at, a.size) == 0);
}

/* The k-th word of a line; false: there are fewer. */
static bool word_of(const char *line, int k, char *out, size_t size) {
    for (; k > 0; k--) {
        line = strchr(line, ' ');
        if (line == NULL) return false;
        line++;
    }
    int length = (int)strcspn(line, " ");
    snprintf(out, size, "%.*s", length, line);
    return length > 0;
}

static bool may_be_there(const Scenario *scenario, const char *name) {
    char word[64];
    if (name[0] == '.') return true;
    for (int k = 0; word_of(scenario->files, k, word, sizeof word); k++)
        if (strcmp(word, name) == 0) return true;
    return false;
}

static int count_strangers(const Scenario *scenario) {
    int count = 0;
    DIR *folder = opendir(".");
    for (const struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;)
        count += !may_be_there(scenario, entry->d_name);
    if (folder != NULL) closedir(folder);
    return count;
}

static void empty_folder(void) {
    if (system("rm -rf ./*") != 0) abort();
}

static void redirect(void) {
    fflush(NULL);
    if (ftruncate(out_file, 0) != 0) abort();
    lseek(out_file, 0, SEEK_SET);
    dup2(out_file, STDOUT_FILENO);
    dup2(err_pipe[1], STDERR_FILENO);
}

static void redirect_back(void) {
    __fpurge(stdout);
    clearerr(stdout);
    fflush(stderr);
    dup2(told, STDOUT_FILENO);
    dup2(told, STDERR_FILENO);
}

/* A file that was there before; "new" must not find one. */
static void put_old_files(const Scenario *scenario) {
    char word[64];
    empty_folder();
    if (scenario->keys != NULL || strncmp(scenario->name, "new", 3) == 0) return;
    for (int k = 0; word_of(scenario->files, k, word, sizeof word); k++) {
        FILE *file = fopen(word, "w");
        if (file == NULL || fputs("old\n", file) < 0 || fclose(file) != 0) abort();
    }
}

static Outcome run(const Scenario *scenario, FaultKind kind, long n, bool on, long *count) {
    Outcome outcome = {0};
    char words[MOST_ARGUMENTS][64], *arguments[MOST_ARGUMENTS + 1] = {words[0]};
    int argc = 1;
    snprintf(words[0], sizeof words[0], "backstep");
    for (; argc < MOST_ARGUMENTS && word_of(scenario->line, argc - 1, words[argc], sizeof words[argc]);
         argc++)
        arguments[argc] = words[argc];
    put_old_files(scenario);
    learner_begin(scenario->keys != NULL ? scenario->keys : "");
    redirect();
    alarm(SECONDS);
    long before = faults_live();
    faults_begin(kind, n, on);
    outcome.status = program_main(argc, arguments);
    *count = faults_end();
    fflush(stdout);
    alarm(0);
    redirect_back();
    outcome.live = faults_live() - before;
    outcome.out = read_bytes("../out");
    outcome.err = read_err();
    outcome.frames = learner_frames();
    outcome.read_of_trouble = learner_read_of_trouble();
    outcome.strangers = count_strangers(scenario);
    for (int k = 0; k < MOST_FILES && word_of(scenario->files, k, words[0], sizeof words[0]); k++)
        outcome.files[k] = read_bytes(strcmp(words[0], "backstep") == 0 ? "backstep/settings" : words[0]);
    return outcome;
}

static void outcome_free(Outcome *outcome) {
    free(outcome->out.at);
    free(outcome->err.at);
    for (int k = 0; k < MOST_FILES; k++) free(outcome->files[k].at);
}

/* ---- what must hold ---- */

static int count_of(const char *text, const char *part) {
    int count = 0;
    for (; (text = strstr(text, part)) != NULL; text++) count++;
    return count;
}

/* One sentence, which says that there is no memory, or which file it is about. */
static bool names_cause(const Outcome *outcome, FaultKind kind) {
    const char *text = outcome->err.at;
    if (count_of(text, "\n") - count_of(text, "\n  ") != 1)
        return false; /* but the source line and its caret */
    if (kind == FAULT_MEMORY) return count_of(text, "memory") + count_of(text, "памяти") == 1;
    return count_of(text, "/") > 0 || count_of(text, "out") > 0 || count_of(text, "my.lesson") > 0 ||
           count_of(text, "disk") + count_of(text, "диск") > 0 || count_of(text, "стандартный вывод") > 0;
}

static bool is_old(Bytes bytes, const Scenario *scenario) {
    if (scenario->keys != NULL || strncmp(scenario->name, "new", 3) == 0) return bytes.at == NULL;
    return bytes.size == 4 && memcmp(bytes.at, "old\n", 4) == 0;
}

/* Of the window: a message on the screen is on the pictures too. */
static bool is_whole(Bytes bytes) {
    static const char png[] = "\x89PNG", end[] = "IEND\xAE\x42\x60\x82", svg[] = "</svg>\n";
    if (bytes.at == NULL) return true;
    if (bytes.size > 8 && memcmp(bytes.at, png, 4) == 0)
        return memcmp(bytes.at + bytes.size - 8, end, 8) == 0;
    if (bytes.at[0] == '<') return bytes.size > 7 && memcmp(bytes.at + bytes.size - 7, svg, 7) == 0;
    return bytes.size > 0 && bytes.at[bytes.size - 1] == '\n';
}

/* NULL, or what is wrong. */
static const char *fault_of(const Scenario *scenario, FaultKind kind, const Outcome *good,
                            const Outcome *got) {
    bool window = scenario->keys != NULL, same = got->status == good->status;
    if (got->live != 0) return "memory was not given back";
    if (got->strangers > 0) return "a file was left behind";
    for (int k = 0; k < MOST_FILES; k++) {
        bool is_new = same_bytes(good->files[k], got->files[k]);
        if (window && !is_whole(got->files[k])) return "a file is not whole";
        if (!window && !is_new && !is_old(got->files[k], scenario)) return "a file is neither old nor new";
        same = same && is_new;
    }
    same = same && same_bytes(good->out, got->out) && same_bytes(good->err, got->err) &&
           good->frames == got->frames;
    if (same) return NULL;
    if (window && got->status == 0)
        return got->read_of_trouble || names_cause(got, kind) ? NULL
                                                              : "something is missing and nothing says so";
    if (got->status == 0) return "status 0, but not the whole result";
    if (got->status != 1) return "the status is neither 0 nor 1";
    return names_cause(got, kind) ? NULL : "not one sentence that names the cause";
}

static void tell(const Scenario *scenario, long n, bool on, const char *what, const Outcome *got) {
    fprintf(stderr, "%s: call %ld%s: %s (status %d)\n    %.*s\n", scenario->name, n,
            on ? " and all after it" : "", what, got->status, (int)(strcspn(got->err.at, "\n")), got->err.at);
    faults_print_place();
}

/* ---- the walk over all calls ---- */

/* In a process of its own, which may crash: from board->n on. */
static void walk(const Scenario *scenario, FaultKind kind, bool on, long last, long stride) {
    long count;
    Outcome good = run(scenario, kind, 0, false, &count);
    while (board->n <= last) {
        board->on = on;
        Outcome got = run(scenario, kind, board->n, on, &count);
        const char *what = faults_happened() ? fault_of(scenario, kind, &good, &got) : NULL;
        board->done++;
        if (what != NULL && board->bad++ - board->begun < MOST_TOLD) tell(scenario, board->n, on, what, &got);
        outcome_free(&got);
        board->n += stride;
    }
    outcome_free(&good);
}

static void walk_all(const Scenario *scenario, FaultKind kind, bool on, long last, long stride) {
    for (board->n = 1 + (on ? stride / 2 : 0);;) {
        pid_t child = fork();
        if (child == 0) {
            walk(scenario, kind, on, last, stride);
            _exit(0);
        }
        int status = 0;
        if (child < 0 || waitpid(child, &status, 0) < 0) abort();
        if (WIFEXITED(status) && WEXITSTATUS(status) == 0) return;
        int killed = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
        fprintf(stderr, "%s: call %ld%s: %s (signal %d)\n", scenario->name, board->n,
                on ? " and all after it" : "", killed == SIGALRM ? "hangs" : "crashes", killed);
        board->bad++;
        board->done++;
        board->n += stride;
    }
}

/* Of the files that it writes, in bytes. */
static long longest(const Outcome *outcome) {
    size_t size = outcome->out.size;
    for (int k = 0; k < MOST_FILES; k++)
        if (outcome->files[k].size > size) size = outcome->files[k].size;
    return (long)size;
}

/* Twice without a fault: the same; and how many calls there are. */
static long count_calls(const Scenario *scenario, FaultKind kind) {
    long first, second;
    Outcome a = run(scenario, kind, 0, false, &first), b = run(scenario, kind, 0, false, &second);
    bool same = a.status == b.status && same_bytes(a.out, b.out) && a.frames == b.frames && first == second;
    for (int k = 0; k < MOST_FILES; k++) same = same && same_bytes(a.files[k], b.files[k]);
    bool good = same && !a.read_of_trouble && a.status == 0 && a.err.size == 0 && a.live == 0;
    if (strncmp(scenario->line, "check", 5) == 0 && a.status == 1) good = same; /* a gradient that is wrong */
    if (!good) {
        fprintf(stderr,
                "%s: without a fault: status %d, %ld and %ld calls, %s, %ld pieces of memory kept\n%s",
                scenario->name, a.status, first, second, same ? "the same twice" : "not the same twice",
                a.live, a.err.at);
        board->bad++;
    }
    if (kind == FAULT_SPACE) first = longest(&a);
    outcome_free(&a);
    outcome_free(&b);
    return good ? first : 0;
}

static bool rehearse(const Scenario *scenario, FaultKind kind, long most) {
    long bad = board->begun = board->bad, done = board->done, calls = count_calls(scenario, kind);
    static const char *const names[] = {"memory", "files", "bytes"};
    const long ways = kind == FAULT_SPACE ? 1 : 2; /* once, and from then on */
    if (kind == FAULT_SPACE && most == 0) most = 20;
    long stride = most == 0 || calls <= most ? 1 : (calls + most - 1) / most;
    for (int on = 0; on < ways && calls > 0; on++) walk_all(scenario, kind, on == 1, calls, stride);
    printf("%-16s %-6s %7ld calls, %6ld runs, %ld bad\n", scenario->name, names[kind], calls,
           board->done - done, board->bad - bad);
    fflush(stdout);
    return board->bad == bad;
}

static void prepare(char *folder) {
    char path[200];
    strcpy(folder, "/tmp/backstep-test-XXXXXX");
    if (mkdtemp(folder) == NULL || chdir(folder) != 0 || mkdir("work", 0700) != 0) abort();
    out_file = open("out", O_RDWR | O_CREAT | O_APPEND, 0600);
    told = dup(STDERR_FILENO);
    if (pipe2(err_pipe, O_NONBLOCK) != 0) abort();
    signal(SIGXFSZ, SIG_IGN);
    snprintf(path, sizeof path, "%s/work", folder);
    setenv("XDG_CONFIG_HOME", path, 1);
    setenv("SDL_VIDEODRIVER", "dummy", 1);
    if (chdir("work") != 0 || out_file < 0 || told < 0) abort();
    team_threads(1);
}

int main(int argc, char **argv) {
    char folder[64], command[100];
    bool all = argc > 1 && strcmp(argv[1], "--all") == 0, good = true;
    const int first = all ? 2 : 1;
    const long most = all ? 0 : SANITIZED ? 3 : 6; /* calls of a kind and scenario */
    board = mmap(NULL, sizeof *board, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    if (board == MAP_FAILED) return 1;
    prepare(folder);
    for (int i = 0; i < SCENARIOS; i++) {
        bool chosen = argc <= first;
        for (int k = first; k < argc; k++)
            chosen |= strncmp(scenarios[i].name, argv[k], strlen(argv[k])) == 0;
        for (int kind = 0; chosen && kind < FAULT_KINDS; kind++)
            good = rehearse(&scenarios[i], (FaultKind)kind, most) && good;
    }
    snprintf(command, sizeof command, "rm -rf %s", folder);
    if (system(command) != 0) return 1;
    printf("%ld runs, %ld bad\n", board->done, board->bad);
    return good && board->done > 0 ? 0 : 1;
}
