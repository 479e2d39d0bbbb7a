/* print-page.c: prints what the inspector knows of one page, for check-page.py to compare
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "print-page PID ADDRESS…": for each address a block of lines "key: value" and an empty line.
 * "print-page --flags": the names of all flags of frames.
 */
#include <stdio.h>
#include <stdlib.h>

#include "pgs-frame-words.h"
#include "pgs-page-table.h"
#include "pgs-page-words.h"
#include "pgs-probe.h"
#include "pgs-process.h"

static void
on_done (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

static void
print_probe (const PgsProbe *probe)
{
  g_autofree char *states = pgs_page_states_to_string (pgs_probe_get_states (probe));
  g_autofree char *tables = pgs_page_table_format (probe->address, 12, probe->n_table_levels, FALSE);

  printf ("states: %s\n", states);
  if (pgs_probe_get_pfn (probe) != PGS_UNKNOWN)
    printf ("pfn: %" G_GUINT64_FORMAT "\n", pgs_probe_get_pfn (probe));
  printf ("tables: %s\n", tables);
  if (probe->frame.has_count)
    printf ("count: %" G_GUINT64_FORMAT "\n", probe->frame.n_mapped);
  if (!probe->frame.has_flags)
    return;
  for (guint bit = 0; bit < PGS_N_FRAME_FLAGS; bit++)
    if (probe->frame.flags >> bit & 1)
      printf ("flag: %u %s\n", bit, pgs_frame_flag_get_id (bit) ? pgs_frame_flag_get_id (bit) : "-");
}

static gboolean
print_page (PgsSnapshot *snapshot,
            guint64      address)
{
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  PgsProbe probe;
  gsize region;

  pgs_probe_read_async (snapshot->process, address, NULL, NULL, on_done, &result);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  if (!pgs_probe_read_finish (result, &probe, &error))
    {
      fprintf (stderr, "print-page: %s\n", error->message);
      return FALSE;
    }
  print_probe (&probe);
  if (snapshot->maps != NULL && pgs_maps_find (snapshot->maps, address, &region))
    {
      printf ("opaque: %d\n", pgs_snapshot_is_opaque (snapshot, region));
      printf ("marks: %d\n", pgs_snapshot_has_marks (snapshot, region));
    }
  printf ("mark: %d\n", pgs_probe_is_mark (&probe));
  printf ("\n");
  return TRUE;
}

static int
print_flags (void)
{
  for (guint bit = 0; bit < PGS_N_FRAME_FLAGS; bit++)
    if (pgs_frame_flag_get_id (bit) != NULL)
      printf ("%u %s\n", bit, pgs_frame_flag_get_id (bit));
  return 0;
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsProcess) process = argc > 2 ? pgs_process_open (atoi (argv[1]), &error) : NULL;
  g_autoptr (PgsSnapshot) snapshot
      = process != NULL ? pgs_process_sample (process, PGS_SECTION_SMAPS, &error) : NULL;

  if (argc == 2 && g_str_equal (argv[1], "--flags"))
    return print_flags ();
  if (snapshot == NULL)
    {
      fprintf (stderr, "print-page: %s\n", error != NULL ? error->message : "PID ADDRESS…");
      return 1;
    }
  for (int i = 2; i < argc; i++)
    if (!print_page (snapshot, g_ascii_strtoull (argv[i], NULL, 16)))
      return 1;
  return 0;
}
