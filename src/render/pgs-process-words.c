/* pgs-process-words.c: how a process does, how it ended and what of it is hidden, in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-words.h"

#include <glib/gi18n-lib.h>
#include <string.h>
#include <sys/wait.h>

#include "pgs-denial-words.h"

/**
 * pgs_process_format_exit:
 * @status_known: the kernel told how it ended
 * @status: as from wait(2)
 *
 * Returns: (transfer full): "ended with status 1", "ended by signal 9 (Killed)"
 */
char *
pgs_process_format_exit (gboolean status_known,
                         int      status)
{
  if (!status_known)
    return g_strdup (_("ended, how is not known"));
  if (WIFSIGNALED (status))
    /* Translators: the number of a signal and what it is called. */
    return g_strdup_printf (_("ended by signal %d (%s)"), WTERMSIG (status),
                            strsignal (WTERMSIG (status)));
  return g_strdup_printf (_("ended with status %d"), WEXITSTATUS (status));
}

/**
 * pgs_process_format_reason:
 * @snapshot: a moment of a process
 * @part: a part of it that is denied
 *
 * Returns: (transfer full): why, and what would help: "It belongs to root. Only root may read it."
 */
char *
pgs_process_format_reason (const PgsSnapshot *snapshot,
                           PgsPart            part)
{
  g_autofree char *clause = pgs_denial_format (snapshot, part);
  const char *help = pgs_denial_format_help (snapshot, part);

  if (clause == NULL)
    return g_strdup (_("The kernel does not show it."));
  if (help == NULL)
    /* Translators: %s is why, "it belongs to root". */
    return g_strdup_printf (_("The kernel does not show it: %s."), clause);
  /* Translators: why, "it belongs to root", and what would help, a sentence. */
  return g_strdup_printf (_("The kernel does not show it: %s. %s"), clause, help);
}

/**
 * pgs_process_format_denied:
 * @snapshot: a moment of a process
 *
 * Returns: (transfer full) (nullable): which parts could not be read, why, and what would help; %NULL
 *   if everything could that a mapping is described by
 */
char *
pgs_process_format_denied (const PgsSnapshot *snapshot)
{
  static const PgsPart parts[] = { PGS_PART_MAPS, PGS_PART_PAGEMAP, PGS_PART_SMAPS };
  g_autoptr (GString) denied = g_string_new (NULL);
  g_autofree char *reason = NULL;
  PgsPart first = PGS_N_PARTS;

  for (gsize i = 0; i < G_N_ELEMENTS (parts); i++)
    {
      if (snapshot->access[parts[i]] != PGS_ACCESS_DENIED)
        continue;
      first = MIN (first, parts[i]);
      if (denied->len > 0)
        g_string_append (denied, ", ");
      g_string_append (denied, pgs_part_get_id (parts[i]));
    }
  if (denied->len == 0)
    return NULL;
  reason = pgs_process_format_reason (snapshot, first);
  return g_strdup_printf ("%s: %s", denied->str, reason);
}

/**
 * pgs_process_format_inner:
 * @process: a process
 *
 * Returns: (transfer full) (nullable): its numbers in its own namespaces, "PID 1 · user 0"; %NULL if
 *   these are ours
 */
char *
pgs_process_format_inner (const PgsProcessInfo *process)
{
  const gboolean has_pid = process->inner_pid > 0;
  const gboolean has_uid = process->inner_uid != G_MAXUINT32;

  if (has_pid && has_uid)
    /* Translators: numbers of a process and its user in its own namespaces. */
    return g_strdup_printf (_("PID %d · user %u"), process->inner_pid, process->inner_uid);
  if (has_pid)
    /* Translators: number of a process in its own namespace. */
    return g_strdup_printf (_("PID %d"), process->inner_pid);
  /* Translators: number of the user of a process in its own namespace. */
  return has_uid ? g_strdup_printf (_("user %u"), process->inner_uid) : NULL;
}

/**
 * pgs_process_format_time:
 * @at_us: real time, µs since 1970
 *
 * Returns: (transfer full): date and time here, "–" for 0
 */
char *
pgs_process_format_time (gint64 at_us)
{
  g_autoptr (GDateTime) time = g_date_time_new_from_unix_local (at_us / G_USEC_PER_SEC);

  return at_us != 0 && time != NULL ? g_date_time_format (time, "%F %T") : g_strdup ("–");
}
