/* bench: what the measurements share: clocks, medians, and the rows that tests/bench/run.sh makes a table of.
 */
#ifndef BACKSTEP_TESTS_BENCH_H
#define BACKSTEP_TESTS_BENCH_H

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

/* Seconds that pass. */
static inline double bench_now(void) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

/* Seconds that this program has had a processor. */
static inline double bench_processor(void) {
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec + 1e-9 * (double)now.tv_nsec;
}

static inline int bench_by_size(const void *a, const void *b) {
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

/* Sorts the times; share 0: the least, 0.5: the median, 1: the most. */
static inline double bench_share(double *times, int count, double share) {
    qsort(times, (size_t)count, sizeof *times, bench_by_size);
    return times[(int)(share * (count - 1) + 0.5)];
}

/* A row: what is measured, who or what was, the number and its unit. */
static inline void bench_row(const char *what, const char *who, double value, const char *unit) {
    printf("%s\t%s\t%.6g\t%s\n", what, who, value, unit);
    fflush(stdout);
}

#endif
