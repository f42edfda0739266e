/* language: from --lang or the environment. */
#include "language.h"

#include "engine/base/os.h"

#include <stdio.h>
#include <string.h>

bool language_take(const char *value, char lang[OPTIONS_LANG]) {
    size_t letters = strspn(value, "abcdefghijklmnopqrstuvwxyz");
    if (letters == 0 || value[letters] != '\0' || letters >= OPTIONS_LANG) return false;
    memcpy(lang, value, letters + 1);
    return true;
}

static void take_environment(char lang[OPTIONS_LANG]) {
    const char *value = os_locale();
    size_t letters = strspn(value, "abcdefghijklmnopqrstuvwxyz");
    bool plain = letters > 1 && letters < OPTIONS_LANG && strcmp(value, "posix") != 0;
    snprintf(lang, OPTIONS_LANG, "%.*s", plain ? (int)letters : 2, plain ? value : "en");
}

void language_choose(int argc, char **argv, char lang[OPTIONS_LANG]) {
    take_environment(lang);
    for (int i = 1; i < argc; i++) {
        if (strncmp(argv[i], "--lang=", 7) == 0)
            language_take(argv[i] + 7, lang);
        else if (strcmp(argv[i], "--lang") == 0 && i + 1 < argc)
            language_take(argv[i + 1], lang);
    }
}
