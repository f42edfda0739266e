/* catalog: the list of lessons: the built-in ones, those that can be hunted, and the learner's own file. */
#ifndef BACKSTEP_APP_CATALOG_H
#define BACKSTEP_APP_CATALOG_H

#include "app/command/command.h"
#include "loading.h"
#include "render/scene.h"

enum { CATALOG_MAX = 2 * ASSETS_MAX_LESSONS + 2 };

typedef struct CatalogEntry {
    int lesson; /* of the assets; −1: the file that the command line names */
    bool hunt;  /* its mistakes are hidden */
    char key[64], title[160];
} CatalogEntry;

typedef struct Catalog {
    CatalogEntry entries[CATALOG_MAX];
    HelpRow rows[CATALOG_MAX];
    int count;
    int hunts; /* begun so far: each choice of a hunt begins it anew */
} Catalog;

/* Reads all titles, in the language of the texts, and gives the rows to the scene. */
void catalog_read(App *app);

/* The run that an entry stands for. false and *e: its file is nowhere. */
bool catalog_wanted(App *app, int entry, RunSpec *out, Err *e);

/* The entry that is shown now; 0 where none is. */
int catalog_shown(const App *app);

/* Whether the command line names a file, not a built-in lesson. */
bool catalog_has_own(const App *app);

#endif
