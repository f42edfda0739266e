/* table: all rows of this build, family after family. */
#include <string.h>

#include "rows.h"

static const Op *const families[] = {
    VARIANT(op_arithmetic), VARIANT(op_products),    VARIANT(op_moves),  VARIANT(op_functions),
    VARIANT(op_reductions), VARIANT(op_probability), VARIANT(op_losses), VARIANT(op_updates),
};
enum { FAMILIES = sizeof families / sizeof *families };

const Op *VARIANT(op_find)(const char *name) {
    for (int family = 0; family < FAMILIES; family++)
        for (const Op *row = families[family]; row->name; row++)
            if (strcmp(row->name, name) == 0) return row;
    return NULL;
}

const Op *VARIANT(op_at)(int index) {
    for (int family = 0; family < FAMILIES; family++)
        for (const Op *row = families[family]; row->name; row++)
            if (index-- == 0) return row;
    return NULL;
}
