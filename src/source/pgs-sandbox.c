/* pgs-sandbox.c: whether this program runs as a Flatpak, and where its files are on the host
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-sandbox.h"

#include "pgs-error.h"

#include <string.h>

#define APP_PREFIX "/app/" /* where every Flatpak finds itself */

/**
 * pgs_sandbox_is_flatpak:
 *
 * Inside a Flatpak the processes of the host have no numbers and no /proc, other programs cannot be
 * started on the host, and nobody can be asked for more rights.
 *
 * Returns: whether this is inside one
 */
gboolean
pgs_sandbox_is_flatpak (void)
{
  static gsize answer;

  if (g_once_init_enter (&answer))
    g_once_init_leave (&answer, g_file_test (PGS_SANDBOX_INFO, G_FILE_TEST_IS_REGULAR) ? 2 : 1);
  return answer == 2;
}

/**
 * pgs_sandbox_dup_host_path:
 * @info_path: what Flatpak says of this instance: %PGS_SANDBOX_INFO
 * @path: a file of this program, below /app
 * @error: where to put why not
 *
 * Returns: (transfer full): the same file as programs outside of the sandbox find it; %NULL with
 *   %PGS_ERROR_UNSUPPORTED if it is not below /app or @info_path does not tell
 */
char *
pgs_sandbox_dup_host_path (const char  *info_path,
                           const char  *path,
                           GError     **error)
{
  g_autoptr (GKeyFile) info = g_key_file_new ();
  g_autofree char *app_path = NULL;

  if (g_key_file_load_from_file (info, info_path, G_KEY_FILE_NONE, NULL))
    app_path = g_key_file_get_string (info, "Instance", "app-path", NULL);
  if (app_path == NULL || !g_path_is_absolute (app_path))
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED, "%s: no absolute app-path", info_path);
      return NULL;
    }
  if (!g_str_has_prefix (path, APP_PREFIX))
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_UNSUPPORTED, "%s: not below %s", path, APP_PREFIX);
      return NULL;
    }
  return g_build_filename (app_path, path + strlen (APP_PREFIX), NULL);
}
