/* pgs-process-files.c: the files of a process that the list is made of
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-files.h"

#include "pgs-process-table-private.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* NOTES
 *
 * 5,100 sleeping processes, Linux 6.18, µs a process: stat opened, read and closed 8.6, from a kept
 * descriptor 4.5; statm 6.0 and 2.1. A kept descriptor costs a page of the kernel's memory (the
 * buffer of its seq_file, allocated at the first read and freed at close: kmalloc-cg-4k grows by one
 * object each), 40 MiB for 10,000 of them, so only few are kept (see pgs-process-choice.c).
 *
 * The user is the owner of the directory: always the effective one, whether or not the process may
 * be dumped, unlike those of the files in it. 1.9 µs; status takes 13, glibtop_get_proc_uid() 21.
 * Source: task_dump_owner() in fs/proc/base.c.
 */

#define STAT_SIZE_MAX 2048 /* 52 numbers of up to 20 digits, comm of up to 64 bytes */
#define STATM_SIZE_MAX 256
#define PATH_SIZE 48

/**
 * pgs_process_files_init:
 * @self: (out caller-allocates): files, none of them open
 * @proc_fd: /proc; must stay open as long as @self is used
 * @pid: the process
 */
void
pgs_process_files_init (PgsProcessFiles *self,
                        int              proc_fd,
                        gint             pid)
{
  *self = (PgsProcessFiles) { proc_fd, pid, -1, -1 };
}

/**
 * pgs_process_files_open:
 * @self: files
 * @name: any file of the process, as "smaps"
 *
 * Returns: a descriptor that the caller closes; −1 with errno
 */
int
pgs_process_files_open (PgsProcessFiles *self,
                        const char      *name)
{
  char path[PATH_SIZE];

  g_snprintf (path, sizeof path, "%d/%s", self->pid, name);
  return openat (self->proc_fd, path, O_RDONLY | O_CLOEXEC);
}

/**
 * pgs_process_files_keep:
 * @self: files
 *
 * Opens both, so that reading them costs less from now on. Does nothing if that was done.
 *
 * Returns: 0, or the errno with which one could not be opened: then neither is kept
 */
int
pgs_process_files_keep (PgsProcessFiles *self)
{
  int errsv;

  if (pgs_process_files_is_kept (self))
    return 0;
  self->stat_fd = pgs_process_files_open (self, "stat");
  self->statm_fd = self->stat_fd >= 0 ? pgs_process_files_open (self, "statm") : -1;
  if (self->statm_fd >= 0)
    return 0;
  errsv = errno;
  pgs_process_files_close (self);
  return errsv;
}

/**
 * pgs_process_files_close:
 * @self: files
 *
 * Closes those that are kept. They can be read as before, or be kept again.
 */
void
pgs_process_files_close (PgsProcessFiles *self)
{
  if (self->stat_fd >= 0)
    close (self->stat_fd);
  if (self->statm_fd >= 0)
    close (self->statm_fd);
  self->stat_fd = self->statm_fd = -1;
}

/**
 * pgs_process_files_is_kept:
 * @self: files
 *
 * Returns: whether they are kept open
 */
gboolean
pgs_process_files_is_kept (const PgsProcessFiles *self)
{
  return self->statm_fd >= 0;
}

/* Reads what @name says now into @text, which is terminated. Returns its length or minus errno. */
static gssize
read_text (PgsProcessFiles *self,
           int              kept_fd,
           const char      *name,
           char            *text,
           gsize            size)
{
  int fd = kept_fd >= 0 ? kept_fd : pgs_process_files_open (self, name);
  gsize length = 0;
  gssize n;

  if (fd < 0)
    return -errno;
  do /* the kernel returns it in one piece; of a cut one, half a number would be taken for a number */
    {
      n = pread (fd, text + length, size - 1 - length, (off_t) length);
      length += n > 0 ? (gsize) n : 0;
    }
  while ((n < 0 && errno == EINTR) || (n > 0 && length < size - 1 && text[length - 1] != '\n'));
  n = n < 0 ? -errno : (gssize) length;
  if (fd != kept_fd)
    close (fd);
  text[MAX (n, 0)] = '\0';
  return n;
}

/**
 * pgs_process_files_read_stat:
 * @self: files
 * @record: where state, parent, faults, priority, nice, threads and start go
 * @name: (out): comm, as bytes
 *
 * Returns: 0, or the errno with which it could not be read (ENOENT, ESRCH: gone), EPROTO if it makes
 *   no sense
 */
int
pgs_process_files_read_stat (PgsProcessFiles  *self,
                             PgsProcessRecord *record,
                             char              name[PGS_STAT_MAX_NAME])
{
  char text[STAT_SIZE_MAX];
  PgsStat stat;
  gssize length = read_text (self, self->stat_fd, "stat", text, sizeof text);

  if (length < 0)
    return (int) -length;
  if (!pgs_stat_parse (text, length, &stat, NULL))
    return EPROTO;
  pgs_process_record_set_stat (record, &stat);
  memcpy (name, stat.name, PGS_STAT_MAX_NAME);
  return 0;
}

/**
 * pgs_process_files_read_statm:
 * @self: files
 * @record: where VIRT, RES and SHR go: %PGS_UNKNOWN if they may not be read
 *
 * Returns: 0, or ENOENT or ESRCH if the process is gone
 */
int
pgs_process_files_read_statm (PgsProcessFiles  *self,
                              PgsProcessRecord *record)
{
  char text[STATM_SIZE_MAX];
  gssize length = read_text (self, self->statm_fd, "statm", text, sizeof text);

  pgs_process_record_set_statm (record, text, MAX (length, 0));
  return length == -ENOENT || length == -ESRCH ? (int) -length : 0;
}

/**
 * pgs_process_files_read_uid:
 * @self: files
 * @uid: (out): the effective user, as seen from this user namespace
 *
 * Returns: 0, or the errno with which it could not be read
 */
int
pgs_process_files_read_uid (PgsProcessFiles *self,
                            guint32         *uid)
{
  struct stat directory;
  char path[PATH_SIZE];

  g_snprintf (path, sizeof path, "%d", self->pid);
  if (fstatat (self->proc_fd, path, &directory, 0) != 0)
    return errno;
  *uid = directory.st_uid;
  return 0;
}

/**
 * pgs_process_files_read_text:
 * @self: files
 * @name: a short file of the process, as "comm"
 * @text: (out): what it says, terminated; cut where @size is too small
 * @size: of @text
 *
 * Returns: its length; minus errno where it could not be read
 */
gssize
pgs_process_files_read_text (PgsProcessFiles *self,
                             const char      *name,
                             char            *text,
                             gsize            size)
{
  return read_text (self, -1, name, text, size);
}

/**
 * pgs_process_files_read_oom_score:
 * @self: files
 * @record: where the score goes: %PGS_UNKNOWN if it cannot be read
 */
void
pgs_process_files_read_oom_score (PgsProcessFiles  *self,
                                  PgsProcessRecord *record)
{
  char text[32], *end;

  record->oom_score = PGS_UNKNOWN;
  if (read_text (self, -1, "oom_score", text, sizeof text) <= 0)
    return;
  record->oom_score = g_ascii_strtoull (text, &end, 10);
  if (end == text)
    record->oom_score = PGS_UNKNOWN;
}
