/* table: a hash table from numbers to pointers, made for caches that are looked into far more often than
 * added to. */
#include "table.h"

#include <assert.h>
#include <stdlib.h>

enum { FIRST_CAPACITY = 256 };

/* Where a key is, or where it would go; the table must not be full. */
static size_t find_place(const Table *table, uint64_t key) {
    uint64_t hash = key * 0x9E3779B97F4A7C15u; /* 2^64 / golden ratio: spreads near keys over the high bits */
    size_t mask = table->capacity - 1;
    size_t place = (size_t)(hash >> 32) & mask;
    while (table->keys[place] != 0 && table->keys[place] != key) place = (place + 1) & mask;
    return place;
}

void *table_get(const Table *table, uint64_t key) {
    if (table->count == 0) return NULL;
    size_t place = find_place(table, key);
    return table->keys[place] == key ? table->values[place] : NULL;
}

static void put_in_place(Table *table, uint64_t key, void *value) {
    size_t place = find_place(table, key);
    table->keys[place] = key;
    table->values[place] = value;
    table->count++;
}

static bool grow(Table *table) {
    Table larger = {.capacity = table->capacity ? table->capacity * 2 : FIRST_CAPACITY};
    larger.keys = calloc(larger.capacity, sizeof *larger.keys);
    larger.values = calloc(larger.capacity, sizeof *larger.values);
    if (!larger.keys || !larger.values) {
        table_free(&larger);
        return false;
    }
    for (size_t i = 0; i < table->capacity; i++)
        if (table->keys[i] != 0) put_in_place(&larger, table->keys[i], table->values[i]);
    table_free(table);
    *table = larger;
    return true;
}

bool table_put(Table *table, uint64_t key, void *value) {
    assert(key != 0);
    if (table->count >= table->capacity / 2 && !grow(table)) return false;
    put_in_place(table, key, value);
    return true;
}

void table_free(Table *table) {
    free(table->keys);
    free(table->values);
    *table = (Table){0};
}
