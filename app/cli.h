/* cli: the subcommands that need no window: list, trace, train, check, shot, new. */
#ifndef BACKSTEP_APP_CLI_H
#define BACKSTEP_APP_CLI_H

#include "assets.h"
#include "options.h"

/* Exit statuses of the program. */
enum { EXIT_DONE = 0, EXIT_FAILED = 1, EXIT_MISTAKE = 2 };

/* Runs options->task (none that opens a window); says on standard error what went wrong. Returns the exit
 * status. */
int cli_run(const Options *options, const Assets *assets);

/* Prints an error as a person reads it: "backstep: text", or FILE:LINE:COLUMN with the line and the caret. */
void cli_complain(const Err *e);

#endif
