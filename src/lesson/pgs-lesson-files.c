/* pgs-lesson-files.c: where the program of an experiment is, and its source
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson.h"

#include <gio/gio.h>

#include "pgs-lesson-sources.h"

#define RESOURCE_PREFIX "/io/github/pagescape_app/Pagescape/lab/"

/* Returns: (transfer full) (nullable): where it is in a build directory, seen from the program that runs. */
static char *
get_built (const char *name)
{
  g_autofree char *self = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *directory = self != NULL ? g_path_get_dirname (self) : NULL;

  return directory != NULL ? g_build_filename (directory, "..", "lab", name, NULL) : NULL;
}

/**
 * pgs_lesson_dup_program:
 * @self: an experiment
 *
 * In the folder that PAGESCAPE_LAB_DIR names; else beside this program's own folder, if it was not installed;
 * else where it is installed.
 *
 * Returns: (transfer full): the path of its program
 */
char *
pgs_lesson_dup_program (const PgsLesson *self)
{
  const char *directory = g_getenv ("PAGESCAPE_LAB_DIR");
  g_autofree char *built = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  if (directory != NULL && *directory != '\0')
    return g_build_filename (directory, self->name, NULL);
  built = get_built (self->name);
  if (built != NULL && g_file_test (built, G_FILE_TEST_IS_EXECUTABLE))
    return g_steal_pointer (&built);
  return g_build_filename (PGS_LIBEXEC_DIR, "lab", self->name, NULL);
}

/**
 * pgs_lesson_get_source:
 * @self: an experiment
 *
 * Returns: (transfer none) (nullable): the source of its program, as it was built
 */
const char *
pgs_lesson_get_source (const PgsLesson *self)
{
  g_autofree char *path = NULL;
  g_autoptr (GBytes) bytes = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  path = g_strconcat (RESOURCE_PREFIX, self->name, ".c", NULL);
  bytes = g_resource_lookup_data (pgs_lesson_sources_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  return bytes != NULL ? g_bytes_get_data (bytes, NULL) : NULL; /* in the program itself, with a NUL behind it */
}
