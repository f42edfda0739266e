/* The room render/window: the only way to the screen.

   window: the only way to the screen: opens a window, waits for events, shows pixels (window_sdl.c). */
#ifndef BACKSTEP_RENDER_WINDOW_H
#define BACKSTEP_RENDER_WINDOW_H

#include "render/raster/raster.h"

typedef struct Window Window;

typedef enum EventKind {
    EVENT_NONE,   /* the wait timed out, or window_wake was called */
    EVENT_KEY,    /* a key pressed or repeated */
    EVENT_MOUSE,  /* moved, pressed, released or wheeled */
    EVENT_RESIZE, /* the size or the scale changed, or the window must be shown again */
    EVENT_TEXT,   /* typed text (predict mode) */
    EVENT_QUIT
} EventKind;

typedef enum EventMods { MOD_SHIFT = 1, MOD_CTRL = 2, MOD_ALT = 4 } EventMods;

/* Keys by their place on a US keyboard: letters, digits and signs as their unshifted ASCII ('a', '[', '-',
   '='), others from 256 on; the keypad's − Enter and digits give the same as the main ones, its + the same as
   '='. Shift, Ctrl and Alt alone are no events. */
enum {
    KEY_LEFT = 256,
    KEY_RIGHT,
    KEY_UP,
    KEY_DOWN,
    KEY_HOME,
    KEY_END,
    KEY_PAGE_UP,
    KEY_PAGE_DOWN,
    KEY_TAB,
    KEY_ENTER,
    KEY_ESCAPE,
    KEY_BACKSPACE,
    KEY_DELETE,
    KEY_SPACE,
    KEY_F1,
    KEY_F5,
    KEY_F11,
    KEY_UNKNOWN
};

typedef struct Event {
    EventKind kind;
    int key;
    unsigned mods; /* EventMods, or-ed */
    char text[32]; /* EVENT_TEXT: UTF-8; EVENT_KEY: the character that the layout has there */
    Point at;      /* EVENT_MOUSE: pixels of the frame */
    int button;    /* 0: none (a move); 1 left, 2 middle, 3 right */
    bool pressed, dragging;
    float wheel; /* notches, up positive */
} Event;

/* size: in the desktop's units. NULL and *e where there is no display: it says so and what to do. */
Window *window_open(const char *title, int width, int height, Err *e);
void window_close(Window *window);

/* In pixels; scale: pixels per desktop unit. */
void window_size(const Window *window, int *width, int *height, float *scale);
void window_fullscreen(Window *window, bool on);

/* Waits at most `milliseconds` (−1: for ever, at next to no cost) for the next event, or until os_stopped. */
Event window_wait(Window *window, int milliseconds);
void window_wake(Window *window); /* from any thread: makes window_wait return */

/* The pixels to paint into (stride as given, size as window_size); kept between frames until EVENT_RESIZE. */
bool window_pixels(Window *window, Pixels *pixels, Err *e);
bool window_show(Window *window, const Rect *dirty, int count, Err *e);

/* Whether the desktop asks for reduced motion, as far as it can be known (environment, GTK settings). */
bool window_reduced_motion(void);

#endif
