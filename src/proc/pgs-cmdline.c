/* pgs-cmdline.c: a process' arguments, read once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Unlike all the other files, /proc/PID/cmdline is read out of the process' own memory: a page of
 * its stack that was swapped out becomes present, and where that page lies on a file of a FUSE
 * server or in a userfaultfd range, reading blocks for as long as somebody likes. So it is read by a
 * thread that can be left behind, once in the life of a program, and never by a sample.
 */
#include "config.h"

#include "pgs-cmdline.h"

#include <fcntl.h>
#include <string.h>

#include "pgs-proc-file.h"

/* Shared by the one who asks and the thread, whoever is done last frees it. */
typedef struct
{
  GMutex mutex;
  GCond cond;
  PgsProcFile file;
  gboolean done;
  gboolean ok;
} Reading;

static void
reading_clear (gpointer data)
{
  Reading *self = data;

  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->cond);
  pgs_proc_file_clear (&self->file);
}

static void
reading_unref (Reading *self)
{
  g_atomic_rc_box_release_full (self, reading_clear);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Reading, reading_unref)

static gpointer
reading_thread (gpointer data)
{
  g_autoptr (Reading) self = data;
  gboolean ok = pgs_proc_file_read (&self->file, PGS_PROC_FILE_ARGS_LIMIT, "cmdline", NULL);

  g_mutex_lock (&self->mutex);
  self->ok = ok;
  self->done = TRUE;
  g_cond_signal (&self->cond);
  g_mutex_unlock (&self->mutex);
  return NULL;
}

/**
 * pgs_cmdline_split:
 * @text: (array length=length): what /proc/PID/cmdline says
 * @length: bytes
 *
 * Arguments end in NUL; a process that wrote over its arguments may have left out the last one.
 *
 * Returns: (transfer full): the arguments, as bytes
 */
GStrv
pgs_cmdline_split (const char *text,
                   gsize       length)
{
  g_autoptr (GPtrArray) arguments = g_ptr_array_new ();
  const char *end = text + length;

  while (text < end)
    {
      gsize n = strnlen (text, (gsize) (end - text));

      g_ptr_array_add (arguments, g_strndup (text, n));
      text += n + 1;
    }
  g_ptr_array_add (arguments, NULL);
  return (GStrv) g_ptr_array_free (g_steal_pointer (&arguments), FALSE);
}

/**
 * pgs_cmdline_read:
 * @dir_fd: /proc/PID; stays the caller's
 * @timeout_ms: how long to wait for it
 *
 * Reads the arguments in a thread of its own. When that takes too long, it is left behind and ends
 * when the kernel lets it.
 *
 * Returns: (transfer full) (nullable): the arguments, none for kernel threads and zombies; %NULL
 *   if they could not be read in time
 */
GStrv
pgs_cmdline_read (int   dir_fd,
                  guint timeout_ms)
{
  const PgsProcFile closed = PGS_PROC_FILE_INIT;
  g_autoptr (Reading) self = g_atomic_rc_box_new0 (Reading);
  gint64 deadline = g_get_monotonic_time () + (gint64) timeout_ms * 1000;
  GThread *thread;
  GStrv arguments = NULL;

  g_mutex_init (&self->mutex);
  g_cond_init (&self->cond);
  self->file = closed;
  if (!pgs_proc_file_open (&self->file, dir_fd, "cmdline", NULL))
    return NULL;
  thread = g_thread_try_new ("pgs-cmdline", reading_thread, g_atomic_rc_box_acquire (self), NULL);
  if (thread == NULL)
    {
      reading_unref (self);
      return NULL;
    }
  g_thread_unref (thread);

  g_mutex_lock (&self->mutex);
  while (!self->done && g_cond_wait_until (&self->cond, &self->mutex, deadline))
    ;
  if (self->done && self->ok)
    arguments = pgs_cmdline_split (self->file.data, self->file.length);
  g_mutex_unlock (&self->mutex);
  return arguments;
}
