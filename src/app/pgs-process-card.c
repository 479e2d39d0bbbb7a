/* pgs-process-card.c: the watched process in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-card.h"

#include <glib/gi18n-lib.h>

#include "pgs-fact-row.h"
#include "pgs-format.h"
#include "pgs-label.h"
#include "pgs-page-table.h"
#include "pgs-probe.h"
#include "pgs-process-words.h"
#include "pgs-strip-words.h"
#include "pgs-text.h"

#define READ_EVERY_US G_USEC_PER_SEC

struct _PgsProcessCard
{
  GtkWidget parent_instance;

  GtkLabel *heading;
  GtkLabel *subtitle;
  PgsFactRow *inside;
  PgsFactRow *state;
  PgsFactRow *threads;
  PgsFactRow *started;
  PgsFactRow *virt;
  PgsFactRow *res;
  PgsFactRow *peak;
  PgsFactRow *swap;
  PgsFactRow *committed;
  PgsFactRow *minor;
  PgsFactRow *major;
  PgsFactRow *page_tables;
  PgsFactRow *flat_tables;
  PgsFactRow *kernel;
  PgsFactRow *oom;
  PgsFactRow *cgroup_limit;
  PgsFactRow *cgroup_used;
  PgsFactRow *cgroup;
  PgsFactRow *exe;
  PgsFactRow *denied;

  const PgsProcessInfo *process; /* only compared */
  GCancellable *reading;         /* NULL if the cgroup is not being read */
  gint64 read_us;                /* when that was begun last; 0: not of this process */
};

G_DEFINE_FINAL_TYPE (PgsProcessCard, pgs_process_card, GTK_TYPE_WIDGET)

static void
on_copy (GtkButton *button,
         gpointer   data)
{
  PgsProcessCard *self = data;
  g_autofree char *heading = g_strdup_printf ("%s (%s)", gtk_label_get_text (self->heading),
                                              gtk_label_get_text (self->subtitle));

  pgs_fact_row_copy_all (GTK_WIDGET (self), heading, NULL);
}

static void
show_identity (PgsProcessCard       *self,
               const PgsProcessInfo *process)
{
  g_autofree char *name = pgs_text_dup_display (process->name != NULL ? process->name : "", -1);
  g_autofree char *user = pgs_text_dup_display (process->user != NULL ? process->user : "–", -1);
  /* Translators: who a process is: its number and its user. */
  g_autofree char *subtitle = g_strdup_printf (_("PID %d · %s"), process->pid, user);

  pgs_fact_row_take_value (self->inside, pgs_process_format_inner (process));
  pgs_label_update (self->heading, name);
  pgs_label_update (self->subtitle, subtitle);
  pgs_fact_row_take_value (self->started, pgs_process_format_time (process->started_at_us));
  pgs_fact_row_take_value (self->exe, pgs_text_dup_display (process->exe, -1));
  pgs_fact_row_take_value (self->cgroup, pgs_text_dup_display (process->cgroup, -1));
}

static void
show_state (PgsProcessCard       *self,
            PgsSession           *session,
            const PgsSnapshot    *snapshot)
{
  const PgsExit *exit_info = pgs_session_get_exit (session);
  g_autofree char *how = NULL;
  g_autofree char *when = NULL;

  if (exit_info->ended && pgs_session_shows_latest (session))
    {
      how = pgs_process_format_exit (exit_info->status_known, exit_info->status);
      when = pgs_process_format_time (exit_info->at_us);
      /* Translators: how a process ended, and when. */
      pgs_fact_row_take_value (self->state, exit_info->at_us == 0 ? g_steal_pointer (&how)
                                                                   : g_strdup_printf (_("%s, %s"), how, when));
    }
  else if (snapshot->process->is_kernel_thread)
    pgs_fact_row_set_value (self->state, _("kernel thread, no memory of its own"));
  else
    pgs_fact_row_set_value (self->state, pgs_format_state (snapshot->counters.state));
}

static char *
format_oom (guint64 score)
{
  g_autofree char *number = pgs_format_count (score);

  if (score == PGS_UNKNOWN)
    return g_steal_pointer (&number);
  /* Translators: the score by which a process is chosen when memory runs out. */
  return g_strdup_printf (_("%s; the highest is ended first"), number);
}

/* What the page table would take if it were an array with an entry for each page: of 32-bit addresses, as in
 * textbooks, and of those that a program has here. The real one is a tree without the empty branches. */
static char *
format_flat_tables (const PgsSnapshot *snapshot)
{
  const guint page_shift = snapshot->page_size > 0 ? g_bit_nth_lsf (snapshot->page_size, -1) : 0;
  const gsize n_regions = snapshot->maps != NULL ? pgs_maps_get_length (snapshot->maps) : 0;
  gsize last = n_regions;
  g_autofree char *entries_32 = NULL, *size_32 = NULL, *entries = NULL, *size = NULL;
  guint bits;

  while (last > 0 && (pgs_maps_get (snapshot->maps, last - 1)->flags & PGS_MAPPING_NOT_COUNTED))
    last--;
  if (last == 0 || page_shift == 0)
    return NULL;
  bits = pgs_page_table_get_address_bits (pgs_maps_get (snapshot->maps, last - 1)->end);
  entries_32 = pgs_format_count (pgs_page_table_get_flat_entries (32, page_shift));
  size_32 = pgs_format_size (pgs_page_table_get_flat_entries (32, page_shift) * PGS_PAGE_TABLE_ENTRY_32);
  if (bits <= 32)
    /* Translators: a number of entries of a page table, and their size */
    return g_strdup_printf (_("32-bit addresses: %s entries, %s"), entries_32, size_32);
  entries = pgs_format_count (pgs_page_table_get_flat_entries (bits, page_shift));
  size = pgs_format_size (pgs_page_table_get_flat_entries (bits, page_shift) * PGS_PAGE_TABLE_ENTRY_64);
  /* Translators: a number of entries of a page table and their size; a number of bits, then the same for that */
  return g_strdup_printf (_("32-bit addresses: %s entries, %s\nthe %u bits here: %s entries, %s"), entries_32, size_32,
                          bits, entries, size);
}

static void
show_counters (PgsProcessCard    *self,
               const PgsCounters *counters)
{
  pgs_fact_row_take_value (self->threads, pgs_format_count (counters->threads));
  pgs_fact_row_take_value (self->virt, pgs_format_size (counters->virt));
  pgs_fact_row_take_value (self->res, pgs_format_size (counters->res));
  pgs_fact_row_take_value (self->peak, pgs_format_size (counters->peak_res));
  pgs_fact_row_take_value (self->swap, pgs_format_size (counters->swap));
  pgs_fact_row_take_value (self->minor, pgs_format_count (counters->minor_faults));
  pgs_fact_row_take_value (self->major, pgs_format_count (counters->major_faults));
  pgs_fact_row_take_value (self->page_tables, pgs_format_size (counters->page_tables));
  pgs_fact_row_take_value (self->oom, format_oom (counters->oom_score));
}

static void
show_cgroup (PgsProcessCard *self,
             guint64         limit,
             guint64         use)
{
  g_autofree char *size = pgs_format_size (use);
  g_autofree char *percent = NULL;

  if (limit == PGS_UNKNOWN)
    pgs_fact_row_set_value (self->cgroup_limit, _("none known"));
  else
    pgs_fact_row_take_value (self->cgroup_limit, pgs_format_size (limit));
  if (limit == PGS_UNKNOWN || limit == 0 || use == PGS_UNKNOWN)
    {
      pgs_fact_row_set_value (self->cgroup_used, use == PGS_UNKNOWN ? NULL : size);
      return;
    }
  percent = pgs_format_percent (100.0 * use / limit);
  pgs_fact_row_take_value (self->cgroup_used, g_strdup_printf ("%s  %s", size, percent));
}

static void
on_cgroup_read (GObject      *source,
                GAsyncResult *result,
                gpointer      data)
{
  g_autoptr (PgsProcessCard) self = data;
  g_autoptr (GError) error = NULL;
  guint64 limit, use;
  const gboolean done = pgs_probe_cgroup_finish (result, &limit, &use, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  if (done)
    show_cgroup (self, limit, use);
}

static void
forget (PgsProcessCard *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->read_us = 0;
}

/* At most one read at a time, and one in a second; the next sample asks again. What an ended process left is not read, nor
 * what is used now shown beside another moment. */
static void
read_cgroup (PgsProcessCard *self,
             PgsSession     *session,
             PgsProcessInfo *process)
{
  const gint64 now_us = g_get_monotonic_time ();

  if (self->process != process)
    {
      forget (self);
      self->process = process;
      show_cgroup (self, process->memory_limit, PGS_UNKNOWN);
    }
  if (!pgs_session_can_probe (session))
    {
      forget (self);
      show_cgroup (self, process->memory_limit, PGS_UNKNOWN);
      return;
    }
  if (self->reading != NULL || (self->read_us != 0 && now_us - self->read_us < READ_EVERY_US))
    return;
  self->read_us = now_us;
  self->reading = g_cancellable_new ();
  pgs_probe_cgroup_async (process, pgs_session_get_watched_opener (session), self->reading, on_cgroup_read,
                          g_object_ref (self));
}

static void
pgs_process_card_dispose (GObject *object)
{
  GtkWidget *child;

  forget (PGS_PROCESS_CARD (object));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (pgs_process_card_parent_class)->dispose (object);
}

static void
pgs_process_card_class_init (PgsProcessCardClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_process_card_dispose;
  g_type_ensure (PGS_TYPE_FACT_ROW);
  gtk_widget_class_set_template_from_resource (
      widget_class, "/io/github/pagescape_app/Pagescape/process-card.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, heading);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, subtitle);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, inside);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, state);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, threads);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, started);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, virt);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, res);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, peak);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, swap);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, committed);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, minor);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, major);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, page_tables);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, flat_tables);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, kernel);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, oom);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, cgroup_limit);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, cgroup_used);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, cgroup);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, exe);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessCard, denied);
  gtk_widget_class_bind_template_callback (widget_class, on_copy);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
pgs_process_card_init (PgsProcessCard *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Process"), -1);
  pgs_fact_row_set_hint (self->cgroup_used,
                         _("Memory of all processes of the cgroup that sets the limit, page cache "
                           "included"));
  pgs_fact_row_set_hint (self->inside,
                         _("Its numbers in its own namespaces, as in a container (status, uid_map)"));
  pgs_fact_row_set_hint (self->virt, _("All addresses that it reserved (statm)"));
  pgs_fact_row_set_hint (self->res, _("What of it is in RAM (statm)"));
  pgs_fact_row_set_hint (self->peak, _("The most that was ever in RAM at once (status, VmHWM)"));
  pgs_fact_row_set_hint (self->swap, _("Moved out to swap, without shared memory (status, VmSwap)"));
  pgs_fact_row_set_hint (self->committed,
                         _("What the kernel promised it: its mappings that count towards the commit limit, "
                           "touched or not (smaps, VmFlags ac)"));
  pgs_fact_row_set_hint (self->minor, _("Page faults since its start that needed no disk (stat)"));
  pgs_fact_row_set_hint (self->major, _("Page faults since its start that waited for a disk (stat)"));
  pgs_fact_row_set_hint (self->page_tables,
                         _("RAM for the page tables themselves (status, VmPTE)"));
  pgs_fact_row_set_hint (self->flat_tables,
                         _("What a page table without levels would take: an entry for each page of all addresses "
                           "(4 bytes for 32-bit addresses, else 8)"));
  pgs_fact_row_set_value (self->kernel, NULL);
  pgs_fact_row_set_hint (self->oom,
                         _("When memory runs out, the kernel ends the process with the highest "
                           "score (oom_score)"));
  pgs_fact_row_set_hint (self->cgroup_limit,
                         _("The smallest limit of its cgroup and those above it; if their processes "
                           "need more, one of them is ended"));
}

/**
 * pgs_process_card_update:
 * @self: a card
 * @session: a session that has a snapshot
 */
void
pgs_process_card_update (PgsProcessCard *self,
                         PgsSession     *session)
{
  const PgsSnapshot *snapshot = pgs_session_get_snapshot (session);

  show_identity (self, snapshot->process);
  show_state (self, session, snapshot);
  show_counters (self, &snapshot->counters);
  pgs_fact_row_take_value (self->flat_tables, format_flat_tables (snapshot));
  pgs_fact_row_take_value (self->committed, pgs_format_size (pgs_snapshot_get_committed (snapshot)));
  read_cgroup (self, session, snapshot->process);
  pgs_fact_row_take_value (self->denied, pgs_process_format_denied (snapshot));
}

/**
 * pgs_process_card_set_isolation:
 * @self: a card
 * @isolation: how the kernel's half is kept from the programs of the machine that is watched
 */
void
pgs_process_card_set_isolation (PgsProcessCard *self,
                                PgsIsolation    isolation)
{
  const char *value = isolation == PGS_ISOLATION_TABLES ? _("not in the page table while it runs (isolated)")
                      : isolation == PGS_ISOLATION_NONE ? _("in its page table, but protected (not isolated)")
                                                        : NULL;

  pgs_fact_row_set_value (self->kernel, value);
  pgs_fact_row_set_hint (self->kernel, pgs_isolation_explain (isolation));
}
