/* learner: stands in the place of the keyboard, the clock and the screen (-Wl,--wrap, meson.build). */
#include "learner.h"

#include <ctype.h>
#include <string.h>

#include <SDL.h>

#include "render/window/window.h"

enum { TURN_MICROSECONDS = 250000, TURNS_A_KEY = 2 };

typedef struct Learner {
    const char *next; /* key */
    int waits;        /* so many turns until it */
    uint64_t now, frames;
    bool read_of_trouble;
} Learner;

static Learner learner;

void learner_begin(const char *keys) {
    learner = (Learner){.next = keys, .now = 1000000};
}

uint64_t learner_frames(void) {
    return learner.frames;
}

bool learner_read_of_trouble(void) {
    return learner.read_of_trouble;
}

static Event take_key(void) {
    Event event = {.kind = EVENT_KEY, .pressed = true};
    char key = *learner.next == '\0' ? 'q' : *learner.next++;
    if (key == 'q' && *learner.next == '\0') event.mods = MOD_CTRL;
    if (key == '^') {
        event.mods = MOD_CTRL;
        key = *learner.next++;
    }
    if (key == ' ') return (Event){.kind = EVENT_NONE};
    if (isupper((unsigned char)key) || key == '}' || key == '{') event.mods |= MOD_SHIFT;
    event.key = key == '>'   ? KEY_RIGHT
                : key == '<' ? KEY_LEFT
                : key == '}' ? ']'
                : key == '{' ? '['
                             : tolower(key);
    return event;
}

Event __wrap_window_wait(Window *window, int milliseconds);
Event __wrap_window_wait(Window *window, int milliseconds) {
    (void)window;
    if (milliseconds == 0) return (Event){.kind = EVENT_NONE};
    learner.now += TURN_MICROSECONDS;
    if (learner.waits++ < TURNS_A_KEY) return (Event){.kind = EVENT_NONE};
    learner.waits = 0;
    return take_key();
}

uint64_t __wrap_window_now(void);
uint64_t __wrap_window_now(void) {
    return learner.now;
}

void __wrap_SDL_Delay(Uint32 milliseconds);
void __wrap_SDL_Delay(Uint32 milliseconds) {
    (void)milliseconds;
}

static void look(Pixels pixels) {
    uint64_t hash = 14695981039346656037u;
    for (int y = 0; y < pixels.height; y++)
        for (int x = 0; x < pixels.width; x++)
            hash = (hash ^ pixels.at[y * pixels.stride + x]) * 1099511628211u;
    learner.frames = (learner.frames ^ hash) * 1099511628211u;
}

bool __real_raster_paint(Raster *raster, const DrawList *list, Pixels pixels, Rect *dirty, int capacity,
                         int *count);
bool __wrap_raster_paint(Raster *raster, const DrawList *list, Pixels pixels, Rect *dirty, int capacity,
                         int *count);
bool __wrap_raster_paint(Raster *raster, const DrawList *list, Pixels pixels, Rect *dirty, int capacity,
                         int *count) {
    static const char *const words[] = {"out of memory", "не хватает памяти", "cannot", "не удаётся", "disk"};
    bool painted = __real_raster_paint(raster, list, pixels, dirty, capacity, count);
    for (size_t i = 0; painted && i < list->count; i++) {
        const DrawCommand *command = &list->commands[i];
        const char *text = command->kind == DRAW_TEXT ? draw_string(list, command) : "";
        for (size_t k = 0; k < sizeof words / sizeof *words; k++)
            if (strstr(text, words[k]) != NULL) learner.read_of_trouble = true;
    }
    if (painted) look(pixels);
    return painted;
}
