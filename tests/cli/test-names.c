/* test-names.c: pagescape-cli with names that were chosen to do harm
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <fcntl.h>
#include <json-glib/json-glib.h>
#include <pty.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define PID "$PID" /* this process, in arguments */
#define COLOUR "\033[31m"
#define TITLE "\033]0;title\007"
#define OVERRIDE "\342\200\256gnp.exe"
#define MAX_ARGUMENTS 8
#define DEPTH 16
#define LONG_NAME 250 /* DEPTH of them are about 4 KiB */

/* Names of files that this process maps. */
static const char *const file_names[] = {
  COLOUR "red", TITLE, OVERRIDE, "\302\23331m", "new\nline", "tab\tcarriage\rbell\007", "\377\376\303",
  "<b>bold<i>&amp;\"'", "a,\"b\"", " (deleted)", "x (deleted)", "back\\012slash", "\342\200\250", "\177",
};

/* Names that this process takes. */
static const char *const process_names[] = {
  COLOUR "x" COLOUR, "\033]0;x\007", OVERRIDE, "\302\23331m", "a\nb\\nc", "\377\376\303", "<b>&\"'", ") S 1 (",
  "\342\200\217", "",
};

typedef struct
{
  const char *arguments[MAX_ARGUMENTS];
  int status;
} Command;

static const Command commands[] = {
  { { "list" }, 0 },
  { { "list", "--format", "json" }, 0 },
  { { "list", "--format", "csv" }, 0 },
  { { "snapshot", PID }, 0 },
  { { "snapshot", PID, "--format", "json", "--pages" }, 0 },
  { { "snapshot", PID, "--format", "csv" }, 0 },
  { { "watch", PID, "--count", "1" }, 0 },
};

static const Command wrong_commands[] = {
  { { COLOUR }, 2 },
  { { "--" COLOUR }, 2 },
  { { "-\303" }, 2 },
  { { "snapshot", COLOUR "x" }, 5 },
  { { "snapshot", "\377\376" }, 5 },
  { { "snapshot", "new\nline@1" }, 5 },
  { { "snapshot", OVERRIDE }, 5 },
  { { "snapshot", PID, TITLE }, 2 },
  { { "snapshot", "--" COLOUR }, 2 },
  { { "snapshot", PID, "--format", COLOUR }, 2 },
  { { "snapshot", PID, "--sections", TITLE }, 2 },
  { { "snapshot", "--name", COLOUR "\n" }, 3 },
  { { "list", "--sort", "\n" COLOUR }, 2 },
  { { "list", OVERRIDE }, 2 },
  { { "watch", PID, "--interval", COLOUR }, 2 },
  { { "watch", PID, "--count", "1\n" }, 2 },
  { { "draw", PID, "-o", "/nowhere" COLOUR "/\n.svg" }, 1 },
  { { "draw", PID, "-o", COLOUR ".gif" }, 2 },
  { { "draw", PID, "-o", "x.png", "--size", TITLE }, 2 },
  { { "draw", PID, "-o", "x.png", "--view", OVERRIDE }, 2 },
};

static char *folder;

static char **
make_argv (const char *const *arguments)
{
  GPtrArray *argv = g_ptr_array_new ();

  g_ptr_array_add (argv, g_strdup (g_getenv ("PAGESCAPE_CLI")));
  for (gsize i = 0; i < MAX_ARGUMENTS && arguments[i] != NULL; i++)
    g_ptr_array_add (argv, strcmp (arguments[i], PID) == 0 ? g_strdup_printf ("%d", getpid ())
                                                           : g_strdup (arguments[i]));
  g_ptr_array_add (argv, NULL);
  return (char **) g_ptr_array_free (argv, FALSE);
}

/* Returns the exit status. */
static int
run (const char *const  *arguments,
     char              **output,
     char              **errors)
{
  g_auto (GStrv) argv = make_argv (arguments);
  g_autoptr (GError) error = NULL;
  int status;

  g_spawn_sync (folder, argv, NULL, G_SPAWN_DEFAULT, NULL, NULL, output, errors, &status, &error);
  g_assert_no_error (error);
  g_assert_true (WIFEXITED (status));
  return WEXITSTATUS (status);
}

/* Valid, and nothing that a terminal obeys or that turns text around. */
static void
assert_harmless (const char *text)
{
  static const gunichar marks[] = { 0x61c, 0x200e, 0x200f, 0x2028, 0x2029 };

  g_assert_true (g_utf8_validate (text, -1, NULL));
  for (const char *p = text; *p != '\0'; p = g_utf8_next_char (p))
    {
      const gunichar c = g_utf8_get_char (p);

      if (c == '\n' || (c == '\r' && p[1] == '\n'))
        continue;
      g_assert_false (g_unichar_iscntrl (c));
      g_assert_false ((c >= 0x202a && c <= 0x202e) || (c >= 0x2066 && c <= 0x2069));
      for (gsize i = 0; i < G_N_ELEMENTS (marks); i++)
        g_assert_cmpuint (c, !=, marks[i]);
    }
}

/* What the program says to a terminal. */
static char *
run_on_terminal (const char *const *arguments,
                 int                status_wanted)
{
  g_auto (GStrv) argv = make_argv (arguments);
  GString *output = g_string_new (NULL);
  struct termios raw = { 0 };
  char buffer[4096];
  int terminal, other_end, status;
  gssize n;
  pid_t pid;

  g_setenv ("TERM", "dumb", TRUE); /* check-watch.py sees what else is said to others */
  cfmakeraw (&raw);
  g_assert_cmpint (openpty (&terminal, &other_end, NULL, &raw, NULL), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      dup2 (other_end, STDOUT_FILENO);
      dup2 (other_end, STDERR_FILENO);
      if (chdir (folder) == 0)
        execv (argv[0], argv);
      _exit (127);
    }
  close (other_end);
  while ((n = read (terminal, buffer, sizeof buffer)) > 0)
    g_string_append_len (output, buffer, n);
  close (terminal);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_true (WIFEXITED (status));
  g_assert_cmpint (WEXITSTATUS (status), ==, status_wanted);
  return g_string_free (output, FALSE);
}

static void
map_file (int         directory,
          const char *name)
{
  int fd = openat (directory, name, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  g_assert_cmpint (fd, >=, 0);
  g_assert_cmpint (ftruncate (fd, 1), ==, 0);
  g_assert_true (mmap (NULL, 1, PROT_READ, MAP_SHARED, fd, 0) != MAP_FAILED);
  close (fd);
}

/* A file whose path has about 4 KiB. */
static void
map_deep_file (int directory)
{
  g_autofree char *name = g_strnfill (LONG_NAME, 'd');
  int at = dup (directory);

  for (guint i = 0; i < DEPTH; i++)
    {
      int below;

      g_assert_cmpint (mkdirat (at, name, 0700), ==, 0);
      below = openat (at, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
      g_assert_cmpint (below, >=, 0);
      close (at);
      at = below;
    }
  map_file (at, "deep" COLOUR);
  close (at);
}

static void
map_files (void)
{
  int directory = open (folder, O_PATH | O_DIRECTORY | O_CLOEXEC);

  for (gsize i = 0; i < G_N_ELEMENTS (file_names); i++)
    map_file (directory, file_names[i]);
  map_deep_file (directory);
  close (directory);
}

/* A process of each name, which lives until it is told to end. */
static pid_t
start_process (const char *name)
{
  int ready[2];
  char byte;
  pid_t pid;

  g_assert_cmpint (pipe (ready), ==, 0);
  pid = fork ();
  if (pid == 0)
    {
      prctl (PR_SET_PDEATHSIG, SIGKILL);
      prctl (PR_SET_NAME, name);
      close (ready[0]);
      close (ready[1]);
      for (;;)
        pause ();
    }
  close (ready[1]);
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 0);
  close (ready[0]);
  return pid;
}

static void
end_process (pid_t pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

/* Everything but CSV, which is data, is harmless wherever it goes; on a terminal CSV is, too. */
static void
check_output (const Command *command)
{
  const gboolean is_csv = g_strv_contains (command->arguments, "csv");
  const gboolean is_json = g_strv_contains (command->arguments, "json")
                           || g_str_equal (command->arguments[0], "watch");
  g_autofree char *output = NULL;
  g_autofree char *errors = NULL;
  g_autofree char *shown = NULL;

  g_assert_cmpint (run (command->arguments, &output, &errors), ==, command->status);
  g_assert_cmpstr (errors, ==, "");
  g_assert_true (g_utf8_validate (output, -1, NULL));
  if (is_json)
    g_assert_null (strpbrk (output, "\033\007\b\177\r\t"));
  else if (!is_csv)
    assert_harmless (output);
  shown = run_on_terminal (command->arguments, command->status);
  g_assert_cmpstr (shown, !=, "");
  assert_harmless (shown);
}

/* The names of this process and of others; this one maps the files. */
static void
test_output (void)
{
  pid_t pids[G_N_ELEMENTS (process_names)];

  for (gsize i = 0; i < G_N_ELEMENTS (process_names); i++)
    pids[i] = start_process (process_names[i]);
  g_assert_cmpint (prctl (PR_SET_NAME, COLOUR "x" OVERRIDE), ==, 0);
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    check_output (&commands[i]);
  for (gsize i = 0; i < G_N_ELEMENTS (pids); i++)
    end_process (pids[i]);
}

/* One line on stderr, whatever the arguments are. */
static void
test_errors (void)
{
  for (gsize i = 0; i < G_N_ELEMENTS (wrong_commands); i++)
    {
      const Command *command = &wrong_commands[i];
      g_autofree char *output = NULL;
      g_autofree char *errors = NULL;
      g_autofree char *shown = NULL;

      g_assert_cmpint (run (command->arguments, &output, &errors), ==, command->status);
      g_assert_cmpstr (output, ==, "");
      assert_harmless (errors);
      g_assert_true (g_str_has_prefix (errors, "pagescape-cli: "));
      g_assert_true (strchr (errors, '\n') == errors + strlen (errors) - 1);
      shown = run_on_terminal (command->arguments, command->status);
      g_assert_cmpstr (shown, ==, errors);
    }
}

static gboolean
has_path (JsonArray  *regions,
          const char *path,
          gboolean    deleted)
{
  for (guint i = 0; i < json_array_get_length (regions); i++)
    {
      JsonObject *region = json_array_get_object_element (regions, i);

      if (g_strcmp0 (json_object_get_string_member_with_default (region, "path", NULL), path) == 0
          && json_object_get_boolean_member (region, "deleted") == deleted)
        return TRUE;
    }
  return FALSE;
}

/* JSON tells the very names, as far as they are UTF-8. */
static void
test_paths (void)
{
  static const char *const arguments[MAX_ARGUMENTS] = { "snapshot", PID, "--format", "json" };
  g_autofree char *real_folder = g_canonicalize_filename (folder, NULL);
  g_autoptr (JsonParser) parser = json_parser_new ();
  g_autoptr (GError) error = NULL;
  g_autofree char *output = NULL;
  JsonArray *regions;
  gsize longest = 0;

  g_assert_cmpint (run (arguments, &output, NULL), ==, 0);
  json_parser_load_from_data (parser, output, -1, &error);
  g_assert_no_error (error);
  regions = json_object_get_array_member (json_node_get_object (json_parser_get_root (parser)), "regions");
  for (gsize i = 0; i < G_N_ELEMENTS (file_names); i++)
    {
      g_autofree char *path = g_build_filename (real_folder, file_names[i], NULL);
      g_autofree char *valid = g_utf8_make_valid (path, -1);

      if (g_utf8_validate (path, -1, NULL))
        g_assert_true (has_path (regions, path, FALSE));
      else
        g_assert_true (has_path (regions, valid, FALSE));
    }
  for (guint i = 0; i < json_array_get_length (regions); i++)
    {
      JsonObject *region = json_array_get_object_element (regions, i);
      const char *path = json_object_get_string_member_with_default (region, "path", "");

      longest = MAX (longest, strlen (path));
    }
  g_assert_cmpuint (longest, ==, strlen (real_folder) + DEPTH * (LONG_NAME + 1) + strlen ("/deep" COLOUR));
}

static void
on_text (GMarkupParseContext  *context,
         const char           *text,
         gsize                 length,
         gpointer              user_data,
         GError              **error)
{
  if (strcmp (g_markup_parse_context_get_element (context), "title") == 0)
    g_string_append_len (user_data, text, (gssize) length);
}

/* A picture is well-formed XML, and a name in it is text. */
static void
test_svg (void)
{
  static const char *const arguments[MAX_ARGUMENTS] = { "draw", PID, "-o", "x.svg", "--size", "300x200" };
  static const GMarkupParser callbacks = { .text = on_text };
  g_autofree char *path = g_build_filename (folder, "x.svg", NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (process_names); i++)
    {
      g_autoptr (GString) title = g_string_new (NULL);
      g_autoptr (GMarkupParseContext) context = g_markup_parse_context_new (&callbacks, 0, title, NULL);
      g_autoptr (GError) error = NULL;
      g_autofree char *svg = NULL;
      gsize length;

      g_assert_cmpint (prctl (PR_SET_NAME, process_names[i]), ==, 0);
      g_assert_cmpint (run (arguments, NULL, NULL), ==, 0);
      g_assert_true (g_file_get_contents (path, &svg, &length, NULL));
      g_markup_parse_context_parse (context, svg, (gssize) length, &error);
      g_assert_no_error (error);
      g_markup_parse_context_end_parse (context, &error);
      g_assert_no_error (error);
      assert_harmless (svg);
      g_assert_cmpuint (title->len, >, 0);
      assert_harmless (title->str);
      g_assert_null (strchr (title->str, '\n'));
      g_assert_null (strstr (svg, "<b>"));
    }
  g_unlink (path);
}

/* Also what lies deeper than a path can tell. */
static void
remove_all (int         parent,
            const char *name)
{
  int directory = openat (parent, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  g_autofree char *deep = g_strnfill (LONG_NAME, 'd');

  for (gsize i = 0; i < G_N_ELEMENTS (file_names); i++)
    unlinkat (directory, file_names[i], 0);
  unlinkat (directory, "deep" COLOUR, 0);
  if (faccessat (directory, deep, F_OK, 0) == 0)
    remove_all (directory, deep);
  close (directory);
  g_assert_cmpint (unlinkat (parent, name, AT_REMOVEDIR), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  int result;

  g_test_init (&argc, &argv, NULL);
  g_assert_nonnull (g_getenv ("PAGESCAPE_CLI"));
  folder = g_dir_make_tmp ("pagescape-test-XXXXXX", NULL);
  map_files ();
  g_test_add_func ("/cli/names/output", test_output);
  g_test_add_func ("/cli/names/errors", test_errors);
  g_test_add_func ("/cli/names/paths", test_paths);
  g_test_add_func ("/cli/names/svg", test_svg);
  result = g_test_run ();
  remove_all (AT_FDCWD, folder);
  g_free (folder);
  return result;
}
