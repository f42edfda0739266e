/* assets: where the program's own files are: fonts, lessons, data, texts. */
#ifndef BACKSTEP_APP_ASSETS_H
#define BACKSTEP_APP_ASSETS_H

#include <stdbool.h>

#include "engine/base/text.h"

enum { ASSETS_PATH = 1024, ASSETS_MAX_LESSONS = 64 };

typedef struct Assets {
    char root[ASSETS_PATH];
    char data[ASSETS_PATH];             /* root/data */
    char names[ASSETS_MAX_LESSONS][48]; /* the built-in lessons, in the order of the course */
    int lesson_count;
} Assets;

/* $BACKSTEP_ASSETS, else beside the executable as built or as installed. false and *e where it is nowhere. */
bool assets_find(Assets *assets, Err *e);

enum { ASSETS_MAX_LANGUAGES = 32 };

/* The languages that there are texts of (root/i18n/NAME.txt), sorted; returns how many. */
int assets_languages(const Assets *assets, char names[ASSETS_MAX_LANGUAGES][TEXT_LANG]);

/* Whether lang is one of them; else false and *e, which lists them. */
bool assets_language(const Assets *assets, const char *lang, Err *e);

/* The path of LESSON: a built-in lesson's name, or a path (it has a '/' or ends in .lesson, or such a file
   exists). false and *e, with a suggestion, for a name that is neither. */
bool assets_lesson(const Assets *assets, const char *lesson, char *path, size_t size, Err *e);

/* The path of the lesson that a learner's own begins with: of the language, else the English one. */
void assets_starter(const Assets *assets, const char *lang, char *path, size_t size);

#endif
