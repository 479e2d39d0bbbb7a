/* pgs-process-info.c: who a process is, and its counters
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-info.h"

#include "pgs-boxed.h"

#include <string.h>

PGS_DEFINE_BOXED_TYPE (PgsProcessInfo, pgs_process_info)

/**
 * pgs_process_info_new:
 *
 * For its maker to fill in; after that it does not change.
 *
 * Returns: (transfer full): an info in which nothing is known: strings %NULL, @uid and
 *   @inner_uid %G_MAXUINT32, @memory_limit %PGS_UNKNOWN, the rest 0
 */
PgsProcessInfo *
pgs_process_info_new (void)
{
  PgsProcessInfo *self = g_atomic_rc_box_new0 (PgsProcessInfo);

  self->uid = G_MAXUINT32;
  self->inner_uid = G_MAXUINT32;
  self->memory_limit = PGS_UNKNOWN;
  return self;
}

/**
 * pgs_process_info_ref:
 * @self: an info
 *
 * Any thread may take and drop references.
 *
 * Returns: (transfer full): @self
 */
PgsProcessInfo *
pgs_process_info_ref (PgsProcessInfo *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
process_info_clear (gpointer data)
{
  PgsProcessInfo *self = data;

  g_free (self->name);
  g_free (self->user);
  g_free (self->exe);
  g_strfreev (self->cmdline);
  g_free (self->cgroup);
}

/**
 * pgs_process_info_unref:
 * @self: (transfer full): an info
 */
void
pgs_process_info_unref (PgsProcessInfo *self)
{
  g_atomic_rc_box_release_full (self, process_info_clear);
}

/**
 * pgs_process_info_may_run_same:
 * @a: a process at one moment
 * @b: a process at another
 *
 * Returns: whether nothing says that their executables differ: one that is not known may be any
 */
gboolean
pgs_process_info_may_run_same (const PgsProcessInfo *a,
                               const PgsProcessInfo *b)
{
  return a->exe == NULL || b->exe == NULL || strcmp (a->exe, b->exe) == 0;
}

/**
 * pgs_counters_clear:
 * @self: (out caller-allocates): counters
 *
 * Makes everything unknown: %PGS_UNKNOWN, and a @state of 0, which says that stat was not read, so
 * that @priority, @nice and @ppid (then 0) mean nothing.
 */
void
pgs_counters_clear (PgsCounters *self)
{
  *self = (PgsCounters) {
    .threads = PGS_UNKNOWN,
    .minor_faults = PGS_UNKNOWN,
    .major_faults = PGS_UNKNOWN,
    .virt = PGS_UNKNOWN,
    .res = PGS_UNKNOWN,
    .shr = PGS_UNKNOWN,
    .anon = PGS_UNKNOWN,
    .file = PGS_UNKNOWN,
    .shmem = PGS_UNKNOWN,
    .swap = PGS_UNKNOWN,
    .page_tables = PGS_UNKNOWN,
    .locked = PGS_UNKNOWN,
    .hugetlb = PGS_UNKNOWN,
    .peak_virt = PGS_UNKNOWN,
    .peak_res = PGS_UNKNOWN,
    .oom_score = PGS_UNKNOWN,
  };
}
