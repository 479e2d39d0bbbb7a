/* pgs-sampler.h: the thread that watches one process at a time
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ages.h"
#include "pgs-opener.h"
#include "pgs-pacer.h"
#include "pgs-process.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsSamplerResult:
 * @serial: of the pgs_sampler_watch() it belongs to
 * @snapshot: (nullable): a new sample
 * @ages: (nullable): since when each of its pages is resident
 * @pages_period_us: how often the budget allows to read all pages, 0 if there is no @snapshot
 * @exit_info: the process has ended, if @exit_info.ended
 * @error: (nullable): it could not be opened or read
 */
typedef struct
{
  guint serial;
  PgsSnapshot *snapshot;
  PgsAges *ages;
  gint64 pages_period_us;
  PgsExit exit_info;
  GError *error;
} PgsSamplerResult;

void pgs_sampler_result_free (PgsSamplerResult *result);

/* Called on the main thread; @result is borrowed. */
typedef void (*PgsSamplerFunc) (const PgsSamplerResult *result,
                                gpointer                data);

/**
 * PgsSamplerTask:
 * @serial: told again with every result
 * @pid: which process; 0: none
 * @opener: (nullable): who opens its files where we may not. Another one than before: the process is
 *   opened again
 * @paused: keep the descriptors, take no samples, still notice the end
 * @pace: what is sampled, how often, and what that may cost
 * @gather_us: how long a result may be kept back that says the same as the one before, so that the main thread is
 *   woken for several at once; 0: each is told at once
 */
typedef struct
{
  guint serial;
  gint pid;
  PgsOpener *opener;
  gboolean paused;
  PgsPace pace;
  gint64 gather_us;
} PgsSamplerTask;

typedef struct _PgsSampler PgsSampler;

PgsSampler *pgs_sampler_new         (PgsSamplerFunc        func,
                                     gpointer              data);
void        pgs_sampler_free        (PgsSampler           *self);
void        pgs_sampler_set         (PgsSampler           *self,
                                     const PgsSamplerTask *task);
void        pgs_sampler_set_visible (PgsSampler           *self,
                                     guint64               start,
                                     guint64               end);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsSampler, pgs_sampler_free)

G_END_DECLS
