/* pgs-cli-guard.c: what is undone however the program ends
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-guard.h"

#include <signal.h>
#include <stdlib.h>

#define N_UNDOS_MAX 4

/* For the handler of signals: a place is filled once, and never emptied. */
static volatile PgsCliUndo undos[N_UNDOS_MAX];

static void
undo_all (void)
{
  for (gsize i = 0; i < N_UNDOS_MAX && undos[i] != NULL; i++)
    undos[i]();
}

static void
undo_and_raise (int signal_number)
{
  undo_all ();
  raise (signal_number); /* SA_RESETHAND: this time it ends the program */
}

/* Signals that end a program and that nobody handles. */
static void
handle_signals (void)
{
  static const int signals[] = { SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGILL, SIGABRT, SIGBUS, SIGFPE,
                                 SIGSEGV, SIGSYS, SIGTRAP, SIGALRM, SIGVTALRM, SIGPROF, SIGUSR1,
                                 SIGUSR2, SIGXCPU, SIGXFSZ, SIGIO };
  struct sigaction action = { .sa_handler = undo_and_raise, .sa_flags = SA_RESETHAND };

  for (gsize i = 0; i < G_N_ELEMENTS (signals); i++)
    {
      struct sigaction old;

      if (sigaction (signals[i], NULL, &old) == 0 && old.sa_handler == SIG_DFL)
        sigaction (signals[i], &action, NULL);
    }
}

/**
 * pgs_cli_guard:
 * @undo: async-signal-safe, and to be called in any thread and more than once
 *
 * Has @undo called by exit() and by each signal that ends the program, from now on. SIGKILL cannot be helped. To be
 * called by one thread, before there is anything to undo; again does no harm.
 */
void
pgs_cli_guard (PgsCliUndo undo)
{
  static gboolean is_registered;
  gsize i = 0;

  while (i < N_UNDOS_MAX && undos[i] != NULL && undos[i] != undo)
    i++;
  g_return_if_fail (i < N_UNDOS_MAX);
  undos[i] = undo;
  if (!is_registered)
    is_registered = atexit (undo_all) == 0;
  handle_signals ();
}
