/* fuzz-replay.c: runs a fuzz target over its corpus, without a fuzzer
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * usage: fuzz-TARGET DIRECTORY
 *
 * Any compiler builds this, so what fuzzing has found stays tested everywhere. Each file is one case
 * of the Test Anything Protocol and is run whole and, as files get cut, up to each of its first
 * %MAX_PREFIXES bytes. A broken invariant ends the program, which counts as a failure.
 */
#include "fuzz.h"

#include <stdio.h>
#include <stdlib.h>

#define MAX_PREFIXES 512

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return g_strcmp0 (*(const char *const *) a, *(const char *const *) b);
}

static GPtrArray *
list_files (const char *directory)
{
  GPtrArray *names = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  GDir *dir = g_dir_open (directory, 0, &error);
  const char *name;

  if (dir == NULL)
    {
      printf ("Bail out! %s\n", error->message);
      exit (EXIT_FAILURE);
    }
  while ((name = g_dir_read_name (dir)) != NULL)
    g_ptr_array_add (names, g_strdup (name));
  g_dir_close (dir);
  g_ptr_array_sort (names, compare_names);
  return names;
}

/* In memory of its own, so that AddressSanitizer sees what is read behind its end. */
static void
run_bytes (const char *bytes,
           gsize       length)
{
  guint8 *copy = g_malloc (MAX (length, 1));

  for (gsize i = 0; i < length; i++)
    copy[i] = (guint8) bytes[i];
  LLVMFuzzerTestOneInput (copy, length);
  g_free (copy);
}

static void
run_file (const char *path)
{
  g_autofree char *bytes = NULL;
  g_autoptr (GError) error = NULL;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, &error))
    {
      printf ("Bail out! %s\n", error->message);
      exit (EXIT_FAILURE);
    }
  run_bytes (bytes, length);
  for (gsize i = 0; i < MIN (length, MAX_PREFIXES); i++)
    run_bytes (bytes, i);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GPtrArray) names = NULL;

  if (argc != 2)
    {
      fprintf (stderr, "usage: %s DIRECTORY\n", argv[0]);
      return 2;
    }
  LLVMFuzzerInitialize (&argc, &argv);
  setvbuf (stdout, NULL, _IOLBF, 0);
  names = list_files (argv[1]);
  printf ("1..%u\n", names->len);
  for (guint i = 0; i < names->len; i++)
    {
      g_autofree char *path = g_build_filename (argv[1], names->pdata[i], NULL);

      run_file (path);
      printf ("ok %u - %s\n", i + 1, (const char *) names->pdata[i]);
    }
  return names->len > 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
