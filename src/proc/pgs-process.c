/* pgs-process.c: one process, watched through descriptors that stay open
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * stat and statm follow the process through an exec; maps, pagemap and smaps stay with the address
 * space that it had when they were opened. An exec is noticed by
 *   - other values in stat of where the stack and the arguments begin, which every exec chooses
 *     anew (prctl can change them as well; taking that for an exec does no harm);
 *   - another name;
 *   - maps that reads empty: the old address space is gone. That of a vfork child is not, it
 *     belongs to the parent as well;
 *   - sizes in maps that do not add up to statm, twice running.
 * Then the files are opened again, and if it is another program, it has a new #PgsProcessInfo.
 */
#include "config.h"

#include "pgs-process-private.h"

#include <string.h>
#include <unistd.h>

#include "pgs-exe.h"
#include "pgs-features.h"
#include "pgs-process-info-reader.h"

static gboolean
has_no_memory (const PgsStat *stat)
{
  return (stat->flags & PGS_STAT_KTHREAD) || pgs_stat_is_zombie (stat);
}

/**
 * pgs_process_open_counters:
 * @self: a process of which it is known where its files are
 * @error: (out) (optional): why not
 *
 * Opens stat, statm and status.
 *
 * Returns: %FALSE as pgs_counters_reader_open()
 */
gboolean
pgs_process_open_counters (PgsProcess  *self,
                           GError     **error)
{
  const PgsProcPlace place = pgs_process_get_place (self);
  const PgsProcPlace memory_place = pgs_process_get_memory_place (self);

  return pgs_counters_reader_open (&self->counters, &place, &memory_place, error);
}

/**
 * pgs_process_open_space:
 * @self: a process whose counters were read
 * @is_new_program: it came into being while the process was watched
 *
 * Opens the address space that the process has now, if it has any.
 */
void
pgs_process_open_space (PgsProcess *self,
                        gboolean    is_new_program)
{
  const PgsProcPlace place = pgs_process_get_memory_place (self);

  self->guessed_exe = (PgsExe) { 0 };
  g_clear_pointer (&self->space, pgs_address_space_free);
  self->opened_stat = self->counters.stat;
  self->space_is_empty = has_no_memory (&self->counters.stat);
  self->n_disagreements = 0;
  if (self->space_is_empty)
    self->space = pgs_address_space_new_empty ();
  else
    self->space = pgs_address_space_new (&place, self->pid, is_new_program);
  pgs_address_space_set_run_clock (self->space, self->has_run_clock ? &self->run_clock : NULL);
}

/**
 * pgs_process_read_info:
 * @self: a process whose counters were read
 * @keep_cmdline: it is still the same program, whose arguments are known
 *
 * Finds out what it is.
 */
void
pgs_process_read_info (PgsProcess *self,
                       gboolean    keep_cmdline)
{
  const PgsInfoSource source = {
    .dir_fd = pgs_process_get_memory_place (self).dir_fd,
    .pid = self->pid,
    .stat = &self->counters.stat,
    .uid = self->counters.uid,
    .exe = self->exe.path,
    .cmdline = keep_cmdline ? self->info->cmdline : NULL,
  };
  PgsProcessInfo *info = pgs_process_info_read (&source);

  g_clear_pointer (&self->info, pgs_process_info_unref);
  self->info = info;
}

/* Reads what it runs. One that may not be asked for any more, or may be now, is no other one. Returns: whether it
 * is. @is_new_program: an exec was seen. */
static gboolean
reread_exe (PgsProcess *self,
            gboolean    is_new_program)
{
  const PgsProcPlace place = pgs_process_get_memory_place (self);
  PgsExe exe;

  pgs_exe_read (&exe, &place);
  if (exe.path == NULL && !is_new_program)
    return FALSE;
  is_new_program |= self->exe.path != NULL && !pgs_exe_equal (&exe, &self->exe);
  pgs_exe_clear (&self->exe);
  self->exe = exe;
  return is_new_program;
}

/* Opens the memory again. @is_new_program: an exec was seen; else it depends on the executable. */
static void
reopen (PgsProcess *self,
        gboolean    is_new_program)
{
  const gboolean was_known = self->exe.path != NULL;

  pgs_process_find_memory (self);
  pgs_process_open_counters (self, NULL);
  if (!has_no_memory (&self->counters.stat)) /* the executable of a zombie is not known any more */
    is_new_program = reread_exe (self, is_new_program);
  pgs_process_open_space (self, is_new_program);
  if (self->space_is_empty)
    return;
  if (is_new_program)
    pgs_process_refresh_slow (self);
  if (is_new_program || (!was_known && self->exe.path != NULL))
    pgs_process_read_info (self, !is_new_program);
}

static gboolean
is_another_program (const PgsStat *before,
                    const PgsStat *after)
{
  return before->start_stack != after->start_stack || before->arg_start != after->arg_start ||
         strcmp (before->name, after->name) != 0;
}

/**
 * pgs_process_refresh:
 * @self: a process
 * @error: (out) (optional): why not
 *
 * Reads stat and statm and sees to it that the open files are those of the address space that the
 * process has now.
 *
 * Returns: %FALSE with %PGS_ERROR_NO_PROCESS when it is gone
 */
gboolean
pgs_process_refresh (PgsProcess  *self,
                     GError     **error)
{
  const PgsStat *now = &self->counters.stat;
  gboolean moved;

  if (!pgs_process_read_counters (self, &moved, error))
    return FALSE;
  if (has_no_memory (now) != self->space_is_empty)
    reopen (self, FALSE);
  else if (self->space_is_empty)
    return TRUE;
  else if (is_another_program (&self->opened_stat, now))
    reopen (self, TRUE);
  else if (pgs_stat_is_without_leader (now) && (self->task_fd < 0 || !self->counters.has_statm))
    reopen (self, FALSE);
  return TRUE;
}

/**
 * pgs_process_glance:
 * @self: a process that was refreshed
 * @error: (out) (optional): why not
 *
 * As pgs_process_refresh(), but does not read stat, which is most of the work, of a process that stands still, for
 * a second at most.
 *
 * Returns: %FALSE with %PGS_ERROR_NO_PROCESS when it is gone
 */
gboolean
pgs_process_glance (PgsProcess  *self,
                    GError     **error)
{
  return pgs_process_stands_still (self) || pgs_process_refresh (self, error);
}

/**
 * pgs_process_refresh_slow:
 * @self: a process
 *
 * Reads status and oom_score.
 */
void
pgs_process_refresh_slow (PgsProcess *self)
{
  pgs_counters_reader_read_slow (&self->counters);
  self->slow_at_us = g_get_monotonic_time ();
  if (self->info != NULL && self->counters.uid != self->info->uid && !self->space_is_empty)
    pgs_process_read_info (self, TRUE);
}

/* Whether maps look like those of an address space that the process has left. */
static gboolean
maps_are_stale (PgsProcess *self,
                gboolean   *is_gone)
{
  PgsMaps *maps = pgs_address_space_get_maps (self->space, NULL);

  *is_gone = !self->space_is_empty && pgs_maps_get_length (maps) == 0;
  if (*is_gone)
    return TRUE;
  self->n_disagreements = pgs_process_maps_disagree (self, maps) ? self->n_disagreements + 1 : 0;
  return self->n_disagreements >= 2;
}

/* What its segments are told from those of libraries by. */
static const PgsExe *
get_exe (PgsProcess *self)
{
  return self->exe.inode != 0 ? &self->exe : &self->guessed_exe;
}

/* Returns: whether mappings that were just read say what they are of, which nothing did before. */
static gboolean
guess_exe (PgsProcess *self,
           PgsMaps    *before)
{
  PgsMaps *maps = pgs_address_space_get_maps (self->space, NULL);
  const PgsCountersReader *counters = &self->counters;

  if (maps == before || get_exe (self)->inode != 0 || !counters->has_statm
      || counters->statm.text > PGS_UNKNOWN >> pgs_features_get ()->page_shift)
    return FALSE;
  return pgs_exe_guess (&self->guessed_exe, maps, counters->statm.text << pgs_features_get ()->page_shift,
                        counters->stat.name);
}

static gboolean
read_maps (PgsProcess  *self,
           GError     **error)
{
  PgsMaps *before = pgs_address_space_get_maps (self->space, NULL);

  if (!pgs_address_space_read_maps (self->space, get_exe (self), self->counters.stat.threads, error))
    return FALSE;
  if (!guess_exe (self, before))
    return TRUE;
  pgs_address_space_forget_maps (self->space);
  return pgs_address_space_read_maps (self->space, get_exe (self), self->counters.stat.threads, error);
}

/**
 * pgs_process_read_maps:
 * @self: a process that was refreshed
 * @error: (out) (optional): why not
 *
 * Reads its maps, and opens them again if they turn out to be those of an address space that it
 * has left.
 *
 * Returns: %FALSE if they are denied (without @error) or cannot be read
 */
gboolean
pgs_process_read_maps (PgsProcess  *self,
                       GError     **error)
{
  gboolean is_gone;

  pgs_process_note_maps (self);
  if (!read_maps (self, error))
    return FALSE;
  if (!maps_are_stale (self, &is_gone))
    return TRUE;
  reopen (self, is_gone);
  return read_maps (self, error);
}

/**
 * pgs_process_set_opener:
 * @self: a process
 * @opener: (nullable): who is asked for what we may not open, from now on; elsewhere if the one before was;
 *   %NULL: pgs_opener_get_default()
 *
 * Opens its memory again: more or less of it may be denied than before.
 */
void
pgs_process_set_opener (PgsProcess *self,
                        PgsOpener  *opener)
{
  PgsOpener *before = self->opener;

  if (opener == NULL)
    opener = pgs_opener_get_default ();
  self->opener = opener != NULL ? pgs_opener_ref (opener) : NULL;
  g_clear_pointer (&before, pgs_opener_unref);
  reopen (self, FALSE);
}

/**
 * pgs_process_free:
 * @self: (nullable) (transfer full): a process
 */
void
pgs_process_free (PgsProcess *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->space, pgs_address_space_free);
  g_clear_pointer (&self->info, pgs_process_info_unref);
  pgs_exe_clear (&self->exe);
  pgs_counters_reader_clear (&self->counters);
  g_clear_pointer (&self->alarm, pgs_run_alarm_free);
  g_clear_pointer (&self->opener, pgs_opener_unref);
  for (gsize i = 0; i < 3; i++)
    {
      const int fds[] = { self->pidfd, self->task_fd, self->dir_fd };

      if (fds[i] >= 0)
        close (fds[i]);
    }
  g_free (self);
}

/**
 * pgs_process_get_pid:
 * @self: a process
 *
 * Returns: its ID
 */
gint
pgs_process_get_pid (PgsProcess *self)
{
  return self->pid;
}

/**
 * pgs_process_read_page:
 * @self: a process
 * @address: any address in the page
 * @entry: (out): the page's 64 bits in pagemap, as pgs-pagemap-abi.h names them
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE with %PGS_ERROR_ACCESS if pagemap is denied, %PGS_ERROR_UNSUPPORTED if this kernel
 *   has none, %PGS_ERROR_NO_PROCESS when the process is gone or has no memory
 */
gboolean
pgs_process_read_page (PgsProcess *self,
                       guint64     address,
                       guint64    *entry,
                       GError    **error)
{
  return pgs_address_space_read_entry (self->space, address, entry, error);
}
