"""pixels: compares a part of a screen, as Xvfb keeps it in a file, with a picture, pixel by pixel.

Usage: pixels.py SCREEN.xwd X Y PICTURE.png   (exit status 1 where they differ)"""
import struct
import sys
import zlib


def read_screen(path):
    """Rows of (red, green, blue) bytes of an XWD file: a header of big-endian words, colours, pixels of 32 bits."""
    data = open(path, "rb").read()
    word = struct.unpack(">25I", data[:100])
    size, width, height, little, bits, stride, colors = word[0], word[4], word[5], word[7] == 0, word[11], word[12], word[19]
    if bits != 32:
        raise SystemExit("the screen has %d bits a pixel" % bits)
    start = size + 12 * colors
    rows = []
    for y in range(height):
        row = data[start + y * stride : start + y * stride + 4 * width]
        blue, green, red = (row[i::4] for i in ((0, 1, 2) if little else (3, 2, 1)))
        rows.append(interleave(red, green, blue))
    return rows


def interleave(red, green, blue):
    row = bytearray(3 * len(red))
    row[0::3], row[1::3], row[2::3] = red, green, blue
    return bytes(row)


def read_png(path):
    """The same of a PNG file as the program writes them: three bytes a pixel, no line filtered."""
    data = open(path, "rb").read()
    at, packed = 8, b""
    while at < len(data):
        length, kind = struct.unpack(">I4s", data[at : at + 8])
        body = data[at + 8 : at + 8 + length]
        if kind == b"IHDR":
            width, height, depth, color = struct.unpack(">IIBB", body[:10])
        if kind == b"IDAT":
            packed += body
        at += length + 12
    if (depth, color) != (8, 2):
        raise SystemExit("%s is not a picture of three bytes a pixel" % path)
    lines, stride = zlib.decompress(packed), 3 * width + 1
    if any(lines[y * stride] for y in range(height)):
        raise SystemExit("%s has filtered lines" % path)
    return [lines[y * stride + 1 : (y + 1) * stride] for y in range(height)]


def main():
    screen, x, y, picture = read_screen(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), read_png(sys.argv[4])
    width = len(picture[0]) // 3
    for row, wanted in enumerate(picture):
        got = screen[y + row][3 * x : 3 * (x + width)]
        if got != wanted:
            column = next(i for i in range(width) if got[3 * i : 3 * i + 3] != wanted[3 * i : 3 * i + 3])
            at = 3 * column
            print("at %d, %d: wanted %s, got %s" % (column, row, tuple(wanted[at : at + 3]), tuple(got[at : at + 3])))
            raise SystemExit(1)
    print("%d x %d pixels are the same" % (width, len(picture)))


main()
