/* pgs-page-cursor.c: which part of an address space to read next
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Where reading everything costs more than may be used at once, it is done in slices. Each slice
 * reads, until its time is up,
 *   1. what is on screen, with half of the time, unless it was read since something changed;
 *   2. what was mapped anew, which is little, and is what people look for;
 *   3. the next part of a round through the whole space, and the next round if the process has
 *      changed since that one began.
 * Each of them gets on by at least one call into the kernel, so that none starves. Nothing is read
 * twice in one slice. When a round has ended in which nothing changed, nothing is read until
 * something does, or until it is too old: mprotect, collapse into huge pages and reclaim move no
 * counter.
 */
#include "config.h"

#include "pgs-page-cursor.h"

#define DONE 1 /* marks what has changed and was read */
#define MAX_CHANGES 256 /* a call each: more of them are left to the round */

struct _PgsPageCursor
{
  guint64 next;         /* where the round goes on */
  guint64 visible_next; /* where what is on screen goes on */
  PgsCoverage *changed; /* what was mapped anew and not read yet; pages */
  gboolean in_round;
  guint64 round_motion;
  gint64 round_began_us;

  guint64 motion; /* as it was seen last, and since when */
  gint64 motion_us;

  guint64 n_rounds; /* that have ended; of the last of them: */
  guint64 done_motion;
  gint64 done_began_us;
};

/**
 * pgs_page_cursor_new:
 *
 * Returns: (transfer full): a cursor for an address space of which nothing was read
 */
PgsPageCursor *
pgs_page_cursor_new (void)
{
  PgsPageCursor *self = g_new0 (PgsPageCursor, 1);

  self->changed = pgs_coverage_new ();
  return self;
}

/**
 * pgs_page_cursor_free:
 * @self: (nullable) (transfer full): a cursor
 */
void
pgs_page_cursor_free (PgsPageCursor *self)
{
  if (self == NULL)
    return;
  pgs_coverage_unref (self->changed);
  g_free (self);
}

static void
take_changed (PgsPageCursor *self,
              PgsCoverage   *changed)
{
  pgs_coverage_unref (self->changed);
  self->changed = changed;
}

/**
 * pgs_page_cursor_reset:
 * @self: a cursor
 *
 * What was read is worth nothing any more.
 */
void
pgs_page_cursor_reset (PgsPageCursor *self)
{
  take_changed (self, pgs_coverage_new ());
  self->next = 0;
  self->in_round = FALSE;
  self->n_rounds = 0;
}

/**
 * pgs_page_cursor_add_changes:
 * @self: a cursor
 * @changes: (element-type PgsReadRange): pages that are other memory now, @at_us 0
 */
void
pgs_page_cursor_add_changes (PgsPageCursor *self,
                             GArray        *changes)
{
  gsize n_changed;

  take_changed (self, pgs_coverage_update (self->changed,
                                           (const PgsReadRange *) (gpointer) changes->data,
                                           changes->len));
  pgs_coverage_get_ranges (self->changed, &n_changed);
  if (n_changed > MAX_CHANGES)
    take_changed (self, pgs_coverage_new ());
}

/**
 * pgs_page_cursor_finish:
 * @self: a cursor
 * @motion: as in #PgsSlice
 * @now_us: monotonic time before it was read
 *
 * Everything was read.
 */
void
pgs_page_cursor_finish (PgsPageCursor *self,
                        guint64        motion,
                        gint64         now_us)
{
  take_changed (self, pgs_coverage_new ());
  self->next = 0;
  self->in_round = FALSE;
  self->n_rounds++;
  self->done_motion = motion;
  self->done_began_us = now_us;
}

static gboolean
has_changes (PgsPageCursor *self)
{
  gsize n_changed;

  pgs_coverage_get_ranges (self->changed, &n_changed);
  return n_changed > 0;
}

/**
 * pgs_page_cursor_is_due:
 * @self: a cursor
 * @motion: as in #PgsSlice
 * @now_us: monotonic time
 * @max_age_us: as in #PgsSlice
 *
 * Returns: whether anything is left to be read
 */
gboolean
pgs_page_cursor_is_due (PgsPageCursor *self,
                        guint64        motion,
                        gint64         now_us,
                        gint64         max_age_us)
{
  return self->n_rounds == 0 || self->in_round || self->done_motion != motion ||
         has_changes (self) || now_us - self->done_began_us >= max_age_us;
}

/**
 * pgs_page_cursor_get_rounds:
 * @self: a cursor
 *
 * Returns: how often everything was read
 */
guint64
pgs_page_cursor_get_rounds (PgsPageCursor *self)
{
  return self->n_rounds;
}

/**
 * pgs_page_cursor_is_in_round:
 * @self: a cursor
 *
 * Returns: whether it is in the middle of reading everything
 */
gboolean
pgs_page_cursor_is_in_round (PgsPageCursor *self)
{
  return self->in_round;
}

static gboolean
read_piece (PgsSlice  *slice,
            guint      position,
            guint64    start,
            guint64    end,
            gboolean   in_round,
            guint64   *reached,
            GError   **error)
{
  PgsSlicePart part = { .start = start, .first_run = slice->runs->len };

  *reached = start;
  if (!slice->func (start, end, in_round, reached, slice->user_data, error))
    return FALSE;
  *reached = CLAMP (*reached, start, end);
  part.end = *reached;
  part.n_runs = slice->runs->len - part.first_run;
  if (part.end > part.start)
    g_array_insert_val (slice->parts, position, part);
  return TRUE;
}

/* Reads what was not yet read of `[start, end)` in this slice, until time is up. */
static gboolean
read_part (PgsSlice  *slice,
           guint64    start,
           guint64    end,
           gboolean   in_round,
           guint64   *reached,
           GError   **error)
{
  gboolean go_on = TRUE;

  *reached = start;
  for (guint i = 0; *reached < end && go_on; i++)
    {
      const PgsSlicePart *next = NULL;
      guint64 piece_end = end;

      if (i < slice->parts->len)
        next = &g_array_index (slice->parts, PgsSlicePart, i);
      if (next != NULL && next->start <= *reached)
        {
          *reached = MAX (*reached, MIN (next->end, end));
          continue;
        }
      if (next != NULL)
        piece_end = MIN (next->start, end);
      if (!read_piece (slice, i, *reached, piece_end, in_round, reached, error))
        return FALSE;
      go_on = *reached == piece_end && !slice->pause->is_over;
    }
  return TRUE;
}

static gboolean
is_visible_fresh (PgsPageCursor  *self,
                  const PgsSlice *slice,
                  guint64         start,
                  guint64         end)
{
  const gint64 read_us = pgs_coverage_get_oldest (slice->coverage, start >> slice->page_shift,
                                                  end >> slice->page_shift);

  return read_us > 0 && read_us >= self->motion_us && slice->now_us - read_us < slice->max_age_us;
}

static gboolean
read_visible (PgsPageCursor  *self,
              PgsSlice       *slice,
              GError        **error)
{
  const guint64 in_page = (G_GUINT64_CONSTANT (1) << slice->page_shift) - 1;
  const guint64 start = MAX (slice->visible_start & ~in_page, slice->start);
  const guint64 end = (MIN (slice->visible_end, slice->end) + in_page) & ~in_page;
  const guint64 from = self->visible_next > start && self->visible_next < end ? self->visible_next
                                                                              : start;
  guint64 reached;

  if (start >= end || slice->max_cpu_us == 0 || is_visible_fresh (self, slice, start, end))
    return TRUE;
  pgs_pause_limit (slice->pause, MAX (slice->max_cpu_us / 2, 1));
  if (!read_part (slice, from, end, FALSE, &reached, error))
    return FALSE;
  if (reached == end && from > start && !slice->pause->is_over &&
      !read_part (slice, start, from, FALSE, &reached, error))
    return FALSE;
  self->visible_next = reached;
  return TRUE;
}

static void
append_range (GArray *ranges,
              guint64 first,
              guint64 end)
{
  const PgsReadRange range = { first, end, DONE };

  g_array_append_val (ranges, range);
}

/* Leaves in what has changed only what was not read in this slice, and is inside of the space. */
static void
forget_read (PgsPageCursor  *self,
             const PgsSlice *slice)
{
  g_autoptr (PgsCoverage) marked = NULL;
  g_autoptr (PgsCoverage) none = pgs_coverage_new ();
  g_autoptr (GArray) ranges = g_array_new (FALSE, FALSE, sizeof (PgsReadRange));
  const PgsReadRange *all;
  gsize n_all;

  append_range (ranges, 0, slice->start >> slice->page_shift);
  for (guint i = 0; i < slice->parts->len; i++)
    {
      const PgsSlicePart *part = &g_array_index (slice->parts, PgsSlicePart, i);

      append_range (ranges, part->start >> slice->page_shift, part->end >> slice->page_shift);
    }
  append_range (ranges, slice->end >> slice->page_shift, G_MAXUINT64);
  marked = pgs_coverage_update (self->changed, (const PgsReadRange *) (gpointer) ranges->data,
                                ranges->len);
  g_array_set_size (ranges, 0);
  all = pgs_coverage_get_ranges (marked, &n_all);
  for (gsize i = 0; i < n_all; i++)
    if (all[i].at_us != DONE)
      g_array_append_val (ranges, all[i]);
  take_changed (self, pgs_coverage_update (none, (const PgsReadRange *) (gpointer) ranges->data,
                                           ranges->len));
}

static gboolean
read_changed (PgsPageCursor  *self,
              PgsSlice       *slice,
              GError        **error)
{
  gsize n_changed;
  const PgsReadRange *changed = pgs_coverage_get_ranges (self->changed, &n_changed);

  for (gsize i = 0; i < n_changed && (i == 0 || !slice->pause->is_over); i++)
    {
      const guint64 start = MAX (changed[i].first << slice->page_shift, slice->start);
      const guint64 end = MIN (changed[i].end << slice->page_shift, slice->end);
      guint64 reached;

      if (start < end && !read_part (slice, start, end, FALSE, &reached, error))
        return FALSE;
    }
  return TRUE;
}

static void
begin_round (PgsPageCursor  *self,
             const PgsSlice *slice)
{
  self->next = 0;
  self->in_round = TRUE;
  self->round_motion = slice->motion;
  self->round_began_us = slice->now_us;
}

static void
end_round (PgsPageCursor *self)
{
  self->next = 0;
  self->in_round = FALSE;
  self->n_rounds++;
  self->done_motion = self->round_motion;
  self->done_began_us = self->round_began_us;
}

static gboolean
read_round (PgsPageCursor  *self,
            PgsSlice       *slice,
            GError        **error)
{
  do
    {
      guint64 reached;

      if (!self->in_round)
        begin_round (self, slice);
      if (!read_part (slice, MAX (self->next, slice->start), slice->end, TRUE, &reached, error))
        return FALSE;
      self->next = reached;
      if (reached >= slice->end)
        end_round (self);
    }
  while (!self->in_round && self->done_motion != slice->motion && !slice->pause->is_over);
  return TRUE;
}

/* How much of the time is left after @began_ns; never nothing, which would be any. */
static gint64
get_rest (const PgsSlice *slice,
          gint64          began_ns)
{
  const gint64 used_us = (pgs_pause_get_cpu_ns () - began_ns) / 1000;

  return slice->max_cpu_us > 0 ? MAX (slice->max_cpu_us - used_us, 1) : 0;
}

/**
 * pgs_page_cursor_read:
 * @self: a cursor
 * @slice: what to read
 * @error: (out) (optional): why not
 *
 * Reads one slice, whether it is due or not.
 *
 * Returns: %FALSE if reading failed: it begins anew then
 */
gboolean
pgs_page_cursor_read (PgsPageCursor  *self,
                      PgsSlice       *slice,
                      GError        **error)
{
  const gint64 began_ns = pgs_pause_get_cpu_ns ();
  gboolean ok;

  if (self->motion_us == 0 || self->motion != slice->motion)
    self->motion_us = slice->now_us;
  self->motion = slice->motion;
  ok = read_visible (self, slice, error);
  pgs_pause_limit (slice->pause, get_rest (slice, began_ns));
  ok = ok && read_changed (self, slice, error) && read_round (self, slice, error);
  if (!ok)
    pgs_page_cursor_reset (self);
  else if (has_changes (self))
    forget_read (self, slice);
  return ok;
}
