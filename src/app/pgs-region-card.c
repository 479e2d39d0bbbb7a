/* pgs-region-card.c: the selected mapping in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-region-card.h"

#include <glib/gi18n-lib.h>

#include "pgs-elf-facts.h"
#include "pgs-explain.h"
#include "pgs-fact-row.h"
#include "pgs-format.h"
#include "pgs-label.h"
#include "pgs-page-card.h"
#include "pgs-page-words.h"
#include "pgs-process-words.h"
#include "pgs-read-iter.h"
#include "pgs-vm-flags.h"

struct _PgsRegionCard
{
  GtkWidget parent_instance;

  GtkLabel *heading;
  GtkLabel *subtitle;
  PgsFactRow *permissions;
  PgsFactRow *kind;
  PgsFactRow *size;
  PgsFactRow *rss;
  PgsFactRow *pss;
  PgsFactRow *private_shared;
  PgsFactRow *swap;
  PgsFactRow *huge;
  PgsFactRow *zero;
  PgsFactRow *guard;
  PgsFactRow *locked;
  PgsFactRow *counted;
  PgsFactRow *looked_at;
  PgsFactRow *grew;
  GtkWidget *explanation;
  GtkLabel *explanation_title;
  GtkLabel *explanation_text;
  PgsPageCard *page_card;
  PgsFactRow *path;
  PgsFactRow *segment;
  PgsFactRow *entry;
  PgsFactRow *offset;
  PgsFactRow *inode;
  PgsFactRow *vm_flags;
  PgsFactRow *denied;

  PgsElfFacts *elf_facts;
};

G_DEFINE_FINAL_TYPE (PgsRegionCard, pgs_region_card, GTK_TYPE_WIDGET)

static void
on_copy (GtkButton *button,
         gpointer   data)
{
  PgsRegionCard *self = data;
  g_autofree char *heading = g_strdup_printf ("%s %s", gtk_label_get_text (self->heading),
                                              gtk_label_get_text (self->subtitle));

  pgs_fact_row_copy_all (GTK_WIDGET (self), heading,
                         gtk_label_get_text (self->explanation_text));
}

static char *
format_permissions (PgsPerms perms)
{
  GString *text = g_string_new (NULL);
  char letters[5];

  pgs_perms_format (perms, letters);
  g_string_append_printf (text, "%s  ", letters);
  if (perms & PGS_PERM_READ)
    g_string_append_printf (text, "%s, ", _("read"));
  if (perms & PGS_PERM_WRITE)
    g_string_append_printf (text, "%s, ", _("write"));
  if (perms & PGS_PERM_EXEC)
    g_string_append_printf (text, "%s, ", _("execute"));
  g_string_append (text, perms & PGS_PERM_SHARED ? _("shared") : _("private"));
  return g_string_free (text, FALSE);
}

static char *
format_share (guint64 part,
              guint64 whole)
{
  g_autofree char *size = pgs_format_size (part);
  g_autofree char *percent = NULL;

  if (part == PGS_UNKNOWN || whole == 0)
    return g_steal_pointer (&size);
  percent = pgs_format_percent (100.0 * part / whole);
  return g_strdup_printf ("%s  %s", size, percent);
}

/* What the kind of a region is explained by. */
static const char *
get_kind_term (PgsKind kind)
{
  switch (kind)
    {
    case PGS_KIND_CODE:
    case PGS_KIND_DATA:
    case PGS_KIND_LIBRARY:
      return "elf";
    case PGS_KIND_HEAP:
      return "heap";
    case PGS_KIND_ANON:
      return "mmap";
    case PGS_KIND_FILE:
      return "page-cache";
    case PGS_KIND_STACK:
      return "stack";
    case PGS_KIND_SHMEM:
      return "shared-memory";
    case PGS_KIND_KERNEL:
      return "system-call";
    }
  g_return_val_if_reached (NULL);
}

static void
show_mapping (PgsRegionCard    *self,
              const PgsMapping *mapping)
{
  g_autofree char *name = pgs_format_mapping_name (mapping);
  g_autofree char *range = pgs_format_range (mapping->start, mapping->end);
  const gboolean is_file = mapping->inode != 0;

  pgs_label_update (self->heading, name);
  pgs_label_update (self->subtitle, range);
  pgs_fact_row_take_value (self->permissions, format_permissions (mapping->perms));
  pgs_fact_row_set_value (self->kind, pgs_format_kind (mapping->kind));
  pgs_fact_row_set_term (self->kind, get_kind_term (mapping->kind));
  pgs_fact_row_take_value (self->size, pgs_format_size (mapping->end - mapping->start));
  pgs_fact_row_take_value (self->path, is_file ? pgs_format_mapping_path (mapping) : NULL);
  pgs_fact_row_take_value (self->offset,
                           is_file ? g_strdup_printf ("0x%" G_GINT64_MODIFIER "x", mapping->offset)
                                   : NULL);
  pgs_fact_row_take_value (self->inode,
                           is_file ? g_strdup_printf ("%02x:%02x, %" G_GUINT64_FORMAT,
                                                      mapping->dev_major, mapping->dev_minor,
                                                      mapping->inode)
                                   : NULL);
}

static void
show_smaps (PgsRegionCard        *self,
            const PgsRegionSmaps *smaps)
{
  g_autofree char *private_bytes = NULL;
  g_autofree char *shared_bytes = NULL;

  if (smaps == NULL)
    {
      pgs_fact_row_set_value (self->pss, "–");
      pgs_fact_row_set_value (self->private_shared, "–");
      pgs_fact_row_set_value (self->locked, "–");
      pgs_fact_row_set_value (self->vm_flags, NULL);
      return;
    }
  private_bytes = pgs_format_size (pgs_sum_known (smaps->private_clean, smaps->private_dirty));
  shared_bytes = pgs_format_size (pgs_sum_known (smaps->shared_clean, smaps->shared_dirty));
  pgs_fact_row_take_value (self->pss, pgs_format_size (smaps->pss));
  pgs_fact_row_take_value (self->private_shared,
                           g_strdup_printf ("%s / %s", private_bytes, shared_bytes));
  pgs_fact_row_take_value (self->locked, pgs_format_size (smaps->locked));
  pgs_fact_row_take_value (self->vm_flags,
                           smaps->vm_flags ? pgs_vm_flags_format (smaps->vm_flags) : NULL);
}

/* A number of pages as a size, if there are any; a state that is rare is not worth a row of zero. */
static void
show_pages (PgsFactRow     *row,
            const PgsPages *pages,
            gboolean        is_known,
            guint64         n_pages)
{
  if (!is_known || n_pages == 0)
    pgs_fact_row_set_value (row, NULL);
  else
    pgs_fact_row_take_value (row, pgs_format_size (n_pages << pgs_pages_get_shift (pages)));
}

static void
show_states (PgsRegionCard        *self,
             const PgsSnapshot    *snapshot,
             const PgsRegionSmaps *smaps,
             gsize                 region)
{
  const PgsPages *pages = snapshot->pages;
  const PgsPageState known = pages != NULL ? pgs_pages_get_known_in (pages, region) : 0;
  PgsPageCounts counts = { 0 };
  guint64 swap = smaps != NULL ? smaps->swap : PGS_UNKNOWN;
  guint64 huge = smaps != NULL ? smaps->anon_huge : PGS_UNKNOWN;

  if (pages != NULL)
    pgs_pages_get_counts (pages, region, &counts);
  if (swap == PGS_UNKNOWN && (known & PGS_PAGE_SWAPPED))
    swap = counts.swapped << pgs_pages_get_shift (pages);
  if (known & PGS_PAGE_HUGE)
    huge = counts.huge << pgs_pages_get_shift (pages);
  pgs_fact_row_take_value (self->swap, pgs_format_size (swap));
  pgs_fact_row_take_value (self->huge, pgs_format_size (huge));
  show_pages (self->zero, pages, (known & PGS_PAGE_ZERO) != 0, counts.zero);
  show_pages (self->guard, pages, (known & PGS_PAGE_GUARD) != 0, counts.guard);
}

/* When the numbers of smaps and the states of pages are from, if that is not the moment shown. */
static void
show_ages (PgsRegionCard        *self,
           const PgsSnapshot    *snapshot,
           const PgsRegionSmaps *smaps,
           gsize                 region)
{
  const gint64 now_us = snapshot->monotonic_us;
  const gint64 pages_at_us = snapshot->pages ? pgs_pages_get_read_at (snapshot->pages, region) : 0;

  pgs_fact_row_take_value (self->counted,
                           smaps != NULL ? pgs_page_format_read_age (snapshot->smaps_at_us, now_us)
                                         : NULL);
  if (snapshot->pages != NULL && pages_at_us == 0)
    pgs_fact_row_set_value (self->looked_at, _("not all of them yet"));
  else
    pgs_fact_row_take_value (self->looked_at, pgs_page_format_read_age (pages_at_us, now_us));
}

/* What was resident in the same addresses. Present pages on both sides, so that the same thing is
 * compared even if smaps was read for one of them only. */
static guint64
resident_in (const PgsSnapshot *snapshot,
             const PgsMapping  *mapping)
{
  PgsPageCounts counts;
  guint shift;

  if (snapshot->pages == NULL)
    return PGS_UNKNOWN;
  shift = pgs_pages_get_shift (snapshot->pages);
  if (pgs_coverage_get_oldest (pgs_pages_get_coverage (snapshot->pages), mapping->start >> shift,
                               mapping->end >> shift) == 0)
    return PGS_UNKNOWN;
  pgs_pages_count (snapshot->pages, mapping->start >> shift,
                   (mapping->end - mapping->start) >> shift, &counts);
  return (counts.present - counts.zero) << shift;
}

static void
show_growth (PgsRegionCard     *self,
             const PgsSnapshot *snapshot,
             const PgsSnapshot *marked,
             const PgsMapping  *mapping)
{
  const guint64 now = resident_in (snapshot, mapping);
  const guint64 before = marked != NULL ? resident_in (marked, mapping) : PGS_UNKNOWN;

  /* Where the mark is later than what is shown, the region grew until then. */
  pgs_fact_row_set_title (self->grew, marked != NULL && marked->monotonic_us > snapshot->monotonic_us
                                        ? _("Grows until mark") : _("Grew since mark"));
  if (marked == NULL)
    pgs_fact_row_set_value (self->grew, NULL);
  else if (now == PGS_UNKNOWN || before == PGS_UNKNOWN)
    pgs_fact_row_set_value (self->grew, "–");
  else
    pgs_fact_row_take_value (self->grew,
                             pgs_format_size_delta (marked->monotonic_us > snapshot->monotonic_us
                                                      ? (gint64) (before - now)
                                                      : (gint64) (now - before)));
}

static void
show_explanation (PgsRegionCard     *self,
                  const PgsSnapshot *snapshot,
                  gsize              region)
{
  PgsExplanation explanation;
  g_autofree char *text = NULL;

  pgs_explanation_init (&explanation, snapshot, region);
  text = pgs_explain_text (&explanation);
  gtk_widget_set_visible (self->explanation, text != NULL);
  pgs_label_update (self->explanation_text, text != NULL ? text : "");
  if (text != NULL)
    pgs_label_update (self->explanation_title, pgs_explain_title (&explanation));
}

static void
pgs_region_card_dispose (GObject *object)
{
  GtkWidget *child;

  g_clear_pointer (&PGS_REGION_CARD (object)->elf_facts, pgs_elf_facts_free);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pgs_region_card_parent_class)->dispose (object);
}

static void
pgs_region_card_class_init (PgsRegionCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_region_card_dispose;
  g_type_ensure (PGS_TYPE_FACT_ROW);
  g_type_ensure (PGS_TYPE_PAGE_CARD);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pagescape_app/Pagescape/region-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, heading);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, subtitle);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, permissions);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, kind);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, size);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, rss);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, pss);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, private_shared);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, swap);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, huge);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, zero);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, guard);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, locked);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, counted);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, looked_at);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, grew);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, explanation);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, explanation_title);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, explanation_text);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, page_card);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, path);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, segment);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, entry);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, offset);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, inode);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, vm_flags);
  gtk_widget_class_bind_template_child (widget_class, PgsRegionCard, denied);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pgs_region_card_init (PgsRegionCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Region"), -1);
  self->elf_facts = pgs_elf_facts_new (self->segment, self->entry);
  pgs_fact_row_set_hint (self->segment, _("Which part of the program file is mapped here (its program headers)"));
  pgs_fact_row_set_hint (self->entry, _("Where the program begins to run, or its loader does (ELF header)"));
  pgs_fact_row_set_hint (self->size, _("Reserved addresses (maps)"));
  pgs_fact_row_set_hint (self->rss, _("In RAM, and which share of the size (smaps, else the pages)"));
  pgs_fact_row_set_hint (self->pss, _("In RAM, each page divided by its users (smaps)"));
  pgs_fact_row_set_hint (self->private_shared,
                         _("In RAM and mapped by this process alone / by others, too (smaps)"));
  pgs_fact_row_set_hint (self->counted,
                         _("When RES, PSS and the numbers after them were read (smaps)"));
  pgs_fact_row_set_hint (self->looked_at,
                         _("When the kernel was asked which of these pages are in RAM; of parts that "
                           "were read at different times, the oldest"));
  pgs_fact_row_set_hint (self->grew,
                         _("Pages that are in RAM in these addresses, now and at the last mark"));
}

static void
show_page (PgsRegionCard *self,
           PgsSession    *session,
           const guint64 *page)
{
  gtk_widget_set_visible (GTK_WIDGET (self->page_card), page != NULL);
  if (page != NULL)
    pgs_page_card_update (self->page_card, session, *page);
  else
    pgs_page_card_clear (self->page_card);
}

/**
 * pgs_region_card_update:
 * @self: a card
 * @session: a session that has a snapshot with mappings
 * @region: index of the mapping to describe
 * @page: (nullable): address of a page in it to describe, too
 */
void
pgs_region_card_update (PgsRegionCard *self,
                        PgsSession    *session,
                        gsize          region,
                        const guint64 *page)
{
  const PgsSnapshot *snapshot = pgs_session_get_snapshot (session);
  const PgsMapping *mapping = pgs_maps_get (snapshot->maps, region);
  const PgsRegionSmaps *smaps = snapshot->smaps ? pgs_smaps_get (snapshot->smaps, region) : NULL;

  show_mapping (self, mapping);
  pgs_fact_row_take_value (self->rss,
                           format_share (pgs_snapshot_get_region_rss (snapshot, region),
                                         mapping->end - mapping->start));
  show_smaps (self, smaps);
  show_states (self, snapshot, smaps, region);
  show_ages (self, snapshot, smaps, region);
  show_growth (self, snapshot, pgs_session_get_marked (session), mapping);
  show_explanation (self, snapshot, region);
  show_page (self, session, page);
  pgs_elf_facts_update (self->elf_facts, session, region);
  pgs_fact_row_take_value (self->denied, pgs_process_format_denied (snapshot));
}

/**
 * pgs_region_card_clear:
 * @self: a card that is not shown any more
 *
 * Gives up what is under way for it.
 */
void
pgs_region_card_clear (PgsRegionCard *self)
{
  pgs_page_card_clear (self->page_card);
}
