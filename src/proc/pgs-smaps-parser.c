/* pgs-smaps-parser.c: the text of /proc/PID/smaps becomes counters by region
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A region is its line of maps, which begins with a lower-case hexadecimal digit, and lines of
 * "Key: number kB", which begin with a capital. Which keys there are depends on the kernel, so
 * unknown ones are skipped and missing ones stay unknown. They come in the same order in every
 * region: looking for each first where it should be makes a line cost one comparison. Nearly all
 * lines are 28 bytes: a key filled up to 16, a number to 8, " kB"; these are read without looking
 * for their ends, and whatever is different byte by byte. That takes two thirds off.
 * Source: show_smap() in fs/proc/task_mmu.c, proc_pid_smaps(5).
 */
#include "config.h"

#include "pgs-smaps-parser.h"

#include <string.h>

#include "pgs-error.h"
#include "pgs-proc-text.h"
#include "pgs-process-info.h"
#include "pgs-text.h"

#define MAX_VM_FLAGS 512 /* bytes; two letters and a blank for each of at most 64 */
#define SHOWN_BYTES 32   /* of bad text in an error */

#define KEY_WIDTH 16
#define NUMBER_WIDTH 8
#define UNIT " kB\n"
#define LINE_WIDTH (KEY_WIDTH + NUMBER_WIDTH + sizeof (UNIT) - 1)
#define IGNORED G_MAXSIZE

typedef struct
{
  const char *line; /* as it begins, KEY_WIDTH bytes */
  gsize length;     /* of the key, up to the colon */
  gsize offset;     /* in PgsRegionSmaps; IGNORED: it is only skipped */
} Key;

#define FIELD(field) G_STRUCT_OFFSET (PgsRegionSmaps, field)

/* In the kernel's order. */
static const Key keys[] = {
  { "Size:           ", 4, IGNORED },
  { "KernelPageSize: ", 14, IGNORED },
  { "MMUPageSize:    ", 11, IGNORED },
  { "Rss:            ", 3, FIELD (rss) },
  { "Pss:            ", 3, FIELD (pss) },
  { "Pss_Dirty:      ", 9, IGNORED },
  { "Shared_Clean:   ", 12, FIELD (shared_clean) },
  { "Shared_Dirty:   ", 12, FIELD (shared_dirty) },
  { "Private_Clean:  ", 13, FIELD (private_clean) },
  { "Private_Dirty:  ", 13, FIELD (private_dirty) },
  { "Referenced:     ", 10, IGNORED },
  { "Anonymous:      ", 9, FIELD (anon) },
  { "KSM:            ", 3, IGNORED },
  { "LazyFree:       ", 8, IGNORED },
  { "AnonHugePages:  ", 13, FIELD (anon_huge) },
  { "ShmemPmdMapped: ", 14, IGNORED },
  { "FilePmdMapped:  ", 13, IGNORED },
  { "Shared_Hugetlb: ", 14, FIELD (shared_hugetlb) },
  { "Private_Hugetlb:", 15, FIELD (private_hugetlb) },
  { "Swap:           ", 4, FIELD (swap) },
  { "SwapPss:        ", 7, IGNORED },
  { "Locked:         ", 6, FIELD (locked) },
  { "THPeligible:    ", 11, IGNORED },
};

typedef struct
{
  PgsCursor cursor;
  gsize line; /* from 1 */
  guint64 start;
  guint64 end;
  gboolean in_region;
  gsize next_key; /* which one should come next */
  PgsRegionSmaps counters;
  char vm_flags[MAX_VM_FLAGS];
  PgsSmapsFunc func;
  gpointer user_data;
} Parser;

static gboolean
syntax_error (Parser     *self,
              const char *at,
              const char *newline,
              GError    **error)
{
  g_autofree char *shown = pgs_text_dup_display (at, MIN (newline - at, SHOWN_BYTES));

  g_set_error (error, PGS_ERROR, PGS_ERROR_SYNTAX, "smaps:%" G_GSIZE_FORMAT ": bad line \"%s\"",
               self->line, shown);
  return FALSE;
}

static void
end_region (Parser *self)
{
  if (self->in_region)
    self->func (self->start, self->end, &self->counters, self->user_data);
  self->in_region = FALSE;
}

static gboolean
begin_region (Parser *self)
{
  PgsCursor *cursor = &self->cursor;

  end_region (self);
  if (!pgs_cursor_hex (cursor, &self->start) || !pgs_cursor_skip (cursor, '-') ||
      !pgs_cursor_hex (cursor, &self->end) || self->start > self->end ||
      !pgs_cursor_skip (cursor, ' '))
    return FALSE;
  self->in_region = TRUE;
  self->next_key = 0;
  self->counters = pgs_region_smaps_unknown;
  return TRUE;
}

/* Looks first where it should be. */
static const Key *
find_key (Parser     *self,
          const char *name,
          gsize       length)
{
  for (gsize n = 0; n < G_N_ELEMENTS (keys); n++)
    {
      gsize i = (self->next_key + n) % G_N_ELEMENTS (keys);

      if (keys[i].length == length && memcmp (keys[i].line, name, length) == 0)
        {
          self->next_key = i + 1;
          return &keys[i];
        }
    }
  return NULL;
}

static gboolean
parse_amount (PgsCursor *cursor,
              guint64   *bytes)
{
  guint64 kilobytes;

  pgs_cursor_blanks (cursor);
  if (!pgs_cursor_decimal (cursor, &kilobytes) || kilobytes > G_MAXUINT64 / 1024)
    return FALSE;
  *bytes = kilobytes * 1024;
  return TRUE;
}

static gboolean
parse_vm_flags (Parser     *self,
                const char *newline)
{
  gsize length;

  pgs_cursor_blanks (&self->cursor);
  length = (gsize) (newline - self->cursor.at);
  while (length > 0 && self->cursor.at[length - 1] == ' ')
    length--;
  if (length >= MAX_VM_FLAGS || memchr (self->cursor.at, '\0', length) != NULL)
    return FALSE;
  memcpy (self->vm_flags, self->cursor.at, length);
  self->vm_flags[length] = '\0';
  self->counters.vm_flags = self->vm_flags;
  return TRUE;
}

static gboolean
parse_value (Parser     *self,
             const char *newline)
{
  const char *name = self->cursor.at;
  const char *colon = memchr (name, ':', (gsize) (newline - name));
  const Key *key;

  if (!self->in_region || colon == NULL)
    return FALSE;
  self->cursor.at = colon + 1;
  if (colon - name == 7 && memcmp (name, "VmFlags", 7) == 0)
    return parse_vm_flags (self, newline);
  key = find_key (self, name, (gsize) (colon - name));
  return key == NULL || key->offset == IGNORED ||
         parse_amount (&self->cursor, G_STRUCT_MEMBER_P (&self->counters, key->offset));
}

/* Parses the line that should come next if it looks as usual. Returns: %FALSE if it does not, with
 * nothing done. */
static inline gboolean
parse_usual_line (Parser *self)
{
  const char *line = self->cursor.at;
  const Key *key = &keys[self->next_key];
  guint64 kilobytes;

  if (!self->in_region || self->next_key == G_N_ELEMENTS (keys) ||
      (gsize) (self->cursor.end - line) < LINE_WIDTH || memcmp (line, key->line, KEY_WIDTH) != 0 ||
      memcmp (line + KEY_WIDTH + NUMBER_WIDTH, UNIT, strlen (UNIT)) != 0 ||
      !pgs_text_decimal8 (line + KEY_WIDTH, &kilobytes))
    return FALSE;
  if (key->offset != IGNORED)
    G_STRUCT_MEMBER (guint64, &self->counters, key->offset) = kilobytes * 1024;
  self->next_key++;
  self->cursor.at += LINE_WIDTH;
  return TRUE;
}

static gboolean
parse_line (Parser  *self,
            GError **error)
{
  const char *begin = self->cursor.at;
  const char *newline;
  gboolean ok;

  if (parse_usual_line (self))
    return TRUE;
  newline = memchr (begin, '\n', (gsize) (self->cursor.end - begin));
  g_assert (newline != NULL);
  if (pgs_cursor_hex_digit (*begin) >= 0)
    ok = begin_region (self);
  else
    ok = parse_value (self, newline);
  if (!ok)
    return syntax_error (self, begin, newline, error);
  self->cursor.at = newline + 1;
  return TRUE;
}

/**
 * pgs_smaps_parse:
 * @text: (array length=length): what /proc/PID/smaps says
 * @length: bytes
 * @func: called for each region, in the order of the text
 * @user_data: for @func
 * @error: (out) (optional): what is wrong
 *
 * The kernel's kB become bytes; a counter that is not there is %PGS_UNKNOWN. Pure, apart from what
 * @func does.
 *
 * Returns: %FALSE with %PGS_ERROR_SYNTAX ("smaps:17: bad line …") at the first bad line, or
 *   %PGS_ERROR_TRUNCATED if the last line does not end; @func was called for the regions before
 */
gboolean
pgs_smaps_parse (const char    *text,
                 gsize          length,
                 PgsSmapsFunc   func,
                 gpointer       user_data,
                 GError       **error)
{
  Parser self = { .line = 1, .func = func, .user_data = user_data };

  if (length == 0)
    return TRUE;
  self.cursor = pgs_cursor_over_lines (text, length);
  for (; self.cursor.at < self.cursor.end; self.line++)
    if (!parse_line (&self, error))
      return FALSE;
  if (self.cursor.end == text + length)
    {
      end_region (&self);
      return TRUE;
    }
  g_set_error (error, PGS_ERROR, PGS_ERROR_TRUNCATED,
               "smaps:%" G_GSIZE_FORMAT ": unfinished line", self.line);
  return FALSE;
}
