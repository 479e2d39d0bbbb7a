/* pgs-address-space.c: the open files of one address space, and what was read of them last
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What was read stays until it is read again and found different: maps is compared as text, so that
 * an unchanged one is neither parsed nor a new value. Pages and smaps are indexed by region and are
 * dropped with the maps that they belong to.
 *
 * A one-shot sample reads smaps in a second thread beside the scan: both only hold the process'
 * mmap_lock for reading, and each takes about as long as the other (4 GiB dense: 44 ms one after
 * the other, 20 ms together). The thread owns the smaps file and the builder until it is joined.
 */
#include "config.h"

#include "pgs-address-space.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#include "pgs-error.h"
#include "pgs-features.h"
#include "pgs-file-name.h"
#include "pgs-maps-parser.h"
#include "pgs-pagemap-abi.h"
#include "pgs-pagemap.h"
#include "pgs-proc-file.h"
#include "pgs-scan.h"
#include "pgs-smaps-parser.h"
#include "pgs-thread-stacks.h"

#define KEPT_SMAPS_BYTES (1024 * 1024)
#define BYTES_PER_MAPPING 80 /* in maps, to guess how many there are */

struct _PgsAddressSpace
{
  int dir_fd; /* borrowed */
  gint pid;
  PgsAccess access[PGS_N_PARTS];

  PgsProcFile maps_file;
  char *text; /* of @maps */
  gsize text_length;
  gsize text_capacity;
  PgsMaps *maps;
  gint64 maps_at_us;

  guint64 n_threads; /* when their stacks were looked for */
  gboolean stacks_complete;
  GHashTable *known_stacks;
  GArray *stack_pointers; /* of guint64; those that @maps was classified with */

  int pagemap_fd;
  PgsPages *pages;
  PgsSections pages_sections;
  gint64 pages_at_us;

  PgsProcFile smaps_file;
  PgsSmaps *smaps;
  gint64 smaps_at_us;
  GThread *smaps_thread;
  PgsMaps *thread_maps;   /* those that the thread builds on */
  PgsSmaps *thread_smaps; /* its result, or */
  GError *thread_error;   /* why there is none */
};

/* An address space that is not there reads as an empty one. Since Linux 6.12 or so its files cannot
 * be opened then. */
static PgsAccess
access_from_error (const GError *error,
                   int           dir_fd,
                   const char   *name)
{
  if (error == NULL)
    return PGS_ACCESS_OK;
  if (g_error_matches (error, PGS_ERROR, PGS_ERROR_ACCESS))
    return PGS_ACCESS_DENIED;
  if (faccessat (dir_fd, name, F_OK, 0) != 0 && faccessat (dir_fd, "stat", F_OK, 0) == 0)
    return PGS_ACCESS_UNSUPPORTED;
  return PGS_ACCESS_OK;
}

static PgsAccess
open_part (PgsProcFile *file,
           int          dir_fd,
           const char  *name)
{
  g_autoptr (GError) error = NULL;

  pgs_proc_file_open (file, dir_fd, name, &error);
  return access_from_error (error, dir_fd, name);
}

/* The ioctl needs the file, and works for everyone who has it. */
static PgsAccess
access_for (PgsAccess pagemap,
            gboolean  works,
            PgsAccess otherwise)
{
  if (pagemap != PGS_ACCESS_OK)
    return pagemap;
  return works ? PGS_ACCESS_OK : otherwise;
}

static PgsAddressSpace *
address_space_alloc (int  dir_fd,
                     gint pid)
{
  const PgsProcFile closed = PGS_PROC_FILE_INIT;
  PgsAddressSpace *self = g_new0 (PgsAddressSpace, 1);

  self->dir_fd = dir_fd;
  self->pid = pid;
  self->maps_file = closed;
  self->smaps_file = closed;
  self->pagemap_fd = -1;
  self->known_stacks = g_hash_table_new (NULL, NULL);
  self->stack_pointers = g_array_new (FALSE, FALSE, sizeof (guint64));
  return self;
}

static void
set_pagemap_access (PgsAddressSpace *self,
                    PgsAccess        access)
{
  const PgsFeatures *features = pgs_features_get ();

  self->access[PGS_PART_PAGEMAP] = access;
  self->access[PGS_PART_SCAN] = access_for (access, features->scan, PGS_ACCESS_UNSUPPORTED);
  self->access[PGS_PART_PFN] = access_for (access, features->pfn, PGS_ACCESS_DENIED);
}

/**
 * pgs_address_space_new:
 * @dir_fd: /proc/PID, or /proc/PID/task/TID; stays the caller's and open until this is freed
 * @pid: the process
 *
 * Opens what may be opened.
 *
 * Returns: (transfer full): an address space of which nothing was read yet
 */
PgsAddressSpace *
pgs_address_space_new (int  dir_fd,
                       gint pid)
{
  PgsAddressSpace *self = address_space_alloc (dir_fd, pid);
  PgsProcFile pagemap = PGS_PROC_FILE_INIT;

  self->access[PGS_PART_MAPS] = open_part (&self->maps_file, dir_fd, "maps");
  self->access[PGS_PART_SMAPS] = open_part (&self->smaps_file, dir_fd, "smaps");
  set_pagemap_access (self, open_part (&pagemap, dir_fd, "pagemap"));
  self->pagemap_fd = pagemap.fd;
  return self;
}

/**
 * pgs_address_space_new_empty:
 *
 * Returns: (transfer full): what kernel threads and zombies have: nothing, and nothing denied
 */
PgsAddressSpace *
pgs_address_space_new_empty (void)
{
  PgsAddressSpace *self = address_space_alloc (-1, 0);

  set_pagemap_access (self, PGS_ACCESS_OK);
  return self;
}

static void
join_smaps (PgsAddressSpace *self)
{
  if (self->smaps_thread != NULL)
    g_thread_join (g_steal_pointer (&self->smaps_thread));
  g_clear_pointer (&self->thread_maps, pgs_maps_unref);
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
  join_smaps (self);
  g_clear_pointer (&self->thread_smaps, pgs_smaps_unref);
  g_clear_error (&self->thread_error);
  if (self->pagemap_fd >= 0)
    close (self->pagemap_fd);
  pgs_proc_file_clear (&self->maps_file);
  pgs_proc_file_clear (&self->smaps_file);
  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->maps, pgs_maps_unref);
  g_clear_pointer (&self->pages, pgs_pages_unref);
  g_clear_pointer (&self->smaps, pgs_smaps_unref);
  g_clear_pointer (&self->known_stacks, g_hash_table_unref);
  g_clear_pointer (&self->stack_pointers, g_array_unref);
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
  return self->access[part];
}

static gboolean
test_path (const PgsMapping *mapping,
           const char       *path,
           gsize             length,
           gpointer          user_data)
{
  PgsAddressSpace *self = user_data;

  return pgs_file_name_test (self->dir_fd, mapping, path, length);
}

static gboolean
test_guard (guint64  address,
            gpointer user_data)
{
  PgsAddressSpace *self = user_data;
  guint64 entry;

  return self->pagemap_fd >= 0 && pgs_features_get ()->pagemap_guard &&
         pgs_pagemap_read_entry (self->pagemap_fd, address >> pgs_features_get ()->page_shift,
                                 &entry, NULL) &&
         (entry & PGS_PAGEMAP_GUARD) != 0;
}

static PgsMaps *
parse_maps (PgsAddressSpace *self,
            const PgsExe    *exe,
            GError         **error)
{
  g_autoptr (PgsMapsBuilder) builder =
    pgs_maps_builder_new (self->text_length / BYTES_PER_MAPPING + 16);
  const PgsMapsHints hints = {
    .path_test = test_path,
    .guard_test = test_guard,
    .user_data = self,
    .stack_pointers = (const guint64 *) (gpointer) self->stack_pointers->data,
    .n_stack_pointers = self->stack_pointers->len,
  };

  if (!pgs_maps_parse (self->text, self->text_length, &hints, builder, error))
    return NULL;
  return pgs_maps_builder_end (g_steal_pointer (&builder), exe);
}

/* The text just read becomes that of the maps, the old buffer is used for the next reading.
 * Returns: whether it differs. */
static gboolean
take_text (PgsAddressSpace *self)
{
  PgsProcFile *file = &self->maps_file;
  char *text = self->text;
  gsize capacity = self->text_capacity;

  if (self->maps != NULL && file->length == self->text_length &&
      memcmp (file->data, self->text, file->length) == 0)
    return FALSE;
  self->text = file->data;
  self->text_length = file->length;
  self->text_capacity = file->capacity;
  file->data = text;
  file->capacity = capacity;
  file->length = 0;
  return TRUE;
}

/* Looks for threads' stacks where something suggests that they changed. Returns: whether they did. */
static gboolean
update_stacks (PgsAddressSpace *self,
               guint64          n_threads,
               gboolean         maps_changed)
{
  g_autoptr (GArray) found = NULL;
  gboolean same;

  if (n_threads == self->n_threads && !maps_changed && self->stacks_complete)
    return FALSE;
  found = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->stacks_complete = TRUE;
  if (n_threads > 1 && n_threads != PGS_UNKNOWN)
    self->stacks_complete =
      pgs_thread_stacks_read (self->dir_fd, self->pid, self->known_stacks, found);
  self->n_threads = n_threads;
  same = found->len == self->stack_pointers->len &&
         (found->len == 0 ||
          memcmp (found->data, self->stack_pointers->data, found->len * sizeof (guint64)) == 0);
  g_array_unref (self->stack_pointers);
  self->stack_pointers = g_steal_pointer (&found);
  return !same;
}

static gboolean
has_stack_without_maps_change (PgsMaps *before,
                               PgsMaps *after)
{
  for (gsize i = 0; i < pgs_maps_get_length (after); i++)
    if (pgs_maps_get (before, i)->flags != pgs_maps_get (after, i)->flags)
      return TRUE;
  return FALSE;
}

static void
set_maps (PgsAddressSpace *self,
          PgsMaps         *maps)
{
  g_clear_pointer (&self->maps, pgs_maps_unref);
  g_clear_pointer (&self->pages, pgs_pages_unref);
  g_clear_pointer (&self->smaps, pgs_smaps_unref);
  self->maps = maps;
}

/**
 * pgs_address_space_read_maps:
 * @self: an address space
 * @exe: what the process runs
 * @n_threads: how many threads it has
 * @error: (out) (optional): why not
 *
 * Reads maps. If they are the same as before, pgs_address_space_get_maps() goes on returning the
 * same value; if not, pages and smaps are dropped.
 *
 * Returns: %FALSE if they are denied (without @error), cannot be read or not be understood
 */
gboolean
pgs_address_space_read_maps (PgsAddressSpace *self,
                             const PgsExe    *exe,
                             guint64          n_threads,
                             GError         **error)
{
  gboolean text_changed;
  PgsMaps *maps;

  if (self->access[PGS_PART_MAPS] != PGS_ACCESS_OK)
    return FALSE;
  if (self->maps_file.fd < 0)
    {
      if (self->maps == NULL)
        self->maps = pgs_maps_builder_end (pgs_maps_builder_new (0), NULL);
      self->maps_at_us = g_get_monotonic_time ();
      return TRUE;
    }
  if (!pgs_proc_file_read (&self->maps_file, PGS_PROC_FILE_MAPS_LIMIT, "maps", error))
    return FALSE;
  self->maps_at_us = g_get_monotonic_time ();
  text_changed = take_text (self);
  if (!update_stacks (self, n_threads, text_changed) && !text_changed)
    return TRUE;
  maps = parse_maps (self, exe, error);
  if (maps == NULL)
    {
      set_maps (self, NULL);
      return FALSE;
    }
  if (text_changed || has_stack_without_maps_change (self->maps, maps))
    set_maps (self, maps);
  else
    pgs_maps_unref (maps);
  return TRUE;
}

/* What pages will be known of, by which way they are read. */
static PgsPageState
known_states (gboolean    by_scan,
              PgsSections sections)
{
  const PgsFeatures *features = pgs_features_get ();
  PgsPageState known;

  if (by_scan)
    known = features->scan_states;
  else
    known = PGS_PAGE_PRESENT | PGS_PAGE_SWAPPED | (features->pagemap_guard ? PGS_PAGE_GUARD : 0);
  if (sections & PGS_SECTION_SHARING)
    known |= PGS_PAGE_FILE | PGS_PAGE_EXCLUSIVE |
             (features->soft_dirty ? PGS_PAGE_SOFT_DIRTY : 0);
  return known;
}

static void
add_to_builder (guint64      first_page,
                guint64      n_pages,
                PgsPageState states,
                gpointer     user_data)
{
  pgs_pages_builder_add (user_data, first_page, n_pages, states);
}

static void
add_to_runs (guint64      first_page,
             guint64      n_pages,
             PgsPageState states,
             gpointer     user_data)
{
  GArray *runs = user_data;
  PgsRun run = { .first = first_page, .count = n_pages, .states = (guint16) states };

  g_array_append_val (runs, run);
}

/* The part of the space that can have pages: from the first mapping to the last that counts. */
static void
get_extent (const PgsMaps *maps,
            guint64       *start,
            guint64       *end)
{
  gsize n = pgs_maps_get_length (maps);

  while (n > 0 && (pgs_maps_get (maps, n - 1)->flags & PGS_MAPPING_NOT_COUNTED))
    n--;
  *start = n > 0 ? pgs_maps_get (maps, 0)->start : 0;
  *end = n > 0 ? pgs_maps_get (maps, n - 1)->end : 0;
}

static gboolean
scan_into (PgsAddressSpace *self,
           PgsSections      sections,
           PgsPagesBuilder *builder,
           GError         **error)
{
  g_autoptr (GArray) runs = NULL;
  guint64 start;
  guint64 end;

  get_extent (self->maps, &start, &end);
  if (!(sections & PGS_SECTION_SHARING))
    return pgs_scan (self->pagemap_fd, start, end, add_to_builder, builder, error);
  runs = g_array_new (FALSE, FALSE, sizeof (PgsRun));
  return pgs_scan (self->pagemap_fd, start, end, add_to_runs, runs, error) &&
         pgs_pagemap_refine (self->pagemap_fd, (const PgsRun *) (gpointer) runs->data, runs->len,
                             add_to_builder, builder, error);
}

static gboolean
read_into (PgsAddressSpace *self,
           PgsPagesBuilder *builder,
           GError         **error)
{
  if (self->smaps == NULL && self->access[PGS_PART_SMAPS] == PGS_ACCESS_OK &&
      self->smaps_thread == NULL && pgs_pagemap_needs_smaps (self->maps))
    pgs_address_space_read_smaps (self, NULL);
  return pgs_pagemap_read (self->pagemap_fd, self->maps, self->smaps, add_to_builder, builder,
                           error);
}

/**
 * pgs_address_space_read_pages:
 * @self: an address space whose maps were read
 * @sections: with %PGS_SECTION_SHARING also what only pagemap tells; with %PGS_SECTION_PREAD
 *   without the scan
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE if they are denied (without @error) or cannot be read; what was read before is
 *   kept then
 */
gboolean
pgs_address_space_read_pages (PgsAddressSpace *self,
                              PgsSections      sections,
                              GError         **error)
{
  const gboolean by_scan =
    !(sections & PGS_SECTION_PREAD) && self->access[PGS_PART_SCAN] == PGS_ACCESS_OK;
  g_autoptr (PgsPagesBuilder) builder = NULL;
  gboolean ok = TRUE;

  if (self->access[PGS_PART_PAGEMAP] != PGS_ACCESS_OK || self->maps == NULL)
    return FALSE;
  builder = pgs_pages_builder_new (self->maps, pgs_features_get ()->page_shift,
                                   known_states (by_scan, sections));
  if (self->pagemap_fd >= 0)
    ok = by_scan ? scan_into (self, sections, builder, error) : read_into (self, builder, error);
  if (!ok)
    return FALSE;
  g_clear_pointer (&self->pages, pgs_pages_unref);
  self->pages = pgs_pages_builder_end (g_steal_pointer (&builder));
  self->pages_sections = sections & (PGS_SECTION_SHARING | PGS_SECTION_PREAD);
  self->pages_at_us = g_get_monotonic_time ();
  return TRUE;
}

static void
add_to_smaps (guint64               start,
              guint64               end,
              const PgsRegionSmaps *counters,
              gpointer              user_data)
{
  pgs_smaps_builder_add (user_data, start, end, counters);
}

static PgsSmaps *
parse_smaps (const PgsProcFile *file,
             PgsMaps           *maps,
             GError           **error)
{
  g_autoptr (PgsSmapsBuilder) builder = pgs_smaps_builder_new (maps);

  if (!pgs_smaps_parse (file->data, file->length, add_to_smaps, builder, error))
    return NULL;
  return pgs_smaps_builder_end (g_steal_pointer (&builder));
}

static PgsSmaps *
read_smaps (PgsProcFile *file,
            PgsMaps     *maps,
            GError     **error)
{
  if (file->fd < 0)
    return pgs_smaps_builder_end (pgs_smaps_builder_new (maps));
  if (!pgs_proc_file_read (file, PGS_PROC_FILE_SMAPS_LIMIT, "smaps", error))
    return NULL;
  return parse_smaps (file, maps, error);
}

static gboolean
set_smaps (PgsAddressSpace *self,
           PgsSmaps        *smaps)
{
  pgs_proc_file_trim (&self->smaps_file, KEPT_SMAPS_BYTES);
  if (smaps == NULL)
    return FALSE;
  g_clear_pointer (&self->smaps, pgs_smaps_unref);
  self->smaps = smaps;
  self->smaps_at_us = g_get_monotonic_time ();
  return TRUE;
}

/**
 * pgs_address_space_read_smaps:
 * @self: an address space whose maps were read
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE if they are denied (without @error), cannot be read or not be understood; what
 *   was read before is kept then
 */
gboolean
pgs_address_space_read_smaps (PgsAddressSpace *self,
                              GError         **error)
{
  if (self->access[PGS_PART_SMAPS] != PGS_ACCESS_OK || self->maps == NULL)
    return FALSE;
  return set_smaps (self, read_smaps (&self->smaps_file, self->maps, error));
}

static gpointer
smaps_thread (gpointer data)
{
  PgsAddressSpace *self = data;

  self->thread_smaps = read_smaps (&self->smaps_file, self->thread_maps, &self->thread_error);
  return NULL;
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
  if (self->access[PGS_PART_SMAPS] != PGS_ACCESS_OK || self->maps == NULL ||
      self->smaps_thread != NULL)
    return;
  self->thread_maps = pgs_maps_ref (self->maps);
  self->smaps_thread = g_thread_try_new ("pgs-smaps", smaps_thread, self, NULL);
}

/**
 * pgs_address_space_finish_smaps:
 * @self: an address space
 * @error: (out) (optional): why not
 *
 * Waits for what pgs_address_space_start_smaps() began, or reads smaps if that could not.
 *
 * Returns: %FALSE as pgs_address_space_read_smaps()
 */
gboolean
pgs_address_space_finish_smaps (PgsAddressSpace *self,
                                GError         **error)
{
  PgsSmaps *smaps;
  gboolean same_maps;

  if (self->smaps_thread == NULL)
    return pgs_address_space_read_smaps (self, error);
  same_maps = self->thread_maps == self->maps;
  join_smaps (self);
  smaps = g_steal_pointer (&self->thread_smaps);
  if (smaps == NULL)
    g_propagate_error (error, g_steal_pointer (&self->thread_error));
  else if (!same_maps)
    {
      g_clear_pointer (&smaps, pgs_smaps_unref);
      if (self->maps != NULL)
        smaps = self->smaps_file.fd < 0 ? read_smaps (&self->smaps_file, self->maps, error)
                                        : parse_smaps (&self->smaps_file, self->maps, error);
    }
  return set_smaps (self, smaps);
}

/**
 * pgs_address_space_read_entry:
 * @self: an address space
 * @address: of a page
 * @entry: (out): its 64 bits in pagemap
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE with %PGS_ERROR_ACCESS or %PGS_ERROR_UNSUPPORTED if pagemap cannot be read,
 *   %PGS_ERROR_NO_PROCESS if the address space is gone
 */
gboolean
pgs_address_space_read_entry (PgsAddressSpace  *self,
                              guint64           address,
                              guint64          *entry,
                              GError          **error)
{
  const PgsAccess access = self->access[PGS_PART_PAGEMAP];

  if (access == PGS_ACCESS_OK && self->pagemap_fd >= 0)
    return pgs_pagemap_read_entry (self->pagemap_fd, address >> pgs_features_get ()->page_shift,
                                   entry, error);
  if (access == PGS_ACCESS_OK)
    g_set_error_literal (error, PGS_ERROR, PGS_ERROR_NO_PROCESS, "pagemap: no address space");
  else
    g_set_error (error, PGS_ERROR,
                 access == PGS_ACCESS_DENIED ? PGS_ERROR_ACCESS : PGS_ERROR_UNSUPPORTED,
                 "pagemap: %s", pgs_access_get_id (access));
  return FALSE;
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
 * pgs_address_space_get_pages:
 * @self: an address space
 * @at_us: (out) (optional): monotonic time at which they were read
 *
 * Returns: (transfer none) (nullable): the pages read last, if their maps are still the same
 */
PgsPages *
pgs_address_space_get_pages (PgsAddressSpace *self,
                             gint64          *at_us)
{
  if (at_us != NULL)
    *at_us = self->pages_at_us;
  return self->pages;
}

/**
 * pgs_address_space_get_smaps:
 * @self: an address space
 * @at_us: (out) (optional): monotonic time at which they were read
 *
 * Returns: (transfer none) (nullable): the counters read last, if their maps are still the same
 */
PgsSmaps *
pgs_address_space_get_smaps (PgsAddressSpace *self,
                             gint64          *at_us)
{
  if (at_us != NULL)
    *at_us = self->smaps_at_us;
  return self->smaps;
}

/**
 * pgs_address_space_has_pages:
 * @self: an address space
 * @sections: what is wanted
 *
 * Returns: whether the pages read last tell at least what is wanted
 */
gboolean
pgs_address_space_has_pages (PgsAddressSpace *self,
                             PgsSections      sections)
{
  if (self->pages == NULL || ((self->pages_sections ^ sections) & PGS_SECTION_PREAD))
    return FALSE;
  return (self->pages_sections & PGS_SECTION_SHARING) || !(sections & PGS_SECTION_SHARING);
}
