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
 * @PGS_CLI_WAKE_SIGNAL: SIGINT, SIGTERM or, where asked, SIGHUP: end cleanly
 * @PGS_CLI_WAKE_PROCESS: the process has ended
 * @PGS_CLI_WAKE_READER: the reader of stdout went away
 * @PGS_CLI_WAKE_INPUT: there is something to read where pgs_cli_wait_watch_input() says
 * @PGS_CLI_WAKE_RESIZED: SIGWINCH: the terminal has another size
 * @PGS_CLI_WAKE_STOP: SIGTSTP: Ctrl+Z asks the program to stop
 * @PGS_CLI_WAKE_CONTINUED: SIGCONT: the program was stopped and goes on
 */
typedef enum
{
  PGS_CLI_WAKE_TIME,
  PGS_CLI_WAKE_SIGNAL,
  PGS_CLI_WAKE_PROCESS,
  PGS_CLI_WAKE_READER,
  PGS_CLI_WAKE_INPUT,
  PGS_CLI_WAKE_RESIZED,
  PGS_CLI_WAKE_STOP,
  PGS_CLI_WAKE_CONTINUED,
} PgsCliWake;

typedef struct _PgsCliWait PgsCliWait;

PgsCliWait *pgs_cli_wait_new          (GError     **error);
void        pgs_cli_wait_free         (PgsCliWait  *self);
void        pgs_cli_wait_set_pid      (PgsCliWait  *self,
                                       gint         pid);
void        pgs_cli_wait_watch_hangup (PgsCliWait  *self);
void        pgs_cli_wait_watch_stdout (PgsCliWait  *self);
void        pgs_cli_wait_watch_input  (PgsCliWait  *self,
                                       int          fd);
gboolean    pgs_cli_wait_watch_terminal (PgsCliWait *self,
                                       GError     **error);
int         pgs_cli_wait_take_signal  (PgsCliWait  *self,
                                       gboolean    *by_terminal);
PgsCliWake  pgs_cli_wait_until        (PgsCliWait  *self,
                                       gint64       time_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCliWait, pgs_cli_wait_free)

G_END_DECLS
