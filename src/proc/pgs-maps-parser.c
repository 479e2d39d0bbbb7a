/* pgs-maps-parser.c: the text of /proc/PID/maps becomes mappings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A line is "start-end perms offset major:minor inode", then blanks and a name, or nothing.
 *
 * The name is the rest of the line, byte for byte, but the kernel writes a newline as `\012` and
 * escapes nothing else (not even a backslash: a file really called `a\012b` looks the same as one
 * with a newline), and it puts " (deleted)" behind the name of a file that was unlinked, where a
 * file may be called that as well. Both are rare, so they are taken for what they look like unless
 * the caller can find out which of the possible names is this very file (#PgsPathTest).
 *
 * A thread's stack is anonymous memory like any other; the kernel stopped marking it in 4.5. It is
 * called a stack if a thread's stack pointer lies in it and it ends below in something that must
 * not be touched: a mapping without permissions, as pthreads make it, or guard pages. The second
 * condition is there because a Go program's stacks lie in the middle of its heap arenas.
 *
 * Processes with very many mappings have them side by side and anonymous. So a first address is compared
 * with the last one of the line before, and what follows the permissions with what it then always is.
 * With 60,000 mappings that and eight digits at once take 16 ns a mapping, one digit after the other 34.
 * Source: show_map_vma() in fs/proc/task_mmu.c, proc_pid_maps(5).
 */
#include "config.h"

#include "pgs-maps-parser.h"

#include <string.h>

#include "pgs-error.h"
#include "pgs-proc-text.h"
#include "pgs-text.h"

#define DELETED " (deleted)"
#define NEWLINE "\\012"
#define SHOWN_BYTES 32 /* of bad text in an error */
#define ALL_PERMS (PGS_PERM_READ | PGS_PERM_WRITE | PGS_PERM_EXEC | PGS_PERM_SHARED)

/* What follows the permissions and a blank where there is no file: most mappings of a process with many. */
#define NO_FILE "00000000 00:00 0 \n"

typedef struct
{
  PgsCursor cursor;
  const PgsMapsHints *hints;
  PgsMapsBuilder *builder;
  gsize line; /* from 1 */
  gsize next_stack_pointer;
  guint64 below_end;  /* of the mapping before; 0 if there is none */
  PgsPerms below_perms;
  const char *end_text; /* @below_end as it was written */
  gsize end_length;
} Parser;

static gboolean
syntax_error (Parser     *self,
              const char *what,
              const char *at,
              GError    **error)
{
  const char *end = memchr (at, '\n', (gsize) (self->cursor.end - at));
  g_autofree char *shown = NULL;

  if (end == NULL)
    end = self->cursor.end;
  shown = pgs_text_dup_display (at, MIN (end - at, SHOWN_BYTES));
  g_set_error (error, PGS_ERROR, PGS_ERROR_SYNTAX, "maps:%" G_GSIZE_FORMAT ": bad %s \"%s\"",
               self->line, what, shown);
  return FALSE;
}

/* Without a branch for each letter: permissions of neighbours differ. */
static gboolean
parse_perms (PgsCursor *cursor,
             guint8    *perms)
{
  const char *at = cursor->at;
  guint set;

  if (cursor->end - at < 4)
    return FALSE;
  set = (at[0] == 'r' ? PGS_PERM_READ : 0) | (at[1] == 'w' ? PGS_PERM_WRITE : 0) |
        (at[2] == 'x' ? PGS_PERM_EXEC : 0) | (at[3] == 's' ? PGS_PERM_SHARED : 0);
  if (((at[0] == '-' ? PGS_PERM_READ : 0) | (at[1] == '-' ? PGS_PERM_WRITE : 0) |
       (at[2] == '-' ? PGS_PERM_EXEC : 0) | (at[3] == 'p' ? PGS_PERM_SHARED : 0)) != (set ^ ALL_PERMS))
    return FALSE;
  *perms = (guint8) set;
  cursor->at += 4;
  return TRUE;
}

/* A call of memcmp() would cost as much as reading them. */
static gboolean
same_digits (const char *a,
             const char *b,
             gsize       length)
{
  if (length < 8 || length > 16)
    return memcmp (a, b, length) == 0;
  return ((pgs_text_load (a) ^ pgs_text_load (b)) |
          (pgs_text_load (a + length - 8) ^ pgs_text_load (b + length - 8))) == 0;
}

/* The first address. Mappings often begin where the one before ended, which is seen without reading it. */
static gboolean
parse_start (Parser     *self,
             PgsMapping *mapping)
{
  PgsCursor *cursor = &self->cursor;
  const gsize n = self->end_length;

  if (n > 0 && (gsize) (cursor->end - cursor->at) > n && cursor->at[n] == '-' &&
      same_digits (cursor->at, self->end_text, n))
    {
      mapping->start = self->below_end;
      cursor->at += n + 1;
      return TRUE;
    }
  return pgs_cursor_hex_until (cursor, '-', &mapping->start);
}

static gboolean
parse_range (Parser     *self,
             PgsMapping *mapping)
{
  PgsCursor *cursor = &self->cursor;
  const char *end_text;

  if (!parse_start (self, mapping))
    return FALSE;
  end_text = cursor->at;
  if (!pgs_cursor_hex_until (cursor, ' ', &mapping->end) || mapping->start > mapping->end)
    return FALSE;
  self->end_text = end_text;
  self->end_length = (gsize) (cursor->at - 1 - end_text);
  return TRUE;
}

static gboolean
parse_device (PgsCursor  *cursor,
              PgsMapping *mapping)
{
  guint64 major;
  guint64 minor;

  if (!pgs_cursor_hex (cursor, &major) || !pgs_cursor_skip (cursor, ':') ||
      !pgs_cursor_hex (cursor, &minor) || major > G_MAXUINT32 || minor > G_MAXUINT32)
    return FALSE;
  mapping->dev_major = (guint32) major;
  mapping->dev_minor = (guint32) minor;
  return pgs_cursor_skip (cursor, ' ');
}

static gboolean
parse_place (Parser     *self,
             PgsMapping *mapping,
             GError    **error)
{
  const char *field = self->cursor.at;

  if (!parse_range (self, mapping))
    return syntax_error (self, "address range", field, error);
  field = self->cursor.at;
  if (!parse_perms (&self->cursor, &mapping->perms) || !pgs_cursor_skip (&self->cursor, ' '))
    return syntax_error (self, "permission field", field, error);
  return TRUE;
}

static gboolean
parse_file (Parser     *self,
            PgsMapping *mapping,
            GError    **error)
{
  PgsCursor *cursor = &self->cursor;
  const char *field = cursor->at;

  if (!pgs_cursor_hex_until (cursor, ' ', &mapping->offset))
    return syntax_error (self, "offset", field, error);
  field = cursor->at;
  if (!parse_device (cursor, mapping))
    return syntax_error (self, "device", field, error);
  field = cursor->at;
  if (!pgs_cursor_decimal (cursor, &mapping->inode) ||
      (cursor->at < cursor->end && *cursor->at != ' ' && *cursor->at != '\n'))
    return syntax_error (self, "inode", field, error);
  return TRUE;
}

/* Whether a thread's stack pointer lies in @mapping. Addresses and stack pointers both ascend. */
static gboolean
holds_stack_pointer (Parser           *self,
                     const PgsMapping *mapping)
{
  const PgsMapsHints *hints = self->hints;

  while (self->next_stack_pointer < hints->n_stack_pointers &&
         hints->stack_pointers[self->next_stack_pointer] < mapping->start)
    self->next_stack_pointer++;
  return self->next_stack_pointer < hints->n_stack_pointers &&
         hints->stack_pointers[self->next_stack_pointer] < mapping->end;
}

static gboolean
is_thread_stack (Parser           *self,
                 const PgsMapping *mapping)
{
  const guint8 untouchable = PGS_PERM_READ | PGS_PERM_WRITE | PGS_PERM_EXEC;

  if (self->hints->n_stack_pointers == 0 || !holds_stack_pointer (self, mapping))
    return FALSE;
  if (mapping->inode != 0 || (mapping->perms & PGS_PERM_SHARED) ||
      !(mapping->perms & PGS_PERM_WRITE))
    return FALSE;
  if (self->below_end == mapping->start && (self->below_perms & untouchable) == 0)
    return TRUE;
  return self->hints->guard_test != NULL &&
         self->hints->guard_test (mapping->start, self->hints->user_data);
}

/* Replaces `\012` by newlines. Returns: the new length. */
static gsize
decode_newlines (const char *from,
                 gsize       length,
                 char       *to)
{
  const gsize n_escape = strlen (NEWLINE);
  gsize n = 0;

  for (gsize i = 0; i < length; n++)
    {
      if (length - i >= n_escape && memcmp (from + i, NEWLINE, n_escape) == 0)
        {
          to[n] = '\n';
          i += n_escape;
        }
      else
        to[n] = from[i++];
    }
  return n;
}

static gboolean
is_file (const PgsMapping *mapping,
         const char       *path)
{
  return mapping->inode != 0 || path[0] == '/';
}

static gboolean
names_it (Parser           *self,
          const PgsMapping *mapping,
          const char       *path,
          gsize             length)
{
  return self->hints->path_test != NULL &&
         self->hints->path_test (mapping, path, length, self->hints->user_data);
}

/* A name that can be read in two ways. @path may be @plain, with its newlines decoded, or not. */
static void
add_doubtful (Parser     *self,
              PgsMapping *mapping,
              const char *plain,
              gsize       length,
              gboolean    ends_in_deleted)
{
  g_autofree char *decoded = g_malloc (length);
  gsize n_decoded = decode_newlines (plain, length, decoded);

  if (n_decoded < length && names_it (self, mapping, plain, length))
    {
      pgs_maps_builder_add (self->builder, mapping, plain, length);
      return;
    }
  if (ends_in_deleted && !names_it (self, mapping, decoded, n_decoded))
    {
      mapping->flags |= PGS_MAPPING_DELETED;
      n_decoded -= strlen (DELETED);
    }
  pgs_maps_builder_add (self->builder, mapping, decoded, n_decoded);
}

static void
add_named (Parser     *self,
           PgsMapping *mapping,
           const char *path,
           gsize       length)
{
  const gsize n_deleted = strlen (DELETED);
  gboolean ends_in_deleted;

  ends_in_deleted = length > n_deleted && path[length - 1] == ')' && is_file (mapping, path) &&
                    memcmp (path + length - n_deleted, DELETED, n_deleted) == 0;
  if (ends_in_deleted || memchr (path, '\\', length) != NULL)
    add_doubtful (self, mapping, path, length, ends_in_deleted);
  else
    pgs_maps_builder_add (self->builder, mapping, path, length);
}

/* Goes to the end of the line. Returns: the name at @path ends there. */
static const char *
skip_name (Parser     *self,
           const char *path)
{
  const char *newline = path;

  if (*path != '\n') /* most mappings have no name */
    newline = memchr (path, '\n', (gsize) (self->cursor.end - path));
  g_assert (newline != NULL);
  self->cursor.at = newline + 1;
  return newline;
}

static gboolean
skip_no_file (PgsCursor *cursor)
{
  const gsize length = sizeof NO_FILE - 1;

  if ((gsize) (cursor->end - cursor->at) < length || memcmp (cursor->at, NO_FILE, length) != 0)
    return FALSE;
  cursor->at += length;
  return TRUE;
}

/* Takes what follows the inode. */
static void
add_with_name (Parser     *self,
               PgsMapping *mapping)
{
  const char *path;
  const char *newline;

  pgs_cursor_blanks (&self->cursor);
  path = self->cursor.at;
  newline = skip_name (self, path);
  if (newline > path)
    add_named (self, mapping, path, (gsize) (newline - path));
  else
    pgs_maps_builder_add (self->builder, mapping, NULL, 0);
}

static gboolean
parse_line (Parser  *self,
            GError **error)
{
  PgsMapping mapping = { 0 };
  gboolean has_file;

  if (!parse_place (self, &mapping, error))
    return FALSE;
  has_file = !skip_no_file (&self->cursor);
  if (has_file && !parse_file (self, &mapping, error))
    return FALSE;
  if (is_thread_stack (self, &mapping))
    mapping.flags |= PGS_MAPPING_THREAD_STACK;
  if (has_file)
    add_with_name (self, &mapping);
  else
    pgs_maps_builder_add (self->builder, &mapping, NULL, 0);
  self->below_end = mapping.end;
  self->below_perms = mapping.perms;
  return TRUE;
}

/**
 * pgs_maps_parse:
 * @text: (array length=length): what /proc/PID/maps says
 * @length: bytes
 * @hints: (nullable): what it does not say
 * @builder: where the mappings go
 * @error: (out) (optional): what is wrong
 *
 * Adds every line to @builder, in the order of the text. Any bytes may be in a name, but no NUL and
 * no newline is ever there. Pure, apart from what the functions in @hints do. A fraction of what
 * sscanf takes.
 *
 * Returns: %FALSE with %PGS_ERROR_SYNTAX ("maps:17: bad inode …") at the first bad line, or
 *   %PGS_ERROR_TRUNCATED if the last one does not end; the lines before were added
 */
gboolean
pgs_maps_parse (const char         *text,
                gsize               length,
                const PgsMapsHints *hints,
                PgsMapsBuilder     *builder,
                GError            **error)
{
  const PgsMapsHints none = { 0 };
  Parser self = { .hints = hints != NULL ? hints : &none, .builder = builder, .line = 1 };

  if (length == 0)
    return TRUE;
  self.cursor = pgs_cursor_over_lines (text, length);
  for (; self.cursor.at < self.cursor.end; self.line++)
    if (!parse_line (&self, error))
      return FALSE;
  if (self.cursor.end == text + length)
    return TRUE;
  g_set_error (error, PGS_ERROR, PGS_ERROR_TRUNCATED, "maps:%" G_GSIZE_FORMAT ": unfinished line",
               self.line);
  return FALSE;
}
