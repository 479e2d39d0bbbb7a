/* pgs-counters-reader.h: the counters of one process, from files that stay open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-proc-place.h"
#include "pgs-process-info.h"
#include "pgs-stat-parser.h"

G_BEGIN_DECLS

/**
 * PgsCountersReader:
 * @stat: as read last
 * @statm: as read last
 * @has_statm: whether there is one
 * @slow: what status and oom_score said last; the rest is unknown
 * @uid: effective user ID as read last, %G_MAXUINT32 if that is not known
 *
 * Three speeds: statm takes 1 µs, stat some 5 and tells with it whether anything moved, status and oom_score
 * take several times as long.
 */
typedef struct
{
  PgsProcFile stat_file;
  PgsProcFile statm_file;
  PgsProcFile status_file;
  PgsProcFile oom_score_file;
  PgsStat stat;
  PgsStatm statm;
  gboolean has_statm;
  PgsCounters slow;
  guint32 uid;
} PgsCountersReader;

void     pgs_counters_reader_init      (PgsCountersReader       *self);
gboolean pgs_counters_reader_open      (PgsCountersReader       *self,
                                        const PgsProcPlace      *place,
                                        const PgsProcPlace      *memory_place,
                                        GError                 **error);
gboolean pgs_counters_reader_read      (PgsCountersReader       *self,
                                        GError                 **error);
gboolean pgs_counters_reader_statm_stands (PgsCountersReader    *self);
gboolean pgs_counters_reader_look      (PgsCountersReader       *self,
                                        PgsStat                 *stat,
                                        PgsStatm                *statm);
void     pgs_counters_reader_read_slow (PgsCountersReader       *self);
void     pgs_counters_reader_get       (const PgsCountersReader *self,
                                        PgsCounters             *counters);
void     pgs_counters_reader_clear     (PgsCountersReader       *self);

G_END_DECLS
