/* cli_new: `backstep new`: a commented lesson to begin with. */
#ifndef BACKSTEP_APP_CLI_NEW_H
#define BACKSTEP_APP_CLI_NEW_H

#include "app/base/assets.h"
#include "app/base/options.h"
#include "engine/base/text.h"

/* Writes assets/starter's lesson to options->lesson, whole or not at all, and says how to start it. What is
   there already is left as it is. false and *e. */
bool cli_new(const Options *options, const Assets *assets, const Texts *texts, Err *e);

#endif
