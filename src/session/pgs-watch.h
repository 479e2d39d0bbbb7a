/* pgs-watch.h: what is known of the process that is watched, from one sample to the next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-sampler.h"

G_BEGIN_DECLS

/**
 * PgsWatch:
 * @process: (nullable): what is open of it
 * @serial: of the task
 * @opener: (nullable): that @process was opened through
 * @ages: (nullable): since when each page is resident
 * @pacer: what may be read
 * @next_us: from one tick to the next
 * @cpu_ns: what this thread had taken when the tick before was over; 0 before the first one
 * @has_sample: there was one
 * @said: (nullable): the newest sample that was told of
 * @over: ended or failed: nothing more to do for this serial
 *
 * Used by one thread.
 */
typedef struct
{
  PgsProcess *process;
  guint serial;
  PgsOpener *opener;
  PgsAges *ages;
  PgsPacer pacer;
  gint64 next_us;
  gint64 cpu_ns;
  gboolean has_sample;
  PgsSnapshot *said;
  gboolean over;
} PgsWatch;

/**
 * PgsWatchVisible:
 * @start: first address on screen, which is read first
 * @end: first address behind
 */
typedef struct
{
  guint64 start;
  guint64 end;
} PgsWatchVisible;

void              pgs_watch_init          (PgsWatch               *self,
                                           const PgsSamplerTask   *task);
void              pgs_watch_clear         (PgsWatch               *self);
void              pgs_watch_change_opener (PgsWatch               *self,
                                           PgsOpener              *opener);
PgsSamplerResult *pgs_watch_take          (PgsWatch               *self,
                                           const PgsSamplerTask   *task,
                                           const PgsWatchVisible  *visible);
PgsSamplerResult *pgs_watch_repeat        (PgsWatch               *self,
                                           const PgsSamplerTask   *task,
                                           gint64                  at_us);
PgsSamplerResult *pgs_watch_check_exit    (PgsWatch               *self,
                                           const PgsSamplerTask   *task);
gboolean          pgs_watch_says_the_same (PgsWatch               *self,
                                           const PgsSamplerResult *result);

G_END_DECLS
