/* fuzz-cgroup.c: any texts as /proc/PID/cgroup and as mountinfo, with a NUL between them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <string.h>

#include "pgs-cgroup.h"

/* The path is the rest of a line of the hierarchy that counts. */
static gboolean
is_in (const PgsCgroup *cgroup,
       const char      *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  for (char **line = lines; *line != NULL; line++)
    {
      g_auto (GStrv) fields = g_strsplit (*line, ":", 3);

      if (g_strv_length (fields) == 3 && strcmp (fields[2], cgroup->path) == 0
          && (cgroup->is_v1 ? strstr (fields[1], "memory") != NULL : fields[1][0] == '\0'))
        return TRUE;
    }
  return FALSE;
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  g_autofree char *text = g_strndup ((const char *) data, size);
  const gsize n = MIN (strlen (text) + 1, size);
  g_autofree char *mountinfo = g_strndup ((const char *) data + n, size - n);
  g_auto (PgsCgroup) cgroup = { 0 };
  const gboolean found = pgs_cgroup_parse (&cgroup, text);

  g_assert_cmpint (found, ==, cgroup.path != NULL);
  g_assert_true (cgroup.mount == NULL && cgroup.below == NULL);
  if (!found)
    return 0;
  g_assert_true (is_in (&cgroup, text));
  g_assert_null (strchr (cgroup.path, '\n'));
  if (!pgs_cgroup_locate (&cgroup, mountinfo))
    {
      g_assert_true (cgroup.mount == NULL && cgroup.below == NULL);
      return 0;
    }
  g_assert_nonnull (cgroup.mount);
  g_assert_true (cgroup.below[0] == '\0' || cgroup.below[0] == '/');
  g_assert_true (strcmp (cgroup.path, "/") == 0 ? cgroup.below[0] == '\0'
                                                : g_str_has_suffix (cgroup.path, cgroup.below));
  return 0;
}
