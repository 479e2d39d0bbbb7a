/* pgs-smaps-reader.c: the counters of regions, read here or in a second thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A one-shot sample reads smaps in a thread beside the scan: both hold the process' mmap_lock only
 * for reading, and take about as long as each other (4 GiB dense: 44 ms one after the other, 20 ms
 * together on two processors). A sampler that goes on for hours reads it in its own thread: there
 * it is rare, and one processor is enough to take from the machine.
 */
#include "config.h"

#include "pgs-smaps-reader.h"

#include "pgs-smaps-parser.h"

#define KEPT_BYTES (1024 * 1024) /* of the buffer, between two readings */

/**
 * pgs_smaps_reader_init:
 * @self: (out caller-allocates): a reader; its file is not open
 */
void
pgs_smaps_reader_init (PgsSmapsReader *self)
{
  const PgsProcFile closed = PGS_PROC_FILE_INIT;

  *self = (PgsSmapsReader) { .file = closed };
}

static void
add_region (guint64               start,
            guint64               end,
            const PgsRegionSmaps *counters,
            gpointer              user_data)
{
  pgs_smaps_builder_add (user_data, start, end, counters);
}

static PgsSmaps *
parse (PgsSmapsReader *self,
       PgsMaps        *maps,
       GError        **error)
{
  g_autoptr (PgsSmapsBuilder) builder = pgs_smaps_builder_new (maps);

  if (!pgs_smaps_parse (self->file.data, self->file.length, add_region, builder, error))
    return NULL;
  return pgs_smaps_builder_end (g_steal_pointer (&builder));
}

static PgsSmaps *
read_and_parse (PgsSmapsReader *self,
                PgsMaps        *maps,
                GError        **error)
{
  if (!pgs_proc_file_read (&self->file, PGS_PROC_FILE_SMAPS_LIMIT, "smaps", error))
    return NULL;
  return parse (self, maps, error);
}

/**
 * pgs_smaps_reader_read:
 * @self: a reader whose file is open
 * @maps: the mappings of this moment
 * @error: (out) (optional): why not
 *
 * Returns: (transfer full) (nullable): their counters, %NULL if they cannot be read or not be
 *   understood
 */
PgsSmaps *
pgs_smaps_reader_read (PgsSmapsReader *self,
                       PgsMaps        *maps,
                       GError        **error)
{
  PgsSmaps *smaps = read_and_parse (self, maps, error);

  pgs_proc_file_trim (&self->file, KEPT_BYTES);
  return smaps;
}

static gpointer
read_in_thread (gpointer data)
{
  PgsSmapsReader *self = data;

  self->smaps = read_and_parse (self, self->maps, &self->error);
  return NULL;
}

/**
 * pgs_smaps_reader_start:
 * @self: a reader whose file is open
 * @maps: the mappings of this moment
 *
 * Begins to read in another thread, if there can be one. Does nothing if it has begun already.
 */
void
pgs_smaps_reader_start (PgsSmapsReader *self,
                        PgsMaps        *maps)
{
  if (self->thread != NULL)
    return;
  self->maps = pgs_maps_ref (maps);
  self->thread = g_thread_try_new ("pgs-smaps", read_in_thread, self, NULL);
  if (self->thread == NULL)
    g_clear_pointer (&self->maps, pgs_maps_unref);
}

/**
 * pgs_smaps_reader_finish:
 * @self: a reader whose file is open
 * @maps: the mappings that the result shall belong to
 * @error: (out) (optional): why not
 *
 * Waits for what pgs_smaps_reader_start() began, or reads now. If the mappings are others than
 * those given to it, the same text is understood anew.
 *
 * Returns: (transfer full) (nullable): as pgs_smaps_reader_read()
 */
PgsSmaps *
pgs_smaps_reader_finish (PgsSmapsReader *self,
                         PgsMaps        *maps,
                         GError        **error)
{
  g_autoptr (PgsMaps) begun_with = NULL;
  g_autoptr (PgsSmaps) smaps = NULL;

  if (self->thread == NULL)
    return pgs_smaps_reader_read (self, maps, error);
  g_thread_join (g_steal_pointer (&self->thread));
  begun_with = g_steal_pointer (&self->maps);
  smaps = g_steal_pointer (&self->smaps);
  if (smaps == NULL)
    g_propagate_error (error, g_steal_pointer (&self->error));
  else if (begun_with != maps)
    {
      g_clear_pointer (&smaps, pgs_smaps_unref);
      smaps = parse (self, maps, error);
    }
  pgs_proc_file_trim (&self->file, KEPT_BYTES);
  return g_steal_pointer (&smaps);
}

/**
 * pgs_smaps_reader_clear:
 * @self: a reader
 *
 * Waits for the thread, if there is one, and closes the file.
 */
void
pgs_smaps_reader_clear (PgsSmapsReader *self)
{
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));
  g_clear_pointer (&self->maps, pgs_maps_unref);
  g_clear_pointer (&self->smaps, pgs_smaps_unref);
  g_clear_error (&self->error);
  pgs_proc_file_clear (&self->file);
}
