/* classes: whether a model is a classifier. */
#ifndef BACKSTEP_ENGINE_CLASSES_H
#define BACKSTEP_ENGINE_CLASSES_H

#include "program.h"

/* Where the loss is cross_entropy, nll, or computed element by element from softmax outputs: the slot whose
   largest column is a sample's predicted class, and the one that holds the true classes. −1, −1: no
   classifier (or the program does not end at the loss). */
typedef struct Classes {
    int scores, truth;
} Classes;
bool classes_find(const Program *program, Classes *out); /* false when memory runs out */

/* Whether the value is scores of classes and no probabilities yet. */
bool classes_are_scores(const Program *program, int slot);

#endif
