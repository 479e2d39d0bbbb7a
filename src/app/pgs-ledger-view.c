/* pgs-ledger-view.c: VIRT, RES and what is shared, line by line
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Which lines there are changes with what could be read. To make all widgets anew took 15 ms of a frame, so each line
 * keeps its own.
 */
#include "config.h"

#include "pgs-ledger-view.h"

#include <glib/gi18n-lib.h>

#include "pgs-fact-row.h"
#include "pgs-format.h"
#include "pgs-label.h"
#include "pgs-ledger-words.h"

/* A line that was shown once. */
typedef struct
{
  PgsLedgerLine line;
  GtkWidget *row;    /* PgsFactRow; owned by the widget tree, as: */
  GtkWidget *reason; /* GtkLabel under it */
  gboolean is_shown; /* else both are hidden */
} Row;

struct _PgsLedgerView
{
  GtkWidget parent_instance;

  GArray *rows; /* of Row */
  PgsLedgerCache *cache;
};

G_DEFINE_FINAL_TYPE (PgsLedgerView, pgs_ledger_view, GTK_TYPE_WIDGET)

static void
on_copy (GtkButton *button,
         gpointer   data)
{
  pgs_fact_row_copy_all (GTK_WIDGET (data), _("Ledger"), NULL);
}

static GtkWidget *
add_heading (PgsLedgerView *self,
             PgsAccount     account,
             GtkWidget     *previous)
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
  gtk_widget_insert_after (box, GTK_WIDGET (self), previous);
  if (account != PGS_ACCOUNT_VIRT)
    return box;
  copy = gtk_button_new_from_icon_name ("edit-copy-symbolic");
  gtk_widget_set_tooltip_text (copy, _("Copy as Text"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (copy), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Copy as Text"), -1);
  gtk_widget_add_css_class (copy, "flat");
  g_signal_connect (copy, "clicked", G_CALLBACK (on_copy), self);
  gtk_box_append (GTK_BOX (box), copy);
  return box;
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

static Row *
get_row (PgsLedgerView *self,
         guint          index)
{
  return &g_array_index (self->rows, Row, index);
}

/* In front of the row that has this index now. */
static void
insert_row (PgsLedgerView       *self,
            guint                index,
            const PgsLedgerLine *line)
{
  const Row row = { *line, pgs_fact_row_new (pgs_ledger_line_format (line)), gtk_label_new (NULL), FALSE };
  GtkWidget *previous = index > 0 ? get_row (self, index - 1)->reason : NULL;

  if (index == 0 || line->account != get_row (self, index - 1)->line.account)
    previous = add_heading (self, line->account, previous);
  pgs_fact_row_set_term (PGS_FACT_ROW (row.row), get_term (line));
  gtk_widget_add_css_class (row.row, line->is_sum ? "ledger-sum" : "ledger-line");
  gtk_widget_insert_after (row.row, GTK_WIDGET (self), previous);
  gtk_label_set_xalign (GTK_LABEL (row.reason), 0);
  gtk_label_set_wrap (GTK_LABEL (row.reason), TRUE);
  gtk_widget_add_css_class (row.reason, "ledger-reason");
  gtk_widget_insert_after (row.reason, GTK_WIDGET (self), row.row);
  g_array_insert_val (self->rows, index, row);
}

/* Under a line that says what is left over stands why. What is not known says so in its hint. */
static void
show_reason (const Row           *row,
             const PgsLedgerLine *line)
{
  const char *explanation = pgs_ledger_line_explain (line);
  const char *reason = pgs_ledger_line_format_reason (line);
  g_autofree char *text = g_strjoin (" ", explanation != NULL ? explanation : "", reason, NULL);
  g_autofree char *hint = NULL;

  /* Translators: what a number means, and the file of the kernel that it comes from. */
  hint = g_strdup_printf (_("%s (%s)"), text, line->source);
  pgs_fact_row_set_hint (PGS_FACT_ROW (row->row), hint);
  pgs_label_update (GTK_LABEL (row->reason), reason != NULL ? reason : "");
  gtk_widget_set_visible (row->reason, line->known && reason != NULL);
}

static gboolean
is_of (const Row           *row,
       const PgsLedgerLine *line)
{
  return row->line.account == line->account && g_str_equal (row->line.id, line->id);
}

static void
hide_rows (PgsLedgerView *self,
           guint          from,
           guint          to)
{
  for (guint i = from; i < to; i++)
    {
      Row *row = get_row (self, i);

      pgs_fact_row_set_value (PGS_FACT_ROW (row->row), NULL);
      gtk_widget_set_visible (row->reason, FALSE);
      row->is_shown = FALSE;
    }
}

/* Lines have one order, of which some are left out. Returns: the row of @line, the first of which is @from or behind it;
 * those between are not shown. */
static guint
reach_row (PgsLedgerView       *self,
           guint                from,
           const PgsLedgerLine *line)
{
  for (guint i = from; i < self->rows->len; i++)
    if (is_of (get_row (self, i), line))
      {
        hide_rows (self, from, i);
        return i;
      }
  insert_row (self, from, line);
  return from;
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
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->rows, g_array_unref);
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

  self->rows = g_array_new (FALSE, FALSE, sizeof (Row));
  self->cache = pgs_ledger_cache_new ();
  gtk_orientable_set_orientation (GTK_ORIENTABLE (layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (layout), 4);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Ledger"), -1);
}

static void
show_line (Row                 *row,
           const PgsLedgerLine *line)
{
  const PgsLedgerLine *before = &row->line;

  pgs_fact_row_take_value (PGS_FACT_ROW (row->row), format_line (line));
  if (!row->is_shown || line->known != before->known || line->reason != before->reason
      || !g_str_equal (line->source, before->source))
    show_reason (row, line);
  row->line = *line;
  row->is_shown = TRUE;
}

static void
show_lines (PgsLedgerView *self,
            const GArray  *lines)
{
  guint next = 0;

  for (guint i = 0; i < lines->len; i++)
    {
      const PgsLedgerLine *line = &g_array_index (lines, PgsLedgerLine, i);

      next = reach_row (self, next, line);
      show_line (get_row (self, next++), line);
    }
  hide_rows (self, next, self->rows->len);
}

/**
 * pgs_ledger_view_update:
 * @self: a ledger
 * @snapshot: the moment to account for
 *
 * As cheap as pgs_ledger_new_cached(); widgets are made only for lines that are shown for the first time.
 */
void
pgs_ledger_view_update (PgsLedgerView     *self,
                        const PgsSnapshot *snapshot)
{
  g_autoptr (GArray) lines = pgs_ledger_new_cached (snapshot, self->cache);

  show_lines (self, lines);
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
  g_autoptr (GArray) lines = pgs_ledger_new_for_regions (snapshot, chosen);

  show_lines (self, lines);
}
