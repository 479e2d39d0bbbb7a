/* pgs-process-choice.c: which processes' files are kept open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-choice.h"

#include <sys/resource.h>

/* NOTES
 *
 * At most half of the descriptors that this process may have, and never more than MAX_DESCRIPTORS:
 * each holds a page of the kernel's memory as long as it is open, so two for each of 5,000 processes
 * would be 40 MiB, to save 0.02 s of CPU time a second. Hence the soft limit (1,024 unless somebody
 * changed it) is not raised either: half of it is all that is wanted, programs that this one starts
 * need not get it back, and select() in a library goes on working.
 */
#define MAX_DESCRIPTORS 512

/**
 * pgs_process_choice_get_max:
 *
 * Returns: of how many processes the files may be kept open
 */
guint
pgs_process_choice_get_max (void)
{
  struct rlimit limit;

  if (getrlimit (RLIMIT_NOFILE, &limit) != 0)
    return 0;
  return (guint) MIN (limit.rlim_cur / 2, MAX_DESCRIPTORS) / PGS_PROCESS_FILES_DESCRIPTORS;
}

typedef struct
{
  PgsKnownProcess *process;
  guint class; /* 2: on screen, 1: changes, 0: stands still */
  guint64 res;
} Candidate;

static gint
compare_candidates (gconstpointer a,
                    gconstpointer b)
{
  const Candidate *first = a;
  const Candidate *second = b;

  if (first->class != second->class)
    return first->class > second->class ? -1 : 1;
  if (first->res != second->res)
    return first->res > second->res ? -1 : 1;
  return (first->process->record.pid > second->process->record.pid)
         - (first->process->record.pid < second->process->record.pid);
}

static Candidate
rate (PgsKnownProcess *process,
      guint            refresh)
{
  const guint64 res = process->record.res;
  const gboolean changes = refresh - process->changed_at < PGS_PROCESS_CHOICE_RECENT;

  return (Candidate) { process, process->visible ? 2 : changes, res == PGS_UNKNOWN ? 0 : res };
}

/**
 * pgs_process_choice_make:
 * @processes: (element-type PgsKnownProcess): all of them
 * @n_max: how many may be chosen
 * @refresh: the number of this refresh
 *
 * Sets @chosen of each: those on screen first, then those that change, then the largest. Closes the
 * files of those that are no longer chosen; the others' are opened when they are read. O(n log n)
 */
void
pgs_process_choice_make (GPtrArray *processes,
                         guint      n_max,
                         guint      refresh)
{
  g_autofree Candidate *candidates = g_new (Candidate, processes->len);

  for (guint i = 0; i < processes->len; i++)
    candidates[i] = rate (processes->pdata[i], refresh);
  if (processes->len > n_max)
    qsort (candidates, processes->len, sizeof *candidates, compare_candidates);
  for (guint i = 0; i < processes->len; i++)
    {
      candidates[i].process->chosen = i < n_max;
      if (i >= n_max)
        pgs_process_files_close (&candidates[i].process->files);
    }
}

/**
 * pgs_process_choice_undo:
 * @processes: (element-type PgsKnownProcess): processes; %NULL among them is passed over
 *
 * Closes the files of all, until the next choice.
 */
void
pgs_process_choice_undo (GPtrArray *processes)
{
  for (guint i = 0; i < processes->len; i++)
    {
      PgsKnownProcess *process = processes->pdata[i];

      if (process == NULL)
        continue;
      process->chosen = FALSE;
      pgs_process_files_close (&process->files);
    }
}
