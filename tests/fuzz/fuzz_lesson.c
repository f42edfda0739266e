/* fuzz_lesson: any bytes as a lesson file: loaded or refused with a place, never a crash, a leak or a hang.
 */
#include <assert.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "engine/load/load.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    static const Override off = {"bugs", "off"};
    /* The first byte's lowest bit chooses an override, so that both ways are tried. */
    const LessonOptions options = {
        .overrides = &off, .override_count = size > 0 ? data[0] & 1 : 0, .max_numbers = 1 << 20};
    Err e = {0};
    Lesson *lesson = load_lesson_text("fuzz.lesson", (const char *)data, size, &options, &e);
    char printed[1200];
    err_format(&e, printed, sizeof printed);
    assert((lesson == NULL) == (e.text[0] != '\0'));
    assert(lesson != NULL || e.file[0] != '\0');
    assert(lesson == NULL || lesson->model_count == 0 || lesson->batch != NULL);
    lesson_release(lesson);
    return 0;
}
