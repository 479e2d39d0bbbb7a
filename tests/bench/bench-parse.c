/* bench-parse.c: what understanding maps and smaps costs beside reading them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: bench-parse PID ROUNDS
 * Prints one line a round: how many mappings, then CPU time of this thread in nanoseconds: the read
 * of maps, parsing and building what was read into memory that was used before, the same into memory
 * that the kernel first has to find, comparing the text with an equal one, the read of smaps, parsing
 * and building that.
 */
#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench-proc.h"
#include "pgs-maps-parser.h"
#include "pgs-pause.h"
#include "pgs-smaps-parser.h"
#include "pgs-smaps.h"

#define KEPT_BYTES (32 << 20) /* the largest block that malloc does not map by itself */

typedef struct
{
  int fd;
  char *data;
  gsize length, capacity;
} Text;

static void
text_open (Text       *self,
           int         pid,
           const char *name)
{
  *self = (Text) { .fd = bench_proc_open (pid, name) };
}

/* Returns: the time that it took, once the buffer was large enough. */
static gint64
text_read (Text *self)
{
  gint64 start = pgs_pause_get_cpu_ns ();
  ssize_t n_read;

  self->length = 0;
  while ((n_read = pread (self->fd, self->data + self->length, self->capacity - self->length,
                          (off_t) self->length)) > 0)
    self->length += (gsize) n_read;
  if (self->length < self->capacity)
    return pgs_pause_get_cpu_ns () - start;
  self->capacity = MAX (1 << 20, self->capacity * 2);
  self->data = g_realloc (self->data, self->capacity);
  memset (self->data, 0, self->capacity);
  return text_read (self);
}

/* Freed memory stays the program's until malloc_trim(). */
static void
keep_memory (void)
{
  mallopt (M_MMAP_THRESHOLD, KEPT_BYTES);
  mallopt (M_TRIM_THRESHOLD, G_MAXINT);
}

static PgsMaps *
parse_maps (const Text *text,
            gint64     *took)
{
  gint64 start = pgs_pause_get_cpu_ns ();
  PgsMapsBuilder *builder = pgs_maps_builder_new (text->length / 49 + 16);
  PgsMaps *maps;

  if (!pgs_maps_parse (text->data, text->length, NULL, builder, NULL))
    g_error ("maps cannot be parsed");
  maps = pgs_maps_builder_end (builder, NULL);
  *took = pgs_pause_get_cpu_ns () - start;
  return maps;
}

static gint64
parse_into_new_memory (const Text *text)
{
  gint64 took;

  malloc_trim (0);
  pgs_maps_unref (parse_maps (text, &took));
  return took;
}

static gint64
compare (const Text *text,
         const char *copy)
{
  gint64 start = pgs_pause_get_cpu_ns ();

  if (memcmp (text->data, copy, text->length) != 0)
    g_error ("the copy differs");
  return pgs_pause_get_cpu_ns () - start;
}

static void
add_region (guint64               start,
            guint64               end,
            const PgsRegionSmaps *counters,
            gpointer              user_data)
{
  pgs_smaps_builder_add (user_data, start, end, counters);
}

static gint64
parse_smaps (const Text *text,
             PgsMaps    *maps)
{
  gint64 start = pgs_pause_get_cpu_ns ();
  PgsSmapsBuilder *builder = pgs_smaps_builder_new (maps);
  g_autoptr (PgsSmaps) smaps = NULL;

  if (!pgs_smaps_parse (text->data, text->length, add_region, builder, NULL))
    g_error ("smaps cannot be parsed");
  smaps = pgs_smaps_builder_end (builder);
  return pgs_pause_get_cpu_ns () - start;
}

int
main (int    argc,
      char **argv)
{
  int pid = argc == 3 ? atoi (argv[1]) : 0, rounds = argc == 3 ? atoi (argv[2]) : 0;
  Text maps_text, smaps_text;

  text_open (&maps_text, pid, "maps");
  text_open (&smaps_text, pid, "smaps");
  keep_memory ();
  for (int i = 0; i < rounds; i++)
    {
      gint64 maps_read = text_read (&maps_text), maps_parse, smaps_read;
      const gint64 into_new = parse_into_new_memory (&maps_text);
      g_autoptr (PgsMaps) maps = parse_maps (&maps_text, &maps_parse);
      g_autofree char *copy = g_memdup2 (maps_text.data, maps_text.length);

      smaps_read = text_read (&smaps_text);
      printf ("%" G_GSIZE_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT
              " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT "\n",
              pgs_maps_get_length (maps), maps_read, maps_parse, into_new, compare (&maps_text, copy),
              smaps_read, parse_smaps (&smaps_text, maps));
    }
  return 0;
}
