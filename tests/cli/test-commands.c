/* test-commands.c: pagescape-cli as scripts call it: exit statuses, messages, documents
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <json-glib/json-glib.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "../sanitized.h"

#define SMALL_STACK (128 * 1024)
#define PID "$PID" /* in arguments: a child that sleeps */
#define NAME "$NAME" /* and its name */

static pid_t sleeper;
static char sleeper_name[16]; /* of this run alone: others may run beside it */

typedef struct
{
  int status;
  char *out;
  char *err;
} Result;

static void
clear_result (Result *result)
{
  g_free (result->out);
  g_free (result->err);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Result, clear_result)

static GStrv
make_argv (const char *arguments)
{
  g_autoptr (GString) line = g_string_new (arguments);
  g_autofree char *pid = g_strdup_printf ("%d", sleeper);
  GPtrArray *argv = g_ptr_array_new ();
  g_auto (GStrv) words = NULL;

  g_string_replace (line, PID, pid, 0);
  g_string_replace (line, NAME, sleeper_name, 0);
  words = g_strsplit (line->str, " ", -1);
  g_ptr_array_add (argv, g_strdup (g_getenv ("PAGESCAPE_CLI")));
  for (char **word = words; *word != NULL; word++)
    if (**word != '\0')
      g_ptr_array_add (argv, g_strdup (*word));
  g_ptr_array_add (argv, NULL);
  return (GStrv) g_ptr_array_free (argv, FALSE);
}

/* Arguments are parted by blanks. */
static Result
run (const char *arguments)
{
  g_auto (GStrv) argv = make_argv (arguments);
  g_autoptr (GError) error = NULL;
  Result result;
  int status;

  g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, &result.out, &result.err, &status,
                &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  result.status = WEXITSTATUS (status);
  return result;
}

static JsonNode *
parse (const Result *result)
{
  g_autoptr (GError) error = NULL;
  JsonNode *root = json_from_string (result->out, &error);

  g_assert_no_error (error);
  return root;
}

static void
test_statuses (void)
{
  static const struct { const char *arguments; int status; const char *message; } cases[] = {
    { "", 2, "no command: " },
    { "nonsense", 2, "nonsense: no such command" },
    { "--nonsense", 2, "--nonsense: no such option" },
    { "record " PID, 2, "record: no file" },
    { "record -o x", 2, "record: no target" },
    { "record " PID " -o x --interval 0", 2, "--interval 0" },
    { "record " PID " -o x --duration 1h", 2, "--duration 1h" },
    { "record 99999999 -o x", 3, "record: 99999999: no such process" },
    { "record " PID " -o /no/such/folder/file", 1, "/no/such/folder/file" },
    { "record " PID " -o /", 1, "/: not a regular file" },
    { "record " PID " -o /dev/full", 1, "/dev/full: not a regular file" },
    { "record " PID " -o -", 2, "-o -: a recording cannot be written to standard output" },
    { "record " PID " -o - --force", 2, "-o -: a recording cannot be written to standard output" },
    { "record -o - -- true", 2, "-o -: a recording cannot be written to standard output" },
    { "record " PID " -o / --force", 1, "/: not a regular file" },
    { "info", 2, "info: no file" },
    { "info x y", 2, "info: unexpected argument" },
    { "info x --format csv", 2, "--format csv" },
    { "info /no/such/file", 5, "/no/such/file: " },
    { "metrics", 2, "metrics: no target" },
    { "metrics /no/such/file", 5, "/no/such/file: " },
    { "metrics " PID " /dev/null", 5, "/dev/null: not a regular file" },
    { "metrics " PID " -o /no/such/folder/file", 1, "/no/such/folder/file" },
    { "metrics " PID " -o /dev/full", 1, "/dev/full" },
    { "metrics 99999999", 3, "metrics: 99999999: no such process" },
    { "metrics --name no-such-name-here", 3, "--name no-such-name-here: no such process" },
    { "--host", 2, "no name of a host" },
    { "--host= list", 2, "no name of a host" },
    { "--host -oProxyCommand=x list", 2, "no name of a host" },
    { "--host me@there system", 2, "system: not with --host" },
    { "--elevate list", 2, "list: not with --elevate" },
    { "--elevate=frames snapshot 1", 2, "--elevate: takes no value" },
    { "--elevate", 2, "no command" },
    { "--elevated snapshot 1", 2, "no such option" },
    { "--elevate snapshot", 2, "snapshot: no target" },
    { "--elevate --host me@there snapshot 1", 2, "not with --host" },
    { "--host me@there --elevate snapshot 1", 2, "not with --host" },
    { "list extra", 2, "list: unexpected argument" },
    { "list --version=1", 2, "list: --version=1: takes no value" },
    { "record " PID " -o / --force=no", 2, "record: --force=no: takes no value" },
    { "record " PID " -o --force=no --interval 0", 2, "record: --interval 0" },
    { "list --format xml", 2, "--format xml" },
    { "list --format jsonl", 2, "--format jsonl" },
    { "list --sort nothing", 2, "--sort nothing" },
    { "list --format \xff", 2, "--format \357\277\275: not one of" },
    { "system --interval \xe9", 2, "--interval \357\277\275" },
    { "draw 1 -o a.png --size \xe9", 2, "--size \357\277\275" },
    { "draw 1 -o", 2, "draw: " },
    { "draw 1 -o -", 2, "draw: -: " },
    { "list --user nobody-of-this-name", 2, "--user nobody-of-this-name" },
    { "list --bad", 2, "list: " },
    { "system --format csv", 2, "--format csv" },
    { "system --interval x", 2, "--interval x" },
    { "system --interval 0x1", 2, "--interval 0x1" },
    { "system --interval .", 2, "--interval ." },
    { "system --interval 0", 2, "--interval 0" },
    { "system --interval -1", 2, "--interval -1" },
    { "system --interval nan", 2, "--interval nan" },
    { "system --interval inf", 2, "--interval inf" },
    { "system --count 0", 2, "--count 0" },
    { "system --count 1x", 2, "--count 1x" },
    { "watch " PID " --count 4294967296", 2, "--count 4294967296: not a whole number from 1 to 4294967295" },
    { "snapshot", 2, "snapshot: no target" },
    { "snapshot 1 2", 2, "unexpected argument" },
    { "snapshot 1 --name x", 2, "unexpected argument" },
    { "snapshot " PID " --sections pages,nothing", 2, "--sections nothing" },
    { "snapshot " PID " --sections=", 2, "--sections : not one of" },
    { "snapshot " PID " --format jsonl", 2, "--format jsonl" },
    { "snapshot 99999999", 3, "snapshot: 99999999: no such process" },
    { "snapshot 0", 3, "0: no such process" },
    { "snapshot 99999999999999999999", 3, "no such process" },
    { "snapshot --name no-such-name-here", 3, "--name no-such-name-here: no such process" },
    { "snapshot /no/such/file", 5, "/no/such/file: " },
    { "snapshot /no/such/file@1.5", 5, "/no/such/file@1.5: " },
    { "snapshot /dev/null", 5, "/dev/null: not a regular file" },
    { "snapshot /tmp", 5, "/tmp: " },
    { "snapshot -- -1", 5, "-1: " },
    { "snapshot " PID " -o /no/such/folder/file", 1, "/no/such/folder/file" },
    { "snapshot " PID " -o /dev/full", 1, "/dev/full" },
    { "diff", 2, "give two targets" },
    { "diff " PID, 2, "give two targets" },
    { "diff " PID " " PID " " PID, 2, "give two targets" },
    { "diff " PID " 99999999", 3, "diff: 99999999: no such process" },
    { "diff " PID " /no/such/file@1.5", 5, "/no/such/file@1.5: " },
    { "diff " PID " " PID " --format csv", 2, "--format csv" },
    { "watch 99999999", 3, "watch: 99999999: no such process" },
    { "watch " PID " --interval 1e9", 2, "--interval 1e9" },
    { "watch " PID " --format table", 2, "--format table" },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_auto (Result) result = run (cases[i].arguments);
      g_autofree char *shown = g_strescape (cases[i].arguments, NULL);
      g_autofree char *error = g_strescape (result.err, NULL);

      g_test_message ("%s: %s", shown, error);
      g_assert_cmpint (result.status, ==, cases[i].status);
      g_assert_cmpstr (result.out, ==, "");
      g_assert_true (g_str_has_prefix (result.err, "pagescape-cli: "));
      g_assert_nonnull (strstr (result.err, cases[i].message));
      g_assert_true (strchr (result.err, '\n') == result.err + strlen (result.err) - 1);
    }
}

static void
limit_stack (gpointer data)
{
  const struct rlimit limit = { SMALL_STACK, SMALL_STACK };

  setrlimit (RLIMIT_STACK, &limit);
}

/* Whoever starts it may have limited the stack. */
static void
test_small_stack (void)
{
  static const char *const commands[] = { "list", "system --interval 0.05", "lab list", "snapshot " PID, "metrics " PID,
                                          "diff " PID " " PID, "watch " PID " --count 1" };

#ifdef IS_SANITIZED
  g_test_skip ("sanitizers need more stack");
  return;
#endif
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) argv = make_argv (commands[i]);
      g_autofree char *out = NULL;
      g_autoptr (GError) error = NULL;
      int status;

      g_spawn_sync (NULL, argv, NULL, G_SPAWN_DEFAULT, limit_stack, NULL, &out, NULL, &status, &error);
      g_assert_no_error (error);
      g_test_message ("%s: wait status %#x", commands[i], status);
      g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
      g_assert_cmpstr (out, !=, "");
    }
}

static void
test_help (void)
{
  static const char *const commands[] = { "list", "snapshot", "draw", "diff", "info", "metrics",
                                          "record", "stream", "system", "watch" };
  g_auto (Result) help = run ("--help");
  g_auto (Result) version = run ("--version");

  g_assert_cmpint (help.status, ==, 0);
  g_assert_cmpstr (help.err, ==, "");
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_autofree char *arguments = g_strconcat (commands[i], " --help", NULL);
      g_auto (Result) result = run (arguments);

      g_autofree char *version_arguments = g_strconcat (commands[i], " --version", NULL);
      g_auto (Result) command_version = run (version_arguments);

      g_assert_cmpint (command_version.status, ==, 0);
      g_assert_cmpstr (command_version.out, ==, version.out);
      g_assert_nonnull (strstr (help.out, commands[i]));
      g_assert_cmpint (result.status, ==, 0);
      g_assert_nonnull (strstr (result.out, commands[i]));
    }
  g_assert_nonnull (strstr (help.out, "--elevate"));
  g_assert_cmpint (version.status, ==, 0);
  g_assert_cmpstr (version.out, ==, "pagescape-cli " PGS_VERSION "\n");
}

/* What is said on a full disk is not said, whoever says it. */
static void
test_full_disk (void)
{
  static const char *const arguments[] = { "--help", "--version", "list --help", "list", "system",
                                           "snapshot " PID, "watch " PID };

  for (gsize i = 0; i < G_N_ELEMENTS (arguments); i++)
    {
      g_autofree char *command = g_strdup_printf ("exec %s %s > /dev/full", g_getenv ("PAGESCAPE_CLI"),
                                                  arguments[i]);
      g_autoptr (GString) line = g_string_new (command);
      g_autofree char *pid = g_strdup_printf ("%d", sleeper);
      const char *argv[] = { "/bin/sh", "-c", NULL, NULL };
      g_autofree char *err = NULL;
      int status;

      g_string_replace (line, PID, pid, 0);
      argv[2] = line->str;
      g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL, &err,
                                   &status, NULL));
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 1);
      g_assert_nonnull (strstr (err, "No space left on device"));
    }
}

static void
test_snapshot_json (void)
{
  g_auto (Result) result = run ("snapshot " PID " --format json --pages");
  g_autoptr (JsonNode) root = parse (&result);
  JsonObject *document = json_node_get_object (root);
  JsonObject *process = json_object_get_object_member (document, "process");

  g_assert_cmpint (result.status, ==, 0);
  g_assert_cmpstr (result.err, ==, "");
  g_assert_cmpstr (json_object_get_string_member (document, "format"), ==, "pagescape-snapshot");
  g_assert_cmpint (json_object_get_int_member (document, "version"), ==, 1);
  g_assert_cmpint (json_object_get_int_member (process, "pid"), ==, sleeper);
  g_assert_cmpstr (json_object_get_string_member (process, "name"), ==, sleeper_name);
  g_assert_cmpint (json_array_get_length (json_object_get_array_member (document, "regions")), >, 5);
}

/* --name finds what its PID finds; the name of several is refused and lists them. */
static void
test_name (void)
{
  g_auto (Result) one = run ("snapshot --name " NAME " --format json");
  g_autofree char *pid = g_strdup_printf ("%d", sleeper);
  pid_t twin = fork ();

  if (twin == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      prctl (PR_SET_NAME, sleeper_name);
      for (;;)
        pause ();
    }
  g_assert_cmpint (one.status, ==, 0);
  g_assert_nonnull (strstr (one.out, pid));
  for (guint i = 0; i < 100; i++) /* until the twin has its name */
    {
      g_auto (Result) two = run ("snapshot --name " NAME);
      g_autofree char *twin_pid = g_strdup_printf ("%d", twin);

      if (two.status == 0)
        continue;
      g_assert_cmpint (two.status, ==, 2);
      g_assert_nonnull (strstr (two.err, pid));
      g_assert_nonnull (strstr (two.err, twin_pid));
      kill (twin, SIGKILL);
      waitpid (twin, NULL, 0);
      return;
    }
  g_assert_not_reached ();
}

static guint
count_lines (const char *text)
{
  guint n = 0;

  for (; *text != '\0'; text++)
    n += *text == '\n';
  return n;
}

/* The three formats tell of the same regions. */
static void
test_snapshot_formats (void)
{
  g_auto (Result) json = run ("snapshot " PID " --format json");
  g_auto (Result) csv = run ("snapshot " PID " --format csv");
  g_auto (Result) table = run ("snapshot " PID);
  g_autoptr (JsonNode) root = parse (&json);
  JsonArray *regions =
      json_object_get_array_member (json_node_get_object (root), "regions");
  guint n = json_array_get_length (regions);

  g_assert_true (g_str_has_prefix (
      csv.out, "start,end,size,perms,offset,device,inode,path,deleted,kind,vm_flags,rss,pss,swap,"
               "anon,private_clean,private_dirty,shared_clean,shared_dirty,locked,pages_total,pages_read,"
               "pages_present,pages_swapped,pages_file,pages_exclusive,pages_huge,pages_zero,"
               "pages_guard\r\n"));
  g_assert_cmpuint (count_lines (csv.out), ==, n + 1);
  for (guint i = 0; i < n; i++)
    {
      const char *start = json_object_get_string_member (
          json_array_get_object_element (regions, i), "start");

      g_assert_nonnull (strstr (csv.out, start));
      g_assert_nonnull (strstr (table.out, start + 2));
    }
  g_assert_nonnull (strstr (table.out, sleeper_name));
}

static void
test_snapshot_to_file (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pagescape-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "a.json", NULL);
  g_autofree char *arguments = g_strconcat ("snapshot " PID " --format json -o ", path, NULL);
  g_auto (Result) result = run (arguments);
  g_autofree char *contents = NULL;
  g_autoptr (JsonNode) root = NULL;

  g_assert_cmpint (result.status, ==, 0);
  g_assert_cmpstr (result.out, ==, "");
  g_assert_true (g_file_get_contents (path, &contents, NULL, NULL));
  root = json_from_string (contents, NULL);
  g_assert_nonnull (root);
  g_unlink (path);
  g_assert_cmpint (g_rmdir (folder), ==, 0);
}

/* A file that is called like a PID is ./123, and digits are never a file. */
static void
test_digits_are_a_pid (void)
{
  g_autofree char *folder = g_dir_make_tmp ("pagescape-XXXXXX", NULL);
  g_autofree char *path = g_build_filename (folder, "99999999", NULL);
  g_autofree char *arguments = g_strconcat ("snapshot ", path, NULL);

  g_assert_true (g_file_set_contents (path, "SQLite format 3", 16, NULL));
  {
    g_auto (Result) result = run (arguments);

    g_assert_cmpint (result.status, ==, 5);
    g_assert_nonnull (strstr (result.err, "99999999: not a recording"));
  }
  g_unlink (path);
  g_rmdir (folder);
}

static void
test_watch (void)
{
  g_auto (Result) result = run ("watch " PID " --interval 0.05 --count 3");
  g_auto (Result) csv = run ("watch " PID " --interval 0.01 --count 2 --format csv");
  g_auto (GStrv) lines = g_strsplit (result.out, "\n", -1);
  double last = -1;

  g_assert_cmpint (result.status, ==, 0);
  g_assert_cmpuint (g_strv_length (lines), ==, 4);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (JsonNode) root = json_from_string (lines[i], NULL);
      JsonObject *object = json_node_get_object (root);
      double t = json_object_get_double_member (object, "t");

      g_assert_cmpfloat (t, >=, last < 0 ? 0 : last + 0.02);
      g_assert_cmpint (json_object_get_int_member (object, "virt"), >, 0);
      g_assert_cmpint (json_object_get_int_member (object, "regions"), >, 5);
      last = t;
    }
  g_assert_true (g_str_has_prefix (
      csv.out, "t,virt,res,anon,file,shmem,swap,minor_faults,major_faults,regions\r\n0.000000,"));
  g_assert_cmpuint (count_lines (csv.out), ==, 3);
}

/* Starts it with its output in a pipe. */
static pid_t
start (const char *arguments,
       int        *out)
{
  g_auto (GStrv) argv = make_argv (arguments);
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_spawn_async_with_pipes (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL,
                            out, NULL, &error);
  g_assert_no_error (error);
  return pid;
}

static int
wait_for (pid_t pid)
{
  int status;

  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

static void
read_first_line (int fd)
{
  char c = '\0';

  while (c != '\n')
    g_assert_cmpint (read (fd, &c, 1), ==, 1);
}

/* Signals, the end of the process and a reader that leaves end it at once, though the next sample
 * is an hour away. */
static void
test_watch_ends (void)
{
  const char *arguments = "watch " PID " --interval 3600";
  pid_t pid, old = sleeper;
  int out;

  for (guint i = 0; i < 2; i++)
    {
      pid = start (arguments, &out);
      read_first_line (out);
      kill (pid, i == 0 ? SIGINT : SIGTERM);
      g_assert_cmpint (wait_for (pid), ==, 0);
      close (out);
    }

  pid = start (arguments, &out);
  read_first_line (out);
  close (out);
  g_assert_cmpint (wait_for (pid), ==, 0);

  sleeper = fork ();
  if (sleeper == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      for (;;)
        pause ();
    }
  pid = start (arguments, &out);
  read_first_line (out);
  kill (sleeper, SIGKILL); /* a zombie from now on */
  g_assert_cmpint (wait_for (pid), ==, 0);
  waitpid (sleeper, NULL, 0);
  close (out);
  sleeper = old;
}

/* A reader that goes away is not worth a word. */
static void
test_closed_pipe (void)
{
  static const char *const commands[] = { "list", "list --format json", "system --interval 0.01",
                                          "snapshot " PID " --format json --pages" };

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      g_auto (GStrv) argv = make_argv (commands[i]);
      g_autofree char *line = g_strjoinv (" ", argv);
      g_autofree char *script = g_strdup_printf ("%s 2>&1 1>&3 3>&- | cat >&2", line);
      const char *shell[] = { "/bin/bash", "-o", "pipefail", "-c", NULL, NULL };
      g_autofree char *err = NULL;
      int status;

      /* the pipe of 3 has no reader */
      shell[4] = script;
      {
        g_autofree char *whole = g_strdup_printf ("{ sleep 0.1; %s; } 3> >(true)", script);

        shell[4] = whole;
        g_assert_true (g_spawn_sync (NULL, (char **) shell, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                                     &err, &status, NULL));
      }
      g_assert_cmpstr (err, ==, "");
      g_assert_true (WIFEXITED (status));
      g_assert_cmpint (WEXITSTATUS (status), ==, 0);
    }
}

/* A process of somebody else: what everybody may know is printed. */
static void
test_denied (void)
{
  const char *argv[] = { "setpriv", "--reuid=65534", "--regid=65534", "--clear-groups",
                         g_getenv ("PAGESCAPE_CLI"), "snapshot", NULL, "--format", "json", NULL };
  g_autofree char *pid = g_strdup_printf ("%d", sleeper);
  g_autofree char *setpriv = g_find_program_in_path ("setpriv");
  g_auto (Result) result = { 0 };
  g_autoptr (JsonNode) root = NULL;
  JsonObject *document;

  if (getuid () != 0 || setpriv == NULL || access (argv[4], X_OK) != 0)
    {
      g_test_skip ("needs root and setpriv");
      return;
    }
  argv[6] = pid;
  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                               &result.out, &result.err, &result.status, NULL));
  if (WEXITSTATUS (result.status) == 127 || WEXITSTATUS (result.status) == 126)
    {
      g_test_skip ("another user may not run the program from the build folder");
      return;
    }
  g_assert_cmpint (WEXITSTATUS (result.status), ==, 4);
  g_assert_true (g_str_has_prefix (result.err, "pagescape-cli: snapshot: "));
  root = parse (&result);
  document = json_node_get_object (root);
  g_assert_true (json_object_get_null_member (document, "regions"));
  g_assert_cmpint (json_object_get_int_member (
                       json_object_get_object_member (document, "totals"), "virt"), >, 0);
  document = json_object_get_object_member (document, "access");
  g_assert_cmpstr (json_object_get_string_member (document, "maps"), ==, "denied");
  g_assert_cmpstr (json_object_get_string_member (document, "smaps"), ==, "denied");
}

static void
start_sleeper (void)
{
  int fds[2];
  char byte;

  g_snprintf (sleeper_name, sizeof sleeper_name, "pgs-%d", getpid ());
  g_assert_cmpint (pipe (fds), ==, 0);
  sleeper = fork ();
  if (sleeper == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      prctl (PR_SET_NAME, sleeper_name);
      if (write (fds[1], "", 1) == 1)
        for (;;)
          pause ();
    }
  g_assert_cmpint (read (fds[0], &byte, 1), ==, 1);
  close (fds[0]);
  close (fds[1]);
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  start_sleeper ();
  g_test_add_func ("/cli/commands/statuses", test_statuses);
  g_test_add_func ("/cli/commands/small-stack", test_small_stack);
  g_test_add_func ("/cli/commands/help", test_help);
  g_test_add_func ("/cli/commands/full-disk", test_full_disk);
  g_test_add_func ("/cli/commands/snapshot-json", test_snapshot_json);
  g_test_add_func ("/cli/commands/snapshot-formats", test_snapshot_formats);
  g_test_add_func ("/cli/commands/snapshot-to-file", test_snapshot_to_file);
  g_test_add_func ("/cli/commands/name", test_name);
  g_test_add_func ("/cli/commands/digits-are-a-pid", test_digits_are_a_pid);
  g_test_add_func ("/cli/commands/watch", test_watch);
  g_test_add_func ("/cli/commands/watch-ends", test_watch_ends);
  g_test_add_func ("/cli/commands/closed-pipe", test_closed_pipe);
  g_test_add_func ("/cli/commands/denied", test_denied);
  result = g_test_run ();
  kill (sleeper, SIGKILL);
  waitpid (sleeper, NULL, 0);
  return result;
}
