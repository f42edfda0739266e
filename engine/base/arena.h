/* The room engine/base: memory, text, files and mistakes. Nothing here knows of networks.

   arena: memory that is given piece by piece and freed at once. */
#ifndef BACKSTEP_ENGINE_ARENA_H
#define BACKSTEP_ENGINE_ARENA_H

#include <stddef.h>

typedef struct Arena Arena;

Arena *arena_new(void); /* NULL when memory runs out */
void arena_free(Arena *arena);

/* Zeroed memory, 16-byte aligned, owned by the arena; never NULL for 0 bytes, NULL when memory runs out. */
void *arena_alloc(Arena *arena, size_t bytes);
char *arena_string(Arena *arena, const char *text, size_t length); /* a 0-terminated copy */
char *arena_format(Arena *arena, const char *format, ...) __attribute__((format(printf, 2, 3)));

#endif
