/* window_private: how SDL's events become ours; shared by the files of `window`. */
#ifndef BACKSTEP_RENDER_WINDOW_PRIVATE_H
#define BACKSTEP_RENDER_WINDOW_PRIVATE_H

#include "window.h"

#include <SDL.h>

/* `density`: pixels of the frame per unit that SDL tells the mouse's place in. EVENT_NONE: of no interest. */
Event event_from_sdl(const SDL_Event *event, float density);

#endif
