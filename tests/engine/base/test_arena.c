/* test_arena: memory in pieces: zeroed, aligned, apart from each other, refused where there cannot be so
 * much. */
#include "tests/support/test.h"

#include <stdlib.h>
#include <string.h>

#include "engine/base/arena.h"

static void pieces_are_zeroed_aligned_and_apart(void **state) {
    (void)state;
    Arena *arena = arena_new();
    unsigned char *pieces[2000];
    for (size_t k = 0; k < 2000; k++) {
        size_t bytes = k * 7 % 900;
        pieces[k] = arena_alloc(arena, bytes);
        assert_non_null(pieces[k]);
        assert_int_equal((uintptr_t)pieces[k] % 16, 0);
        for (size_t i = 0; i < bytes; i++) assert_int_equal(pieces[k][i], 0);
        memset(pieces[k], (int)(k % 251), bytes);
    }
    for (size_t k = 0; k < 2000; k++)
        for (size_t i = 0; i < k * 7 % 900; i++) assert_int_equal(pieces[k][i], k % 251);
    arena_free(arena);
}

static void a_large_piece_leaves_the_room_of_the_current_block_in_use(void **state) {
    (void)state;
    Arena *arena = arena_new();
    char *first = arena_alloc(arena, 16);
    assert_non_null(arena_alloc(arena, 10 << 20));
    char *second = arena_alloc(arena, 16);
    assert_ptr_equal(second, first + 16);
    arena_free(arena);
}

static void more_than_there_can_be_is_refused(void **state) {
    (void)state;
    Arena *arena = arena_new();
    assert_false(arena_failed(arena));
    assert_null(arena_alloc(arena, SIZE_MAX));
    assert_true(arena_failed(arena)); /* and remembers it */
    assert_null(arena_alloc(arena, SIZE_MAX - 15));
    assert_string_equal(arena_string(arena, "", SIZE_MAX), "");
    assert_non_null(arena_alloc(arena, 0));
    arena_free(arena);
    arena_free(NULL);
}

static void strings_are_copied_and_ended(void **state) {
    (void)state;
    Arena *arena = arena_new();
    assert_string_equal(arena_string(arena, "abcdef", 3), "abc");
    assert_string_equal(arena_string(arena, NULL, 0), "");
    assert_string_equal(arena_format(arena, "%d×%s", 3, "x"), "3×x");
    char *wide = arena_format(arena, "%9000d", 1);
    assert_int_equal(strlen(wide), 9000);
    arena_free(arena);
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(pieces_are_zeroed_aligned_and_apart),
        cmocka_unit_test(a_large_piece_leaves_the_room_of_the_current_block_in_use),
        cmocka_unit_test(more_than_there_can_be_is_refused),
        cmocka_unit_test(strings_are_copied_and_ended),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
