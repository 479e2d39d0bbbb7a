/* pgs-address-space.c: the open files of one address space, and what was read of them last
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What was read stays until it is read again and found different. Pages and smaps are indexed by
 * region: when maps have changed, what belongs to the same memory is taken over.
 */
#include "config.h"

#include "pgs-address-space-private.h"

#include <unistd.h>

#include "pgs-proc-file.h"

static PgsAddressSpace *
address_space_alloc (int      dir_fd,
                     gint     pid,
                     gboolean is_new_program)
{
  PgsAddressSpace *self = g_new0 (PgsAddressSpace, 1);

  pgs_maps_reader_init (&self->maps_reader, dir_fd, pid);
  pgs_smaps_store_init (&self->smaps);
  self->pagemap_fd = -1;
  self->pages = pgs_page_store_new (is_new_program);
  return self;
}

/**
 * pgs_address_space_new:
 * @place: where its files are; the directory stays the caller's and open until this is freed
 * @pid: the process
 * @is_new_program: it came into being while the process was watched
 *
 * Opens what may be opened.
 *
 * Returns: (transfer full): an address space of which nothing was read yet
 */
PgsAddressSpace *
pgs_address_space_new (const PgsProcPlace *place,
                       gint                pid,
                       gboolean            is_new_program)
{
  PgsAddressSpace *self = address_space_alloc (place->dir_fd, pid, is_new_program);
  PgsProcFile pagemap = PGS_PROC_FILE_INIT;

  pgs_space_access_open (&self->access, PGS_PART_MAPS, place, &self->maps_reader.file);
  pgs_space_access_open (&self->access, PGS_PART_SMAPS, place, &self->smaps.reader.file);
  pgs_space_access_open (&self->access, PGS_PART_PAGEMAP, place, &pagemap);
  self->pagemap_fd = pagemap.fd;
  self->maps_reader.pagemap_fd = pagemap.fd;
  pgs_space_access_find_denials (&self->access, place);
  return self;
}

/**
 * pgs_address_space_set_run_clock:
 * @self: an address space
 * @run_clock: (nullable): the CPU clock of the process; outlives @self
 *
 * Who does not run is not paused for.
 */
void
pgs_address_space_set_run_clock (PgsAddressSpace *self,
                                 const clockid_t *run_clock)
{
  self->run_clock = run_clock;
}

/**
 * pgs_address_space_new_empty:
 *
 * Returns: (transfer full): what kernel threads and zombies have: nothing, and nothing denied
 */
PgsAddressSpace *
pgs_address_space_new_empty (void)
{
  PgsAddressSpace *self = address_space_alloc (-1, 0, FALSE);

  pgs_space_access_open_nothing (&self->access);
  return self;
}

/**
 * pgs_address_space_free:
 * @self: (nullable) (transfer full): an address space
 */
void
pgs_address_space_free (PgsAddressSpace *self)
{
  if (self == NULL)
    return;
  pgs_maps_reader_clear (&self->maps_reader);
  pgs_smaps_store_clear (&self->smaps);
  if (self->pagemap_fd >= 0)
    close (self->pagemap_fd);
  g_clear_pointer (&self->maps, pgs_maps_unref);
  g_clear_pointer (&self->pages, pgs_page_store_free);
  pgs_space_access_clear (&self->access);
  g_free (self);
}

/**
 * pgs_address_space_get_access:
 * @self: an address space
 * @part: a part of a snapshot
 *
 * Returns: whether it can be read
 */
PgsAccess
pgs_address_space_get_access (PgsAddressSpace *self,
                              PgsPart          part)
{
  return self->access.parts[part];
}

/**
 * pgs_address_space_get_denial:
 * @self: an address space
 * @part: a part of a snapshot
 *
 * Returns: which rule of the kernel refused to show it, %PGS_DENIAL_NONE if none did
 */
PgsDenial
pgs_address_space_get_denial (PgsAddressSpace *self,
                              PgsPart          part)
{
  return self->access.denials[part];
}

static PgsMaps *
read_maps (PgsAddressSpace *self,
           const PgsExe    *exe,
           guint64          n_threads,
           GError         **error)
{
  if (self->maps_reader.file.fd >= 0)
    return pgs_maps_reader_read (&self->maps_reader, self->maps, exe, n_threads, error);
  if (self->maps != NULL)
    return pgs_maps_ref (self->maps);
  return pgs_maps_builder_end (pgs_maps_builder_new (0), NULL);
}

/**
 * pgs_address_space_read_maps:
 * @self: an address space
 * @exe: what the process runs
 * @n_threads: how many threads it has
 * @error: (out) (optional): why not
 *
 * Reads maps. If they are the same as before, pgs_address_space_get_maps() goes on returning the
 * same value.
 *
 * Returns: %FALSE if they are denied (without @error), cannot be read or not be understood
 */
gboolean
pgs_address_space_read_maps (PgsAddressSpace *self,
                             const PgsExe    *exe,
                             guint64          n_threads,
                             GError         **error)
{
  g_autoptr (PgsMaps) maps = NULL;

  if (self->access.error != NULL)
    {
      g_propagate_error (error, g_error_copy (self->access.error));
      return FALSE;
    }
  if (self->access.parts[PGS_PART_MAPS] != PGS_ACCESS_OK)
    return FALSE;
  maps = read_maps (self, exe, n_threads, error);
  if (maps == NULL || maps != self->maps)
    {
      pgs_smaps_store_rebase (&self->smaps, self->maps, maps);
      g_clear_pointer (&self->maps, pgs_maps_unref);
      self->maps = g_steal_pointer (&maps);
    }
  self->maps_at_us = g_get_monotonic_time ();
  if (self->maps != NULL)
    pgs_space_access_look_for_frames (&self->access, self->pagemap_fd, self->maps);
  return self->maps != NULL;
}

/**
 * pgs_address_space_forget_maps:
 * @self: an address space
 *
 * The mappings will be understood anew when they are read next: more is known of what they are.
 */
void
pgs_address_space_forget_maps (PgsAddressSpace *self)
{
  pgs_maps_reader_forget (&self->maps_reader);
}

static gboolean
can_read_smaps (PgsAddressSpace *self)
{
  return self->access.parts[PGS_PART_SMAPS] == PGS_ACCESS_OK && self->maps != NULL;
}

/**
 * pgs_address_space_read_smaps:
 * @self: an address space whose maps were read
 * @motion: changes when the process was seen to change
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE if they are denied (without @error), cannot be read or not be understood; what
 *   was read before is kept then
 */
gboolean
pgs_address_space_read_smaps (PgsAddressSpace *self,
                              guint64          motion,
                              GError         **error)
{
  return can_read_smaps (self) && pgs_smaps_store_read (&self->smaps, self->maps, motion, error);
}

/**
 * pgs_address_space_start_smaps:
 * @self: an address space whose maps were read
 *
 * Begins to read smaps in another thread, if they may be read. Everything but smaps may be read
 * until pgs_address_space_finish_smaps().
 */
void
pgs_address_space_start_smaps (PgsAddressSpace *self)
{
  if (can_read_smaps (self))
    pgs_smaps_store_start (&self->smaps, self->maps);
}

/**
 * pgs_address_space_finish_smaps:
 * @self: an address space
 * @motion: as it was before they were begun
 * @error: (out) (optional): why not
 *
 * Waits for what pgs_address_space_start_smaps() began, or reads smaps if that could not.
 *
 * Returns: %FALSE as pgs_address_space_read_smaps()
 */
gboolean
pgs_address_space_finish_smaps (PgsAddressSpace *self,
                                guint64          motion,
                                GError         **error)
{
  return can_read_smaps (self) && pgs_smaps_store_finish (&self->smaps, self->maps, motion, error);
}

/**
 * pgs_address_space_get_maps:
 * @self: an address space
 * @at_us: (out) (optional): monotonic time at which they were read
 *
 * Returns: (transfer none) (nullable): the mappings read last
 */
PgsMaps *
pgs_address_space_get_maps (PgsAddressSpace *self,
                            gint64          *at_us)
{
  if (at_us != NULL)
    *at_us = self->maps_at_us;
  return self->maps;
}

/**
 * pgs_address_space_get_smaps:
 * @self: an address space
 * @at_us: (out) (optional): monotonic time at which they were read
 *
 * Returns: (transfer none) (nullable): what is known of the counters of the mappings read last
 */
PgsSmaps *
pgs_address_space_get_smaps (PgsAddressSpace *self,
                             gint64          *at_us)
{
  if (at_us != NULL)
    *at_us = self->smaps.at_us;
  return self->smaps.smaps;
}

/**
 * pgs_address_space_needs_smaps:
 * @self: an address space
 * @motion: changes when the process was seen to change
 *
 * Returns: whether smaps were not read since something changed, or for a second
 */
gboolean
pgs_address_space_needs_smaps (PgsAddressSpace *self,
                               guint64          motion)
{
  return can_read_smaps (self) && pgs_smaps_store_is_due (&self->smaps, motion);
}
