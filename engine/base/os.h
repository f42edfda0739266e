/* os: the one door to the operating system: clock, threads, files, folders, signals, terminal. */
#ifndef BACKSTEP_ENGINE_BASE_OS_H
#define BACKSTEP_ENGINE_BASE_OS_H

/* os_posix.c holds what POSIX gives every program, os_threads.c the threads; where the build says that there
   are none, os_single.c stands in place of the latter. No other file of the program includes a header of the
   system or opens a file. What fails sets errno, as the system does. */

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* Nanoseconds of a clock that only goes forward. */
int64_t os_now(void);

/* Called once, before all else: descriptors 0 to 2 that were closed are opened on the null device, so that no
   file gets their numbers. What is written to them still fails. */
void os_start(void);

/* ---- threads ---- */

typedef struct OsThread OsThread;

/* Whether this build has threads; without them os_thread_start always fails. */
bool os_has_threads(void);

/* How many threads can run at the same time. */
int os_processors(void);

/* NULL: no thread can be had. Signals that end the program do not reach it. */
OsThread *os_thread_start(void (*work)(void *context), void *context);

/* Waits for its end, and frees it. */
void os_thread_join(OsThread *thread);

/* Lets another thread go first, once or (where the system has it for a thread) from now on. */
void os_yield(void);
void os_stand_back(void);

/* A lock on which a thread can wait until another one has changed what it guards. */
typedef struct OsLock OsLock;

OsLock *os_lock_new(void); /* NULL: no memory */
void os_lock_free(OsLock *lock);
void os_lock(OsLock *lock);
void os_unlock(OsLock *lock);

/* Between os_lock and os_unlock: lets go of the lock until os_wake, or for so many nanoseconds (below 0: for
   as long as it takes). false: the time is over. It may return early: look at what was waited for. Without
   threads nothing would change it meanwhile, and it returns false at once. */
bool os_wait(OsLock *lock, int64_t nanoseconds);
void os_wake(OsLock *lock);

/* ---- files ---- */

typedef enum OsKind { OS_NOTHING, OS_FILE, OS_FOLDER, OS_DEVICE } OsKind; /* a device, a pipe, a socket */

/* What the system says of a file. Two files are one where device and number are the same. */
typedef struct OsStatus {
    OsKind kind;
    uint64_t device, number, size;
    int64_t modified; /* nanoseconds since 1970 */
} OsStatus;

/* Of what the path leads to; all 0 where that is nothing that can be seen. */
OsStatus os_status(const char *path);
bool os_same_file(const OsStatus *a, const OsStatus *b);

/* Whether the name is taken: by a link that leads nowhere, too. */
bool os_is_taken(const char *path);

/* Opens a file to read, and then says what it is; never waits for what a pipe may bring. NULL and errno. A
   stream of what is no plain file is for os_close only. */
FILE *os_open(const char *path, OsStatus *status);
void os_close(FILE *stream); /* errno stays */

/* ---- files written whole or not at all ---- */

enum { OS_PATH = 4096 };

typedef enum OsWay {
    OS_BESIDE, /* into a part of its own in the same folder, which then takes its place */
    OS_OVER,  /* the folder takes no new file: collected elsewhere, then copied into the file that is there */
    OS_DIRECT /* a device or a pipe: written as it comes */
} OsWay;

typedef struct OsOutput {
    FILE *stream;
    OsWay way;
    char path[OS_PATH], part[OS_PATH]; /* path: through all links */
} OsOutput;

/* Begins to write what the path leads to; until os_output_end the file there is as it was, and a signal that
   ends the program takes along what was written. One at a time. false and errno; ELOOP: a link that leads
   nowhere. */
bool os_output_begin(OsOutput *output, const char *path);

/* Puts the file in its place, with the permissions of the one that was there, and onto the disk. false and
   errno: nothing has changed. Ends it in both cases. */
bool os_output_end(OsOutput *output);
void os_output_abandon(OsOutput *output);

/* ---- folders ---- */

/* Calls visit with the name of everything in the folder, in no order. false and errno where it cannot be
 * read. */
bool os_folder_each(const char *folder, void (*visit)(void *context, const char *name), void *context);

/* true: it is there now, for its owner alone where it was made. */
bool os_folder_make(const char *folder);

/* Where the program stands; "." where the system does not tell. */
void os_folder_here(char *out, size_t size);

/* The folder of the program's own file; empty where the system does not tell. */
void os_folder_program(char *out, size_t size);

/* Where programs keep what a user sets; false: there is none. */
bool os_folder_settings(char *out, size_t size);

/* ---- the user ---- */

/* The language that the user has set, as in ru_RU.UTF-8; empty: none. */
const char *os_locale(void);

/* Whether a person reads there. */
bool os_is_terminal(FILE *stream);

/* From os_stops_watch to os_stops_ignore the first signal that asks the program to end (Ctrl+C alone, or
   whatever ends it) is only noted: os_stopped says which, 0: none. A second one ends the program at once, and
   so do all after os_stops_ignore. What is being waited for in the meantime goes on: a thread that awaits the
   signal can end it. Signals that are ignored (of a program in a script's background) stay so. */
typedef enum OsStops { OS_STOPS_KEYBOARD, OS_STOPS_ALL } OsStops;
void os_stops_watch(OsStops which);
void os_stops_ignore(void);
int os_stopped(void);

/* Waits, in a thread of its own, until a signal is noted or another thread calls os_stops_release. */
void os_stops_await(void);
void os_stops_release(void);

/* Ends the program by the signal that was noted, so that a shell stops its loop, too; its status is then 128
   + the signal. Returns where there is none. */
void os_end_stopped(void);

#endif
