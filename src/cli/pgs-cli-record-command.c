/* pgs-cli-record-command.c: a command that is started to be recorded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The command has our standard descriptors, our terminal and our process group, as if we were not
 * there. So Ctrl+C goes to both: the command decides whether it ends; a second one ends the recording
 * all the same. Nothing is written to the terminal meanwhile: it is the command's.
 *
 * The file is made while the command is still stopped. If it cannot be, the command is killed: it has
 * not run a single instruction of its own.
 */
#include "config.h"

#include "pgs-cli-record-command.h"

#include "pgs-cli.h"
#include "pgs-cli-process.h"
#include "pgs-cli-recording.h"
#include "pgs-cli-target.h"
#include "pgs-cli-wait.h"
#include "pgs-error.h"
#include "pgs-family.h"
#include "pgs-launch-words.h"

#include <signal.h>

#include <glib/gi18n-lib.h>

#define START_US (G_GINT64_CONSTANT (86400) * G_USEC_PER_SEC) /* a program on a file system that hangs */
#define REAP_US G_USEC_PER_SEC                /* from the end of a process to knowing how */
#define CHILDREN_FIRST_US (G_USEC_PER_SEC / 20)
#define CHILDREN_PERIOD_US (G_USEC_PER_SEC / 2)
#define CHILDREN_SHARE 100 /* of the time at most one part in so many goes into looking for children */

typedef struct
{
  const PgsCliRecordCommand *command;
  PgsCliWait *wait;
  PgsLauncher *launcher;
  PgsCliRecording *recording;
  PgsProcessLister *lister;
  PgsFamily *family;
  GHashTable *known; /* PIDs in @recording → start_ticks */
  gint64 children_due_us;
  guint n_interrupts;
} Run;

static void
run_clear (Run *self)
{
  g_clear_pointer (&self->launcher, pgs_launcher_free);
  g_clear_pointer (&self->recording, pgs_cli_recording_free);
  g_clear_pointer (&self->lister, pgs_process_lister_free);
  g_clear_pointer (&self->family, pgs_family_free);
  g_clear_pointer (&self->known, g_hash_table_unref);
  g_clear_pointer (&self->wait, pgs_cli_wait_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Run, run_clear)

static gboolean
start (Run     *self,
       GError **error)
{
  PgsLaunch launch = PGS_LAUNCH_INIT;
  PgsLauncherState state;

  launch.argv = (const char *const *) self->command->argv;
  launch.flags = PGS_LAUNCH_KEEP_DESCRIPTORS;
  self->launcher = pgs_launcher_new (&launch, error);
  if (self->launcher == NULL)
    return FALSE;
  state = pgs_launcher_wait (self->launcher, PGS_LAUNCHER_HELD, START_US);
  if (state != PGS_LAUNCHER_FAILED)
    return TRUE;
  g_propagate_error (error, pgs_launcher_dup_error (self->launcher));
  return FALSE;
}

/* What was started without being stopped first may be over by now. */
static gboolean
take_first (Run     *self,
            GError **error)
{
  const gint pid = pgs_launcher_get_pid (self->launcher);
  PgsProcess *process = pgs_cli_process_open (pid, error);

  if (process != NULL && pgs_cli_recording_take (self->recording, process, error))
    return TRUE;
  pgs_cli_target_explain (pid, error);
  if (g_error_matches (*error, PGS_CLI_ERROR, PGS_CLI_NO_PROCESS))
    {
      g_clear_error (error);
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_NO_PROCESS,
                   _("%s: it ended before the first sample"), self->command->argv[0]);
    }
  if (pgs_launcher_get_state (self->launcher) == PGS_LAUNCHER_HELD)
    pgs_launcher_signal (self->launcher, SIGKILL);
  return FALSE;
}

static void
say_notice (Run *self)
{
  const char *notice = pgs_launch_get_notice (pgs_launcher_get_hold (self->launcher));
  g_autofree char *text = NULL;

  if (notice == NULL)
    return;
  text = g_strdup_printf ("%s: %s", self->command->argv[0], notice);
  pgs_cli_print_error ("record", text);
}

/* A child that is gone already is left out; what cannot be written is an error. */
static gboolean
take_child (Run                    *self,
            const PgsFamilyMember  *member,
            GError                **error)
{
  g_autoptr (GError) local = NULL;
  PgsProcess *process;

  g_hash_table_insert (self->known, GINT_TO_POINTER (member->pid),
                       g_memdup2 (&member->start_ticks, sizeof member->start_ticks));
  process = pgs_cli_process_open (member->pid, NULL);
  if (process == NULL || pgs_cli_recording_take (self->recording, process, &local) ||
      g_error_matches (local, PGS_ERROR, PGS_ERROR_NO_PROCESS))
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static gboolean
is_known (Run                   *self,
          const PgsFamilyMember *member)
{
  const guint64 *start_ticks = g_hash_table_lookup (self->known, GINT_TO_POINTER (member->pid));

  return start_ticks != NULL && *start_ticks == member->start_ticks;
}

/* Looks for children that are new. With very many processes that is done less often. */
static gboolean
look_for_children (Run     *self,
                   GError **error)
{
  const gint64 began_us = g_get_monotonic_time ();
  g_autoptr (PgsProcessTable) table =
    pgs_process_lister_refresh (self->lister, PGS_PROCESS_LIST_SPARING, NULL);
  const PgsFamilyMember *members;
  gint64 now_us;
  gsize n;

  if (table != NULL)
    pgs_family_update (self->family, table);
  now_us = g_get_monotonic_time ();
  self->children_due_us = now_us + MAX (CHILDREN_PERIOD_US, (now_us - began_us) * CHILDREN_SHARE);
  members = pgs_family_get_members (self->family, &n);
  for (gsize i = 0; i < n; i++)
    if (!is_known (self, &members[i]) && !take_child (self, &members[i], error))
      return FALSE;
  return TRUE;
}

/* Returns: whether the recording is to end although the command goes on. */
static gboolean
is_over_by_signal (Run *self)
{
  gboolean by_terminal;
  const int number = pgs_cli_wait_take_signal (self->wait, &by_terminal);

  if (number == SIGINT && by_terminal && self->n_interrupts++ == 0)
    return FALSE; /* the command has got it, too */
  return number != 0;
}

/* Returns when the command has ended or somebody ended the recording. */
static gboolean
follow (Run     *self,
        GError **error)
{
  const gint64 now_us = g_get_monotonic_time ();
  const gint64 end_us = self->command->duration_us > 0 ? now_us + self->command->duration_us
                                                        : G_MAXINT64;

  self->children_due_us = now_us + CHILDREN_FIRST_US;
  while (pgs_launcher_get_state (self->launcher) < PGS_LAUNCHER_ENDED)
    {
      const gint64 due_us = MIN (pgs_cli_recording_get_due (self->recording), self->children_due_us);
      const PgsCliWake wake = pgs_cli_wait_until (self->wait, MIN (due_us, end_us));

      if (wake == PGS_CLI_WAKE_SIGNAL && is_over_by_signal (self))
        return TRUE;
      if (wake == PGS_CLI_WAKE_PROCESS)
        pgs_launcher_wait (self->launcher, PGS_LAUNCHER_ENDED, REAP_US);
      if (!pgs_cli_recording_step (self->recording, error))
        return FALSE;
      if (g_get_monotonic_time () >= end_us)
        return TRUE;
      if (g_get_monotonic_time () >= self->children_due_us && !look_for_children (self, error))
        return FALSE;
    }
  return TRUE;
}

static gboolean
write_exit (Run     *self,
            GError **error)
{
  const gint pid = pgs_launcher_get_pid (self->launcher);
  g_autofree char *text = NULL;
  PgsExit exit_info;

  if (pgs_launcher_get_exit (self->launcher, &exit_info))
    return pgs_cli_recording_set_exit (self->recording, pid, &exit_info, error);
  text = g_strdup_printf (_("%s goes on without being recorded, PID %d"), self->command->argv[0], pid);
  pgs_cli_print_error ("record", text);
  return TRUE;
}

static gboolean
record (Run     *self,
        GError **error)
{
  const gint pid = pgs_launcher_get_pid (self->launcher);
  PgsExit exit_info;

  if (!take_first (self, error))
    return FALSE;
  say_notice (self);
  if (!pgs_launcher_get_exit (self->launcher, &exit_info))
    pgs_cli_wait_set_pid (self->wait, pid);
  self->lister = pgs_process_lister_new ();
  self->family = pgs_family_new (pid);
  self->known = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  pgs_launcher_release (self->launcher);
  return follow (self, error) && write_exit (self, error);
}

/**
 * pgs_cli_record_command:
 * @command: what to start and how to record it
 * @error: why it could not be started, sampled or written: %PGS_ERROR_ACCESS where permission to
 *   execute it is missing, %PGS_CLI_ERROR where it ended before the first sample
 *
 * Starts the command and records it and its children until it ends, or until somebody ends the
 * recording. How the command ended is in the file.
 *
 * Returns: whether all that was seen was written
 */
gboolean
pgs_cli_record_command (const PgsCliRecordCommand *command,
                        GError                   **error)
{
  g_auto (Run) self = { .command = command };
  gboolean is_good;

  self.wait = pgs_cli_wait_new (error); /* before any thread is started */
  if (self.wait == NULL)
    return FALSE;
  pgs_cli_wait_watch_hangup (self.wait);
  if (!start (&self, error))
    return FALSE;
  self.recording = pgs_cli_recording_new (command->path, command->replace, command->interval_us);
  is_good = record (&self, error);
  return pgs_cli_recording_close (self.recording, is_good ? error : NULL) && is_good;
}
