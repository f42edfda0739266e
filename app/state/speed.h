/* speed: how fast autoplay goes. */
#ifndef BACKSTEP_APP_SPEED_H
#define BACKSTEP_APP_SPEED_H

/* Below one iteration's pace it plays operations, above it whole epochs. */
typedef struct Speed {
    float steps;  /* operations a second, 0: epochs are played */
    float epochs; /* epochs a second */
} Speed;

enum { SPEED_COUNT = 12, SPEED_FIRST = 2 };

/* Slowest first. */
extern const Speed speed_table[SPEED_COUNT];

#endif
