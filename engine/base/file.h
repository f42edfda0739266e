/* file: a whole file in memory, or a sentence why not. */
#ifndef BACKSTEP_ENGINE_FILE_H
#define BACKSTEP_ENGINE_FILE_H

#include "err.h"
#include "os.h"

/* Reads a plain file (no folder, no device) of at most `limit` bytes. *data is the caller's, freed with free,
   never NULL; a 0 stands behind its *size bytes. *status (NULL: not asked) is of the file that was read,
   whatever has its name by then. false and *e, which names the path in its text: nothing is left to free. */
bool file_read(const char *path, size_t limit, char **data, size_t *size, OsStatus *status, Err *e);

#endif
