/* pgs-ages-private.h: how ages are kept
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Which pages are resident is already in the pages themselves, so ages only say what time belongs to
 * a page if it is: a function with few steps. What comes at once costs one step, however many holes
 * it has (a checkerboard, a process that was there before: nothing), and what does not change is not
 * looked at. Each step is at a page that is resident and has another time than the resident one
 * before it, so there are never more than runs.
 */
#pragma once

#include "pgs-ages.h"

G_BEGIN_DECLS

/**
 * PgsAgeStep:
 * @first: the first page for which it is true, up to the next step
 * @since_us: as in #PgsAge, or 0 for what was resident before it was watched
 */
typedef struct
{
  guint64 first;
  gint64 since_us;
} PgsAgeStep;

struct _PgsAges
{
  PgsAgeStep *steps; /* ascending; 0 below the first */
  gsize n_steps;
  gint64 newest;
  PgsPages *pages; /* what they were made from */
};

PgsAges *pgs_ages_new (PgsAgeStep *steps,
                       gsize       n_steps,
                       PgsPages   *pages);

G_END_DECLS
