/* pgs-process-identity.c: the process that was seen before, not another one with its PID
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process.h"

#include "pgs-error.h"

/**
 * pgs_process_open_same:
 * @info: a process that was seen
 * @opener: (nullable): as for pgs_process_open_through()
 * @error: (out) (optional): why not
 *
 * Opens it again. Its start time is read after its directory was opened, so that both are of one process.
 *
 * Returns: (transfer full): the process; %NULL as pgs_process_open(), with %PGS_ERROR_NO_PROCESS, too, if its
 *   PID is that of another process now
 */
PgsProcess *
pgs_process_open_same (const PgsProcessInfo *info,
                       PgsOpener            *opener,
                       GError              **error)
{
  g_autoptr (PgsProcess) process = pgs_process_open_through (info->pid, opener, error);
  g_autoptr (PgsSnapshot) snapshot = NULL;

  if (process == NULL)
    return NULL;
  snapshot = pgs_process_sample (process, PGS_SECTION_NONE, error);
  if (snapshot == NULL)
    return NULL;
  if (snapshot->process->start_ticks == info->start_ticks)
    return g_steal_pointer (&process);
  g_set_error (error, PGS_ERROR, PGS_ERROR_NO_PROCESS, "process %d is another one now", info->pid);
  return NULL;
}
