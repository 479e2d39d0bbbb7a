/* pgs-lesson-kin.c: the processes that descend from another
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * To list them, the stat of all processes of the machine is read, about 10 µs each: that is done when an
 * experiment ends. /proc/PID/task/TID/children would be quicker, but not every kernel has it.
 */
#include "config.h"

#include "pgs-lesson-kin.h"

#include "pgs-proc-file.h"
#include "pgs-stat-parser.h"

#include <fcntl.h>
#include <unistd.h>

#define MAX_GENERATIONS 32

/* Returns: 0 if there is no such process. */
static gint
read_parent (int  proc_fd,
             gint pid)
{
  g_auto (PgsProcFile) file = PGS_PROC_FILE_INIT;
  g_autofree char *name = g_strdup_printf ("%d/stat", pid);
  PgsStat stat;

  if (!pgs_proc_file_load (&file, proc_fd, name, PGS_PROC_FILE_SMALL_LIMIT, NULL) ||
      !pgs_stat_parse (file.data, file.length, &stat, NULL))
    return 0;
  return stat.ppid;
}

/**
 * pgs_lesson_kin_descends:
 * @pid: a process
 * @ancestor: another
 *
 * Returns: whether @pid is a child of @ancestor, or a child's child …
 */
gboolean
pgs_lesson_kin_descends (gint pid,
                         gint ancestor)
{
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  gboolean found = FALSE;

  for (int i = 0; proc_fd >= 0 && i < MAX_GENERATIONS && pid > 1 && !found; i++)
    {
      pid = read_parent (proc_fd, pid);
      found = pid == ancestor;
    }
  if (proc_fd >= 0)
    close (proc_fd);
  return found;
}

/* Returns: (transfer full): the parents of all processes, by PID. */
static GHashTable *
read_parents (void)
{
  GHashTable *parents = g_hash_table_new (NULL, NULL);
  int proc_fd = open ("/proc", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autoptr (GDir) directory = g_dir_open ("/proc", 0, NULL);
  const char *name;
  guint64 pid;

  while (proc_fd >= 0 && directory != NULL && (name = g_dir_read_name (directory)) != NULL)
    if (g_ascii_string_to_unsigned (name, 10, 1, G_MAXINT, &pid, NULL))
      g_hash_table_insert (parents, GINT_TO_POINTER ((gint) pid), GINT_TO_POINTER (read_parent (proc_fd, (gint) pid)));
  if (proc_fd >= 0)
    close (proc_fd);
  return parents;
}

static gboolean
descends (GHashTable *parents,
          gint        pid,
          gint        ancestor)
{
  for (int i = 0; i < MAX_GENERATIONS && pid > 1; i++)
    {
      pid = GPOINTER_TO_INT (g_hash_table_lookup (parents, GINT_TO_POINTER (pid)));
      if (pid == ancestor)
        return TRUE;
    }
  return FALSE;
}

/**
 * pgs_lesson_kin_list:
 * @ancestor: a process
 *
 * Returns: (transfer full) (element-type gint): all that descend from it, without itself
 */
GArray *
pgs_lesson_kin_list (gint ancestor)
{
  GArray *kin = g_array_new (FALSE, FALSE, sizeof (gint));
  g_autoptr (GHashTable) parents = read_parents ();
  GHashTableIter iter;
  gpointer key;

  g_hash_table_iter_init (&iter, parents);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      gint pid = GPOINTER_TO_INT (key);

      if (descends (parents, pid, ancestor))
        g_array_append_val (kin, pid);
    }
  return kin;
}
