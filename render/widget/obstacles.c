/* obstacles: what a label in a plot must not hide, as cells that are taken, and the best free place. */
#include "obstacles.h"

#include <math.h>
#include <string.h>

void obstacles_clear(Obstacles *obstacles, Rect area) {
    memset(obstacles, 0, sizeof *obstacles);
    obstacles->area = area;
}

void obstacles_add(Obstacles *obstacles, Point at) {
    Rect area = obstacles->area;
    float x = (at.x - area.x) / area.w * OBSTACLES_ACROSS, y = (at.y - area.y) / area.h * OBSTACLES_DOWN;
    if (!(x >= 0 && y >= 0 && x < OBSTACLES_ACROSS && y < OBSTACLES_DOWN)) return;
    obstacles->taken[(int)y][(int)x] = 1;
}

/* Every cell between two points; what is very long leads far out of the picture. */
static void add_segment(Obstacles *obstacles, Point a, Point b, float cell) {
    float length = fabsf(b.x - a.x) + fabsf(b.y - a.y);
    if (!isfinite(length)) return;
    int steps = length <= cell ? 1 : (int)fminf(length / cell + 1, 200);
    for (int k = 1; k <= steps; k++) {
        float t = (float)k / (float)steps;
        obstacles_add(obstacles, (Point){a.x + t * (b.x - a.x), a.y + t * (b.y - a.y)});
    }
}

void obstacles_add_line(Obstacles *obstacles, const PlotFrame *frame, const float *x, const float *y,
                        int count) {
    float cell = fminf(obstacles->area.w / OBSTACLES_ACROSS, obstacles->area.h / OBSTACLES_DOWN);
    Point before = {NAN, NAN};
    for (int i = 0; i < count; i++) {
        Point here = plot_frame_at(frame, (double)x[i], (double)y[i]);
        add_segment(obstacles, before, here, cell);
        before = here;
    }
}

typedef struct Cells {
    int row, col, end_row, end_col; /* ends excluded */
} Cells;

/* Far out of the picture is just outside of it: no int would hold the cell. */
static int cell_at(float place, int count) {
    return (int)fminf(fmaxf(place, -1), (float)count + 1);
}

static Cells cells_of(const Obstacles *obstacles, Rect box) {
    Rect area = obstacles->area;
    float across = OBSTACLES_ACROSS / area.w, down = OBSTACLES_DOWN / area.h;
    return (Cells){cell_at(floorf((box.y - area.y) * down), OBSTACLES_DOWN),
                   cell_at(floorf((box.x - area.x) * across), OBSTACLES_ACROSS),
                   cell_at(ceilf((box.y + box.h - area.y) * down), OBSTACLES_DOWN),
                   cell_at(ceilf((box.x + box.w - area.x) * across), OBSTACLES_ACROSS)};
}

void obstacles_add_box(Obstacles *obstacles, Rect box) {
    Cells cells = cells_of(obstacles, box);
    for (int row = cells.row < 0 ? 0 : cells.row; row < cells.end_row && row < OBSTACLES_DOWN; row++)
        for (int col = cells.col < 0 ? 0 : cells.col; col < cells.end_col && col < OBSTACLES_ACROSS; col++)
            obstacles->taken[row][col] = 1;
}

static bool is_free(const Obstacles *obstacles, Cells cells) {
    for (int row = cells.row; row < cells.end_row; row++)
        for (int col = cells.col; col < cells.end_col; col++)
            if (obstacles->taken[row][col]) return false;
    return true;
}

bool obstacles_free(const Obstacles *obstacles, Rect box) {
    Cells cells = cells_of(obstacles, box);
    return cells.row >= 0 && cells.col >= 0 && cells.end_row <= OBSTACLES_DOWN &&
           cells.end_col <= OBSTACLES_ACROSS && is_free(obstacles, cells);
}

bool obstacles_place(const Obstacles *obstacles, int rows, int cols, int *best_row, int *best_col) {
    int best = -1;
    for (int row = 0; row + rows <= OBSTACLES_DOWN; row++)
        for (int col = OBSTACLES_ACROSS - cols; col >= 0; col--) {
            int cost = 3 * row + 2 * (OBSTACLES_ACROSS - cols - col);
            if (best >= 0 && cost >= best) break;
            if (!is_free(obstacles, (Cells){row, col, row + rows, col + cols})) continue;
            best = cost, *best_row = row, *best_col = col;
        }
    return best >= 0;
}
