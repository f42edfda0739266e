/* fuzz_guesses: any bytes as what a learner types in predict mode, after the number that was asked for and
 * the size of its terms: what stands there is always the beginning of a guess, and the exact number is right.
 */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "app/base/guess.h"
#include "engine/base/utf8.h"
#include "input.h"

enum { ERASES = '\b', RUBS_OUT = 0x7F };

static void check_guess(const Guess *guess, double result, double terms) {
    bool right = guess_right(guess, result, terms);
    assert(!right || !isnan(result));
    if (guess->sign != '\0') {
        assert((guess->sign == '+' || guess->sign == '-') && guess->number == 0);
        assert(right == (guess->sign == '+' ? result > 0 : result < 0));
        return;
    }
    assert(isfinite(guess->number));
    assert(guess_right(guess, guess->number, terms));
}

static void check_entry(const char *entry, double result, double terms) {
    Guess guess, again;
    char typed[GUESS_ROOM] = "";
    assert(strlen(entry) < GUESS_ROOM && strspn(entry, "0123456789+-./e") == strlen(entry));
    for (const char *at = entry; *at != '\0'; at++) assert(guess_type(typed, (unsigned char)*at));
    assert(strcmp(typed, entry) == 0);
    if (guess_read(entry, &guess)) {
        check_guess(&guess, result, terms);
        assert(guess_read(typed, &again) && again.sign == guess.sign && again.number == guess.number);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    double numbers[2];
    char text[256], entry[GUESS_ROOM] = "";
    Guess guess;
    Input input = {data, size};
    input_bytes(&input, numbers, sizeof numbers);
    double tolerance = guess_tolerance(numbers[0], fabs(numbers[1]));
    assert(tolerance >= 0 || isnan(numbers[0]));
    input_text(&input, text, sizeof text);
    for (const char *at = text; *at != '\0';) {
        int code = (int)utf8_next(&at);
        char before[GUESS_ROOM];
        memcpy(before, entry, sizeof before);
        if (code == ERASES || code == RUBS_OUT)
            guess_erase(entry);
        else if (!guess_type(entry, code))
            assert(strcmp(before, entry) == 0);
        check_entry(entry, numbers[0], fabs(numbers[1]));
    }
    if (guess_read(text, &guess)) check_guess(&guess, numbers[0], fabs(numbers[1]));
    return INPUT_KEPT;
}
