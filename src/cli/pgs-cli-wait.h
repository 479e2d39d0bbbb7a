/* pgs-cli-wait.h: waits for the next sample, a signal or the end of a process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsCliWake:
 * @PGS_CLI_WAKE_TIME: the time has come
 * @PGS_CLI_WAKE_SIGNAL: SIGINT or SIGTERM: end cleanly
 * @PGS_CLI_WAKE_PROCESS: the process has ended
 * @PGS_CLI_WAKE_READER: the reader of stdout went away
 */
typedef enum
{
  PGS_CLI_WAKE_TIME,
  PGS_CLI_WAKE_SIGNAL,
  PGS_CLI_WAKE_PROCESS,
  PGS_CLI_WAKE_READER,
} PgsCliWake;

typedef struct _PgsCliWait PgsCliWait;

PgsCliWait *pgs_cli_wait_new          (GError     **error);
void        pgs_cli_wait_free         (PgsCliWait  *self);
void        pgs_cli_wait_set_pid      (PgsCliWait  *self,
                                       gint         pid);
void        pgs_cli_wait_watch_stdout (PgsCliWait  *self);
PgsCliWake  pgs_cli_wait_until        (PgsCliWait  *self,
                                       gint64       time_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCliWait, pgs_cli_wait_free)

G_END_DECLS
