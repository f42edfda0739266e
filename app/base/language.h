/* language: which language is spoken, before anything else is known of the command line. */
#ifndef BACKSTEP_APP_LANGUAGE_H
#define BACKSTEP_APP_LANGUAGE_H

#include "options.h"

/* lang becomes value where that is made like a language's name, a few small letters; else false. */
bool language_take(const char *value, char lang[OPTIONS_LANG]);

/* That of --lang, wherever it stands, so that a mistake before it is told in that language, too; else the
   environment's ("ru" of "ru_RU.UTF-8"), else "en". */
void language_choose(int argc, char **argv, char lang[OPTIONS_LANG]);

#endif
