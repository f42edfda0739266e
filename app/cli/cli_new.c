/* cli_new: copies the starter lesson of the language, or the English one, to where the learner wants it. */
#include "cli_new.h"

#include "app/base/output.h"
#include "engine/base/file.h"
#include "engine/base/os.h"

#include <stdlib.h>

enum { STARTER_BYTES = 1 << 16 };

static bool read_starter(const Options *options, const Assets *assets, char **text, size_t *size, Err *e) {
    char path[ASSETS_PATH + 32];
    snprintf(path, sizeof path, "%s/starter/%s.lesson", assets->root, options->lang);
    if (os_status(path).kind == OS_NOTHING) snprintf(path, sizeof path, "%s/starter/en.lesson", assets->root);
    return file_read(path, STARTER_BYTES, text, size, e);
}

static bool write_lesson(const char *path, const char *text, size_t size, Err *e) {
    Output output;
    if (os_is_taken(path))
        return err_set(e, "%.300s exists already; nothing was written. Give another name", path);
    if (!output_open(&output, path, e)) return false;
    if (fwrite(text, 1, size, output.stream) == size) return output_commit(&output, e);
    output_abandon(&output);
    return err_set(e, "cannot write %.300s", path);
}

bool cli_new(const Options *options, const Assets *assets, const Texts *texts, Err *e) {
    char *text;
    size_t size;
    if (!read_starter(options, assets, &text, &size, e)) return false;
    bool good = write_lesson(options->lesson, text, size, e);
    free(text);
    if (!good) return false;
    text_print(texts, stdout, "print.new", TEXT_STRING("file", options->lesson));
    fputc('\n', stdout);
    return (fflush(stdout) == 0 && !ferror(stdout)) || err_set(e, "cannot write standard output");
}
