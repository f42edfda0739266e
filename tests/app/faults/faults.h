/* faults: the allocator and the file functions that our code calls, made to fail on demand. The linker puts
   these wrappers in the place of the functions (-Wl,--wrap, meson.build); the libraries' own calls are left
   alone. */
#ifndef BACKSTEP_TESTS_FAULTS_H
#define BACKSTEP_TESTS_FAULTS_H

#include <stdbool.h>

typedef enum FaultKind {
    FAULT_MEMORY, /* malloc, calloc, realloc, aligned_alloc */
    FAULT_FILE,   /* opening, reading, flushing, seeking, closing, renaming, making and listing folders */
    FAULT_SPACE,  /* no file gets its n-th byte, as on a full disk */
    FAULT_KINDS
} FaultKind;

/* From now on the n-th call of that kind (from 1) fails, and with `on` all calls after it; n 0: none does. */
void faults_begin(FaultKind kind, long n, bool on);

/* Ends that; returns how many calls of the kind there were. */
long faults_end(void);

bool faults_happened(void); /* whether a call has failed since faults_begin */

/* Where the first failed call came from: distances from the start of the program, for addr2line. */
void faults_print_place(void);

long faults_live(void); /* pieces of memory that were taken by our code and not given back */

#endif
