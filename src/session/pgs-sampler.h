/* pgs-sampler.h: the thread that watches one process at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ages.h"
#include "pgs-process.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsSamplerResult:
 * @serial: of the pgs_sampler_watch() it belongs to
 * @snapshot: (nullable): a new sample
 * @ages: (nullable): since when each of its pages is resident
 * @exit_info: the process has ended, if @exit_info.ended
 * @error: (nullable): it could not be opened or read
 */
typedef struct
{
  guint serial;
  PgsSnapshot *snapshot;
  PgsAges *ages;
  PgsExit exit_info;
  GError *error;
} PgsSamplerResult;

/* Called on the main thread; @result is borrowed. */
typedef void (*PgsSamplerFunc) (const PgsSamplerResult *result,
                                gpointer                data);

/**
 * PgsSamplerTask:
 * @serial: told again with every result
 * @pid: which process; 0: none
 * @paused: keep the descriptors, take no samples, still notice the end
 * @sections: what each sample holds
 * @period_us: time from sample to sample, at least
 * @budget: share of one core that sampling may cost, 0.001 … 1; over it the period grows
 */
typedef struct
{
  guint serial;
  gint pid;
  gboolean paused;
  PgsSections sections;
  gint64 period_us;
  double budget;
} PgsSamplerTask;

typedef struct _PgsSampler PgsSampler;

PgsSampler *pgs_sampler_new  (PgsSamplerFunc        func,
                              gpointer              data);
void        pgs_sampler_free (PgsSampler           *self);
void        pgs_sampler_set  (PgsSampler           *self,
                              const PgsSamplerTask *task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsSampler, pgs_sampler_free)

G_END_DECLS
