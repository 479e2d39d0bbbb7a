/* pgs-comparison-private.h: what the files of the comparison share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-comparison.h"

G_BEGIN_DECLS

/* A or B. */
typedef struct
{
  PgsSnapshot *snapshot; /* (nullable): chosen; else A is the last mark, B what is shown */
  char *name;            /* (nullable) */
  GCancellable *reading; /* (nullable): what will be compared is being read */
} PgsComparisonSide;

struct _PgsComparison
{
  GObject parent_instance;

  PgsSession *session; /* weak: it owns this */
  PgsComparisonSide sides[2]; /* A, B */
  gint64 awaited_us;   /* B is this moment when it is shown */
  GError *error;       /* (nullable): why what was chosen last could not be read */
  GHashTable *needed_by;

  PgsDiff *diff; /* (nullable) */
  PgsSnapshot *diff_a;
  PgsSnapshot *diff_b;

  gboolean is_working;
  gint64 not_before_us;
  guint timeout;
};

void pgs_comparison_choose (PgsComparison *self,
                            gboolean       is_b,
                            PgsSnapshot   *snapshot,
                            const char    *name);
void pgs_comparison_tell   (PgsComparison *self);

G_END_DECLS
