/* pgs-compare-page-totals.c: the totals of both that are compared, and what they differ by
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-compare-page-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-diff-words.h"
#include "pgs-format.h"
#include "pgs-label.h"

/* A column each; those that matter most first, as the last ones may need scrolling. */
static const PgsDiffTotal totals[] = {
  PGS_DIFF_TOTAL_VIRT, PGS_DIFF_TOTAL_RES, PGS_DIFF_TOTAL_ANON, PGS_DIFF_TOTAL_FILE,
  PGS_DIFF_TOTAL_SHMEM, PGS_DIFF_TOTAL_SWAP, PGS_DIFF_TOTAL_PSS, PGS_DIFF_TOTAL_USS,
  PGS_DIFF_TOTAL_PAGE_TABLES,
};

#define N_ROWS 3

static GtkLabel *
add_label (PgsComparePage *self,
           int             column,
           int             row,
           const char     *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), column == 0 ? 0 : 1);
  if (row == 0 || column == 0)
    gtk_widget_add_css_class (label, "dim-label");
  if (row == N_ROWS && column > 0)
    gtk_widget_add_css_class (label, "heading");
  gtk_grid_attach (self->totals, label, column, row, 1, 1);
  return GTK_LABEL (label);
}

/**
 * pgs_compare_page_build_totals:
 * @self: a page whose template exists
 */
void
pgs_compare_page_build_totals (PgsComparePage *self)
{
  const char *rows[N_ROWS] = { "A", "B", "B − A" };

  G_STATIC_ASSERT (G_N_ELEMENTS (totals) * N_ROWS == G_N_ELEMENTS (self->cells_of_totals));
  for (int row = 0; row < N_ROWS; row++)
    add_label (self, 0, row + 1, rows[row]);
  for (gsize i = 0; i < G_N_ELEMENTS (totals); i++)
    {
      add_label (self, (int) i + 1, 0, pgs_format_diff_total (totals[i]));
      for (int row = 0; row < N_ROWS; row++)
        self->cells_of_totals[i * N_ROWS + (gsize) row] = add_label (self, (int) i + 1, row + 1, "–");
    }
}

static void
take_text (GtkLabel *label,
           char     *text)
{
  pgs_label_update (label, text);
  g_free (text);
}

/**
 * pgs_compare_page_show_totals:
 * @self: a page
 *
 * Writes what the totals are now. Hidden while nothing is compared.
 */
void
pgs_compare_page_show_totals (PgsComparePage *self)
{
  const PgsDiff *diff = pgs_diff_list_get_diff (self->list);

  gtk_widget_set_visible (GTK_WIDGET (self->totals), diff != NULL);
  for (gsize i = 0; diff != NULL && i < G_N_ELEMENTS (totals); i++)
    {
      GtkLabel **cells = &self->cells_of_totals[i * N_ROWS];
      guint64 values[2];

      pgs_diff_get_total (diff, totals[i], values);
      take_text (cells[0], pgs_format_size (values[0]));
      take_text (cells[1], pgs_format_size (values[1]));
      take_text (cells[2], pgs_diff_format_delta (pgs_diff_get_delta (diff, totals[i])));
    }
}
