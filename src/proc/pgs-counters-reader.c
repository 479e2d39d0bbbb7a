/* pgs-counters-reader.c: the counters of one process, from files that stay open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-counters-reader.h"

#include <string.h>
#include <unistd.h>

#include "pgs-features.h"
#include "pgs-proc-text.h"
#include "pgs-status-parser.h"

/**
 * pgs_counters_reader_init:
 * @self: (out caller-allocates): a reader; nothing is open
 */
void
pgs_counters_reader_init (PgsCountersReader *self)
{
  const PgsProcFile closed = PGS_PROC_FILE_INIT;

  *self = (PgsCountersReader) {
    .stat_file = closed,
    .statm_file = closed,
    .status_file = closed,
    .oom_score_file = closed,
    .uid = G_MAXUINT32,
  };
  pgs_counters_clear (&self->slow);
}

/**
 * pgs_counters_reader_open:
 * @self: a reader, open or not
 * @place: where the process is, the same each time
 * @memory_place: where to look for memory: the same, or a thread where the first one has ended and has
 *   none
 * @error: (out) (optional): why not
 *
 * Opens the files and reads stat and statm. stat stays open, so that it goes on telling that the process
 * is gone.
 *
 * Returns: %FALSE if stat cannot be read; without the others their numbers are unknown
 */
gboolean
pgs_counters_reader_open (PgsCountersReader  *self,
                          const PgsProcPlace *place,
                          const PgsProcPlace *memory_place,
                          GError            **error)
{
  if (self->stat_file.fd < 0
      && !pgs_proc_place_open (place, PGS_OPENER_STAT, &self->stat_file, NULL, error))
    return FALSE;
  pgs_proc_place_open (memory_place, PGS_OPENER_STATM, &self->statm_file, NULL, NULL);
  pgs_proc_place_open (memory_place, PGS_OPENER_STATUS, &self->status_file, NULL, NULL);
  pgs_proc_file_open (&self->oom_score_file, place->dir_fd, "oom_score", NULL);
  return pgs_counters_reader_read (self, error);
}

static gboolean
read_statm (PgsCountersReader *self,
            PgsStatm          *statm)
{
  return self->statm_file.fd >= 0 &&
         pgs_proc_file_read_record (&self->statm_file, PGS_PROC_FILE_SMALL_LIMIT, "statm", NULL) &&
         pgs_statm_parse (self->statm_file.data, self->statm_file.length, statm, NULL);
}

/**
 * pgs_counters_reader_read:
 * @self: an open reader
 * @error: (out) (optional): why not
 *
 * Reads stat and statm.
 *
 * Returns: %FALSE with %PGS_ERROR_NO_PROCESS when the process is gone, or the code of another errno
 */
gboolean
pgs_counters_reader_read (PgsCountersReader  *self,
                          GError            **error)
{
  if (!pgs_proc_file_read_record (&self->stat_file, PGS_PROC_FILE_SMALL_LIMIT, "stat", error) ||
      !pgs_stat_parse (self->stat_file.data, self->stat_file.length, &self->stat, error))
    return FALSE;
  self->has_statm = read_statm (self, &self->statm);
  return TRUE;
}

/**
 * pgs_counters_reader_statm_stands:
 * @self: an open reader
 *
 * Reads statm, and keeps nothing of it.
 *
 * Returns: whether it tells the same as what was read last
 */
gboolean
pgs_counters_reader_statm_stands (PgsCountersReader *self)
{
  PgsStatm now;

  return self->has_statm && read_statm (self, &now) && memcmp (&now, &self->statm, sizeof now) == 0;
}

/**
 * pgs_counters_reader_look:
 * @self: an open reader
 * @stat: (out): what stat tells now
 * @statm: (out): what statm tells now
 *
 * Reads both, and keeps nothing of it.
 *
 * Returns: %FALSE if one of them cannot be read, as when the process is gone
 */
gboolean
pgs_counters_reader_look (PgsCountersReader *self,
                          PgsStat           *stat,
                          PgsStatm          *statm)
{
  return pgs_proc_file_read_record (&self->stat_file, PGS_PROC_FILE_SMALL_LIMIT, "stat", NULL)
         && pgs_stat_parse (self->stat_file.data, self->stat_file.length, stat, NULL) && read_statm (self, statm);
}

static guint64
read_oom_score (PgsProcFile *file)
{
  PgsCursor cursor;
  guint64 score;

  if (file->fd < 0 || !pgs_proc_file_read_record (file, PGS_PROC_FILE_SMALL_LIMIT, "oom_score", NULL))
    return PGS_UNKNOWN;
  cursor = (PgsCursor) { file->data, file->data + file->length };
  return pgs_cursor_decimal (&cursor, &score) ? score : PGS_UNKNOWN;
}

/**
 * pgs_counters_reader_read_slow:
 * @self: an open reader
 *
 * Reads status and oom_score. What cannot be read becomes unknown.
 */
void
pgs_counters_reader_read_slow (PgsCountersReader *self)
{
  pgs_counters_clear (&self->slow);
  if (self->status_file.fd >= 0 &&
      pgs_proc_file_read_record (&self->status_file, PGS_PROC_FILE_SMALL_LIMIT, "status", NULL))
    pgs_status_parse (self->status_file.data, self->status_file.length, &self->slow, &self->uid);
  self->slow.oom_score = read_oom_score (&self->oom_score_file);
}

/* stat is the first thread's, status that of one which still lives. */
static char
get_state (const PgsCountersReader *self)
{
  if (self->stat.state == 'Z' && self->stat.threads > 1 && self->slow.state != 0)
    return self->slow.state;
  return self->stat.state;
}

/**
 * pgs_counters_reader_get:
 * @self: a reader
 * @counters: (out caller-allocates): everything that was read last, in bytes
 */
void
pgs_counters_reader_get (const PgsCountersReader *self,
                         PgsCounters             *counters)
{
  const guint shift = pgs_features_get ()->page_shift;

  *counters = self->slow;
  counters->state = get_state (self);
  counters->priority = self->stat.priority;
  counters->nice = self->stat.nice;
  counters->ppid = self->stat.ppid;
  counters->threads = self->stat.threads;
  counters->minor_faults = self->stat.minor_faults;
  counters->major_faults = self->stat.major_faults;
  if (!self->has_statm)
    return;
  counters->virt = self->statm.size << shift;
  counters->res = self->statm.resident << shift;
  counters->shr = self->statm.shared << shift;
}

/**
 * pgs_counters_reader_clear:
 * @self: a reader
 *
 * Closes everything.
 */
void
pgs_counters_reader_clear (PgsCountersReader *self)
{
  pgs_proc_file_clear (&self->stat_file);
  pgs_proc_file_clear (&self->statm_file);
  pgs_proc_file_clear (&self->status_file);
  pgs_proc_file_clear (&self->oom_score_file);
}
