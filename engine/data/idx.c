/* idx: files in the MNIST format, packed or not; a header is believed only as far as the file bears
   it out.

   Layout (Y. LeCun, "The MNIST database"): 0 0 TYPE D, then D sizes of four bytes, the highest first, then
   the numbers row by row. gzip: RFC 1952; its last four bytes are the size of what it holds. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define ZLIB_CONST /* input is not written to */
#include <zlib.h>

#include "dataset.h"
#include "engine/base/file.h"
#include "engine/program/tensor.h"

enum {
    MAX_DIMENSIONS = 4,
    TYPE_BYTES = 8,
    FILE_LIMIT = TENSOR_MAX_NUMBERS + (1 << 20), /* the most numbers, a header, and what gzip adds */
    GZIP_SMALLEST = 18,
    GZIP_RATIO = 1032 /* deflate makes at most this many bytes of one */
};

/* The bytes of the idx file one after the other, unpacked on the way where they are packed. */
typedef struct Source {
    const char *path;
    const unsigned char *at; /* plain: what is left */
    size_t left;
    bool packed, ended; /* ended: the gzip stream is whole and its checksum right */
    z_stream stream;
} Source;

static uint32_t big_endian(const unsigned char *at) {
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static bool source_open(Source *source, const char *path, const char *data, size_t size, Err *e) {
    *source = (Source){.path = path, .at = (const unsigned char *)data, .left = size};
    source->packed = size >= GZIP_SMALLEST && source->at[0] == 0x1F && source->at[1] == 0x8B;
    if (!source->packed) return true;
    enum { GZIP_ONLY = 15 + 16 };
    source->stream.next_in = source->at;
    source->stream.avail_in = (uInt)size;
    return inflateInit2(&source->stream, GZIP_ONLY) == Z_OK || err_memory(e);
}

/* Gives up to `want` bytes; fewer at the end, or where gzip is broken. */
static size_t source_read(Source *source, unsigned char *out, size_t want) {
    if (!source->packed) {
        size_t got = want < source->left ? want : source->left;
        memcpy(out, source->at, got);
        source->at += got;
        source->left -= got;
        return got;
    }
    source->stream.next_out = out;
    source->stream.avail_out = (uInt)want;
    while (source->stream.avail_out > 0 && !source->ended) {
        int result = inflate(&source->stream, Z_NO_FLUSH);
        source->ended = result == Z_STREAM_END;
        if (result != Z_OK && result != Z_STREAM_END) break;
    }
    source->stream.next_out = NULL; /* the caller's */
    return want - source->stream.avail_out;
}

/* Whether nothing comes after what was read, and gzip's checksum holds. */
static bool source_is_done(Source *source, Err *e) {
    unsigned char more;
    if (source_read(source, &more, 1) > 0)
        return err_set(e, "%s is longer than its header says", source->path);
    if (!source->packed || (source->ended && source->stream.avail_in == 0)) return true;
    if (source->ended) return err_set(e, "%s has bytes behind the end of its gzip data", source->path);
    return err_set(e, "%s is broken: its gzip data does not check", source->path);
}

/* What the header says. */
typedef struct Header {
    size_t bytes; /* its own */
    uint64_t rows, cols;
} Header;

static bool too_short(const Source *source, Err *e) {
    const char *why = source->packed ? "it is no gzip data, or cut off" : "it is too short";
    return err_set(e, "%s is not an idx file: %s", source->path, why);
}

static bool read_header(Source *source, Header *header, Err *e) {
    unsigned char bytes[4 + 4 * MAX_DIMENSIONS];
    if (source_read(source, bytes, 4) < 4) return too_short(source, e);
    if (bytes[0] != 0 || bytes[1] != 0)
        return err_set(e, "%s is not an idx file: it begins with %02X %02X, not with 00 00", source->path,
                       bytes[0], bytes[1]);
    if (bytes[2] != TYPE_BYTES)
        return err_set(e, "%s holds numbers of type 0x%02X; only bytes (0x08) can be read", source->path,
                       bytes[2]);
    size_t dimensions = bytes[3];
    if (dimensions < 1 || dimensions > MAX_DIMENSIONS)
        return err_set(e, "%s has %zu dimensions; 1 to 4 can be read", source->path, dimensions);
    if (source_read(source, bytes + 4, 4 * dimensions) < 4 * dimensions) return too_short(source, e);
    *header = (Header){4 + 4 * dimensions, big_endian(bytes + 4), 1};
    for (size_t k = 0; k < dimensions; k++) {
        uint32_t extent = big_endian(bytes + 4 + 4 * k);
        if (extent == 0)
            return err_set(e, "%s is empty: its header says 0 in dimension %zu", source->path, k);
        if (k > 0) header->cols *= extent;
        if (header->rows * header->cols > TENSOR_MAX_NUMBERS)
            return err_set(e, "the header of %s asks for more numbers than a value may have (2²⁷ = %d)",
                           source->path, TENSOR_MAX_NUMBERS);
    }
    return true;
}

/* Whether the file (data[0..size)) can hold what the header says: asked before memory is taken. */
static bool check_size(const Source *source, const Header *header, const char *data, size_t size, Err *e) {
    uint64_t said = header->bytes + header->rows * header->cols;
    if (!source->packed)
        return said == size ||
               err_set(e, "%s does not fit its header, which says %llu bytes; the file has %zu", source->path,
                       (unsigned long long)said, size);
    const unsigned char *end = (const unsigned char *)data + size;
    uint64_t held = (uint32_t)end[-1] << 24 | (uint32_t)end[-2] << 16 | (uint32_t)end[-3] << 8 | end[-4];
    if (said == held && held <= (uint64_t)size * GZIP_RATIO) return true;
    return err_set(
        e,
        "%s does not fit its header, which says %llu bytes: its gzip data is cut off, or is of another size",
        source->path, (unsigned long long)said);
}

static bool read_rows(Source *source, Value *out, Err *e) {
    size_t cols = (size_t)out->cols;
    unsigned char *row = malloc(cols);
    if (row == NULL) return err_memory(e);
    Mat mat = value_mat(out);
    bool whole = true;
    for (int i = 0; i < out->rows && whole; i++) {
        whole = source_read(source, row, cols) == cols;
        for (int j = 0; j < out->cols && whole; j++) *tensor_element(mat, i, j) = row[j];
    }
    free(row);
    return whole || err_set(e, "%s is broken or cut off: it holds less than its header says", source->path);
}

static bool read_source(Source *source, const char *data, size_t size, Value *out, Err *e) {
    Header header = {0};
    if (!read_header(source, &header, e) || !check_size(source, &header, data, size, e)) return false;
    if (!value_new(out, (int)header.rows, (int)header.cols, e)) return false;
    if (read_rows(source, out, e) && source_is_done(source, e)) return true;
    value_free(out);
    return false;
}

bool idx_read(const char *path, Value *out, OsStatus *status, Err *e) {
    char *data;
    size_t size;
    *out = (Value){0};
    if (!file_read(path, FILE_LIMIT, &data, &size, status, e)) return false;
    Source source;
    bool done = source_open(&source, path, data, size, e);
    if (done) {
        done = read_source(&source, data, size, out, e);
        if (source.packed) inflateEnd(&source.stream);
    }
    free(data);
    return done;
}
