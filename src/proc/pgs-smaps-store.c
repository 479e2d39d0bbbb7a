/* pgs-smaps-store.c: the counters of one address space's regions, as they were read last
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-smaps-store.h"

#define PERIOD_US G_USEC_PER_SEC

/**
 * pgs_smaps_store_init:
 * @self: (out caller-allocates): a store of which nothing was read yet, its file not open
 */
void
pgs_smaps_store_init (PgsSmapsStore *self)
{
  *self = (PgsSmapsStore) { 0 };
  pgs_smaps_reader_init (&self->reader);
}

/**
 * pgs_smaps_store_clear:
 * @self: a store
 *
 * Closes its file.
 */
void
pgs_smaps_store_clear (PgsSmapsStore *self)
{
  pgs_smaps_reader_clear (&self->reader);
  g_clear_pointer (&self->smaps, pgs_smaps_unref);
}

static gboolean
take (PgsSmapsStore *self,
      PgsSmaps      *smaps,
      guint64        motion)
{
  if (smaps == NULL)
    return FALSE;
  self->motion = motion;
  g_clear_pointer (&self->smaps, pgs_smaps_unref);
  self->smaps = smaps;
  self->at_us = g_get_monotonic_time ();
  return TRUE;
}

static gboolean
take_empty (PgsSmapsStore *self,
            PgsMaps       *maps,
            guint64        motion)
{
  return take (self, pgs_smaps_builder_end (pgs_smaps_builder_new (maps)), motion);
}

/**
 * pgs_smaps_store_read:
 * @self: a store
 * @maps: what is mapped now
 * @motion: changes when the process was seen to change
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE if they cannot be read or not be understood; what was read before is kept then
 */
gboolean
pgs_smaps_store_read (PgsSmapsStore  *self,
                      PgsMaps        *maps,
                      guint64         motion,
                      GError        **error)
{
  if (self->reader.file.fd < 0)
    return take_empty (self, maps, motion);
  return take (self, pgs_smaps_reader_read (&self->reader, maps, error), motion);
}

/**
 * pgs_smaps_store_start:
 * @self: a store
 * @maps: what is mapped now
 *
 * Begins to read in another thread. Until pgs_smaps_store_finish() only what was read before may be used.
 */
void
pgs_smaps_store_start (PgsSmapsStore *self,
                       PgsMaps       *maps)
{
  if (self->reader.file.fd >= 0)
    pgs_smaps_reader_start (&self->reader, maps);
}

/**
 * pgs_smaps_store_finish:
 * @self: a store
 * @maps: what is mapped now
 * @motion: as it was before pgs_smaps_store_start()
 * @error: (out) (optional): why not
 *
 * Waits for what was begun, or reads if that could not.
 *
 * Returns: %FALSE as pgs_smaps_store_read()
 */
gboolean
pgs_smaps_store_finish (PgsSmapsStore  *self,
                        PgsMaps        *maps,
                        guint64         motion,
                        GError        **error)
{
  if (self->reader.file.fd < 0)
    return take_empty (self, maps, motion);
  return take (self, pgs_smaps_reader_finish (&self->reader, maps, error), motion);
}

/**
 * pgs_smaps_store_rebase:
 * @self: a store
 * @before: (nullable): the mappings that it was read with
 * @after: (nullable): those of now
 *
 * Takes over the counters of mappings that are still there.
 */
void
pgs_smaps_store_rebase (PgsSmapsStore *self,
                        PgsMaps       *before,
                        PgsMaps       *after)
{
  PgsSmaps *smaps = NULL;

  if (self->smaps != NULL && before != NULL && after != NULL)
    smaps = pgs_smaps_rebase (self->smaps, before, after);
  g_clear_pointer (&self->smaps, pgs_smaps_unref);
  self->smaps = smaps;
}

/**
 * pgs_smaps_store_is_old:
 * @self: a store
 *
 * Returns: whether they were not read for a second
 */
gboolean
pgs_smaps_store_is_old (const PgsSmapsStore *self)
{
  return g_get_monotonic_time () - self->at_us >= PERIOD_US;
}

/**
 * pgs_smaps_store_is_due:
 * @self: a store
 * @motion: changes when the process was seen to change
 *
 * Returns: whether they were not read since something changed, or for a second
 */
gboolean
pgs_smaps_store_is_due (const PgsSmapsStore *self,
                        guint64              motion)
{
  return self->smaps == NULL || self->motion != motion || pgs_smaps_store_is_old (self);
}
