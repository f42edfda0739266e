/* export_points: the points of a plot as csv, so that csv_read reads back the same float32. */
#include "export.h"

#include "engine/base/number.h"

static void put_number(FILE *out, float number, char end) {
    char text[NUMBER_TEXT];
    number_write_float(text, number);
    fprintf(out, "%s%c", text, end);
}

bool export_points_csv(FILE *out, const Lesson *lesson, Err *e) {
    const Plot *plot = &lesson->plot;
    const Named *x_data = lesson_data(lesson, plot->points_x), *y_data = lesson_data(lesson, plot->points_y);
    if (x_data == NULL || y_data == NULL) return err_set(e, "this lesson's plot has no points");
    const Value *x = &x_data->value, *y = &y_data->value;
    fprintf(out, "%s,%s\n", plot->points_x, plot->points_y);
    for (int i = 0; i < x->rows && i < y->rows; i++) {
        put_number(out, x->at[i], ',');
        put_number(out, y->at[i], '\n');
    }
    return true;
}
