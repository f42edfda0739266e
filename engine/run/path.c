/* path: links every number that follows from the first one to those that follow from it, and goes back over the links. */
#include "path.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "engine/program/op.h"

/* From one element to the next: the operation between them, and the derivative. */
typedef struct Link {
    int from, to; /* knots */
    PathHop hop;
} Link;

/* One of the strongest ways from a knot to the loss: its first link, and which of the next knot's ways goes on. */
typedef struct Way {
    double product;
    int link, next; /* link −1: the loss itself */
    int hops;
} Way;

/* An element that follows from the first one. */
typedef struct Knot {
    Way ways[PATH_MOST];
    int count;
    double total, sum;
} Knot;

typedef struct Finder {
    Probe *probe;
    int *knot_of; /* [number in memory]: its knot + 1; 0: it does not follow */
    Knot *knots;
    int knot_count, knot_room;
    Link *links;
    int link_count, link_room;
    Local *locals;
    int local_room;
    bool good; /* memory was there */
} Finder;

/* Room for one more of what is `each` bytes large; NULL: there is none, and *room stays. */
static void *grow(void *array, int count, int *room, size_t each) {
    if (count < *room) return array;
    int wanted = *room == 0 ? 64 : 2 * *room;
    void *larger = realloc(array, (size_t)wanted * each);
    if (larger != NULL) *room = wanted;
    return larger;
}

/* The knot of an element, made where it is the first time. −1: no memory. */
static int knot_at(Finder *f, int slot, int row, int col) {
    int *known = &f->knot_of[probe_element(f->probe, slot, row, col)];
    if (*known > 0) return *known - 1;
    Knot *larger = grow(f->knots, f->knot_count, &f->knot_room, sizeof *f->knots);
    if (larger == NULL) return -1;
    f->knots = larger;
    f->knots[f->knot_count] = (Knot){.count = 0};
    *known = ++f->knot_count;
    return *known - 1;
}

static bool add_link(Finder *f, int from, int instr, int operand, Local local) {
    int to = knot_at(f, f->probe->program->instrs[instr].dst, local.row, local.col);
    Link *larger = to < 0 ? NULL : grow(f->links, f->link_count, &f->link_room, sizeof *f->links);
    if (larger == NULL) return false;
    f->links = larger;
    f->links[f->link_count++] = (Link){from, to, {instr, operand, local.row, local.col, local.value}};
    return true;
}

/* The derivatives by one element. */
static bool look_up(Finder *f, int index, int operand, int row, int col, LocalList *list) {
    const Probe *probe = f->probe;
    for (;;) {
        *list = (LocalList){f->locals, f->local_room, 0};
        if (!probe->bound.exec->locals(probe->calls, probe->program, index, operand, row, col, list))
            return false;
        if (list->count <= f->local_room) return true;
        Local *larger = realloc(f->locals, (size_t)list->count * sizeof *larger);
        if (larger == NULL) return false;
        f->locals = larger;
        f->local_room = list->count;
    }
}

/* Links all elements of an operand that follow from the first one with what is made of them. */
static bool link_operand(Finder *f, int index, int operand) {
    const Instr *instr = &f->probe->program->instrs[index];
    const Slot *in = &f->probe->program->slots[instr->in[operand]];
    if ((instr->op->differentiable >> operand & 1) == 0) return true;
    for (int j = 0; j < in->cols; j++) {
        for (int i = 0; i < in->rows && f->link_count <= PATH_LINKS; i++) {
            int from = f->knot_of[probe_element(f->probe, instr->in[operand], i, j)] - 1;
            LocalList list;
            if (from < 0) continue;
            if (!look_up(f, index, operand, i, j, &list)) return false;
            for (int n = 0; n < list.count; n++)
                if (!add_link(f, from, index, operand, f->locals[n])) return false;
        }
    }
    return true;
}

/* Keeps the way if it is one of the strongest. */
static void keep_way(Knot *knot, Way way) {
    int at = knot->count < PATH_MOST ? knot->count++ : PATH_MOST;
    for (; at > 0 && fabs(knot->ways[at - 1].product) < fabs(way.product); at--)
        if (at < PATH_MOST) knot->ways[at] = knot->ways[at - 1];
    if (at < PATH_MOST) knot->ways[at] = way;
}

/* The links in turn, from the loss back: all links from a knot come after those to it. */
static void go_back(Finder *f) {
    for (int i = f->link_count - 1; i >= 0; i--) {
        const Link *link = &f->links[i];
        const Knot *to = &f->knots[link->to];
        Knot *from = &f->knots[link->from];
        from->total += to->total;
        from->sum += link->hop.slope * to->sum;
        for (int n = 0; n < to->count; n++)
            if (to->ways[n].hops < PATH_HOPS)
                keep_way(from, (Way){link->hop.slope * to->ways[n].product, i, n, to->ways[n].hops + 1});
    }
}

static void tell(const Finder *f, int knot, int way, Path *out) {
    const Way *at = &f->knots[knot].ways[way];
    *out = (Path){.count = 0, .product = at->product};
    while (at->link >= 0) {
        const Link *link = &f->links[at->link];
        out->hops[out->count++] = link->hop;
        at = &f->knots[link->to].ways[at->next];
    }
}

static void finder_end(Finder *f) {
    free(f->knot_of);
    free(f->knots);
    free(f->links);
    free(f->locals);
}

/* From the first element on; the loss's knot, −1: it does not follow. */
static int link_all(Finder *f, int slot, int row, int col) {
    const Probe *probe = f->probe;
    f->good = knot_at(f, slot, row, col) == 0;
    for (int i = probe_reader(probe, slot); f->good && i < probe->backward; i++)
        for (int k = 0; f->good && k < probe->program->instrs[i].ins; k++) f->good = link_operand(f, i, k);
    return f->knot_of[probe->program->slots[probe->program->loss].at] - 1;
}

bool path_find(Probe *probe, const Machine *machine, int slot, int row, int col, Paths *out) {
    Moved moved;
    Finder f = {.probe = probe};
    *out = (Paths){.count = 0};
    probe_load(probe, machine);
    bool good = probe_take(probe, slot, row, col, false, &moved); /* results are the run's own again */
    if (good) probe->bound.exec->run(probe->calls, moved.from, probe->backward);
    probe_release(&moved);
    f.knot_of = calloc(probe->program->size, sizeof *f.knot_of);
    good = good && f.knot_of != NULL;
    int loss = good ? link_all(&f, slot, row, col) : -1;
    good = good && f.good;
    if (good && loss >= 0 && f.link_count <= PATH_LINKS) {
        f.knots[loss] = (Knot){.ways = {{1, -1, 0, 0}}, .count = 1, .total = 1, .sum = 1};
        go_back(&f);
        out->total = f.knots[0].total;
        out->sum = f.knots[0].sum;
        for (; out->count < f.knots[0].count; out->count++) tell(&f, 0, out->count, &out->path[out->count]);
    }
    finder_end(&f);
    return good;
}
