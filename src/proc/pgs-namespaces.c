/* pgs-namespaces.c: how a process is numbered in its own namespaces
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The numbers everywhere else are as we see them. The line NSpid of status adds those in the PID
 * namespaces below, the process' own last. uid_map has lines "inside outside count"; as we read it,
 * outside means our own user namespace. A user that has no number in ours is shown as the overflow
 * ID, which is often the number of "nobody" and is not that user.
 * Source: proc_pid_status(5), user_namespaces(7).
 */
#include "config.h"

#include "pgs-namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <pwd.h>
#include <string.h>
#include <sys/types.h>

#include "pgs-proc-file.h"
#include "pgs-proc-text.h"

#define MAX_USER_RECORD (64 * 1024)
#define NS_PID_KEY "\nNSpid:"

/**
 * pgs_inner_pid_parse:
 * @status: what /proc/PID/status says
 *
 * Returns: its number in its own PID namespace; 0 if that is ours, or is not known
 */
gint
pgs_inner_pid_parse (const char *status)
{
  const char *line = strstr (status, NS_PID_KEY);
  PgsCursor cursor;
  guint64 pid = 0;
  guint64 next;
  guint n = 0;

  if (line == NULL)
    return 0;
  line += strlen (NS_PID_KEY);
  cursor = (PgsCursor) { line, line + strcspn (line, "\n") };
  for (pgs_cursor_blanks (&cursor); pgs_cursor_decimal (&cursor, &next); n++)
    {
      pid = next;
      pgs_cursor_blanks (&cursor);
    }
  return n > 1 && cursor.at == cursor.end && pid <= G_MAXINT ? (gint) pid : 0;
}

/* One line of uid_map. Returns: %FALSE if there is none any more, or it cannot be read. */
static gboolean
next_extent (PgsCursor *cursor,
             guint64    extent[3])
{
  for (guint i = 0; i < 3; i++)
    {
      pgs_cursor_blanks (cursor);
      if (!pgs_cursor_decimal (cursor, &extent[i]) || extent[i] > G_MAXUINT32)
        return FALSE;
    }
  return pgs_cursor_skip (cursor, '\n');
}

/**
 * pgs_inner_uid_parse:
 * @uid_map: what /proc/PID/uid_map says
 * @uid: a user ID as we see it
 *
 * Returns: the same user's ID in the process' own user namespace; %PGS_NO_UID if it has none
 */
guint32
pgs_inner_uid_parse (const char *uid_map,
                     guint32     uid)
{
  PgsCursor cursor = { uid_map, uid_map + strlen (uid_map) };
  guint64 extent[3];

  while (next_extent (&cursor, extent))
    if (uid >= extent[1] && uid - extent[1] < extent[2] && extent[0] + (uid - extent[1]) < PGS_NO_UID)
      return (guint32) (extent[0] + (uid - extent[1]));
  return PGS_NO_UID;
}

/**
 * pgs_uid_is_mapped:
 * @uid_map: what our own uid_map says
 * @uid: a user ID
 *
 * Returns: whether a user has this ID in our namespace
 */
gboolean
pgs_uid_is_mapped (const char *uid_map,
                   guint32     uid)
{
  PgsCursor cursor = { uid_map, uid_map + strlen (uid_map) };
  guint64 extent[3];

  while (next_extent (&cursor, extent))
    if (uid >= extent[0] && uid - extent[0] < extent[2])
      return TRUE;
  return FALSE;
}

/* Whether @uid only stands for users that have no number here. */
static gboolean
is_overflow (guint32 uid)
{
  g_auto (PgsProcFile) number = PGS_PROC_FILE_INIT;
  g_auto (PgsProcFile) map = PGS_PROC_FILE_INIT;
  PgsCursor cursor;
  guint64 overflow;

  if (!pgs_proc_file_load (&number, AT_FDCWD, "/proc/sys/kernel/overflowuid",
                           PGS_PROC_FILE_SMALL_LIMIT, NULL))
    return FALSE;
  cursor = (PgsCursor) { number.data, number.data + number.length };
  return pgs_cursor_decimal (&cursor, &overflow) && overflow == uid &&
         pgs_proc_file_load (&map, AT_FDCWD, "/proc/self/uid_map", PGS_PROC_FILE_SMALL_LIMIT, NULL) &&
         !pgs_uid_is_mapped (map.data, uid);
}

/**
 * pgs_user_name_read:
 * @uid: a user ID as we see it
 *
 * Returns: (transfer full): the name of the user, as bytes; the number if there is no name, also of
 *   a user who has no number in our user namespace
 */
char *
pgs_user_name_read (guint32 uid)
{
  struct passwd record;
  struct passwd *found = NULL;
  gsize size = 1024;
  char *name = NULL;

  if (is_overflow (uid))
    return g_strdup_printf ("%" G_GUINT32_FORMAT, uid);
  for (gboolean again = TRUE; again && size <= MAX_USER_RECORD; size *= 2)
    {
      g_autofree char *buffer = g_malloc (size);

      again = getpwuid_r ((uid_t) uid, &record, buffer, size, &found) == ERANGE;
      if (found != NULL)
        name = g_strdup (found->pw_name);
    }
  if (name == NULL && uid == 0)
    name = g_strdup ("root"); /* a sandbox may know no other users than us */
  return name != NULL ? name : g_strdup_printf ("%" G_GUINT32_FORMAT, uid);
}
