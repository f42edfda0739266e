/* short_runs: lessons short enough to be run from the start again and again, one for each kind of training.
 */
#ifndef BACKSTEP_TESTS_SHORT_RUNS_H
#define BACKSTEP_TESTS_SHORT_RUNS_H

#include "tests/support/run_helper.h"

#define DATA       "[lesson]\nseed = 5\n[data]\nx = randn(10, 2)\ny = randn(10, 1)\n"
#define PARAMETERS "[parameters]\nw = randn(2, 4)\nb = zeros(1, 4)\nv = randn(4, 1)\n"
#define MODEL      "[model]\nh = tanh(x @ w + b)\nloss = mse(h @ v, y)\n"
#define CLASSIFIER                                                                                           \
    "[lesson]\nseed = 5\n[data]\nx = randn(10, 2)\nt = onehot([[0], [1], [2], [0], [1], [2], [0], [1], "     \
    "[2], [1]], 3)\n"                                                                                        \
    "[parameters]\nw = randn(2, 3)\n[model]\nloss = cross_entropy(x @ w, t)\n"

static const char *const lessons[] = {
    DATA PARAMETERS MODEL "[train]\nepochs = 50\n",
    DATA PARAMETERS MODEL "[train]\nepochs = 20\nbatch = 4\nmomentum = 0.9\n",
    DATA PARAMETERS MODEL "[train]\nepochs = 15\nbatch = 3\nshuffle = yes\noptimizer = adam\n",
    DATA PARAMETERS MODEL "[train]\nepochs = 40\nzero_grad = no\nlr = 0.001\n",
    DATA PARAMETERS MODEL "[train]\nepochs = 20\nbatch = 4\nrequires_grad = x\nzero_grad = no\nlr = 0.001\n",
    DATA PARAMETERS MODEL "[train]\nepochs = 20\nbatch = 5\nrequires_grad = x\noptimizer = rmsprop\n",
    DATA PARAMETERS MODEL "[train]\nepochs = 12\nbatch = 4\nclip_norm = 0.1\nfrozen = b\nshuffle = yes\n",
    CLASSIFIER "[train]\nepochs = 20\nholdout = 0.2\nbatch = 3\n",
};
enum { LESSONS = sizeof lessons / sizeof *lessons };

#endif
