/* top_view: the lesson's title, the four phases with the current one lit, and where in the training we stand.
 */
#include <math.h>
#include <stdio.h>

#include "digits.h"
#include "heat.h"
#include "views.h"

enum { PHASES = 4 };

static const struct Pill {
    const char *key;
    Phase phase;
    bool loss;
} pills[PHASES] = {
    {"phase.forward", PHASE_FORWARD, false},
    {"phase.loss", PHASE_FORWARD, true},
    {"phase.backward", PHASE_BACKWARD, false},
    {"phase.update", PHASE_UPDATE, false},
};

/* Zeroing begins the backward phase. */
static bool pill_is_lit(const View *view, const struct Pill *pill) {
    Phase phase = view->phase == PHASE_ZERO ? PHASE_BACKWARD : view->phase;
    if (view->instr < 0 && view->phase == PHASE_ZERO) phase = PHASE_FORWARD;
    return phase == pill->phase && (phase != PHASE_FORWARD || view->in_loss == pill->loss);
}

typedef struct Top {
    DrawList *list;
    const View *view;
    Style style;
} Top;

static float top_baseline(const Top *top, FontFace face, float size, float middle) {
    return roundf(middle + fonts_ascent(top->list->fonts, face, size) / 2);
}

/* One width for all four, from the longest word. */
static float pill_width(const Top *top) {
    float width = 0;
    for (int i = 0; i < PHASES; i++) {
        const char *text = text_get(top->view->texts, pills[i].key);
        width = fmaxf(width, fonts_width(top->list->fonts, FONT_TEXT_BOLD, top->style.body, text));
    }
    return roundf(width + 2.2f * top->style.body);
}

static void draw_pill(Top *top, const struct Pill *pill, Rect rect) {
    const Theme *theme = top->style.theme;
    bool lit = pill_is_lit(top->view, pill);
    Color color = style_phase(theme, pill->phase, pill->loss);
    top->list->mark = (DrawMark){-1, -1, PANEL_TOP, PART_PLATE};
    draw_rect(top->list, rect, rect.h / 2, lit ? color : (Color){0}, color_alpha(color, lit ? 1 : 0.55f),
              fmaxf(1, 1.25f * top->style.unit));
    FontFace face = lit ? FONT_TEXT_BOLD : FONT_TEXT;
    Point at = {rect.x + rect.w / 2, top_baseline(top, face, top->style.body, rect.y + rect.h / 2)};
    top->list->mark.role = PART_LABEL;
    draw_text_in(top->list, face, top->style.body, at, 0.5f, 0, lit ? theme->on_accent : theme->text_dim,
                 text_get(top->view->texts, pill->key));
}

/* One of the facts: a word and the number behind it. */
typedef struct Fact {
    const char *key; /* NULL: there is none here */
    char number[100];
    Color ink;
    FontFace face;
} Fact;

static Fact fact_progress(const Top *top, const char *key, int64_t at, int64_t of) {
    char first[40], last[40];
    Fact fact = {.key = key, .ink = top->style.theme->text, .face = FONT_NUMBER};
    digits_grouped(at, first, sizeof first);
    digits_grouped(of, last, sizeof last);
    snprintf(fact.number, sizeof fact.number, "%s / %s", first, last);
    return fact;
}

static Fact fact_loss(const Top *top) {
    const View *view = top->view;
    const Theme *theme = top->style.theme;
    Fact fact = {.key = "top.loss", .number = "–", .ink = theme->loss, .face = FONT_NUMBER_BOLD};
    if (!view->has_loss) return fact;
    text_number(view->texts, fact.number, sizeof fact.number, view->loss, false);
    if (!isfinite(view->loss)) fact.ink = theme->bad;
    return fact;
}

static Fact fact_rate(const Top *top) {
    Fact fact = {.key = "top.rate", .ink = top->style.theme->text, .face = FONT_NUMBER};
    text_number(top->view->texts, fact.number, sizeof fact.number, top->view->lr, false);
    return fact;
}

/* Two facts under each other: the words end where the numbers begin, so that these stand still. `widest`: of
   all numbers that can stand here. Returns the left end. */
static float draw_facts(Top *top, Rect area, float right, const Fact *up, const Fact *down, float widest) {
    const Fact *facts[2] = {up, down};
    float size = top->style.body, half = style_line(size) / 2, start = roundf(right - widest), left = start;
    for (int i = 0; i < 2; i++) {
        if (facts[i]->key == NULL) continue;
        float middle = area.y + area.h / 2 + (i == 0 ? -half : half);
        Point at = {start, top_baseline(top, FONT_TEXT, size, middle)};
        top->list->mark = (DrawMark){-1, -1, PANEL_TOP, PART_NUMBER};
        draw_text(top->list, facts[i]->face, size, at, facts[i]->ink, facts[i]->number);
        top->list->mark.role = PART_LABEL;
        at.x -= top->style.gap;
        float width = draw_text_in(top->list, FONT_TEXT, size, at, 1, 0, top->style.theme->text_dim,
                                   text_get(top->view->texts, facts[i]->key));
        left = fminf(left, at.x - width);
    }
    return left;
}

/* Where we are, and how well it goes. Returns where it begins. */
static float draw_moment(Top *top, Rect area) {
    const View *view = top->view;
    Fonts *fonts = top->list->fonts;
    float size = top->style.body, number = 8 * fonts_advance(fonts, FONT_NUMBER, size, '0');
    Fact epoch = fact_progress(top, "top.epoch", view->epoch, view->epochs), loss = fact_loss(top),
         rate = fact_rate(top);
    Fact most = fact_progress(top, NULL, view->epochs, view->epochs);
    epoch.face = FONT_NUMBER_BOLD;
    float widest = fmaxf(number, fonts_width(fonts, FONT_NUMBER_BOLD, size, most.number));
    float left = draw_facts(top, area, area.x + area.w, &epoch, &loss, widest) - 3 * top->style.gap;
    Fact batch = {.key = NULL};
    if (view->batches > 1) batch = fact_progress(top, "top.batch", view->batch, view->batches);
    most = fact_progress(top, NULL, view->batches, view->batches);
    widest = fmaxf(number, view->batches > 1 ? fonts_width(fonts, FONT_NUMBER, size, most.number) : 0);
    return draw_facts(top, area, left, &batch, &rate, widest);
}

/* The four phases, in the middle of the frame where there is room, else in the middle of the room; returns
   their left end. */
static float draw_pills(Top *top, Rect area, float facts) {
    float gap = top->style.gap * 1.3f, width = pill_width(top), all = PHASES * width + (PHASES - 1) * gap;
    float high = fminf(roundf(2 * top->style.body), area.h);
    float x = area.x + area.w / 2 - all / 2;
    x = roundf(fminf(x, facts - 2 * gap - all));
    for (int i = 0; i < PHASES; i++) {
        Rect rect = {x + (float)i * (width + gap), roundf(area.y + (area.h - high) / 2), width, high};
        draw_pill(top, &pills[i], rect);
    }
    return x;
}

/* Title and source beside each other, or under each other where that is too wide. */
static void draw_title(Top *top, Rect area) {
    DrawList *list = top->list;
    const Theme *theme = top->style.theme;
    const char *source = top->view->source != NULL ? top->view->source : "";
    float size = top->style.title, middle = area.y + area.h / 2, gap = 3 * top->style.gap;
    float title = fonts_width(list->fonts, FONT_TEXT_BOLD, size, top->view->title);
    float width = fonts_width(list->fonts, FONT_TEXT, top->style.small, source);
    bool beside = title + gap + width <= area.w || source[0] == 0;
    list->mark = (DrawMark){-1, -1, PANEL_TOP, PART_LABEL};
    if (!beside && title > area.w) size = fmaxf(size * 0.8f, top->style.body);
    float up = beside ? middle : middle - style_line(top->style.small) / 2;
    float down = beside ? middle : middle + style_line(size) / 2;
    float right =
        draw_text_in(list, FONT_TEXT_BOLD, size, (Point){area.x, top_baseline(top, FONT_TEXT_BOLD, size, up)},
                     0, area.w, theme->text, top->view->title);
    Point at = {beside ? area.x + right + gap : area.x, top_baseline(top, FONT_TEXT, top->style.small, down)};
    if (beside) at.y = top_baseline(top, FONT_TEXT_BOLD, size, up);
    draw_text_in(list, FONT_TEXT, top->style.small, at, 0, area.w, theme->text_dim, source);
}

void top_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Top top = {list, view, style_make(list, options)};
    float inset = top.style.gap;
    area = rect_inset(area, inset, 0);
    float facts = draw_moment(&top, area), left = draw_pills(&top, area, facts);
    area.w = left - 3 * inset - area.x;
    if (area.w > 4 * top.style.title) draw_title(&top, area);
}
