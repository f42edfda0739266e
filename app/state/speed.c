/* speed: the table of the speeds of autoplay. */
#include "speed.h"

const Speed speed_table[SPEED_COUNT] = {
    {0.5f, 0}, {1, 0}, {2, 0}, {4, 0}, {8, 0}, {16, 0}, {0, 1}, {0, 4}, {0, 15}, {0, 60}, {0, 300}, {0, 1500},
};
