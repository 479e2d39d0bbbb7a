/* rounds.h: how many random worlds a test makes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

/* All @n, or the part of them that PGS_TEST_SHARE says (8: one in eight, at least one): what runs tens of times
   as slowly, under valgrind and sanitizers, looks for other mistakes than these. */
static inline guint
rounds (guint n)
{
  const char *share = g_getenv ("PGS_TEST_SHARE");

  return share != NULL ? MAX (1, n / MAX (1, (guint) g_ascii_strtoull (share, NULL, 10))) : n;
}
