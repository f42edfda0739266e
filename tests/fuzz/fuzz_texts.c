/* fuzz_texts: any bytes as the file of a language, of English or of another one with the first byte: refused
 * with a place, or read, and then every key is found and every text is filled. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "engine/base/text.h"
#include "engine/base/utf8.h"
#include "input.h"

enum { ROOM = 300, LONGEST_COUNTED = 50 };

static void check_filled(const char *out, size_t room) {
    size_t length = strlen(out);
    assert(length < room && utf8_find_bad(out, length) == length);
}

static void fill_key(const Texts *texts, FILE *sink, const char *key) {
    char out[ROOM], small[8];
    const char *text = text_get(texts, key);
    assert(text[0] != '\0' || key[0] == '\0');
    text_fill(texts, out, sizeof out, key, TEXT_STRING("name", "{value}"), TEXT_INT("n", -7),
              TEXT_REAL("value", -1.5e-7), TEXT_FORMAT("loss", "%.3f", 0.5));
    check_filled(out, sizeof out);
    text_fill(texts, small, sizeof small, key, TEXT_STRING("name", "имя"), TEXT_INT("n", 21));
    check_filled(small, sizeof small);
    text_print(texts, sink, key, TEXT_STRING("name", "\xE2\x80\xAE"), TEXT_INT("n", 1));
    if (strlen(key) >= LONGEST_COUNTED) return;
    text_count(texts, out, sizeof out, key, 3);
    check_filled(out, sizeof out);
}

/* Every line's part before a sign that can end a key; those that are none are looked up, too. */
static void fill_all(const Texts *texts, const uint8_t *data, size_t size) {
    char key[ROOM];
    Input input = {data, size};
    FILE *sink = fopen("/dev/null", "w");
    while (sink != NULL && !input_ends(&input)) {
        size_t length = 0;
        for (int byte; !input_ends(&input) && (byte = input_byte(&input)) != '\n';)
            if (length + 1 < sizeof key) key[length++] = (char)byte;
        while (length > 0 && key[length - 1] != '=') length--;
        length -= length > 0;
        while (length > 0 && key[length - 1] == ' ') length--;
        key[utf8_whole(key, length)] = '\0';
        if (utf8_find_bad(key, strlen(key)) == strlen(key)) fill_key(texts, sink, key);
    }
    if (sink != NULL) fclose(sink);
}

static void say_mistake(const Texts *texts) {
    Err e;
    err_set(&e, "there is no %s", "name");
    text_error(texts, &e);
    check_filled(e.text, sizeof e.text);
    err_set(&e, "%s needs %d", "relu", 2);
    text_error(texts, &e);
    check_filled(e.text, sizeof e.text);
    check_filled(e.hint, sizeof e.hint);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const char english[] = "number.decimal = .\nname = {n} and {name}\n";
    Input input = {data, size};
    bool other = (input_byte(&input) & 1) != 0;
    const char *path = input_path("i18n");
    if (path == NULL) return INPUT_REFUSED;
    mkdir(path, 0700);
    if (other && input_file("i18n/en.txt", english, sizeof english - 1) == NULL) return INPUT_REFUSED;
    if (input_file(other ? "i18n/ru.txt" : "i18n/en.txt", input.at, input.left) == NULL) return INPUT_REFUSED;
    Err e = {0};
    Texts *texts = text_open(input_path("."), other ? "ru" : "en", &e);
    if (texts == NULL) {
        input_check_error(&e);
        return INPUT_KEPT;
    }
    assert(strcmp(text_lang(texts), other ? "ru" : "en") == 0);
    fill_all(texts, input.at, input.left);
    say_mistake(texts);
    text_close(texts);
    return INPUT_KEPT;
}
