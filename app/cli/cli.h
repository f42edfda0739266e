/* The room app/cli: everything that needs no window.

   cli: the subcommands that draw nothing: list, trace, train, check, new. */
#ifndef BACKSTEP_APP_CLI_H
#define BACKSTEP_APP_CLI_H

#include "app/base/assets.h"
#include "app/base/options.h"

/* Exit statuses of the program. */
enum {
    EXIT_DONE = 0,
    EXIT_FAILED = 1,
    EXIT_MISTAKE = 2,
    EXIT_STOPPED = 130
}; /* by Ctrl+C, as shells have it */

/* Runs options->task (none that draws). texts: what is printed for people is told in; NULL where
   they could not be read, for which *e has the reason: then only list is run. Returns the exit
   status; *e, where its text is not empty, says what went wrong. */
int cli_run(const Options *options, const Assets *assets, const Texts *texts, Err *e);

/* Prints an error on standard error as a person reads it: "backstep: text", or FILE:LINE:COLUMN with the line
   and the caret; in the language of texts (NULL: in English). */
void cli_complain(const Texts *texts, const Err *e);

/* Prints the help, in the language of texts; texts NULL: in English, so that there is help even without the assets. */
void cli_help(FILE *out, const Texts *texts);

#endif
