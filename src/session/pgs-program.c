/* pgs-program.c: a program that was launched to be watched, and what it writes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-program.h"

#include <glib-unix.h>

#include "pgs-terminal.h"
#include "pgs-text.h"

#define HOLD_US (3 * G_USEC_PER_SEC)

struct _PgsProgram
{
  GObject parent_instance;

  char **argv;
  char **env;   /* (nullable) */
  char *folder; /* (nullable) */
  PgsTerminal *terminal;
  PgsLauncher *launcher;
  guint launcher_id;
  PgsLauncherState state;
  PgsExit exit_info;
  GError *error;
};

enum
{
  CHANGED,
  OUTPUT,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsProgram, pgs_program, G_TYPE_OBJECT)

static void
pgs_program_dispose (GObject *object)
{
  PgsProgram *self = PGS_PROGRAM (object);

  g_clear_handle_id (&self->launcher_id, g_source_remove);
  g_clear_pointer (&self->launcher, pgs_launcher_free);
  g_clear_pointer (&self->terminal, pgs_terminal_free);
  G_OBJECT_CLASS (pgs_program_parent_class)->dispose (object);
}

static void
pgs_program_finalize (GObject *object)
{
  PgsProgram *self = PGS_PROGRAM (object);

  g_strfreev (self->argv);
  g_strfreev (self->env);
  g_free (self->folder);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (pgs_program_parent_class)->finalize (object);
}

static void
pgs_program_class_init (PgsProgramClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_program_dispose;
  G_OBJECT_CLASS (klass)->finalize = pgs_program_finalize;
  signals[CHANGED] = g_signal_new ("changed", PGS_TYPE_PROGRAM, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[OUTPUT] = g_signal_new ("output", PGS_TYPE_PROGRAM, G_SIGNAL_RUN_LAST, 0,
                                  NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
pgs_program_init (PgsProgram *self)
{
}

/* What the terminal is not able to do is not asked of it: it shows lines of text. */
static char **
make_env (const char *const *env)
{
  char **copy = env != NULL ? g_strdupv ((char **) env) : g_get_environ ();

  return g_environ_setenv (copy, "TERM", "dumb", TRUE);
}

/**
 * pgs_program_new:
 * @argv: (array zero-terminated=1): the program and its arguments
 * @env: (nullable) (array zero-terminated=1): its environment; %NULL: that of this process. TERM will
 *   say "dumb", as the terminal is another one than the caller's
 * @folder: (nullable): its working directory
 *
 * Returns: (transfer full): the program, not started yet
 */
PgsProgram *
pgs_program_new (const char *const *argv,
                 const char *const *env,
                 const char        *folder)
{
  PgsProgram *self = g_object_new (PGS_TYPE_PROGRAM, NULL);

  self->argv = g_strdupv ((char **) argv);
  self->env = make_env (env);
  self->folder = g_strdup (folder);
  return self;
}

static void
on_output (const char *text,
           gpointer    data)
{
  g_signal_emit (PGS_PROGRAM (data), signals[OUTPUT], 0, text);
}

static gboolean
on_launcher (gint         fd,
             GIOCondition condition,
             gpointer     data)
{
  g_autoptr (PgsProgram) self = g_object_ref (data);
  const PgsLauncherState before = self->state;

  self->state = pgs_launcher_get_state (self->launcher);
  if (self->state == PGS_LAUNCHER_FAILED && self->error == NULL)
    self->error = pgs_launcher_dup_error (self->launcher);
  pgs_launcher_get_exit (self->launcher, &self->exit_info);
  if (self->state != before)
    g_signal_emit (self, signals[CHANGED], 0);
  return G_SOURCE_CONTINUE;
}

/**
 * pgs_program_start:
 * @self: a program that was not started yet
 * @error: why it cannot even be tried: %PGS_ERROR_SYNTAX, %PGS_ERROR_LIMIT or %PGS_ERROR_FAILED
 *
 * Begins to start it; `changed` tells what became of that. It stays stopped at its first instruction
 * until pgs_program_release(), at most for three seconds, as a
 * window may have to be made meanwhile.
 *
 * Returns: whether it was begun
 */
gboolean
pgs_program_start (PgsProgram  *self,
                   GError     **error)
{
  PgsLaunch launch = PGS_LAUNCH_INIT;

  g_return_val_if_fail (PGS_IS_PROGRAM (self), FALSE);
  g_return_val_if_fail (self->terminal == NULL, FALSE);

  self->terminal = pgs_terminal_new (on_output, self, error);
  if (self->terminal == NULL)
    return FALSE;
  launch.argv = (const char *const *) self->argv;
  launch.env = (const char *const *) self->env;
  launch.folder = self->folder;
  launch.flags = PGS_LAUNCH_NEW_SESSION;
  launch.hold_us = HOLD_US;
  for (int i = 0; i < 3; i++)
    launch.stdio[i] = pgs_terminal_get_program_fd (self->terminal);
  self->launcher = pgs_launcher_new (&launch, error);
  if (self->launcher == NULL)
    return FALSE;
  self->launcher_id = g_unix_fd_add (pgs_launcher_get_fd (self->launcher), G_IO_IN, on_launcher,
                                     self);
  return TRUE;
}

/**
 * pgs_program_listen:
 * @self: a program that was started, once
 *
 * Begins to emit `output`. Until then what it writes waits in its terminal, and the program with it when
 * that is full.
 */
void
pgs_program_listen (PgsProgram *self)
{
  g_return_if_fail (PGS_IS_PROGRAM (self));
  g_return_if_fail (self->terminal != NULL);

  pgs_terminal_begin (self->terminal);
}

PgsLauncherState
pgs_program_get_state (PgsProgram *self)
{
  g_return_val_if_fail (PGS_IS_PROGRAM (self), PGS_LAUNCHER_FAILED);

  return self->state;
}

/**
 * pgs_program_is_alive:
 * @self: a program
 *
 * Returns: whether it has a process
 */
gboolean
pgs_program_is_alive (PgsProgram *self)
{
  g_return_val_if_fail (PGS_IS_PROGRAM (self), FALSE);

  return self->state == PGS_LAUNCHER_HELD || self->state == PGS_LAUNCHER_RUNNING;
}

/**
 * pgs_program_get_pid:
 * @self: a program
 *
 * Returns: its process, also after that has ended; 0 before there was one
 */
gint
pgs_program_get_pid (PgsProgram *self)
{
  g_return_val_if_fail (PGS_IS_PROGRAM (self), 0);

  return self->launcher != NULL ? pgs_launcher_get_pid (self->launcher) : 0;
}

/**
 * pgs_program_get_hold:
 * @self: a program that has started
 *
 * Returns: whether it was stopped at its first instruction
 */
PgsLauncherHold
pgs_program_get_hold (PgsProgram *self)
{
  g_return_val_if_fail (PGS_IS_PROGRAM (self), PGS_LAUNCHER_HOLD_DONE);

  return self->launcher != NULL ? pgs_launcher_get_hold (self->launcher) : PGS_LAUNCHER_HOLD_DONE;
}

/**
 * pgs_program_get_exit:
 * @self: a program
 *
 * Returns: (transfer none): whether and how it ended
 */
const PgsExit *
pgs_program_get_exit (PgsProgram *self)
{
  g_return_val_if_fail (PGS_IS_PROGRAM (self), NULL);

  return &self->exit_info;
}

/**
 * pgs_program_get_error:
 * @self: a program
 *
 * Returns: (transfer none) (nullable): why it could not be executed, see pgs_launcher_dup_error()
 */
const GError *
pgs_program_get_error (PgsProgram *self)
{
  g_return_val_if_fail (PGS_IS_PROGRAM (self), NULL);

  return self->error;
}

const char *const *
pgs_program_get_argv (PgsProgram *self)
{
  g_return_val_if_fail (PGS_IS_PROGRAM (self), NULL);

  return (const char *const *) self->argv;
}

const char *const *
pgs_program_get_env (PgsProgram *self)
{
  g_return_val_if_fail (PGS_IS_PROGRAM (self), NULL);

  return (const char *const *) self->env;
}

const char *
pgs_program_get_folder (PgsProgram *self)
{
  g_return_val_if_fail (PGS_IS_PROGRAM (self), NULL);

  return self->folder;
}

/**
 * pgs_program_dup_name:
 * @self: a program
 *
 * Returns: (transfer full): its name without folders, safe to show
 */
char *
pgs_program_dup_name (PgsProgram *self)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (PGS_IS_PROGRAM (self), NULL);

  name = g_path_get_basename (self->argv[0]);
  return pgs_text_dup_display (name, -1);
}

/**
 * pgs_program_release:
 * @self: a program
 *
 * Lets it run, if it still is stopped at its first instruction.
 */
void
pgs_program_release (PgsProgram *self)
{
  g_return_if_fail (PGS_IS_PROGRAM (self));

  if (self->launcher != NULL)
    pgs_launcher_release (self->launcher);
}

/**
 * pgs_program_signal:
 * @self: a program
 * @signal_number: SIGTERM …
 *
 * Sends a signal to its process group.
 *
 * Returns: %FALSE if it does not run or may not be sent signals
 */
gboolean
pgs_program_signal (PgsProgram *self,
                    int         signal_number)
{
  g_return_val_if_fail (PGS_IS_PROGRAM (self), FALSE);

  return self->launcher != NULL && pgs_launcher_signal (self->launcher, signal_number);
}

/**
 * pgs_program_write:
 * @self: a program
 * @text: what to type on its terminal
 *
 * Returns: %FALSE if nobody reads it
 */
gboolean
pgs_program_write (PgsProgram *self,
                   const char *text)
{
  g_return_val_if_fail (PGS_IS_PROGRAM (self), FALSE);

  return self->terminal != NULL && pgs_terminal_write (self->terminal, text);
}

/**
 * pgs_program_write_end:
 * @self: a program
 *
 * Types the end of the input.
 *
 * Returns: %FALSE if nobody reads it
 */
gboolean
pgs_program_write_end (PgsProgram *self)
{
  g_return_val_if_fail (PGS_IS_PROGRAM (self), FALSE);

  return self->terminal != NULL && pgs_terminal_write_end (self->terminal);
}
