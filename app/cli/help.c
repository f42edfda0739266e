/* help: the commands and options as rows: what is typed, and a sentence that the languages translate. */
#include "help.h"

#include <string.h>

#include "engine/base/utf8.h"

typedef struct Row {
    const char *typed; /* "" for a sentence that stands alone */
    const char *meaning;
    int width; /* of the column that `typed` stands in */
} Row;

enum { COMMAND = 28, OPTION = 22, CHOICE = 38, CHOICES = 52 };

static const Row row_table[] = {
    {"", "backstep shows how a neural network learns, one operation at a time.", 0},
    {"", "", 0},
    {"backstep [LESSON]", "the window (x2-relu where no lesson is named)", COMMAND},
    {"backstep list", "the built-in lessons", COMMAND},
    {"backstep trace LESSON", "every operation of one iteration, with its values", COMMAND},
    {"backstep train LESSON", "trains without a window", COMMAND},
    {"backstep check LESSON", "compares every gradient with finite differences", COMMAND},
    {"backstep shot LESSON -o FILE", "draws one frame without a display (.png or .svg)", COMMAND},
    {"backstep new FILE.lesson", "writes a lesson to begin with; the window follows each save of it",
     COMMAND},
    {"", "", 0},
    {"", "LESSON is a built-in lesson's name or a lesson file's path.", 0},
    {"", "", 0},
    {"--epoch N, --batch N", "where to stand (window, trace, shot, check)", OPTION},
    {"--step N", "after this step of the iteration (window, shot); only this line (trace)", OPTION},
    {"--set KEY=VALUE", "in place of a key of [train] or [lesson]; bugs=off leaves [bugs] out", OPTION},
    {"--versus \"KEY=VALUE, …\"", "a second run with these keys, side by side with the first (window, shot)",
     OPTION},
    {"--hunt", "the lesson's mistakes are hidden: find them (window, shot)", OPTION},
    {"--epochs N", "how long to train (train)", OPTION},
    {"--format F", "text, json (trace, train, check) or csv (train)", OPTION},
    {"-o FILE", "in place of standard output (trace, train, shot)", OPTION},
    {"--size WxH, --view graph|network|matrix, --scale S", "(window, shot)", CHOICES},
    {"--theme dark|paper|contrast", "(window, shot)", CHOICE},
    {"--lang en|ru", "the language (else as last chosen in the window, or the locale's)", OPTION},
    {"--still", "no animation (window)", OPTION},
    {"", "--help, --version", 0},
    {"", "", 0},
    {"",
     "Exit status: 0 done; 1 the work itself failed; 2 a mistake in the command line or in a lesson file.",
     0},
};

void help_print(FILE *out, const Texts *texts) {
    for (size_t i = 0; i < sizeof row_table / sizeof *row_table; i++) {
        const Row *row = &row_table[i];
        int length = (int)utf8_length(row->typed, strlen(row->typed));
        fputs(row->typed, out);
        for (int k = length; k < row->width; k++) fputc(' ', out);
        if (row->width > 0) fputc(' ', out);
        fputs(text_sentence(texts, row->meaning), out);
        fputc('\n', out);
    }
}
