/* picture_check: what must hold of every frame, asked of its DrawList: texts that do not touch, do not leave
   their panel and are not cut, stand clear of outlines and read on their ground, lines that keep off others'
   labels and off nodes, numbers that keep their places. */
#ifndef BACKSTEP_TESTS_PICTURE_CHECK_H
#define BACKSTEP_TESTS_PICTURE_CHECK_H

#include "render/scene.h"

/* How many faults there are; the first one is described in `why` (size bytes). least: em size in pixels that
   no text may be below. */
int picture_check(const DrawList *list, float least, char *why, size_t size);

/* How many numbers and labels of the panel stand elsewhere in `after` than in `before`: a number keeps its
   left end, its middle or its right end, and its baseline. Numbers are told apart by their slot and their
   order, labels by what they say as well; only those that are in both are compared, and added to *looked. */
int picture_check_places(const DrawList *before, const DrawList *after, PanelId panel, int *looked, char *why,
                         size_t size);

#endif
