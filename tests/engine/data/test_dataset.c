/* test_dataset: data files are read as they are, and refused with the place of what is wrong. */
#include "tests/support/folder.h"

#include <zlib.h>

#include "engine/data/dataset.h"
#include "engine/program/tensor.h"

enum { PATH_SIZE = 1200 };

static float number_at(const Value *value, int row, int col) {
    return *tensor_element(tensor_mat(value->at, value->rows, value->cols), row, col);
}

/* ---- values ---- */

static void values_are_zeroed_and_aligned(void **state) {
    (void)state;
    Value value;
    Err e;
    assert_true(value_new(&value, 17, 3, &e));
    assert_int_equal((uintptr_t)value.at % 64, 0);
    for (size_t k = 0; k < tensor_size(17, 3); k++) assert_true(value.at[k] == 0);
    value_free(&value);
    assert_null(value.at);
    value_free(&value);
}

static void values_that_are_too_large_or_empty_are_refused(void **state) {
    (void)state;
    static const int shapes[][2] = {{(1 << 27) + 1, 1},
                                    {1 << 14, (1 << 13) + 1},
                                    {2147483647, 2147483647},
                                    {2, 1 << 26},
                                    {0, 3},
                                    {3, 0},
                                    {-1, 1}};
    for (size_t k = 0; k < sizeof shapes / sizeof *shapes; k++) {
        Value value;
        Err e = {.text = ""};
        assert_false(value_new(&value, shapes[k][0], shapes[k][1], &e));
        assert_null(value.at);
        assert_true(e.text[0] != 0);
    }
}

/* ---- csv ---- */

static void csv_columns_come_in_the_order_in_which_they_are_asked_for(void **state) {
    Folder *folder = *state;
    static const char text[] =
        "\xEF\xBB\xBF\"a\" , b,c\r\n 1 ,\"2\",\"x, y\"\r\n\r\n-3.5,\t+4e-1 ,\r\n1e-50,3.4e38,z";
    const char *path = write_file(folder, "a.csv", text, sizeof text - 1);
    Value value;
    Err e;
    assert_true(csv_read(path, (const char *const[]){"b", "a", "b"}, 3, true, &value, NULL, &e));
    static const float wanted[3][3] = {{2, 1, 2}, {0.4f, -3.5f, 0.4f}, {3.4e38f, 0, 3.4e38f}};
    assert_int_equal(value.rows, 3);
    assert_int_equal(value.cols, 3);
    for (int i = 0; i < 3; i++)
        for (int j = 0; j < 3; j++) assert_true(number_at(&value, i, j) == wanted[i][j]);
    value_free(&value);
}

static const struct Mistake {
    const char *text;
    int line, column; /* line 0: no place of the file's; column: the wanted name that is not there */
    const char *says;
} MISTAKES[] = {
    {"", 0, 0, "is empty"},
    {"\n \n", 0, 0, "is empty"},
    {"a,b\n", 0, 0, "no line of numbers"},
    {"a;b\n1;2\n", 0, 1, "separated by commas, not by ;"},
    {"1,2\n3,4\n", 0, 1, "its first line should hold the columns' names"},
    {"b,b\n3,4\n", 0, 1, "has no column a"},
    {"a,b,b\n3,4,5\n", 0, 2, "has two columns b"},
    {"a,b\n1,2\n\n3,4x\n", 4, 3, "column b: 4x is no number"},
    {"θ,a,b\nжж, NA,1\n", 2, 5, "column a: NA is no number"},
    {"a,b\n1,\n", 2, 3, "column b: expected a number, the field is empty"},
    {"a,b\n1,\"\"\n", 2, 4, "column b: expected a number, the field is empty"},
    {"a,b\n1,nan\n", 2, 3, "nan is no number"},
    {"a,b\n1,-\n", 2, 3, "- is no number"},
    {"a,b\n1,1e39\n", 2, 3, "1e39 is larger"},
    {"a,b\n1,2\n3\n", 3, 2, "this line ends after 1 field, before column b; the header has 2"},
    {"a,b,c\n1,2\n", 2, 4, "this line ends after 2 fields, before column c"},
    {"a,b\n1,2,\n", 2, 5, "this line has more fields than the header, which has 2"},
    {"a,b\n1,\"2\n", 2, 3, "the quote that begins here does not end"},
    {"a,b\n1,\"2\" 3\n", 2, 7, "expected a comma or the end of the line"},
    {"a,\"b\n1,2\n", 1, 3, "the quote that begins here does not end"},
};

static void csv_mistakes_are_told_at_their_place(void **state) {
    Folder *folder = *state;
    for (size_t k = 0; k < sizeof MISTAKES / sizeof *MISTAKES; k++) {
        const struct Mistake *mistake = &MISTAKES[k];
        const char *path = write_file(folder, "a.csv", mistake->text, strlen(mistake->text));
        Value value;
        Err e;
        assert_false(csv_read(path, (const char *const[]){"a", "b"}, 2, true, &value, NULL, &e));
        assert_says(&e, mistake->says);
        assert_int_equal(e.place.line, mistake->line);
        assert_int_equal(e.place.column, mistake->column);
        assert_string_equal(e.file, mistake->line > 0 ? path : "");
        assert_null(value.at);
    }
}

static void a_wrong_column_name_is_answered_with_the_near_one(void **state) {
    Folder *folder = *state;
    const char *path = write_file(folder, "a.csv", "crim,lstat\n1,2\n", 15);
    Value value;
    Err e;
    assert_false(csv_read(path, (const char *const[]){"lstatt"}, 1, true, &value, NULL, &e));
    assert_says(&e, "has no column lstatt, it has crim, lstat");
    assert_string_equal(e.hint, "did you mean lstat?");
    assert_false(csv_read(path, NULL, 0, true, &value, NULL, &e));
}

/* A file that is none of the lesson's: its words are on no screen, wherever the mistake is. */
static void without_quotes_no_word_of_the_file_is_told(void **state) {
    Folder *folder = *state;
    static const char *const secrets[] = {"SECRET\n1\n",       "a,SECRET\n1,2\n",    "a,b,SECRET\n1,2\n",
                                          "a,b\n1,SECRET\n",   "a,b\n\"SECRET\n",    "a,b\n1,\"2\" SECRET\n",
                                          "a,b\n1,2,SECRET\n", "a;SECRET\n1;2\n",    "a,b\n1,2\nSECRET\n",
                                          "SECRET,SECRET\n",   "a,b\n1,2\0SECRET\n", "bb,SECRET\n1,2\n"};
    for (size_t k = 0; k < sizeof secrets / sizeof *secrets; k++) {
        char text[800];
        size_t size = strlen(secrets[k]);
        if (strstr(secrets[k], "SECRET") == NULL) size += 1 + strlen("SECRET\n"); /* behind a 0 */
        const char *path = write_file(folder, "a.csv", secrets[k], size);
        Value value;
        Err e;
        assert_false(csv_read(path, (const char *const[]){"a", "b"}, 2, false, &value, NULL, &e));
        err_format(&e, text, sizeof text);
        const char *said = strstr(text, path);
        assert_non_null(said);
        said += strlen(path); /* the folder's name has any letters */
        if (strstr(said, "SECRET") != NULL || strstr(said, "bb") != NULL) print_error("%s", text);
        assert_null(strstr(text, "SECRET"));
        assert_null(strstr(said, "bb"));
        assert_string_equal(e.source, "");
    }
}

static void csv_files_that_are_no_text_are_refused(void **state) {
    Folder *folder = *state;
    Value value;
    Err e;
    const char *column[] = {"a"};
    const char *path = write_file(folder, "a.csv", "a\n1\n\0\n", 6);
    assert_false(csv_read(path, column, 1, true, &value, NULL, &e));
    assert_says(&e, "NUL byte");
    assert_int_equal(e.place.line, 3);
    assert_false(csv_read(folder->path, column, 1, true, &value, NULL, &e));
    assert_says(&e, "it is a folder");
    assert_false(csv_read("/nowhere/a.csv", column, 1, true, &value, NULL, &e));
    assert_says(&e, "No such file");
    assert_false(csv_read("/dev/zero", column, 1, true, &value, NULL, &e));
    assert_says(&e, "not a plain file");
}

/* A header of many columns over many short lines asks for far more memory than the file has bytes. */
static void short_lines_under_a_wide_header_take_no_memory(void **state) {
    Folder *folder = *state;
    enum { COLUMNS = 20000, LINES = 100000, SIZE = 6 * COLUMNS + 2 * LINES + 10 };
    char *text = malloc(SIZE), *at = text;
    const char **columns = malloc(COLUMNS * sizeof *columns);
    assert_non_null(text);
    assert_non_null(columns);
    for (int k = 0; k < COLUMNS; k++) at += sprintf(at, "%s%d", k > 0 ? "," : "", k);
    for (int k = 0; k < LINES; k++) at += sprintf(at, "\n1");
    const char *path = write_file(folder, "a.csv", text, (size_t)(at - text));
    for (int k = 0; k < COLUMNS; k++) columns[k] = "7";
    Value value;
    Err e;
    assert_false(csv_read(path, columns, 2000, true, &value, NULL, &e));
    assert_int_equal(e.place.line, 2);
    assert_says(&e, "this line ends after 1 field, before column 1;");
    free(columns);
    free(text);
}

/* ---- idx ---- */

static const unsigned char IMAGES[] = {0, 0, 8, 3, 0, 0, 0, 2, 0,   0,   0,
                                       1, 0, 0, 0, 3, 1, 2, 3, 253, 254, 255};

static void pack(const char *path, const void *bytes, size_t size) {
    gzFile file = gzopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(gzwrite(file, bytes, (unsigned)size), size);
    gzclose(file);
}

static void assert_images(const char *path) {
    Value value;
    Err e;
    if (!idx_read(path, &value, NULL, &e)) fail_msg("%s", e.text);
    assert_int_equal(value.rows, 2);
    assert_int_equal(value.cols, 3);
    for (int i = 0; i < 2; i++)
        for (int j = 0; j < 3; j++) assert_true(number_at(&value, i, j) == IMAGES[16 + 3 * i + j]);
    value_free(&value);
}

static void idx_files_are_read_packed_and_unpacked(void **state) {
    Folder *folder = *state;
    assert_images(write_file(folder, "a", IMAGES, sizeof IMAGES));
    pack(folder->file, IMAGES, sizeof IMAGES);
    assert_images(folder->file);
}

static void idx_labels_are_a_column(void **state) {
    (void)state;
    char path[PATH_SIZE];
    snprintf(path, sizeof path, "%s/data/digits-labels-idx1-ubyte", getenv("BACKSTEP_ASSETS"));
    Value value;
    Err e;
    assert_true(idx_read(path, &value, NULL, &e));
    assert_int_equal(value.rows, 1797);
    assert_int_equal(value.cols, 1);
    assert_true(number_at(&value, 9, 0) == 9);
    value_free(&value);
}

static void idx_headers_that_lie_are_refused(void **state) {
    Folder *folder = *state;
    static const struct {
        int at;
        unsigned char byte;
        const char *says;
    } rows[] = {
        {0, 1, "begins with 01 00"},   {1, 1, "begins with 00 01"},   {2, 0x0D, "type 0x0D"},
        {3, 0, "0 dimensions"},        {3, 5, "5 dimensions"},        {3, 2, "does not fit"},
        {3, 4, "does not fit"},        {7, 0, "0 in dimension 0"},    {15, 0, "0 in dimension 2"},
        {7, 1, "does not fit"},        {7, 3, "does not fit"},        {6, 1, "does not fit"},
        {4, 255, "more numbers than"}, {8, 255, "more numbers than"}, {12, 255, "more numbers than"},
    };
    for (size_t k = 0; k < sizeof rows / sizeof *rows; k++)
        for (int packed = 0; packed < 2; packed++) {
            unsigned char bytes[sizeof IMAGES];
            memcpy(bytes, IMAGES, sizeof bytes);
            bytes[rows[k].at] = rows[k].byte;
            const char *path = write_file(folder, "a", bytes, sizeof bytes);
            if (packed) pack(path, bytes, sizeof bytes);
            Value value;
            Err e;
            assert_false(idx_read(path, &value, NULL, &e));
            assert_says(&e, rows[k].says);
            assert_null(value.at);
        }
}

static void idx_files_that_are_cut_or_too_long_are_refused(void **state) {
    Folder *folder = *state;
    unsigned char bytes[200] = {0};
    Value value;
    Err e;
    memcpy(bytes, IMAGES, sizeof IMAGES);
    for (size_t size = 0; size <= sizeof IMAGES + 2; size++) {
        write_file(folder, "a", bytes, size);
        assert_int_equal(idx_read(folder->file, &value, NULL, &e), size == sizeof IMAGES);
        value_free(&value);
        pack(folder->file, bytes, size);
        assert_int_equal(idx_read(folder->file, &value, NULL, &e), size == sizeof IMAGES);
        value_free(&value);
    }
    assert_false(idx_read(folder->path, &value, NULL, &e));
    assert_says(&e, "it is a folder");
}

static void broken_gzip_is_refused_wherever_it_is_broken(void **state) {
    Folder *folder = *state;
    unsigned char bytes[200] = {0};
    write_file(folder, "a", "", 0);
    pack(folder->file, IMAGES, sizeof IMAGES);
    FILE *file = fopen(folder->file, "rb");
    assert_non_null(file);
    size_t size = fread(bytes, 1, sizeof bytes, file);
    fclose(file);
    Value value;
    Err e;
    for (size_t cut = 0; cut < size; cut++) {
        write_file(folder, "a", bytes, cut);
        assert_false(idx_read(folder->file, &value, NULL, &e));
    }
    write_file(folder, "a", bytes, size + 4); /* more bytes behind the end */
    assert_false(idx_read(folder->file, &value, NULL, &e));
    for (size_t at = size - 8; at < size; at++) { /* checksum and size */
        bytes[at] ^= 1;
        write_file(folder, "a", bytes, size);
        assert_false(idx_read(folder->file, &value, NULL, &e));
        assert_null(value.at);
        bytes[at] ^= 1;
    }
}

int main(void) {
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_zeroed_and_aligned),
        cmocka_unit_test(values_that_are_too_large_or_empty_are_refused),
        IN_FOLDER(csv_columns_come_in_the_order_in_which_they_are_asked_for),
        IN_FOLDER(csv_mistakes_are_told_at_their_place),
        IN_FOLDER(a_wrong_column_name_is_answered_with_the_near_one),
        IN_FOLDER(without_quotes_no_word_of_the_file_is_told),
        IN_FOLDER(csv_files_that_are_no_text_are_refused),
        IN_FOLDER(short_lines_under_a_wide_header_take_no_memory),
        IN_FOLDER(idx_files_are_read_packed_and_unpacked),
        cmocka_unit_test(idx_labels_are_a_column),
        IN_FOLDER(idx_headers_that_lie_are_refused),
        IN_FOLDER(idx_files_that_are_cut_or_too_long_are_refused),
        IN_FOLDER(broken_gzip_is_refused_wherever_it_is_broken),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
