/* built_in: the built-in lessons, and data like MNIST's for those that read it. */
#ifndef BACKSTEP_TESTS_BUILT_IN_H
#define BACKSTEP_TESTS_BUILT_IN_H

#include "tests/support/folder.h"

/* In the test's folder: 256 and 128 images with their labels; lessons find them there. */
static inline void make_mnist(Folder *folder) {
    static const struct {
        const char *name;
        int count, pixels;
    } files[] = {{"train-images-idx3-ubyte.gz", 256, 784},
                 {"train-labels-idx1-ubyte.gz", 256, 1},
                 {"t10k-images-idx3-ubyte.gz", 128, 784},
                 {"t10k-labels-idx1-ubyte.gz", 128, 1}};
    for (size_t f = 0; f < sizeof files / sizeof *files; f++) {
        bool images = files[f].pixels > 1;
        size_t head = images ? 16 : 8, size = head + (size_t)files[f].count * (size_t)files[f].pixels;
        unsigned char *bytes = calloc(size, 1);
        assert_non_null(bytes);
        bytes[2] = 8;
        bytes[3] = images ? 3 : 1;
        bytes[6] = (unsigned char)(files[f].count >> 8);
        bytes[7] = (unsigned char)files[f].count;
        if (images) bytes[11] = bytes[15] = 28;
        for (size_t i = head; i < size; i++)
            bytes[i] = (unsigned char)(images ? (i * 37 % 251) * (i % 7 == 0) : i % 10);
        write_file(folder, files[f].name, bytes, size);
        free(bytes);
    }
    setenv("BACKSTEP_DATA", folder->path, 1);
}

enum { MAX_LESSONS = 48 };

/* Their names, in the order of the index; returns how many. */
static inline int built_in_lessons(char names[MAX_LESSONS][64]) {
    char path[600];
    snprintf(path, sizeof path, "%s/lessons/index.txt", getenv("BACKSTEP_ASSETS"));
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    int count = 0;
    while (count < MAX_LESSONS && fscanf(file, "%63s", names[count]) == 1) count++;
    fclose(file);
    return count;
}

#endif
