/* broken: the lessons of tests/data/broken, and the mistake that each of them is refused for. */
#ifndef BACKSTEP_TESTS_BROKEN_H
#define BACKSTEP_TESTS_BROKEN_H

#include "tests/support/test.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "engine/load/load.h"

/* Returns how much is wrong with a mistake. */
typedef int MistakeCheck(void *context, const Err *e);

/* Returns how much is wrong with the mistakes of all; fails where a lesson is not refused, or there are none.
 */
static inline int check_broken(const LessonOptions *options, MistakeCheck *check, void *context) {
    char path[900];
    snprintf(path, sizeof path, "%s/data/broken", getenv("BACKSTEP_TESTS"));
    DIR *dir = opendir(path);
    assert_non_null(dir);
    int wrong = 0, count = 0;
    for (struct dirent *entry; (entry = readdir(dir)) != NULL;) {
        Err e = {0};
        if (strstr(entry->d_name, ".lesson") == NULL) continue;
        snprintf(path, sizeof path, "%s/data/broken/%s", getenv("BACKSTEP_TESTS"), entry->d_name);
        assert_null(load_lesson(path, options, &e));
        wrong += check(context, &e);
        count++;
    }
    closedir(dir);
    assert_true(count > 230);
    return wrong;
}

#endif
