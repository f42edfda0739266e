/* help: what `backstep --help` prints. */
#ifndef BACKSTEP_APP_HELP_H
#define BACKSTEP_APP_HELP_H

#include "engine/base/text.h"

/* In the language of texts; texts NULL: in English, so that there is help even without the assets. */
void help_print(FILE *out, const Texts *texts);

#endif
