/* pgs-lab-player.c: takes the steps of one run when asked, or one after the other on its own
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-player.h"

#include <glib-unix.h>
#include <unistd.h>

#include "pgs-pidfd.h"

#define PAUSE_MS 3000 /* between steps that are taken on its own: to be read */

struct _PgsLabPlayer
{
  GObject parent_instance;

  PgsLessonRun *run;
  GCancellable *cancellable;
  gboolean is_busy;    /* a thread uses the run: only its getters may be called */
  gboolean is_stopped;
  gboolean is_playing;
  guint pause_id;
  int pidfd;           /* of its program, while that waits; −1: none */
  guint end_id;
};

enum
{
  CHANGED,
  FINISHED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsLabPlayer, pgs_lab_player, G_TYPE_OBJECT)

static void
emit_changed (PgsLabPlayer *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

static void
stop_watching (PgsLabPlayer *self)
{
  g_clear_handle_id (&self->end_id, g_source_remove);
  if (self->pidfd >= 0)
    close (self->pidfd);
  self->pidfd = -1;
}

/* Somebody else ended the program: the step that it cannot take any more tells how. */
static gboolean
on_program_ended (int          fd,
                  GIOCondition condition,
                  gpointer     data)
{
  PgsLabPlayer *self = data;

  self->end_id = 0;
  pgs_lab_player_next (self);
  return G_SOURCE_REMOVE;
}

static void
watch_program (PgsLabPlayer *self)
{
  if (pgs_lesson_run_get_state (self->run) == PGS_LESSON_RUN_WAITING)
    self->pidfd = pgs_pidfd_open (pgs_lesson_run_get_pid (self->run, NULL));
  if (self->pidfd >= 0)
    self->end_id = g_unix_fd_add (self->pidfd, G_IO_IN, on_program_ended, self);
}

static gboolean
on_paused (gpointer data)
{
  PgsLabPlayer *self = data;

  self->pause_id = 0;
  pgs_lab_player_next (self);
  return G_SOURCE_REMOVE;
}

static void
go_on_playing (PgsLabPlayer *self)
{
  if (pgs_lesson_run_get_state (self->run) == PGS_LESSON_RUN_WAITING)
    self->pause_id = g_timeout_add (PAUSE_MS, on_paused, self);
  else
    self->is_playing = FALSE;
}

static void
on_stepped (GObject      *object,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (PgsLabPlayer) self = data;
  g_autoptr (GError) error = NULL;

  if (!pgs_lesson_run_finish (PGS_LESSON_RUN (object), result, &error))
    g_debug ("lab: %s", error->message); /* the run keeps it, and shows it */
  self->is_busy = FALSE;
  if (self->is_stopped)
    {
      pgs_lesson_run_stop (self->run);
      return;
    }
  if (self->is_playing)
    go_on_playing (self);
  watch_program (self);
  emit_changed (self);
  if (pgs_lesson_run_get_state (self->run) == PGS_LESSON_RUN_DONE)
    g_signal_emit (self, signals[FINISHED], 0);
}

static void
pgs_lab_player_dispose (GObject *object)
{
  PgsLabPlayer *self = PGS_LAB_PLAYER (object);

  g_clear_handle_id (&self->pause_id, g_source_remove);
  stop_watching (self);
  if (self->run != NULL)
    g_signal_handlers_disconnect_by_data (self->run, self);
  g_clear_object (&self->run);
  g_clear_object (&self->cancellable);
  G_OBJECT_CLASS (pgs_lab_player_parent_class)->dispose (object);
}

static void
pgs_lab_player_class_init (PgsLabPlayerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_lab_player_dispose;
  signals[CHANGED] = g_signal_new ("changed", PGS_TYPE_LAB_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[FINISHED] = g_signal_new ("finished", PGS_TYPE_LAB_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                    G_TYPE_NONE, 0);
}

static void
pgs_lab_player_init (PgsLabPlayer *self)
{
  self->cancellable = g_cancellable_new ();
  self->pidfd = -1;
}

/**
 * pgs_lab_player_new:
 * @lesson: an experiment
 *
 * Returns: (transfer full): a run of it that was not started yet
 */
PgsLabPlayer *
pgs_lab_player_new (const PgsLesson *lesson)
{
  PgsLabPlayer *self = g_object_new (PGS_TYPE_LAB_PLAYER, NULL);

  self->run = pgs_lesson_run_new (lesson);
  g_signal_connect_swapped (self->run, "changed", G_CALLBACK (emit_changed), self);
  return self;
}

/**
 * pgs_lab_player_get_run:
 * @self: a player
 *
 * Returns: (transfer none): its run; others only use its getters
 */
PgsLessonRun *
pgs_lab_player_get_run (PgsLabPlayer *self)
{
  g_return_val_if_fail (PGS_IS_LAB_PLAYER (self), NULL);

  return self->run;
}

/**
 * pgs_lab_player_is_busy:
 * @self: a player
 *
 * Returns: whether a step is being taken and measured
 */
gboolean
pgs_lab_player_is_busy (PgsLabPlayer *self)
{
  g_return_val_if_fail (PGS_IS_LAB_PLAYER (self), FALSE);

  return self->is_busy;
}

/**
 * pgs_lab_player_is_started:
 * @self: a player
 *
 * Returns: whether its program was started, or it was tried to
 */
gboolean
pgs_lab_player_is_started (PgsLabPlayer *self)
{
  g_return_val_if_fail (PGS_IS_LAB_PLAYER (self), FALSE);

  return self->is_busy || pgs_lesson_run_get_state (self->run) != PGS_LESSON_RUN_NEW;
}

/**
 * pgs_lab_player_is_over:
 * @self: a player
 *
 * Returns: whether there is no further step, for whatever reason
 */
gboolean
pgs_lab_player_is_over (PgsLabPlayer *self)
{
  g_return_val_if_fail (PGS_IS_LAB_PLAYER (self), TRUE);

  switch (pgs_lesson_run_get_state (self->run))
    {
    case PGS_LESSON_RUN_NEW:
    case PGS_LESSON_RUN_BUSY:
    case PGS_LESSON_RUN_WAITING:
      return FALSE;
    case PGS_LESSON_RUN_DONE:
    case PGS_LESSON_RUN_ENDED:
    case PGS_LESSON_RUN_FAILED:
      return TRUE;
    }
  g_return_val_if_reached (TRUE);
}

/**
 * pgs_lab_player_next:
 * @self: a player
 *
 * Starts the program, or takes its next step, in a thread. Does nothing while it is busy or when it is over.
 */
void
pgs_lab_player_next (PgsLabPlayer *self)
{
  g_return_if_fail (PGS_IS_LAB_PLAYER (self));

  g_clear_handle_id (&self->pause_id, g_source_remove);
  if (self->is_busy || self->is_stopped || pgs_lab_player_is_over (self))
    return;
  stop_watching (self);
  self->is_busy = TRUE;
  if (pgs_lesson_run_get_state (self->run) == PGS_LESSON_RUN_NEW)
    pgs_lesson_run_start_async (self->run, self->cancellable, on_stepped, g_object_ref (self));
  else
    pgs_lesson_run_step_async (self->run, self->cancellable, on_stepped, g_object_ref (self));
  emit_changed (self);
}

/**
 * pgs_lab_player_predict:
 * @self: a player
 * @check: the index of a check of the next step
 * @choice: the index of one of its choices
 *
 * Does nothing while it is busy: what happens already is not predicted.
 */
void
pgs_lab_player_predict (PgsLabPlayer *self,
                        gsize         check,
                        int           choice)
{
  g_return_if_fail (PGS_IS_LAB_PLAYER (self));

  if (!self->is_busy && pgs_lesson_run_get_state (self->run) == PGS_LESSON_RUN_WAITING)
    pgs_lesson_run_predict (self->run, check, choice);
}

/**
 * pgs_lab_player_get_playing:
 * @self: a player
 *
 * Returns: whether it takes its steps on its own
 */
gboolean
pgs_lab_player_get_playing (PgsLabPlayer *self)
{
  g_return_val_if_fail (PGS_IS_LAB_PLAYER (self), FALSE);

  return self->is_playing;
}

/**
 * pgs_lab_player_set_playing:
 * @self: a player
 * @playing: whether to take all further steps, with a pause after each
 */
void
pgs_lab_player_set_playing (PgsLabPlayer *self,
                            gboolean      playing)
{
  g_return_if_fail (PGS_IS_LAB_PLAYER (self));

  if (playing == self->is_playing || self->is_stopped || (playing && pgs_lab_player_is_over (self)))
    return;
  self->is_playing = playing;
  g_clear_handle_id (&self->pause_id, g_source_remove);
  if (playing && !self->is_busy)
    pgs_lab_player_next (self);
  else
    emit_changed (self);
}

/**
 * pgs_lab_player_stop:
 * @self: a player
 *
 * Ends its program for good, as soon as the thread lets go of it.
 */
void
pgs_lab_player_stop (PgsLabPlayer *self)
{
  g_return_if_fail (PGS_IS_LAB_PLAYER (self));

  if (self->is_stopped)
    return;
  self->is_stopped = TRUE;
  self->is_playing = FALSE;
  g_clear_handle_id (&self->pause_id, g_source_remove);
  stop_watching (self);
  g_cancellable_cancel (self->cancellable);
  if (!self->is_busy)
    pgs_lesson_run_stop (self->run);
}
