/* path: the line through the points of a picture; of very many only what can be told apart. */
#include <math.h>
#include <stdlib.h>

#include "viewer_parts.h"

/* Shorter paths are drawn as they are. Others are divided into columns narrower than a pixel of any plot; of
   the points that follow each other in one column the first, the lowest, the highest and the last are kept.
 */
enum { PATH_MOST = 1 << 16, PATH_COLUMNS = 4096 };

typedef struct Thinner {
    const float *x, *y;
    float *to_x, *to_y;
    int count, room;
    int first, low, high, last; /* of the column that is being gone through; first −1: none */
} Thinner;

static bool thinner_add(Thinner *t, int i) {
    if (t->count == t->room) return false;
    t->to_x[t->count] = t->x[i];
    t->to_y[t->count++] = t->y[i];
    return true;
}

/* In the order of the path. */
static bool thinner_end_column(Thinner *t) {
    if (t->first < 0) return true;
    int one = t->low < t->high ? t->low : t->high, other = t->low < t->high ? t->high : t->low;
    bool fits = thinner_add(t, t->first);
    if (one > t->first) fits = fits && thinner_add(t, one);
    if (other > one) fits = fits && thinner_add(t, other);
    if (t->last > other) fits = fits && thinner_add(t, t->last);
    t->first = -1;
    return fits;
}

/* False where it does not become much shorter: a path that goes to and fro. */
static bool thin(Thinner *t, int count, float low, float high) {
    float scale = PATH_COLUMNS / (high - low);
    int before = -1;
    t->first = -1;
    for (int i = 0; i < count; i++) {
        bool finite = isfinite(t->x[i]) && isfinite(t->y[i]);
        int column = finite ? (int)((t->x[i] - low) * scale) : -1;
        if (column != before && !thinner_end_column(t)) return false;
        before = column;
        if (!finite && !thinner_add(t, i)) return false;
        if (!finite) continue;
        if (t->first < 0) t->first = t->low = t->high = i;
        if (t->y[i] < t->y[t->low]) t->low = i;
        if (t->y[i] > t->y[t->high]) t->high = i;
        t->last = i;
    }
    return thinner_end_column(t);
}

void path_begin(Viewer *viewer, const Value *x, const Value *y) {
    if (x->rows <= PATH_MOST || !(viewer->x_high > viewer->x_low)) return;
    Thinner t = {.x = x->at, .y = y->at, .room = x->rows / 2};
    t.to_x = malloc((size_t)t.room * sizeof *t.to_x);
    t.to_y = malloc((size_t)t.room * sizeof *t.to_y);
    if (t.to_x != NULL && t.to_y != NULL && thin(&t, x->rows, viewer->x_low, viewer->x_high)) {
        viewer->path_x = t.to_x;
        viewer->path_y = t.to_y;
        viewer->path_count = t.count;
        return;
    }
    free(t.to_x); /* without memory the path is drawn whole, as it is where nothing can be left out */
    free(t.to_y);
}

void path_end(Viewer *viewer) {
    free(viewer->path_x);
    free(viewer->path_y);
}
