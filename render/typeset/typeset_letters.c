/* typeset: how the letters of the math italic alphabets lean, from the MATH table of STIX Two Math 2.12. */
#include "typeset_private.h"

typedef struct LetterUnits {
    short lean, skew; /* thousandths of an em: italic correction; top accent attachment − half the advance */
} LetterUnits;

/* U+1D434 … U+1D467; the place of the missing h (U+1D455) holds U+210E. */
static const LetterUnits latin[] = {
    {0, 140},  {30, 84},  {50, 152}, {20, 69},   {30, 103}, {65, 119}, {25, 132},  {45, 102}, {45, 99},
    {60, 136}, {65, 123}, {0, 6},    {45, 86},   {65, 103}, {20, 97},  {35, 96},   {20, 97},  {15, 70},
    {30, 108}, {65, 100}, {75, 115}, {100, 120}, {100, 94}, {80, 112}, {110, 117}, {35, 97},  {0, 63},
    {5, 91},   {0, 83},   {20, 102}, {0, 88},    {20, 182}, {0, 49},   {10, 106},  {20, 83},  {20, 145},
    {5, 84},   {20, 81},  {0, 65},   {0, 58},    {0, 57},   {0, 111},  {0, 82},    {0, 59},   {0, 72},
    {15, 61},  {0, 53},   {15, 68},  {15, 77},   {10, 66},  {15, 75},  {10, 64},
};

/* U+1D6E2 … U+1D71B */
static const LetterUnits greek[] = {
    {0, 140},  {30, 84},  {80, 125}, {0, 154},  {35, 103}, {35, 97},  {45, 102}, {20, 102}, {45, 104},
    {65, 113}, {0, 123},  {45, 106}, {65, 118}, {35, 83},  {0, 97},   {55, 105}, {35, 96},  {0, 97},
    {30, 83},  {65, 100}, {80, 112}, {20, 99},  {80, 122}, {80, 100}, {20, 94},  {80, 97},  {0, 38},
    {30, 145}, {0, 65},   {20, 136}, {0, 63},   {20, 141}, {0, 86},   {25, 123}, {0, 66},   {10, 75},
    {0, 78},   {0, 61},   {0, 67},   {25, 130}, {0, 77},   {0, 78},   {0, 97},   {0, 74},   {0, 45},
    {0, 68},   {0, 62},   {0, 77},   {0, 115},  {0, 129},  {0, 70},   {15, 108}, {0, 80},   {25, 119},
    {0, 68},   {0, 122},  {0, 73},   {0, 83},
};

enum { LATIN_FIRST = 0x1D434, LATIN_H = 0x1D455, PLANCK = 0x210E, GREEK_FIRST = 0x1D6E2 };

LetterSlant type_letter(const char *utf8) {
    uint32_t letter = 0;
    for (uint32_t next; (next = utf8_next(&utf8)) != 0;) letter = next == PLANCK ? LATIN_H : next;
    LetterUnits units = {0, 0};
    if (letter >= LATIN_FIRST && letter - LATIN_FIRST < sizeof latin / sizeof latin[0])
        units = latin[letter - LATIN_FIRST];
    else if (letter >= GREEK_FIRST && letter - GREEK_FIRST < sizeof greek / sizeof greek[0])
        units = greek[letter - GREEK_FIRST];
    return (LetterSlant){(float)units.lean / 1000, (float)units.skew / 1000};
}
