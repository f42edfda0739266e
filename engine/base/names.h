/* names: a table from names to small numbers; ten thousand names are looked up as fast as ten. */
#ifndef BACKSTEP_ENGINE_NAMES_H
#define BACKSTEP_ENGINE_NAMES_H

#include "arena.h"

typedef struct Names Names;

/* Room for `capacity` names, owned by the arena. NULL when memory runs out. */
Names *names_new(Arena *arena, int capacity);

/* The number that was added with the name, −1: none. */
int names_find(const Names *names, const char *name);

/* Adds a name that is not in the table yet; the string must outlive it. No more than `capacity` times. */
void names_add(Names *names, const char *name, int number);

int names_count(const Names *names);
const char *const *names_all(const Names *names); /* in the order in which they were added */

#endif
