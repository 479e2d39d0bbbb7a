/* pgs-process-lister.c: making one process table after the other, cheaply
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-table-private.h"

#include "pgs-cmdline-reader.h"
#include "pgs-error.h"
#include "pgs-glibtop.h"
#include "pgs-known-process.h"
#include "pgs-opener-table.h"
#include "pgs-proc-directory.h"
#include "pgs-process-choice.h"

#include <errno.h>
#include <string.h>

#include <glibtop/mem.h>

/* NOTES
 *
 * libgtop tells MemTotal. What is asked of each process is read here: libgtop opens and parses stat
 * again for each of its calls. 5,100 sleeping processes on Linux 6.18, µs a process: 50 with
 * glibtop_get_proc_mem, _state, _uid and _kernel; 15 here for the numbers of one that is opened anew,
 * 7 for one that is kept open, 2 to see that the sizes of that are the same.
 *
 * PGS_PROCESS_LIST_SPARING: all PIDs and their inodes each time (so which processes there are is
 * exact); the numbers of those on screen each time; the sizes of those that are kept open each time;
 * everything of a ROTATION-th of the processes, whose turn it is. Two arrays in the order of PIDs are
 * merged, so nothing is hashed.
 */

#define COLLECT_US G_USEC_PER_SEC /* the longest that one refresh waits for arguments */

struct _PgsProcessLister
{
  PgsProcDirectory *directory; /* (nullable): before the first refresh */
  GPtrArray *processes;        /* PgsKnownProcess, ordered by PID */
  GPtrArray *previous;         /* during a refresh: those of before; %NULL for those taken over */
  GArray *visible;             /* gint, ordered */
  gboolean visible_changed;
  PgsUserNames *users;
  PgsCmdlineReader *reader;
  PgsOpener *opener; /* (nullable): its processes are listed, /proc here is not theirs */
  guint n_refreshes;
  guint n_phases; /* how many were given out */
};

/**
 * pgs_process_lister_new:
 *
 * Returns: (transfer full): a lister that knows nothing yet, of the processes of pgs_opener_get_default()
 */
PgsProcessLister *
pgs_process_lister_new (void)
{
  PgsProcessLister *self = g_new0 (PgsProcessLister, 1);

  self->processes = g_ptr_array_new_with_free_func ((GDestroyNotify) pgs_known_process_free);
  self->previous = g_ptr_array_new_with_free_func ((GDestroyNotify) pgs_known_process_free);
  self->visible = g_array_new (FALSE, FALSE, sizeof (gint));
  self->users = pgs_user_names_new ();
  self->reader = pgs_cmdline_reader_new (pgs_cmdline_read_joined);
  pgs_process_lister_set_opener (self, pgs_opener_get_default ());
  return self;
}

/**
 * pgs_process_lister_free:
 * @self: (transfer full) (nullable): a lister; its tables live on
 */
void
pgs_process_lister_free (PgsProcessLister *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->processes);
  g_ptr_array_unref (self->previous);
  g_array_unref (self->visible);
  pgs_user_names_free (self->users);
  pgs_cmdline_reader_free (self->reader);
  pgs_proc_directory_free (self->directory);
  g_clear_pointer (&self->opener, pgs_opener_unref);
  g_free (self);
}

/**
 * pgs_process_lister_set_opener:
 * @self: a lister
 * @opener: (nullable): somebody who knows processes; of one that is not elsewhere nothing is asked
 *
 * With an opener that is elsewhere its processes are listed from now on, not those of /proc here, and
 * all of them are read at each refresh. Their arguments and scores are unknown.
 */
void
pgs_process_lister_set_opener (PgsProcessLister *self,
                               PgsOpener        *opener)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->opener, pgs_opener_unref);
  if (opener != NULL && pgs_opener_is_elsewhere (opener))
    self->opener = pgs_opener_ref (opener);
}

static gint
compare_pids (gconstpointer a,
              gconstpointer b)
{
  const gint *pid_a = a;
  const gint *pid_b = b;

  return (*pid_a > *pid_b) - (*pid_a < *pid_b);
}

/**
 * pgs_process_lister_set_visible:
 * @self: a lister
 * @pids: (array length=n_pids) (nullable): the processes on screen, in any order
 * @n_pids: how many
 *
 * With %PGS_PROCESS_LIST_SPARING these are read at each refresh from now on, and their files are the
 * first to be kept open.
 */
void
pgs_process_lister_set_visible (PgsProcessLister *self,
                                const gint       *pids,
                                gsize             n_pids)
{
  g_autoptr (GArray) visible = g_array_sized_new (FALSE, FALSE, sizeof (gint), n_pids);

  g_return_if_fail (self != NULL);

  if (n_pids > 0)
    g_array_append_vals (visible, pids, n_pids);
  g_array_sort (visible, compare_pids);
  if (visible->len == self->visible->len
      && (n_pids == 0 || memcmp (visible->data, self->visible->data, n_pids * sizeof (gint)) == 0))
    return;
  g_array_unref (self->visible);
  self->visible = g_steal_pointer (&visible);
  self->visible_changed = TRUE;
}

/* Returns FALSE if nothing of @process is read this time. */
static gboolean
get_reading (const PgsProcessLister *self,
             PgsProcessListFlags     flags,
             const PgsKnownProcess  *process,
             PgsKnownReading        *reading)
{
  const gint64 age_us = g_get_monotonic_time () - process->record.read_us;
  const gboolean turn = (self->n_refreshes + process->phase) % PGS_PROCESS_ROTATION == 0;

  if (turn || process->record.name == NULL || age_us > PGS_PROCESS_MAX_AGE_US - G_USEC_PER_SEC / 2)
    *reading = PGS_KNOWN_USER;
  else if ((flags & PGS_PROCESS_LIST_SPARING) == 0 || process->visible)
    *reading = PGS_KNOWN_NUMBERS;
  else if (pgs_process_files_is_kept (&process->files))
    *reading = PGS_KNOWN_SIZES;
  else
    return FALSE;
  return TRUE;
}

/* Returns 0 or an errno. */
static int
read_process (PgsProcessLister    *self,
              PgsProcessListFlags  flags,
              PgsKnownProcess     *process)
{
  PgsKnownReading reading;
  gboolean changed;
  int errsv;

  if (!get_reading (self, flags, process, &reading))
    return 0;
  if (process->chosen)
    pgs_process_files_keep (&process->files);
  errsv = pgs_known_process_read (process, reading, self->users, &changed);
  if (pgs_error_is_exhaustion (errsv))
    {
      pgs_process_files_close (&process->files);
      pgs_process_choice_undo (self->processes);
      pgs_process_choice_undo (self->previous);
      errsv = pgs_known_process_read (process, reading, self->users, &changed);
    }
  if (errsv != 0)
    return errsv;
  if (changed)
    process->changed_at = self->n_refreshes;
  if (flags & PGS_PROCESS_LIST_OOM_SCORE)
    pgs_process_files_read_oom_score (&process->files, &process->record);
  if ((flags & PGS_PROCESS_LIST_CMDLINE) && !process->cmdline_requested)
    {
      process->cmdline_requested = TRUE;
      pgs_cmdline_reader_request (self->reader, process->record.pid, process->record.start_ticks);
    }
  return 0;
}

static PgsKnownProcess *
add_process (PgsProcessLister   *self,
             const PgsProcEntry *entry)
{
  PgsKnownProcess *process = pgs_known_process_new (pgs_proc_directory_get_fd (self->directory),
                                                    entry->pid, entry->inode);

  process->phase = self->n_phases++ % PGS_PROCESS_ROTATION;
  return process;
}

/* Another inode: another process, or the kernel forgot the directory. */
static void
check_inode (PgsKnownProcess    *process,
             const PgsProcEntry *entry)
{
  if (process->inode == entry->inode)
    return;
  process->inode = entry->inode;
  process->record.read_us = 0;
  pgs_process_files_close (&process->files);
}

/* Takes the process of @entry out of the previous ones, from *@next on; makes it if it is new. */
static PgsKnownProcess *
take_process (PgsProcessLister   *self,
              const PgsProcEntry *entry,
              guint              *next)
{
  PgsKnownProcess **previous = (PgsKnownProcess **) self->previous->pdata;
  PgsKnownProcess *process;

  while (*next < self->previous->len && previous[*next]->record.pid < entry->pid)
    (*next)++; /* it has ended */
  if (*next == self->previous->len || previous[*next]->record.pid > entry->pid)
    return add_process (self, entry);
  process = g_steal_pointer (&previous[(*next)++]);
  check_inode (process, entry);
  return process;
}

static gboolean
is_visible (const PgsProcessLister *self,
            gint                    pid,
            guint                  *next)
{
  const gint *pids = (const gint *) self->visible->data;

  while (*next < self->visible->len && pids[*next] < pid)
    (*next)++;
  return *next < self->visible->len && pids[*next] == pid;
}

/* Of a process that ended or is hidden, there is no row; what says nothing about it is not taken for that. */
static gboolean
is_trouble (int errsv)
{
  return errsv == EIO || pgs_error_is_exhaustion (errsv);
}

/* Fills self->processes from @entries and self->previous. Returns FALSE where reading failed for a
 * reason that is not the process'. */
static gboolean
read_processes (PgsProcessLister     *self,
                PgsProcessListFlags   flags,
                const GArray         *entries,
                GError              **error)
{
  guint next = 0, next_visible = 0;

  for (guint i = 0; i < entries->len; i++)
    {
      const PgsProcEntry *entry = &g_array_index (entries, PgsProcEntry, i);
      g_autoptr (PgsKnownProcess) process = take_process (self, entry, &next);
      int errsv;

      process->visible = is_visible (self, entry->pid, &next_visible);
      errsv = read_process (self, flags, process);
      if (is_trouble (errsv))
        {
          pgs_error_set_errno (error, errsv, "/proc/%d/stat", entry->pid);
          return FALSE;
        }
      if (errsv == 0)
        g_ptr_array_add (self->processes, g_steal_pointer (&process));
    }
  return TRUE;
}

static gboolean
replace_processes (PgsProcessLister     *self,
                   PgsProcessListFlags   flags,
                   const GArray         *entries,
                   GError              **error)
{
  GPtrArray *previous = self->processes;
  gboolean complete;

  self->processes = self->previous;
  self->previous = previous;
  complete = read_processes (self, flags, entries, error);
  g_ptr_array_set_size (previous, 0); /* those that ended; or all that were not read */
  return complete;
}

static void
choose (PgsProcessLister    *self,
        PgsProcessListFlags  flags)
{
  const gboolean turn = self->n_refreshes % PGS_PROCESS_ROTATION == 1;

  if ((flags & PGS_PROCESS_LIST_SPARING) == 0 || (!turn && !self->visible_changed))
    return;
  self->visible_changed = FALSE;
  pgs_process_choice_make (self->processes, pgs_process_choice_get_max (), self->n_refreshes);
}

static PgsKnownProcess *
find (PgsProcessLister *self,
      gint              pid)
{
  guint low = 0, high = self->processes->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;
      PgsKnownProcess *process = self->processes->pdata[middle];

      if (process->record.pid == pid)
        return process;
      if (process->record.pid < pid)
        low = middle + 1;
      else
        high = middle;
    }
  return NULL;
}

static void
collect_cmdlines (PgsProcessLister *self)
{
  g_autoptr (GArray) results = pgs_cmdline_reader_collect (self->reader, COLLECT_US);

  for (guint i = 0; i < results->len; i++)
    {
      PgsCmdlineResult *result = &g_array_index (results, PgsCmdlineResult, i);
      PgsKnownProcess *process = find (self, result->pid);

      if (process != NULL && process->record.start_ticks == result->start_ticks)
        pgs_known_process_set_cmdline (process, g_steal_pointer (&result->cmdline));
    }
}

static PgsProcessTable *
make_table (PgsProcessLister *self,
            guint64           mem_total)
{
  PgsProcessTable *table = pgs_process_table_new_sized (self->processes->len);

  for (guint i = 0; i < self->processes->len; i++)
    {
      PgsProcessRecord *record = &((PgsKnownProcess *) self->processes->pdata[i])->record;

      pgs_process_record_set_share (record, mem_total);
      pgs_process_table_add (table, record);
    }
  return table;
}

static PgsProcessTable *
refresh_elsewhere (PgsProcessLister  *self,
                   GError           **error)
{
  glibtop_mem mem;

  if (!pgs_glibtop_prepare (error))
    return NULL;
  glibtop_get_mem (&mem);
  return pgs_opener_table_read (self->opener, self->users, mem.total, error);
}

static gboolean
prepare (PgsProcessLister  *self,
         GError           **error)
{
  if (!pgs_glibtop_prepare (error))
    return FALSE;
  if (self->directory == NULL)
    self->directory = pgs_proc_directory_open (error);
  return self->directory != NULL;
}

/**
 * pgs_process_lister_refresh:
 * @self: a lister
 * @flags: what to read
 * @error: where to put why not
 *
 * Lists all processes that this user may see, ordered by PID. Processes that end meanwhile are left
 * out; zombies are listed. Blocks: about 18 µs a process, with %PGS_PROCESS_LIST_SPARING 5 from the
 * second time on, and with %PGS_PROCESS_LIST_CMDLINE up to a second for arguments that were not read
 * before; those that were not read by then are %NULL now and there later.
 *
 * Returns: (transfer full): the table; %NULL with %PGS_ERROR_UNSUPPORTED if /proc is not mounted,
 *   other codes as errno says
 */
PgsProcessTable *
pgs_process_lister_refresh (PgsProcessLister     *self,
                            PgsProcessListFlags   flags,
                            GError              **error)
{
  g_autoptr (GArray) entries = NULL;
  glibtop_mem mem;

  g_return_val_if_fail (self != NULL, NULL);

  if (self->opener != NULL)
    return refresh_elsewhere (self, error);
  if (!prepare (self, error))
    return NULL;
  entries = pgs_proc_directory_read (self->directory, error);
  if (entries == NULL)
    return NULL;
  self->n_refreshes++;
  if (!replace_processes (self, flags, entries, error))
    return NULL;
  choose (self, flags);
  if (flags & PGS_PROCESS_LIST_CMDLINE)
    collect_cmdlines (self);
  glibtop_get_mem (&mem);
  return make_table (self, mem.total);
}
