/* test-jump.c: a jump is told once, growth is not told again and again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "pgs-jump.h"
#include "pgs-process-info.h"

#define MIB ((guint64) 1 << 20)
#define SECOND G_USEC_PER_SEC

static void
test_threshold (void)
{
  static const struct
  {
    guint64 before, after;
    gint64 jump;
  } cases[] = {
    { 0, 16 * MIB, (gint64) (16 * MIB) },
    { 0, 16 * MIB - 1, 0 },
    { 200 * MIB, 219 * MIB, 0 },
    { 200 * MIB, 220 * MIB, (gint64) (20 * MIB) },
    { 200 * MIB, 180 * MIB, -(gint64) (20 * MIB) },
    { 200 * MIB, 181 * MIB, 0 },
    { 100 * MIB, PGS_UNKNOWN, 0 },
    { PGS_UNKNOWN, 100 * MIB, 0 },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      PgsJump jump = { 0 };

      g_assert_cmpint (pgs_jump_add (&jump, SECOND, cases[i].before), ==, 0);
      g_assert_cmpint (pgs_jump_add (&jump, 2 * SECOND, cases[i].after), ==, cases[i].jump);
    }
}

/* Twice as large every second, then an eighth larger twice a second: one mark where that begins. */
static void
test_growth (void)
{
  PgsJump jump = { 0 };
  guint64 size = 64 * MIB;
  guint n_told = 0;
  gint64 at_us;

  for (at_us = SECOND; at_us < 15 * SECOND; at_us += SECOND, size *= 2)
    n_told += pgs_jump_add (&jump, at_us, size) != 0;
  g_assert_cmpuint (n_told, ==, 1);
  size = 1024 * MIB;
  jump = (PgsJump) { 0 };
  n_told = 0;
  for (at_us = SECOND; at_us < 60 * SECOND; at_us += SECOND / 2, size += size / 8)
    n_told += pgs_jump_add (&jump, at_us, size) != 0;
  g_assert_cmpuint (n_told, ==, 1);
}

static void
test_steady (void)
{
  PgsJump jump = { 0 };
  guint64 size = 64 * MIB;
  guint n_told = 0;
  gint64 at_us;

  for (at_us = SECOND; at_us < 5 * SECOND; at_us += SECOND, size += 20 * MIB)
    n_told += pgs_jump_add (&jump, at_us, size) != 0;
  g_assert_cmpuint (n_told, ==, 1);
  size -= 20 * MIB;
  at_us += PGS_JUMP_QUIET_US;
  g_assert_cmpint (pgs_jump_add (&jump, at_us, size), ==, 0); /* nothing, for a while */
  g_assert_cmpint (pgs_jump_add (&jump, at_us + SECOND, size + 200 * MIB), ==, (gint64) (200 * MIB));
  g_assert_cmpint (pgs_jump_add (&jump, at_us + 2 * SECOND, size), ==, -(gint64) (200 * MIB));
}

/* What happened while nobody looked was not at once. */
static void
test_gap (void)
{
  PgsJump jump = { 0 };

  g_assert_cmpint (pgs_jump_add (&jump, SECOND, MIB), ==, 0);
  g_assert_cmpint (pgs_jump_add (&jump, SECOND + PGS_JUMP_MAX_STEP_US + 1, 500 * MIB), ==, 0);
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/jump/threshold", test_threshold);
  g_test_add_func ("/core/jump/growth", test_growth);
  g_test_add_func ("/core/jump/steady", test_steady);
  g_test_add_func ("/core/jump/gap", test_gap);
  return g_test_run ();
}
