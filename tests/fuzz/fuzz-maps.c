/* fuzz-maps.c: any text as /proc/PID/maps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "fuzz.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "pgs-error.h"
#include "pgs-maps-parser.h"

#define LINE_MAX_BYTES 255

/* What sscanf makes of a line. */
typedef struct
{
  PgsMapping mapping;
  char *path; /* NULL if anonymous */
} Naive;

static void
naive_clear (gpointer data)
{
  g_free (((Naive *) data)->path);
}

static char *
naive_path (const char *text,
            PgsMapping *mapping)
{
  g_auto (GStrv) parts = g_strsplit (text, "\\012", -1);
  char *path = g_strjoinv ("\n", parts);

  if ((mapping->inode != 0 || path[0] == '/') && g_str_has_suffix (path, " (deleted)")
      && strlen (path) > strlen (" (deleted)"))
    {
      mapping->flags = PGS_MAPPING_DELETED;
      path[strlen (path) - strlen (" (deleted)")] = '\0';
    }
  if (path[0] == '\0')
    g_clear_pointer (&path, g_free);
  return path;
}

static gboolean
naive_line (const char *bytes,
            gsize       length,
            Naive      *naive)
{
  char line[LINE_MAX_BYTES + 1];
  PgsMapping *mapping = &naive->mapping;
  char perms[5] = "";
  int at = 0;

  memset (naive, 0, sizeof *naive);
  if (length > LINE_MAX_BYTES || memchr (bytes, '\0', length) != NULL)
    return FALSE;
  memcpy (line, bytes, length);
  line[length] = '\0';
  g_assert_cmpint (sscanf (line, "%" SCNx64 "-%" SCNx64 " %4c %" SCNx64 " %" SCNx32 ":%" SCNx32 " %" SCNu64 "%n",
                           &mapping->start, &mapping->end, perms, &mapping->offset,
                           &mapping->dev_major, &mapping->dev_minor, &mapping->inode, &at), ==, 7);
  mapping->perms = (guint8) ((perms[0] == 'r' ? PGS_PERM_READ : 0) | (perms[1] == 'w' ? PGS_PERM_WRITE : 0)
                             | (perms[2] == 'x' ? PGS_PERM_EXEC : 0) | (perms[3] == 's' ? PGS_PERM_SHARED : 0));
  naive->path = naive_path (line + at + strspn (line + at, " \t"), mapping);
  return TRUE;
}

/* NULL if a line is beyond what this can judge, or mappings overlap. */
static GArray *
naive_parse (const char *text,
             gsize       length)
{
  g_autoptr (GArray) lines = g_array_new (FALSE, FALSE, sizeof (Naive));
  guint64 end = 0;

  g_array_set_clear_func (lines, naive_clear);
  while (length > 0)
    {
      gsize n = (gsize) ((const char *) memchr (text, '\n', length) - text);
      Naive naive;

      if (!naive_line (text, n, &naive) || naive.mapping.start < end)
        {
          g_free (naive.path);
          return NULL;
        }
      if (naive.mapping.start < naive.mapping.end)
        {
          g_array_append_val (lines, naive);
          end = naive.mapping.end;
        }
      else
        g_free (naive.path);
      text += n + 1;
      length -= n + 1;
    }
  return g_steal_pointer (&lines);
}

static void
compare (PgsMaps    *maps,
         const char *text,
         gsize       length)
{
  g_autoptr (GArray) lines = naive_parse (text, length);

  if (lines == NULL)
    return;
  g_assert_cmpuint (pgs_maps_get_length (maps), ==, lines->len);
  for (guint i = 0; i < lines->len; i++)
    {
      const Naive *naive = &g_array_index (lines, Naive, i);
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      g_assert_cmpuint (mapping->start, ==, naive->mapping.start);
      g_assert_cmpuint (mapping->end, ==, naive->mapping.end);
      g_assert_cmpuint (mapping->offset, ==, naive->mapping.offset);
      g_assert_cmpuint (mapping->inode, ==, naive->mapping.inode);
      g_assert_cmpuint (mapping->dev_major, ==, naive->mapping.dev_major);
      g_assert_cmpuint (mapping->dev_minor, ==, naive->mapping.dev_minor);
      g_assert_cmpuint (mapping->perms, ==, naive->mapping.perms);
      g_assert_cmpuint (mapping->flags & PGS_MAPPING_DELETED, ==, naive->mapping.flags);
      g_assert_cmpstr (mapping->path, ==, naive->path);
    }
}

static gboolean
some_paths (const PgsMapping *mapping,
            const char       *path,
            gsize             length,
            gpointer          user_data)
{
  g_assert_cmpuint (length, >, 0);
  return ((guint8) path[0] + (guint8) path[length - 1] + length + mapping->inode) % 2 == 0;
}

static gboolean
some_guards (guint64  address,
             gpointer user_data)
{
  return (address >> 12) % 2 == 0;
}

static PgsMaps *
parse (const char         *text,
       gsize               length,
       const PgsMapsHints *hints,
       gboolean           *ok)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (0);
  g_autoptr (GError) error = NULL;

  *ok = pgs_maps_parse (text, length, hints, builder, &error);
  g_assert_cmpint (*ok, ==, error == NULL);
  if (error != NULL)
    {
      g_assert_true (g_error_matches (error, PGS_ERROR, PGS_ERROR_SYNTAX)
                     || g_error_matches (error, PGS_ERROR, PGS_ERROR_TRUNCATED));
      fuzz_assert_shown (error->message);
    }
  return pgs_maps_builder_end (builder, NULL);
}

/* The same again with everything that maps does not tell: kinds and names may differ, no more. */
static void
parse_with_hints (const char *text,
                  gsize       length,
                  PgsMaps    *plain)
{
  const gsize n = pgs_maps_get_length (plain);
  g_autofree guint64 *stack_pointers = g_new (guint64, n + 1);
  g_autoptr (PgsMaps) maps = NULL;
  gboolean ok;

  for (gsize i = 0; i < n; i++)
    stack_pointers[i] = pgs_maps_get (plain, i)->end - 1 - i % 2;
  {
    const PgsMapsHints hints = { some_paths, some_guards, NULL, stack_pointers, n };

    maps = parse (text, length, &hints, &ok);
  }
  fuzz_assert_maps (maps);
  g_assert_cmpuint (pgs_maps_get_length (maps), ==, n);
  for (gsize i = 0; i < n; i++)
    g_assert_cmpuint (pgs_maps_get (maps, i)->start, ==, pgs_maps_get (plain, i)->start);
}

int
LLVMFuzzerTestOneInput (const guint8 *data,
                        gsize         size)
{
  const char *text = (const char *) data;
  g_autoptr (PgsMaps) maps = NULL;
  gboolean ok;

  maps = parse (text, size, NULL, &ok);
  fuzz_assert_maps (maps);
  if (ok)
    compare (maps, text, size);
  parse_with_hints (text, size, maps);
  return 0;
}
