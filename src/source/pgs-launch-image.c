/* pgs-launch-image.c: all that a child needs between fork and exec, made beforehand
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The files that execvp() would try are listed before the fork, since it may allocate memory; the
 * child tries them with execve() one after the other. That the same file is looked at for rights
 * that it gives (pgs_launch_image_gains()) and then executed cannot be made sure of, and need not be:
 * the kernel itself gives no rights to a program that is traced by somebody who lacks them.
 */
#include "config.h"

#include "pgs-launch-image.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>

#include "pgs-error.h"
#include "pgs-file-rights.h"

#define SHELL "/bin/sh"
#define DEFAULT_PATH "/bin:/usr/bin" /* where PATH is not set, as execvp() of glibc */

extern char **environ;

/* Returns: (transfer full) (nullable): what execvp() would try for the name @program. */
static char **
list_paths (const char         *program,
            const char *const  *env)
{
  g_autoptr (GPtrArray) paths = g_ptr_array_new_with_free_func (g_free);
  const char *path = g_environ_getenv ((char **) env, "PATH");
  g_auto (GStrv) folders = NULL;

  if (strchr (program, '/') != NULL)
    {
      g_ptr_array_add (paths, g_strdup (program));
    }
  else
    {
      folders = g_strsplit (path != NULL ? path : DEFAULT_PATH, ":", PGS_LAUNCH_MAX_PATHS);
      for (guint i = 0; folders[i] != NULL; i++) /* an empty one is the working directory */
        g_ptr_array_add (paths, g_build_filename (folders[i][0] != '\0' ? folders[i] : ".", program,
                                                  NULL));
    }
  g_ptr_array_add (paths, NULL);
  return (char **) g_ptr_array_free (g_steal_pointer (&paths), FALSE);
}

static char **
make_shell_argv (const char *const *argv)
{
  const gsize n = g_strv_length ((char **) argv);
  char **shell_argv = g_new0 (char *, n + 2);

  shell_argv[0] = g_strdup (SHELL);
  for (gsize i = 1; i < n; i++)
    shell_argv[i + 1] = g_strdup (argv[i]);
  return shell_argv;
}

static int
find_max_fd (void)
{
  DIR *directory = opendir ("/proc/self/fd");
  struct dirent *entry;
  int max = 1023;

  while (directory != NULL && (entry = readdir (directory)) != NULL)
    max = MAX (max, atoi (entry->d_name));
  if (directory != NULL)
    closedir (directory);
  return max;
}

static gboolean
dup_stdio (PgsLaunchImage   *self,
           const PgsLaunch  *launch,
           GError          **error)
{
  for (int i = 0; i < 3; i++)
    {
      if (launch->stdio[i] < 0)
        continue;
      self->stdio[i] = fcntl (launch->stdio[i], F_DUPFD_CLOEXEC, 3);
      if (self->stdio[i] < 0)
        {
          pgs_error_set_errno (error, errno, "%s", launch->argv[0]);
          return FALSE;
        }
    }
  return TRUE;
}

static gboolean
check (const PgsLaunch  *launch,
       GError          **error)
{
  if (launch->argv == NULL || launch->argv[0] == NULL || launch->argv[0][0] == '\0')
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_SYNTAX, _("no program to start was named"));
      return FALSE;
    }
  if (g_strv_length ((char **) launch->argv) > PGS_LAUNCH_MAX_ARGS ||
      (launch->env != NULL && g_strv_length ((char **) launch->env) > PGS_LAUNCH_MAX_ARGS))
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_LIMIT, "%s: %s", launch->argv[0], g_strerror (E2BIG));
      return FALSE;
    }
  return TRUE;
}

/**
 * pgs_launch_image_new:
 * @launch: what is to be started; copied
 * @error: %PGS_ERROR_SYNTAX if it names no program, %PGS_ERROR_LIMIT for too many arguments
 *
 * Returns: (transfer full): what the child needs
 */
PgsLaunchImage *
pgs_launch_image_new (const PgsLaunch  *launch,
                      GError          **error)
{
  g_autoptr (PgsLaunchImage) self = NULL;
  const char *const *env = launch->env != NULL ? launch->env : (const char *const *) environ;

  if (!check (launch, error))
    return NULL;
  self = g_new0 (PgsLaunchImage, 1);
  for (int i = 0; i < 3; i++)
    self->stdio[i] = -1;
  if (!dup_stdio (self, launch, error))
    return NULL;
  self->paths = list_paths (launch->argv[0], env);
  self->argv = g_strdupv ((char **) launch->argv);
  self->shell_argv = make_shell_argv (launch->argv);
  self->env = g_strdupv ((char **) env);
  self->folder = g_strdup (launch->folder);
  self->max_fd = find_max_fd ();
  self->flags = launch->flags;
  return g_steal_pointer (&self);
}

/**
 * pgs_launch_image_close:
 * @self: what a child needed
 *
 * Closes the descriptors that are the child's alone from now on.
 */
void
pgs_launch_image_close (PgsLaunchImage *self)
{
  for (int i = 0; i < 3; i++)
    {
      if (self->stdio[i] >= 0)
        close (self->stdio[i]);
      self->stdio[i] = -1;
    }
}

/**
 * pgs_launch_image_free:
 * @self: (transfer full) (nullable): what a child needed
 */
void
pgs_launch_image_free (PgsLaunchImage *self)
{
  if (self == NULL)
    return;
  pgs_launch_image_close (self);
  g_clear_pointer (&self->paths, g_strfreev);
  g_clear_pointer (&self->argv, g_strfreev);
  if (self->shell_argv != NULL && self->shell_argv[1] == NULL) /* the gap for the path */
    self->shell_argv[1] = g_strdup ("");
  g_clear_pointer (&self->shell_argv, g_strfreev);
  g_clear_pointer (&self->env, g_strfreev);
  g_free (self->folder);
  g_free (self);
}

/* Returns: (transfer full) (nullable): the file that will be executed, as this process finds it. */
static char *
find_file (const PgsLaunchImage *self)
{
  struct stat status;

  for (guint i = 0; self->paths[i] != NULL; i++)
    {
      g_autofree char *file = NULL;

      if (self->folder != NULL && !g_path_is_absolute (self->paths[i]))
        file = g_build_filename (self->folder, self->paths[i], NULL);
      else
        file = g_strdup (self->paths[i]);
      if (stat (file, &status) == 0 && S_ISREG (status.st_mode) &&
          faccessat (AT_FDCWD, file, X_OK, AT_EACCESS) == 0)
        return g_steal_pointer (&file);
    }
  return NULL;
}

/**
 * pgs_launch_image_gains:
 * @self: what will be executed
 *
 * Returns: whether its file gives it rights that it would not get if this process traced it
 */
gboolean
pgs_launch_image_gains (const PgsLaunchImage *self)
{
  g_autofree char *file = find_file (self);

  return file != NULL && pgs_file_rights_gained (file) && !pgs_file_rights_may_trace ();
}

/**
 * pgs_launch_image_set_error:
 * @self: what was to be executed
 * @failure: what the child reported
 * @error: (out) (optional): %PGS_ERROR_ACCESS where permission is missing, else %PGS_ERROR_FAILED
 */
void
pgs_launch_image_set_error (const PgsLaunchImage   *self,
                            const PgsLaunchFailure *failure,
                            GError                **error)
{
  const gboolean denied = failure->errsv == EACCES || failure->errsv == EPERM;
  const gboolean is_folder = failure->step == PGS_LAUNCH_STEP_FOLDER;
  const char *reason = g_strerror (failure->errsv);

  if (failure->step == PGS_LAUNCH_STEP_EXEC && failure->errsv == ENOENT &&
      strchr (self->argv[0], '/') == NULL)
    reason = _("command not found");
  g_set_error (error, PGS_ERROR, denied ? PGS_ERROR_ACCESS : PGS_ERROR_FAILED, "%s: %s",
               is_folder ? self->folder : self->argv[0], reason);
}
