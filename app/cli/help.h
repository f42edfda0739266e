/* help: what `backstep --help` prints. */
#ifndef BACKSTEP_APP_HELP_H
#define BACKSTEP_APP_HELP_H

#include "engine/base/text.h"

/* In the language of texts; texts NULL: in English, so that the help is there even where the assets are not.
 */
void help_print(FILE *out, const Texts *texts);

#endif
