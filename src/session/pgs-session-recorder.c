/* pgs-session-recorder.c: writes what a session sees into a file
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * Samples are taken from the history, both those that are there and those that come: so none is lost
 * while a file is chosen. Few at a time are handed to the thread, and old ones that take long to decode when the
 * history's own thread has done so.
 * Marks are written when they are some seconds old or at the end, so that the name that is typed after
 * one was set gets into the file.
 */
#include "config.h"

#include "pgs-session-recorder.h"

#include "pgs-recorder-thread.h"
#include "pgs-session-private.h"

#define BATCH_US 6000                  /* of the main thread at once */
#define MARK_AGE_US (20 * G_USEC_PER_SEC)

struct _PgsSessionRecorder
{
  GObject parent_instance;

  PgsSession *session;
  PgsMoments *moments; /* (nullable): what is written */
  char *path;
  PgsRecorderThread *thread; /* (nullable) */
  gint64 written_us;   /* samples after this moment are still to be written */
  gint64 until_us;     /* and up to here */
  gint64 first_us, last_us; /* of what was written; 0: nothing */
  gint64 marked_us;    /* marks before are written */
  PgsProcessInfo *process; /* (nullable): of the last sample */
  gboolean is_following; /* the session, at its full rate */
  gboolean stopping;   /* when everything is written */
  gboolean is_over;
  guint pump_id;
  guint64 n_samples, n_dropped, n_bytes;
  GError *error;
};

enum
{
  CHANGED,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsSessionRecorder, pgs_session_recorder, G_TYPE_OBJECT)

static void pump_soon (PgsSessionRecorder *self);

/* The newest sample needs no decoding. */
static gboolean
is_latest (PgsSessionRecorder *self,
           gsize               index)
{
  PgsSnapshot *latest = pgs_session_get_latest (self->session);

  return latest != NULL && pgs_session_get_moments (self->session) == self->moments
         && latest->monotonic_us == pgs_moments_get_time (self->moments, index);
}

static PgsSnapshot *
get_snapshot (PgsSessionRecorder *self,
              gsize               index)
{
  return is_latest (self, index) ? pgs_snapshot_ref (pgs_session_get_latest (self->session))
                                 : pgs_moments_get_snapshot (self->moments, index, NULL);
}

static void
write_sample (PgsSessionRecorder *self,
              gsize               index)
{
  const gint64 time_us = pgs_moments_get_time (self->moments, index);
  g_autoptr (PgsSnapshot) snapshot = get_snapshot (self, index);

  self->written_us = time_us;
  if (snapshot == NULL) /* dropped or damaged meanwhile: the others are written */
    return;
  pgs_recorder_thread_add (self->thread, snapshot);
  if (self->first_us == 0)
    self->first_us = self->marked_us = time_us;
  self->last_us = time_us;
  g_clear_pointer (&self->process, pgs_process_info_unref);
  self->process = pgs_process_info_ref (snapshot->process);
}

static gboolean
find_next (PgsSessionRecorder *self,
           gsize              *index)
{
  *index = pgs_moments_find_after (self->moments, self->written_us);
  return *index < pgs_moments_get_length (self->moments)
         && pgs_moments_get_time (self->moments, *index) <= self->until_us;
}

/* Marks of what was written, before @before_us. */
static void
write_marks (PgsSessionRecorder *self,
             gint64              before_us)
{
  const PgsMark *marks;
  gsize n_marks;

  if (self->first_us == 0 || before_us <= self->marked_us)
    return;
  marks = pgs_moments_get_marks (self->moments, &n_marks);
  for (gsize i = 0; i < n_marks; i++)
    if (marks[i].monotonic_us >= self->marked_us && marks[i].monotonic_us < before_us)
      pgs_recorder_thread_mark (self->thread, self->process, &marks[i]);
  self->marked_us = before_us;
}

static void
complete (PgsSessionRecorder *self)
{
  const PgsExit *exit_info = pgs_moments_get_exit (self->moments);

  self->stopping = FALSE;
  if (self->first_us != 0)
    {
      write_marks (self, exit_info->ended ? G_MAXINT64 : self->last_us + 1);
      if (exit_info->ended)
        pgs_recorder_thread_set_exit (self->thread, self->process, exit_info);
    }
  pgs_recorder_thread_close (self->thread);
}

static gboolean
pump (gpointer data)
{
  PgsSessionRecorder *self = data;
  const gint64 start_us = g_get_monotonic_time ();
  gsize index;

  self->pump_id = 0;
  if (self->thread == NULL || self->is_over)
    return G_SOURCE_REMOVE;
  while (find_next (self, &index))
    {
      if (!pgs_recorder_thread_has_room (self->thread))
        return G_SOURCE_REMOVE; /* goes on when something was written */
      if (!is_latest (self, index) && !pgs_moments_prepare (self->moments, index))
        return G_SOURCE_REMOVE; /* goes on when it is decoded */
      write_sample (self, index);
      if (g_get_monotonic_time () - start_us < BATCH_US)
        continue;
      pump_soon (self);
      return G_SOURCE_REMOVE;
    }
  write_marks (self, self->last_us - MARK_AGE_US);
  if (self->stopping)
    complete (self);
  return G_SOURCE_REMOVE;
}

static void
pump_soon (PgsSessionRecorder *self)
{
  if (self->pump_id == 0)
    self->pump_id = g_idle_add (pump, self);
}

/* Idempotent. */
static void
unfollow (PgsSessionRecorder *self)
{
  g_signal_handlers_disconnect_by_data (self->session, self);
  if (self->is_following)
    pgs_session_release_rate (self->session);
  self->is_following = FALSE;
}

/* Another process, or a recording, is not what is being recorded. */
static void
on_session_changed (PgsSessionRecorder *self)
{
  const PgsSessionState state = pgs_session_get_state (self->session);

  if (pgs_session_get_moments (self->session) != self->moments || state == PGS_SESSION_ENDED
      || state == PGS_SESSION_EMPTY || state == PGS_SESSION_OPENING)
    pgs_session_recorder_stop (self);
  else
    pump_soon (self);
}

static void
finish (gpointer data)
{
  PgsSessionRecorder *self = data;

  g_clear_pointer (&self->thread, pgs_recorder_thread_free);
  g_signal_emit (self, signals[FINISHED], 0);
  g_object_unref (self);
}

static void
on_progress (const PgsRecorderProgress *progress,
             gpointer                   data)
{
  PgsSessionRecorder *self = data;

  if (self->is_over)
    return;
  self->n_samples = progress->n_samples;
  self->n_dropped = progress->n_dropped;
  self->n_bytes = progress->n_bytes;
  g_signal_emit (self, signals[CHANGED], 0);
  if (!progress->is_over)
    {
      pump_soon (self);
      return;
    }
  self->is_over = TRUE;
  unfollow (self);
  if (progress->error != NULL && self->error == NULL)
    self->error = g_error_copy (progress->error);
  g_idle_add_once (finish, g_object_ref (self));
}

static void
pgs_session_recorder_dispose (GObject *object)
{
  PgsSessionRecorder *self = PGS_SESSION_RECORDER (object);

  g_clear_handle_id (&self->pump_id, g_source_remove);
  if (self->session != NULL)
    unfollow (self);
  if (self->thread != NULL && !self->is_over)
    complete (self);
  g_clear_pointer (&self->thread, pgs_recorder_thread_free);
  g_clear_pointer (&self->process, pgs_process_info_unref);
  g_clear_object (&self->moments);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pgs_session_recorder_parent_class)->dispose (object);
}

static void
pgs_session_recorder_finalize (GObject *object)
{
  PgsSessionRecorder *self = PGS_SESSION_RECORDER (object);

  g_free (self->path);
  g_clear_error (&self->error);
  G_OBJECT_CLASS (pgs_session_recorder_parent_class)->finalize (object);
}

static void
pgs_session_recorder_class_init (PgsSessionRecorderClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = pgs_session_recorder_dispose;
  object_class->finalize = pgs_session_recorder_finalize;
  signals[CHANGED] = g_signal_new ("changed", PGS_TYPE_SESSION_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[FINISHED] = g_signal_new ("finished", PGS_TYPE_SESSION_RECORDER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
pgs_session_recorder_init (PgsSessionRecorder *self)
{
}

/**
 * pgs_session_recorder_new:
 * @session: what is written
 * @path: the file; a regular one of that name is replaced
 *
 * Returns: (transfer full): a recorder for one file, that does nothing yet
 */
PgsSessionRecorder *
pgs_session_recorder_new (PgsSession *session,
                          const char *path)
{
  PgsSessionRecorder *self = g_object_new (PGS_TYPE_SESSION_RECORDER, NULL);

  self->session = g_object_ref (session);
  self->moments = g_object_ref (pgs_session_get_moments (session));
  g_signal_connect_object (self->moments, "prepared", G_CALLBACK (pump_soon), self, G_CONNECT_AFTER | G_CONNECT_SWAPPED);
  self->path = g_strdup (path);
  return self;
}

/**
 * pgs_session_recorder_follow:
 * @self: a new recorder
 * @since_us: samples from this moment on
 *
 * Writes what is seen of the process that the session watches now, until pgs_session_recorder_stop(), or
 * until the session goes to another one or that process ends.
 */
void
pgs_session_recorder_follow (PgsSessionRecorder *self,
                             gint64              since_us)
{
  g_return_if_fail (PGS_IS_SESSION_RECORDER (self));
  g_return_if_fail (self->thread == NULL && !self->is_over);

  self->written_us = since_us - 1;
  self->until_us = G_MAXINT64;
  self->thread = pgs_recorder_thread_new (self->path, TRUE, on_progress, self);
  pump_soon (self);
  self->is_following = TRUE;
  pgs_session_hold_rate (self->session);
  g_signal_connect_object (self->session, "history-changed", G_CALLBACK (on_session_changed), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->session, "notify::state", G_CALLBACK (on_session_changed), self, G_CONNECT_SWAPPED);
}

/**
 * pgs_session_recorder_stop:
 * @self: a recorder
 *
 * Completes the file with what was seen so far; `finished` tells when that is done.
 */
void
pgs_session_recorder_stop (PgsSessionRecorder *self)
{
  gsize length;

  g_return_if_fail (PGS_IS_SESSION_RECORDER (self));

  if (self->thread == NULL || self->is_over || self->stopping)
    return;
  unfollow (self);
  length = pgs_moments_get_length (self->moments);
  self->until_us = length > 0 ? pgs_moments_get_time (self->moments, length - 1) : 0;
  self->stopping = TRUE;
  pump_soon (self);
}

/**
 * pgs_session_recorder_is_active:
 * @self: a recorder
 *
 * Returns: whether something may still be written
 */
gboolean
pgs_session_recorder_is_active (PgsSessionRecorder *self)
{
  g_return_val_if_fail (PGS_IS_SESSION_RECORDER (self), FALSE);
  return self->thread != NULL && !self->is_over;
}

const char *
pgs_session_recorder_get_path (PgsSessionRecorder *self)
{
  g_return_val_if_fail (PGS_IS_SESSION_RECORDER (self), NULL);
  return self->path;
}

/**
 * pgs_session_recorder_get_n_samples:
 * @self: a recorder
 *
 * Returns: how many samples are in the file
 */
guint64
pgs_session_recorder_get_n_samples (PgsSessionRecorder *self)
{
  g_return_val_if_fail (PGS_IS_SESSION_RECORDER (self), 0);
  return self->n_samples;
}

/**
 * pgs_session_recorder_get_n_dropped:
 * @self: a recorder
 *
 * Returns: how many samples came faster than they could be written
 */
guint64
pgs_session_recorder_get_n_dropped (PgsSessionRecorder *self)
{
  g_return_val_if_fail (PGS_IS_SESSION_RECORDER (self), 0);
  return self->n_dropped;
}

/**
 * pgs_session_recorder_get_size:
 * @self: a recorder
 *
 * Returns: how many bytes the file takes
 */
guint64
pgs_session_recorder_get_size (PgsSessionRecorder *self)
{
  g_return_val_if_fail (PGS_IS_SESSION_RECORDER (self), 0);
  return self->n_bytes;
}

/**
 * pgs_session_recorder_get_duration:
 * @self: a recorder
 *
 * Returns: µs from the first sample of the file to the last one
 */
gint64
pgs_session_recorder_get_duration (PgsSessionRecorder *self)
{
  g_return_val_if_fail (PGS_IS_SESSION_RECORDER (self), 0);
  return self->last_us - self->first_us;
}

/**
 * pgs_session_recorder_get_error:
 * @self: a recorder
 *
 * Returns: (transfer none) (nullable): why it ended early; what was written before is in the file
 */
const GError *
pgs_session_recorder_get_error (PgsSessionRecorder *self)
{
  g_return_val_if_fail (PGS_IS_SESSION_RECORDER (self), NULL);
  return self->error;
}
