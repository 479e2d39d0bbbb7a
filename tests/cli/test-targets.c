/* test-targets.c: processes that end, have ended, or have no memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "command.h"

#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define PICTURE "a.png"

static const char *const commands[] = {
  "snapshot $PID --format json",
  "snapshot $PID --format csv --pages",
  "snapshot $PID",
  "watch $PID --interval 0.01 --count 3",
  ("draw $PID -o " PICTURE),
};

/* Returns: a child that lives for @life_us, or is a zombie if that is 0 and @wait. */
static pid_t
start_child (guint    life_us,
             gboolean wait)
{
  pid_t pid = fork ();
  siginfo_t info;

  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      if (life_us > 0)
        usleep (life_us);
      _exit (3);
    }
  if (wait)
    g_assert_cmpint (waitid (P_PID, pid, &info, WEXITED | WNOWAIT), ==, 0);
  return pid;
}

static void
test_zombie (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pagescape-XXXXXX", NULL);
  g_autofree char *picture = g_build_filename (folder, PICTURE, NULL);
  pid_t pid = start_child (0, TRUE);
  g_auto (Command) json = command_run ("snapshot $PID --format json", pid, NULL, NULL, NULL);
  g_auto (Command) csv = command_run ("snapshot $PID --format csv", pid, NULL, NULL, NULL);
  g_auto (Command) table = command_run ("snapshot $PID --sections smaps,sharing", pid, NULL, NULL, NULL);
  g_auto (Command) watch = command_run ("watch $PID", pid, NULL, NULL, NULL);
  g_auto (Command) draw = command_run ("draw $PID -o " PICTURE, pid, folder, NULL, NULL);
  g_autoptr (JsonNode) root = json_from_string (json.out, NULL);
  JsonObject *document = json_node_get_object (root);
  JsonObject *process = json_object_get_object_member (document, "process");

  waitpid (pid, NULL, 0);
  g_assert_cmpint (json.status, ==, 0);
  g_assert_cmpuint (json_array_get_length (json_object_get_array_member (document, "regions")), ==, 0);
  g_assert_cmpstr (json_object_get_string_member (process, "state"), ==, "Z");
  g_assert_cmpint (csv.status, ==, 0);
  g_assert_true (strstr (csv.out, "\r\n") == csv.out + strlen (csv.out) - 2);
  g_assert_cmpint (table.status, ==, 0);
  g_assert_cmpint (watch.status, ==, 0);
  g_assert_cmpint (draw.status, ==, 0);
  g_unlink (picture);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

static void
test_gone (void)
{
  pid_t pid = start_child (0, TRUE);

  waitpid (pid, NULL, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (Command) command = command_run (commands[i], pid, NULL, NULL, NULL);

      g_assert_cmpint (command.status, ==, 3);
      g_assert_cmpstr (command.out, ==, "");
      g_assert_nonnull (strstr (command.err, ": no such process\n"));
    }
}

static gpointer
reap (gpointer data)
{
  waitpid (GPOINTER_TO_INT (data), NULL, 0);
  return NULL;
}

/* While it is being read: done with what was there, or there was nothing, and never anything else. */
static void
test_vanishing (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pagescape-XXXXXX", NULL);
  g_autofree char *picture = g_build_filename (folder, PICTURE, NULL);

  for (guint life_us = 250; life_us < 20000; life_us += life_us / 4)
    for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
      {
        pid_t pid = start_child (life_us, FALSE);
        GThread *reaper = g_thread_new ("reap", reap, GINT_TO_POINTER (pid));
        g_auto (Command) command = command_run (commands[i], pid, folder, NULL, NULL);

        g_thread_join (reaper);
        g_assert_cmpint (g_unlink (picture) == 0, ==,
                         command.status == 0 && strstr (commands[i], PICTURE) != NULL);
        if (command.status == 0)
          continue;
        g_assert_cmpint (command.status, ==, 3);
        g_assert_cmpstr (command.out, ==, "");
        g_assert_true (g_str_has_suffix (command.err, ": no such process\n"));
      }
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/cli/targets/zombie", test_zombie);
  g_test_add_func ("/cli/targets/gone", test_gone);
  g_test_add_func ("/cli/targets/vanishing", test_vanishing);
  return g_test_run ();
}
