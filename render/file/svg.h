/* svg: writes numbers, colours and text as SVG wants them, whatever the locale; private to picture_svg. */
#ifndef BACKSTEP_RENDER_SVG_H
#define BACKSTEP_RENDER_SVG_H

#include <stdio.h>

#include "render/draw/draw.h"

/* None of these reports that writing failed: ask ferror(out) at the end. */
void svg_number(FILE *out, float number);                      /* three decimals at most */
void svg_attribute(FILE *out, const char *name, float number); /* ` name="1.5"` */
void svg_paint(FILE *out, const char *property, Color color); /* ` fill="#…" fill-opacity="…"`, or none */
void svg_code_point(FILE *out, uint32_t code_point);          /* UTF-8, escaped for XML */
bool svg_base64(FILE *out, FILE *in);                         /* false: in cannot be read */

void svg_text(FILE *out, const DrawList *list, const DrawCommand *command);

/* The <style> with the fonts that the list's text needs; false and *e when one cannot be read. */
bool svg_style(FILE *out, const DrawList *list, const char *asset_dir, Err *e);

#endif
