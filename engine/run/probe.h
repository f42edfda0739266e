/* probe: what the loss would be if one number were another one and all others stayed as they are, in double. */
#ifndef BACKSTEP_ENGINE_PROBE_H
#define BACKSTEP_ENGINE_PROBE_H

#include "machine.h"

/* A machine's numbers in double, and the passes of its mini-batch with them. */
typedef struct Probe {
    Bound bound; /* the lesson's two programs, in double */
    double *mem; /* of `bound` */
    /* Of the last probe_load: */
    const Program *program;
    const Calls *calls;
    int backward, update; /* the first instruction of each phase */
    double loss;
    int stale; /* the results of the forward instructions from here on follow from a number that was moved */
} Probe;

/* false when memory runs out. Close it in any case. */
bool probe_open(Probe *probe, const Lesson *lesson);
void probe_close(Probe *probe); /* leaves {0}, which is closed */

/* Takes over the numbers that are given (data, parameters as they stand, constants), and runs forward and
   backward pass, with gradients that start at zero. Nothing is done where it holds these numbers already. The
   machine is not changed. */
void probe_load(Probe *probe, const Machine *machine);

/* The first instruction that reads the slot; that of the backward pass where none does. */
int probe_reader(const Probe *probe, int slot);

/* The index of element (row, col) of a slot in probe->mem. */
size_t probe_element(const Probe *probe, int slot, int row, int col);

/* Numbers that stand one after the other and are moved by as much, most often one. */
typedef struct Moved {
    const Probe *probe;
    int from; /* the first instruction that reads them */
    double *at;
    double value; /* what the first one is */
    double *were; /* what all are; NULL where count is 1 */
    int count;
} Moved;

/* Element (row, col) of a slot; column: all rows of its column are said to be one number. Results on which it
   depends are brought back to the run's own first. false when memory runs out. Ended by probe_release, before
   the next one begins. */
bool probe_take(Probe *probe, int slot, int row, int col, bool column, Moved *out);
void probe_release(Moved *moved);

/* The loss with the number at `value`, which is then put back; what follows from it stays as it was last moved. */
double probe_loss(const Moved *moved, double value);

/* The machine's loss for each of `count` values of an element, all else frozen: losses[count]. The slot is a
   parameter, data or a result. false when memory runs out. */
bool probe_losses(Probe *probe, const Machine *machine, int slot, int row, int col, const double *values,
                  int count, double *losses);

/* Multiplications of one forward pass from an instruction on, roughly. */
double probe_cost(const Program *program, int from);

#endif
