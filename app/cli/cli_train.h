/* cli_train: `backstep train`: trains to the end, or until Ctrl+C, with a progress bar on a terminal. */
#ifndef BACKSTEP_APP_CLI_TRAIN_H
#define BACKSTEP_APP_CLI_TRAIN_H

#include "app/base/options.h"
#include "app/session/session.h"
#include "engine/base/text.h"

/* Returns the exit status; *e says why where it is not EXIT_DONE. */
int cli_train(const Options *options, const Texts *texts, Session *session, Err *e);

#endif
