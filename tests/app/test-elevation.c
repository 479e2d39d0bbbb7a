/* test-elevation.c: rights are asked for, granted, refused, lost and given up, with a helper that nobody authenticates
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PGS_BROKER names the helper; it is started without pkexec, so it has no more rights than we.
 */
#include "pgs-broker-private.h"
#include "pgs-elevation.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#define TIMEOUT_S 20

static char *helper; /* the number of the last one that was started */

static GSubprocess *
spawn (int                 socket,
       const char * const *argv,
       GError            **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDERR_PIPE);
  GSubprocess *process;

  g_subprocess_launcher_take_stdin_fd (launcher, socket);
  process = g_subprocess_launcher_spawnv (launcher, argv, error);
  g_assert_nonnull (process);
  g_clear_pointer (&helper, g_free);
  helper = g_strdup (g_subprocess_get_identifier (process)); /* none if it has ended already */
  return process;
}

/* @data: its argument. */
static GSubprocess *
start_helper (int            socket,
              gconstpointer  data,
              GError       **error)
{
  const char *argv[] = { g_getenv ("PGS_BROKER"), data, NULL };

  return spawn (socket, argv, error);
}

/* @data: what a shell does in place of the helper. */
static GSubprocess *
start_shell (int            socket,
             gconstpointer  data,
             GError       **error)
{
  const char *argv[] = { "/bin/sh", "-c", data, NULL };

  return spawn (socket, argv, error);
}

static PgsElevation *
new_rights (void)
{
  return pgs_elevation_new_with (pgs_broker_new_with (PGS_BROKER_ELEVATED, start_helper, NULL),
                              pgs_broker_new_with (PGS_BROKER_ELEVATED_FRAMES, start_helper, "--frames"));
}

static PgsElevation *
new_shell (const char *script)
{
  return pgs_elevation_new_with (pgs_broker_new_with (PGS_BROKER_ELEVATED, start_shell, script),
                              pgs_broker_new_with (PGS_BROKER_ELEVATED_FRAMES, start_shell, script));
}

static void
count (gpointer data)
{
  ++*(guint *) data;
}

static gboolean
on_timeout (gpointer data)
{
  g_error ("nothing changed for %d s", TIMEOUT_S);
  return G_SOURCE_REMOVE;
}

/* Until @condition holds for the rights. */
static void
run_until (gboolean   (*condition) (PgsElevation *rights),
           gboolean    wanted,
           PgsElevation  *rights)
{
  const guint timeout = g_timeout_add_seconds (TIMEOUT_S, on_timeout, NULL);

  while (!condition (rights) != !wanted)
    g_main_context_iteration (NULL, TRUE);
  g_source_remove (timeout);
}

static gboolean
can_open (PgsElevation *rights)
{
  PgsOpener *opener = pgs_elevation_get_opener (rights);
  const int fd = opener != NULL ? pgs_opener_open (opener, getpid (), PGS_OPENER_STAT) : -1;

  if (fd >= 0)
    close (fd);
  return fd >= 0;
}

static void
test_granted (void)
{
  g_autoptr (PgsElevation) rights = new_rights ();
  guint n_changes = 0;

  g_signal_connect_swapped (rights, "changed", G_CALLBACK (count), &n_changes);
  g_assert_null (pgs_elevation_get_opener (rights));
  pgs_elevation_ask (rights, FALSE);
  g_assert_true (pgs_elevation_is_asking (rights));
  g_assert_cmpuint (n_changes, ==, 1);
  pgs_elevation_ask (rights, FALSE);
  g_assert_cmpuint (n_changes, ==, 1);

  run_until (pgs_elevation_is_asking, FALSE, rights);
  g_assert_no_error (pgs_elevation_get_error (rights));
  g_assert_true (pgs_elevation_is_granted (rights));
  g_assert_false (pgs_elevation_has_frames (rights));
  g_assert_true (can_open (rights));
  pgs_elevation_ask (rights, FALSE);
  g_assert_false (pgs_elevation_is_asking (rights));
}

/* The helper for pages goes on until the one for frames is there. */
static void
test_frames (void)
{
  g_autoptr (PgsElevation) rights = new_rights ();
  g_autoptr (PgsOpener) first = NULL;

  pgs_elevation_ask (rights, FALSE);
  run_until (pgs_elevation_is_asking, FALSE, rights);
  first = pgs_opener_ref (pgs_elevation_get_opener (rights));
  pgs_elevation_ask (rights, TRUE);
  g_assert_true (pgs_elevation_is_granted (rights));
  g_assert_true (can_open (rights));
  run_until (pgs_elevation_is_asking, FALSE, rights);
  g_assert_true (pgs_elevation_has_frames (rights));
  g_assert_true (pgs_opener_has_frames (pgs_elevation_get_opener (rights)));
  g_assert_true (can_open (rights));
  g_assert_cmpint (pgs_opener_open (first, getpid (), PGS_OPENER_STAT), ==, -1);
  pgs_elevation_ask (rights, FALSE);
  g_assert_false (pgs_elevation_is_asking (rights));
}

static void
test_refused (void)
{
  g_autoptr (PgsElevation) rights = new_shell ("exit 126"); /* pkexec(1): the dialog was dismissed */

  pgs_elevation_ask (rights, FALSE);
  run_until (pgs_elevation_is_asking, FALSE, rights);
  g_assert_error (pgs_elevation_get_error (rights), PGS_BROKER_ERROR, PGS_BROKER_ERROR_DISMISSED);
  g_assert_false (pgs_elevation_is_granted (rights));
  g_assert_null (pgs_elevation_get_opener (rights));
  pgs_elevation_clear_error (rights);
  g_assert_no_error (pgs_elevation_get_error (rights));
}

/* Of somebody who cancels nothing is said. */
static void
test_cancelled (void)
{
  g_autoptr (PgsElevation) rights = new_shell ("exec sleep 1000");

  pgs_elevation_ask (rights, FALSE);
  pgs_elevation_cancel (rights);
  run_until (pgs_elevation_is_asking, FALSE, rights);
  g_assert_no_error (pgs_elevation_get_error (rights));
  g_assert_false (pgs_elevation_is_granted (rights));
  pgs_elevation_cancel (rights);

  pgs_elevation_ask (rights, TRUE);
  pgs_elevation_end (rights);
  g_assert_false (pgs_elevation_is_asking (rights));
}

static gboolean
has_error (PgsElevation *rights)
{
  return pgs_elevation_get_error (rights) != NULL;
}

static void
test_gone (void)
{
  g_autoptr (PgsElevation) rights = new_rights ();

  pgs_elevation_ask (rights, FALSE);
  run_until (pgs_elevation_is_asking, FALSE, rights);
  g_assert_no_errno (kill (atoi (helper), SIGKILL));
  run_until (has_error, TRUE, rights);
  g_assert_error (pgs_elevation_get_error (rights), PGS_BROKER_ERROR, PGS_BROKER_ERROR_GONE);
  g_assert_false (pgs_elevation_is_granted (rights));
  g_assert_nonnull (pgs_elevation_get_opener (rights));
  g_assert_false (can_open (rights));

  pgs_elevation_ask (rights, FALSE);
  g_assert_no_error (pgs_elevation_get_error (rights));
  run_until (pgs_elevation_is_asking, FALSE, rights);
  g_assert_true (can_open (rights));
}

static void
test_given_up (void)
{
  g_autoptr (PgsElevation) rights = new_rights ();
  g_autoptr (PgsOpener) opener = NULL;

  pgs_elevation_give_up (rights);
  pgs_elevation_ask (rights, TRUE);
  run_until (pgs_elevation_is_asking, FALSE, rights);
  opener = pgs_opener_ref (pgs_elevation_get_opener (rights));
  pgs_elevation_give_up (rights);
  g_assert_false (pgs_elevation_is_granted (rights));
  g_assert_null (pgs_elevation_get_opener (rights));
  g_assert_no_error (pgs_elevation_get_error (rights));
  g_assert_cmpint (pgs_opener_open (opener, getpid (), PGS_OPENER_STAT), ==, -1);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_no_error (pgs_elevation_get_error (rights));
}

int
main (int    argc,
      char **argv)
{
  int status;

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/app/elevation/granted", test_granted);
  g_test_add_func ("/app/elevation/frames", test_frames);
  g_test_add_func ("/app/elevation/refused", test_refused);
  g_test_add_func ("/app/elevation/cancelled", test_cancelled);
  g_test_add_func ("/app/elevation/gone", test_gone);
  g_test_add_func ("/app/elevation/given-up", test_given_up);
  status = g_test_run ();
  g_free (helper);
  return status;
}
