/* window_event_sdl: translates SDL's events: keys by their place on the keyboard, the mouse in pixels of the
 * frame. */
#include "window_private_sdl.h"

#include <string.h>

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
    if (character) utf8_encode((uint32_t)symbol, event.text); /* zeroed, so it ends */
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

Event event_from_sdl(const SDL_Event *event, float density) {
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
