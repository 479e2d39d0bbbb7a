/* pgs-sample-format.h: what encoder and decoder of samples share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Flags of a sample. */
enum
{
  PGS_SAMPLE_KEY = 1 << 0,
};

/* In front of a part, beside its ID. */
enum
{
  PGS_SAMPLE_HAS_BODY = 1 << 0,
};

typedef enum
{
  PGS_SAMPLE_NUMBERS = 1,
  PGS_SAMPLE_PROCESS = 2,
  PGS_SAMPLE_MAPS = 3,
  PGS_SAMPLE_PAGES = 4,
  PGS_SAMPLE_SMAPS = 5,
} PgsSamplePart;

G_END_DECLS
