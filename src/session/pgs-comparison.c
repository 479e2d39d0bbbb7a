/* pgs-comparison.c: what is shown, compared with another moment or process
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * One difference is made at a time, by a thread, so that 60,000 regions never stall the window. The
 * next begins when as much time has gone by as keeps this below a tenth of a core, with the newest
 * snapshots; those in between are left out.
 */
#include "config.h"

#include "pgs-comparison-private.h"

#define KEY "pgs-comparison"
#define MIN_PAUSE_US (G_USEC_PER_SEC / 10)
#define PAUSE_RATIO 9

/* What the thread works on. */
typedef struct
{
  PgsSnapshot *a;
  PgsSnapshot *b;
  gboolean follows;
  gint64 cost_us;
} Work;

G_DEFINE_FINAL_TYPE (PgsComparison, pgs_comparison, G_TYPE_OBJECT)

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void update (PgsComparison *self);

static void
work_free (gpointer data)
{
  Work *work = data;

  pgs_snapshot_unref (work->a);
  pgs_snapshot_unref (work->b);
  g_free (work);
}

static void
set_diff (PgsComparison *self,
          PgsDiff       *diff,
          PgsSnapshot   *a,
          PgsSnapshot   *b)
{
  g_clear_pointer (&self->diff, pgs_diff_unref);
  g_clear_pointer (&self->diff_a, pgs_snapshot_unref);
  g_clear_pointer (&self->diff_b, pgs_snapshot_unref);
  if (diff != NULL)
    {
      self->diff = pgs_diff_ref (diff);
      self->diff_a = pgs_snapshot_ref (a);
      self->diff_b = pgs_snapshot_ref (b);
    }
}

static void
do_work (GTask        *task,
         gpointer      source,
         gpointer      data,
         GCancellable *cancellable)
{
  Work *work = data;
  const gint64 began_us = g_get_monotonic_time ();
  PgsDiff *diff = pgs_diff_new (work->a, work->b);

  work->cost_us = g_get_monotonic_time () - began_us;
  g_task_return_pointer (task, diff, (GDestroyNotify) pgs_diff_unref);
}

static void
on_worked (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  PgsComparison *self = PGS_COMPARISON (source);
  const Work *work = g_task_get_task_data (G_TASK (result));
  g_autoptr (PgsDiff) diff = g_task_propagate_pointer (G_TASK (result), NULL);

  self->is_working = FALSE;
  self->not_before_us = g_get_monotonic_time () + MAX (PAUSE_RATIO * work->cost_us, MIN_PAUSE_US);
  /* What is shown goes on meanwhile; but if A is another one, this is not what was asked for. */
  if (work->a == pgs_comparison_get_a (self) && work->follows == pgs_comparison_follows (self)
      && (work->follows || work->b == pgs_comparison_get_b (self)))
    {
      set_diff (self, diff, work->a, work->b);
      g_signal_emit (self, signals[CHANGED], 0);
    }
  update (self);
}

static void
start (PgsComparison *self,
       PgsSnapshot   *a,
       PgsSnapshot   *b)
{
  g_autoptr (GTask) task = g_task_new (self, NULL, on_worked, NULL);
  Work *work = g_new0 (Work, 1);

  work->a = pgs_snapshot_ref (a);
  work->b = pgs_snapshot_ref (b);
  work->follows = pgs_comparison_follows (self);
  self->is_working = TRUE;
  g_task_set_source_tag (task, start);
  g_task_set_task_data (task, work, work_free);
  g_task_run_in_thread (task, do_work);
}

static gboolean
on_timeout (gpointer data)
{
  PgsComparison *self = data;

  self->timeout = 0;
  update (self);
  return G_SOURCE_REMOVE;
}

static gboolean
is_reading (PgsComparison *self)
{
  return pgs_comparison_is_reading (self, FALSE) || pgs_comparison_is_reading (self, TRUE);
}

/* Makes the difference of what is to be compared now, or waits until it may be made. */
static void
update (PgsComparison *self)
{
  PgsSnapshot *a = pgs_comparison_get_a (self);
  PgsSnapshot *b = pgs_comparison_get_b (self);
  gint64 wait_us;

  if (a == NULL || b == NULL)
    {
      if (self->diff == NULL)
        return;
      set_diff (self, NULL, NULL, NULL);
      g_signal_emit (self, signals[CHANGED], 0);
      return;
    }
  if ((self->diff != NULL && a == self->diff_a && b == self->diff_b) || self->is_working || self->timeout != 0
      || g_hash_table_size (self->needed_by) == 0 || is_reading (self))
    return;
  wait_us = self->not_before_us - g_get_monotonic_time ();
  if (wait_us > 0)
    self->timeout = g_timeout_add ((guint) (wait_us / 1000) + 1, on_timeout, self);
  else
    start (self, a, b);
}

/* Another process, or a recording: what was chosen of the one before means nothing to it. */
static void
on_state (PgsSession *session,
          GParamSpec *pspec,
          gpointer    data)
{
  PgsComparison *self = data;

  if (pgs_session_get_state (session) != PGS_SESSION_OPENING
      && pgs_session_get_state (session) != PGS_SESSION_REPLAY)
    return;
  g_clear_error (&self->error);
  self->awaited_us = 0;
  pgs_session_compare (session, NULL, NULL);
}

/* A moment that B was to be may not be waited for any more. */
static void
on_live (PgsComparison *self)
{
  if (self->awaited_us != 0)
    pgs_comparison_tell (self);
}

static void
give_up (PgsComparison *self)
{
  pgs_comparison_give_up (self, FALSE);
  pgs_comparison_give_up (self, TRUE);
}

static void
on_session_gone (gpointer  data,
                 GObject  *session)
{
  PgsComparison *self = data;

  self->session = NULL;
  give_up (self);
  g_clear_handle_id (&self->timeout, g_source_remove);
}

static void
pgs_comparison_finalize (GObject *object)
{
  PgsComparison *self = PGS_COMPARISON (object);

  if (self->session != NULL)
    g_object_weak_unref (G_OBJECT (self->session), on_session_gone, self);
  g_clear_handle_id (&self->timeout, g_source_remove);
  set_diff (self, NULL, NULL, NULL);
  give_up (self);
  for (guint i = 0; i < G_N_ELEMENTS (self->sides); i++)
    {
      g_clear_pointer (&self->sides[i].snapshot, pgs_snapshot_unref);
      g_clear_pointer (&self->sides[i].name, g_free);
    }
  g_clear_error (&self->error);
  g_clear_pointer (&self->needed_by, g_hash_table_unref);
  G_OBJECT_CLASS (pgs_comparison_parent_class)->finalize (object);
}

static void
pgs_comparison_class_init (PgsComparisonClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = pgs_comparison_finalize;
  signals[CHANGED] = g_signal_new ("changed", PGS_TYPE_COMPARISON, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 0);
}

static void
pgs_comparison_init (PgsComparison *self)
{
  self->needed_by = g_hash_table_new (NULL, NULL);
}

/**
 * pgs_session_get_comparison:
 * @session: a session
 *
 * Returns: (transfer none): what compares the session's moments; the same one each time
 */
PgsComparison *
pgs_session_get_comparison (PgsSession *session)
{
  PgsComparison *self;

  g_return_val_if_fail (PGS_IS_SESSION (session), NULL);

  self = g_object_get_data (G_OBJECT (session), KEY);
  if (self != NULL)
    return self;
  self = g_object_new (PGS_TYPE_COMPARISON, NULL);
  self->session = session;
  g_object_weak_ref (G_OBJECT (session), on_session_gone, self);
  g_signal_connect_object (session, "sampled", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (session, "notify::state", G_CALLBACK (on_state), self, 0);
  g_signal_connect_object (session, "notify::live", G_CALLBACK (on_live), self, G_CONNECT_SWAPPED);
  g_object_set_data_full (G_OBJECT (session), KEY, self, g_object_unref);
  return self;
}

/**
 * pgs_session_compare:
 * @session: a session
 * @a: (nullable): what to compare with; %NULL: the last mark
 * @b: (nullable): what is compared with it; %NULL: what is shown
 *
 * The same as pgs_comparison_set_a() and pgs_comparison_set_b() without names.
 */
void
pgs_session_compare (PgsSession  *session,
                     PgsSnapshot *a,
                     PgsSnapshot *b)
{
  PgsComparison *self = pgs_session_get_comparison (session);

  pgs_comparison_set_b (self, b, NULL);
  pgs_comparison_set_a (self, a, NULL);
}

/**
 * pgs_comparison_choose:
 * @self: a comparison
 * @is_b: whether @snapshot is to be B, else A
 * @snapshot: (nullable): as of pgs_comparison_set_a() or pgs_comparison_set_b()
 * @name: (nullable): what to call it
 *
 * Tells nobody.
 */
void
pgs_comparison_choose (PgsComparison *self,
                       gboolean       is_b,
                       PgsSnapshot   *snapshot,
                       const char    *name)
{
  PgsComparisonSide *side = &self->sides[is_b];
  g_autoptr (PgsSnapshot) before = g_steal_pointer (&side->snapshot);
  char *name_before = side->name; /* which may be @name */

  pgs_comparison_give_up (self, is_b);
  g_clear_error (&self->error);
  side->snapshot = snapshot != NULL ? pgs_snapshot_ref (snapshot) : NULL;
  side->name = g_strdup (name);
  g_free (name_before);
  if (snapshot != before)
    set_diff (self, NULL, NULL, NULL);
}

/**
 * pgs_comparison_tell:
 * @self: a comparison
 *
 * Emits `changed`, and compares if that is to be done.
 */
void
pgs_comparison_tell (PgsComparison *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
  update (self);
}

/**
 * pgs_comparison_set_a:
 * @self: a comparison
 * @a: (nullable): what to compare with; %NULL: the last mark, if there is one
 * @name: (nullable): what to call it
 */
void
pgs_comparison_set_a (PgsComparison *self,
                      PgsSnapshot   *a,
                      const char    *name)
{
  g_return_if_fail (PGS_IS_COMPARISON (self));
  pgs_comparison_choose (self, FALSE, a, name);
  pgs_comparison_tell (self);
}

/**
 * pgs_comparison_set_b:
 * @self: a comparison
 * @b: (nullable): what is compared; %NULL: what is shown, from now on
 * @name: (nullable): what to call it
 */
void
pgs_comparison_set_b (PgsComparison *self,
                      PgsSnapshot   *b,
                      const char    *name)
{
  g_return_if_fail (PGS_IS_COMPARISON (self));
  pgs_comparison_choose (self, TRUE, b, name);
  pgs_comparison_tell (self);
}

/**
 * pgs_comparison_get_a:
 * @self: a comparison
 *
 * Returns: (transfer none) (nullable): what is to be compared with: what was chosen, else the last
 *   mark
 */
PgsSnapshot *
pgs_comparison_get_a (PgsComparison *self)
{
  g_return_val_if_fail (PGS_IS_COMPARISON (self), NULL);

  if (self->sides[FALSE].snapshot != NULL || self->session == NULL)
    return self->sides[FALSE].snapshot;
  return pgs_session_get_marked (self->session);
}

/**
 * pgs_comparison_get_b:
 * @self: a comparison
 *
 * Returns: (transfer none) (nullable): what is to be compared
 */
PgsSnapshot *
pgs_comparison_get_b (PgsComparison *self)
{
  g_return_val_if_fail (PGS_IS_COMPARISON (self), NULL);

  if (self->sides[TRUE].snapshot != NULL || self->session == NULL)
    return self->sides[TRUE].snapshot;
  return pgs_session_get_snapshot (self->session);
}

/**
 * pgs_comparison_get_a_name:
 * @self: a comparison
 *
 * Returns: (transfer none) (nullable): what A was called, %NULL if it was not chosen or has no name
 */
const char *
pgs_comparison_get_a_name (PgsComparison *self)
{
  g_return_val_if_fail (PGS_IS_COMPARISON (self), NULL);
  return self->sides[FALSE].name;
}

/**
 * pgs_comparison_get_b_name:
 * @self: a comparison
 *
 * Returns: (transfer none) (nullable): the same of B
 */
const char *
pgs_comparison_get_b_name (PgsComparison *self)
{
  g_return_val_if_fail (PGS_IS_COMPARISON (self), NULL);
  return self->sides[TRUE].name;
}

/**
 * pgs_comparison_follows:
 * @self: a comparison
 *
 * Returns: whether B is what is shown, whatever that is
 */
gboolean
pgs_comparison_follows (PgsComparison *self)
{
  g_return_val_if_fail (PGS_IS_COMPARISON (self), FALSE);
  return self->sides[TRUE].snapshot == NULL;
}

/**
 * pgs_comparison_need:
 * @self: a comparison
 * @who: the view that asks; only compared
 * @is_needed: whether it shows the difference from now on
 *
 * Nothing is computed while nobody looks.
 */
void
pgs_comparison_need (PgsComparison *self,
                     gconstpointer  who,
                     gboolean       is_needed)
{
  g_return_if_fail (PGS_IS_COMPARISON (self));

  if (is_needed)
    g_hash_table_add (self->needed_by, (gpointer) who);
  else
    g_hash_table_remove (self->needed_by, who);
  update (self);
}

/**
 * pgs_comparison_get_diff:
 * @self: a comparison
 *
 * Returns: (transfer none) (nullable): the newest difference; %NULL if nothing is compared, or the
 *   first is being made
 */
PgsDiff *
pgs_comparison_get_diff (PgsComparison *self)
{
  g_return_val_if_fail (PGS_IS_COMPARISON (self), NULL);
  return self->diff;
}

/**
 * pgs_comparison_get_shown_diff:
 * @self: a comparison
 *
 * Returns: (transfer none) (nullable): the difference, if it is one to what the session shows or
 *   has shown a moment ago: its B has the same pages at the same places
 */
PgsDiff *
pgs_comparison_get_shown_diff (PgsComparison *self)
{
  g_return_val_if_fail (PGS_IS_COMPARISON (self), NULL);
  return pgs_comparison_follows (self) ? self->diff : NULL;
}
