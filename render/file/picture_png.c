/* picture_png: writes pixels as a PNG, for speed with little compression effort. */
#include "picture.h"

#include <png.h>
#include <setjmp.h>
#include <stdlib.h>

/* libpng leaves through here, with its reason. */
static void stop(png_structp png, png_const_charp reason) {
    Err *e = png_get_error_ptr(png);
    err_set(e, "the picture cannot be written (%s): is the disk full?", reason);
    longjmp(png_jmpbuf(png), 1);
}

static void warn(png_structp png, png_const_charp reason) {
    (void)png;
    (void)reason; /* about colour profiles and the like; the file is fine */
}

static void pack_row(const uint32_t *pixels, int width, uint8_t *row) {
    for (int x = 0; x < width; x++) {
        row[3 * x] = (uint8_t)(pixels[x] >> 16);
        row[3 * x + 1] = (uint8_t)(pixels[x] >> 8);
        row[3 * x + 2] = (uint8_t)pixels[x];
    }
}

/* Nothing here changes between setjmp and longjmp but what libpng holds. */
static bool write_rows(png_structp png, png_infop info, FILE *out, Pixels pixels, uint8_t *row) {
    if (setjmp(png_jmpbuf(png))) return false;
    png_init_io(png, out);
    png_set_IHDR(png, info, (png_uint_32)pixels.width, (png_uint_32)pixels.height, 8, PNG_COLOR_TYPE_RGB,
                 PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
    png_set_sRGB(png, info, PNG_sRGB_INTENT_PERCEPTUAL);
    png_set_filter(
        png, 0, PNG_FILTER_NONE); /* flat colours repeat as they are: filtered files are larger and slower */
    png_set_compression_level(png, 3);
    png_write_info(png, info);
    for (int y = 0; y < pixels.height; y++) {
        pack_row(pixels.at + (ptrdiff_t)y * pixels.stride, pixels.width, row);
        png_write_row(png, row);
    }
    png_write_end(png, info);
    return true;
}

bool picture_png(FILE *out, Pixels pixels, Err *e) {
    png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, e, stop, warn);
    png_infop info = png ? png_create_info_struct(png) : NULL;
    uint8_t *row = malloc(3 * (size_t)(pixels.width > 0 ? pixels.width : 1));
    bool written = false;
    if (info && row)
        written = write_rows(png, info, out, pixels, row);
    else
        err_memory(e);
    if (written && (fflush(out) != 0 || ferror(out)))
        written = err_set(e, "the picture cannot be written: is the disk full?");
    free(row);
    png_destroy_write_struct(&png, &info);
    return written;
}
