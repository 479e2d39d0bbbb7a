/* pgs-glibtop.c: making sure that libgtop can be called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-glibtop.h"

#include "pgs-error.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <unistd.h>

#include <glibtop.h>

/* NOTES
 *
 * libgtop calls exit() when it cannot open /proc/stat (once, at its initialisation) or /proc/meminfo
 * (at each glibtop_get_mem and glibtop_get_swap), be it that /proc is not mounted or that the
 * process ran out of descriptors. So both are opened here first, every time: 5 µs.
 *
 * Its initialisation has 98 KiB of buffers on the stack, more than `ulimit -s` may allow: it gets a stack
 * that does not depend on that. What is called later needs a few KiB.
 */

#define INIT_STACK_SIZE (256 * 1024)

static gboolean
check_readable (const char  *path,
                GError     **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0)
    {
      int errsv = errno;

      /* ENOENT is "no process" everywhere else below /proc */
      g_set_error (error, PGS_ERROR,
                   errsv == ENOENT ? PGS_ERROR_UNSUPPORTED : pgs_error_from_errno (errsv),
                   errsv == ENOENT ? "%s: %s (is /proc mounted?)" : "%s: %s",
                   path, g_strerror (errsv));
      return FALSE;
    }
  close (fd);
  return TRUE;
}

static void *
initialise (void *unused)
{
  glibtop_init ();
  return NULL;
}

/* Where there can be no other thread, it has to be this one. */
static void
initialise_aside (void)
{
  pthread_attr_t attributes;
  pthread_t thread;
  gboolean is_started = FALSE;

  if (pthread_attr_init (&attributes) == 0)
    {
      is_started = pthread_attr_setstacksize (&attributes, INIT_STACK_SIZE) == 0
                   && pthread_create (&thread, &attributes, initialise, NULL) == 0;
      pthread_attr_destroy (&attributes);
    }
  if (is_started)
    pthread_join (thread, NULL);
  else
    initialise (NULL);
}

/**
 * pgs_glibtop_prepare:
 * @error: where to put why not
 *
 * Must be called before glibtop_get_proclist(), _mem() and _swap(), each time. Any thread.
 *
 * Returns: whether libgtop can be called now; else %FALSE, with %PGS_ERROR_UNSUPPORTED if /proc is
 *   not there
 */
gboolean
pgs_glibtop_prepare (GError **error)
{
  static gsize initialised;

  if (!check_readable ("/proc/stat", error) || !check_readable ("/proc/meminfo", error))
    return FALSE;
  if (g_once_init_enter (&initialised))
    {
      initialise_aside ();
      g_once_init_leave (&initialised, 1);
    }
  return TRUE;
}
