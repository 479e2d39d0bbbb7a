/* pgs-page-card.c: the pinned page in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-page-card.h"

#include <glib/gi18n-lib.h>

#include "pgs-denial-words.h"
#include "pgs-error.h"
#include "pgs-fact-row.h"
#include "pgs-format.h"
#include "pgs-frame-words.h"
#include "pgs-page-table.h"
#include "pgs-page-words.h"
#include "pgs-probe.h"

/* How many blocks the next larger huge page has at least: 1 GiB where a block has 2 MiB. */
#define LARGER_PAGE 512

struct _PgsPageCard
{
  GtkWidget parent_instance;

  GtkLabel *heading;
  PgsFactRow *state;
  PgsFactRow *frame;
  GtkWidget *ask;
  PgsFactRow *count;
  PgsFactRow *age;
  PgsFactRow *block;
  PgsFactRow *tables;
  PgsFactRow *flags;

  PgsSnapshot *snapshot; /* the moment that is shown */
  PgsProcessInfo *process;
  guint64 address;
  GCancellable *reading; /* NULL if no read is under way */
  PgsProbe probe;
  gboolean has_probe; /* @probe is of @address */
  guint n_table_levels; /* 0: not known, or not yet */
};

G_DEFINE_FINAL_TYPE (PgsPageCard, pgs_page_card, GTK_TYPE_WIDGET)

static void
on_copy (GtkButton *button,
         gpointer   data)
{
  PgsPageCard *self = data;

  pgs_fact_row_copy_all (GTK_WIDGET (self), gtk_label_get_text (self->heading), NULL);
}

/* Why a number is not shown: a clause behind "denied". */
static char *
format_denied (PgsPageCard *self,
               PgsPart      part)
{
  g_autofree char *reason = self->snapshot ? pgs_denial_format (self->snapshot, part) : NULL;

  /* Translators: %s is why: "it belongs to root". */
  return reason != NULL ? g_strdup_printf (_("denied: %s"), reason) : g_strdup (_("denied"));
}

/* Where a page is that has no frame. */
static char *
format_no_frame (PgsPageCard *self)
{
  g_autofree char *digits = NULL;
  guint64 slot;
  guint area;

  if (!pgs_probe_get_swap (&self->probe, &area, &slot))
    return g_strdup (_("none"));
  digits = g_strdup_printf ("%" G_GINT64_MODIFIER "x", slot);
  /* Translators: where a page is that is in swap: the number of a swap file or partition, and the
   * page's number in it, hexadecimal. */
  return g_strdup_printf (_("none; swap %u, slot 0x%s"), area, digits);
}

static char *
format_frame (PgsPageCard *self)
{
  const guint64 pfn = pgs_probe_get_pfn (&self->probe);
  g_autofree char *digits = NULL;

  if (!(pgs_probe_get_states (&self->probe) & PGS_PAGE_PRESENT))
    return format_no_frame (self);
  if (pfn == PGS_UNKNOWN)
    return format_denied (self, PGS_PART_PFN);
  digits = g_strdup_printf ("%" G_GINT64_MODIFIER "x", pfn);
  /* Translators: PFN is the page frame number: which page of RAM; %s is hexadecimal. */
  return g_strdup_printf (_("PFN 0x%s"), digits);
}

/* Whether a person can be asked for the right to see them. */
static gboolean
can_ask (PgsPageCard *self)
{
  return self->snapshot != NULL && pgs_denial_is_lifted_for_root (self->snapshot->denials[PGS_PART_PFN])
         && g_action_group_get_action_enabled (G_ACTION_GROUP (g_application_get_default ()), "show-frames");
}

/* What only a frame has is not shown where there is none. */
static void
show_frame (PgsPageCard *self)
{
  const PgsFrame *frame = &self->probe.frame;
  const gboolean has_frame = pgs_probe_get_pfn (&self->probe) != PGS_UNKNOWN;

  pgs_fact_row_take_value (self->frame, format_frame (self));
  gtk_widget_set_visible (self->ask, !has_frame && (pgs_probe_get_states (&self->probe) & PGS_PAGE_PRESENT) != 0
                                       && can_ask (self));
  pgs_fact_row_take_value (self->count, has_frame ? pgs_frame_format_count (frame) : NULL);
  pgs_fact_row_take_value (self->flags, has_frame ? pgs_frame_format_flags (frame) : NULL);
}

static void
show_failure (PgsPageCard  *self,
              const GError *error)
{
  gtk_widget_set_visible (self->ask, FALSE);
  pgs_fact_row_set_value (self->count, NULL);
  pgs_fact_row_set_value (self->flags, NULL);
  if (g_error_matches (error, PGS_ERROR, PGS_ERROR_NO_PROCESS))
    pgs_fact_row_set_value (self->frame, _("the process has ended"));
  else if (g_error_matches (error, PGS_ERROR, PGS_ERROR_ACCESS))
    pgs_fact_row_take_value (self->frame, format_denied (self, PGS_PART_PAGEMAP));
  else
    pgs_fact_row_set_value (self->frame, "–");
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (PgsPageCard) self = data;
  g_autoptr (GError) error = NULL;
  PgsProbe probe;
  const gboolean done = pgs_probe_read_finish (result, &probe, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  self->has_probe = done;
  if (!done)
    {
      show_failure (self, error);
      return;
    }
  self->probe = probe;
  self->n_table_levels = probe.n_table_levels;
  show_frame (self);
}

/* What the page's entry says now is nothing about another moment. */
static void
show_past (PgsPageCard *self,
           PgsSession  *session)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->has_probe = FALSE;
  gtk_widget_set_visible (self->ask, FALSE);
  pgs_fact_row_set_value (self->count, NULL);
  pgs_fact_row_set_value (self->flags, NULL);
  if (pgs_session_get_exit (session)->ended && pgs_session_shows_latest (session))
    pgs_fact_row_set_value (self->frame, _("the process has ended"));
  else
    pgs_fact_row_set_value (self->frame, _("read only of the present moment"));
}

/* At most one read at a time; the next sample asks again. */
static void
read_frame (PgsPageCard *self,
            PgsSession  *session)
{
  if (self->reading != NULL)
    return;
  self->reading = g_cancellable_new ();
  pgs_probe_read_async (self->process, self->address, pgs_session_get_watched_opener (session), self->reading,
                        on_read, g_object_ref (self));
}

static void
forget (PgsPageCard *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->snapshot, pgs_snapshot_unref);
  g_clear_pointer (&self->process, pgs_process_info_unref);
  self->has_probe = FALSE;
}

/* A hugetlb page may be larger than a block; then its way may be shorter still. */
static gboolean
ends_at_block (PgsPageCard *self,
               PgsPageState states,
               guint64      block)
{
  const PgsSnapshot *snapshot = self->snapshot;
  const PgsRegionSmaps *smaps = NULL;
  gsize region;

  if (!(states & PGS_PAGE_HUGE) || snapshot->maps == NULL
      || !pgs_maps_find (snapshot->maps, self->address, &region))
    return FALSE;
  smaps = pgs_snapshot_get_region_smaps (snapshot, region);
  return smaps == NULL || !pgs_smaps_flags_have (smaps->vm_flags, "ht")
         || (pgs_maps_get (snapshot->maps, region)->end & (block * LARGER_PAGE - 1)) != 0;
}

static void
show_place (PgsPageCard *self,
            PgsPageState states)
{
  const guint shift = (guint) g_bit_nth_lsf (self->snapshot->page_size, -1);
  const guint64 block = 1ull << pgs_page_table_get_block_shift (shift);
  const guint64 start = self->address & ~(block - 1);
  g_autofree char *range = pgs_format_range (start, start + block);
  g_autofree char *size = pgs_format_size (block);
  g_autofree char *count = pgs_format_count ((self->address - start) >> shift);

  /* Translators: a block's size, range and which of its pages: "2 MiB 7f91…–7f91…, page 318". */
  pgs_fact_row_take_value (self->block, g_strdup_printf (_("%s %s, page %s"), size, range, count));
  pgs_fact_row_take_value (self->tables,
                           pgs_page_table_format (self->address, shift, self->n_table_levels,
                                                  ends_at_block (self, states, block)));
}

static gboolean
was_read (const PgsPages *pages,
          guint64         address)
{
  const guint64 page = address >> pgs_pages_get_shift (pages);

  return pgs_coverage_get_oldest (pgs_pages_get_coverage (pages), page, page + 1) != 0;
}

static gboolean
is_mark (PgsPageCard  *self,
         gsize         region,
         PgsPageState  states)
{
  if ((states & (PGS_PAGE_SWAPPED | PGS_PAGE_GUARD)) != PGS_PAGE_SWAPPED)
    return FALSE;
  return (self->has_probe && pgs_probe_is_mark (&self->probe)) || pgs_snapshot_has_marks (self->snapshot, region);
}

/* The sample knows zero and huge pages; what file and exclusive mean, only the page's own entry, as
 * long as they agree on where the page is. */
static PgsPageState
show_state (PgsPageCard *self)
{
  const PgsSnapshot *snapshot = self->snapshot;
  const PgsPageState both = PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED | PGS_PAGE_GUARD;
  const PgsPageState extra = PGS_PAGE_FILE | PGS_PAGE_EXCLUSIVE;
  PgsPageState states = 0;
  PgsPageState known = 0;
  PgsPageState entry;
  gsize region;

  if (snapshot->pages != NULL && was_read (snapshot->pages, self->address))
    {
      states = pgs_pages_get_state (snapshot->pages,
                                    self->address >> pgs_pages_get_shift (snapshot->pages));
      known = pgs_pages_get_known (snapshot->pages);
    }
  entry = self->has_probe ? pgs_probe_get_states (&self->probe) : 0;
  if (self->has_probe && known == 0)
    {
      states = entry;
      known = both | extra;
    }
  else if (self->has_probe && (entry & both) == (states & both))
    {
      states = (states & ~extra) | (entry & extra);
      known |= extra;
    }
  if (snapshot->maps == NULL || !pgs_maps_find (snapshot->maps, self->address, &region))
    pgs_fact_row_set_value (self->state, _("not mapped any more"));
  else if (states == 0 && pgs_snapshot_is_opaque (snapshot, region))
    pgs_fact_row_set_value (self->state, pgs_page_format_opaque ());
  else if (is_mark (self, region, states))
    pgs_fact_row_set_value (self->state, pgs_page_format_mark ());
  else if (known == 0)
    pgs_fact_row_set_value (self->state, "–");
  else
    pgs_fact_row_take_value (self->state,
                             pgs_page_format_state (states, known,
                                                    pgs_maps_get (snapshot->maps, region)));
  return states;
}

static void
show_age (PgsPageCard       *self,
          PgsSession        *session,
          const PgsSnapshot *snapshot)
{
  const PgsAges *ages = pgs_session_get_ages (session);
  gint64 since_us;

  if (ages == NULL || snapshot->page_size == 0
      || !pgs_ages_lookup (ages, self->address / snapshot->page_size, &since_us))
    pgs_fact_row_set_value (self->age, "–");
  else
    pgs_fact_row_take_value (self->age,
                             pgs_page_format_age (since_us, snapshot->monotonic_us));
}

static void
pgs_page_card_dispose (GObject *object)
{
  GtkWidget *child;

  forget (PGS_PAGE_CARD (object));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pgs_page_card_parent_class)->dispose (object);
}

static void
pgs_page_card_class_init (PgsPageCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_page_card_dispose;
  g_type_ensure (PGS_TYPE_FACT_ROW);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/io/github/pagescape_app/Pagescape/page-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsPageCard, heading);
  gtk_widget_class_bind_template_child (widget_class, PgsPageCard, state);
  gtk_widget_class_bind_template_child (widget_class, PgsPageCard, frame);
  gtk_widget_class_bind_template_child (widget_class, PgsPageCard, ask);
  gtk_widget_class_bind_template_child (widget_class, PgsPageCard, count);
  gtk_widget_class_bind_template_child (widget_class, PgsPageCard, age);
  gtk_widget_class_bind_template_child (widget_class, PgsPageCard, block);
  gtk_widget_class_bind_template_child (widget_class, PgsPageCard, tables);
  gtk_widget_class_bind_template_child (widget_class, PgsPageCard, flags);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pgs_page_card_init (PgsPageCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self->heading), "monospace");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Page"),
                                  -1);
  pgs_fact_row_set_hint (self->frame, _("Which page of RAM holds it (pagemap)"));
  pgs_fact_row_set_hint (self->count, _("How many page tables have this frame (kpagecount)"));
  pgs_fact_row_set_hint (self->flags, _("What the kernel notes of this frame (kpageflags)"));
  pgs_fact_row_set_hint (self->age, _("The first sample that showed it present"));
  pgs_fact_row_set_hint (self->block, _("What one huge page could hold at this place"));
  pgs_fact_row_set_hint (self->tables, _("The entries, one for each level, by which the processor "
                                         "finds the page; part of the address"));
}

/**
 * pgs_page_card_update:
 * @self: a card
 * @session: a session that has a snapshot
 * @address: of the page to describe
 *
 * Shows what the snapshot knows at once; the frame is read in another thread and shown when it is
 * there, if what is shown is of now.
 */
void
pgs_page_card_update (PgsPageCard *self,
                      PgsSession  *session,
                      guint64      address)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (session);

  if (self->address != address || self->process != snapshot->process)
    {
      g_autofree char *digits = pgs_page_format_address (address);
      g_autofree char *heading = NULL;

      forget (self);
      self->address = address;
      self->process = pgs_process_info_ref (snapshot->process);
      /* Translators: the heading of what is known of one page; %s is its address. */
      heading = g_strdup_printf (_("Page %s"), digits);
      gtk_label_set_text (self->heading, heading);
      pgs_fact_row_set_value (self->frame, "–");
      pgs_fact_row_set_value (self->count, NULL);
      pgs_fact_row_set_value (self->flags, NULL);
    }
  g_clear_pointer (&self->snapshot, pgs_snapshot_unref);
  self->snapshot = pgs_snapshot_ref (snapshot);
  if (!pgs_session_can_probe (session))
    show_past (self, session);
  show_age (self, session, snapshot);
  show_place (self, show_state (self));
  if (pgs_session_can_probe (session))
    read_frame (self, session);
}

/**
 * pgs_page_card_clear:
 * @self: a card
 *
 * Gives up a read that is under way.
 */
void
pgs_page_card_clear (PgsPageCard *self)
{
  forget (self);
}
