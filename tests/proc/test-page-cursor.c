/* test-page-cursor.c: what is read in which order, when time is short
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-page-cursor.h"

#include <string.h>

#define SHIFT 12
#define FIRST 8 /* page numbers of the space */
#define END 200
#define SECOND G_USEC_PER_SEC

/* A space whose pages say when they were read; reading costs an amount for each page. */
typedef struct
{
  PgsPageCursor *cursor;
  PgsPause pause;
  GArray *runs;
  GArray *parts;
  PgsCoverage *coverage;
  gint64 now_us;
  guint64 motion;
  guint64 visible_first;
  guint64 visible_end;
  guint max_call;   /* pages that one call reads at most */
  guint time_left;  /* pages until time is up */
  guint n_read;     /* in this slice */
  guint first_read; /* the first page read in this slice, 0 for none */
  guint64 round_at; /* where a call in a round must go on */
  gint64 read_at[END];
} World;

static void
world_init (World *world)
{
  memset (world, 0, sizeof *world);
  world->cursor = pgs_page_cursor_new ();
  world->runs = g_array_new (FALSE, FALSE, sizeof (guint64));
  world->parts = g_array_new (FALSE, FALSE, sizeof (PgsSlicePart));
  world->coverage = pgs_coverage_new ();
  world->now_us = 100 * SECOND;
  world->motion = 1;
  world->max_call = 16;
  pgs_pause_begin (&world->pause);
}

static void
world_clear (World *world)
{
  pgs_page_cursor_free (world->cursor);
  g_array_unref (world->runs);
  g_array_unref (world->parts);
  pgs_coverage_unref (world->coverage);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (World, world_clear)

static gboolean
read_pages (guint64    start,
            guint64    end,
            gboolean   in_round,
            guint64   *reached,
            gpointer   user_data,
            GError   **error)
{
  World *world = user_data;

  g_assert_cmpuint (start, >=, FIRST << SHIFT);
  g_assert_cmpuint (start, <, end);
  g_assert_cmpuint (end, <=, END << SHIFT);
  for (*reached = start; *reached < end && !world->pause.is_over;)
    {
      const guint64 stop = MIN (end, *reached + ((guint64) world->max_call << SHIFT));

      for (; *reached < stop; *reached += 1 << SHIFT)
        {
          const guint64 page = *reached >> SHIFT;

          g_assert_cmpint (world->read_at[page], <, world->now_us); /* once in a slice */
          world->read_at[page] = world->now_us;
          if (world->n_read++ == 0)
            world->first_read = (guint) page;
          g_array_append_val (world->runs, page);
          world->time_left -= world->time_left > 0;
        }
      world->pause.is_over = world->time_left == 0;
    }
  return TRUE;
}

static void
assert_parts (World *world)
{
  guint64 done = 0;
  guint n_pages = 0;

  for (guint i = 0; i < world->parts->len; i++)
    {
      const PgsSlicePart *part = &g_array_index (world->parts, PgsSlicePart, i);

      g_assert_cmpuint (part->start, >=, done);
      g_assert_cmpuint (part->start, <, part->end);
      g_assert_cmpuint (part->n_runs, ==, (part->end - part->start) >> SHIFT);
      for (guint j = 0; j < part->n_runs; j++)
        g_assert_cmpuint (g_array_index (world->runs, guint64, part->first_run + j), ==,
                          (part->start >> SHIFT) + j);
      done = part->end;
      n_pages += part->n_runs;
    }
  g_assert_cmpuint (n_pages, ==, world->n_read);
}

static void
cover_parts (World *world)
{
  for (guint i = 0; i < world->parts->len; i++)
    {
      const PgsSlicePart *part = &g_array_index (world->parts, PgsSlicePart, i);
      const PgsReadRange range = { part->start >> SHIFT, part->end >> SHIFT, world->now_us };
      PgsCoverage *next = pgs_coverage_update (world->coverage, &range, 1);

      pgs_coverage_unref (world->coverage);
      world->coverage = next;
    }
}

/* One slice, of as long as it takes to read @n_pages; 0 for any time. */
static void
read_slice (World *world,
            guint  n_pages)
{
  PgsSlice slice = {
    .start = FIRST << SHIFT,
    .end = END << SHIFT,
    .visible_start = world->visible_first << SHIFT,
    .visible_end = world->visible_end << SHIFT,
    .coverage = world->coverage,
    .page_shift = SHIFT,
    .motion = world->motion,
    .now_us = world->now_us,
    .max_age_us = 7 * SECOND,
    .max_cpu_us = n_pages > 0 ? SECOND : 0,
    .pause = &world->pause,
    .func = read_pages,
    .user_data = world,
    .runs = world->runs,
    .parts = world->parts,
  };

  world->time_left = n_pages > 0 ? n_pages : G_MAXUINT;
  world->n_read = world->first_read = 0;
  g_array_set_size (world->runs, 0);
  g_array_set_size (world->parts, 0);
  g_assert_true (pgs_page_cursor_read (world->cursor, &slice, NULL));
  assert_parts (world);
  cover_parts (world);
  world->now_us += SECOND / 10;
}

static gboolean
is_due (World *world)
{
  return pgs_page_cursor_is_due (world->cursor, world->motion, world->now_us, 7 * SECOND);
}

static void
assert_all_since (World  *world,
                  gint64  since_us)
{
  for (guint page = FIRST; page < END; page++)
    g_assert_cmpint (world->read_at[page], >=, since_us);
}

/* Whatever the time is, everything is read, then nothing until something moves or time passes. */
static void
test_rounds (void)
{
  for (guint n_pages = 0; n_pages < 250; n_pages += 7)
    {
      g_auto (World) world;
      guint n_slices = 0;
      gint64 moved_us;

      world_init (&world);
      for (; is_due (&world); n_slices++)
        read_slice (&world, n_pages);
      assert_all_since (&world, 100 * SECOND);
      g_assert_cmpuint (pgs_page_cursor_get_rounds (world.cursor), ==, 1);
      g_assert_false (pgs_page_cursor_is_in_round (world.cursor));
      g_assert_cmpuint (n_slices, <=, 1 + (END - FIRST) / MAX (MIN (n_pages, 16), 1));

      moved_us = world.now_us;
      world.motion++;
      g_assert_true (is_due (&world));
      while (is_due (&world))
        read_slice (&world, n_pages);
      assert_all_since (&world, moved_us);

      world.now_us += 6 * SECOND;
      g_assert_false (n_slices == 1 && is_due (&world));
      world.now_us += SECOND;
      g_assert_true (is_due (&world));
    }
}

/* What moves in the middle of a round is read again as far as it was read before. */
static void
test_motion_in_round (void)
{
  g_auto (World) world;
  gint64 moved_us;

  world_init (&world);
  read_slice (&world, 64);
  g_assert_true (pgs_page_cursor_is_in_round (world.cursor));
  moved_us = world.now_us;
  world.motion++;
  while (is_due (&world))
    read_slice (&world, 64);
  assert_all_since (&world, moved_us);
}

/* A process that never stands still is read again and again, and all of it. */
static void
test_always_moving (void)
{
  g_auto (World) world;

  world_init (&world);
  for (guint i = 0; i < 100; i++)
    {
      world.motion++;
      read_slice (&world, 40);
      if (i >= 10)
        assert_all_since (&world, world.now_us - SECOND);
    }
  g_assert_cmpuint (pgs_page_cursor_get_rounds (world.cursor), >, 10);
}

/* What is on screen comes first and is always fresh; the rest gets on all the same. */
static void
test_visible (void)
{
  g_auto (World) world;

  world_init (&world);
  world.visible_first = 150;
  world.visible_end = 160;
  for (guint i = 0; i < 60; i++)
    {
      world.motion++;
      read_slice (&world, 12);
      g_assert_cmpuint (world.first_read, ==, 150);
      for (guint page = 150; page < 160; page++)
        g_assert_cmpint (world.read_at[page], ==, world.now_us - SECOND / 10);
    }
  assert_all_since (&world, world.now_us - 3 * SECOND);
}

/* Not read again while nothing moves. */
static void
test_visible_once (void)
{
  g_auto (World) world;
  guint n_read = 0;

  world_init (&world);
  world.visible_first = 150;
  world.visible_end = 160;
  while (is_due (&world))
    {
      read_slice (&world, 16);
      n_read += world.n_read;
    }
  assert_all_since (&world, 100 * SECOND);
  g_assert_cmpuint (n_read, ==, END - FIRST + 10);
}

/* More on screen than there is time for: it is gone through, too. */
static void
test_visible_large (void)
{
  g_auto (World) world;

  world_init (&world);
  world.visible_first = 0;
  world.visible_end = 1000;
  for (guint i = 0; i < 40; i++)
    {
      world.motion++;
      read_slice (&world, 16);
    }
  assert_all_since (&world, world.now_us - 2 * SECOND);
}

static void
add_change (World  *world,
            guint64 first,
            guint64 end)
{
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (PgsReadRange));
  const PgsReadRange range = { first, end, 0 };

  g_array_append_val (changes, range);
  pgs_page_cursor_add_changes (world->cursor, changes);
}

/* New mappings come before the round. */
static void
test_changes (void)
{
  g_auto (World) world;
  gint64 now_us;

  world_init (&world);
  read_slice (&world, 32);
  add_change (&world, 100, 104);
  add_change (&world, 180, 300); /* partly behind the space */
  add_change (&world, 1, 10);    /* partly before */
  now_us = world.now_us;
  read_slice (&world, 64);
  for (guint page = FIRST; page < END; page++)
    if (page < 10 || (page >= 100 && page < 104) || page >= 180)
      g_assert_cmpint (world.read_at[page], ==, now_us);
  while (is_due (&world))
    read_slice (&world, 64);
  add_change (&world, 50, 52);
  g_assert_true (is_due (&world));
  read_slice (&world, 64);
  g_assert_cmpuint (world.first_read, ==, 50);
}

/* So many that a call for each would cost more than a round. */
static void
test_many_changes (void)
{
  g_auto (World) world;
  g_autoptr (GArray) changes = g_array_new (FALSE, FALSE, sizeof (PgsReadRange));

  world_init (&world);
  for (guint64 i = 0; i < 5000; i++)
    {
      const PgsReadRange range = { 2 * i, 2 * i + 1, 0 };

      g_array_append_val (changes, range);
    }
  pgs_page_cursor_add_changes (world.cursor, changes);
  read_slice (&world, 32);
  g_assert_cmpuint (world.first_read, ==, FIRST);
  while (is_due (&world))
    read_slice (&world, 32);
  assert_all_since (&world, 100 * SECOND);
}

static void
test_reset (void)
{
  g_auto (World) world;

  world_init (&world);
  while (is_due (&world))
    read_slice (&world, 100);
  pgs_page_cursor_reset (world.cursor);
  g_assert_true (is_due (&world));
  g_assert_cmpuint (pgs_page_cursor_get_rounds (world.cursor), ==, 0);
  read_slice (&world, 100);
  g_assert_cmpuint (world.first_read, ==, FIRST);
}

static gboolean
fail (guint64    start,
      guint64    end,
      gboolean   in_round,
      guint64   *reached,
      gpointer   user_data,
      GError   **error)
{
  *reached = 0; /* not to be believed */
  g_set_error_literal (error, G_FILE_ERROR, G_FILE_ERROR_FAILED, "fail");
  return FALSE;
}

static void
test_failure (void)
{
  g_auto (World) world;
  g_autoptr (GError) error = NULL;
  PgsSlice slice = { .start = 0, .end = 4096, .page_shift = SHIFT, .func = fail, .now_us = 1 };

  world_init (&world);
  slice.coverage = world.coverage;
  slice.pause = &world.pause;
  slice.runs = world.runs;
  slice.parts = world.parts;
  g_assert_false (pgs_page_cursor_read (world.cursor, &slice, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_FAILED);
  g_assert_cmpuint (world.parts->len, ==, 0);
  g_assert_true (is_due (&world));
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/proc/page-cursor/rounds", test_rounds);
  g_test_add_func ("/proc/page-cursor/motion-in-a-round", test_motion_in_round);
  g_test_add_func ("/proc/page-cursor/always-moving", test_always_moving);
  g_test_add_func ("/proc/page-cursor/visible-first", test_visible);
  g_test_add_func ("/proc/page-cursor/visible-once", test_visible_once);
  g_test_add_func ("/proc/page-cursor/visible-large", test_visible_large);
  g_test_add_func ("/proc/page-cursor/changes-first", test_changes);
  g_test_add_func ("/proc/page-cursor/many-changes", test_many_changes);
  g_test_add_func ("/proc/page-cursor/reset", test_reset);
  g_test_add_func ("/proc/page-cursor/failure", test_failure);
  return g_test_run ();
}
