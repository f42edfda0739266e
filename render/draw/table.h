/* table: a hash table from numbers to pointers; private to the renderer. */
#ifndef BACKSTEP_RENDER_TABLE_H
#define BACKSTEP_RENDER_TABLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Open addressing with linear probing, at most half full; a zeroed Table is empty. Keys are never 0. The
   values belong to the caller. */
typedef struct Table {
    uint64_t *keys; /* 0: free */
    void **values;
    size_t capacity; /* 0 or a power of two */
    size_t count;
} Table;

void *table_get(const Table *table, uint64_t key); /* NULL: not there */

/* Adds a key that is not there yet; false when memory runs out (nothing is added then). */
bool table_put(Table *table, uint64_t key, void *value);

void table_free(Table *table); /* leaves it empty; the values are not freed */

#endif
