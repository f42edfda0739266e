/* replay: gives a fuzz target every file of the folders named, without libFuzzer: the corpus as a test. */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* false: the file cannot be read. */
static int replay_file(const char *path) {
    enum { MOST_BYTES = 2 << 20 };
    FILE *file = fopen(path, "rb");
    uint8_t *bytes = malloc(MOST_BYTES);
    size_t size = file == NULL || bytes == NULL ? 0 : fread(bytes, 1, MOST_BYTES, file);
    int read = file != NULL && bytes != NULL && !ferror(file);
    /* A block of just that size, so that a sanitizer sees a byte read beyond it. */
    uint8_t *data = read ? malloc(size + (size == 0)) : NULL;
    if (data != NULL) {
        memcpy(data, bytes, size);
        LLVMFuzzerTestOneInput(data, size);
    }
    free(data);
    free(bytes);
    if (file != NULL) fclose(file);
    return data != NULL;
}

int main(int count, char **folders) {
    int files = 0;
    for (int i = 1; i < count; i++) {
        DIR *folder = opendir(folders[i]);
        for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
            char path[1024];
            snprintf(path, sizeof path, "%s/%s", folders[i], entry->d_name);
            struct stat status;
            if (stat(path, &status) == 0 && !S_ISREG(status.st_mode)) continue;
            if (!replay_file(path)) {
                fprintf(stderr, "%s cannot be read\n", path);
                return 1;
            }
            files++;
        }
        if (folder != NULL) closedir(folder);
    }
    printf("%d files\n", files);
    return files > 0 ? 0 : 1;
}
