/* The room render/bars: the top bar, the timeline, and the strip of predict mode.

   top_view: the lesson's title, the four phases with the current one lit, and the place in the training. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "render/widget/heat.h"
#include "render/widget/number.h"
#include "render/widget/other.h"

static float title_width(const Panel *top, float size, const char *text) {
    return fonts_width(top->list->fonts, FONT_TEXT_BOLD, size, text);
}

/* Breaks a title in the middle: the space that makes the longer line shortest. Returns that line's width. */
static float title_break(const Panel *top, float size, const char *title, size_t *first) {
    float best = title_width(top, size, title);
    char line[300];
    *first = 0;
    for (const char *at = strchr(title, ' '); at != NULL; at = strchr(at + 1, ' ')) {
        snprintf(line, sizeof line, "%.*s", (int)(at - title), title);
        float longer = fmaxf(title_width(top, size, line), title_width(top, size, at + 1));
        if (longer >= best) continue;
        best = longer;
        *first = (size_t)(at - title);
    }
    return best;
}

/* Whether a subtitle stands beside the title or under it: both runs' names, else the lesson's source. */
static bool has_subtitle(const Panel *top) {
    const View *view = top->view;
    return view->other.own_name != NULL || (view->source != NULL && view->source[0] != '\0');
}

static float subtitle_width(const Panel *top) {
    Fonts *fonts = top->list->fonts;
    if (top->view->other.own_name != NULL) return other_runs_width(fonts, top->view, &top->style);
    return fonts_width(fonts, FONT_TEXT, top->style.small, top->view->source);
}

static void draw_subtitle(Panel *top, Point at, float room) {
    const Style *style = &top->style;
    if (other_runs_draw(top->list, top->view, style, at) == 0)
        draw_text_in(top->list, FONT_TEXT, style->small, at, 0, room, style->theme->text_dim,
                     top->view->source);
}

/* The title in one line or two, with the source beside it or under it where there is room. */
typedef struct TitlePlan {
    float size;         /* em */
    size_t first;       /* bytes of the first of two lines; 0: one line */
    bool beside, under; /* where the source stands */
    float width;
} TitlePlan;

/* The best that fits into `room`: large with the source beside it, with it under it, or in two lines. */
static TitlePlan title_plan(const Panel *top, float room, float high) {
    const View *view = top->view;
    const Style *style = &top->style;
    TitlePlan plan = {.size = style->title};
    bool source = has_subtitle(top);
    float title = title_width(top, style->title, view->title), gap = 3 * style->gap;
    float words = source ? subtitle_width(top) : 0;
    plan.beside = source && title + gap + words <= room;
    plan.width = plan.beside ? title + gap + words : title;
    if (plan.beside || (!source && title <= room)) return plan;
    for (plan.size = style->title; plan.size >= style->body; plan.size -= 1) {
        plan.width = fmaxf(title_width(top, plan.size, view->title), words);
        plan.under = source && style_line(plan.size) + style_line(style->small) <= high + style->gap;
        if (plan.width <= room && (plan.under || !source)) return plan;
    }
    plan.under = false;
    for (plan.size = roundf(high / 2.5f);; plan.size -= 1) {
        plan.width = title_break(top, plan.size, view->title, &plan.first);
        if (plan.width <= room || plan.size <= style->small) return plan;
    }
}

static void draw_title_line(Panel *top, float size, float x, float middle, float room, const char *text) {
    draw_mark(top->list, -1, PART_LABEL);
    Point at = {x, fonts_baseline(top->list->fonts, FONT_TEXT_BOLD, size, middle)};
    draw_text_in(top->list, FONT_TEXT_BOLD, size, at, 0, room, top->style.theme->text, text);
}

static void draw_title(Panel *top, const TitlePlan *plan, Rect area) {
    const View *view = top->view;
    const Style *style = &top->style;
    float middle = area.y + area.h / 2, half = style_line(plan->size) / 2;
    if (plan->first > 0) {
        char line[300];
        snprintf(line, sizeof line, "%.*s", (int)plan->first, view->title);
        draw_title_line(top, plan->size, area.x, middle - half, area.w, line);
        draw_title_line(top, plan->size, area.x, middle + half, area.w, view->title + plan->first + 1);
        return;
    }
    float up = plan->under ? middle - style_line(style->small) / 2 : middle;
    draw_title_line(top, plan->size, area.x, up, area.w, view->title);
    if (!plan->beside && !plan->under) return;
    Point at = {area.x, fonts_baseline(top->list->fonts, FONT_TEXT, style->small, middle + half)};
    if (plan->beside) {
        at.x += title_width(top, plan->size, view->title) + 3 * style->gap;
        at.y = fonts_baseline(top->list->fonts, FONT_TEXT_BOLD, plan->size, middle);
    }
    draw_subtitle(top, at, area.w);
}

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
static bool pill_is_lit(const Panel *top, const struct Pill *pill) {
    const View *view = top->view;
    if (view_is_picture(view) || top->opens) return false;
    Phase phase = view->phase == PHASE_ZERO ? PHASE_BACKWARD : view->phase;
    if (view->instr < 0 && view->phase == PHASE_ZERO) phase = PHASE_FORWARD;
    return phase == pill->phase && (phase != PHASE_FORWARD || view->in_loss == pill->loss);
}

/* One width for all four, from the longest word. */
static float pill_width(const Panel *top) {
    float width = 0;
    for (int i = 0; i < PHASES; i++) {
        const char *text = text_get(top->view->texts, pills[i].key);
        width = fmaxf(width, fonts_width(top->list->fonts, FONT_TEXT_BOLD, top->style.body, text));
    }
    return roundf(width + 2.2f * top->style.body);
}

static void draw_pill(Panel *top, const struct Pill *pill, Rect rect) {
    const Theme *theme = top->style.theme;
    bool lit = pill_is_lit(top, pill);
    Color color = style_phase(theme, pill->phase, pill->loss);
    draw_mark(top->list, -1, PART_PLATE);
    draw_rect(top->list, rect, rect.h / 2, lit ? color : (Color){0}, color_alpha(color, lit ? 1 : 0.55f),
              fmaxf(1, 1.25f * top->style.unit));
    FontFace face = lit ? FONT_TEXT_BOLD : FONT_TEXT;
    Point at = {rect.x + rect.w / 2,
                fonts_baseline(top->list->fonts, face, top->style.body, rect.y + rect.h / 2)};
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
    bool dragged; /* the mouse can take hold of it */
} Fact;

static Fact fact_progress(const Panel *top, const char *key, int64_t at, int64_t of) {
    char first[40], last[40];
    Fact fact = {.key = key, .ink = top->style.theme->text, .face = FONT_NUMBER};
    number_grouped(at, first, sizeof first);
    number_grouped(of, last, sizeof last);
    snprintf(fact.number, sizeof fact.number, "%s / %s", first, last);
    return fact;
}

/* Before the loss of this pass is known the last one stays, dimmed. */
static Fact fact_loss(const Panel *top) {
    const View *view = top->view;
    const Theme *theme = top->style.theme;
    Fact fact = {.key = "top.loss", .number = "?", .ink = theme->loss, .face = FONT_NUMBER_BOLD};
    if (view->has_loss) {
        text_number(view->texts, fact.number, sizeof fact.number, view->loss, false);
        if (!isfinite(view->loss)) fact.ink = theme->bad;
    } else if (!isnan(view->last_loss)) {
        text_number(view->texts, fact.number, sizeof fact.number, view->last_loss, false);
        fact.ink = color_mix(theme->text_dim, theme->loss, 0.4f);
        fact.face = FONT_NUMBER;
    }
    return fact;
}

static Fact fact_rate(const Panel *top) {
    Fact fact = {.key = "top.rate", .ink = top->style.theme->text, .face = FONT_NUMBER, .dragged = true};
    text_number(top->view->texts, fact.number, sizeof fact.number, top->view->lr, false);
    return fact;
}

static float word_width(const Panel *top, const char *key) {
    return fonts_width(top->list->fonts, FONT_TEXT, top->style.body, text_get(top->view->texts, key)) +
           top->style.gap;
}

/* What can be dragged has dots under it. */
static void draw_dots(Panel *top, const Fact *fact, Point at, float width) {
    const Style *style = &top->style;
    float y = roundf(at.y + 0.28f * style->body), dot = fmaxf(1, 1.5f * style->unit);
    Point ends[] = {{at.x + dot / 2, y}, {at.x + width, y}};
    if (fact->dragged) draw_line(top->list, ends, 2, style->theme->text_dim, dot, 0.01f, 2.5f * dot);
}

/* Two facts under each other: the words end where the numbers begin, so that these stand still. `widest`: of
   all numbers that can stand here. Returns the left end. */
static float draw_facts(Panel *top, Rect area, float right, const Fact *up, const Fact *down, float widest) {
    const Fact *facts[2] = {up, down};
    float size = top->style.body, half = style_line(size) / 2, start = roundf(right - widest), left = start;
    for (int i = 0; i < 2; i++) {
        if (facts[i]->key == NULL) continue;
        float middle = area.y + area.h / 2 + (i == 0 ? -half : half);
        Point at = {start, fonts_baseline(top->list->fonts, FONT_TEXT, size, middle)};
        draw_mark(top->list, -1, facts[i]->dragged ? PART_RATE : PART_NUMBER);
        float wide = draw_text(top->list, facts[i]->face, size, at, facts[i]->ink, facts[i]->number);
        draw_dots(top, facts[i], at, wide);
        top->list->mark.role = PART_LABEL;
        at.x -= top->style.gap;
        float width = draw_text_in(top->list, FONT_TEXT, size, at, 1, 0, top->style.theme->text_dim,
                                   text_get(top->view->texts, facts[i]->key));
        left = fminf(left, at.x - width);
    }
    return left;
}

/* Epoch and loss; where they have room, batch and rate as well. Returns their left end. */
static float draw_moment(Panel *top, Rect area, float most) {
    const View *view = top->view;
    Fonts *fonts = top->list->fonts;
    float size = top->style.body, number = 8 * fonts_advance(fonts, FONT_NUMBER, size, '0');
    Fact epoch = fact_progress(top, "top.epoch", view->epoch, view->epochs), loss = fact_loss(top);
    Fact last = fact_progress(top, NULL, view->epochs, view->epochs), batch = {.key = NULL},
         rate = fact_rate(top);
    epoch.face = FONT_NUMBER_BOLD;
    float widest = fmaxf(number, fonts_width(fonts, FONT_NUMBER_BOLD, size, last.number));
    float left = draw_facts(top, area, area.x + area.w, &epoch, &loss, widest);
    if (view->batches > 1) batch = fact_progress(top, "top.batch", view->batch, view->batches);
    last = fact_progress(top, NULL, view->batches, view->batches);
    widest = fmaxf(number, view->batches > 1 ? fonts_width(fonts, FONT_NUMBER, size, last.number) : 0);
    float words = fmaxf(word_width(top, "top.batch"), word_width(top, "top.rate")), gap = 3 * top->style.gap;
    if (area.x + area.w - left + gap + widest + words > most) return left;
    return draw_facts(top, area, left - gap, &batch, &rate, widest);
}

/* All four phases, or where there is no room for them the one that is lit. */
static float pills_width(const Panel *top, int count) {
    return (float)count * pill_width(top) + (float)(count - 1) * top->style.gap * 1.3f;
}

static void draw_pills(Panel *top, Rect area, float x, int count) {
    if (view_is_picture(top->view)) return;
    float width = pill_width(top), high = fminf(roundf(2 * top->style.body), area.h);
    for (int i = 0; i < PHASES; i++) {
        if (count == 1 && !pill_is_lit(top, &pills[i])) continue;
        Rect rect = {roundf(x), roundf(area.y + (area.h - high) / 2), width, high};
        draw_pill(top, &pills[i], rect);
        x += width + top->style.gap * 1.3f;
    }
}

/* Where everything in the bar stands. */
typedef struct TopPlan {
    TitlePlan title;
    int pills;
    float x; /* of the first one */
} TopPlan;

/* The phases stand in the middle of the frame, further right where the title needs the room. */
static TopPlan top_plan(const Panel *top, Rect area, float facts, int count) {
    float gap = 4 * top->style.gap, width = pills_width(top, count), last = facts - gap - width;
    float middle = fminf(area.x + (area.w - width) / 2, last), room = middle - gap - area.x;
    TopPlan plan = {.title = title_plan(top, room, area.h), .pills = count};
    bool source = has_subtitle(top) && !plan.title.beside && !plan.title.under;
    if (plan.title.first > 0 || plan.title.width > room || source)
        plan.title = title_plan(top, last - gap - area.x, area.h);
    plan.x = fminf(fmaxf(middle, area.x + plan.title.width + gap), last);
    return plan;
}

void top_view_draw(DrawList *list, const View *view, const SceneOptions *options, Rect area) {
    Panel top = panel_make(list, view, options);
    top.style = style_bars(options, list->width, list->height);
    float gap = 4 * top.style.gap, least = area.w * 0.2f;
    list->mark.panel = PANEL_TOP;
    area = rect_inset(area, top.style.gap, 0);
    float facts = area.x + area.w;
    if (!view_is_picture(view))
        facts = draw_moment(&top, area, area.w - pills_width(&top, PHASES) - least - 2 * gap);
    TopPlan plan = top_plan(&top, area, facts, PHASES);
    bool news = view->other.own_name != NULL || view->hunted; /* of more use than the phases to come */
    bool hidden = news && !plan.title.beside && !plan.title.under;
    if (hidden || plan.x - gap - area.x < plan.title.width) plan = top_plan(&top, area, facts, 1);
    draw_pills(&top, area, plan.x, plan.pills);
    draw_title(&top, &plan.title, (Rect){area.x, area.y, plan.x - gap - area.x, area.h});
}
