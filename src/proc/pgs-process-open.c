/* pgs-process-open.c: from the number of a process to descriptors that stand for the process itself
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A descriptor of /proc/PID stands for the process and not for the number: when the process has
 * ended, everything below it fails, also after the number was given to another one. So all files
 * are opened relative to it, and a reused PID cannot be taken for the same process.
 */
#include "config.h"

#include "pgs-process-private.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "pgs-denial-reader.h"
#include "pgs-error.h"
#include "pgs-exe.h"
#include "pgs-features.h"
#include "pgs-pidfd.h"

/* A number of elsewhere is another process' here. */
static PgsProcess *
process_alloc (gint       pid,
               PgsOpener *opener)
{
  PgsProcess *self = g_new0 (PgsProcess, 1);

  self->pid = pid;
  self->opener = opener != NULL ? pgs_opener_ref (opener) : NULL;
  self->has_run_clock = (opener == NULL || !pgs_opener_is_elsewhere (opener))
                        && pgs_run_clock_find (pid, &self->run_clock);
  self->dir_fd = -1;
  self->task_fd = -1;
  self->pidfd = -1;
  pgs_counters_reader_init (&self->counters);
  return self;
}

/* What /proc does not show because of its mount option hidepid looks as if it were not there. */
static void
explain_failure (PgsProcess  *self,
                 GError     **error)
{
  const gboolean may_be_hidden = error != NULL && *error != NULL
                                 && (g_error_matches (*error, PGS_ERROR, PGS_ERROR_NO_PROCESS)
                                     || g_error_matches (*error, PGS_ERROR, PGS_ERROR_ACCESS));

  if (!may_be_hidden || !pgs_hidepid_hides (self->pid))
    return;
  g_clear_error (error);
  g_set_error (error, PGS_ERROR, PGS_ERROR_ACCESS,
               "/proc/%d: hidden, as /proc is mounted with hidepid; root and the group in its "
               "option gid may see it", self->pid);
}

/* The pidfd comes after the directory: if stat can be read after that, the directory's process was
 * still there when the pidfd was opened, so that both stand for the same one. */
static gboolean
open_identity_here (PgsProcess  *self,
                    GError     **error)
{
  char path[32];

  g_snprintf (path, sizeof path, "/proc/%d", self->pid);
  self->dir_fd = open (path, O_PATH | O_DIRECTORY | O_CLOEXEC);
  if (self->dir_fd < 0)
    {
      pgs_error_set_errno (error, errno, "%s", path);
      return FALSE;
    }
  self->pidfd = pgs_pidfd_open (self->pid);
  return pgs_process_open_counters (self, error);
}

/* Of a process that is not in our /proc, or hidden there: what the opener has. stat comes first, and
 * the rest of it as above. */
static gboolean
open_identity_through (PgsProcess  *self,
                       GError     **error)
{
  if (self->dir_fd >= 0)
    close (self->dir_fd);
  self->dir_fd = -1;
  if (!pgs_process_open_counters (self, error))
    return FALSE;
  if (pgs_opener_is_elsewhere (self->opener))
    return TRUE;
  if (self->pidfd < 0)
    self->pidfd = pgs_pidfd_open (self->pid);
  return pgs_counters_reader_read (&self->counters, error);
}

static gboolean
open_identity (PgsProcess  *self,
               GError     **error)
{
  if (self->opener != NULL && pgs_opener_is_elsewhere (self->opener))
    return open_identity_through (self, error);
  if (open_identity_here (self, error))
    return TRUE;
  explain_failure (self, error);
  if (self->opener == NULL || !g_error_matches (*error, PGS_ERROR, PGS_ERROR_ACCESS))
    return FALSE;
  g_clear_error (error);
  return open_identity_through (self, error);
}

static gboolean
process_init (PgsProcess  *self,
              GError     **error)
{
  PgsProcPlace place;

  if (!open_identity (self, error))
    return FALSE;
  pgs_process_find_memory (self);
  if (self->task_fd >= 0 && !pgs_process_open_counters (self, error))
    return FALSE;
  pgs_process_refresh_slow (self);
  place = pgs_process_get_memory_place (self);
  pgs_exe_read (&self->exe, &place);
  pgs_process_read_info (self, FALSE);
  pgs_process_open_space (self, FALSE);
  self->exit_info.ended = pgs_stat_is_zombie (&self->counters.stat); /* nobody saw when */
  return TRUE;
}

/**
 * pgs_process_open:
 * @pid: a process ID, or that of a thread
 * @error: (out) (optional): why not
 *
 * Opens what may be opened of a process. What is denied is so in its snapshots.
 *
 * Returns: (transfer full): the process; %NULL with %PGS_ERROR_NO_PROCESS if there is none, or the
 *   code of another errno if not even its stat can be read
 */
PgsProcess *
pgs_process_open (gint     pid,
                  GError **error)
{
  return pgs_process_open_through (pid, NULL, error);
}

/**
 * pgs_process_open_through:
 * @pid: a process ID, or that of a thread, for @opener if that is elsewhere
 * @opener: (nullable): who is asked for what we may not open, now and whenever the process runs another
 *   program; %NULL: pgs_opener_get_default()
 * @error: (out) (optional): why not
 *
 * As pgs_process_open(). What the opener does not have (arguments, threads, control group)
 * is known only as far as we may see it.
 *
 * Returns: (transfer full): the process; %NULL as pgs_process_open()
 */
PgsProcess *
pgs_process_open_through (gint       pid,
                          PgsOpener *opener,
                          GError   **error)
{
  g_autoptr (PgsProcess) self = process_alloc (pid, opener != NULL ? opener : pgs_opener_get_default ());
  g_autoptr (GError) local_error = NULL;

  if (pid <= 0)
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS, "%d: not a process ID", pid);
      return NULL;
    }
  if (!pgs_features_ensure (error))
    return NULL;
  if (process_init (self, &local_error))
    return g_steal_pointer (&self);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return NULL;
}
