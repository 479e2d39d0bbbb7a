/* pgs-sample.c: one snapshot of a process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The kernel has no way to stop a process' memory while it is read in parts. So the counters are
 * read before and after: if they are the same, nothing that they count has happened in between.
 * A full sample tries that three times, smaps included, then says that the process is moving; and so it
 * does where a process stands still in the middle of a change. A
 * tick tries once, as it comes again soon; what moved while it was read is read anew by the next
 * one, because the counters then differ from those before.
 *
 * Counters do not see everything (mprotect, mremap to the same size, collapse into huge pages,
 * reclaim of clean pages mapped elsewhere), so maps are read once a second and pages every seven
 * seconds all the same. The maps of a process that has not run at all are read with the pages only:
 * nobody but who shares its memory could have changed them.
 *
 * Where pages are read from pagemap, that may end before everything was read (pgs-page-store.c); then
 * there is no second try.
 */
#include "config.h"

#include "pgs-process-private.h"

#include "pgs-error.h"
#include "pgs-features.h"
#include "pgs-sharing.h"
#include "pgs-pause.h"
#include "pgs-plan.h"

#define MAX_TRIES 3
#define MAX_TRIES_IN_EXEC 50
#define EXEC_PAUSE_US 1000
#define COUNTERS_PERIOD_US G_USEC_PER_SEC
#define MAPS_PERIOD_US G_USEC_PER_SEC
#define MAPS_IDLE_PERIOD_US PGS_PLAN_AGE_US

static PgsSnapshot *
snapshot_new (PgsProcess *self,
              gboolean    moving)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();

  snapshot->taken_at_us = g_get_real_time ();
  snapshot->monotonic_us = g_get_monotonic_time ();
  snapshot->page_size = pgs_features_get ()->page_size;
  snapshot->moving = moving;
  snapshot->process = pgs_process_info_ref (self->info);
  pgs_counters_reader_get (&self->counters, &snapshot->counters);
  for (PgsPart part = 0; part < PGS_N_PARTS; part++)
    {
      snapshot->access[part] = pgs_address_space_get_access (self->space, part);
      snapshot->denials[part] = pgs_address_space_get_denial (self->space, part);
    }
  return snapshot;
}

/* Takes over the parts that were read last, as far as @sections asks for them. */
static void
snapshot_set_parts (PgsSnapshot *snapshot,
                    PgsProcess  *self,
                    PgsSections  sections)
{
  PgsMaps *maps = pgs_address_space_get_maps (self->space, NULL);
  PgsPages *pages = pgs_address_space_get_pages (self->space, &snapshot->pages_at_us);
  PgsSmaps *smaps = pgs_address_space_get_smaps (self->space, &snapshot->smaps_at_us);

  if (maps != NULL)
    snapshot->maps = pgs_maps_ref (maps);
  if (pages != NULL && (sections & PGS_SECTION_PAGES))
    snapshot->pages = pgs_pages_ref (pages);
  else
    snapshot->pages_at_us = 0;
  if (smaps != NULL && (sections & PGS_SECTION_SMAPS))
    snapshot->smaps = pgs_smaps_ref (smaps);
  else
    snapshot->smaps_at_us = 0;
}

/* Sharing is a kind of page state, so that asking for it asks for pages. */
static PgsSections
complete_sections (PgsSections sections)
{
  if (sections & (PGS_SECTION_SHARING | PGS_SECTION_PREAD))
    sections |= PGS_SECTION_PAGES;
  return sections;
}

/* An address space that vanishes while it is read is no error: the next look finds out why. */
static gboolean
is_fatal (GError **error)
{
  if (*error == NULL)
    return FALSE;
  if (!g_error_matches (*error, PGS_ERROR, PGS_ERROR_NO_PROCESS))
    return TRUE;
  g_clear_error (error);
  return FALSE;
}

/* smaps are read beside the scan, unless reading pages needs them first. */
static gboolean
can_read_beside (PgsProcess  *self,
                 PgsSections  sections)
{
  const PgsSections both = PGS_SECTION_PAGES | PGS_SECTION_SMAPS;

  return (sections & both) == both && !(sections & PGS_SECTION_PREAD) &&
         pgs_address_space_get_access (self->space, PGS_PART_SCAN) == PGS_ACCESS_OK;
}

/* What smaps know of sharing need not be read of each page; so pages are scanned without. */
static gboolean
takes_sharing_from_smaps (PgsProcess  *self,
                          PgsSections  sections)
{
  return can_read_beside (self, sections) && (sections & PGS_SECTION_SHARING) && pgs_sharing_works ();
}

/* What is denied is left out; @error tells what could not be read, the first of it. Smaps that the
 * pages needed are not read again. */
static void
read_parts (PgsProcess  *self,
            PgsSections  sections,
            GError     **error)
{
  PgsPlan plan = PGS_PLAN_INIT (sections);
  const guint64 motion = self->motion;
  const gint64 now_us = g_get_monotonic_time ();
  gboolean sharing_is_left = FALSE;
  gint64 smaps_at_us;

  if (!pgs_process_read_maps (self, error))
    return;
  if (can_read_beside (self, sections))
    pgs_address_space_start_smaps (self->space);
  if (takes_sharing_from_smaps (self, sections))
    plan.sections &= ~PGS_SECTION_SHARING;
  if (sections & PGS_SECTION_PAGES)
    {
      pgs_address_space_restart_pages (self->space);
      sharing_is_left = pgs_address_space_read_pages (self->space, &plan, motion, error)
                        && plan.sections != sections;
    }
  pgs_address_space_get_smaps (self->space, &smaps_at_us);
  if ((sections & PGS_SECTION_SMAPS) && smaps_at_us < now_us)
    pgs_address_space_finish_smaps (self->space, motion, *error == NULL ? error : NULL);
  if (sharing_is_left && *error == NULL)
    pgs_address_space_add_sharing (self->space, error);
}

/* In the middle of an exec, above all of one by another thread than the first, there are no mappings for a
 * moment, although none are denied. */
static gboolean
is_in_exec (PgsProcess *self)
{
  return !self->space_is_empty && pgs_address_space_get_maps (self->space, NULL) == NULL &&
         pgs_address_space_get_access (self->space, PGS_PART_MAPS) == PGS_ACCESS_OK;
}

/* All parts, again until the counters stand still. Returns: %FALSE with @error. */
static gboolean
read_consistently (PgsProcess  *self,
                   PgsSections  sections,
                   gboolean    *moving,
                   GError     **error)
{
  g_autoptr (GError) local_error = NULL;

  *moving = TRUE;
  for (guint i = 0; (i < MAX_TRIES && *moving) || (i < MAX_TRIES_IN_EXEC && is_in_exec (self)); i++)
    {
      if (i >= MAX_TRIES)
        g_usleep (EXEC_PAUSE_US);
      if (!pgs_process_refresh (self, error))
        return FALSE;
      pgs_process_refresh_slow (self);
      read_parts (self, sections, &local_error);
      if (is_fatal (&local_error))
        {
          g_propagate_error (error, g_steal_pointer (&local_error));
          return FALSE;
        }
      *moving = pgs_process_recount (self) || pgs_process_is_in_change (self);
      if (pgs_address_space_is_in_round (self->space))
        return TRUE;
    }
  return TRUE;
}

/**
 * pgs_process_sample:
 * @self: a process
 * @sections: what to read
 * @error: (out) (optional): why not
 *
 * Reads everything that @sections asks for, whether it has changed or not.
 *
 * Returns: (transfer full): a snapshot; a part that is denied is missing in it. %NULL with
 *   %PGS_ERROR_NO_PROCESS when the process is gone, or another code if the kernel's text cannot be
 *   understood or is beyond all bounds
 */
PgsSnapshot *
pgs_process_sample (PgsProcess   *self,
                    PgsSections   sections,
                    GError      **error)
{
  PgsSnapshot *snapshot;
  gboolean moving;

  sections = complete_sections (sections);
  if (!read_consistently (self, sections, &moving, error))
    return NULL;
  snapshot = snapshot_new (self, moving);
  snapshot_set_parts (snapshot, self, sections);
  return snapshot;
}

/* They may have changed, or were never read. */
static gboolean
maps_are_due (PgsProcess    *self,
              const PgsPlan *plan,
              gint64         now_us)
{
  gint64 read_at_us;

  if (pgs_address_space_get_maps (self->space, &read_at_us) == NULL)
    return TRUE;
  if (!(plan->read & PGS_PLAN_MAPS))
    return FALSE;
  if (self->maps_motion != self->motion || now_us - read_at_us >= MAPS_IDLE_PERIOD_US)
    return TRUE;
  return now_us - read_at_us >= MAPS_PERIOD_US && pgs_process_has_run (self);
}

static gboolean
pages_are_due (PgsProcess    *self,
               const PgsPlan *plan)
{
  return (plan->sections & PGS_SECTION_PAGES) && (plan->read & PGS_PLAN_PAGES) &&
         pgs_address_space_needs_pages (self->space, plan, self->motion);
}

static gboolean
smaps_are_due (PgsProcess    *self,
               const PgsPlan *plan)
{
  return (plan->sections & PGS_SECTION_SMAPS) && (plan->read & PGS_PLAN_SMAPS) &&
         pgs_address_space_needs_smaps (self->space, self->motion);
}

static gint64
cpu_time_us (void)
{
  return pgs_pause_get_cpu_ns () / 1000;
}

static void
tick_pages (PgsProcess    *self,
            const PgsPlan *plan,
            PgsCosts      *costs,
            GError       **error)
{
  const gint64 before_us = cpu_time_us ();
  const guint64 n_rounds = pgs_address_space_get_rounds (self->space);

  pgs_address_space_read_pages (self->space, plan, self->motion, error);
  costs->pages_end = pgs_address_space_get_rounds (self->space) != n_rounds;
  costs->pages_us = cpu_time_us () - before_us;
  costs->read |= PGS_PLAN_PAGES;
}

static void
tick_smaps (PgsProcess *self,
            PgsCosts   *costs,
            GError    **error)
{
  const gint64 before_us = cpu_time_us ();

  pgs_address_space_read_smaps (self->space, self->motion, error);
  costs->smaps_us = cpu_time_us () - before_us;
  costs->read |= PGS_PLAN_SMAPS;
}

/* Returns: whether there are any. */
static gboolean
tick_maps (PgsProcess *self,
           PgsCosts   *costs,
           GError    **error)
{
  gint64 before_at_us;
  gint64 at_us;
  const gint64 before_us = cpu_time_us ();
  gboolean has_maps;

  pgs_address_space_get_maps (self->space, &before_at_us);
  has_maps = pgs_process_read_maps (self, error);
  pgs_address_space_get_maps (self->space, &at_us);
  if (at_us == before_at_us)
    return has_maps;
  costs->maps_us = cpu_time_us () - before_us;
  costs->read |= PGS_PLAN_MAPS;
  return has_maps;
}

/* Reads what is due. Returns: whether the process moved while it was read. */
static gboolean
tick_parts (PgsProcess    *self,
            const PgsPlan *plan,
            PgsCosts      *costs,
            GError       **error)
{
  const gint64 now_us = g_get_monotonic_time ();
  PgsMaps *before = pgs_address_space_get_maps (self->space, NULL);

  if (self->maps_motion != self->motion || now_us - self->slow_at_us >= COUNTERS_PERIOD_US)
    pgs_process_refresh_slow (self);
  if (maps_are_due (self, plan, now_us) && !tick_maps (self, costs, error))
    return FALSE;
  if (pages_are_due (self, plan))
    tick_pages (self, plan, costs, error);
  if (*error == NULL && smaps_are_due (self, plan))
    tick_smaps (self, costs, error);
  return ((costs->read & PGS_PLAN_PAGES) ||
          before != pgs_address_space_get_maps (self->space, NULL)) &&
         pgs_process_recount (self);
}

/**
 * pgs_process_tick_planned:
 * @self: a process
 * @plan: what the snapshot should have, and what that may cost
 * @costs: (out): what was read, and what it cost
 * @error: (out) (optional): why not
 *
 * As pgs_process_tick(), but what @plan does not allow is left as it was read before.
 *
 * Returns: (transfer full): a snapshot, as from pgs_process_sample()
 */
PgsSnapshot *
pgs_process_tick_planned (PgsProcess    *self,
                          const PgsPlan *plan,
                          PgsCosts      *costs,
                          GError       **error)
{
  PgsPlan complete = *plan;
  g_autoptr (GError) local_error = NULL;
  PgsSnapshot *snapshot;
  gboolean moving;

  *costs = (PgsCosts) { 0 };
  complete.sections = complete_sections (plan->sections);
  if (!pgs_process_glance (self, error))
    return NULL;
  moving = tick_parts (self, &complete, costs, &local_error);
  if (is_fatal (&local_error))
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return NULL;
    }
  snapshot = snapshot_new (self, moving || pgs_process_is_in_change (self));
  snapshot_set_parts (snapshot, self, complete.sections);
  return snapshot;
}

/**
 * pgs_process_tick:
 * @self: a process
 * @sections: what the snapshot should have
 * @error: (out) (optional): why not
 *
 * A sample that costs little where little happens: statm (1 µs) is read each time, and stat (5 µs) if the process
 * has run or after a second; status, maps and pages only if those moved, maps once a second if it has run and pages every
 * seven seconds anyway; smaps, if asked for, when something moved or after a second. What is not read again, or
 * is found to be the same, is the same pointer as in the snapshot before.
 *
 * Returns: (transfer full): a snapshot, as from pgs_process_sample()
 */
PgsSnapshot *
pgs_process_tick (PgsProcess   *self,
                  PgsSections   sections,
                  GError      **error)
{
  const PgsPlan plan = PGS_PLAN_INIT (sections);
  PgsCosts costs;

  return pgs_process_tick_planned (self, &plan, &costs, error);
}
