/* pgs-moment-store.c: the samples of one process within a number of bytes
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
 *
 * What takes long to encode goes to a thread, as bytes are not needed before the sample is no longer
 * kept decoded.
 */
#include "config.h"

#include "pgs-moment-store.h"

#include "pgs-decoded-list.h"
#include "pgs-moment-path.h"

#define DEFAULT_BUDGET ((gsize) 64 << 20)
#define CACHE_SHARE 8            /* of the budget for what is decoded */
#define SLACK_SHARE 64           /* of the budget is made free at once */
#define FREE_MOMENTS (PGS_STORE_MAX_MOMENTS - PGS_STORE_MAX_MOMENTS / SLACK_SHARE)
#define MAX_GROUP 1024           /* 10 steps to decode */
#define LARGE_BLOCK 32           /* 5 steps and one to the key */
#define OLD_KEY_SHARE 16         /* of a key: what the first of a block may differ by */
#define LARGE_SNAPSHOT 1000000   /* bytes decoded */
#define MIN_GROUP 16
#define INLINE_EFFORT 200000     /* bytes to compare that take less than a millisecond */
#define MAX_PENDING 64           /* moments that wait to be encoded */

struct _PgsMomentStore
{
  PgsMomentStoreFunc func;
  gpointer data;
  gsize budget;
  GPtrArray *moments; /* of PgsMoment, in order of time */
  guint n_gone;       /* holes in the array, only while some are dropped */
  gsize n_bytes;      /* of all of them, as pgs_moment_get_n_bytes() says */

  PgsMoment *open[MAX_GROUP]; /* of the newest group; only those that may get children are valid */
  guint n_open;
  guint group;
  guint block; /* each multiple of it is relative to the key; a power of two */
  gboolean has_old_key;
  gsize n_key_bytes;
  gsize n_delta_bytes;

  PgsDecodedList decoded; /* encoded ones only */

  PgsMomentPath *path; /* (nullable): what is being decoded in a thread */
  PgsMomentStoreFunc prepared;
  gpointer prepared_data;

  GThreadPool *pool; /* NULL until it is needed */
  GAsyncQueue *done; /* of Job */
  guint n_pending;
  GMutex mutex; /* guards idle */
  guint idle;
};

/* What dropping a moment would lose. */
typedef struct
{
  double loss;
  guint index;
} Loss;

/* What is encoded in the thread. */
typedef struct
{
  PgsMoment *moment; /* not touched there */
  PgsSnapshot *snapshot;
  PgsSnapshot *before;
  PgsAges *ages;
  PgsAges *ages_before;
  PgsPacket packet;
} Job;

static PgsMoment *
get_moment (PgsMomentStore *self,
            gsize           index)
{
  return g_ptr_array_index (self->moments, index);
}

/* Whether later samples may be encoded relative to this one. */
static gboolean
is_open (PgsMomentStore  *self,
         const PgsMoment *moment)
{
  const guint step = MIN (moment->index & -moment->index, self->block); /* the lowest set bit */

  if (moment->group != self->group || self->n_open == 0)
    return FALSE;
  return moment->index == 0 || moment->index + step / 2 >= self->n_open;
}

static void
close_group (PgsMomentStore *self)
{
  self->n_open = 0;
  self->group++;
  self->n_key_bytes = 0;
  self->n_delta_bytes = 0;
  self->has_old_key = FALSE;
}

/* Later samples are compared with the open ones. */
static gboolean
must_stay_decoded (const PgsMoment *moment,
                   gpointer         data)
{
  return is_open (data, moment);
}

static void
trim_decoded (PgsMomentStore *self)
{
  pgs_decoded_list_trim (&self->decoded, self->budget / CACHE_SHARE, must_stay_decoded, self);
}

/* Takes @moment out of account, but not out of the array. */
static void
drop (PgsMomentStore *self,
      PgsMoment      *moment)
{
  self->n_bytes -= pgs_moment_get_n_bytes (moment);
  if (moment->packet.bytes != NULL)
    pgs_decoded_list_forget (&self->decoded, moment);
  if (moment->parent != NULL)
    moment->parent->n_children--;
  moment->group = G_MAXUINT; /* a job that still encodes it knows by this */
  pgs_moment_unref (moment);
}

static gboolean
is_droppable (PgsMomentStore  *self,
              const PgsMoment *moment)
{
  return moment->n_children == 0 && !moment->pinned && moment->packet.bytes != NULL && !is_open (self, moment);
}

static gboolean
is_above (PgsMomentStore *self,
          gsize           n_bytes,
          guint           n_moments)
{
  return self->n_bytes > n_bytes || self->moments->len - self->n_gone > n_moments;
}

/* Closes the holes that drop() left in the array. */
static void
close_holes (PgsMomentStore *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->moments->len; i++)
    if (self->moments->pdata[i] != NULL)
      self->moments->pdata[kept++] = self->moments->pdata[i];
  g_ptr_array_set_size (self->moments, (int) kept);
  self->n_gone = 0;
}

/* How much a moment would be missed: the hole that it would leave, beside its age, for each byte. */
static double
get_loss (PgsMomentStore *self,
          guint           index)
{
  const PgsMoment *moment = get_moment (self, index);
  const gint64 newest_us = get_moment (self, self->moments->len - 1)->at_us;

  return (double) (get_moment (self, index + 1)->at_us - get_moment (self, index - 1)->at_us)
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
    if (is_droppable (self, get_moment (self, i)))
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
      drop (self, get_moment (self, index));
      self->moments->pdata[index] = NULL;
      self->n_gone++;
    }
  if (self->n_gone == 0)
    return FALSE;
  close_holes (self);
  return TRUE;
}

/* If there is more than the budget allows, drops a little more than that, so that it need not be done
 * for each sample. Returns: whether anything was dropped. */
static gboolean
enforce_budget (PgsMomentStore *self)
{
  const gsize limit = self->budget - self->budget / CACHE_SHARE;
  const guint before = self->moments->len;

  if (is_above (self, limit, PGS_STORE_MAX_MOMENTS))
    while (is_above (self, limit - limit / SLACK_SHARE, FREE_MOMENTS))
      {
        if (drop_least_missed (self, limit - limit / SLACK_SHARE, FREE_MOMENTS))
          continue;
        if (self->n_open == 0)
          break;
        close_group (self); /* what later samples would have been based on can be dropped then */
      }
  trim_decoded (self);
  return self->moments->len < before;
}

/* Takes over the bytes of a moment. Returns: whether others were dropped for them. */
static gboolean
take_packet (PgsMomentStore *self,
             PgsMoment      *moment,
             PgsPacket      *packet)
{
  gsize n_bytes;

  if (moment->group == G_MAXUINT)
    {
      pgs_packet_clear (packet);
      return FALSE;
    }
  moment->packet = *packet;
  n_bytes = pgs_packet_get_n_bytes (packet);
  self->n_bytes += n_bytes;
  if (moment->group == self->group && moment->index == 0)
    self->n_key_bytes = n_bytes;
  else if (moment->group == self->group)
    {
      self->n_delta_bytes += n_bytes;
      self->has_old_key |= moment->index % self->block == 0 && n_bytes > self->n_key_bytes / OLD_KEY_SHARE;
    }
  pgs_decoded_list_use (&self->decoded, moment);
  return enforce_budget (self);
}

static void
job_free (Job *job)
{
  pgs_moment_unref (job->moment);
  pgs_snapshot_unref (job->snapshot);
  g_clear_pointer (&job->before, pgs_snapshot_unref);
  g_clear_pointer (&job->ages, pgs_ages_unref);
  g_clear_pointer (&job->ages_before, pgs_ages_unref);
  g_free (job);
}

/* Returns: whether moments were dropped. */
static gboolean
finish_job (PgsMomentStore *self,
            Job            *job)
{
  const gboolean dropped = take_packet (self, job->moment, &job->packet);

  self->n_pending--;
  job_free (job);
  return dropped;
}

static gboolean
on_done (gpointer data)
{
  PgsMomentStore *self = data;
  gboolean dropped = FALSE;
  Job *job;

  g_mutex_lock (&self->mutex);
  self->idle = 0;
  g_mutex_unlock (&self->mutex);
  while ((job = g_async_queue_try_pop (self->done)) != NULL)
    dropped |= finish_job (self, job);
  if (dropped && self->func != NULL)
    self->func (self->data);
  return G_SOURCE_REMOVE;
}

static void
run_job (gpointer data,
         gpointer user_data)
{
  PgsMomentStore *self = user_data;
  Job *job = data;

  pgs_packet_encode (&job->packet, job->snapshot, job->ages, job->before, job->ages_before);
  g_async_queue_push (self->done, job);
  g_mutex_lock (&self->mutex);
  if (self->idle == 0)
    self->idle = g_idle_add_full (G_PRIORITY_DEFAULT, on_done, self, NULL);
  g_mutex_unlock (&self->mutex);
}

/* Returns: (transfer full) (nullable): the ages of a moment that is decoded */
static PgsAges *
ref_ages (const PgsMoment *moment)
{
  return moment->decoded->ages != NULL ? pgs_ages_ref (moment->decoded->ages) : NULL;
}

static void
push_job (PgsMomentStore *self,
          PgsMoment      *moment)
{
  Job *job = g_new0 (Job, 1);

  if (self->pool == NULL)
    self->pool = g_thread_pool_new (run_job, self, 1, FALSE, NULL);
  job->moment = pgs_moment_ref (moment);
  job->snapshot = pgs_snapshot_ref (moment->decoded->snapshot);
  job->ages = ref_ages (moment);
  if (moment->parent != NULL)
    {
      job->before = pgs_snapshot_ref (moment->parent->decoded->snapshot);
      job->ages_before = ref_ages (moment->parent);
    }
  self->n_pending++;
  g_thread_pool_push (self->pool, job, NULL);
}

static gboolean
must_close (const PgsMomentStore *self)
{
  return self->n_open == MAX_GROUP || self->has_old_key
         || (self->n_open >= MIN_GROUP && self->n_delta_bytes > self->n_key_bytes);
}

static guint
get_parent_index (const PgsMomentStore *self,
                  guint                 index)
{
  return index % self->block == 0 ? 0 : index & (index - 1);
}

/* Gives a new moment its place in the newest group, or in one of its own. */
static void
place (PgsMomentStore *self,
       PgsMoment      *moment,
       gboolean        is_key)
{
  if (is_key || must_close (self))
    close_group (self);
  if (self->n_open == 0)
    self->block = moment->decoded->n_bytes > LARGE_SNAPSHOT ? LARGE_BLOCK : MAX_GROUP;
  moment->group = self->group;
  moment->index = self->n_open;
  if (moment->index > 0)
    {
      moment->parent = pgs_moment_ref (self->open[get_parent_index (self, moment->index)]);
      moment->parent->n_children++;
    }
  self->open[self->n_open++] = moment;
}

/**
 * pgs_moment_store_new:
 * @func: (nullable): called when samples were dropped while nobody called the store
 * @data: for @func
 *
 * Returns: (transfer full): an empty store
 */
PgsMomentStore *
pgs_moment_store_new (PgsMomentStoreFunc func,
                      gpointer           data)
{
  PgsMomentStore *self = g_new0 (PgsMomentStore, 1);

  self->func = func;
  self->data = data;
  self->budget = DEFAULT_BUDGET;
  self->moments = g_ptr_array_new ();
  self->done = g_async_queue_new ();
  g_mutex_init (&self->mutex);
  return self;
}

/**
 * pgs_moment_store_free:
 * @self: (transfer full) (nullable): a store
 *
 * Waits for the sample that is being encoded.
 */
void
pgs_moment_store_free (PgsMomentStore *self)
{
  if (self == NULL)
    return;
  self->func = NULL;
  g_clear_pointer (&self->path, pgs_moment_path_cancel);
  pgs_moment_store_finish (self);
  if (self->pool != NULL)
    g_thread_pool_free (self->pool, FALSE, TRUE);
  g_clear_handle_id (&self->idle, g_source_remove);
  for (guint i = self->moments->len; i > 0; i--)
    drop (self, get_moment (self, i - 1));
  g_ptr_array_unref (self->moments);
  g_async_queue_unref (self->done);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

/**
 * pgs_moment_store_set_budget:
 * @self: a store
 * @budget: bytes that it may take, an eighth of them for what is decoded
 *
 * The first and the newest sample and those that are pinned are kept in any case, and what is
 * not encoded yet takes more until it is.
 */
void
pgs_moment_store_set_budget (PgsMomentStore *self,
                             gsize           budget)
{
  self->budget = budget;
  if (enforce_budget (self) && self->func != NULL)
    self->func (self->data);
}

/**
 * pgs_moment_store_add:
 * @self: a store
 * @snapshot: a sample, later than all before
 * @ages: (nullable): its ages
 * @is_key: has hardly anything in common with those before
 *
 * May drop others. If encoding is far behind, @snapshot itself is not kept.
 */
void
pgs_moment_store_add (PgsMomentStore *self,
                      PgsSnapshot    *snapshot,
                      PgsAges        *ages,
                      gboolean        is_key)
{
  const PgsDecoded *before;
  PgsMoment *moment;
  PgsPacket packet;

  if (self->n_pending >= MAX_PENDING)
    return;
  moment = pgs_moment_new (snapshot, ages);
  place (self, moment, is_key);
  g_ptr_array_add (self->moments, moment);
  self->n_bytes += pgs_moment_get_n_bytes (moment);
  moment->slow = pgs_moment_get_effort (moment) > INLINE_EFFORT;
  if (moment->slow)
    {
      push_job (self, moment);
      return;
    }
  before = moment->parent != NULL ? moment->parent->decoded : NULL;
  pgs_packet_encode (&packet, snapshot, ages, before != NULL ? before->snapshot : NULL,
                     before != NULL ? before->ages : NULL);
  take_packet (self, moment, &packet);
}

/**
 * pgs_moment_store_pin:
 * @self: a store
 * @index: of a sample that is never to be dropped
 */
void
pgs_moment_store_pin (PgsMomentStore *self,
                      gsize           index)
{
  get_moment (self, index)->pinned = TRUE;
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
      PgsMoment *moment = get_moment (self, i);

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

      if (get_moment (self, middle)->at_us < time_us)
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
      PgsMoment *moment = get_moment (self, i - 1);

      if (moment->keep || !is_droppable (self, moment))
        continue;
      drop (self, moment);
      self->moments->pdata[i - 1] = NULL;
      self->n_gone++;
    }
  if (self->n_gone == 0)
    return FALSE;
  close_holes (self);
  return TRUE;
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
  newest_us = get_moment (self, self->moments->len - 1)->at_us;
  ends[0] = lower_bound (self, (newest_us - PGS_STORE_SECONDS_US) / ten_us * ten_us);
  ends[1] = lower_bound (self, (newest_us - PGS_STORE_ALL_US) / second_us * second_us);
  choose (self, 0, ends[0], ten_us);
  choose (self, ends[0], ends[1], second_us);
  return drop_unchosen (self, ends[1]);
}

/**
 * pgs_moment_store_finish:
 * @self: a store
 *
 * Waits until all samples are encoded.
 */
void
pgs_moment_store_finish (PgsMomentStore *self)
{
  while (self->n_pending > 0)
    finish_job (self, g_async_queue_pop (self->done));
}

gsize
pgs_moment_store_get_length (PgsMomentStore *self)
{
  return self->moments->len;
}

gint64
pgs_moment_store_get_time (PgsMomentStore *self,
                           gsize           index)
{
  return get_moment (self, index)->at_us;
}

gboolean
pgs_moment_store_is_pinned (PgsMomentStore *self,
                            gsize           index)
{
  return get_moment (self, index)->pinned;
}

/* Makes sure that a moment is decoded, and notes that it and what it is based on were used. */
static PgsMoment *
use (PgsMomentStore  *self,
     gsize            index,
     GError         **error)
{
  PgsMoment *moment = get_moment (self, index);
  const gboolean decoded = pgs_moment_decode (moment, pgs_decoded_list_get_last (&self->decoded), error);

  pgs_decoded_list_use (&self->decoded, moment);
  return decoded ? moment : NULL;
}

/* A moment that was dropped meanwhile is gone; what it was based on is there. */
static void
on_path_decoded (PgsMoment *moment,
                 gpointer   data)
{
  PgsMomentStore *self = data;

  self->path = NULL;
  while (moment != NULL && moment->group == G_MAXUINT)
    moment = moment->parent;
  if (moment != NULL)
    pgs_decoded_list_use (&self->decoded, moment);
  self->prepared (self->prepared_data);
}

/**
 * pgs_moment_store_prepare:
 * @self: a store
 * @index: of a sample that will be asked for
 * @func: called later, once, after %FALSE
 * @data: for @func
 *
 * Has what takes long decoded by a thread: one sample at a time. While one is, nothing else is begun: ask again
 * when @func is called.
 *
 * Returns: whether pgs_moment_store_get_snapshot() takes little time now, also if it will fail
 */
gboolean
pgs_moment_store_prepare (PgsMomentStore     *self,
                          gsize               index,
                          PgsMomentStoreFunc  func,
                          gpointer            data)
{
  PgsMoment *moment = get_moment (self, index);

  if (!pgs_moment_is_slow (moment))
    return TRUE;
  self->prepared = func;
  self->prepared_data = data;
  if (self->path == NULL)
    self->path = pgs_moment_path_decode (moment, pgs_decoded_list_get_last (&self->decoded), on_path_decoded, self);
  return FALSE;
}

/**
 * pgs_moment_store_get_snapshot:
 * @self: a store
 * @index: of a sample
 * @error: why it could not be decoded
 *
 * Returns: (transfer full) (nullable): the sample
 */
PgsSnapshot *
pgs_moment_store_get_snapshot (PgsMomentStore  *self,
                               gsize            index,
                               GError         **error)
{
  PgsMoment *moment = use (self, index, error);
  PgsSnapshot *snapshot = moment != NULL ? pgs_snapshot_ref (moment->decoded->snapshot) : NULL;

  trim_decoded (self);
  return snapshot;
}

/**
 * pgs_moment_store_get_ages:
 * @self: a store
 * @index: of a sample
 *
 * Returns: (transfer full) (nullable): its ages, %NULL if they are not known
 */
PgsAges *
pgs_moment_store_get_ages (PgsMomentStore *self,
                           gsize           index)
{
  PgsMoment *moment = use (self, index, NULL);
  PgsAges *ages = moment != NULL ? ref_ages (moment) : NULL;

  trim_decoded (self);
  return ages;
}

/**
 * pgs_moment_store_get_n_bytes:
 * @self: a store
 *
 * Returns: how much memory it takes, without what is decoded
 */
gsize
pgs_moment_store_get_n_bytes (PgsMomentStore *self)
{
  return self->n_bytes;
}
