/* team: one helper thread that takes half of a large matrix product. */
#ifndef BACKSTEP_ENGINE_OP_TEAM_H
#define BACKSTEP_ENGINE_OP_TEAM_H

#include <stdbool.h>

/* A job in two parts, 0 and 1, that may run at the same time and write different memory. */
typedef void Job(void *context, int part);

/* Runs both parts and returns when both are done: part 1 in the helper, where it is free, else here. */
void team_run(Job *job, void *context);

/* 1: no helper from now on (it has ended when this returns); 2: with a helper; 0: with one where the machine
   has more than one processor, which is how it starts. */
void team_threads(int threads);

#endif
