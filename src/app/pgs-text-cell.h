/* pgs-text-cell.h: a cell of a table that shows one line of text
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cell-font.h"

G_BEGIN_DECLS

#define PGS_TYPE_TEXT_CELL (pgs_text_cell_get_type ())

G_DECLARE_FINAL_TYPE (PgsTextCell, pgs_text_cell, PGS, TEXT_CELL, GtkWidget)

/* What the cells of a column have in common. */
typedef struct
{
  guint8 min_chars;
  guint8 nat_chars;
  gboolean at_end; /* as numbers are */
  PangoEllipsizeMode ellipsize;
  gboolean is_hidden; /* by being scrolled out to the side: nothing is drawn */
} PgsTextCellShape;

PgsTextCell *pgs_text_cell_new        (const PgsTextCellShape *shape,
                                       PgsCellFont            *font);
void         pgs_text_cell_set_font   (PgsTextCell            *self,
                                       PgsCellFont            *font);
void         pgs_text_cell_set_text   (PgsTextCell            *self,
                                       const char             *text);
void         pgs_text_cell_set_indent (PgsTextCell            *self,
                                       int                     indent);
void         pgs_text_cell_set_start  (PgsTextCell            *self,
                                       GtkWidget              *start);
GtkWidget   *pgs_text_cell_get_start  (PgsTextCell            *self);

G_END_DECLS
