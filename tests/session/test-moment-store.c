/* test-moment-store.c: what is kept is what was put in, however much had to be dropped beside it
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-moment-path.h"
#include "pgs-moment-store.h"

#include "../core/random-snapshot.h"
#include "../rounds.h"

#include <string.h>

#define SECOND G_USEC_PER_SEC
#define N_SNAPSHOTS 300
#define N_RUNS 12
#define N_LARGE_MAPPINGS 6000
#define N_LARGE 40
#define N_QUIET_MAPPINGS 20000 /* more than a megabyte, decoded */
#define N_QUIET 36

/* A store beside everything that was ever put into it. */
typedef struct
{
  GRand *rand;
  PgsMomentStore *store;
  GPtrArray *snapshots; /* of PgsSnapshot */
  GPtrArray *ages;      /* of PgsAges, some %NULL */
  GArray *pinned;       /* of gboolean */
  gsize largest;        /* bytes that one sample took */
} World;

static void
clear_ages (gpointer ages)
{
  if (ages != NULL)
    pgs_ages_unref (ages);
}

static void
world_init (World *self)
{
  self->rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
  self->store = pgs_moment_store_new (NULL, NULL);
  self->snapshots = g_ptr_array_new_with_free_func ((GDestroyNotify) pgs_snapshot_unref);
  self->ages = g_ptr_array_new_with_free_func (clear_ages);
  self->pinned = g_array_new (FALSE, FALSE, sizeof (gboolean));
  self->largest = 0;
}

static void
world_clear (World *self)
{
  pgs_moment_store_free (self->store);
  g_ptr_array_unref (self->snapshots);
  g_ptr_array_unref (self->ages);
  g_array_unref (self->pinned);
  g_rand_free (self->rand);
}

/* Adds a sample, and half of the time its ages; @distance_us after the one before. */
static void
add (World       *self,
     PgsSnapshot *snapshot,
     gint64       distance_us)
{
  const gsize before = pgs_moment_store_get_n_bytes (self->store);
  const gboolean no = FALSE;
  PgsAges *ages = NULL;
  const guint length = self->snapshots->len;

  if (length > 0)
    snapshot->monotonic_us = ((PgsSnapshot *) self->snapshots->pdata[length - 1])->monotonic_us + distance_us;
  if (snapshot->pages != NULL)
    ages = pgs_ages_advance (length > 0 ? self->ages->pdata[length - 1] : NULL, snapshot->pages,
                             snapshot->monotonic_us);
  g_ptr_array_add (self->snapshots, snapshot);
  g_ptr_array_add (self->ages, ages);
  g_array_append_val (self->pinned, no);
  pgs_moment_store_add (self->store, snapshot, ages, g_rand_int_range (self->rand, 0, 50) == 0);
  self->largest = MAX (self->largest, pgs_moment_store_get_n_bytes (self->store) - MIN (before, pgs_moment_store_get_n_bytes (self->store)));
}

static void
add_random (World  *self,
            gint64  distance_us)
{
  const guint length = self->snapshots->len;

  add (self, length == 0 ? random_snapshot_new (self->rand)
                         : random_snapshot_next (self->snapshots->pdata[length - 1], self->rand),
       distance_us);
}

static guint
find_put (World  *self,
          gint64  at_us)
{
  for (guint i = 0; i < self->snapshots->len; i++)
    if (((PgsSnapshot *) self->snapshots->pdata[i])->monotonic_us == at_us)
      return i;
  g_assert_not_reached ();
}

static void
check_one (World *self,
           gsize  index)
{
  const guint put = find_put (self, pgs_moment_store_get_time (self->store, index));
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsSnapshot) snapshot = pgs_moment_store_get_snapshot (self->store, index, &error);
  g_autoptr (PgsAges) ages = pgs_moment_store_get_ages (self->store, index);

  g_assert_no_error (error);
  random_snapshot_compare (snapshot, self->snapshots->pdata[put]);
  random_snapshot_compare_ages (ages, self->ages->pdata[put]);
}

static void
check_all (World *self)
{
  const gsize length = pgs_moment_store_get_length (self->store);

  for (gsize i = 0; i < length; i++)
    check_one (self, i);
  for (gsize i = 1; i < length; i++)
    g_assert_cmpint (pgs_moment_store_get_time (self->store, i - 1), <, pgs_moment_store_get_time (self->store, i));
  g_assert_cmpint (pgs_moment_store_get_time (self->store, 0), ==,
                   ((PgsSnapshot *) self->snapshots->pdata[0])->monotonic_us);
  g_assert_cmpint (pgs_moment_store_get_time (self->store, length - 1), ==,
                   ((PgsSnapshot *) self->snapshots->pdata[self->snapshots->len - 1])->monotonic_us);
}

static gboolean
is_kept (World *self,
         guint  put)
{
  const gint64 at_us = ((PgsSnapshot *) self->snapshots->pdata[put])->monotonic_us;

  for (gsize i = 0; i < pgs_moment_store_get_length (self->store); i++)
    if (pgs_moment_store_get_time (self->store, i) == at_us)
      return TRUE;
  return FALSE;
}

static void
pin_any (World *self)
{
  const gsize index = (gsize) g_rand_int_range (self->rand, 0, (gint32) pgs_moment_store_get_length (self->store));

  pgs_moment_store_pin (self->store, index);
  g_array_index (self->pinned, gboolean, find_put (self, pgs_moment_store_get_time (self->store, index))) = TRUE;
}

static void
check_pinned (World *self)
{
  for (guint i = 0; i < self->pinned->len; i++)
    if (g_array_index (self->pinned, gboolean, i))
      g_assert_true (is_kept (self, i));
}

/* Nothing is lost or changed without need. */
static void
test_all_kept (void)
{
  for (guint run = 0; run < rounds (N_RUNS); run++)
    {
      World world;

      world_init (&world);
      for (guint i = 0; i < N_SNAPSHOTS; i++)
        {
          add_random (&world, SECOND / 10);
          if (i % 7 == 0)
            check_one (&world, (gsize) g_rand_int_range (world.rand, 0, (gint32) i + 1));
        }
      g_assert_cmpuint (pgs_moment_store_get_length (world.store), ==, N_SNAPSHOTS);
      check_all (&world);
      world_clear (&world);
    }
}

/* The budget holds but for one sample; the first, the newest and marked samples stay all the same. */
static void
test_budget (void)
{
  for (guint run = 0; run < rounds (N_RUNS); run++)
    {
      World world;
      gsize budget;

      world_init (&world);
      budget = (gsize) g_rand_int_range (world.rand, 30000, 100000);
      pgs_moment_store_set_budget (world.store, budget);
      for (guint i = 0; i < N_SNAPSHOTS; i++)
        {
          add_random (&world, 1 + g_rand_int_range (world.rand, 0, 2 * SECOND));
          g_assert_cmpuint (pgs_moment_store_get_n_bytes (world.store), <=, budget + world.largest);
          if (i % 100 == 50)
            pin_any (&world);
        }
      g_assert_cmpuint (pgs_moment_store_get_length (world.store), <, N_SNAPSHOTS);
      g_assert_cmpuint (pgs_moment_store_get_length (world.store), >, 4);
      check_all (&world);
      check_pinned (&world);
      world_clear (&world);
    }
}

/* No room at all: the first and the newest, of which each is whole. */
static void
test_no_budget (void)
{
  World world;

  world_init (&world);
  for (guint i = 0; i < 50; i++)
    add_random (&world, SECOND);
  pgs_moment_store_set_budget (world.store, 0);
  g_assert_cmpuint (pgs_moment_store_get_length (world.store), <=, 8); /* the newest and what it is based on */
  for (guint i = 0; i < 50; i++)
    add_random (&world, SECOND);
  g_assert_cmpuint (pgs_moment_store_get_length (world.store), ==, 2);
  check_all (&world);
  world_clear (&world);
}

/* Whether a sample of `[from, to)` is kept. */
static gboolean
is_any_kept (World  *self,
             gint64  from_us,
             gint64  to_us)
{
  for (gsize i = 0; i < pgs_moment_store_get_length (self->store); i++)
    if (pgs_moment_store_get_time (self->store, i) >= from_us && pgs_moment_store_get_time (self->store, i) < to_us)
      return TRUE;
  return FALSE;
}

static gint64
get_width (gint64 age_us)
{
  if (age_us <= PGS_STORE_ALL_US)
    return 0;
  return age_us <= PGS_STORE_SECONDS_US ? SECOND : 10 * SECOND;
}

/* Everything recent, and something of each second or ten seconds in which there was anything. */
static void
check_thinned (World  *self,
               gint64  now_us)
{
  for (guint i = 0; i < self->snapshots->len; i++)
    {
      const gint64 at_us = ((PgsSnapshot *) self->snapshots->pdata[i])->monotonic_us;
      const gint64 width_us = get_width (now_us - at_us);

      if (width_us == 0)
        g_assert_true (is_kept (self, i));
      else
        g_assert_true (is_any_kept (self, at_us / width_us * width_us, at_us / width_us * width_us + width_us));
    }
}

static void
test_thinned (void)
{
  for (guint run = 0; run < rounds (3); run++)
    {
      const guint n_snapshots = 3000;
      gint64 now_us = 0;
      World world;

      world_init (&world);
      for (guint i = 0; i < n_snapshots; i++)
        {
          /* an hour and a half at two samples a second in the mean, then nothing for some time */
          add_random (&world, i % 1000 == 500 ? 1500 * SECOND : 1 + g_rand_int_range (world.rand, 0, SECOND));
          if (i % 200 == 100)
            pin_any (&world);
          if (i % 50 == 0)
            pgs_moment_store_thin (world.store);
        }
      pgs_moment_store_thin (world.store);
      now_us = pgs_moment_store_get_time (world.store, pgs_moment_store_get_length (world.store) - 1);
      check_thinned (&world, now_us);
      check_pinned (&world);
      check_all (&world);
      /* of 2,400 old samples about 0.5 a second; a tree of few levels keeps hardly more than it must */
      g_assert_cmpuint (pgs_moment_store_get_length (world.store), <, n_snapshots * 3 / 4);
      world_clear (&world);
    }
}

static PgsMaps *
make_mappings (guint64 n_mappings,
               guint64 step)
{
  PgsMapsBuilder *builder = pgs_maps_builder_new (n_mappings);

  for (guint64 i = 1; i <= n_mappings; i++)
    pgs_maps_builder_add (builder, &(PgsMapping) { .start = i << 20, .end = (i << 20) + (1 + (i + step) % 50) * 4096 },
                          NULL, 0);
  return pgs_maps_builder_end (builder, NULL);
}

static PgsSnapshot *
make_large (guint64 step)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();
  PgsPagesBuilder *pages;

  snapshot->process = pgs_process_info_new ();
  snapshot->process->name = g_strdup ("large");
  snapshot->page_size = 4096;
  snapshot->monotonic_us = SECOND;
  snapshot->maps = make_mappings (N_LARGE_MAPPINGS, step);
  pages = pgs_pages_builder_new (snapshot->maps, 12, PGS_PAGE_PRESENT);
  for (guint64 i = 1; i <= N_LARGE_MAPPINGS; i++)
    pgs_pages_builder_add (pages, i << 8, 1 + step % 2, PGS_PAGE_PRESENT);
  snapshot->pages = pgs_pages_builder_end (pages);
  return snapshot;
}

/* What another thread encodes can be looked at meanwhile, and comes out the same. */
static void
test_large (void)
{
  World world;

  world_init (&world);
  for (guint i = 0; i < N_LARGE; i++)
    {
      add (&world, make_large (i), SECOND);
      check_one (&world, i / 2);
    }
  g_assert_cmpuint (pgs_moment_store_get_length (world.store), ==, N_LARGE);
  pgs_moment_store_finish (world.store);
  check_all (&world);
  pgs_moment_store_set_budget (world.store, pgs_moment_store_get_n_bytes (world.store) / 2);
  g_assert_cmpuint (pgs_moment_store_get_length (world.store), <, N_LARGE);
  check_all (&world);
  add (&world, make_large (0), SECOND); /* is dropped while it is encoded */
  world_clear (&world);
}

/* While samples wait to be encoded, others are no longer kept decoded. */
static void
test_late (void)
{
  World world;

  world_init (&world);
  pgs_moment_store_set_budget (world.store, 1 << 20);
  for (guint i = 0; i < N_LARGE; i++)
    add (&world, make_large (i), SECOND);
  pgs_moment_store_finish (world.store);
  check_one (&world, pgs_moment_store_get_length (world.store) - 1);
  world_clear (&world);
}

static void
set_true (gpointer data)
{
  *(gboolean *) data = TRUE;
}

/* Asks for a sample until nothing has to be waited for. Returns: whether anything had. */
static gboolean
prepare (World *self,
         gsize  index)
{
  gboolean has_waited = FALSE, done = TRUE;

  while (!pgs_moment_store_prepare (self->store, index, set_true, &done))
    {
      g_assert_true (done); /* one at a time */
      has_waited = TRUE;
      done = FALSE;
      while (!done)
        g_main_context_iteration (NULL, TRUE);
    }
  return has_waited;
}

/* What another thread decodes comes out the same, also if samples are dropped meanwhile. */
static void
test_prepared (void)
{
  gboolean done = FALSE, has_begun = FALSE;
  guint n_waits = 0;
  World world;

  world_init (&world);
  pgs_moment_store_set_budget (world.store, 2 << 20); /* hardly any stays decoded */
  for (guint i = 0; i < N_LARGE; i++)
    add (&world, make_large (i), SECOND);
  pgs_moment_store_finish (world.store);
  for (guint i = 0; i < N_LARGE / 2; i++)
    {
      const gsize index = (gsize) g_rand_int_range (world.rand, 0, (gint32) pgs_moment_store_get_length (world.store));

      n_waits += prepare (&world, index);
      check_one (&world, index);
    }
  g_assert_cmpuint (n_waits, >, 0);
  for (gsize i = 0; i < pgs_moment_store_get_length (world.store) && !has_begun; i++)
    has_begun = !pgs_moment_store_prepare (world.store, i, set_true, &done);
  pgs_moment_store_set_budget (world.store, pgs_moment_store_get_n_bytes (world.store) / 3);
  while (has_begun && !done)
    g_main_context_iteration (NULL, TRUE);
  check_all (&world);
  done = FALSE;
  for (gsize i = 0; i < pgs_moment_store_get_length (world.store); i++)
    if (!pgs_moment_store_prepare (world.store, i, set_true, &done))
      break;
  world_clear (&world);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  g_assert_false (done);
}

static void
take_moment (PgsMoment *moment,
             gpointer   data)
{
  *(PgsMoment **) data = pgs_moment_ref (moment);
}

/* What cannot be decoded is not waited for again. */
static void
test_broken (void)
{
  g_autoptr (PgsSnapshot) snapshot = make_large (1);
  PgsMoment *moment = pgs_moment_new (snapshot, NULL);
  PgsMoment *decoded = NULL;
  g_autoptr (GError) error = NULL;

  moment->slow = TRUE;
  pgs_packet_encode (&moment->packet, snapshot, NULL, NULL, NULL);
  memset (moment->packet.bytes + moment->packet.n_sample / 2, 0xff, moment->packet.n_sample / 2);
  pgs_moment_forget (moment);
  g_assert_true (pgs_moment_is_slow (moment));
  pgs_moment_path_decode (moment, NULL, take_moment, &decoded);
  while (decoded == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (decoded == moment);
  g_assert_false (pgs_moment_is_slow (moment));
  g_assert_false (pgs_moment_decode (moment, NULL, &error));
  g_assert_nonnull (error);
  pgs_moment_unref (decoded);
  pgs_moment_unref (moment);
}

/* The mappings of @maps, of which one has a page more or less than in the sample before; every third time none. */
static PgsSnapshot *
make_quiet (PgsMaps     *maps,
            PgsSnapshot *before,
            guint        step)
{
  PgsSnapshot *snapshot = pgs_snapshot_new ();
  PgsPagesBuilder *pages;

  snapshot->process = pgs_process_info_new ();
  snapshot->process->name = g_strdup ("quiet");
  snapshot->page_size = 4096;
  snapshot->monotonic_us = SECOND;
  snapshot->maps = pgs_maps_ref (maps);
  snapshot->pages = before != NULL && step % 3 == 0 ? pgs_pages_ref (before->pages) : NULL;
  if (snapshot->pages != NULL)
    return snapshot;
  pages = pgs_pages_builder_new (maps, 12, PGS_PAGE_PRESENT);
  for (guint64 i = 1; i <= pgs_maps_get_length (maps); i++)
    if (i % 200 != step)
      pgs_pages_builder_add (pages, i << 8, 1, PGS_PAGE_PRESENT);
  snapshot->pages = pgs_pages_builder_end (pages);
  return snapshot;
}

/* Of what hardly changes all samples but the first take little, however large it is. */
static void
test_quiet (void)
{
  g_autoptr (PgsMaps) maps = make_mappings (N_QUIET_MAPPINGS, 0);
  World world;
  gsize n_first = 0;

  world_init (&world);
  for (guint i = 0; i < N_QUIET; i++)
    {
      PgsSnapshot *before = i > 0 ? world.snapshots->pdata[i - 1] : NULL;
      PgsSnapshot *snapshot = make_quiet (maps, before, i);

      snapshot->monotonic_us = (i + 1) * SECOND;
      pgs_moment_store_add (world.store, snapshot, NULL, FALSE);
      pgs_moment_store_finish (world.store);
      g_ptr_array_add (world.snapshots, snapshot);
      g_ptr_array_add (world.ages, NULL);
      if (i == 0)
        n_first = pgs_moment_store_get_n_bytes (world.store);
    }
  g_assert_cmpuint (pgs_moment_store_get_length (world.store), ==, N_QUIET);
  g_assert_cmpuint (pgs_moment_store_get_n_bytes (world.store), <, 2 * n_first);
  for (guint i = 0; i < N_QUIET / 4; i++)
    check_one (&world, (gsize) g_rand_int_range (world.rand, 0, N_QUIET));
  check_one (&world, N_QUIET - 1);
  world_clear (&world);
}

/* Samples that are whole each, of mappings that never change, are of one #PgsMaps when they are decoded one
 * after the other, so that no layout is made again. */
static void
test_same_mappings (void)
{
  const guint n = 8;
  World world;
  g_autoptr (PgsSnapshot) first = NULL;
  g_autoptr (PgsSnapshot) second = NULL;

  world_init (&world);
  for (guint i = 0; i < n; i++)
    {
      PgsSnapshot *snapshot = make_large (0);

      snapshot->monotonic_us = (i + 1) * SECOND;
      pgs_moment_store_add (world.store, snapshot, NULL, TRUE);
      g_ptr_array_add (world.snapshots, snapshot);
      g_ptr_array_add (world.ages, NULL);
    }
  pgs_moment_store_finish (world.store);
  pgs_moment_store_set_budget (world.store, 2 << 20); /* the first ones do not stay decoded */
  g_assert_cmpuint (pgs_moment_store_get_length (world.store), ==, n);
  first = pgs_moment_store_get_snapshot (world.store, 0, NULL);
  second = pgs_moment_store_get_snapshot (world.store, 1, NULL);
  g_assert_true (first != world.snapshots->pdata[0] && second != world.snapshots->pdata[1]);
  g_assert_true (first->maps == second->maps);
  check_all (&world);
  world_clear (&world);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/session/moment-store/all-kept", test_all_kept);
  g_test_add_func ("/session/moment-store/budget", test_budget);
  g_test_add_func ("/session/moment-store/no-budget", test_no_budget);
  g_test_add_func ("/session/moment-store/thinned", test_thinned);
  g_test_add_func ("/session/moment-store/large", test_large);
  g_test_add_func ("/session/moment-store/late", test_late);
  g_test_add_func ("/session/moment-store/prepared", test_prepared);
  g_test_add_func ("/session/moment-store/broken", test_broken);
  g_test_add_func ("/session/moment-store/quiet", test_quiet);
  g_test_add_func ("/session/moment-store/same-mappings", test_same_mappings);
  return g_test_run ();
}
