/* pgs-moment-group.c: what the next samples of a history are encoded relative to
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Samples are encoded in groups of one key, which is whole, and many that are relative to another one
 * of the group: number i to the one with the lowest set bit of i cleared. So every second one is
 * relative to its predecessor, every fourth to the one two before, and so on. In a row, each
 * relative to the one before, decoding the last of a group would mean decoding all of it, and none in
 * the middle could be dropped without encoding again what follows. Here it takes as many steps as i has
 * set bits, and half of a group can be dropped, then half of the rest, without touching any bytes. It
 * costs up to log2 (n) / 2 times the bytes where each sample changes something else, and nothing where
 * the same things change again and again, or nothing does.
 *
 * A group ends when what is relative takes more than its key, so keys are at most half of it all.
 *
 * A key of 60,000 mappings takes half a megabyte, and a step from one to the next some milliseconds. There
 * every 32nd sample is relative to the key itself, which makes six steps at most. If that takes much, the
 * key has become too old and the group ends; else it goes on, so that what is large and does not change has
 * a key in 1,024 samples.
 */
#include "config.h"

#include "pgs-moment-group.h"

#define LARGE_BLOCK 32         /* 5 steps and one to the key */
#define OLD_KEY_SHARE 16       /* of a key: what the first of a block may differ by */
#define LARGE_SNAPSHOT 1000000 /* bytes decoded */
#define MIN_MOMENTS 16

/**
 * pgs_moment_group_is_open:
 * @self: the newest group
 * @moment: of any group
 *
 * Returns: whether later samples may be encoded relative to it
 */
gboolean
pgs_moment_group_is_open (const PgsMomentGroup *self,
                          const PgsMoment      *moment)
{
  const guint step = MIN (moment->index & -moment->index, self->block); /* the lowest set bit */

  if (moment->group != self->number || self->n_moments == 0)
    return FALSE;
  return moment->index == 0 || moment->index + step / 2 >= self->n_moments;
}

/**
 * pgs_moment_group_close:
 * @self: the newest group
 *
 * The next sample is the key of another one.
 */
void
pgs_moment_group_close (PgsMomentGroup *self)
{
  self->n_moments = 0;
  self->number++;
  self->n_key_bytes = 0;
  self->n_delta_bytes = 0;
  self->has_old_key = FALSE;
}

static gboolean
must_close (const PgsMomentGroup *self)
{
  return self->n_moments == PGS_MOMENT_GROUP_MAX || self->has_old_key
         || (self->n_moments >= MIN_MOMENTS && self->n_delta_bytes > self->n_key_bytes);
}

static guint
get_parent_index (const PgsMomentGroup *self,
                  guint                 index)
{
  return index % self->block == 0 ? 0 : index & (index - 1);
}

/**
 * pgs_moment_group_place:
 * @self: the newest group
 * @moment: a new moment, which is decoded; must live as long as it is open
 * @is_key: has hardly anything in common with those before
 *
 * Gives it its place in the group, or in one of its own, and its parent.
 */
void
pgs_moment_group_place (PgsMomentGroup *self,
                        PgsMoment      *moment,
                        gboolean        is_key)
{
  if (is_key || must_close (self))
    pgs_moment_group_close (self);
  if (self->n_moments == 0)
    self->block = moment->decoded->n_bytes > LARGE_SNAPSHOT ? LARGE_BLOCK : PGS_MOMENT_GROUP_MAX;
  moment->group = self->number;
  moment->index = self->n_moments;
  if (moment->index > 0)
    {
      moment->parent = pgs_moment_ref (self->open[get_parent_index (self, moment->index)]);
      moment->parent->n_children++;
    }
  self->open[self->n_moments++] = moment;
}

/**
 * pgs_moment_group_count:
 * @self: the newest group
 * @moment: of any group
 * @n_bytes: what it takes, now that it is encoded
 */
void
pgs_moment_group_count (PgsMomentGroup  *self,
                        const PgsMoment *moment,
                        gsize            n_bytes)
{
  if (moment->group != self->number)
    return;
  if (moment->index == 0)
    {
      self->n_key_bytes = n_bytes;
      return;
    }
  self->n_delta_bytes += n_bytes;
  self->has_old_key |= moment->index % self->block == 0 && n_bytes > self->n_key_bytes / OLD_KEY_SHARE;
}
