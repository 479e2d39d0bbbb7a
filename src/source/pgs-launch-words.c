/* pgs-launch-words.c: how a program was started and how it ended, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-launch-words.h"

#include <string.h>
#include <sys/wait.h>

#include <glib/gi18n-lib.h>

/**
 * pgs_launch_format_exit:
 * @exit_info: of a process that has ended
 *
 * Returns: (transfer full): "exited with status 3", "killed by SIGSEGV (core dumped)"
 */
char *
pgs_launch_format_exit (const PgsExit *exit_info)
{
  const int status = exit_info->status;
  const char *abbreviation;
  g_autofree char *name = NULL;

  if (!exit_info->status_known)
    return g_strdup (_("ended, nobody knows how"));
  if (WIFEXITED (status))
    return g_strdup_printf (_("exited with status %d"), WEXITSTATUS (status));
  if (!WIFSIGNALED (status))
    return g_strdup_printf (_("ended with wait status 0x%x"), (guint) status);

  abbreviation = sigabbrev_np (WTERMSIG (status));
  name = abbreviation != NULL ? g_strconcat ("SIG", abbreviation, NULL)
                              : g_strdup_printf (_("signal %d"), WTERMSIG (status));
  /* Translators: the name of a signal, as in "killed by SIGSEGV". */
  return g_strdup_printf (WCOREDUMP (status) ? _("killed by %s (core dumped)") : _("killed by %s"),
                          name);
}

/**
 * pgs_launch_get_notice:
 * @hold: whether a program could be stopped at its first instruction
 *
 * Returns: (nullable): a sentence that says why not; %NULL if it could
 */
const char *
pgs_launch_get_notice (PgsLauncherHold hold)
{
  switch (hold)
    {
    case PGS_LAUNCHER_HOLD_DONE:
      return NULL;
    case PGS_LAUNCHER_HOLD_PRIVILEGED:
      return _("It was started without being stopped first, because its file gives it more rights and "
               "the kernel withholds those from a program that is traced; its very first moments may "
               "be missing.");
    case PGS_LAUNCHER_HOLD_FORBIDDEN:
      return _("It was started without being stopped first, because tracing is not allowed here; its "
               "very first moments may be missing.");
    }

  g_return_val_if_reached (NULL);
}
