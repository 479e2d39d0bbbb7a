/* pgs-cell-font.h: the font of the cells of a table that look alike
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef struct _PgsCellFont PgsCellFont;

typedef enum
{
  PGS_CELL_FONT_PLAIN = 0,
  PGS_CELL_FONT_NUMERIC = 1 << 0, /* digits of one width */
  PGS_CELL_FONT_MONOSPACE = 1 << 1,
  PGS_CELL_FONT_HEADING = 1 << 2,
} PgsCellFontFlags;

#define PGS_N_CELL_FONTS (PGS_CELL_FONT_HEADING << 1)

PgsCellFont *pgs_cell_font_new        (GtkWidget        *view,
                                       PgsCellFontFlags  flags);
PgsCellFont *pgs_cell_font_ref        (PgsCellFont      *self);
void         pgs_cell_font_unref      (PgsCellFont      *self);
void         pgs_cell_font_apply      (PgsCellFont      *self,
                                       PgsCellFont      *before,
                                       GtkWidget        *cell);
gboolean     pgs_cell_font_is_current (PgsCellFont      *self);
void         pgs_cell_font_forget     (PgsCellFont      *self);
int          pgs_cell_font_get_width  (PgsCellFont      *self,
                                       GtkWidget        *cell,
                                       guint             n_chars);
int          pgs_cell_font_get_height (PgsCellFont      *self,
                                       GtkWidget        *cell);
PangoLayout *pgs_cell_font_get_layout (PgsCellFont      *self,
                                       GtkWidget        *cell,
                                       const char       *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCellFont, pgs_cell_font_unref)

G_END_DECLS
