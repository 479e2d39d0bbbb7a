/* pgs-ledger-view.c: VIRT, RES and what is shared, line by line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-ledger-view.h"

#include <glib/gi18n-lib.h>

#include "pgs-fact-row.h"
#include "pgs-format.h"
#include "pgs-label.h"
#include "pgs-ledger-words.h"

struct _PgsLedgerView
{
  GtkWidget parent_instance;

  GPtrArray *rows;    /* of PgsFactRow, one for each line; owned by the widget tree */
  GPtrArray *reasons; /* of GtkLabel, one under each row */
  GArray *lines;      /* of PgsLedgerLine: what the rows show */
  PgsLedgerCache *cache;
};

G_DEFINE_FINAL_TYPE (PgsLedgerView, pgs_ledger_view, GTK_TYPE_WIDGET)

static void
on_copy (GtkButton *button,
         gpointer   data)
{
  pgs_fact_row_copy_all (GTK_WIDGET (data), _("Ledger"), NULL);
}

static void
clear (PgsLedgerView *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_ptr_array_set_size (self->rows, 0);
  g_ptr_array_set_size (self->reasons, 0);
  g_clear_pointer (&self->lines, g_array_unref);
}

static void
add_heading (PgsLedgerView *self,
             PgsAccount     account)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (pgs_account_format (account));
  GtkWidget *copy;

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "heading");
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "ledger-account");
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  if (account != PGS_ACCOUNT_VIRT)
    return;
  copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_tooltip_text (copy, _("Copy as Text"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Copy as Text"), -1);
  gtk_widget_add_css_class (copy, "flat");
  g_signal_connect (copy, "clicked", G_CALLBACK (on_copy), self);
  gtk_box_append (GTK_BOX (box), copy);
}

/* What a line is explained by. One line for each term: a name that stands twice is asked for once. */
static const char *
get_term (const PgsLedgerLine *line)
{
  static const struct { PgsAccount account; const char *id, *term; } terms[] = {
    { PGS_ACCOUNT_VIRT, "virt", "virtual-memory" },
    { PGS_ACCOUNT_VIRT, "never_touched", "demand-paging" },
    { PGS_ACCOUNT_VIRT, "zero", "zero-page" },
    { PGS_ACCOUNT_VIRT, "guard", "guard-page" },
    { PGS_ACCOUNT_RES, "res", "resident" },
    { PGS_ACCOUNT_RES, "anon", "page" },
    { PGS_ACCOUNT_RES, "file", "page-cache" },
    { PGS_ACCOUNT_RES, "shmem", "shared-memory" },
    { PGS_ACCOUNT_RES, "present", "page-table" },
    { PGS_ACCOUNT_RES, "huge", "huge-page" },
    { PGS_ACCOUNT_SHARED, "shared_clean", "copy-on-write" },
    { PGS_ACCOUNT_SHARED, "pss", "pss" },
    { PGS_ACCOUNT_SHARED, "uss", "pss" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (terms); i++)
    if (terms[i].account == line->account && g_str_equal (terms[i].id, line->id))
      return terms[i].term;
  return NULL;
}

static void
add_row (PgsLedgerView       *self,
         const PgsLedgerLine *line)
{
  GtkWidget *row = pgs_fact_row_new (pgs_ledger_line_format (line));
  GtkWidget *reason = gtk_label_new (NULL);

  pgs_fact_row_set_term (PGS_FACT_ROW (row), get_term (line));
  gtk_widget_add_css_class (row, line->is_sum ? "ledger-sum" : "ledger-line");
  gtk_widget_set_parent (row, GTK_WIDGET (self));
  g_ptr_array_add (self->rows, row);
  gtk_label_set_xalign (GTK_LABEL (reason), 0);
  gtk_label_set_wrap (GTK_LABEL (reason), TRUE);
  gtk_widget_add_css_class (reason, "ledger-reason");
  gtk_widget_set_parent (reason, GTK_WIDGET (self));
  g_ptr_array_add (self->reasons, reason);
}

/* Under a line that says what is left over stands why. What is not known says so in its hint. */
static void
show_reason (PgsLedgerView       *self,
             guint                i,
             const PgsLedgerLine *line)
{
  const char *explanation = pgs_ledger_line_explain (line);
  const char *reason = pgs_ledger_line_format_reason (line);
  GtkWidget *label = g_ptr_array_index (self->reasons, i);
  g_autofree char *text = g_strjoin (" ", explanation != NULL ? explanation : "", reason, NULL);
  g_autofree char *hint = NULL;

  /* Translators: what a number means, and the file of the kernel that it comes from. */
  hint = g_strdup_printf (_("%s (%s)"), text, line->source);
  pgs_fact_row_set_hint (g_ptr_array_index (self->rows, i), hint);
  pgs_label_update (GTK_LABEL (label), reason != NULL ? reason : "");
  gtk_widget_set_visible (label, line->known && reason != NULL);
}

static gboolean
has_same_lines (const GArray *a,
                const GArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    {
      const PgsLedgerLine *left = &g_array_index (a, PgsLedgerLine, i);
      const PgsLedgerLine *right = &g_array_index (b, PgsLedgerLine, i);

      if (left->account != right->account || !g_str_equal (left->id, right->id)
          || !g_str_equal (left->source, right->source))
        return FALSE;
    }
  return TRUE;
}

static void
build (PgsLedgerView *self,
       const GArray  *lines)
{
  clear (self);
  for (guint i = 0; i < lines->len; i++)
    {
      const PgsLedgerLine *line = &g_array_index (lines, PgsLedgerLine, i);

      if (i == 0 || line->account != g_array_index (lines, PgsLedgerLine, i - 1).account)
        add_heading (self, line->account);
      add_row (self, line);
    }
}

/* What is taken off has a sign, so that the lines read as a sum. */
static char *
format_line (const PgsLedgerLine *line)
{
  if (!line->known)
    return g_strdup ("–");
  if (line->bytes >= 0)
    return pgs_format_size ((guint64) line->bytes);
  return pgs_format_size_delta (line->bytes);
}

static void
pgs_ledger_view_dispose (GObject *object)
{
  PgsLedgerView *self = PGS_LEDGER_VIEW (object);

  if (self->rows != NULL)
    clear (self);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_clear_pointer (&self->reasons, g_ptr_array_unref);
  g_clear_pointer (&self->cache, pgs_ledger_cache_free);
  G_OBJECT_CLASS (pgs_ledger_view_parent_class)->dispose (object);
}

static void
pgs_ledger_view_class_init (PgsLedgerViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_ledger_view_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pgs_ledger_view_init (PgsLedgerView *self)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->rows = g_ptr_array_new ();
  self->reasons = g_ptr_array_new ();
  self->cache = pgs_ledger_cache_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Ledger"), -1);
}

static void
take_lines (PgsLedgerView *self,
            GArray        *lines)
{
  const gboolean is_new = !has_same_lines (self->lines, lines);

  if (is_new)
    build (self, lines);
  for (guint i = 0; i < lines->len; i++)
    {
      const PgsLedgerLine *line = &g_array_index (lines, PgsLedgerLine, i);

      pgs_fact_row_take_value (g_ptr_array_index (self->rows, i), format_line (line));
      if (is_new || line->known != g_array_index (self->lines, PgsLedgerLine, i).known
          || line->reason != g_array_index (self->lines, PgsLedgerLine, i).reason)
        show_reason (self, i, line);
    }
  g_clear_pointer (&self->lines, g_array_unref);
  self->lines = lines;
}

/**
 * pgs_ledger_view_update:
 * @self: a ledger
 * @snapshot: the moment to account for
 *
 * As cheap as pgs_ledger_new_cached(); widgets are made only when other lines appear.
 */
void
pgs_ledger_view_update (PgsLedgerView     *self,
                        const PgsSnapshot *snapshot)
{
  take_lines (self, pgs_ledger_new_cached (snapshot, self->cache));
}

/**
 * pgs_ledger_view_update_regions:
 * @self: a ledger
 * @snapshot: a moment that has mappings
 * @chosen: by mapping, whether it is accounted for
 */
void
pgs_ledger_view_update_regions (PgsLedgerView     *self,
                                const PgsSnapshot *snapshot,
                                const guint8      *chosen)
{
  take_lines (self, pgs_ledger_new_for_regions (snapshot, chosen));
}
