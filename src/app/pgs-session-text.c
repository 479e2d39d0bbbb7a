/* pgs-session-text.c: what is being watched, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-session-text.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <sys/wait.h>

#include "pgs-format.h"
#include "pgs-process-words.h"
#include "pgs-text.h"

#define PAGES_MARGIN 1.5 /* pages that come this much more rarely than samples are spoken of */

/* (nullable): the name of the watched process, safe to show. */
static char *
dup_name (PgsSession *session)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (session);

  return snapshot != NULL ? pgs_text_dup_display (snapshot->process->name, -1) : NULL;
}

/**
 * pgs_session_text_title:
 * @session: a session
 *
 * Returns: (transfer full): name and PID of the watched process
 */
char *
pgs_session_text_title (PgsSession *session)
{
  g_autofree char *name = dup_name (session);
  gint pid = pgs_session_get_pid (session);

  if (pgs_session_get_state (session) == PGS_SESSION_REPLAY && name != NULL)
    pid = pgs_session_get_snapshot (session)->process->pid;
  if (pid == 0)
    return g_strdup (_("Pagescape"));
  if (name == NULL)
    return g_strdup_printf (_("Process %d"), pid);

  return g_strdup_printf ("%s — %d", name, pid);
}

static char *
format_rate (double rate)
{
  if (rate <= 0)
    return g_strdup (_("sampling"));
  if (rate < 9.95 && fabs (rate - round (rate)) >= 0.05)
    return g_strdup_printf (_("%.1f samples/s"), rate);

  /* Translators: how often the process is looked at; the number is the one that was reached. */
  return g_strdup_printf (ngettext ("%.0f sample/s", "%.0f samples/s", (gulong) lround (rate)),
                          round (rate));
}

/* The rate of the samples and, where pages cannot be read that often, of the pages. */
static char *
format_rates (PgsSession *session)
{
  const double rate = pgs_session_get_real_rate (session);
  const double pages_s = (double) pgs_session_get_pages_period (session) / G_USEC_PER_SEC;
  g_autofree char *samples = format_rate (rate);

  if (rate <= 0 || pages_s * rate <= PAGES_MARGIN)
    return g_steal_pointer (&samples);
  /* Translators: how often the process is looked at, as in "2 samples/s"; then how often all its
   * pages are read, which is less often because it costs much. */
  return g_strdup_printf (_("%s, pages every %.1f s"), samples, pages_s);
}

/* "as of 14:03:07" */
static char *
format_moment (const PgsSnapshot *snapshot)
{
  g_autoptr (GDateTime) when = g_date_time_new_from_unix_local (snapshot->taken_at_us / G_USEC_PER_SEC);
  g_autofree char *time = when != NULL ? g_date_time_format (when, "%X") : g_strdup ("–");

  /* Translators: which moment is shown: the time of day */
  return g_strdup_printf (_("as of %s"), time);
}

static char *
format_state (PgsSession *session)
{
  if (!pgs_session_is_live (session) && pgs_session_get_snapshot (session) != NULL)
    return format_moment (pgs_session_get_snapshot (session));
  switch (pgs_session_get_state (session))
    {
    case PGS_SESSION_EMPTY:
      return g_strdup ("");
    case PGS_SESSION_OPENING:
      return g_strdup (_("opening"));
    case PGS_SESSION_LIVE:
      return format_rates (session);
    case PGS_SESSION_PAUSED:
      return g_strdup (_("paused"));
    case PGS_SESSION_ENDED:
      return g_strdup (_("ended"));
    case PGS_SESSION_FAILED:
      return g_strdup (_("cannot be watched"));
    case PGS_SESSION_REPLAY:
      return g_strdup (_("recording"));
    }

  g_return_val_if_reached (NULL);
}

/**
 * pgs_session_text_subtitle:
 * @session: a session
 *
 * Returns: (transfer full): "VIRT 188 MiB · RES 75.9 MiB · 2 samples/s", or the state in place of
 *   the real rate; never empty numbers: without a sample only the state
 */
char *
pgs_session_text_subtitle (PgsSession *session)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (session);
  g_autofree char *state = format_state (session);
  g_autofree char *virt = NULL;
  g_autofree char *res = NULL;

  if (pgs_session_get_state (session) == PGS_SESSION_EMPTY)
    return g_strdup (_("Choose a process to see its memory"));
  if (snapshot == NULL)
    return g_steal_pointer (&state);

  virt = pgs_format_size (snapshot->counters.virt);
  res = pgs_format_size (snapshot->counters.res);
  /* Translators: sizes, then how often it is sampled, or its state. VIRT and RES stay. */
  return g_strdup_printf (_("VIRT %s · RES %s · %s"), virt, res, state);
}

static char *
describe_exit (const PgsExit *exit_info)
{
  const char *abbreviation;

  if (!exit_info->status_known)
    return g_strdup (_("How it ended was told only to its parent."));
  if (WIFEXITED (exit_info->status))
    return g_strdup_printf (_("Its exit status is %d."), WEXITSTATUS (exit_info->status));
  if (!WIFSIGNALED (exit_info->status))
    return g_strdup_printf (_("Its wait status is 0x%x."), (guint) exit_info->status);

  abbreviation = sigabbrev_np (WTERMSIG (exit_info->status));
  if (abbreviation == NULL)
    return g_strdup_printf (_("Signal %d killed it."), WTERMSIG (exit_info->status));

  return g_strdup_printf (_("Signal %d (SIG%s) killed it."), WTERMSIG (exit_info->status),
                          abbreviation);
}

static char *
describe_end (PgsSession *session)
{
  const PgsExit *exit_info = pgs_session_get_exit (session);
  g_autofree char *name = dup_name (session);
  g_autofree char *how = describe_exit (exit_info);
  g_autoptr (GDateTime) when = NULL;
  g_autofree char *time = NULL;

  if (name == NULL)
    return g_strdup_printf (_("Process %d has ended. %s"), pgs_session_get_pid (session), how);
  if (pgs_session_get_latest (session)->counters.state == 'Z')
    return g_strdup_printf (_("%s had ended before it was watched. %s"), name, how);
  if (exit_info->at_us > 0)
    when = g_date_time_new_from_unix_local (exit_info->at_us / G_USEC_PER_SEC);
  if (when == NULL)
    return pgs_session_shows_latest (session)
             ? g_strdup_printf (_("%s has ended. %s This is its last state."), name, how)
             : g_strdup_printf (_("%s has ended. %s What is shown was before."), name, how);

  time = g_date_time_format (when, "%X");
  if (!pgs_session_shows_latest (session))
    return g_strdup_printf (_("%s ended at %s. %s What is shown was before."), name, time, how);
  return g_strdup_printf (_("%s ended at %s. %s This is its last state."), name, time, how);
}

static char *
describe_failure (PgsSession *session)
{
  const GError *error = pgs_session_get_error (session);

  return g_strdup_printf (_("Process %d cannot be watched: %s"), pgs_session_get_pid (session),
                          error != NULL ? error->message : "–");
}

/* The kernel's rule is that of ptrace(2), "Ptrace access mode checking". */
static char *
describe_denial (const PgsSnapshot *snapshot)
{
  g_autofree char *name = pgs_text_dup_display (snapshot->process->name, -1);
  g_autofree char *reason = pgs_process_format_reason (snapshot, PGS_PART_MAPS);

  /* Translators: the name of a process, and why the kernel does not show it: whole sentences. */
  return g_strdup_printf (_("The memory of %s is hidden. %s Only the sizes of the whole process are "
                            "known."), name, reason);
}

static char *
describe_sample (const PgsSnapshot *snapshot)
{
  g_autofree char *name = pgs_text_dup_display (snapshot->process->name, -1);

  if (snapshot->process->is_kernel_thread)
    return g_strdup_printf (_("%s is a kernel thread: it has no address space of its own."), name);
  if (snapshot->access[PGS_PART_MAPS] == PGS_ACCESS_DENIED)
    return describe_denial (snapshot);
  if (snapshot->access[PGS_PART_PAGEMAP] == PGS_ACCESS_DENIED)
    return g_strdup_printf (_("The kernel shows the mappings of %s, but not which of its pages are "
                              "in RAM."), name);

  return NULL;
}

static char *
describe_show_error (PgsSession *session)
{
  const GError *error = pgs_session_get_show_error (session);

  return g_strdup_printf (_("This moment cannot be shown: %s"), error->message);
}

/**
 * pgs_session_text_notice:
 * @session: a session
 *
 * Returns: (transfer full) (nullable): what is not as usual: the process has ended (when and how),
 *   cannot be watched, may not be looked into (why), or is a kernel thread; or the moment that was
 *   asked for cannot be shown
 */
char *
pgs_session_text_notice (PgsSession *session)
{
  PgsSnapshot *snapshot = pgs_session_get_snapshot (session);

  if (pgs_session_get_show_error (session) != NULL)
    return describe_show_error (session);
  switch (pgs_session_get_state (session))
    {
    case PGS_SESSION_ENDED:
      return describe_end (session);
    case PGS_SESSION_FAILED:
      return describe_failure (session);
    case PGS_SESSION_LIVE:
    case PGS_SESSION_PAUSED:
    case PGS_SESSION_REPLAY:
      return snapshot != NULL ? describe_sample (snapshot) : NULL;
    case PGS_SESSION_EMPTY:
    case PGS_SESSION_OPENING:
      return NULL;
    }

  g_return_val_if_reached (NULL);
}
