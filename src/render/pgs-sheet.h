/* pgs-sheet.h: pages for paper, with headings, paragraphs, tables and pictures
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <pango/pangocairo.h>

#include "pgs-theme.h"

G_BEGIN_DECLS

#define PGS_SHEET_MAX_COLUMNS 8

/**
 * PgsSheetPicture:
 * @measure: how high it is when it is that wide; px
 * @draw: draws it, its upper left corner at the origin
 * @free: (nullable): frees the data when the sheet is freed
 *
 * How a picture is made. All are called with the data of pgs_sheet_add_picture().
 */
typedef struct
{
  double (*measure) (gpointer        data,
                     const PgsTheme *theme,
                     PangoContext   *context,
                     double          width);
  void (*draw)      (gpointer        data,
                     const PgsTheme *theme,
                     PangoContext   *context,
                     double          width,
                     cairo_t        *cr);
  GDestroyNotify free;
} PgsSheetPicture;

/**
 * PgsSheet:
 *
 * Things one below the other, which are put on pages when it is written. Not thread-safe.
 */
typedef struct _PgsSheet PgsSheet;

PgsSheet *pgs_sheet_new           (const char            *title);
void      pgs_sheet_free          (PgsSheet              *self);
void      pgs_sheet_add_heading   (PgsSheet              *self,
                                   const char            *text);
void      pgs_sheet_add_paragraph (PgsSheet              *self,
                                   const char            *text);
void      pgs_sheet_add_note      (PgsSheet              *self,
                                   const char            *text);
void      pgs_sheet_begin_table   (PgsSheet              *self,
                                   const double          *shares,
                                   const char *const     *titles,
                                   guint                  n_columns);
void      pgs_sheet_add_row       (PgsSheet              *self,
                                   const char *const     *cells);
void      pgs_sheet_add_picture   (PgsSheet              *self,
                                   const PgsSheetPicture *how,
                                   gpointer               data);
GBytes   *pgs_sheet_encode        (PgsSheet              *self,
                                   guint                 *n_pages,
                                   GError               **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsSheet, pgs_sheet_free)

G_END_DECLS
