/* pgs-theme.h: the colours, fonts and strengths that drawings are made with
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <cairo.h>

#include "pgs-kind.h"

G_BEGIN_DECLS

/* Red, green, blue, alpha, each 0 … 1. */
typedef struct
{
  double r, g, b, a;
} PgsColor;

/**
 * PgsTexture:
 * @PGS_TEXTURE_NONE: an even surface
 * @PGS_TEXTURE_ROWS: horizontal lines
 * @PGS_TEXTURE_COLUMNS: vertical lines
 * @PGS_TEXTURE_DOTS: dots
 *
 * What lies on the pale tint of reserved memory, so that kinds whose tints look alike to some eyes
 * can be told apart.
 */
typedef enum
{
  PGS_TEXTURE_NONE = 0,
  PGS_TEXTURE_ROWS = 1,
  PGS_TEXTURE_COLUMNS = 2,
  PGS_TEXTURE_DOTS = 3,
} PgsTexture;

/**
 * PgsTheme:
 * @dark: on a dark background
 * @high_contrast: outlines around everything that only a colour would tell
 * @rtl: reading direction is right to left: labels change sides, cells do not
 * @font: a Pango family list, "Cantarell"
 * @font_size: of normal text in px (not points), text scale included
 *
 * A plain value that carries everything about looks; drawing code asks nobody else. The window
 * makes one from GTK's style, exports and tests from pgs_theme_init_light() and _dark().
 */
typedef struct
{
  gboolean dark;
  gboolean high_contrast;
  gboolean rtl;
  char font[128];
  double font_size;
  PgsColor kinds[PGS_N_KINDS];
  PgsColor background;  /* of views */
  PgsColor foreground;  /* text */
  PgsColor dim;         /* secondary text */
  PgsColor line;        /* separators, grid */
  PgsColor gap;         /* fill of gap labels */
  PgsColor accent;      /* selection, bracket, cursor */
  PgsColor fresh;       /* pages that just became resident */
  PgsColor swapped;
  PgsColor virt;        /* the VIRT line of the chart */
  PgsColor faults;
} PgsTheme;

void     pgs_theme_init_light    (PgsTheme       *self);
void     pgs_theme_init_dark     (PgsTheme       *self);
void     pgs_theme_set_high_contrast (PgsTheme   *self);
PgsTheme pgs_theme_scale_text    (const PgsTheme *self,
                                  double          factor);
PgsColor pgs_theme_get_resident  (const PgsTheme *self,
                                  PgsKind         kind,
                                  gboolean        of_file);
PgsColor pgs_theme_get_reserved  (const PgsTheme *self,
                                  PgsKind         kind);
PgsTexture pgs_theme_get_texture (PgsKind        kind);
PgsColor pgs_theme_get_texture_color (const PgsTheme *self,
                                  PgsKind         kind);
PgsColor pgs_theme_get_changed   (const PgsTheme *self);
PgsColor pgs_color_mix           (PgsColor        a,
                                  PgsColor        b,
                                  double          share_of_b);
void     pgs_color_set_source    (PgsColor        color,
                                  cairo_t        *cr);

G_END_DECLS
