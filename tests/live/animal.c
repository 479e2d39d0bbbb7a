/* animal.c: a program of the zoo, started by a test
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "animal.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

typedef struct
{
  guint64 start;
  guint64 end;
} Range;

struct _Animal
{
  GPid pid;
  FILE *input;
  FILE *output;
  GHashTable *ranges; /* name → Range */
  char *unavailable;
};

/* "NAME 0xSTART 0xEND" or "NAME ID". */
static void
note_line (Animal     *self,
           const char *line)
{
  g_auto (GStrv) words = g_strsplit (line, " ", 3);
  Range *range;

  if (g_strv_length (words) < 2)
    return;
  range = g_new0 (Range, 1);
  range->start = g_ascii_strtoull (words[1], NULL, 0);
  range->end = words[2] != NULL ? g_ascii_strtoull (words[2], NULL, 0) : 0;
  g_hash_table_replace (self->ranges, g_strdup (words[0]), range);
}

/* Reads until @word. Returns: %FALSE if the animal is not available. */
static gboolean
read_until (Animal     *self,
            const char *word)
{
  char line[512];

  while (fgets (line, sizeof line, self->output) != NULL)
    {
      line[strcspn (line, "\n")] = '\0';
      if (strcmp (line, word) == 0)
        return TRUE;
      if (g_str_has_prefix (line, "UNAVAILABLE "))
        {
          self->unavailable = g_strdup (line + strlen ("UNAVAILABLE "));
          return FALSE;
        }
      note_line (self, line);
    }
  g_error ("the zoo ended before it said %s", word);
  return FALSE;
}

/* After it has answered it goes to sleep in reading its input, for which it touches more memory. */
static void
wait_until_asleep (Animal *self)
{
  g_autofree char *path = g_strdup_printf ("/proc/%d/stat", (int) self->pid);

  for (guint i = 0; i < 1000; i++)
    {
      g_autofree char *text = NULL;
      const char *close;

      if (g_file_get_contents (path, &text, NULL, NULL) &&
          (close = strrchr (text, ')')) != NULL && (close[2] == 'S' || close[2] == 'Z'))
        return;
      g_usleep (1000);
    }
}

/**
 * animal_start:
 * @mode: of the zoo
 * @argument: (nullable): its argument
 *
 * Starts it and waits until it is ready. Where this machine cannot have it, the test is skipped.
 *
 * Returns: (transfer full) (nullable): the animal
 */
Animal *
animal_start (const char *mode,
              const char *argument)
{
  const char *argv[] = { g_getenv ("PGS_ZOO"), mode, argument, NULL };
  g_autoptr (Animal) self = g_new0 (Animal, 1);
  g_autoptr (GError) error = NULL;
  int input;
  int output;

  g_assert_nonnull (argv[0]);
  self->ranges = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_spawn_async_with_pipes (NULL, (char **) argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL,
                            &self->pid, &input, &output, NULL, &error);
  g_assert_no_error (error);
  self->input = fdopen (input, "w");
  self->output = fdopen (output, "r");
  if (read_until (self, "READY"))
    {
      wait_until_asleep (self);
      return g_steal_pointer (&self);
    }
  g_test_skip (self->unavailable);
  return NULL;
}

/**
 * animal_free:
 * @self: (nullable) (transfer full): an animal
 *
 * Ends it.
 */
void
animal_free (Animal *self)
{
  if (self == NULL)
    return;
  fclose (self->input);
  if (self->unavailable == NULL)
    {
      /* whatever it does by now, it ends at the end of its input, or soon after */
      for (guint i = 0; i < 200 && waitpid (self->pid, NULL, WNOHANG) == 0; i++)
        {
          g_usleep (5000);
          if (i == 100)
            kill (self->pid, SIGKILL);
        }
    }
  else
    waitpid (self->pid, NULL, 0);
  fclose (self->output);
  g_hash_table_unref (self->ranges);
  g_free (self->unavailable);
  g_free (self);
}

/**
 * animal_pid:
 * @self: an animal
 *
 * Returns: its process ID
 */
gint
animal_pid (Animal *self)
{
  return (gint) self->pid;
}

/**
 * animal_command:
 * @self: an animal
 * @line: what it is to do
 *
 * Waits until it is done.
 */
void
animal_command (Animal     *self,
                const char *line)
{
  fprintf (self->input, "%s\n", line);
  fflush (self->input);
  read_until (self, "DONE");
  wait_until_asleep (self);
}

/**
 * animal_exec:
 * @self: an animal
 * @mode: what it is to become by exec
 *
 * Waits until it is that.
 */
void
animal_exec (Animal     *self,
             const char *mode)
{
  fprintf (self->input, "%s\n", mode);
  fflush (self->input);
  read_until (self, "READY");
  wait_until_asleep (self);
}

/**
 * animal_range:
 * @self: an animal
 * @name: of a range that it reported
 * @start: (out): its first address
 * @end: (out): the first address behind it
 */
void
animal_range (Animal     *self,
              const char *name,
              guint64    *start,
              guint64    *end)
{
  const Range *range = g_hash_table_lookup (self->ranges, name);

  g_assert_nonnull (range);
  *start = range->start;
  *end = range->end;
}

/**
 * animal_id:
 * @self: an animal
 * @name: of a number that it reported
 *
 * Returns: the number
 */
guint64
animal_id (Animal     *self,
           const char *name)
{
  const Range *range = g_hash_table_lookup (self->ranges, name);

  g_assert_nonnull (range);
  return range->start;
}

/**
 * animal_has:
 * @self: an animal
 * @name: of something
 *
 * Returns: whether it reported that
 */
gboolean
animal_has (Animal     *self,
            const char *name)
{
  return g_hash_table_contains (self->ranges, name);
}
