/* theme: every colour of the screen, by what it means; one row a theme. */
#ifndef BACKSTEP_RENDER_THEME_H
#define BACKSTEP_RENDER_THEME_H

#include "render/draw/draw.h"

/* Direction, role, sign and now each have hues of their own; a sign is never only a colour. */
typedef struct Theme {
    const char *name;                   /* as --theme takes it */
    Color ground;                       /* behind the panels */
    Color panel, border;                /* a panel and its hairline */
    Color text, text_dim;               /* these and the hues below: 4.5:1 on panel and ground */
    Color faint;                        /* grid lines, empty timeline dots: no text */
    Color forward;                      /* blue: values */
    Color backward;                     /* orange: gradients */
    Color parameter;                    /* teal: parameters and the update */
    Color loss;                         /* pink */
    Color now;                          /* yellow: the current operation and moment */
    Color on_accent;                    /* text on a filled phase pill, loss disc or now plate */
    Color positive, zero, negative;     /* heat maps and weights: green, ground, purple */
    Color positive_text, negative_text; /* the same as text, 4.5:1 */
    Color data;                         /* points and data nodes */
    Color good, bad;                    /* the check's result, beside ✓ and ✗ */
    Color plot;                         /* ground of a plot within a panel */
    /* The columns of a value and of a gradient, column j in tone j mod 10: 3:1 on `plot`, no text; neighbours
       differ in lightness. And the selected column. */
    Color forward_tones[10], backward_tones[10];
    Color forward_bright, backward_bright;
    Color curve[6]; /* snapshot curves, oldest to newest: 3:1, no text */
} Theme;

/* NULL: no theme of that name. theme_next cycles through all. */
const Theme *theme_find(const char *name);
const Theme *theme_next(const Theme *theme);
extern const Theme theme_table[];
extern const int theme_count;

/* WCAG 2.1 contrast ratio, 1 … 21, of two opaque colours. */
double theme_contrast(Color a, Color b);

/* The colour of a number in a heat map: value/scale in −1 … 1 between negative, zero and positive; what is
   not a number is `bad`. */
Color theme_heat(const Theme *theme, float value, float scale);

#endif
