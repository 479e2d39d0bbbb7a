/* pgs-format.c: numbers, addresses and kinds as text for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-format.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>
#include <unistd.h>

#include "pgs-text.h"

#define UNKNOWN_TEXT "–"
#define MINUS "−"
#define GROUP_SEPARATOR "\u00a0" /* no-break space: no thin one is both unbreakable and in all fonts */
#define LAST_EXACT_POWER 2       /* up to MiB whole numbers are shown without ".0" */

static const char *const size_units[] = { "B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB" };

static gint size_unit = PGS_SIZE_BINARY;

/**
 * pgs_format_set_size_unit:
 * @unit: how sizes are written from now on
 *
 * For the whole program; a preference of the person in front of it. Any thread.
 */
void
pgs_format_set_size_unit (PgsSizeUnit unit)
{
  g_atomic_int_set (&size_unit, unit);
}

static char *
format_binary (guint64 bytes)
{
  guint power = 0;
  double value = bytes;

  /* what rounds to 1024 of a unit is shown as 1.0 of the next */
  while (power + 1 < G_N_ELEMENTS (size_units) && value >= (power ? 1023.5 : 1024.0))
    {
      value /= 1024;
      power++;
    }
  if (value >= 99.95 || power == 0)
    return g_strdup_printf ("%.0f %s", value, size_units[power]);
  if (power <= LAST_EXACT_POWER && value == floor (value))
    return g_strdup_printf ("%.0f %s", value, size_units[power]);
  return g_strdup_printf ("%.1f %s", value, size_units[power]);
}

static char *
format_pages (guint64 bytes)
{
  guint64 n_pages = bytes / (guint64) sysconf (_SC_PAGESIZE);
  g_autofree char *count = pgs_format_count (n_pages);

  /* Translators: a size as a number of pages of memory: "12 pages" */
  return g_strdup_printf (g_dngettext (GETTEXT_PACKAGE, "%s page", "%s pages", MIN (n_pages, 1000000)),
                          count);
}

/**
 * pgs_format_size:
 * @bytes: a size, or %PGS_UNKNOWN
 *
 * "75.9 MiB", "188 MiB", "12 KiB", "2.0 GiB", "0 B": at most three digits and one decimal, no
 * decimals for whole KiB and MiB; or what pgs_format_set_size_unit() chose.
 *
 * Returns: (transfer full): the text, "–" for %PGS_UNKNOWN
 */
char *
pgs_format_size (guint64 bytes)
{
  if (bytes == PGS_UNKNOWN)
    return g_strdup (UNKNOWN_TEXT);
  switch ((PgsSizeUnit) g_atomic_int_get (&size_unit))
    {
    case PGS_SIZE_BINARY:
      return format_binary (bytes);
    case PGS_SIZE_KB:
      return g_strdup_printf ("%" G_GUINT64_FORMAT " kB", bytes / 1024);
    case PGS_SIZE_PAGES:
      return format_pages (bytes);
    }
  g_assert_not_reached ();
}

/**
 * pgs_format_size_delta:
 * @bytes: how much a size changed
 *
 * Returns: (transfer full): pgs_format_size() of the difference with its sign: "+10 MiB", "−4 KiB",
 *   "0 B"
 */
char *
pgs_format_size_delta (gint64 bytes)
{
  guint64 magnitude = bytes < 0 ? -(guint64) bytes : (guint64) bytes;
  g_autofree char *size = pgs_format_size (magnitude);

  return g_strconcat (bytes > 0 ? "+" : bytes < 0 ? MINUS : "", size, NULL);
}

/**
 * pgs_format_count:
 * @count: a number of things, or %PGS_UNKNOWN
 *
 * Returns: (transfer full): the digits in groups of three, set apart by a no-break space;
 *   "–" for %PGS_UNKNOWN
 */
char *
pgs_format_count (guint64 count)
{
  char digits[24];
  GString *text;
  gsize length;

  if (count == PGS_UNKNOWN)
    return g_strdup (UNKNOWN_TEXT);
  length = g_snprintf (digits, sizeof digits, "%" G_GUINT64_FORMAT, count);
  text = g_string_sized_new (2 * length);
  for (gsize i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % 3 == 0)
        g_string_append (text, GROUP_SEPARATOR);
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

/**
 * pgs_format_percent:
 * @percent: 0 … 100 or more; negative or not a number: unknown
 *
 * Returns: (transfer full): "40 %"; below ten with one decimal, "4.2 %"; something that is not
 *   nothing is never shown as "0 %"; "–" if unknown
 */
char *
pgs_format_percent (double percent)
{
  g_autofree char *number = NULL;

  if (!isfinite (percent) || percent < 0)
    return g_strdup (UNKNOWN_TEXT);
  if (percent == 0)
    number = g_strdup ("0");
  else if (percent < 0.05)
    number = g_strdup_printf ("< %.1f", 0.1);
  else if (percent < 9.95)
    number = g_strdup_printf ("%.1f", percent);
  else
    number = g_strdup_printf ("%.0f", percent);
  /* Translators: a percentage: "40 %" */
  return g_strdup_printf (_("%s %%"), number);
}

/**
 * pgs_format_address:
 * @address: a virtual or physical address
 *
 * Returns: (transfer full): hexadecimal without a prefix, at least 12 digits (what user space can
 *   have on most machines), so that columns of them line up
 */
char *
pgs_format_address (guint64 address)
{
  return g_strdup_printf ("%012" G_GINT64_MODIFIER "x", address);
}

/**
 * pgs_format_range:
 * @start: first address
 * @end: first address behind it
 *
 * Returns: (transfer full): both addresses joined by an en dash
 */
char *
pgs_format_range (guint64 start,
                  guint64 end)
{
  return g_strdup_printf ("%012" G_GINT64_MODIFIER "x–%012" G_GINT64_MODIFIER "x", start, end);
}

/* Files whose last component alone would say too little, or say something else: devices, names of
 * memfd_create(2) and shmget(2), which may hold slashes, and a file that is called "[heap]". */
static const char *
short_name (const char *path)
{
  const char *slash = strrchr (path, '/');

  if (g_str_has_prefix (path, "/memfd:") || g_str_has_prefix (path, "/SYSV"))
    return path + 1;
  if (g_str_has_prefix (path, "/dev/") && !g_str_has_prefix (path, "/dev/shm/"))
    return path;
  if (slash == NULL || slash[1] == '\0' || slash[1] == '[')
    return path;
  return slash + 1;
}

/**
 * pgs_format_mapping_name:
 * @mapping: a mapping
 *
 * What a mapping is called: the last component of its file's name, the kernel's word for it
 * (`[stack]`), or "anonymous". Safe to show whatever the name holds.
 *
 * Returns: (transfer full): one line of valid UTF-8
 */
char *
pgs_format_mapping_name (const PgsMapping *mapping)
{
  if (mapping->path == NULL || *mapping->path == '\0')
    {
      if (mapping->flags & PGS_MAPPING_THREAD_STACK)
        return g_strdup (_("thread stack"));
      return g_strdup (_("anonymous"));
    }
  if (*mapping->path != '/')
    return pgs_text_dup_display (mapping->path, -1);
  return pgs_text_dup_display (short_name (mapping->path), -1);
}

/**
 * pgs_format_mapping_path:
 * @mapping: a mapping
 *
 * As pgs_format_mapping_name(), but with the whole name of its file, and whether that was deleted: what
 * tells mappings apart where there is room.
 *
 * Returns: (transfer full): one line of valid UTF-8
 */
char *
pgs_format_mapping_path (const PgsMapping *mapping)
{
  g_autofree char *path = NULL;

  if (mapping->path == NULL || *mapping->path == '\0')
    return pgs_format_mapping_name (mapping);
  path = pgs_text_dup_display (mapping->path, -1);
  if (mapping->flags & PGS_MAPPING_DELETED)
    /* Translators: the name of a file that was deleted. */
    return g_strdup_printf (_("%s (deleted)"), path);
  return g_steal_pointer (&path);
}

/**
 * pgs_format_kind:
 * @kind: what a region is for
 *
 * Returns: (transfer none): its name, translated, in lower case where the language has it
 */
const char *
pgs_format_kind (PgsKind kind)
{
  switch (kind)
    {
    case PGS_KIND_CODE:
      return _("code");
    case PGS_KIND_DATA:
      return _("data");
    case PGS_KIND_HEAP:
      return _("heap");
    case PGS_KIND_ANON:
      return _("anonymous");
    case PGS_KIND_LIBRARY:
      return _("library");
    case PGS_KIND_FILE:
      return _("mapped file");
    case PGS_KIND_STACK:
      return _("stack");
    case PGS_KIND_SHMEM:
      return _("shared memory");
    case PGS_KIND_KERNEL:
      return _("kernel-provided");
    }
  g_return_val_if_reached ("");
}

/**
 * pgs_format_name_of_kind:
 * @name: what a region is called
 * @kind: what it is for
 *
 * Returns: (transfer full): both, "libc.so.6 · library"; what is called like its kind only once
 */
char *
pgs_format_name_of_kind (const char *name,
                         PgsKind     kind)
{
  const char *word = pgs_format_kind (kind);

  return strcmp (name, word) == 0 ? g_strdup (name) : g_strdup_printf ("%s · %s", name, word);
}

/**
 * pgs_format_state:
 * @state: a process state as stat writes it
 *
 * Source: proc_pid_stat(5), field 3.
 *
 * Returns: (transfer none): its name, translated; "–" for a letter that is not known
 */
const char *
pgs_format_state (char state)
{
  switch (state)
    {
    case 'R':
      return _("running");
    case 'S':
      return _("sleeping");
    case 'D':
      return _("uninterruptible sleep");
    case 'T':
      return _("stopped");
    case 't':
      return _("stopped by a debugger");
    case 'Z':
      return _("zombie");
    case 'X':
    case 'x':
      return _("dead");
    case 'I':
      return _("idle");
    case 'P':
      return _("parked");
    default:
      return UNKNOWN_TEXT;
    }
}
