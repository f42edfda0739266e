/* bench_empty: the least that a window of SDL's takes: one in a single colour, shown as backstep shows its
 * own. */
#include <SDL.h>

int main(void) {
    SDL_SetHint(SDL_HINT_FRAMEBUFFER_ACCELERATION, "0");
    if (SDL_Init(SDL_INIT_VIDEO) != 0) return 1;
    SDL_Window *window =
        SDL_CreateWindow("empty", SDL_WINDOWPOS_CENTERED, SDL_WINDOWPOS_CENTERED, 1280, 720, 0);
    for (SDL_Event event = {0}; window != NULL && event.type != SDL_QUIT;) {
        SDL_Surface *surface = SDL_GetWindowSurface(window);
        if (surface == NULL) break;
        SDL_FillRect(surface, NULL, SDL_MapRGB(surface->format, 40, 40, 40));
        SDL_UpdateWindowSurface(window);
        SDL_WaitEvent(&event);
    }
    SDL_Quit();
    return 0;
}
