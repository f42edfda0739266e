/* catalog: the list of lessons: the built-in ones, those that can be hunted, and the learner's own file. */
#ifndef BACKSTEP_APP_CATALOG_H
#define BACKSTEP_APP_CATALOG_H

#include "app/state/state.h"

/* Reads all titles, in the language of the texts, and gives the rows to the scene. */
void catalog_read(App *app);

/* The run that an entry stands for. false and *e: its file is nowhere. */
bool catalog_wanted(App *app, int entry, RunSpec *out, Err *e);

/* The entry that is shown now; 0 where none is. */
int catalog_shown(const App *app);

/* Whether the command line names a file, not a built-in lesson. */
bool catalog_has_own(const App *app);

#endif
