/* bench_start: from the start of a program to its first frame on a real display, and its memory a second
   later, beside a program that shows an empty window. Usage: bench_start SCREEN SUBJECT EMPTY PROGRAM
   ARGUMENT … (SCREEN: the file in which Xvfb -fbdir keeps the screen, 1280×800, black; EMPTY: bench_empty) */
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "bench.h"

typedef struct Started {
    double milliseconds; /* to the first frame */
    double mebibytes;    /* the most that it held in memory, a second after that */
} Started;

static void wait_for(double seconds) {
    struct timespec time = {(time_t)seconds, (long)(1e9 * (seconds - (double)(time_t)seconds))};
    nanosleep(&time, NULL);
}

/* The pixels in the middle of the screen, where every window is. */
static int is_black(const unsigned char *screen, size_t size) {
    for (size_t i = size / 2; i < size / 2 + 400; i++)
        if (screen[i] != 0) return 0;
    return 1;
}

static double peak_memory(pid_t program) {
    char path[64], line[200];
    double kibibytes = 0;
    snprintf(path, sizeof path, "/proc/%d/status", (int)program);
    FILE *file = fopen(path, "r");
    while (file != NULL && fgets(line, sizeof line, file) != NULL) sscanf(line, "VmHWM: %lf", &kibibytes);
    if (file != NULL) fclose(file);
    return kibibytes / 1024;
}

static Started start(char **arguments, const unsigned char *screen, size_t size) {
    Started started = {0};
    while (!is_black(screen, size)) wait_for(0.01); /* the window before */
    double begin = bench_now();
    pid_t program = fork();
    if (program == 0) {
        execv(arguments[0], arguments);
        _exit(127);
    }
    while (is_black(screen, size) && waitpid(program, NULL, WNOHANG) == 0) wait_for(0.0002);
    started.milliseconds = 1e3 * (bench_now() - begin);
    wait_for(1);
    started.mebibytes = peak_memory(program);
    kill(program, SIGKILL);
    waitpid(program, NULL, 0);
    return started;
}

int main(int argc, char **argv) {
    if (argc < 5) {
        fprintf(stderr, "bench_start SCREEN SUBJECT EMPTY PROGRAM ARGUMENT …\n");
        return 2;
    }
    struct stat status;
    int file = open(argv[1], O_RDONLY);
    if (file < 0 || fstat(file, &status) != 0) return 1;
    size_t size = (size_t)status.st_size;
    const unsigned char *screen = mmap(NULL, size, PROT_READ, MAP_SHARED, file, 0);
    if (screen == MAP_FAILED) return 1;
    char *empty[] = {argv[3], NULL};
    Started without = start(empty, screen, size), with = start(argv + 4, screen, size);
    bench_row(argv[2], "first frame", with.milliseconds, "ms");
    bench_row(argv[2], "first frame of an empty window", without.milliseconds, "ms");
    bench_row(argv[2], "memory", with.mebibytes, "MiB");
    bench_row(argv[2], "memory beyond an empty window's", with.mebibytes - without.mebibytes, "MiB");
    return 0;
}
