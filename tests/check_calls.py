#!/usr/bin/env python3
"""check_calls: no file calls upward, no files call each other in a circle, and a name begins with that of its file.

Usage: check_calls.py BUILD    (a folder that meson has built)
A file is a .c; it calls another where its object needs a name that only the other's object defines. The order of the
rooms is the list in check_includes.sh.
"""
import collections
import glob
import os
import re
import subprocess
import sys

here = os.path.dirname(os.path.abspath(__file__))
text = open(os.path.join(here, "check_includes.sh")).read()
rooms = re.search(r"^rooms='([^']*)'", text, re.M).group(1).split()


def source(path):
    """engine/libengine.a.p/base_arena.c.o -> engine/base/arena.c, by asking which file of the tree has that name."""
    house, name = re.search(r"/(engine|render|app)/(?:\w+/)?[^/]+\.p/(.*)\.o$", path).groups()
    return tree.get((house, name)) or tree[(house, "op_" + name)]


root = os.path.dirname(here)
tree = {}
for path in subprocess.check_output(["git", "-C", root, "ls-files", "*.c"], text=True).split():
    house, _, name = path.partition("/")
    tree[(house, name.replace("/", "_"))] = path

defines, needs = collections.defaultdict(set), collections.defaultdict(set)
objects = [o for house in ("engine", "render", "app") for o in glob.glob(sys.argv[1] + "/" + house + "/**/*.o", recursive=True)]
for path in objects:
    file = source(path)
    for line in subprocess.check_output(["nm", path], text=True).splitlines():
        kind, name = line.split()[-2:]
        if kind in "UTDBRC":
            (needs if kind == "U" else defines)[name].add(file)

failed = False


def prefixes(path):
    """What the names of a file may begin with: its own name, or its room's and its own; without the endings that tell files
    apart and not what they do, as those of the two files behind one header."""
    room, name = path.split("/")[-2], os.path.basename(path)[:-2]
    return {name, room + "_" + name, re.sub("_(sdl|view|posix|threads|single)$", "", name)}


for name in sorted(defines):
    for file in defines[name]:
        # an operation's file holds the rows of its operations, each under its own name
        if "/op/" in file or name == "main" or any((name.lower() + "_").startswith(p + "_") for p in prefixes(file)):
            continue
        failed = True
        print("%s defines %s, which does not begin with the file's name" % (file, name))

calls = collections.defaultdict(dict)
for name, callers in needs.items():
    for callee in defines.get(name, ()):
        for caller in callers - {callee}:
            calls[caller].setdefault(callee, set()).add(name)

for caller in sorted(calls):
    for callee in sorted(calls[caller]):
        if rooms.index(os.path.dirname(callee)) > rooms.index(os.path.dirname(caller)):
            failed = True
            print("%s calls upward, %s: %s" % (caller, callee, ", ".join(sorted(calls[caller][callee]))))

# Circles: Tarjan's strongly connected components.
index, low, stack, circles = {}, {}, [], []


def visit(file):
    index[file] = low[file] = len(index)
    stack.append(file)
    for callee in calls.get(file, ()):
        if callee not in index:
            visit(callee)
            low[file] = min(low[file], low[callee])
        elif callee in stack:
            low[file] = min(low[file], index[callee])
    if low[file] == index[file]:
        circle = []
        while True:
            circle.append(stack.pop())
            if circle[-1] == file:
                break
        if len(circle) > 1:
            circles.append(circle)


sys.setrecursionlimit(10000)
for file in sorted(calls):
    if file not in index:
        visit(file)
for circle in circles:
    failed = True
    print("%d files call each other in a circle:" % len(circle))
    for caller in sorted(circle):
        for callee in sorted(set(calls[caller]) & set(circle)):
            print("  %s -> %s: %s" % (caller, callee, ", ".join(sorted(calls[caller][callee]))))
print("%d files, %d calls from file to file" % (len(set(tree.values())), sum(map(len, calls.values()))))
sys.exit(failed)
