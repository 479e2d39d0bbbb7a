/* pgs-maps-reader.c: the mappings of one address space, read again and again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The text is compared with that of the reading before (640 mappings: 5 µs to compare, 15 to parse),
 * so that mappings that did not change are the same value for everyone who holds it.
 *
 * Threads' stacks are not in the text. They are looked for when the text changed, when the number of
 * threads did (a stack is mapped before its thread exists), and as long as a thread was never seen
 * asleep.
 */
#include "config.h"

#include "pgs-maps-reader.h"

#include <string.h>

#include "pgs-features.h"
#include "pgs-file-name.h"
#include "pgs-maps-parser.h"
#include "pgs-pagemap-abi.h"
#include "pgs-pagemap.h"
#include "pgs-process-info.h"
#include "pgs-thread-stacks.h"

#define BYTES_PER_MAPPING 49 /* at least, in maps of 64 bits: what is reserved too much is never touched */

/**
 * pgs_maps_reader_init:
 * @self: (out caller-allocates): a reader; its file is not open
 * @dir_fd: /proc/PID, or /proc/PID/task/TID; stays the caller's and open until the reader is cleared
 * @pid: the process
 */
void
pgs_maps_reader_init (PgsMapsReader *self,
                      int            dir_fd,
                      gint           pid)
{
  const PgsProcFile closed = PGS_PROC_FILE_INIT;

  *self = (PgsMapsReader) {
    .dir_fd = dir_fd,
    .pid = pid,
    .pagemap_fd = -1,
    .file = closed,
    .last = closed,
    .known_stacks = g_hash_table_new (NULL, NULL),
    .stack_pointers = g_array_new (FALSE, FALSE, sizeof (guint64)),
  };
}

/**
 * pgs_maps_reader_clear:
 * @self: a reader
 *
 * Closes its file.
 */
void
pgs_maps_reader_clear (PgsMapsReader *self)
{
  pgs_proc_file_clear (&self->file);
  pgs_proc_file_clear (&self->last);
  g_clear_pointer (&self->known_stacks, g_hash_table_unref);
  g_clear_pointer (&self->stack_pointers, g_array_unref);
}

/**
 * pgs_maps_reader_forget:
 * @self: a reader
 *
 * What is read next counts as changed.
 */
void
pgs_maps_reader_forget (PgsMapsReader *self)
{
  pgs_proc_file_trim (&self->last, 0);
}

static gboolean
test_path (const PgsMapping *mapping,
           const char       *path,
           gsize             length,
           gpointer          user_data)
{
  PgsMapsReader *self = user_data;

  return pgs_file_name_test (self->dir_fd, mapping, path, length);
}

static gboolean
test_guard (guint64  address,
            gpointer user_data)
{
  const PgsFeatures *features = pgs_features_get ();
  PgsMapsReader *self = user_data;
  guint64 entry;

  return self->pagemap_fd >= 0 && features->pagemap_guard &&
         pgs_pagemap_read_entry (self->pagemap_fd, address >> features->page_shift, &entry, NULL) &&
         (entry & PGS_PAGEMAP_GUARD) != 0;
}

static PgsMaps *
parse (PgsMapsReader *self,
       const PgsExe  *exe,
       GError       **error)
{
  g_autoptr (PgsMapsBuilder) builder =
    pgs_maps_builder_new (self->last.length / BYTES_PER_MAPPING + 16);
  const PgsMapsHints hints = {
    .path_test = test_path,
    .guard_test = test_guard,
    .user_data = self,
    .stack_pointers = (const guint64 *) (gpointer) self->stack_pointers->data,
    .n_stack_pointers = self->stack_pointers->len,
  };

  if (!pgs_maps_parse (self->last.data, self->last.length, &hints, builder, error))
    return NULL;
  return pgs_maps_builder_end (g_steal_pointer (&builder), exe);
}

/* What was just read becomes the last text; the old buffer is used for the next reading. Returns:
 * whether it differs. */
static gboolean
take_text (PgsMapsReader *self)
{
  PgsProcFile *read = &self->file;
  PgsProcFile *last = &self->last;
  const PgsProcFile swap = *last;

  if (last->data != NULL && last->length == read->length &&
      memcmp (last->data, read->data, read->length) == 0)
    return FALSE;
  last->data = read->data;
  last->length = read->length;
  last->capacity = read->capacity;
  read->data = swap.data;
  read->length = 0;
  read->capacity = swap.capacity;
  return TRUE;
}

/* Looks for stacks where something suggests that they changed. Returns: whether they did. */
static gboolean
update_stacks (PgsMapsReader *self,
               guint64        n_threads,
               gboolean       text_changed)
{
  g_autoptr (GArray) found = NULL;
  gboolean same;

  if (n_threads == self->n_threads && !text_changed && self->stacks_complete)
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

/* Of the same text: only what was known of stacks can differ. */
static gboolean
has_same_stacks (PgsMaps *a,
                 PgsMaps *b)
{
  for (gsize i = 0; i < pgs_maps_get_length (a); i++)
    if (pgs_maps_get (a, i)->flags != pgs_maps_get (b, i)->flags)
      return FALSE;
  return TRUE;
}

/**
 * pgs_maps_reader_read:
 * @self: a reader whose file is open
 * @before: (nullable): what it returned before
 * @exe: what the process runs
 * @n_threads: how many threads it has
 * @error: (out) (optional): why not
 *
 * Returns: (transfer full) (nullable): the mappings, @before if they are the same; none when the
 *   address space is gone; %NULL if they cannot be read or not be understood
 */
PgsMaps *
pgs_maps_reader_read (PgsMapsReader  *self,
                      PgsMaps        *before,
                      const PgsExe   *exe,
                      guint64         n_threads,
                      GError        **error)
{
  g_autoptr (PgsMaps) maps = NULL;
  gboolean text_changed;
  gboolean stacks_changed;

  if (!pgs_proc_file_read (&self->file, PGS_PROC_FILE_MAPS_LIMIT, "maps", error))
    return NULL;
  text_changed = take_text (self) || before == NULL;
  stacks_changed = update_stacks (self, n_threads, text_changed);
  if (!text_changed && !stacks_changed)
    return pgs_maps_ref (before);
  maps = parse (self, exe, error);
  if (maps != NULL && !text_changed && has_same_stacks (before, maps))
    return pgs_maps_ref (before);
  return g_steal_pointer (&maps);
}
