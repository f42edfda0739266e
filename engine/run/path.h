/* path: the chain rule along paths: from one number to the loss, a local derivative at each operation, and their
   product. The gradient is the sum over all paths. */
#ifndef BACKSTEP_ENGINE_PATH_H
#define BACKSTEP_ENGINE_PATH_H

#include "probe.h"

enum {
    PATH_HOPS = 64,      /* operations on a path that is told whole */
    PATH_MOST = 8,       /* paths that are told, the strongest first */
    PATH_LINKS = 1 << 18 /* derivatives that are looked at; what has more is not told */
};

/* One operation on a path: element (row, col) of what the instruction writes, and its derivative by the number
   that came along the path, in its operand `operand`. */
typedef struct PathHop {
    int instr, operand, row, col;
    double slope;
} PathHop;

typedef struct Path {
    PathHop hops[PATH_HOPS];
    int count;
    double product; /* of all slopes */
} Path;

typedef struct Paths {
    Path path[PATH_MOST]; /* by the size of their product */
    int count;            /* of those told; 0: none leads to the loss, or there are too many links */
    double total;         /* how many there are whose slopes all differ from 0 */
    double sum;           /* of all their products: ∂L/∂ the number */
} Paths;

/* Of element (row, col) of a slot (a parameter, data or a result) in the machine's mini-batch, in double. A path
   of more than PATH_HOPS operations is not told, but counted. false when memory runs out. */
bool path_find(Probe *probe, const Machine *machine, int slot, int row, int col, Paths *out);

#endif
