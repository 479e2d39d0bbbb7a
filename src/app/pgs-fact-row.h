/* pgs-fact-row.h: one thing that is known, with its name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_FACT_ROW (pgs_fact_row_get_type ())

/**
 * PgsFactRow:
 *
 * A name at the start and a value at the end, which can be selected and copied. A screen reader
 * hears both with the value.
 * Properties: `title`; `stacked` (the value stands under the title, for long ones); `monospace`;
 * `term` (the term that the title is, see pgs_fact_row_set_term()).
 */
G_DECLARE_FINAL_TYPE (PgsFactRow, pgs_fact_row, PGS, FACT_ROW, GtkWidget)

GtkWidget  *pgs_fact_row_new       (const char *title);
void        pgs_fact_row_set_title (PgsFactRow *self,
                                    const char *title);
void        pgs_fact_row_set_term  (PgsFactRow *self,
                                    const char *term_id);
void        pgs_fact_row_set_value (PgsFactRow *self,
                                    const char *value);
void        pgs_fact_row_take_value (PgsFactRow *self,
                                    char       *value);
void        pgs_fact_row_set_hint  (PgsFactRow *self,
                                    const char *hint);
void        pgs_fact_row_collect   (GtkWidget  *parent,
                                    GString    *text);
void        pgs_fact_row_copy_all  (GtkWidget  *parent,
                                    const char *heading,
                                    const char *note);

G_END_DECLS
