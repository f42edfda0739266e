/* fuzz_dataset: any bytes as a csv and as an idx file: read or refused, and no more memory than the file can
 * fill. */
#include <assert.h>
#include <stdint.h>
#include <stdio.h>
#include <unistd.h>

#include "engine/data/dataset.h"
#include "engine/program/tensor.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(bool read, Value *value, const Err *e, size_t most) {
    assert(read == (value->at != NULL) && read == (e->text[0] == 0));
    if (read) assert((size_t)value->rows * (size_t)value->cols <= most);
    char printed[2000];
    err_format(e, printed, sizeof printed);
    value_free(value);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    enum { COLUMNS = 3, MOST_UNPACKED = 1032 };
    static const char *const columns[COLUMNS] = {"a", "b", "a"};
    char path[100];
    snprintf(path, sizeof path, "/tmp/backstep-fuzz-dataset-%ld", (long)getpid());
    FILE *file = fopen(path, "wb");
    if (file == NULL) return 0;
    size_t written = fwrite(data, 1, size, file);
    if (fclose(file) != 0 || written < size) return 0;
    Value value;
    Err e = {0};
    check(csv_read(path, columns, 1 + (int)(size % COLUMNS), size % 2 == 0, &value, NULL, &e), &value, &e,
          COLUMNS * size);
    e = (Err){0};
    check(idx_read(path, &value, NULL, &e), &value, &e, MOST_UNPACKED * size);
    remove(path);
    return 0;
}
