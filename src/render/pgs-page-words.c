/* pgs-page-words.c: the state of one page in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-page-words.h"

#include <glib/gi18n-lib.h>

#define ADDRESS_DIGITS 12
#define GROUP_DIGITS 4

static const char *
describe_place (PgsPageState states,
                PgsPageState known)
{
  if (states & PGS_PAGE_GUARD)
    return _("guard: any access ends in a signal");
  if (states & PGS_PAGE_SWAPPED)
    return _("in swap");
  if (states & PGS_PAGE_ZERO)
    return _("present: the shared page of zeros");
  if (states & PGS_PAGE_PRESENT)
    return _("present");
  return known & PGS_PAGE_PRESENT ? _("not in RAM") : "–";
}

/* Whose a present page is. The kernel says "file" of shared memory, too, and for a page of a
 * private anonymous mapping the bit means nothing. */
static const char *
describe_owner (PgsPageState      states,
                PgsPageState      known,
                const PgsMapping *mapping)
{
  const gboolean is_private = !(mapping->perms & PGS_PERM_SHARED);

  if (!(known & PGS_PAGE_FILE))
    return NULL;
  if (mapping->kind == PGS_KIND_SHMEM)
    return _("shared memory");
  if (mapping->inode == 0)
    return is_private ? _("private") : NULL;
  if (states & PGS_PAGE_FILE)
    return _("the file’s own");
  return is_private ? _("private copy of the file’s") : NULL;
}

static const char *
describe_users (PgsPageState states,
                PgsPageState known)
{
  if (!(known & PGS_PAGE_EXCLUSIVE))
    return NULL;
  return states & PGS_PAGE_EXCLUSIVE ? _("mapped here only") : _("mapped more than once");
}

static void
append_words (GString    *text,
              const char *words)
{
  if (words == NULL)
    return;
  if (text->len > 0)
    /* Translators: between the words that say what state a page is in. */
    g_string_append (text, C_("page state", ", "));
  g_string_append (text, words);
}

/**
 * pgs_page_format_state:
 * @states: of one page
 * @known: which states could be told
 * @mapping: the mapping that the page is in
 *
 * Returns: (transfer full): "present, private, mapped here only"; "not in RAM"; only what is known
 */
char *
pgs_page_format_state (PgsPageState      states,
                       PgsPageState      known,
                       const PgsMapping *mapping)
{
  GString *text = g_string_new (describe_place (states, known));

  if ((states & (PGS_PAGE_PRESENT | PGS_PAGE_ZERO | PGS_PAGE_GUARD | PGS_PAGE_SWAPPED))
      == PGS_PAGE_PRESENT)
    {
      append_words (text, describe_owner (states, known, mapping));
      append_words (text, describe_users (states, known));
      append_words (text, states & PGS_PAGE_HUGE ? _("part of a huge page") : NULL);
    }
  return g_string_free (text, FALSE);
}

/**
 * pgs_page_format_opaque:
 *
 * Returns: (transfer none): the state of a page of which the kernel tells nothing, see
 *   pgs_snapshot_is_opaque()
 */
const char *
pgs_page_format_opaque (void)
{
  return _("not told by the kernel: memory of a device, or its own");
}

/**
 * pgs_page_format_mark:
 *
 * Returns: (transfer none): the state of a page whose entry says "swapped" and is none of swap, see
 *   pgs_snapshot_has_marks()
 */
const char *
pgs_page_format_mark (void)
{
  return _("not in RAM, not in swap: a mark of userfaultfd, or being moved");
}

/**
 * pgs_page_format_address:
 * @address: an address
 *
 * Returns: (transfer full): its hexadecimal digits in groups of four, "7f91 3913 e000"
 */
char *
pgs_page_format_address (guint64 address)
{
  char digits[ADDRESS_DIGITS + 8];
  const int length = g_snprintf (digits, sizeof digits, "%0*" G_GINT64_MODIFIER "x",
                                 ADDRESS_DIGITS, address);
  GString *text = g_string_new (NULL);

  for (int i = 0; i < length; i++)
    {
      if (i > 0 && (length - i) % GROUP_DIGITS == 0)
        g_string_append_c (text, ' ');
      g_string_append_c (text, digits[i]);
    }
  return g_string_free (text, FALSE);
}

/**
 * pgs_page_format_age:
 * @since_us: monotonic time of the first sample that showed the page present, 0 if it was there
 *   when watching began
 * @now_us: monotonic time of the sample that is shown
 *
 * Returns: (transfer full): "12.4 s ago"
 */
char *
pgs_page_format_age (gint64 since_us,
                     gint64 now_us)
{
  const gint64 age_us = MAX (now_us - since_us, 0);
  const gint64 minutes = age_us / (60 * G_USEC_PER_SEC);

  if (since_us == 0)
    return g_strdup (_("before watching began"));
  if (age_us == 0)
    return g_strdup (_("just now"));
  if (minutes == 0)
    /* Translators: how long ago something happened, in seconds. */
    return g_strdup_printf (_("%.1f s ago"), (double) age_us / G_USEC_PER_SEC);
  if (minutes < 60)
    /* Translators: how long ago something happened: minutes and seconds. */
    return g_strdup_printf (_("%d min %d s ago"), (int) minutes,
                            (int) (age_us / G_USEC_PER_SEC % 60));
  /* Translators: how long ago something happened: hours and minutes. */
  return g_strdup_printf (_("%d h %d min ago"), (int) (minutes / 60), (int) (minutes % 60));
}

/**
 * pgs_page_format_read_age:
 * @read_at_us: monotonic time at which something was read, 0 if that is not known
 * @now_us: monotonic time of the sample that is shown
 *
 * Returns: (transfer full) (nullable): how long before the sample it was read, "3.1 s ago"; %NULL if
 *   that is hardly a second or not known, and so not worth saying
 */
char *
pgs_page_format_read_age (gint64 read_at_us,
                          gint64 now_us)
{
  if (read_at_us == 0 || now_us - read_at_us < G_USEC_PER_SEC)
    return NULL;
  return pgs_page_format_age (read_at_us, now_us);
}
