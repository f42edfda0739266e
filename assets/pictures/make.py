#!/usr/bin/env python3
"""make: draws the pictures of the README anew, with the program that is built in build/plain. Usage: make.py [PROGRAM]

The film is made of frames of `backstep shot`, put together as an animated PNG: each frame is the program's own.
"""
import os
import struct
import subprocess
import sys
import tempfile
import zlib

HERE = os.path.dirname(os.path.abspath(__file__))
PROGRAM = sys.argv[1] if len(sys.argv) > 1 else os.path.join(HERE, "../../build/plain/app/backstep")

STILLS = {
    "x2-relu-backward.png": "x2-relu --step 20 --size 1600x900",
    "chain.png": "neuron-scalars --chain --step 18 --size 1600x900",
    "students.png": "students --epoch 200 --step 20 --size 1600x900",
    "digits.png": "digits --epoch 10 --step 10 --size 1600x900",
    "wrong-mask.png": "x2-relu-wrong-mask --step 21 --size 1600x900",
}

# The rate is dragged up and down; at each rate the network of epoch 600 is shown.
FILM = "film.png"
LOW, HIGH, FRAMES, MILLISECONDS = 0.002, 0.06, 14, 180


def shot(arguments, path):
    subprocess.run([PROGRAM, "shot", *arguments.split(), "--lang", "en", "-o", path], check=True)


def chunks(png):
    at = 8
    while at < len(png):
        size = struct.unpack(">I", png[at : at + 4])[0]
        yield png[at + 4 : at + 8], png[at + 8 : at + 8 + size]
        at += 12 + size


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def film(frames):
    """One PNG that plays the frames for ever (https://www.w3.org/TR/png-3/, acTL, fcTL, fdAT)."""
    first = list(chunks(frames[0]))
    header = next(data for kind, data in first if kind == b"IHDR")
    out = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"acTL", struct.pack(">II", len(frames), 0))
    number = 0
    for index, frame in enumerate(frames):
        control = struct.pack(">IIIIIHHBB", number, *struct.unpack(">II", header[:8]), 0, 0, MILLISECONDS, 1000, 0, 0)
        out += chunk(b"fcTL", control)
        number += 1
        pixels = b"".join(data for kind, data in chunks(frame) if kind == b"IDAT")
        if index == 0:
            out += chunk(b"IDAT", pixels)
        else:
            out += chunk(b"fdAT", struct.pack(">I", number) + pixels)
            number += 1
    return out + chunk(b"IEND", b"")


def main():
    os.environ.setdefault("BACKSTEP_ASSETS", os.path.join(HERE, ".."))
    for name, arguments in STILLS.items():
        shot(arguments, os.path.join(HERE, name))
    with tempfile.TemporaryDirectory() as folder:
        frames, path = [], os.path.join(folder, "frame.png")
        for i in range(FRAMES):
            share = 1 - abs(2 * i / FRAMES - 1)
            rate = LOW * (HIGH / LOW) ** share
            shot(f"x2-relu --set lr={rate:.4f} --epoch 600 --step 12 --size 1120x640", path)
            with open(path, "rb") as file:
                frames.append(file.read())
    with open(os.path.join(HERE, FILM), "wb") as file:
        file.write(film(frames))
    print(f"{FILM}: {os.path.getsize(os.path.join(HERE, FILM)) / 1e6:.2f} MB, {FRAMES} frames")


if __name__ == "__main__":
    main()
