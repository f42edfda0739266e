/* The room engine/base: memory, text, files and mistakes. Nothing here knows of networks.

   arena: memory that is given piece by piece and freed at once. */
#ifndef BACKSTEP_ENGINE_ARENA_H
#define BACKSTEP_ENGINE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

typedef struct Arena Arena;

Arena *arena_new(void); /* NULL when memory runs out */
void arena_free(Arena *arena);

/* An arena remembers that memory has run out: its owner asks once, when all is done. NULL has failed, too. */
bool arena_failed(const Arena *arena);
void arena_fail(Arena *arena); /* what was to go into it found no memory elsewhere */

/* Zeroed memory, 16-byte aligned, owned by the arena; never NULL for 0 bytes, NULL when memory runs out. */
void *arena_alloc(Arena *arena, size_t bytes);

/* The array with room for one more thing of `each` bytes beside its `count`: a full one is doubled. NULL when memory
   runs out. */
void *arena_grow(Arena *arena, void *array, int count, size_t each);

/* A 0-terminated copy; an empty text, which is not to be written to, when memory runs out. */
char *arena_string(Arena *arena, const char *text, size_t length);
char *arena_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
