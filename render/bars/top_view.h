/* The room render/bars: the top bar, the timeline, and the strip of predict mode.

   top_view: what the files of the top bar share. */
#ifndef BACKSTEP_RENDER_TOP_VIEW_H
#define BACKSTEP_RENDER_TOP_VIEW_H

#include "render/style/style.h"

typedef struct Top {
    DrawList *list;
    const View *view;
    Style style;
} Top;

/* The baseline that puts capitals and digits in the middle of y. */
float top_baseline(const Top *top, FontFace face, float size, float middle);

/* Whether something stands beside the title or under it: which two runs are side by side, else who the lesson
   is by. */
bool top_has_subtitle(const Top *top);

/* The title in one line or two, with the source beside it or under it where there is room. */
typedef struct TitlePlan {
    float size;         /* em */
    size_t first;       /* bytes of the first of two lines; 0: one line */
    bool beside, under; /* where the source stands */
    float width;
} TitlePlan;

/* The best of what fits into `room`: large with the source beside it, with the source under it, in two lines.
 */
TitlePlan top_title_plan(const Top *top, float room, float high);
void top_title_draw(Top *top, const TitlePlan *plan, Rect area);

#endif
