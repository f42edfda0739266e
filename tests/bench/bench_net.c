/* bench_net: seconds an epoch of 60,000 images through dense layers, as the trainer does it. Usage: bench_net
   128|300 THREADS: 784-128-10 with batches of 256, or 784-300-100-10 with biases and batches of 128. */
#include <string.h>

#include "bench.h"
#include "engine/load/load.h"
#include "engine/op/team.h"
#include "engine/run/timeline.h"

enum { EPOCHS = 4 };

/* Made-up images: what is in them makes no difference to how long they take. */
static const char small[] =
    "[data]\nx = rand(60000, 784)\nt = onehot(zeros(60000), 10)\n[parameters]\n"
    "W1 = linear_weight(784, 128)\nW2 = linear_weight(128, 10)\n[model]\n"
    "loss = cross_entropy(relu(x @ W1) @ W2, t)\n[train]\nlr = 0.01\nbatch = 256\nepochs = 4\n";
static const char large[] =
    "[data]\nx = rand(60000, 784)\nt = onehot(zeros(60000), 10)\n[parameters]\n"
    "W1 = linear_weight(784, 300)\nb1 = linear_bias(784, 300)\nW2 = linear_weight(300, 100)\n"
    "b2 = linear_bias(300, 100)\nW3 = linear_weight(100, 10)\nb3 = linear_bias(100, 10)\n[model]\n"
    "h1 = relu(x @ W1 + b1)\nh2 = relu(h1 @ W2 + b2)\nloss = cross_entropy(h2 @ W3 + b3, t)\n"
    "[train]\nlr = 0.01\nbatch = 128\nepochs = 4\n";

/* Each epoch's seconds; the timeline tells when it has done one. */
static double best_epoch(Timeline *timeline) {
    double best = 1e9, begin = bench_now();
    int64_t trained = 0;
    for (bool more = true; more;) {
        more = timeline_advance(timeline, 0);
        if (timeline_trained(timeline) == trained) continue;
        double now = bench_now();
        trained = timeline_trained(timeline);
        best = now - begin < best ? now - begin : best;
        begin = now;
    }
    return best;
}

static bool measure(const char *text, const char *what, const char *order) {
    Err e = {0};
    Lesson *lesson = load_lesson_text("bench.lesson", text, strlen(text), NULL, &e);
    Timeline *timeline = lesson != NULL ? timeline_new(lesson, exec_best(), &e) : NULL;
    if (timeline == NULL) {
        fprintf(stderr, "bench_net: %s\n", e.text);
    } else {
        char who[100];
        snprintf(who, sizeof who, "backstep, %s%s", exec_best()->name, order);
        bench_row(what, who, best_epoch(timeline), "s");
    }
    bool measured = timeline != NULL;
    timeline_free(timeline);
    lesson_release(lesson);
    return measured;
}

int main(int argc, char **argv) {
    if (argc != 3) {
        fprintf(stderr, "bench_net 128|300 THREADS\n");
        return 2;
    }
    bool is_large = strcmp(argv[1], "300") == 0;
    const char *in_order = is_large ? large : small;
    char what[100], shuffled[1000];
    team_threads(atoi(argv[2]));
    snprintf(what, sizeof what, "%s, %s thread%s", is_large ? "784-300-100-10" : "784-128-10", argv[2],
             strcmp(argv[2], "1") == 0 ? "" : "s");
    snprintf(shuffled, sizeof shuffled, "%sshuffle = yes\n", in_order);
    return measure(in_order, what, "") && measure(shuffled, what, ", shuffled") ? 0 : 1;
}
