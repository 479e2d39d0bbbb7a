/* pgs-walk.h: a walk through the page tables of another process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-pages.h"
#include "pgs-pause.h"

G_BEGIN_DECLS

/**
 * PgsWalkFunc:
 * @runs: (array length=n_runs): pages that have a state, ascending; the same pages may come twice
 *   if the process changes them meanwhile
 * @n_runs: how many, never 0
 * @user_data: what was given with it
 *
 * Gets what one call into the kernel told, or a part of it.
 */
typedef void (*PgsWalkFunc) (const PgsRun *runs,
                             gsize         n_runs,
                             gpointer      user_data);

/**
 * PgsWalk:
 * @pagemap_fd: a process' pagemap; stays the caller's
 * @pause: how fast it goes, and when it must end
 * @func: gets what is found
 * @user_data: for @func
 */
typedef struct
{
  int pagemap_fd;
  PgsPause pause;
  PgsWalkFunc func;
  gpointer user_data;
} PgsWalk;

/* A walk that begins now. */
static inline void
pgs_walk_init (PgsWalk     *self,
               int          pagemap_fd,
               PgsWalkFunc  func,
               gpointer     user_data)
{
  self->pagemap_fd = pagemap_fd;
  self->func = func;
  self->user_data = user_data;
  pgs_pause_begin (&self->pause);
}

/* How many runs are handed on together. */
#define PGS_WALK_BATCH 256

/* Pages `[first, first + count)`; addresses are too short for a larger @count. */
static inline PgsRun
pgs_walk_run (guint64      first,
              guint64      count,
              PgsPageState states)
{
  return (PgsRun) {
    .first = first,
    .count = count & PGS_RUN_MAX_COUNT,
    .states = (guint16) states,
  };
}

G_END_DECLS
