/* pgs-cgroup.c: the cgroup that limits a process' memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Two kinds of machines: with version 1 the memory controller has a hierarchy of its own
 * ("4:memory:/a/b" in /proc/PID/cgroup, memory.limit_in_bytes), with version 2 there is one for all
 * ("0::/a/b", memory.max). Both may be mounted, then the controller is with version 1. A limit binds
 * all cgroups below, so the smallest on the way up is the one that counts.
 *
 * Where it is mounted, and which part of it, is read from mountinfo. A process in a cgroup outside
 * of the mounted part ("/..") has a limit that cannot be known.
 * Source: cgroups(7), proc_pid_mountinfo(5), Documentation/admin-guide/cgroup-v2.rst.
 */
#include "config.h"

#include "pgs-cgroup.h"

#include <fcntl.h>
#include <string.h>

#include "pgs-proc-file.h"
#include "pgs-proc-text.h"
#include "pgs-process-info.h"

/* What version 1 says for "no limit" is the largest long, rounded down to pages. */
#define NO_LIMIT ((guint64) 1 << 62)
#define MAX_DEPTH 64

/* Whether @word is one of the words in @list, separated by commas. */
static gboolean
list_has (const char *list,
          gsize       length,
          const char *word)
{
  const gsize n_word = strlen (word);

  for (const char *end = list + length; list < end;)
    {
      const char *comma = memchr (list, ',', (gsize) (end - list));
      gsize n = (gsize) ((comma != NULL ? comma : end) - list);

      if (n == n_word && memcmp (list, word, n) == 0)
        return TRUE;
      list += n + 1;
    }
  return FALSE;
}

/* "4:memory:/a/b" or "0::/a/b", without its newline. */
static void
parse_line (PgsCgroup  *self,
            const char *line,
            gsize       length)
{
  const char *controllers = memchr (line, ':', length);
  const char *path;
  const char *end = line + length;
  gboolean is_v1;

  if (controllers == NULL)
    return;
  controllers++;
  path = memchr (controllers, ':', (gsize) (end - controllers));
  if (path == NULL)
    return;
  is_v1 = list_has (controllers, (gsize) (path - controllers), "memory");
  if (!is_v1 && (path != controllers || self->path != NULL))
    return;
  g_free (self->path);
  self->path = g_strndup (path + 1, (gsize) (end - path - 1));
  self->is_v1 = is_v1;
}

/**
 * pgs_cgroup_parse:
 * @self: (out caller-allocates): the cgroup that matters for memory
 * @text: what /proc/PID/cgroup says
 *
 * Returns: %FALSE if there is none; @self is clear then
 */
gboolean
pgs_cgroup_parse (PgsCgroup  *self,
                  const char *text)
{
  *self = (PgsCgroup) { 0 };
  while (*text != '\0')
    {
      gsize length = strcspn (text, "\n");

      if (!self->is_v1)
        parse_line (self, text, length);
      text += length + (text[length] == '\n');
    }
  return self->path != NULL;
}

/* Turns a field's escapes, a backslash and three octal digits, back into bytes. Any other backslash is
 * one: g_strcompress() would see more in them than the kernel's mangle_path() writes. */
static char *
decode_field (const char *field)
{
  GString *decoded = g_string_new (NULL);

  for (const char *p = field; *p != '\0'; p++)
    {
      if (p[0] == '\\' && p[1] >= '0' && p[1] <= '3' && p[2] >= '0' && p[2] <= '7' && p[3] >= '0'
          && p[3] <= '7')
        {
          g_string_append_c (decoded, (char) ((p[1] - '0') << 6 | (p[2] - '0') << 3 | (p[3] - '0')));
          p += 3;
        }
      else
        g_string_append_c (decoded, *p);
    }
  return g_string_free (decoded, FALSE);
}

/* Whether one line of mountinfo, split at blanks, mounts the hierarchy of @cgroup. Behind the sixth
 * field come any number of optional ones and a "-", then type, source and options. */
static gboolean
is_mount_of (const PgsCgroup  *self,
             char            **fields)
{
  guint i;

  if (g_strv_length (fields) < 10)
    return FALSE;
  for (i = 6; fields[i] != NULL && strcmp (fields[i], "-") != 0; i++)
    ;
  if (fields[i] == NULL || fields[i + 1] == NULL || fields[i + 2] == NULL || fields[i + 3] == NULL)
    return FALSE;
  if (!self->is_v1)
    return strcmp (fields[i + 1], "cgroup2") == 0;
  return strcmp (fields[i + 1], "cgroup") == 0 &&
         list_has (fields[i + 3], strlen (fields[i + 3]), "memory");
}

/* The part of @path below @root, which begins with a slash or is empty; NULL if it is elsewhere. */
static const char *
path_below (const char *path,
            const char *root)
{
  gsize length = strcmp (root, "/") == 0 ? 0 : strlen (root);

  if (strncmp (path, root, length) != 0 || (path[length] != '/' && path[length] != '\0'))
    return NULL;
  return strcmp (path + length, "/") == 0 ? "" : path + length;
}

/**
 * pgs_cgroup_locate:
 * @self: a cgroup
 * @mountinfo: what /proc/self/mountinfo says
 *
 * Finds its directory.
 *
 * Returns: %FALSE if its hierarchy, or its part of it, is not mounted
 */
gboolean
pgs_cgroup_locate (PgsCgroup  *self,
                   const char *mountinfo)
{
  g_auto (GStrv) lines = g_strsplit (mountinfo, "\n", -1);

  if (g_str_has_prefix (self->path, "/.."))
    return FALSE;
  for (char **line = lines; *line != NULL && self->mount == NULL; line++)
    {
      g_auto (GStrv) fields = g_strsplit (*line, " ", -1);
      g_autofree char *root = NULL;
      const char *below;

      if (!is_mount_of (self, fields))
        continue;
      root = decode_field (fields[3]);
      below = path_below (self->path, root);
      if (below == NULL)
        continue;
      self->mount = decode_field (fields[4]);
      self->below = g_strdup (below);
    }
  return self->mount != NULL;
}

static guint64
read_number (const char *directory,
             const char *name)
{
  g_auto (PgsProcFile) file = PGS_PROC_FILE_INIT;
  g_autofree char *path = g_build_filename (directory, name, NULL);
  PgsCursor cursor;
  guint64 number;

  if (!pgs_proc_file_load (&file, AT_FDCWD, path, PGS_PROC_FILE_SMALL_LIMIT, NULL))
    return PGS_UNKNOWN;
  cursor = (PgsCursor) { file.data, file.data + file.length };
  return pgs_cursor_decimal (&cursor, &number) ? number : PGS_UNKNOWN;
}

static guint64
read_one_limit (const PgsCgroup *self,
                const char      *directory)
{
  const guint64 limit = read_number (directory,
                                     self->is_v1 ? "memory.limit_in_bytes" : "memory.max");

  return limit < NO_LIMIT ? limit : PGS_UNKNOWN;
}

/**
 * pgs_cgroup_read_limit:
 * @self: a cgroup that was located
 *
 * Returns: the smallest limit of it and those above it, in bytes; %PGS_UNKNOWN if there is none, or
 *   none that can be read
 */
guint64
pgs_cgroup_read_limit (const PgsCgroup *self)
{
  guint64 limit;

  pgs_cgroup_read_use (self, &limit);
  return limit;
}

/**
 * pgs_cgroup_read_use:
 * @self: a cgroup that was located
 * @limit: (out): as from pgs_cgroup_read_limit()
 *
 * Source: memory.current of cgroup-v2.rst, memory.usage_in_bytes of cgroup-v1/memory.rst.
 *
 * Returns: how much the cgroup that sets @limit uses, or this one if there is no limit, in bytes;
 *   %PGS_UNKNOWN if that cannot be read
 */
guint64
pgs_cgroup_read_use (const PgsCgroup *self,
                     guint64         *limit)
{
  const char *use_name = self->is_v1 ? "memory.usage_in_bytes" : "memory.current";
  g_autofree char *below = g_strdup (self->below);
  guint64 use = PGS_UNKNOWN;

  *limit = PGS_UNKNOWN;
  for (guint depth = 0; depth < MAX_DEPTH; depth++)
    {
      g_autofree char *directory = g_strconcat (self->mount, below, NULL);
      const guint64 here = read_one_limit (self, directory);
      char *slash = strrchr (below, '/');

      if (depth == 0 || here < *limit)
        use = read_number (directory, use_name);
      *limit = MIN (*limit, here);
      if (slash == NULL)
        break;
      *slash = '\0';
    }
  return use;
}

/**
 * pgs_cgroup_clear:
 * @self: a cgroup
 */
void
pgs_cgroup_clear (PgsCgroup *self)
{
  g_clear_pointer (&self->path, g_free);
  g_clear_pointer (&self->mount, g_free);
  g_clear_pointer (&self->below, g_free);
}
