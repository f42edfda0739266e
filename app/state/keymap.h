/* keymap: what can be done to the program, in which keys, mouse and autoplay all speak: keys to commands, a row
   each; the same table makes the help screen; and how fast autoplay goes. */
#ifndef BACKSTEP_APP_KEYMAP_H
#define BACKSTEP_APP_KEYMAP_H

#include "engine/base/text.h"
#include "render/scene.h"
#include "render/window/window.h"

#include <stdbool.h>
#include <stdint.h>

typedef enum Verb {
    DO_NOTHING,
    DO_STEP,      /* amount: +1 next operation, −1 take it back */
    DO_PHASE,     /* +1 to the end of this phase, −1 to its start, then the one before */
    DO_EPOCH,     /* by amount epochs */
    DO_SEEK,      /* to epoch `amount` (from 1), at the same step */
    DO_SEEK_STEP, /* to instruction `amount` of this iteration: it is then just done */
    DO_FIRST,
    DO_LAST,
    DO_PLAY,
    DO_SPEED,       /* +1 faster, −1 slower */
    DO_SELECT,      /* +1 next slot, −1 previous */
    DO_SELECT_SLOT, /* amount: slot, −1: follow the steps */
    DO_ROW,         /* the selected element, by amount rows */
    DO_COLUMN,
    DO_VIEW,
    DO_SAMPLE,
    DO_CHECK,
    DO_CHAIN,        /* the chain rule from the selected number to the loss, and back to the view */
    DO_BUG,          /* the other run: with the lesson's mistake or without, or whatever it is */
    DO_VERSUS,       /* the other run side by side with what is shown, and back */
    DO_LESSONS,      /* opens and closes the list */
    DO_LESSON,       /* amount: number in the list */
    DO_ENTRY,        /* moves in the open list */
    DO_DIGIT,        /* a digit of an entry's number; the last one that it can have takes the entry */
    DO_CHOOSE,       /* Enter: takes the list's entry */
    DO_RATE,         /* +1 higher, −1 lower: trains again from the start */
    DO_RATE_AT,      /* the same with the rate 10^(amount / 1000) */
    DO_RESTART,      /* amount 1: with a new seed */
    DO_POINT,        /* chooses the next (+1) or previous point of the plot, from left to right */
    DO_POINT_ACROSS, /* moves the chosen point by amount hundredths of the axis … */
    DO_POINT_UP,
    DO_POINT_TO,     /* … or to the place `amount` (points_pack) */
    DO_POINT_ADD,    /* adds a point there … */
    DO_POINT_BESIDE, /* … or beside the chosen one */
    DO_POINT_REMOVE, /* takes the chosen point away */
    DO_POINTS_BACK,  /* the file's own points again */
    DO_POINTS_SAVE,  /* as csv */
    DO_SNAPSHOT,
    DO_FUTURE, /* what the run knows of epochs to come is shown, or no more */
    DO_THEME,
    DO_LANGUAGE,  /* the next one */
    DO_TEXT_SIZE, /* +1 larger, −1 smaller */
    DO_FULLSCREEN,
    DO_ENLARGE, /* 1 graph, 2 plot, 3 explanation, 4 losses, 0 all */
    DO_ZOOM,    /* +1 in, −1 out, about the pointer */
    DO_BLANK,
    DO_PREDICT, /* predict mode on or off */
    DO_TYPE,    /* amount: code point of a character for the open question */
    DO_ERASE,   /* the last one */
    DO_PICTURE,
    DO_HELP,
    DO_LEAVE, /* Escape: the topmost thing that is open, at last the program */
    DO_QUIT
} Verb;

typedef struct Command {
    Verb verb;
    int64_t amount;
} Command;

/* DO_NOTHING where the key means nothing. */
Command keymap_find(int key, unsigned mods);

/* The help screen's rows, in the table's order; returns how many (at most capacity). Strings are constant or
 * texts'. */
int keymap_help(const Texts *texts, HelpRow *rows, int capacity);

/* Below one iteration's pace it plays operations, above it whole epochs. */
typedef struct Speed {
    float steps;  /* operations a second, 0: epochs are played */
    float epochs; /* epochs a second */
} Speed;

enum { SPEED_COUNT = 12, SPEED_FIRST = 2 };

/* Slowest first. */
extern const Speed keymap_speeds[SPEED_COUNT];

#endif
