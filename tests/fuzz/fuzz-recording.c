/* fuzz-recording.c: any bytes are opened as a recording, and every moment in them is looked at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include "pgs-recording.h"
#include "pgs-snapshot-json.h"

#include <stdlib.h>
#include <unistd.h>

#include <glib/gstdio.h>

#define MAX_MOMENTS 20

static char *path;

static void
remove_file (void)
{
  g_autofree char *folder = g_path_get_dirname (path);

  g_unlink (path);
  g_rmdir (folder);
}

/* In memory, where there is such a place: it is written for every input. */
static void
make_path (void)
{
  g_autofree char *folder = g_strdup ("/dev/shm/pagescape-fuzz-XXXXXX");

  if (g_mkdtemp (folder) == NULL)
    {
      g_free (folder);
      folder = g_dir_make_tmp ("pagescape-fuzz-XXXXXX", NULL);
    }
  path = g_build_filename (folder, "a", NULL);
  atexit (remove_file);
}

static void
look (PgsMoments *moments,
      gsize       index)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsSnapshot) snapshot = pgs_moments_get_snapshot (moments, index, &error);
  g_autoptr (PgsAges) ages = pgs_moments_get_ages (moments, index);
  g_autoptr (GString) json = g_string_new (NULL);

  g_assert_true ((snapshot == NULL) == (error != NULL));
  if (snapshot == NULL)
    return;
  if (snapshot->maps != NULL)
    fuzz_assert_maps (snapshot->maps);
  if (ages != NULL)
    g_assert_true (pgs_ages_get_pages (ages) != NULL);
  pgs_snapshot_to_json (snapshot, PGS_SNAPSHOT_JSON_RUNS, json);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsRecording) recording = NULL;
  FILE *file;

  if (path == NULL)
    make_path ();
  file = fopen (path, "wb");
  g_assert_nonnull (file);
  fwrite (data, 1, size, file);
  fclose (file);
  recording = pgs_recording_open (path, &error);
  g_assert_true ((recording == NULL) == (error != NULL));
  for (gsize i = 0; recording != NULL && i < pgs_recording_get_n_processes (recording); i++)
    {
      PgsMoments *moments = pgs_recording_get_moments (recording, i);
      const gsize n = pgs_moments_get_length (moments);

      for (gsize k = 0; k < MIN (n, MAX_MOMENTS); k++)
        look (moments, k);
    }
  return 0;
}
