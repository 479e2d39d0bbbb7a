/* pgs-pause.h: letting the watched process breathe during long reads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>
#include <time.h>

G_BEGIN_DECLS

/**
 * PgsPause:
 * @since_ns: since when the walk has gone on without a break
 * @checked_ns: when pgs_pause_check() was called last
 * @last_ns: how long the call before that took
 * @end_cpu_ns: CPU time of the thread at which the walk must end; 0: never
 * @is_over: it was seen to have come
 * @run_clock: (nullable): pgs_run_clock_find() of the process; %NULL: whether it runs is not known
 * @run_ns: what that said last
 * @ran_ns: when it was seen to say something else than before
 *
 * How long a walk through another process' page tables has gone on.
 */
typedef struct
{
  gint64 since_ns;
  gint64 checked_ns;
  gint64 last_ns;
  gint64 end_cpu_ns;
  gboolean is_over;
  const clockid_t *run_clock;
  gint64 run_ns;
  gint64 ran_ns;
} PgsPause;

gint64   pgs_pause_get_cpu_ns (void);
void     pgs_pause_begin      (PgsPause *self);
void     pgs_pause_limit      (PgsPause *self,
                               gint64    max_cpu_us);
void     pgs_pause_follow     (PgsPause        *self,
                               const clockid_t *run_clock);
gboolean pgs_pause_check      (PgsPause *self);

G_END_DECLS
