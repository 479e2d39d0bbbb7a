/* test-sandbox.c: where files of a Flatpak are on the host
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-sandbox.h"

#include "pgs-error.h"

#include <glib/gstdio.h>

#define BROKER "/app/libexec/pagescape-broker"

/* What @info says of @path. */
static char *
map (const char  *info,
     const char  *path,
     GError     **error)
{
  g_autofree char *file = NULL;
  char *host_path;
  int fd = g_file_open_tmp ("pagescape-info-XXXXXX", &file, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (file, info, -1, NULL));
  host_path = pgs_sandbox_dup_host_path (file, path, error);
  g_unlink (file);
  return host_path;
}

static void
test_found (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = map ("[Application]\nname=io.github.pagescape_app.Pagescape\n\n"
                               "[Instance]\napp-path=/var/lib/flatpak/app/X/x86_64/master/0123/files\n"
                               "flatpak-version=1.14.10\n",
                               BROKER, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (path, ==, "/var/lib/flatpak/app/X/x86_64/master/0123/files/libexec/pagescape-broker");
}

static void
test_refused (void)
{
  static const struct
  {
    const char *info, *path;
  } cases[] = {
    { "", BROKER },
    { "nonsense\n", BROKER },
    { "[Instance]\nruntime-path=/usr\n", BROKER },
    { "[Instance]\napp-path=relative\n", BROKER },
    { "[Instance]\napp-path=/home/app/files\n", "/usr/libexec/pagescape-broker" },
    { "[Instance]\napp-path=/home/app/files\n", "/application/pagescape-broker" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (map (cases[i].info, cases[i].path, &error));
      g_assert_error (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED);
    }
}

static void
test_no_file (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (pgs_sandbox_dup_host_path ("/nonexistent/.flatpak-info", BROKER, &error));
  g_assert_error (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED);
}

int
main (int   argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/source/sandbox/found", test_found);
  g_test_add_func ("/source/sandbox/refused", test_refused);
  g_test_add_func ("/source/sandbox/no-file", test_no_file);
  return g_test_run ();
}
