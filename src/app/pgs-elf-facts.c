/* pgs-elf-facts.c: the segment that a region is of, and where its program starts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-elf-facts.h"

#include <glib/gi18n-lib.h>

#include "pgs-elf-probe.h"
#include "pgs-format.h"

struct _PgsElfFacts
{
  PgsFactRow *segment;
  PgsFactRow *entry;

  PgsProcessInfo *process; /* (nullable): of the region that the rows are about */
  guint64 start, end, inode;
  GCancellable *reading; /* (nullable) */
};

/**
 * pgs_elf_facts_new:
 * @segment: the row for the segment; lives as long as the facts
 * @entry: the row for the entry point; likewise
 *
 * Returns: (transfer full): facts about nothing
 */
PgsElfFacts *
pgs_elf_facts_new (PgsFactRow *segment,
                   PgsFactRow *entry)
{
  PgsElfFacts *self = g_new0 (PgsElfFacts, 1);

  self->segment = segment;
  self->entry = entry;
  return self;
}

static void
forget (PgsElfFacts *self)
{
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_pointer (&self->process, pgs_process_info_unref);
}

/**
 * pgs_elf_facts_free:
 * @self: (transfer full) (nullable): facts; what is being read for them is given up
 */
void
pgs_elf_facts_free (PgsElfFacts *self)
{
  if (self == NULL)
    return;
  forget (self);
  g_free (self);
}

static void
show_nothing (PgsElfFacts *self)
{
  pgs_fact_row_set_value (self->segment, NULL);
  pgs_fact_row_set_value (self->entry, NULL);
}

/* "LOAD 2 of 4, r-x: 772 KiB of the file"; and the zeros behind, which the file does not hold. */
static char *
format_segment (const PgsElfProbe *probe)
{
  const PgsElfSegment *segment = &probe->elf.segments[probe->segment];
  g_autofree char *size = pgs_format_size (segment->file_size);
  g_autofree char *zeros = NULL;
  char perms[5];

  pgs_perms_format (segment->perms, perms);
  perms[3] = '\0'; /* private or shared is not the file's matter */
  if (segment->memory_size <= segment->file_size)
    /* Translators: a segment of a program file: its number, how many there are, its permissions, its size */
    return g_strdup_printf (_("%u of %u (%s): %s of the file"), probe->segment + 1, probe->elf.n_segments, perms, size);
  zeros = pgs_format_size (segment->memory_size - segment->file_size);
  /* Translators: a segment of a program file: its number, how many there are, its permissions, its size, and the
   * size of zeros that follow it in memory */
  return g_strdup_printf (_("%u of %u (%s): %s of the file, then %s of zeros (bss)"), probe->segment + 1,
                          probe->elf.n_segments, perms, size, zeros);
}

static char *
format_entry (PgsElfFacts       *self,
              const PgsElfProbe *probe)
{
  const guint64 entry = probe->elf.entry + probe->bias;
  g_autofree char *address = pgs_format_address (entry);

  if (probe->elf.entry == 0)
    return g_strdup (_("none: it is not started itself"));
  if (entry >= self->start && entry < self->end)
    /* Translators: an address */
    return g_strdup_printf (_("%s, in this region"), address);
  return g_steal_pointer (&address);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (GError) error = NULL;
  g_autofree PgsElfProbe *probe = pgs_elf_probe_finish (result, &error);
  PgsElfFacts *self = data; /* gone if it was cancelled */

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object (&self->reading);
  if (probe == NULL || !probe->is_located)
    {
      show_nothing (self);
      return;
    }
  pgs_fact_row_take_value (self->segment, format_segment (probe));
  pgs_fact_row_take_value (self->entry, format_entry (self, probe));
}

static gboolean
is_same (PgsElfFacts       *self,
         PgsProcessInfo    *process,
         const PgsMapping  *mapping)
{
  return self->process == process && self->start == mapping->start && self->end == mapping->end
         && self->inode == mapping->inode;
}

/**
 * pgs_elf_facts_update:
 * @self: facts
 * @session: a session that has a snapshot with mappings
 * @region: index of the mapping that the rows are about
 *
 * Reads the file if that was not done for this region, and if the live process is shown; hides the rows where
 * nothing is known.
 */
void
pgs_elf_facts_update (PgsElfFacts *self,
                      PgsSession  *session,
                      gsize        region)
{
  const PgsSnapshot *snapshot = pgs_session_get_snapshot (session);
  const PgsMapping *mapping = pgs_maps_get (snapshot->maps, region);

  if (!pgs_session_can_probe (session) || mapping->inode == 0)
    {
      forget (self);
      show_nothing (self);
      return;
    }
  if (is_same (self, snapshot->process, mapping))
    return;
  forget (self);
  show_nothing (self);
  self->process = pgs_process_info_ref (snapshot->process);
  self->start = mapping->start;
  self->end = mapping->end;
  self->inode = mapping->inode;
  self->reading = g_cancellable_new ();
  pgs_elf_probe_async (snapshot->process, snapshot->maps, region, pgs_session_get_watched_opener (session),
                       self->reading, on_read, self);
}
