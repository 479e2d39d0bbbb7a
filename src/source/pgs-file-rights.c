/* pgs-file-rights.c: the rights that a program's file gives to who executes it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The kernel takes user, group and capabilities from the file that it executes in the end: of a
 * script that is its interpreter. They count for nothing where the file system is mounted nosuid or
 * the process has set no_new_privs. A traced program gets them only if the tracer has CAP_SYS_PTRACE.
 * Source: bprm_creds_from_file() in fs/exec.c, cap_bprm_creds_from_file() in security/commoncap.c.
 */
#include "config.h"

#include "pgs-file-rights.h"

#include <fcntl.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/xattr.h>
#include <unistd.h>

#define MAX_INTERPRETERS 5 /* scripts whose interpreters are scripts: BINPRM_MAX_RECURSION is 4 */
#define HEAD_SIZE 256      /* BINPRM_BUF_SIZE */
#define CAP_SYS_PTRACE_BIT 19

/* Returns: (transfer full) (nullable): what runs the script @file; %NULL if it is no script. */
static char *
read_interpreter (const char *file)
{
  int fd = open (file, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
  char head[HEAD_SIZE];
  gssize n;
  char *start;

  if (fd < 0)
    return NULL;
  n = read (fd, head, sizeof head - 1);
  close (fd);
  if (n < 3 || head[0] != '#' || head[1] != '!')
    return NULL;
  head[n] = '\0';
  start = head + 2 + strspn (head + 2, " \t");
  return g_strndup (start, strcspn (start, " \t\r\n"));
}

static gboolean
is_worth_nothing (const char *file)
{
  struct statvfs mount;

  return prctl (PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ||
         (statvfs (file, &mount) == 0 && (mount.f_flag & ST_NOSUID));
}

static gboolean
gives_rights (const char *file)
{
  struct stat status;

  if (stat (file, &status) != 0 || is_worth_nothing (file))
    return FALSE;
  if ((status.st_mode & S_ISUID) && status.st_uid != getuid ())
    return TRUE;
  if ((status.st_mode & S_ISGID) && (status.st_mode & S_IXGRP) && status.st_gid != getgid ())
    return TRUE;
  return getxattr (file, "security.capability", NULL, 0) > 0;
}

/**
 * pgs_file_rights_gained:
 * @file: a program or a script
 *
 * Returns: whether executing it changes user, group or capabilities
 */
gboolean
pgs_file_rights_gained (const char *file)
{
  g_autofree char *program = g_strdup (file);
  char *interpreter;

  g_return_val_if_fail (file != NULL, FALSE);

  for (guint i = 0; i < MAX_INTERPRETERS && (interpreter = read_interpreter (program)) != NULL; i++)
    {
      g_free (program);
      program = interpreter;
    }
  return gives_rights (program);
}

/**
 * pgs_file_rights_may_trace:
 *
 * Returns: whether this process may trace programs that have more rights than itself
 */
gboolean
pgs_file_rights_may_trace (void)
{
  g_autofree char *status = NULL;
  const char *line;

  if (!g_file_get_contents ("/proc/self/status", &status, NULL, NULL))
    return FALSE;
  line = strstr (status, "\nCapEff:");
  if (line == NULL)
    return FALSE;
  return (g_ascii_strtoull (line + strlen ("\nCapEff:"), NULL, 16) >> CAP_SYS_PTRACE_BIT) & 1;
}
