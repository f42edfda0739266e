/* keymap: one table for what keys do and for what the help screen says of them. */
#include "keymap.h"

enum { ANY_SHIFT = 8 }; /* Shift makes no difference: it is how some layouts reach the sign */

/* `keys` and `text` stand in the help screen; rows without them are further keys of the row above. */
static const struct KeyRow {
    int key;
    unsigned mods;
    Command command;
    const char *keys; /* as shown */
    const char *text; /* key of assets/i18n */
} key_table[] = {
    {KEY_RIGHT, 0, {DO_STEP, 1}, "→  Space  PgDn", "help.step"},
    {KEY_SPACE, 0, {DO_STEP, 1}, NULL, NULL},
    {KEY_PAGE_DOWN, 0, {DO_STEP, 1}, NULL, NULL},
    {KEY_LEFT, 0, {DO_STEP, -1}, "←  PgUp", "help.back"},
    {KEY_PAGE_UP, 0, {DO_STEP, -1}, NULL, NULL},
    {KEY_DOWN, 0, {DO_PHASE, 1}, "↓", "help.phase_end"},
    {KEY_UP, 0, {DO_PHASE, -1}, "↑", "help.phase_start"},
    {']', 0, {DO_EPOCH, 1}, "]  [", "help.epoch"},
    {'[', 0, {DO_EPOCH, -1}, NULL, NULL},
    {']', MOD_CTRL, {DO_EPOCH, 10}, "Ctrl  Alt", "help.epochs"},
    {'[', MOD_CTRL, {DO_EPOCH, -10}, NULL, NULL},
    {']', MOD_ALT, {DO_EPOCH, 100}, NULL, NULL},
    {'[', MOD_ALT, {DO_EPOCH, -100}, NULL, NULL},
    {KEY_HOME, 0, {DO_FIRST, 0}, "Home  End", "help.ends"},
    {KEY_END, 0, {DO_LAST, 0}, NULL, NULL},
    {'p', 0, {DO_PLAY, 0}, "P", "help.play"},
    {'=', ANY_SHIFT, {DO_SPEED, 1}, "+  −", "help.speed"},
    {'-', 0, {DO_SPEED, -1}, NULL, NULL},
    {KEY_TAB, 0, {DO_SELECT, 1}, "Tab  Shift+Tab", "help.select"},
    {KEY_TAB, MOD_SHIFT, {DO_SELECT, -1}, NULL, NULL},
    {KEY_RIGHT, MOD_CTRL, {DO_COLUMN, 1}, "Ctrl+← → ↑ ↓", "help.element"},
    {KEY_LEFT, MOD_CTRL, {DO_COLUMN, -1}, NULL, NULL},
    {KEY_DOWN, MOD_CTRL, {DO_ROW, 1}, NULL, NULL},
    {KEY_UP, MOD_CTRL, {DO_ROW, -1}, NULL, NULL},
    {KEY_PAGE_DOWN, MOD_CTRL, {DO_ROW, 20}, NULL, NULL},
    {KEY_PAGE_UP, MOD_CTRL, {DO_ROW, -20}, NULL, NULL},
    {'v', 0, {DO_VIEW, 0}, "V", "help.view"},
    {'s', 0, {DO_SAMPLE, 1}, "S  Shift+S", "help.sample"},
    {'s', MOD_SHIFT, {DO_SAMPLE, -1}, NULL, NULL},
    {'c', 0, {DO_CHECK, 0}, "C", "help.check"},
    {'d', 0, {DO_CHAIN, 0}, "D", "help.chain"},
    {'q', 0, {DO_PREDICT, 0}, "Q", "help.predict"},
    {KEY_BACKSPACE, 0, {DO_ERASE, 0}, NULL, NULL},
    {'b', 0, {DO_BUG, 0}, "B", "help.bug"},
    {'x', 0, {DO_VERSUS, 0}, "X", "help.versus"},
    {'l', 0, {DO_LESSONS, 0}, "L", "help.lessons"},
    {KEY_ENTER, 0, {DO_CHOOSE, 0}, "Enter", "help.accuse"},
    {'[', MOD_SHIFT, {DO_RATE, -1}, "{  }", "help.rate"},
    {']', MOD_SHIFT, {DO_RATE, 1}, NULL, NULL},
    {'r', 0, {DO_RESTART, 0}, "R  Shift+R", "help.restart"},
    {'r', MOD_SHIFT, {DO_RESTART, 1}, NULL, NULL},
    {KEY_PAGE_DOWN, MOD_ALT, {DO_POINT, 1}, "Alt+PgDn  PgUp", "help.point"},
    {KEY_PAGE_UP, MOD_ALT, {DO_POINT, -1}, NULL, NULL},
    {KEY_RIGHT, MOD_ALT, {DO_POINT_ACROSS, 1}, "Alt+← → ↑ ↓", "help.point_move"},
    {KEY_LEFT, MOD_ALT, {DO_POINT_ACROSS, -1}, NULL, NULL},
    {KEY_UP, MOD_ALT, {DO_POINT_UP, 1}, NULL, NULL},
    {KEY_DOWN, MOD_ALT, {DO_POINT_UP, -1}, NULL, NULL},
    {KEY_ENTER, MOD_ALT, {DO_POINT_BESIDE, 0}, "Alt+Enter", "help.point_add"},
    {KEY_DELETE, MOD_ALT, {DO_POINT_REMOVE, 0}, "Alt+Delete", "help.point_remove"},
    {KEY_BACKSPACE, MOD_ALT, {DO_POINT_REMOVE, 0}, NULL, NULL},
    {'r', MOD_CTRL, {DO_POINTS_BACK, 0}, "Ctrl+R", "help.points_back"},
    {'e', MOD_CTRL, {DO_POINTS_SAVE, 0}, "Ctrl+E", "help.points_save"},
    {'n', 0, {DO_SNAPSHOT, 0}, "N", "help.snapshot"},
    {'a', 0, {DO_FUTURE, 0}, "A", "help.future"},
    {'t', 0, {DO_THEME, 0}, "T", "help.theme"},
    {'g', 0, {DO_LANGUAGE, 0}, "G", "help.language"},
    {'=', MOD_CTRL | ANY_SHIFT, {DO_TEXT_SIZE, 1}, "Ctrl+ +  −", "help.text_size"},
    {'-', MOD_CTRL, {DO_TEXT_SIZE, -1}, NULL, NULL},
    {'f', 0, {DO_FULLSCREEN, 0}, "F  F11", "help.fullscreen"},
    {KEY_F11, 0, {DO_FULLSCREEN, 0}, NULL, NULL},
    {'1', 0, {DO_ENLARGE, 1}, "1  2  3  4  0", "help.enlarge"},
    {'2', 0, {DO_ENLARGE, 2}, NULL, NULL},
    {'3', 0, {DO_ENLARGE, 3}, NULL, NULL},
    {'4', 0, {DO_ENLARGE, 4}, NULL, NULL},
    {'0', 0, {DO_ENLARGE, 0}, NULL, NULL},
    {'5', 0, {DO_DIGIT, 5}, NULL, NULL},
    {'6', 0, {DO_DIGIT, 6}, NULL, NULL},
    {'7', 0, {DO_DIGIT, 7}, NULL, NULL},
    {'8', 0, {DO_DIGIT, 8}, NULL, NULL},
    {'9', 0, {DO_DIGIT, 9}, NULL, NULL},
    {'.', 0, {DO_BLANK, 0}, ".", "help.blank"},
    {'s', MOD_CTRL, {DO_PICTURE, 0}, "Ctrl+S", "help.picture"},
    {'/', ANY_SHIFT, {DO_HELP, 0}, "?  F1", "help.help"},
    {KEY_F1, 0, {DO_HELP, 0}, NULL, NULL},
    {'q', MOD_CTRL, {DO_QUIT, 0}, "Ctrl+Q  Esc", "help.quit"},
    {KEY_ESCAPE, 0, {DO_LEAVE, 0}, NULL, NULL},
};
enum { KEY_ROWS = sizeof key_table / sizeof *key_table };

Command keymap_find(int key, unsigned mods) {
    for (int i = 0; i < KEY_ROWS; i++) {
        const struct KeyRow *row = &key_table[i];
        unsigned ignored = row->mods & ANY_SHIFT ? (unsigned)MOD_SHIFT : 0;
        if (row->key == key && (row->mods & ~(unsigned)ANY_SHIFT) == (mods & ~ignored)) return row->command;
    }
    return (Command){DO_NOTHING, 0};
}

int keymap_help(const Texts *texts, HelpRow *rows, int capacity) {
    int count = 0;
    for (int i = 0; i < KEY_ROWS && count < capacity; i++) {
        if (key_table[i].keys != NULL)
            rows[count++] = (HelpRow){key_table[i].keys, text_get(texts, key_table[i].text), false};
    }
    return count;
}

const Speed keymap_speeds[SPEED_COUNT] = {
    {0.5f, 0}, {1, 0}, {2, 0}, {4, 0}, {8, 0}, {16, 0}, {0, 1}, {0, 4}, {0, 15}, {0, 60}, {0, 300}, {0, 1500},
};
