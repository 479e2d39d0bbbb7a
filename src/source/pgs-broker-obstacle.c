/* pgs-broker-obstacle.c: why a broker cannot be tried here at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Whoever may write to the broker, or to a directory above it, could put another program in its place,
 * and that would run as root. So a broker in a build tree or in somebody's home is not elevated.
 */
#include "config.h"

#include "pgs-broker-private.h"

#include "pgs-sandbox.h"

#include <errno.h>
#include <glib/gi18n-lib.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* Whether only root can change it. A link has no mode: who may write to its directory changes it. */
static gboolean
is_roots (const char *path)
{
  struct stat info;

  return lstat (path, &info) == 0 && info.st_uid == 0
         && (S_ISLNK (info.st_mode) || (info.st_mode & (S_IWGRP | S_IWOTH)) == 0);
}

/* Returns: (transfer full) (nullable): the first part of @path, from the root on, that others than root can
 * change. */
static char *
find_unsafe_part (const char *path)
{
  for (const char *at = path; at != NULL; at = strchr (at + 1, '/'))
    {
      g_autofree char *part = g_strndup (path, MAX ((gsize) (at - path), 1));

      if (!is_roots (part))
        return g_steal_pointer (&part);
    }
  return is_roots (path) ? NULL : g_strdup (path);
}

/**
 * pgs_broker_path_is_safe:
 * @path: a program
 * @why: (out): why it is not
 *
 * Returns: whether it is there, and nobody but root can put something in its place
 */
gboolean
pgs_broker_path_is_safe (const char  *path,
                         char       **why)
{
  char *real = realpath (path, NULL);
  g_autofree char *part = NULL;

  if (real == NULL || access (real, X_OK) != 0)
    {
      free (real);
      *why = g_strdup_printf (_("The helper %s is not installed."), path);
      return FALSE;
    }
  part = find_unsafe_part (path); /* which is what is started: also the links on the way */
  if (part == NULL)
    part = find_unsafe_part (real);
  free (real);
  if (part == NULL)
    return TRUE;
  *why = g_strdup_printf (_("The helper is started with more rights only where nobody but root can change it; "
                            "others can change %s."), part);
  return FALSE;
}

/**
 * pgs_broker_dup_obstacle:
 *
 * Returns: (transfer full) (nullable): in words, why a broker cannot be tried here at all; %NULL: it can
 */
char *
pgs_broker_dup_obstacle (void)
{
  g_autofree char *pkexec = g_find_program_in_path ("pkexec");
  char *why;

  if (pgs_sandbox_is_flatpak ())
    return g_strdup (_("Inside Flatpak, nobody can be asked for more rights."));
  if (geteuid () == 0)
    return g_strdup (_("This program runs as root; there are no more rights to ask for."));
  if (!PGS_HAVE_BROKER)
    return g_strdup (_("This program was built without the helper that opens files of other users’ processes."));
  if (!pgs_broker_path_is_safe (PGS_BROKER_PATH, &why))
    return why;
  if (pkexec == NULL)
    return g_strdup (_("pkexec is not installed; it asks whether you may have more rights."));
  return NULL;
}
