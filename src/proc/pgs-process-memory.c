/* pgs-process-memory.c: where the files of a process are, and those of its memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A process whose first thread has ended while others run looks like a zombie without memory; its
 * memory is read through one of the others. Where its threads cannot be seen, it has none for us.
 */
#include "config.h"

#include "pgs-process-private.h"

#include <dirent.h>
#include <fcntl.h>
#include <unistd.h>

static gboolean
is_live_task (int task_fd)
{
  g_auto (PgsProcFile) file = PGS_PROC_FILE_INIT;
  PgsStat stat;

  return pgs_proc_file_load (&file, task_fd, "stat", PGS_PROC_FILE_SMALL_LIMIT, NULL) &&
         pgs_stat_parse (file.data, file.length, &stat, NULL) && !pgs_stat_is_dead (&stat);
}

/* Returns: /proc/PID/task/TID of a thread that has not ended, the caller's to close, and @tid; -1 if
 * there is none. */
static int
open_live_task (int   dir_fd,
                gint *tid)
{
  int tasks_fd = openat (dir_fd, "task", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  DIR *directory = tasks_fd >= 0 ? fdopendir (tasks_fd) : NULL;
  struct dirent *entry;
  int task_fd = -1;

  if (directory == NULL)
    {
      if (tasks_fd >= 0)
        close (tasks_fd);
      return -1;
    }
  while (task_fd < 0 && (entry = readdir (directory)) != NULL)
    {
      if (!g_ascii_isdigit (entry->d_name[0]))
        continue;
      *tid = (gint) g_ascii_strtoll (entry->d_name, NULL, 10);
      task_fd = openat (tasks_fd, entry->d_name, O_PATH | O_DIRECTORY | O_CLOEXEC);
      if (task_fd >= 0 && !is_live_task (task_fd))
        {
          close (task_fd);
          task_fd = -1;
        }
    }
  closedir (directory);
  return task_fd;
}

/**
 * pgs_process_get_place:
 * @self: a process
 *
 * Returns: where it is
 */
PgsProcPlace
pgs_process_get_place (PgsProcess *self)
{
  return (PgsProcPlace) { self->dir_fd, self->pid, self->opener, &self->counters.stat_file };
}

/**
 * pgs_process_get_memory_place:
 * @self: a process
 *
 * Returns: where its maps, pagemap, smaps and statm are
 */
PgsProcPlace
pgs_process_get_memory_place (PgsProcess *self)
{
  PgsProcPlace place = pgs_process_get_place (self);

  if (self->task_fd >= 0)
    {
      place.dir_fd = self->task_fd;
      place.pid = self->tid;
    }
  return place;
}

/**
 * pgs_process_find_memory:
 * @self: a process whose stat was read
 *
 * Finds out where its memory is.
 */
void
pgs_process_find_memory (PgsProcess *self)
{
  if (self->task_fd >= 0)
    close (self->task_fd);
  self->task_fd = -1;
  if (pgs_stat_is_without_leader (&self->counters.stat))
    self->task_fd = open_live_task (self->dir_fd, &self->tid);
}
