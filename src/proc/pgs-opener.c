/* pgs-opener.c: who opens files of processes for us
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-opener.h"

#include <errno.h>

#include "pgs-error.h"

struct _PgsOpener
{
  gatomicrefcount ref_count;
  const PgsOpenerClass *klass;
  gpointer data;
};

/**
 * pgs_opener_new:
 * @klass: (transfer none): how; must live as long as the opener
 * @data: (transfer full): for it
 *
 * Returns: (transfer full): an opener
 */
PgsOpener *
pgs_opener_new (const PgsOpenerClass *klass,
                gpointer              data)
{
  PgsOpener *self = g_new0 (PgsOpener, 1);

  g_atomic_ref_count_init (&self->ref_count);
  self->klass = klass;
  self->data = data;
  return self;
}

/**
 * pgs_opener_ref:
 * @self: an opener
 *
 * Returns: (transfer full): @self
 */
PgsOpener *
pgs_opener_ref (PgsOpener *self)
{
  g_atomic_ref_count_inc (&self->ref_count);
  return self;
}

/**
 * pgs_opener_unref:
 * @self: (transfer full): an opener
 */
void
pgs_opener_unref (PgsOpener *self)
{
  if (!g_atomic_ref_count_dec (&self->ref_count))
    return;
  if (self->klass->free != NULL)
    self->klass->free (self->data);
  g_free (self);
}

/**
 * pgs_opener_open:
 * @self: an opener
 * @pid: a process or thread; 0 for files of the machine
 * @file: which file
 *
 * Returns: a descriptor for reading, the caller's to close; -1 with errno
 */
int
pgs_opener_open (PgsOpener     *self,
                 gint           pid,
                 PgsOpenerFile  file)
{
  return self->klass->open (pid, file, self->data);
}

/**
 * pgs_opener_list:
 * @self: an opener
 * @func: called for each process, in any order
 * @user_data: for @func
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE if not all of them are known, with %PGS_ERROR_UNSUPPORTED if it lists none at all
 */
gboolean
pgs_opener_list (PgsOpener          *self,
                 PgsOpenerListFunc   func,
                 gpointer            user_data,
                 GError            **error)
{
  if (self->klass->list != NULL)
    return self->klass->list (func, user_data, self->data, error);
  g_set_error_literal (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED, "no list of processes");
  return FALSE;
}

/**
 * pgs_opener_read_exe:
 * @self: an opener
 * @pid: a process or thread
 * @exe: (out caller-allocates): what it runs; its path, as the kernel shows it, is the caller's to free
 *
 * Returns: %FALSE if that is not known; @exe says so, too
 */
gboolean
pgs_opener_read_exe (PgsOpener *self,
                     gint       pid,
                     PgsExe    *exe)
{
  *exe = (PgsExe) { 0 };
  return self->klass->read_exe != NULL && self->klass->read_exe (pid, exe, self->data);
}

/**
 * pgs_opener_dup_trouble:
 * @self: an opener that answered with EPIPE
 *
 * Returns: (transfer full): in words, why there is nobody who opens
 */
char *
pgs_opener_dup_trouble (PgsOpener *self)
{
  char *words = self->klass->dup_trouble != NULL ? self->klass->dup_trouble (self->data) : NULL;

  return words != NULL ? words : g_strdup (g_strerror (EPIPE));
}

/**
 * pgs_opener_has_frames:
 * @self: an opener
 *
 * Returns: whether its pagemap has the numbers of frames
 */
gboolean
pgs_opener_has_frames (PgsOpener *self)
{
  return self->klass->has_frames;
}

static PgsOpener *default_opener;

/**
 * pgs_opener_set_default:
 * @opener: (transfer full): an opener
 *
 * What processes are, for the whole program: those that @opener, which is elsewhere, knows. Called once,
 * before anything is opened or a thread started.
 */
void
pgs_opener_set_default (PgsOpener *opener)
{
  g_return_if_fail (default_opener == NULL);
  g_return_if_fail (pgs_opener_is_elsewhere (opener));

  default_opener = opener;
}

/**
 * pgs_opener_get_default:
 *
 * Returns: (transfer none) (nullable): whose processes are meant where nobody says; %NULL: those of /proc
 */
PgsOpener *
pgs_opener_get_default (void)
{
  return default_opener;
}

/**
 * pgs_opener_is_elsewhere:
 * @self: (nullable): an opener; %NULL: pgs_opener_get_default()
 *
 * Returns: whether /proc here is not that of the processes that are meant
 */
gboolean
pgs_opener_is_elsewhere (PgsOpener *self)
{
  if (self == NULL)
    self = default_opener;
  return self != NULL && self->klass->is_elsewhere;
}

static int
refuse (gint          pid,
        PgsOpenerFile file,
        gpointer      data)
{
  errno = EACCES;
  return -1;
}

/**
 * pgs_opener_get_here:
 *
 * For processes that this program started itself: they are in /proc also where the default is another
 * place.
 *
 * Returns: (transfer none): an opener that opens nothing, so that there is only what we may open ourselves
 */
PgsOpener *
pgs_opener_get_here (void)
{
  static const PgsOpenerClass klass = { .open = refuse };
  static gsize here;

  if (g_once_init_enter (&here))
    g_once_init_leave (&here, (gsize) pgs_opener_new (&klass, NULL));
  return (PgsOpener *) here;
}
