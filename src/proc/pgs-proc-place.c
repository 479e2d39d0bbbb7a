/* pgs-proc-place.c: where the files of one process are opened
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Our own directory stands for the process, an opener only knows its number. That may have been given
 * to another process since; but not before the process ended, and then its stat cannot be read. So
 * what an opener hands over is kept only if stat can still be read afterwards. Of a thread, whose stat is
 * not the one we keep, it is the directory that must still have one.
 */
#include "config.h"

#include "pgs-proc-place.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#include "pgs-error.h"
#include "pgs-features.h"

static const char *const names[] = {
  [PGS_OPENER_MAPS] = "maps",
  [PGS_OPENER_SMAPS] = "smaps",
  [PGS_OPENER_SMAPS_ROLLUP] = "smaps_rollup",
  [PGS_OPENER_PAGEMAP] = "pagemap",
  [PGS_OPENER_STAT] = "stat",
  [PGS_OPENER_STATM] = "statm",
  [PGS_OPENER_STATUS] = "status",
};

static gboolean
is_still_its_number (const PgsProcPlace *self,
                     const PgsProcFile  *file,
                     GError            **error)
{
  if (self->dir_fd >= 0 && faccessat (self->dir_fd, "stat", F_OK, 0) != 0)
    {
      pgs_error_set_errno (error, ESRCH, "stat");
      return FALSE;
    }
  return self->stat == NULL || self->stat == file || self->stat->fd < 0
         || pgs_proc_file_read_record (self->stat, PGS_PROC_FILE_SMALL_LIMIT, "stat", error);
}

/* Nobody is left to ask: that is as if it were refused, where we could ask ourselves. */
static void
set_error (PgsOpener      *opener,
           PgsOpenerFile   which,
           GError        **error)
{
  const int errsv = errno;
  g_autofree char *trouble = NULL;

  if (errsv != EPIPE || !pgs_opener_is_elsewhere (opener))
    {
      pgs_error_set_errno (error, errsv == EPIPE ? EACCES : errsv, "%s", names[which]);
      return;
    }
  trouble = pgs_opener_dup_trouble (opener);
  g_set_error_literal (error, PGS_ERROR, PGS_ERROR_BROKER_GONE, trouble);
}

static gboolean
borrow (const PgsProcPlace *self,
        PgsOpenerFile       which,
        PgsProcFile        *file,
        GError            **error)
{
  pgs_proc_file_close (file);
  file->fd = pgs_opener_open (self->opener, self->pid, which);
  if (file->fd < 0)
    {
      set_error (self->opener, which, error);
      return FALSE;
    }
  if (is_still_its_number (self, file, error))
    return TRUE;
  pgs_proc_file_close (file);
  return FALSE;
}

/* Its pagemap says more than ours would. */
static gboolean
is_better_lent (const PgsProcPlace *self,
                PgsOpenerFile       which)
{
  return which == PGS_OPENER_PAGEMAP && self->opener != NULL && pgs_opener_has_frames (self->opener)
         && !pgs_features_get ()->pfn;
}

/**
 * pgs_proc_place_open:
 * @self: a place
 * @which: a file of a process
 * @file: to be opened; what it had open before is closed
 * @is_lent: (out) (optional): whether the opener opened it
 * @error: (out) (optional): why not
 *
 * Opens it here, and if that is refused, through the opener.
 *
 * Returns: %FALSE as pgs_proc_file_open()
 */
gboolean
pgs_proc_place_open (const PgsProcPlace *self,
                     PgsOpenerFile       which,
                     PgsProcFile        *file,
                     gboolean           *is_lent,
                     GError            **error)
{
  g_autoptr (GError) refusal = NULL;

  if (is_lent != NULL)
    *is_lent = FALSE;
  if (is_better_lent (self, which) && borrow (self, which, file, NULL))
    {
      if (is_lent != NULL)
        *is_lent = TRUE;
      return TRUE;
    }
  if (self->dir_fd >= 0 || self->opener == NULL)
    {
      if (pgs_proc_file_open (file, self->dir_fd, names[which], &refusal))
        return TRUE;
      if (self->opener == NULL || !g_error_matches (refusal, PGS_ERROR, PGS_ERROR_ACCESS))
        {
          g_propagate_error (error, g_steal_pointer (&refusal));
          return FALSE;
        }
    }
  if (!borrow (self, which, file, error))
    return FALSE;
  if (is_lent != NULL)
    *is_lent = TRUE;
  return TRUE;
}

/**
 * pgs_proc_place_borrow_exe:
 * @self: a place
 * @exe: (out caller-allocates): what the process runs; its path, as the kernel shows it, is the caller's to free
 *
 * Asks the opener, for where it may not be asked here.
 *
 * Returns: %FALSE if it does not know; @exe says so, too
 */
gboolean
pgs_proc_place_borrow_exe (const PgsProcPlace *self,
                           PgsExe             *exe)
{
  *exe = (PgsExe) { 0 };
  if (self->opener == NULL || !pgs_opener_read_exe (self->opener, self->pid, exe))
    return FALSE;
  if (is_still_its_number (self, NULL, NULL))
    return TRUE;
  g_free ((char *) exe->path);
  *exe = (PgsExe) { 0 };
  return FALSE;
}

static gboolean
has_lent (const PgsProcPlace *self,
          PgsOpenerFile       which)
{
  const int fd = pgs_opener_open (self->opener, self->pid, which);

  if (fd < 0)
    return errno != ENOENT;
  close (fd);
  return TRUE;
}

/**
 * pgs_proc_place_has:
 * @self: a place
 * @which: a file of a process that could not be opened
 *
 * Returns: whether there is such a file, or not even the process
 */
gboolean
pgs_proc_place_has (const PgsProcPlace *self,
                    PgsOpenerFile       which)
{
  if (self->dir_fd >= 0 || self->opener == NULL)
    return faccessat (self->dir_fd, names[which], F_OK, 0) == 0
           || faccessat (self->dir_fd, "stat", F_OK, 0) != 0;
  return has_lent (self, which) || !has_lent (self, PGS_OPENER_STAT);
}
