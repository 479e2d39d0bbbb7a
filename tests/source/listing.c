/* listing.c: lists of processes, as tests ask for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "listing.h"

#include <dirent.h>

/* A list that can be read. */
PgsProcessTable *
listing_refresh (PgsProcessLister    *lister,
                 PgsProcessListFlags  flags)
{
  g_autoptr (GError) error = NULL;
  PgsProcessTable *table = pgs_process_lister_refresh (lister, flags, &error);

  g_assert_no_error (error);
  g_assert_nonnull (table);
  return table;
}

/* NULL if it is not in the list. */
const PgsProcessRecord *
listing_find (const PgsProcessTable *table,
              gint                   pid)
{
  for (gsize i = 0; i < pgs_process_table_get_length (table); i++)
    if (pgs_process_table_get (table, i)->pid == pid)
      return pgs_process_table_get (table, i);
  return NULL;
}

/* How many this program has open. */
guint
listing_count_descriptors (void)
{
  DIR *directory = opendir ("/proc/self/fd");
  guint n = 0;

  while (readdir (directory) != NULL)
    n++;
  closedir (directory);
  return n - 3; /* ".", ".." and that of the directory */
}
