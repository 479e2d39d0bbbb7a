/* fixture.h: texts of /proc that were kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * fixture_load:
 * @name: of a file in tests/fixtures/proc
 * @length: (out): bytes
 *
 * Returns: (transfer full): its text
 */
static inline char *
fixture_load (const char *name,
              gsize      *length)
{
  g_autofree char *path = g_test_build_filename (G_TEST_DIST, "fixtures", "proc", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);
  return text;
}

G_END_DECLS
