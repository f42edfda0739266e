/* names: an open hash table that never grows and never forgets. */
#include "names.h"

#include <assert.h>
#include <stdint.h>
#include <string.h>

struct Names {
    int capacity, count;
    uint32_t mask; /* of the places; there are at least twice as many as names */
    int *places;   /* index + 1 into added, 0: free */
    const char **added;
    int *numbers;
};

Names *names_new(Arena *arena, int capacity) {
    size_t places = 8;
    while (places < (size_t)capacity * 2) places *= 2;
    Names *names = arena_alloc(arena, sizeof *names);
    if (names == NULL) return NULL;
    *names = (Names){.capacity = capacity, .mask = (uint32_t)places - 1};
    names->places = arena_alloc(arena, places * sizeof *names->places);
    names->added = arena_alloc(arena, ((size_t)capacity + 1) * sizeof *names->added);
    names->numbers = arena_alloc(arena, ((size_t)capacity + 1) * sizeof *names->numbers);
    return names->places != NULL && names->added != NULL && names->numbers != NULL ? names : NULL;
}

/* FNV-1a. */
static uint32_t names_hash(const char *name) {
    uint32_t hash = 2166136261u;
    for (; *name != '\0'; name++) hash = (hash ^ (unsigned char)*name) * 16777619u;
    return hash;
}

/* The name's place, or the free one where it would go. */
static uint32_t names_place(const Names *names, const char *name) {
    uint32_t at = names_hash(name) & names->mask;
    while (names->places[at] != 0 && strcmp(names->added[names->places[at] - 1], name) != 0)
        at = (at + 1) & names->mask;
    return at;
}

int names_find(const Names *names, const char *name) {
    int index = names->places[names_place(names, name)];
    return index == 0 ? -1 : names->numbers[index - 1];
}

void names_add(Names *names, const char *name, int number) {
    assert(names->count < names->capacity);
    names->places[names_place(names, name)] = names->count + 1;
    names->added[names->count] = name;
    names->numbers[names->count++] = number;
}

int names_count(const Names *names) {
    return names->count;
}

const char *const *names_all(const Names *names) {
    return names->added;
}
