/* program: the whole program, to be called as often as a test likes. */
#define main program_main
#include "app/main.c"
