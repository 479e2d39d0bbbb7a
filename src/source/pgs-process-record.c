/* pgs-process-record.c: what stat and statm say, as numbers of a process in a table
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-table-private.h"

#include <unistd.h>

/**
 * pgs_process_record_set_stat:
 * @self: gets state, parent, faults, priority, nice, threads and start
 * @stat: of the process
 */
void
pgs_process_record_set_stat (PgsProcessRecord *self,
                             const PgsStat    *stat)
{
  self->state = stat->state;
  self->ppid = stat->ppid;
  self->minor_faults = stat->minor_faults;
  self->major_faults = stat->major_faults;
  self->priority = stat->priority;
  self->nice = stat->nice;
  self->threads = stat->threads;
  self->start_ticks = stat->start_ticks;
}

static guint64
pages_to_bytes (guint64 n_pages,
                guint64 page_size)
{
  return n_pages > (PGS_UNKNOWN - 1) / page_size ? PGS_UNKNOWN : n_pages * page_size;
}

/**
 * pgs_process_record_set_statm:
 * @self: gets VIRT, RES and SHR: %PGS_UNKNOWN if @text does not tell them
 * @text: (array length=length): of the process' statm
 * @length: in bytes
 */
void
pgs_process_record_set_statm (PgsProcessRecord *self,
                              const char       *text,
                              gsize             length)
{
  const guint64 page_size = sysconf (_SC_PAGESIZE);
  PgsStatm statm;

  self->virt = self->res = self->shr = PGS_UNKNOWN;
  if (!pgs_statm_parse (text, length, &statm, NULL))
    return;
  self->virt = pages_to_bytes (statm.size, page_size);
  self->res = pages_to_bytes (statm.resident, page_size);
  self->shr = pages_to_bytes (statm.shared, page_size);
}

/**
 * pgs_process_record_set_share:
 * @self: with its RES; gets what part of all RAM that is, −1 if it is not known
 * @mem_total: RAM of the machine in bytes, 0 if that is not known
 */
void
pgs_process_record_set_share (PgsProcessRecord *self,
                              guint64           mem_total)
{
  self->mem_percent = self->res == PGS_UNKNOWN || mem_total == 0 ? -1 : (double) self->res / mem_total * 100;
}
