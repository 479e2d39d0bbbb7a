/* pgs-program-watch.c: a window's launched program: started, shown, watched from its first instruction
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-program-watch.h"

struct _PgsProgramWatch
{
  PgsSession *session;
  PgsProgramPane *pane;
  PgsProcessList *list;
  PgsProgram *program; /* (nullable) */
  gboolean watched;    /* the session was told to */
};

/* It may run as soon as its first mappings were seen, or cannot be. */
static void
on_session (PgsProgramWatch *self)
{
  const gboolean is_other = self->program != NULL && pgs_session_get_pid (self->session)
                                                       != pgs_program_get_pid (self->program);
  const PgsSessionState state = pgs_session_get_state (self->session);

  if (self->program == NULL || !self->watched)
    return;
  if (is_other || pgs_session_get_latest (self->session) != NULL || state == PGS_SESSION_FAILED ||
      state == PGS_SESSION_ENDED)
    pgs_program_release (self->program);
}

static void
begin_to_watch (PgsProgramWatch *self)
{
  g_autofree char *name = pgs_program_dup_name (self->program);
  const gint pid = pgs_program_get_pid (self->program);

  self->watched = TRUE;
  pgs_session_watch (self->session, pid);
  pgs_process_list_follow_program (self->list, pid, name);
}

static void
on_program (PgsProgramWatch *self)
{
  const PgsLauncherState state = pgs_program_get_state (self->program);

  if (!self->watched && (pgs_program_is_alive (self->program) || state == PGS_LAUNCHER_ENDED))
    begin_to_watch (self);
  if (state == PGS_LAUNCHER_ENDED)
    pgs_session_note_exit (self->session, pgs_program_get_pid (self->program),
                           pgs_program_get_exit (self->program));
}

static void
drop_program (PgsProgramWatch *self)
{
  if (self->program == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->program, self);
  g_clear_object (&self->program);
}

static void
start_again (PgsProgramWatch *self)
{
  g_autoptr (PgsProgram) program = NULL;
  g_autoptr (GError) error = NULL;

  if (self->program == NULL || pgs_program_is_alive (self->program))
    return;
  program = pgs_program_new (pgs_program_get_argv (self->program),
                             pgs_program_get_env (self->program),
                             pgs_program_get_folder (self->program));
  if (pgs_program_start (program, &error))
    pgs_program_watch_take (self, program);
  else
    pgs_program_pane_show_error (self->pane, error);
}

/**
 * pgs_program_watch_new:
 * @session: what watches
 * @pane: where the program's output goes
 * @list: where its processes are listed
 *
 * Returns: (transfer full): a watch without a program
 */
PgsProgramWatch *
pgs_program_watch_new (PgsSession     *session,
                       PgsProgramPane *pane,
                       PgsProcessList *list)
{
  PgsProgramWatch *self = g_new0 (PgsProgramWatch, 1);

  self->session = g_object_ref (session);
  self->pane = g_object_ref (pane);
  self->list = g_object_ref (list);
  g_signal_connect_swapped (session, "history-changed", G_CALLBACK (on_session), self);
  g_signal_connect_swapped (session, "notify::state", G_CALLBACK (on_session), self);
  g_signal_connect_swapped (pane, "again", G_CALLBACK (start_again), self);
  return self;
}

/**
 * pgs_program_watch_free:
 * @self: (transfer full) (nullable): a watch
 *
 * Closes the program's terminal, if nobody else has a reference to the program.
 */
void
pgs_program_watch_free (PgsProgramWatch *self)
{
  if (self == NULL)
    return;
  drop_program (self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  g_signal_handlers_disconnect_by_data (self->pane, self);
  g_object_unref (self->session);
  g_object_unref (self->pane);
  g_object_unref (self->list);
  g_free (self);
}

/**
 * pgs_program_watch_take:
 * @self: a watch whose program, if it has one, has ended
 * @program: one that was started
 *
 * Shows what it writes, and watches it as soon as it is there.
 */
void
pgs_program_watch_take (PgsProgramWatch *self,
                        PgsProgram      *program)
{
  g_object_ref (program);
  drop_program (self);
  self->program = program;
  self->watched = FALSE;
  pgs_program_pane_set_program (self->pane, program);
  g_signal_connect_swapped (program, "changed", G_CALLBACK (on_program), self);
  on_program (self);
}

/**
 * pgs_program_watch_get_live:
 * @self: a watch
 *
 * Returns: (transfer none) (nullable): its program, if that has not ended
 */
PgsProgram *
pgs_program_watch_get_live (PgsProgramWatch *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->program != NULL && pgs_program_is_alive (self->program) ? self->program : NULL;
}
