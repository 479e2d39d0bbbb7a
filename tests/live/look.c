/* look.c: what tests want to know of a snapshot
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "look.h"

#include <sys/mman.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

#include "naive.h"
#include "pgs-run-iter.h"

/**
 * look_once:
 * @pid: a process that exists
 * @sections: what to read
 *
 * Returns: (transfer full): one sample
 */
PgsSnapshot *
look_once (gint        pid,
           PgsSections sections)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = pgs_process_open (pid, &error);

  g_assert_no_error (error);
  return look_again (process, sections);
}

/**
 * look_again:
 * @process: a process that exists
 * @sections: what to read
 *
 * Returns: (transfer full): one sample
 */
PgsSnapshot *
look_again (PgsProcess  *process,
            PgsSections  sections)
{
  g_autoptr (GError) error = NULL;
  PgsSnapshot *snapshot = pgs_process_sample (process, sections, &error);

  g_assert_no_error (error);
  g_assert_nonnull (snapshot);
  return snapshot;
}

/**
 * look_count:
 * @snapshot: with pages
 * @start: first address
 * @end: first address behind
 * @counts: (out caller-allocates): of the pages in between
 */
void
look_count (const PgsSnapshot *snapshot,
            guint64            start,
            guint64            end,
            PgsPageCounts     *counts)
{
  g_assert_nonnull (snapshot->pages);
  pgs_pages_count (snapshot->pages, start / snapshot->page_size, (end - start) / snapshot->page_size,
                   counts);
}

/**
 * look_mapping:
 * @snapshot: with maps
 * @address: in one of them
 *
 * Returns: (transfer none): that one
 */
const PgsMapping *
look_mapping (const PgsSnapshot *snapshot,
              guint64            address)
{
  gsize i;

  g_assert_nonnull (snapshot->maps);
  g_assert_true (pgs_maps_find (snapshot->maps, address, &i));
  return pgs_maps_get (snapshot->maps, i);
}

typedef struct
{
  PgsRunIter iter;
  PgsRun run; /* the next one */
  gboolean has_run;
  PgsPageState known;
} Stretches;

static void
stretches_init (Stretches      *self,
                const PgsPages *pages,
                PgsPageState    known)
{
  self->known = known;
  pgs_run_iter_init (&self->iter, pages, 0, G_MAXUINT64);
  self->has_run = pgs_run_iter_next (&self->iter, &self->run);
}

/* The next stretch of pages in the same states, as far as they are known. Returns: %FALSE at the
 * end. */
static gboolean
next_stretch (Stretches *self,
              PgsRun    *stretch)
{
  while (self->has_run && !(self->run.states & self->known))
    self->has_run = pgs_run_iter_next (&self->iter, &self->run);
  if (!self->has_run)
    return FALSE;
  *stretch = self->run;
  stretch->states &= self->known;
  while ((self->has_run = pgs_run_iter_next (&self->iter, &self->run)) &&
         (self->run.states & self->known) == stretch->states &&
         self->run.first == stretch->first + stretch->count)
    stretch->count += self->run.count;
  return TRUE;
}

/**
 * look_is_same:
 * @a: pages
 * @b: pages
 *
 * Returns: whether they are in the same states, as far as both can know
 */
gboolean
look_is_same (const PgsPages *a,
              const PgsPages *b)
{
  const PgsPageState known = pgs_pages_get_known (a) & pgs_pages_get_known (b);
  Stretches stretches_a;
  Stretches stretches_b;

  stretches_init (&stretches_a, a, known);
  stretches_init (&stretches_b, b, known);
  for (;;)
    {
      PgsRun next_a = { 0 };
      PgsRun next_b = { 0 };
      gboolean has_a = next_stretch (&stretches_a, &next_a);
      gboolean has_b = next_stretch (&stretches_b, &next_b);

      if (has_a != has_b || next_a.first != next_b.first || next_a.count != next_b.count ||
          next_a.states != next_b.states)
        return FALSE;
      if (!has_a)
        return TRUE;
    }
}

/**
 * look_page_out:
 * @pid: a process
 * @snapshot: of it
 *
 * Takes its code out of RAM, without its doing anything.
 *
 * Returns: whether the kernel did that
 */
gboolean
look_page_out (gint               pid,
               const PgsSnapshot *snapshot)
{
#if defined(SYS_process_madvise) && defined(SYS_pidfd_open)
  const PgsMapping *code = pgs_maps_get (snapshot->maps, 1);
  struct iovec range = { GSIZE_TO_POINTER (code->start), code->end - code->start };
  const guint64 before = naive_statm (pid, 1);
  const int pidfd = (int) syscall (SYS_pidfd_open, pid, 0);
  const long n_done = pidfd < 0 ? -1 : syscall (SYS_process_madvise, pidfd, &range, 1, MADV_PAGEOUT, 0);

  if (pidfd >= 0)
    close (pidfd);
  return n_done > 0 && naive_statm (pid, 1) < before;
#else
  return FALSE;
#endif
}
