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
 *
 * Where page after page is touched there are many, and a sample changes few of them. So they are kept in
 * chunks, which the ages of many samples share.
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

/**
 * PgsAgeChunk:
 * @n_steps: never 0
 * @newest: the latest of their times
 * @steps: steps that follow each other
 */
typedef struct
{
  gsize n_steps;
  gint64 newest;
  PgsAgeStep steps[];
} PgsAgeChunk;

struct _PgsAges
{
  PgsAgeChunk **chunks; /* ascending; 0 below the first step */
  gsize n_chunks;
  gint64 newest;
  PgsPages *pages; /* what they were made from */
};

/* Returns: (nullable): the step at that place; %NULL at the end, and of no ages */
static inline const PgsAgeStep *
pgs_age_place_get (const PgsAgePlace *self)
{
  if (self->ages == NULL || self->chunk == self->ages->n_chunks)
    return NULL;
  return &self->ages->chunks[self->chunk]->steps[self->step];
}

/* Returns: how many steps lie one behind the other from that place on; not called at the end */
static inline gsize
pgs_age_place_count (const PgsAgePlace *self)
{
  return self->ages->chunks[self->chunk]->n_steps - self->step;
}

/* Passes as many steps as pgs_age_place_count() says, or less. */
static inline void
pgs_age_place_pass (PgsAgePlace *self,
                    gsize        n_steps)
{
  self->step += n_steps;
  if (self->step < self->ages->chunks[self->chunk]->n_steps)
    return;
  self->chunk++;
  self->step = 0;
}

/* Goes to the next step; not called at the end. */
static inline void
pgs_age_place_next (PgsAgePlace *self)
{
  pgs_age_place_pass (self, 1);
}

PgsAges *pgs_ages_new (const GArray  *steps,
                       PgsPages      *pages,
                       const PgsAges *before);

G_END_DECLS
