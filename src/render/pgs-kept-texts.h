/* pgs-kept-texts.h: see pgs-kept-texts.c
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <pango/pango.h>

G_BEGIN_DECLS

/**
 * PgsText:
 * @text: one line
 * @font: its family
 * @size: of its font, px
 * @is_bold: whether it is
 * @width: px, at which it is ellipsized; -1: not at all
 *
 * A text and its looks. A plain value.
 */
typedef struct
{
  const char *text;
  const char *font;
  double size;
  gboolean is_bold;
  int width;
} PgsText;

PangoContext *pgs_kept_texts_get_context (void);
PangoLayout  *pgs_kept_texts_get         (PangoContext  *context,
                                          const PgsText *text);

G_END_DECLS
