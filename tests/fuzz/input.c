/* input: pieces of a target's bytes, and a folder that goes with the process. */
#include "input.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char folder[64];
static pid_t owner;

bool input_ends(const Input *input) {
    return input->left == 0;
}

int input_byte(Input *input) {
    if (input->left == 0) return 0;
    input->left--;
    return *input->at++;
}

void input_bytes(Input *input, void *out, size_t size) {
    unsigned char *bytes = out;
    for (size_t k = 0; k < size; k++) bytes[k] = (unsigned char)input_byte(input);
}

size_t input_text_bytes(Input *input, const uint8_t **out) {
    const uint8_t *end = input->left > 0 ? memchr(input->at, 0, input->left) : NULL;
    size_t length = end != NULL ? (size_t)(end - input->at) : input->left;
    *out = input->at;
    input->at += length + (end != NULL);
    input->left -= length + (end != NULL);
    return length;
}

size_t input_text(Input *input, char *out, size_t room) {
    const uint8_t *text;
    size_t length = input_text_bytes(input, &text);
    if (length > room - 1) length = room - 1;
    if (length > 0) memcpy(out, text, length);
    out[length] = '\0';
    return length;
}

static void remove_folder(void) {
    char command[sizeof folder + 20];
    snprintf(command, sizeof command, "rm -r %s", folder);
    if (getpid() == owner && system(command) != 0) fprintf(stderr, "%s stays\n", folder);
}

static bool make_folder(void) {
    if (folder[0] != '\0') return true;
    strcpy(folder, "/tmp/backstep-fuzz-XXXXXX");
    if (mkdtemp(folder) == NULL) {
        folder[0] = '\0';
        return false;
    }
    owner = getpid();
    atexit(remove_folder);
    return true;
}

const char *input_path(const char *name) {
    static char path[200];
    if (!make_folder()) return NULL;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    return path;
}

const char *input_file(const char *name, const void *data, size_t size) {
    const char *path = input_path(name);
    FILE *file = path != NULL ? fopen(path, "wb") : NULL;
    if (file == NULL) return NULL;
    size_t written = size > 0 ? fwrite(data, 1, size, file) : 0;
    return fclose(file) == 0 && written == size ? path : NULL;
}

void input_check_error(const Err *e) {
    char printed[ERR_TEXT + 800];
    assert(e->text[0] != '\0');
    err_format(e, printed, sizeof printed);
}
