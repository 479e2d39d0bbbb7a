/* pgs-moment-store-thinning.c: which samples of a store are dropped, for their age or for lack of room
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-moment-store-private.h"

#define CACHE_SHARE 8  /* of the budget for what is decoded */
#define SLACK_SHARE 64 /* of the budget is made free at once */
#define FREE_MOMENTS (PGS_STORE_MAX_MOMENTS - PGS_STORE_MAX_MOMENTS / SLACK_SHARE)

/* What dropping a moment would lose. */
typedef struct
{
  double loss;
  guint index;
} Loss;

/* Later samples are compared with the open ones. */
static gboolean
must_stay_decoded (const PgsMoment *moment,
                   gpointer         data)
{
  return pgs_moment_group_is_open (data, moment);
}

/**
 * pgs_moment_store_trim_decoded:
 * @self: a store
 *
 * Keeps decoded what was used last, as far as the budget allows.
 */
void
pgs_moment_store_trim_decoded (PgsMomentStore *self)
{
  pgs_decoded_list_trim (&self->decoded, self->budget / CACHE_SHARE, must_stay_decoded, &self->group);
}

/**
 * pgs_moment_store_drop:
 * @self: a store
 * @moment: (transfer full): one of its moments, without children
 *
 * Takes it out of account, but not out of the array.
 */
void
pgs_moment_store_drop (PgsMomentStore *self,
                       PgsMoment      *moment)
{
  self->n_bytes -= pgs_moment_get_n_bytes (moment);
  if (moment->packet.bytes != NULL)
    pgs_decoded_list_forget (&self->decoded, moment);
  if (moment->parent != NULL)
    moment->parent->n_children--;
  moment->group = PGS_MOMENT_STORE_GONE; /* who still encodes it knows by this */
  pgs_moment_unref (moment);
}

static gboolean
is_droppable (PgsMomentStore  *self,
              const PgsMoment *moment)
{
  return moment->n_children == 0 && !moment->pinned && moment->packet.bytes != NULL
         && !pgs_moment_group_is_open (&self->group, moment);
}

static gboolean
is_above (PgsMomentStore *self,
          gsize           n_bytes,
          guint           n_moments)
{
  return self->n_bytes > n_bytes || self->moments->len - self->n_gone > n_moments;
}

/* Drops a moment, which leaves a hole in the array. */
static void
take_out (PgsMomentStore *self,
          guint           index)
{
  pgs_moment_store_drop (self, pgs_moment_store_get (self, index));
  self->moments->pdata[index] = NULL;
  self->n_gone++;
}

/* Returns: whether there were holes in the array */
static gboolean
close_holes (PgsMomentStore *self)
{
  guint kept = 0;

  if (self->n_gone == 0)
    return FALSE;
  for (guint i = 0; i < self->moments->len; i++)
    if (self->moments->pdata[i] != NULL)
      self->moments->pdata[kept++] = self->moments->pdata[i];
  g_ptr_array_set_size (self->moments, (int) kept);
  self->n_gone = 0;
  return TRUE;
}

/* How much a moment would be missed: the hole that it would leave, beside its age, for each byte. */
static double
get_loss (PgsMomentStore *self,
          guint           index)
{
  const PgsMoment *moment = pgs_moment_store_get (self, index);
  const gint64 newest_us = pgs_moment_store_get (self, self->moments->len - 1)->at_us;

  return (double) (pgs_moment_store_get (self, index + 1)->at_us - pgs_moment_store_get (self, index - 1)->at_us)
         / (newest_us - moment->at_us + 1) / pgs_moment_get_n_bytes (moment);
}

static int
compare_losses (gconstpointer a,
                gconstpointer b)
{
  const Loss *loss_a = a, *loss_b = b;

  return loss_a->loss < loss_b->loss ? -1 : loss_a->loss > loss_b->loss;
}

/* All that can be dropped now, what is missed least first. Neither the first nor the newest can. */
static GArray *
list_losses (PgsMomentStore *self)
{
  GArray *losses = g_array_new (FALSE, FALSE, sizeof (Loss));

  for (guint i = 1; i + 1 < self->moments->len; i++)
    if (is_droppable (self, pgs_moment_store_get (self, i)))
      {
        const Loss loss = { get_loss (self, i), i };

        g_array_append_val (losses, loss);
      }
  g_array_sort (losses, compare_losses);
  return losses;
}

/* Drops moments until the rest is not above a measure, or nothing can be dropped any more: no two
 * neighbours, as the hole is another one after the first of them. Returns: whether any was dropped. */
static gboolean
drop_least_missed (PgsMomentStore *self,
                   gsize           n_bytes,
                   guint           n_moments)
{
  g_autoptr (GArray) losses = list_losses (self);

  for (guint i = 0; i < losses->len && is_above (self, n_bytes, n_moments); i++)
    {
      const guint index = g_array_index (losses, Loss, i).index;

      if (self->moments->pdata[index - 1] == NULL || self->moments->pdata[index + 1] == NULL)
        continue;
      take_out (self, index);
    }
  return close_holes (self);
}

/**
 * pgs_moment_store_enforce_budget:
 * @self: a store
 *
 * If there is more than the budget allows, drops a little more than that, so that it need not be done for each
 * sample: what would be missed least.
 *
 * Returns: whether anything was dropped
 */
gboolean
pgs_moment_store_enforce_budget (PgsMomentStore *self)
{
  const gsize limit = self->budget - self->budget / CACHE_SHARE;
  const guint before = self->moments->len;

  if (is_above (self, limit, PGS_STORE_MAX_MOMENTS))
    while (is_above (self, limit - limit / SLACK_SHARE, FREE_MOMENTS))
      {
        if (drop_least_missed (self, limit - limit / SLACK_SHARE, FREE_MOMENTS))
          continue;
        if (self->group.n_moments == 0)
          break;
        pgs_moment_group_close (&self->group); /* what later samples would have been based on can be dropped then */
      }
  pgs_moment_store_trim_decoded (self);
  return self->moments->len < before;
}

/* Those on which many are based rank highest: the others go first. */
static guint
get_rank (const PgsMoment *moment)
{
  return moment->index == 0 ? G_MAXUINT : moment->index & -moment->index;
}

/* Chooses one of each @width_us of the moments `[first, end)`. */
static void
choose (PgsMomentStore *self,
        guint           first,
        guint           end,
        gint64          width_us)
{
  PgsMoment *best = NULL;

  for (guint i = first; i < end; i++)
    {
      PgsMoment *moment = pgs_moment_store_get (self, i);

      moment->keep = FALSE;
      if (best != NULL && best->at_us / width_us == moment->at_us / width_us)
        {
          if (get_rank (moment) > get_rank (best))
            best = moment;
          continue;
        }
      if (best != NULL)
        best->keep = TRUE;
      best = moment;
    }
  if (best != NULL)
    best->keep = TRUE;
}

/* Returns: the first moment that is not before @time_us. */
static guint
lower_bound (PgsMomentStore *self,
             gint64          time_us)
{
  guint low = 0, high = self->moments->len;

  while (low < high)
    {
      const guint middle = low + (high - low) / 2;

      if (pgs_moment_store_get (self, middle)->at_us < time_us)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* Backwards, as what is based on a moment is behind it. Returns: whether any was dropped. */
static gboolean
drop_unchosen (PgsMomentStore *self,
               guint           end)
{
  for (guint i = end; i > 1; i--)
    {
      const PgsMoment *moment = pgs_moment_store_get (self, i - 1);

      if (!moment->keep && is_droppable (self, moment))
        take_out (self, i - 1);
    }
  return close_holes (self);
}

/**
 * pgs_moment_store_thin:
 * @self: a store
 *
 * Keeps all samples of the last %PGS_STORE_ALL_US before the newest one, before that one of each
 * second, and before %PGS_STORE_SECONDS_US one of each ten; also those that are pinned, the first
 * one, and those on which kept ones are based. O(n).
 *
 * Returns: whether any was dropped
 */
gboolean
pgs_moment_store_thin (PgsMomentStore *self)
{
  const gint64 second_us = G_USEC_PER_SEC, ten_us = 10 * G_USEC_PER_SEC;
  gint64 newest_us;
  guint ends[2];

  if (self->moments->len == 0)
    return FALSE;
  newest_us = pgs_moment_store_get (self, self->moments->len - 1)->at_us;
  ends[0] = lower_bound (self, (newest_us - PGS_STORE_SECONDS_US) / ten_us * ten_us);
  ends[1] = lower_bound (self, (newest_us - PGS_STORE_ALL_US) / second_us * second_us);
  choose (self, 0, ends[0], ten_us);
  choose (self, ends[0], ends[1], second_us);
  return drop_unchosen (self, ends[1]);
}
