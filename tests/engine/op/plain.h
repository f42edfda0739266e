/* plain: matrices as a test writes them, row by row in double, without pads. */
#ifndef BACKSTEP_TESTS_OP_PLAIN_H
#define BACKSTEP_TESTS_OP_PLAIN_H

typedef struct Plain {
    int rows, cols;
    double *at; /* element (i, j): at[i * cols + j] */
} Plain;

Plain plain_new(int rows, int cols); /* zeros; stops the program where memory runs out */
void plain_free(Plain *plain);       /* at becomes NULL */
Plain plain_copy(Plain from);
int plain_size(Plain plain);

/* Element (i, j) of a matrix broadcast to more rows or columns. */
double plain_at(Plain plain, int i, int j);

/* Reproducible numbers in low … high, none nearer than 0.05 to one of the `kinks`. */
void plain_fill(Plain plain, unsigned *seed, double low, double high, const double *kinks, int count);

#endif
