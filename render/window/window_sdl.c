/* window_sdl: the window: SDL shows the pixels that `raster` paints, and tells keys by their place on the
   keyboard. */
#include "window.h"

#include <SDL.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "engine/base/os.h"
#include "engine/base/utf8.h"

/* A row a key that is not a letter or digit; those follow by counting. */
typedef struct KeyRow {
    SDL_Scancode scancode;
    int key;
} KeyRow;

static const KeyRow key_rows[] = {
    {SDL_SCANCODE_LEFT, KEY_LEFT},
    {SDL_SCANCODE_RIGHT, KEY_RIGHT},
    {SDL_SCANCODE_UP, KEY_UP},
    {SDL_SCANCODE_DOWN, KEY_DOWN},
    {SDL_SCANCODE_HOME, KEY_HOME},
    {SDL_SCANCODE_END, KEY_END},
    {SDL_SCANCODE_PAGEUP, KEY_PAGE_UP},
    {SDL_SCANCODE_PAGEDOWN, KEY_PAGE_DOWN},
    {SDL_SCANCODE_TAB, KEY_TAB},
    {SDL_SCANCODE_RETURN, KEY_ENTER},
    {SDL_SCANCODE_KP_ENTER, KEY_ENTER},
    {SDL_SCANCODE_ESCAPE, KEY_ESCAPE},
    {SDL_SCANCODE_BACKSPACE, KEY_BACKSPACE},
    {SDL_SCANCODE_DELETE, KEY_DELETE},
    {SDL_SCANCODE_SPACE, KEY_SPACE},
    {SDL_SCANCODE_F1, KEY_F1},
    {SDL_SCANCODE_F5, KEY_F5},
    {SDL_SCANCODE_F11, KEY_F11},
    {SDL_SCANCODE_MINUS, '-'},
    {SDL_SCANCODE_KP_MINUS, '-'},
    {SDL_SCANCODE_EQUALS, '='},
    {SDL_SCANCODE_KP_PLUS, '='},
    {SDL_SCANCODE_LEFTBRACKET, '['},
    {SDL_SCANCODE_RIGHTBRACKET, ']'},
    {SDL_SCANCODE_BACKSLASH, '\\'},
    {SDL_SCANCODE_SEMICOLON, ';'},
    {SDL_SCANCODE_APOSTROPHE, '\''},
    {SDL_SCANCODE_GRAVE, '`'},
    {SDL_SCANCODE_COMMA, ','},
    {SDL_SCANCODE_PERIOD, '.'},
    {SDL_SCANCODE_SLASH, '/'},
    {SDL_SCANCODE_0, '0'},
    {SDL_SCANCODE_KP_0, '0'},
};

static int key_of(SDL_Scancode scancode) {
    if (scancode >= SDL_SCANCODE_A && scancode <= SDL_SCANCODE_Z)
        return 'a' + (int)(scancode - SDL_SCANCODE_A);
    if (scancode >= SDL_SCANCODE_1 && scancode <= SDL_SCANCODE_9)
        return '1' + (int)(scancode - SDL_SCANCODE_1);
    if (scancode >= SDL_SCANCODE_KP_1 && scancode <= SDL_SCANCODE_KP_9)
        return '1' + (int)(scancode - SDL_SCANCODE_KP_1);
    for (size_t i = 0; i < sizeof key_rows / sizeof key_rows[0]; i++)
        if (key_rows[i].scancode == scancode) return key_rows[i].key;
    return KEY_UNKNOWN;
}

static unsigned mods_of(Uint16 mod) {
    return (mod & KMOD_SHIFT ? MOD_SHIFT : 0u) | (mod & KMOD_CTRL ? MOD_CTRL : 0u) |
           (mod & KMOD_ALT ? MOD_ALT : 0u);
}

static bool only_modifies(SDL_Scancode scancode) {
    return (scancode >= SDL_SCANCODE_LCTRL && scancode <= SDL_SCANCODE_RGUI) ||
           scancode == SDL_SCANCODE_CAPSLOCK || scancode == SDL_SCANCODE_NUMLOCKCLEAR ||
           scancode == SDL_SCANCODE_MODE;
}

static Event key_event(const SDL_KeyboardEvent *key) {
    if (only_modifies(key->keysym.scancode)) return (Event){.kind = EVENT_NONE};
    Event event = {.kind = EVENT_KEY, .key = key_of(key->keysym.scancode), .mods = mods_of(key->keysym.mod)};
    SDL_Keycode symbol = key->keysym.sym;
    bool character =
        symbol >= ' ' && symbol != SDLK_DELETE && !(symbol & SDLK_SCANCODE_MASK) && symbol <= 0x10FFFF;
    if (character) utf8_encode((uint32_t)symbol, event.text);
    event.pressed = true;
    return event;
}

static int button_of(Uint8 button) {
    return button == SDL_BUTTON_LEFT     ? 1
           : button == SDL_BUTTON_MIDDLE ? 2
           : button == SDL_BUTTON_RIGHT  ? 3
                                         : 0;
}

static Event mouse_event(int x, int y, float density) {
    Event event = {.kind = EVENT_MOUSE, .mods = mods_of((Uint16)SDL_GetModState())};
    event.at = (Point){(float)x * density, (float)y * density};
    return event;
}

static Event button_event(const SDL_MouseButtonEvent *button, float density) {
    Event event = mouse_event(button->x, button->y, density);
    event.button = button_of(button->button);
    event.pressed = button->state == SDL_PRESSED;
    if (event.button == 0) event.kind = EVENT_NONE; /* the side buttons of some mice */
    return event;
}

static Event motion_event(const SDL_MouseMotionEvent *motion, float density) {
    Event event = mouse_event(motion->x, motion->y, density);
    event.dragging = (motion->state & (SDL_BUTTON_LMASK | SDL_BUTTON_MMASK | SDL_BUTTON_RMASK)) != 0;
    return event;
}

static Event wheel_event(const SDL_MouseWheelEvent *wheel, float density) {
    int x, y;
    SDL_GetMouseState(&x, &y);
    Event event = mouse_event(x, y, density);
    event.wheel = wheel->direction == SDL_MOUSEWHEEL_FLIPPED ? -wheel->preciseY : wheel->preciseY;
    if (event.wheel == 0) event.kind = EVENT_NONE; /* sideways */
    return event;
}

static Event text_event(const SDL_TextInputEvent *text) {
    Event event = {.kind = EVENT_TEXT};
    size_t length = strlen(text->text);
    if (length >= sizeof event.text) length = 0; /* more than a key types */
    memcpy(event.text, text->text, length);
    return event;
}

static Event window_event(const SDL_WindowEvent *window) {
    switch (window->event) {
    case SDL_WINDOWEVENT_SHOWN:
    case SDL_WINDOWEVENT_EXPOSED:
    case SDL_WINDOWEVENT_RESIZED:
    case SDL_WINDOWEVENT_SIZE_CHANGED:
    case SDL_WINDOWEVENT_RESTORED:
    case SDL_WINDOWEVENT_DISPLAY_CHANGED:
        return (Event){.kind = EVENT_RESIZE};
    default:
        return (Event){.kind = EVENT_NONE};
    }
}

/* `density`: pixels of the frame per unit that SDL tells the mouse's place in. EVENT_NONE: of no interest. */
static Event event_from_sdl(const SDL_Event *event, float density) {
    switch (event->type) {
    case SDL_QUIT:
        return (Event){.kind = EVENT_QUIT};
    case SDL_KEYDOWN:
        return key_event(&event->key);
    case SDL_TEXTINPUT:
        return text_event(&event->text);
    case SDL_MOUSEBUTTONDOWN:
    case SDL_MOUSEBUTTONUP:
        return button_event(&event->button, density);
    case SDL_MOUSEMOTION:
        return motion_event(&event->motion, density);
    case SDL_MOUSEWHEEL:
        return wheel_event(&event->wheel, density);
    case SDL_WINDOWEVENT:
        return window_event(&event->window);
    default:
        return (Event){.kind = EVENT_NONE};
    }
}

/* The window's own surface is painted into where its pixels are like ours (they are on every common screen);
   elsewhere into `copy`, which is converted when it is shown. Without a graphics card the surface is the
   fastest way to the screen. */
struct Window {
    SDL_Window *sdl;
    SDL_Surface *copy;   /* NULL: not needed */
    Uint32 wake_event;   /* the type that window_wake sends */
    OsThread *watcher;   /* wakes the window for a signal; NULL: window_wait looks for it now and then */
    float desktop_scale; /* pixels per desktop unit beyond what SDL tells */
};

static void set_hints(void) {
    static const char *const hints[][2] = {
        {SDL_HINT_APP_NAME, "backstep"},
        {"SDL_VIDEO_X11_WMCLASS", "backstep"},
        {"SDL_VIDEO_WAYLAND_WMCLASS", "backstep"},
        {SDL_HINT_FRAMEBUFFER_ACCELERATION, "0"},           /* no copy by way of a renderer */
        {SDL_HINT_NO_SIGNAL_HANDLERS, "1"},                 /* os.h notes them */
        {SDL_HINT_VIDEO_X11_NET_WM_BYPASS_COMPOSITOR, "0"}, /* we are no game */
        {SDL_HINT_WINDOWS_DPI_AWARENESS, "permonitorv2"},
    };
    for (size_t i = 0; i < sizeof hints / sizeof hints[0]; i++) SDL_SetHint(hints[i][0], hints[i][1]);
}

/* X11 gives sizes in pixels whatever the desktop's scale, which GNOME and others tell by GDK_SCALE. */
static float x11_scale(void) {
    const char *driver = SDL_GetCurrentVideoDriver(), *scale = SDL_getenv("GDK_SCALE");
    if (!driver || SDL_strcmp(driver, "x11") != 0 || !scale) return 1;
    int whole = SDL_atoi(scale);
    return whole >= 1 && whole <= 4 ? (float)whole : 1;
}

/* Without a display SDL falls back to drivers that show nothing, which is an error unless it was asked
   for. */
static bool is_invisible(const char *driver) {
    return !driver || SDL_strcmp(driver, "offscreen") == 0 || SDL_strcmp(driver, "evdev") == 0;
}

static bool open_display(Err *e) {
    bool asked = SDL_getenv("SDL_VIDEODRIVER") != NULL;
    const char *reason = "none was found";
    if (SDL_InitSubSystem(SDL_INIT_VIDEO) != 0)
        reason = SDL_GetError();
    else if (asked || !is_invisible(SDL_GetCurrentVideoDriver()))
        return true;
    err_set(e,
            "no display can be opened (%s): start from a desktop, or draw into a file with `backstep shot`",
            reason);
    SDL_Quit();
    return false;
}

/* SDL 2.26 sleeps on the display's connection through all signals, as long as no joysticks are opened. */
static void watch_stops(void *context) {
    os_stops_await();
    if (os_stopped() != 0) window_wake(context);
}

Window *window_open(const char *title, int width, int height, Err *e) {
    Window *window = calloc(1, sizeof *window);
    if (!window) {
        err_memory(e);
        return NULL;
    }
    set_hints();
    if (!open_display(e)) {
        free(window);
        return NULL;
    }
    window->desktop_scale = x11_scale();
    window->wake_event = SDL_RegisterEvents(1);
    window->sdl = SDL_CreateWindow(
        title, SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, (int)((float)width * window->desktop_scale),
        (int)((float)height * window->desktop_scale), SDL_WINDOW_RESIZABLE | SDL_WINDOW_ALLOW_HIGHDPI);
    if (!window->sdl || !SDL_GetWindowSurface(window->sdl)) {
        err_set(e, "no window can be opened (%s): draw into a file with `backstep shot`", SDL_GetError());
        window_close(window);
        return NULL;
    }
    window->watcher = os_thread_start(watch_stops, window);
    return window;
}

/* SDL ends its own wait with a message to the window, sent through a second connection to the X server; where
   the server reads that one after the window's end, the process ends with BadWindow (SDL 2.26). So the window
   is out of sight for a moment before it goes. */
static void await_own_messages(SDL_Window *window) {
    enum { MILLISECONDS = 30 };
    SDL_HideWindow(window);
    SDL_Delay(MILLISECONDS);
}

void window_close(Window *window) {
    if (!window) return;
    if (window->watcher) {
        os_stops_release();
        os_thread_join(window->watcher);
    }
    SDL_FreeSurface(window->copy);
    if (window->sdl) {
        await_own_messages(window->sdl);
        SDL_DestroyWindow(window->sdl);
    }
    SDL_Quit();
    free(window);
}

/* Pixels per unit of SDL's. */
static float density(const Window *window) {
    int width, height, pixels_wide, pixels_high;
    SDL_GetWindowSize(window->sdl, &width, &height);
    SDL_GetWindowSizeInPixels(window->sdl, &pixels_wide, &pixels_high);
    return width > 0 && pixels_wide > 0 ? (float)pixels_wide / (float)width : 1;
}

void window_size(const Window *window, int *width, int *height, float *scale) {
    SDL_GetWindowSizeInPixels(window->sdl, width, height);
    *scale = density(window) * window->desktop_scale;
}

void window_fullscreen(Window *window, bool on) {
    SDL_SetWindowFullscreen(window->sdl, on ? SDL_WINDOW_FULLSCREEN_DESKTOP : 0);
}

/* Of several moves of the mouse that wait in a row only the last matters. */
static void skip_moves(SDL_Event *event) {
    SDL_Event next;
    while (event->type == SDL_MOUSEMOTION &&
           SDL_PeepEvents(&next, 1, SDL_PEEKEVENT, SDL_FIRSTEVENT, SDL_LASTEVENT) == 1 &&
           next.type == SDL_MOUSEMOTION) {
        if (SDL_PeepEvents(event, 1, SDL_GETEVENT, SDL_MOUSEMOTION, SDL_MOUSEMOTION) != 1) return;
    }
}

/* Events of no interest are skipped without ending the wait. Without a thread that waits for signals, those that
   end the program are looked for now and then. */
Event window_wait(Window *window, int milliseconds) {
    const Uint64 look = window->watcher ? INT_MAX : 250;
    Uint64 end = milliseconds < 0 ? UINT64_MAX : SDL_GetTicks64() + (Uint64)milliseconds;
    while (os_stopped() == 0) {
        SDL_Event event;
        Uint64 now = SDL_GetTicks64(), left = now < end ? end - now : 0;
        if (!SDL_WaitEventTimeout(&event, (int)(left < look ? left : look))) {
            if (left > look) continue;
            break;
        }
        if (event.type == window->wake_event) {
            end = 0; /* awake; but a key that came meanwhile goes first */
            continue;
        }
        skip_moves(&event);
        Event ours = event_from_sdl(&event, density(window));
        if (ours.kind == EVENT_RESIZE) SDL_FlushEvent(SDL_WINDOWEVENT); /* they come in swarms */
        if (ours.kind != EVENT_NONE) return ours;
    }
    return (Event){.kind = EVENT_NONE};
}

void window_wake(Window *window) {
    SDL_Event event = {.type = window->wake_event};
    SDL_PushEvent(&event); /* full queue: window_wait returns anyway */
}

/* The same bytes as Pixels: 32 bits, red in the third byte; the fourth is not used. */
static bool like_ours(const SDL_Surface *surface) {
    const SDL_PixelFormat *format = surface->format;
    return format->BytesPerPixel == 4 && format->Rmask == 0xFF0000 && format->Gmask == 0xFF00 &&
           format->Bmask == 0xFF && surface->pitch % 4 == 0 && !SDL_MUSTLOCK(surface);
}

/* Gives `copy` the size of the surface. */
static bool fit_copy(Window *window, const SDL_Surface *surface) {
    if (window->copy && window->copy->w == surface->w && window->copy->h == surface->h) return true;
    SDL_FreeSurface(window->copy);
    window->copy = SDL_CreateRGBSurfaceWithFormat(0, surface->w, surface->h, 32, SDL_PIXELFORMAT_RGB888);
    return window->copy != NULL;
}

bool window_pixels(Window *window, Pixels *pixels, Err *e) {
    SDL_Surface *surface = SDL_GetWindowSurface(window->sdl);
    if (!surface)
        return err_set(e, "the window cannot be drawn (%s): close it and start again", SDL_GetError());
    if (!like_ours(surface)) {
        if (!fit_copy(window, surface)) return err_memory(e);
        surface = window->copy;
    }
    *pixels = (Pixels){surface->pixels, surface->w, surface->h, surface->pitch / 4};
    return true;
}

/* Converts the copy's pixels, where there is one. */
static bool convert(const Window *window, SDL_Surface *surface, SDL_Rect rect) {
    if (like_ours(surface) || !window->copy) return true;
    return SDL_BlitSurface(window->copy, &rect, surface, &rect) == 0;
}

/* Several rectangles at a time: each update waits for the display to answer. */
bool window_show(Window *window, const Rect *dirty, int count, Err *e) {
    SDL_Surface *surface = SDL_GetWindowSurface(window->sdl);
    bool shown = surface != NULL;
    for (int done = 0; done < count && shown;) {
        SDL_Rect rects[64];
        int some = 0;
        for (; some < 64 && done < count; some++, done++) {
            rects[some] =
                (SDL_Rect){(int)dirty[done].x, (int)dirty[done].y, (int)dirty[done].w, (int)dirty[done].h};
            shown = convert(window, surface, rects[some]) && shown;
        }
        shown = SDL_UpdateWindowSurfaceRects(window->sdl, rects, some) == 0 && shown;
    }
    if (!shown)
        return err_set(e, "the window cannot be drawn (%s): close it and start again", SDL_GetError());
    return true;
}
