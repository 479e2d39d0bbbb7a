/* pgs-sandbox-opener.c: the processes of the host, seen from inside a Flatpak
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Who watches processes on this machine means those of the host, also inside a sandbox; its own are of no
 * interest but those of the lab. So that is the default for the whole program, and a broker is started
 * when something is asked of it for the first time, by whichever thread asks. It has the rights that the
 * user has anyway, so nobody is asked before. If it ends, another one is started, but not all the time.
 */
#include "config.h"

#include "pgs-sandbox-opener.h"

#include "pgs-broker-private.h"
#include "pgs-error.h"
#include "pgs-sandbox.h"

#include <errno.h>

#define RETRY_US (10 * G_USEC_PER_SEC)

static GMutex mutex; /* guards what follows */
static PgsBrokerLink *current; /* (nullable) */
static gint64 tried_us;        /* 0: never */
static GError *trouble;        /* (nullable): why there is no broker */

/* Returns: (transfer full) (nullable): a link to a broker that was started; it may have ended since. */
static PgsBrokerLink *
start_broker (GError **error)
{
  int their_fd;
  PgsBrokerLink *link = pgs_broker_link_new (&their_fd);

  if (link == NULL)
    {
      pgs_error_set_errno (error, errno, "socketpair");
      return NULL;
    }
  if (pgs_broker_start_on_host (their_fd, error))
    return link;
  pgs_broker_link_unref (link);
  return NULL;
}

/* Returns: (transfer full) (nullable): the link to the broker, started if need be; %NULL with errno EPIPE. */
static PgsBrokerLink *
get_link (void)
{
  const gint64 now_us = g_get_monotonic_time ();
  PgsBrokerLink *link = NULL;

  g_mutex_lock (&mutex);
  if (current != NULL && !pgs_broker_link_is_up (current))
    g_clear_pointer (&current, pgs_broker_link_unref);
  if (current == NULL && (tried_us == 0 || now_us - tried_us >= RETRY_US))
    {
      tried_us = now_us;
      g_clear_error (&trouble);
      current = start_broker (&trouble);
    }
  if (current != NULL)
    link = pgs_broker_link_ref (current);
  g_mutex_unlock (&mutex);
  errno = EPIPE;
  return link;
}

static int
open_file (gint          pid,
           PgsOpenerFile file,
           gpointer      data)
{
  g_autoptr (PgsBrokerLink) link = get_link ();

  return link != NULL ? pgs_broker_link_open (link, pid, file) : -1;
}

static gboolean
read_exe (gint      pid,
          PgsExe   *exe,
          gpointer  data)
{
  g_autoptr (PgsBrokerLink) link = get_link ();

  return link != NULL && pgs_broker_link_read_exe (link, pid, exe);
}

/**
 * pgs_sandbox_dup_trouble:
 *
 * Returns: (transfer full) (nullable): in words, why the processes of the host could not be seen when that
 *   was tried last; %NULL: they can, or it was not tried. Any thread
 */
char *
pgs_sandbox_dup_trouble (void)
{
  char *words;

  g_mutex_lock (&mutex);
  words = trouble != NULL ? g_strdup (trouble->message) : NULL;
  g_mutex_unlock (&mutex);
  return words;
}

static char *
dup_trouble (gpointer data)
{
  return pgs_sandbox_dup_trouble ();
}

static gboolean
list_processes (PgsOpenerListFunc   func,
                gpointer            user_data,
                gpointer            data,
                GError            **error)
{
  g_autoptr (PgsBrokerLink) link = get_link ();
  g_autofree char *why = NULL;

  if (link != NULL)
    return pgs_broker_link_list (link, func, user_data, error);
  why = pgs_sandbox_dup_trouble ();
  g_set_error_literal (error, PGS_ERROR, PGS_ERROR_BROKER_GONE, why != NULL ? why : g_strerror (EPIPE));
  return FALSE;
}

/**
 * pgs_sandbox_look_outside:
 *
 * Inside a Flatpak: processes are those of the host from now on (pgs_opener_set_default()). Else nothing.
 * Called when the program starts; nothing is started yet.
 */
void
pgs_sandbox_look_outside (void)
{
  static const PgsOpenerClass klass = { .open = open_file, .list = list_processes, .read_exe = read_exe,
                                        .dup_trouble = dup_trouble, .is_elsewhere = TRUE };

  if (pgs_sandbox_is_flatpak ())
    pgs_opener_set_default (pgs_opener_new (&klass, NULL));
}
