/* bench_fann: an epoch of x² (1-10-1, 100 samples, full batch) by FANN, with the cheapest activations it has.
 */
#include <fann.h>

#include "bench.h"

enum { SAMPLES = 100, EPOCHS = 200, ROUNDS = 60 };

int main(void) {
    struct fann *net = fann_create_standard(3, 1, 10, 1);
    struct fann_train_data *data = fann_create_train(SAMPLES, 1, 1);
    if (net == NULL || data == NULL) return 1;
    for (int i = 0; i < SAMPLES; i++) {
        float x = -1 + 2 * (float)i / (SAMPLES - 1);
        data->input[i][0] = x;
        data->output[i][0] = x * x;
    }
    fann_set_training_algorithm(net, FANN_TRAIN_BATCH);
    fann_set_activation_function_hidden(net, FANN_LINEAR_PIECE_SYMMETRIC);
    fann_set_activation_function_output(net, FANN_LINEAR);
    fann_set_learning_rate(net, 0.03f);
    double best = 1e9;
    for (int round = 0; round < ROUNDS; round++) {
        double begin = bench_now();
        for (int epoch = 0; epoch < EPOCHS; epoch++) fann_train_epoch(net, data);
        double took = (bench_now() - begin) * 1e6 / EPOCHS;
        best = took < best ? took : best;
    }
    bench_row("x2-relu, one epoch", "FANN", best, "us");
    fann_destroy_train(data);
    fann_destroy(net);
    return 0;
}
