/* pgs-denial-reader.c: finds out why a process may not be looked into
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Everything here is readable for everybody: the IDs and capabilities in status, and uid_map. That
 * one is written as the reader's namespace sees it, so that it reads like our own exactly if the
 * process is in ours. The files of a process that is not dumpable belong to root
 * (task_dump_owner() in fs/proc/base.c), those of others to its user.
 */
#include "config.h"

#include "pgs-denial-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <signal.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "pgs-proc-file.h"
#include "pgs-proc-text.h"

#define FIRST_USER_NAMESPACE 0xEFFFFFFDu /* PROC_USER_INIT_INO in include/linux/proc_ns.h */
#define MOUNT_POINT_FIELD 4              /* of mountinfo, counted from 0 */

static guint64
read_capabilities (void)
{
  struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
  struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };

  if (syscall (SYS_capget, &header, data) != 0)
    return 0;
  return data[0].effective | (guint64) data[1].effective << 32;
}

/**
 * pgs_rights_read:
 * @rights: (out caller-allocates): what the calling thread may do
 */
void
pgs_rights_read (PgsRights *rights)
{
  struct stat info;

  rights->uid = geteuid ();
  rights->gid = getegid ();
  rights->capabilities = read_capabilities ();
  rights->is_first_namespace =
    stat ("/proc/self/ns/user", &info) == 0 && info.st_ino == FIRST_USER_NAMESPACE;
}

static gboolean
find_value (const char *status,
            const char *key,
            PgsCursor  *value)
{
  const char *line = strstr (status, key);

  if (line == NULL)
    return FALSE;
  *value = (PgsCursor) { line + strlen (key), line + strlen (line) };
  return TRUE;
}

static gboolean
parse_ids (const char *status,
           const char *key,
           guint32     ids[PGS_N_IDS])
{
  PgsCursor cursor;
  guint64 id;

  if (!find_value (status, key, &cursor))
    return FALSE;
  for (guint i = 0; i < PGS_N_IDS; i++)
    {
      pgs_cursor_blanks (&cursor);
      if (!pgs_cursor_decimal (&cursor, &id) || id > G_MAXUINT32)
        return FALSE;
      ids[i] = (guint32) id;
    }
  return TRUE;
}

/**
 * pgs_guard_parse:
 * @guard: (inout): gets the IDs and capabilities
 * @status: what /proc/PID/status says
 *
 * Returns: %FALSE if it does not say them
 */
gboolean
pgs_guard_parse (PgsGuard   *guard,
                 const char *status)
{
  PgsCursor cursor;

  if (!parse_ids (status, "\nUid:", guard->uids) || !parse_ids (status, "\nGid:", guard->gids) ||
      !find_value (status, "\nCapPrm:", &cursor))
    return FALSE;
  pgs_cursor_blanks (&cursor);
  return pgs_cursor_hex (&cursor, &guard->capabilities);
}

/* Of a process that cannot be seen here it is not known. */
static gboolean
has_same_namespace (int dir_fd)
{
  g_auto (PgsProcFile) ours = PGS_PROC_FILE_INIT;
  g_auto (PgsProcFile) its = PGS_PROC_FILE_INIT;

  if (dir_fd < 0)
    return TRUE;
  return pgs_proc_file_load (&ours, AT_FDCWD, "/proc/self/uid_map", PGS_PROC_FILE_SMALL_LIMIT,
                             NULL) &&
         pgs_proc_file_load (&its, dir_fd, "uid_map", PGS_PROC_FILE_SMALL_LIMIT, NULL) &&
         strcmp (ours.data, its.data) == 0;
}

static gboolean
is_undumpable (const PgsProcFile *status,
               const PgsGuard    *guard)
{
  struct stat info;

  return guard->uids[1] != 0 && fstat (status->fd, &info) == 0 && info.st_uid != guard->uids[1];
}

/* Whoever opens files for us has the right to look into other users' processes, and was refused. */
static gboolean
was_refused_to_opener (const PgsProcPlace *place)
{
  int fd;

  if (place->opener == NULL || pgs_opener_is_elsewhere (place->opener))
    return FALSE;
  fd = pgs_opener_open (place->opener, place->pid, PGS_OPENER_MAPS);
  if (fd >= 0)
    close (fd);
  return fd < 0 && (errno == EACCES || errno == EPERM);
}

/**
 * pgs_denial_read:
 * @place: of a process whose maps, smaps or pagemap are denied
 *
 * Returns: which of the kernel's rules refused
 */
PgsDenial
pgs_denial_read (const PgsProcPlace *place)
{
  g_auto (PgsProcFile) status = PGS_PROC_FILE_INIT;
  PgsRights rights;
  PgsGuard guard = { 0 };

  pgs_rights_read (&rights);
  if (was_refused_to_opener (place))
    rights.capabilities |= PGS_CAPABILITY_SYS_PTRACE;
  if (!pgs_proc_place_open (place, PGS_OPENER_STATUS, &status, NULL, NULL) ||
      !pgs_proc_file_read_record (&status, PGS_PROC_FILE_SMALL_LIMIT, "status", NULL) ||
      !pgs_guard_parse (&guard, status.data))
    return pgs_denial_choose (&rights, NULL);
  guard.is_same_namespace = has_same_namespace (place->dir_fd);
  guard.is_undumpable = is_undumpable (&status, &guard);
  return pgs_denial_choose (&rights, &guard);
}

/**
 * pgs_denial_read_frames:
 *
 * Returns: why this program does not see frame numbers
 */
PgsDenial
pgs_denial_read_frames (void)
{
  PgsRights rights;

  pgs_rights_read (&rights);
  return pgs_denial_choose_frames (&rights);
}

/* Whether one line of mountinfo mounts /proc so that it hides processes. */
static gboolean
is_hiding_mount (const char *line)
{
  g_auto (GStrv) fields = g_strsplit (line, " ", -1);
  const guint n_fields = g_strv_length (fields);
  g_auto (GStrv) options = NULL;

  if (n_fields <= MOUNT_POINT_FIELD || strcmp (fields[MOUNT_POINT_FIELD], "/proc") != 0)
    return FALSE;
  options = g_strsplit (fields[n_fields - 1], ",", -1);
  for (char **option = options; *option != NULL; option++)
    if (g_str_has_prefix (*option, "hidepid=") && strcmp (*option, "hidepid=0") != 0
        && strcmp (*option, "hidepid=off") != 0)
      return TRUE;
  return FALSE;
}

/**
 * pgs_hidepid_parse:
 * @mountinfo: what /proc/self/mountinfo says
 *
 * Returns: whether /proc is mounted with the option hidepid, so that processes of other users are
 *   not shown. Of several mounts the last one is in effect
 */
gboolean
pgs_hidepid_parse (const char *mountinfo)
{
  g_auto (GStrv) lines = g_strsplit (mountinfo, "\n", -1);
  gboolean hides = FALSE;

  for (char **line = lines; *line != NULL; line++)
    if (strstr (*line, " /proc ") != NULL)
      hides = is_hiding_mount (*line);
  return hides;
}

/**
 * pgs_hidepid_hides:
 * @pid: a process that /proc does not show, or whose files in it may not be opened
 *
 * Returns: whether it is there all the same, hidden by the mount option hidepid
 */
gboolean
pgs_hidepid_hides (gint pid)
{
  g_auto (PgsProcFile) file = PGS_PROC_FILE_INIT;

  if (kill (pid, 0) != 0 && errno != EPERM)
    return FALSE;
  return pgs_proc_file_load (&file, AT_FDCWD, "/proc/self/mountinfo",
                             64 * PGS_PROC_FILE_SMALL_LIMIT, NULL) &&
         pgs_hidepid_parse (file.data);
}
