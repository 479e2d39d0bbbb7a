/* pgs-known-process.c: what the lister keeps of a process between two refreshes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-known-process.h"

#include <string.h>

/* NOTES
 *
 * Name, user and arguments are kept as long as PID, start time and comm are the same: an exec changes
 * comm or is not worth a second look. A process may change its user while it runs, so that is read
 * again when it is the process' turn.
 */

/**
 * pgs_known_process_new:
 * @proc_fd: /proc, borrowed
 * @pid: a process
 * @inode: of its directory
 *
 * Returns: (transfer full): a process of which nothing is known yet: read it before @record is used
 */
PgsKnownProcess *
pgs_known_process_new (int     proc_fd,
                       gint    pid,
                       guint64 inode)
{
  PgsKnownProcess *self = g_new0 (PgsKnownProcess, 1);

  self->inode = inode;
  self->record.pid = pid;
  self->record.oom_score = PGS_UNKNOWN;
  pgs_process_files_init (&self->files, proc_fd, pid);
  return self;
}

static void
clear_string (const char **string)
{
  if (*string != NULL)
    g_ref_string_release ((char *) *string);
  *string = NULL;
}

/* Forgets what an exec, or another process with the same PID, makes wrong. */
static void
forget (PgsKnownProcess *self)
{
  clear_string (&self->record.name);
  clear_string (&self->record.user);
  clear_string (&self->record.cmdline);
  self->cmdline_requested = FALSE;
}

/**
 * pgs_known_process_free:
 * @self: (transfer full) (nullable): closes what is kept open
 */
void
pgs_known_process_free (PgsKnownProcess *self)
{
  if (self == NULL)
    return;
  forget (self);
  pgs_process_files_close (&self->files);
  g_free (self);
}

static gboolean
has_same_sizes (const PgsProcessRecord *a,
                const PgsProcessRecord *b)
{
  return a->virt == b->virt && a->res == b->res && a->shr == b->shr;
}

static gboolean
has_same_numbers (const PgsProcessRecord *a,
                  const PgsProcessRecord *b)
{
  return has_same_sizes (a, b) && a->state == b->state && a->ppid == b->ppid
         && a->minor_faults == b->minor_faults && a->major_faults == b->major_faults
         && a->priority == b->priority && a->nice == b->nice && a->threads == b->threads;
}

static int
read_user (PgsKnownProcess *self,
           PgsUserNames    *users)
{
  guint32 uid;
  int errsv = pgs_process_files_read_uid (&self->files, &uid);

  if (errsv != 0 || (self->record.user != NULL && uid == self->record.uid))
    return errsv;
  clear_string (&self->record.user);
  self->record.uid = uid;
  self->record.user = pgs_user_names_dup (users, uid);
  return 0;
}

/* Takes over numbers that were just read. Returns whether the process is the one that was known. */
static gboolean
take_numbers (PgsKnownProcess        *self,
              const PgsProcessRecord *fresh,
              const char             *name)
{
  const gboolean same = self->record.name != NULL
                        && self->record.start_ticks == fresh->start_ticks
                        && strcmp (self->record.name, name) == 0;

  if (!same)
    forget (self);
  self->record.state = fresh->state;
  self->record.ppid = fresh->ppid;
  self->record.start_ticks = fresh->start_ticks;
  self->record.priority = fresh->priority;
  self->record.nice = fresh->nice;
  self->record.threads = fresh->threads;
  self->record.minor_faults = fresh->minor_faults;
  self->record.major_faults = fresh->major_faults;
  self->record.virt = fresh->virt;
  self->record.res = fresh->res;
  self->record.shr = fresh->shr;
  if (!same)
    self->record.name = g_ref_string_new (name);
  return same;
}

/**
 * pgs_known_process_read:
 * @self: a process
 * @reading: what to read; %PGS_KNOWN_USER if nothing is known yet
 * @users: names of users
 * @changed: (out): whether anything is another than before; unset on failure
 *
 * Brings @record up to date, except for its arguments and the score.
 *
 * Returns: 0, or an errno: ENOENT or ESRCH if the process is gone; then @self must go, too
 */
int
pgs_known_process_read (PgsKnownProcess *self,
                        PgsKnownReading  reading,
                        PgsUserNames    *users,
                        gboolean        *changed)
{
  const gint64 now_us = g_get_monotonic_time ();
  const guint32 uid_before = self->record.uid;
  PgsProcessRecord fresh = self->record;
  char name[PGS_STAT_MAX_NAME];
  gboolean same;
  int errsv;

  *changed = FALSE;
  errsv = pgs_process_files_read_statm (&self->files, &fresh);
  if (errsv == 0 && reading == PGS_KNOWN_SIZES && has_same_sizes (&fresh, &self->record))
    return 0;
  if (errsv == 0)
    errsv = pgs_process_files_read_stat (&self->files, &fresh, name);
  if (errsv != 0)
    return errsv;
  *changed = !has_same_numbers (&fresh, &self->record);
  same = take_numbers (self, &fresh, name);
  if (!same || reading == PGS_KNOWN_USER)
    errsv = read_user (self, users);
  if (!same || self->record.uid != uid_before)
    *changed = TRUE;
  self->record.read_us = now_us;
  return errsv;
}

/**
 * pgs_known_process_set_cmdline:
 * @self: a process
 * @cmdline: (transfer full) (nullable): its arguments, a GRefString
 */
void
pgs_known_process_set_cmdline (PgsKnownProcess *self,
                               char            *cmdline)
{
  clear_string (&self->record.cmdline);
  self->record.cmdline = cmdline;
}
