/* test-churn.c: a session watches a process that changes all the time, and shows nothing that is long gone
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As check-churn.py, which has no samples that keep what did not change from the one before.
 * PGS_CHURN_SECONDS says how long it is watched, 5 unless told.
 */
#include "config.h"

#include <stdlib.h>
#include <string.h>

#include "animal.h"
#include "pgs-run-iter.h"
#include "pgs-session.h"

#define GENERATION_PAGES 32768 /* of zoo-churn.c */
#define PREFIX "/memfd:pgs-gen-"
#define MAX_MORE 30 /* seconds */

typedef struct
{
  guint n_samples;
  guint n_told;    /* of which said which generation's page is there */
  guint64 newest;
} Watched;

static double
churn_seconds (void)
{
  const char *text = g_getenv ("PGS_CHURN_SECONDS");

  return text != NULL ? g_ascii_strtod (text, NULL) : 5;
}

/* A page may be of a later generation than the mapping, which was read before; never of an earlier one. */
static void
check_region (Watched           *watched,
              const PgsSnapshot *snapshot,
              gsize              region)
{
  const PgsMapping *mapping = pgs_maps_get (snapshot->maps, region);
  guint64 generation;
  PgsRunIter iter;
  PgsRun run;

  if (mapping->path == NULL || !g_str_has_prefix (mapping->path, PREFIX))
    return;
  generation = g_ascii_strtoull (mapping->path + strlen (PREFIX), NULL, 10);
  g_assert_cmpuint (generation, >=, watched->newest);
  watched->newest = generation;
  if (snapshot->pages == NULL)
    return;
  pgs_run_iter_init_region (&iter, snapshot->pages, region);
  while (pgs_run_iter_next (&iter, &run))
    {
      const guint64 page = run.first - (mapping->start >> pgs_pages_get_shift (snapshot->pages));
      const guint64 later = (page + GENERATION_PAGES - generation % GENERATION_PAGES) % GENERATION_PAGES;

      g_assert_cmpuint (run.count, ==, 1);
      g_assert_true (run.states & PGS_PAGE_PRESENT);
      g_assert_cmpuint (later, <, GENERATION_PAGES / 2);
      watched->n_told++;
    }
}

static void
check_sample (PgsSession *session,
              Watched    *watched)
{
  const PgsSnapshot *snapshot = pgs_session_get_snapshot (session);

  watched->n_samples++;
  if (snapshot->maps == NULL)
    return;
  for (gsize i = 0; i < pgs_maps_get_length (snapshot->maps); i++)
    {
      if (i > 0)
        g_assert_cmpuint (pgs_maps_get (snapshot->maps, i - 1)->end, <=, pgs_maps_get (snapshot->maps, i)->start);
      check_region (watched, snapshot, i);
    }
}

static gboolean
set_flag (gpointer flag)
{
  *(gboolean *) flag = TRUE;
  return G_SOURCE_REMOVE;
}

static void
watch_for (double seconds)
{
  gboolean done = FALSE;

  g_timeout_add ((guint) (seconds * 1000), set_flag, &done);
  while (!done)
    g_main_context_iteration (NULL, TRUE);
}

static void
test_session (gconstpointer data)
{
  g_autoptr (Animal) animal = animal_start ("churn", NULL);
  g_autoptr (PgsSession) session = pgs_session_new ();
  Watched watched = { 0 };
  double budget = GPOINTER_TO_INT (data);

  g_object_set (session, "rate", 10.0, "budget", budget, NULL);
  pgs_session_set_sections (session, PGS_SECTION_ALL);
  g_signal_connect (session, "sampled", G_CALLBACK (check_sample), &watched);
  pgs_session_watch (session, animal_pid (animal));
  watch_for (churn_seconds ());
  /* where the machine is busy or slow maps alone, which change all the time, may use up a small budget */
  for (guint i = 0; i < MAX_MORE && (watched.n_samples < 3 || watched.n_told == 0); i++)
    {
      budget = MIN (2 * budget, 100);
      g_object_set (session, "budget", budget, NULL);
      watch_for (1);
    }
  g_assert_cmpint (pgs_session_get_state (session), ==, PGS_SESSION_LIVE);
  g_test_message ("%u samples, %u times a page of a generation, up to %" G_GUINT64_FORMAT, watched.n_samples,
                  watched.n_told, watched.newest);
  g_assert_cmpuint (watched.n_samples, >=, 3);
  g_assert_cmpuint (watched.n_told, >, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_data_func ("/live/churn/session", GINT_TO_POINTER (100), test_session);
  g_test_add_data_func ("/live/churn/session-in-slices", GINT_TO_POINTER (2), test_session);
  return g_test_run ();
}
