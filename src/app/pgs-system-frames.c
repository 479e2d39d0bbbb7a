/* pgs-system-frames.c: three measures of RAM that overlap, and its free blocks by size
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-system-frames.h"

#include <glib/gi18n-lib.h>

#include "pgs-columns-layout.h"
#include "pgs-format.h"
#include "pgs-measure.h"

#define COLUMN_WIDTH 400 /* px */
#define SPACING 24

struct _PgsSystemFrames
{
  GtkWidget parent_instance;

  PgsMeasure *free, *cache, *available;
  GtkLabel *gap;
  PgsMeasure *orders[PGS_SYSTEM_N_ORDERS];
  GtkLabel *blocks;
};

G_DEFINE_FINAL_TYPE (PgsSystemFrames, pgs_system_frames, GTK_TYPE_WIDGET)

static GtkWidget *
add_column (PgsSystemFrames *self,
            const char      *title,
            const char      *description)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 9);
  GtkWidget *heading = gtk_label_new (title);
  GtkWidget *label = gtk_label_new (description);

  gtk_label_set_xalign (GTK_LABEL (heading), 0);
  gtk_label_set_wrap (GTK_LABEL (heading), TRUE);
  gtk_widget_add_css_class (heading, "heading");
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dim-label");
  gtk_widget_add_css_class (box, "card");
  gtk_widget_add_css_class (box, "system-card");
  gtk_widget_set_valign (box, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (box), heading);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_set_parent (box, GTK_WIDGET (self));
  return box;
}

static PgsMeasure *
add_measure (GtkWidget    *box,
             const char   *title,
             const char   *term_id,
             PgsShareRole  role,
             const char   *caption)
{
  GtkWidget *measure = pgs_measure_new (title, term_id, role);

  pgs_measure_set_caption (PGS_MEASURE (measure), caption);
  gtk_box_append (GTK_BOX (box), measure);
  return PGS_MEASURE (measure);
}

static GtkLabel *
add_note (GtkWidget *box)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "explanation");
  gtk_box_append (GTK_BOX (box), label);
  return GTK_LABEL (label);
}

static void
add_measures (PgsSystemFrames *self)
{
  GtkWidget *box = add_column (self, _("Three measures of RAM"),
                               _("They overlap and leave something out, so they do not add up to all RAM."));

  self->free = add_measure (box, "free", "available", PGS_SHARE_PLAIN,
                            _("RAM that holds nothing. Little of it is normal: what is free is of no use."));
  self->cache = add_measure (box, "buff/cache", "page-cache", PGS_SHARE_CACHE,
                             _("Contents of files, and kernel memory that can be given back; but also tmpfs and "
                               "shared memory, which cannot."));
  self->available = add_measure (box, "available", NULL, PGS_SHARE_AVAILABLE,
                                 _("What new programs can have without swapping, as the kernel estimates: free "
                                   "memory less a reserve, and the part of the caches that can be dropped."));
  self->gap = add_note (box);
}

static void
add_blocks (PgsSystemFrames *self)
{
  GtkWidget *box = add_column (self, _("Free blocks by size"),
                               _("Free RAM is kept in blocks of 1, 2, 4, 8 … frames in a row. Single pages need "
                                 "only the smallest; a huge page needs one of 2 MiB."));

  for (guint i = 0; i < PGS_SYSTEM_N_ORDERS; i++)
    self->orders[i] = add_measure (box, NULL, NULL, PGS_SHARE_PLAIN, NULL);
  self->blocks = add_note (box);
}

static void
pgs_system_frames_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pgs_system_frames_parent_class)->dispose (object);
}

static void
pgs_system_frames_class_init (PgsSystemFramesClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_system_frames_dispose;
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pgs_system_frames_init (PgsSystemFrames *self)
{
  gtk_widget_set_layout_manager (GTK_WIDGET (self), pgs_columns_layout_new (COLUMN_WIDTH, SPACING));
  add_measures (self);
  add_blocks (self);
}

static void
set_size (PgsMeasure *measure,
          guint64     size,
          guint64     total)
{
  const gboolean is_known = size != PGS_UNKNOWN && total != PGS_UNKNOWN && total > 0;
  g_autofree char *text = pgs_format_size (size);

  pgs_measure_set_value (measure, text, is_known ? (double) size / (double) total : -1);
}

/* What makes the first two and the third differ, with the numbers of now. */
static void
update_gap (PgsSystemFrames *self,
            const PgsSystem *system)
{
  const guint64 cache = pgs_system_get_buff_cache (system);
  g_autofree char *sum = NULL, *available = NULL, *shared = NULL, *text = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->gap), cache != PGS_UNKNOWN && system->free != PGS_UNKNOWN
                                                    && system->available != PGS_UNKNOWN);
  if (!gtk_widget_get_visible (GTK_WIDGET (self->gap)))
    return;
  sum = pgs_format_size (system->free + cache);
  available = pgs_format_size (system->available);
  shared = pgs_format_size (system->shmem);
  /* Translators: three amounts of memory */
  text = g_strdup_printf (_("free + buff/cache is %s, available is %s. %s of the cache are tmpfs and shared memory, "
                            "and the kernel keeps a reserve."), sum, available, shared);
  gtk_label_set_text (self->gap, text);
}

static guint64
get_largest (const PgsSystem *system)
{
  guint64 largest = 0;

  for (guint i = 0; i < PGS_SYSTEM_N_ORDERS; i++)
    {
      const guint64 size = pgs_system_get_order_size (system, i);

      if (size != PGS_UNKNOWN)
        largest = MAX (largest, size);
    }
  return largest;
}

static void
update_order (PgsSystemFrames *self,
              const PgsSystem *system,
              guint            order,
              guint64          largest)
{
  const guint64 size = pgs_system_get_order_size (system, order);
  g_autofree char *block = pgs_format_size (system->page_size << order);
  g_autofree char *n_blocks = pgs_format_count (system->free_blocks[order]);
  g_autofree char *amount = pgs_format_size (size);
  /* Translators: a power of two (the order of a block of memory), and the size of such a block */
  g_autofree char *title = g_strdup_printf (_("Order %u: %s"), order, block);
  /* Translators: a number of blocks, and their size together */
  g_autofree char *value = g_strdup_printf (_("%s free · %s"), n_blocks, amount);

  pgs_measure_set_title (self->orders[order], title);
  pgs_measure_set_value (self->orders[order], value, largest > 0 ? (double) size / (double) largest : 0);
}

/* How many huge pages there is room for: of 2 MiB, or what a block of page table entries maps here. */
static void
update_huge (PgsSystemFrames *self,
             const PgsSystem *system)
{
  guint64 room = 0;
  gboolean is_known = system->huge_page_size != PGS_UNKNOWN && system->page_size != PGS_UNKNOWN;
  g_autofree char *huge = NULL, *size = NULL, *text = NULL;

  for (guint i = 0; is_known && i < PGS_SYSTEM_N_ORDERS; i++)
    if (system->free_blocks[i] != PGS_UNKNOWN && system->page_size << i >= system->huge_page_size)
      room += pgs_system_get_order_size (system, i) / MAX (system->huge_page_size, 1);
  gtk_widget_set_visible (GTK_WIDGET (self->blocks), is_known);
  if (!is_known)
    return;
  huge = pgs_format_count (room);
  size = pgs_format_size (system->huge_page_size);
  /* Translators: a number, and the size of a huge page */
  text = g_strdup_printf (_("In these blocks is room for %s huge pages of %s. More can be made by moving pages "
                            "together, which takes time."), huge, size);
  gtk_label_set_text (self->blocks, text);
}

/**
 * pgs_system_frames_update:
 * @self: a view
 * @system: a reading
 */
void
pgs_system_frames_update (PgsSystemFrames *self,
                          const PgsSystem *system)
{
  const guint64 largest = get_largest (system);

  set_size (self->free, system->free, system->total);
  set_size (self->cache, pgs_system_get_buff_cache (system), system->total);
  set_size (self->available, system->available, system->total);
  update_gap (self, system);
  for (guint i = 0; i < PGS_SYSTEM_N_ORDERS; i++)
    {
      const gboolean is_known = pgs_system_get_order_size (system, i) != PGS_UNKNOWN;

      gtk_widget_set_visible (GTK_WIDGET (self->orders[i]), is_known);
      if (is_known)
        update_order (self, system, i, largest);
    }
  update_huge (self, system);
}
