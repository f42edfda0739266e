/* json: numbers, texts and matrices written so that they read back to the same. Private to the engine. */
#ifndef BACKSTEP_ENGINE_JSON_H
#define BACKSTEP_ENGINE_JSON_H

#include <stdio.h>

#include "engine/base/number.h"
#include "engine/program/tensor.h"

enum { JSON_NUMBER = NUMBER_TEXT };

/* The shortest decimal that reads back to the same float32; "nan", "inf", "-inf" in quotes. Returns out. */
const char *json_number(char out[JSON_NUMBER], float number);

void json_string(FILE *out, const char *text);

/* {"shape": [r, c], "value": [[…], …]} without the braces, row by row. */
void json_tensor(FILE *out, Mat m);

#endif
