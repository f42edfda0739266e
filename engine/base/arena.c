/* arena: memory in a list of blocks, each about as large as all before it, so that few are needed. */
#include "arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ALIGNMENT = 16, FIRST_BLOCK = 4096, LARGEST_BLOCK = 1 << 20 };

typedef struct Block Block;
struct Block {
    Block *next;
    size_t used, size; /* of bytes; used is a multiple of ALIGNMENT */
    _Alignas(ALIGNMENT) char bytes[];
};

struct Arena {
    Block *blocks; /* the one in use first; NULL: none yet */
    size_t next_size;
    bool failed;
    char empty[1]; /* the text that is given when memory has run out */
};

Arena *arena_new(void) {
    Arena *arena = calloc(1, sizeof *arena);
    if (arena != NULL) arena->next_size = FIRST_BLOCK;
    return arena;
}

void arena_free(Arena *arena) {
    if (arena == NULL) return;
    for (Block *block = arena->blocks; block != NULL;) {
        Block *next = block->next;
        free(block);
        block = next;
    }
    free(arena);
}

bool arena_failed(const Arena *arena) {
    return arena == NULL || arena->failed;
}

void arena_fail(Arena *arena) {
    arena->failed = true;
}

/* A block with room for `bytes`, put where the next piece is taken from. NULL when memory runs out. */
static Block *add_block(Arena *arena, size_t bytes) {
    size_t size = bytes > arena->next_size ? bytes : arena->next_size;
    Block *block = calloc(1, sizeof *block + size);
    if (block == NULL) return NULL;
    if (arena->next_size < LARGEST_BLOCK) arena->next_size *= 2;
    block->size = size;
    Block *current = arena->blocks;
    if (current != NULL && current->size - current->used > size - bytes) {
        /* a large piece fills its block: go on with the room that is left in the current one */
        block->next = current->next;
        current->next = block;
    } else {
        block->next = current;
        arena->blocks = block;
    }
    return block;
}

void *arena_alloc(Arena *arena, size_t bytes) {
    Block *block = arena->blocks;
    bool possible = bytes <= SIZE_MAX / 2;
    bytes = (bytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
    if (possible && (block == NULL || block->size - block->used < bytes)) block = add_block(arena, bytes);
    if (!possible || block == NULL) {
        arena->failed = true;
        return NULL;
    }
    void *piece = block->bytes + block->used;
    block->used += bytes;
    return piece;
}

void *arena_grow(Arena *arena, void *array, int count, size_t each) {
    bool full = (count & (count - 1)) == 0; /* 0, 1, 2, 4, 8 … */
    if (!full) return array;
    void *larger = arena_alloc(arena, (size_t)(count == 0 ? 1 : 2 * count) * each);
    return larger == NULL || count == 0 ? larger : memcpy(larger, array, (size_t)count * each);
}

char *arena_string(Arena *arena, const char *text, size_t length) {
    char *copy = arena_alloc(arena, length < SIZE_MAX ? length + 1 : length);
    if (copy != NULL && length > 0) memcpy(copy, text, length);
    return copy != NULL ? copy : arena->empty;
}

char *arena_format(Arena *arena, const char *format, ...) {
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    char *text = length < 0 ? NULL : arena_alloc(arena, (size_t)length + 1);
    if (text != NULL) vsnprintf(text, (size_t)length + 1, format, again);
    va_end(again);
    va_end(arguments);
    return text != NULL ? text : arena->empty;
}
