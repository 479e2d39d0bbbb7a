/* pgs-compare-page-sides.c: what A and B are called, on their buttons, and whether they are being read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-compare-page-private.h"

#include <glib/gi18n-lib.h>

#include "pgs-spoken.h"
#include "pgs-text.h"

#define PATIENCE_MS 200 /* what takes less needs no spinner */

/* pgs_compare_page_format_time: (transfer full): the time of day of a moment, by the clocks of a sample */
char *
pgs_compare_page_format_time (const PgsSnapshot *snapshot,
                              gint64             monotonic_us)
{
  const gint64 real_us = snapshot->taken_at_us + monotonic_us - snapshot->monotonic_us;
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (real_us / G_USEC_PER_SEC);

  return time != NULL ? g_date_time_format (time, "%X") : g_strdup ("–");
}

/* A moment, and what it is called if that is given. */
static char *
describe (const PgsSnapshot *snapshot,
          const char        *name)
{
  g_autofree char *time = pgs_compare_page_format_time (snapshot, snapshot->monotonic_us);
  g_autofree char *shown = name != NULL ? pgs_text_dup_display (name, -1) : NULL;

  return shown != NULL ? g_strdup_printf ("%s · %s", shown, time) : g_steal_pointer (&time);
}

static void
show_side (GtkMenuButton     *button,
           GtkLabel          *label,
           const char        *letter,
           const char        *name)
{
  g_autofree char *text = g_strdup_printf ("%s: %s", letter, name);

  if (g_strcmp0 (gtk_label_get_text (label), text) == 0)
    return;
  gtk_label_set_text (label, text);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  pgs_spoken_set (gtk_widget_get_first_child (GTK_WIDGET (button)), text);
}

/* Returns: (transfer full): what A is */
static char *
describe_a (PgsComparePage *self)
{
  PgsSnapshot *a = self->comparison != NULL ? pgs_comparison_get_a (self->comparison) : NULL;
  const char *name = a != NULL ? pgs_comparison_get_a_name (self->comparison) : NULL;
  g_autofree char *text = a != NULL ? describe (a, name) : NULL;

  if (a == NULL)
    return g_strdup (_("choose…"));
  if (name == NULL && a == pgs_session_get_marked (self->session))
    /* Translators: the moment that was marked last, and its time of day */
    return g_strdup_printf (_("last mark · %s"), text);
  return g_steal_pointer (&text);
}

/* Returns: (transfer full): what B is */
static char *
describe_b (PgsComparePage *self)
{
  PgsSnapshot *b = self->comparison != NULL ? pgs_comparison_get_b (self->comparison) : NULL;

  if (b == NULL)
    return g_strdup ("–");
  if (pgs_comparison_follows (self->comparison) && pgs_session_is_live (self->session))
    return g_strdup (C_("moment", "now"));
  return describe (b, pgs_comparison_get_b_name (self->comparison));
}

static void
show_spinner (GtkMenuButton *button,
              GtkSpinner    *spinner,
              gboolean       is_shown)
{
  if (gtk_spinner_get_spinning (spinner) == is_shown)
    return;
  gtk_spinner_set_spinning (spinner, is_shown);
  gtk_widget_set_visible (GTK_WIDGET (spinner), is_shown);
  gtk_accessible_update_state (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_STATE_BUSY, is_shown, -1);
}

static gboolean
is_reading (PgsComparePage *self,
            gboolean        is_b)
{
  return self->comparison != NULL && pgs_comparison_is_reading (self->comparison, is_b);
}

static void
show_spinners (gpointer data)
{
  PgsComparePage *self = data;

  self->patience = 0;
  self->is_impatient = TRUE;
  show_spinner (self->a_button, self->a_spinner, is_reading (self, FALSE));
  show_spinner (self->b_button, self->b_spinner, is_reading (self, TRUE));
}

/* Says that a side is being read where that takes longer than one would notice. */
static void
show_reading (PgsComparePage *self)
{
  if (!is_reading (self, FALSE) && !is_reading (self, TRUE))
    {
      show_spinners (self);
      self->is_impatient = FALSE;
    }
  else if (self->is_impatient)
    show_spinners (self);
  else if (self->patience == 0)
    self->patience = g_timeout_add_once (PATIENCE_MS, show_spinners, self);
}

/**
 * pgs_compare_page_show_sides:
 * @self: a page
 *
 * Writes onto the buttons what A and B are.
 */
void
pgs_compare_page_show_sides (PgsComparePage *self)
{
  g_autofree char *a = describe_a (self);
  g_autofree char *b = describe_b (self);

  show_side (self->a_button, self->a_label, "A", a);
  show_side (self->b_button, self->b_label, "B", b);
  show_reading (self);
}
