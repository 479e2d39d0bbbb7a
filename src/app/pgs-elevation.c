/* pgs-elevation.c: what all windows may look into beyond what the user may
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * There are two helpers, one for pages and one that shows frame numbers, too, which asks for more. While the
 * second one is asked for, the first one goes on; it ends once the second one is there.
 *
 * A helper that ended by itself leaves its opener behind, which opens nothing any more. What it has opened can be
 * read all the same, and a session that was given no opener would drop that: so it stays until rights are given up
 * or another one comes.
 */
#include "config.h"

#include "pgs-elevation.h"

struct _PgsElevation
{
  GObject parent_instance;

  PgsBroker *brokers[2];  /* for pages, for frames as well */
  PgsBroker *granted;     /* (nullable): borrowed, the one that is on */
  PgsOpener *opener;      /* (nullable): of who was on last */
  PgsBroker *asking;      /* (nullable): borrowed, the one that is being started */
  GCancellable *cancellable; /* of @asking */
  GError *error;          /* (nullable): why there are no rights, or no more */
  char *obstacle;         /* (nullable): why nobody can be asked */
};

enum
{
  CHANGED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsElevation, pgs_elevation, G_TYPE_OBJECT)

static void
changed (PgsElevation *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

/* The helper of whom we have rights came to its end; not if we made it end. */
static void
on_broker_state (PgsElevation *self,
                 GParamSpec   *pspec,
                 PgsBroker    *broker)
{
  if (broker != self->granted || pgs_broker_get_state (broker) != PGS_BROKER_GONE)
    return;
  self->granted = NULL;
  g_clear_error (&self->error);
  self->error = g_error_copy (pgs_broker_get_error (broker));
  changed (self);
}

static void
take_broker (PgsElevation  *self,
             PgsBroker    **place,
             PgsBroker     *broker)
{
  *place = broker;
  g_signal_connect_object (broker, "notify::state", G_CALLBACK (on_broker_state), self, G_CONNECT_SWAPPED);
}

static void
grant (PgsElevation *self,
       PgsBroker    *broker)
{
  PgsBroker *before = self->granted;

  self->granted = broker;
  g_clear_pointer (&self->opener, pgs_opener_unref);
  self->opener = pgs_opener_ref (pgs_broker_get_opener (broker));
  if (before != NULL && before != broker)
    pgs_broker_stop (before);
}

static void
on_started (GObject      *source,
            GAsyncResult *result,
            gpointer      data)
{
  g_autoptr (PgsElevation) self = data;
  PgsBroker *broker = PGS_BROKER (source);
  g_autoptr (GError) error = NULL;

  self->asking = NULL;
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  if (pgs_broker_start_finish (broker, result, &error) && pgs_broker_get_opener (broker) != NULL)
    grant (self, broker);
  else if (error == NULL) /* it has ended since */
    self->error = pgs_broker_get_error (broker) != NULL ? g_error_copy (pgs_broker_get_error (broker)) : NULL;
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    self->error = g_steal_pointer (&error);
  changed (self);
}

static void
pgs_elevation_dispose (GObject *object)
{
  PgsElevation *self = PGS_ELEVATION (object);

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->granted = NULL;
  g_clear_pointer (&self->opener, pgs_opener_unref);
  g_clear_object (&self->brokers[0]);
  g_clear_object (&self->brokers[1]);
  g_clear_error (&self->error);
  g_clear_pointer (&self->obstacle, g_free);
  G_OBJECT_CLASS (pgs_elevation_parent_class)->dispose (object);
}

static void
pgs_elevation_class_init (PgsElevationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_elevation_dispose;
  signals[CHANGED] = g_signal_new ("changed", PGS_TYPE_ELEVATION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pgs_elevation_init (PgsElevation *self)
{
}

/**
 * pgs_elevation_new_with:
 * @pages: (transfer full): asked for processes of others
 * @frames: (transfer full): asked for frame numbers, too
 *
 * For tests; else pgs_elevation_new().
 *
 * Returns: (transfer full): an elevation; nobody was asked yet
 */
PgsElevation *
pgs_elevation_new_with (PgsBroker *pages,
                        PgsBroker *frames)
{
  PgsElevation *self = g_object_new (PGS_TYPE_ELEVATION, NULL);

  take_broker (self, &self->brokers[0], pages);
  take_broker (self, &self->brokers[1], frames);
  return self;
}

/**
 * pgs_elevation_new:
 *
 * Returns: (transfer full): an elevation; nobody was asked yet
 */
PgsElevation *
pgs_elevation_new (void)
{
  PgsElevation *self = pgs_elevation_new_with (pgs_broker_new (PGS_BROKER_ELEVATED),
                                         pgs_broker_new (PGS_BROKER_ELEVATED_FRAMES));

  self->obstacle = pgs_broker_dup_obstacle ();
  return self;
}

/**
 * pgs_elevation_ask:
 * @self: an elevation
 * @frames: frame numbers are wanted, too
 *
 * Does nothing while somebody is asked, or if that is granted already.
 */
void
pgs_elevation_ask (PgsElevation *self,
                   gboolean      frames)
{
  g_return_if_fail (PGS_IS_ELEVATION (self));

  if (self->asking != NULL || (frames ? pgs_elevation_has_frames (self) : pgs_elevation_is_granted (self)))
    return;
  g_clear_error (&self->error);
  self->asking = self->brokers[frames ? 1 : 0];
  self->cancellable = g_cancellable_new ();
  pgs_broker_start_async (self->asking, self->cancellable, on_started, g_object_ref (self));
  changed (self);
}

/**
 * pgs_elevation_cancel:
 * @self: an elevation
 *
 * Asks no longer, if it does; what is granted stays.
 */
void
pgs_elevation_cancel (PgsElevation *self)
{
  g_return_if_fail (PGS_IS_ELEVATION (self));

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

/**
 * pgs_elevation_give_up:
 * @self: an elevation
 *
 * The helper ends; what is watched through it is watched as before it was there.
 */
void
pgs_elevation_give_up (PgsElevation *self)
{
  PgsBroker *broker = self->granted;

  g_return_if_fail (PGS_IS_ELEVATION (self));

  pgs_elevation_cancel (self); /* nor are more rights wanted */
  self->granted = NULL;
  g_clear_pointer (&self->opener, pgs_opener_unref);
  g_clear_error (&self->error);
  if (broker != NULL)
    pgs_broker_stop (broker);
  changed (self);
}

/**
 * pgs_elevation_end:
 * @self: an elevation
 *
 * The program ends: nobody is left with a dialog that asks for its sake, and no helper. Waits until then; runs the
 * main context meanwhile.
 */
void
pgs_elevation_end (PgsElevation *self)
{
  g_return_if_fail (PGS_IS_ELEVATION (self));

  pgs_elevation_cancel (self);
  while (self->asking != NULL)
    g_main_context_iteration (NULL, TRUE);
  pgs_elevation_give_up (self);
}

/**
 * pgs_elevation_clear_error:
 * @self: an elevation
 *
 * The person has read it.
 */
void
pgs_elevation_clear_error (PgsElevation *self)
{
  g_return_if_fail (PGS_IS_ELEVATION (self));

  g_clear_error (&self->error);
  changed (self);
}

/**
 * pgs_elevation_is_asking:
 * @self: an elevation
 *
 * Returns: whether somebody may be looking at a dialog that asks for a password
 */
gboolean
pgs_elevation_is_asking (PgsElevation *self)
{
  g_return_val_if_fail (PGS_IS_ELEVATION (self), FALSE);
  return self->asking != NULL;
}

/**
 * pgs_elevation_is_granted:
 * @self: an elevation
 *
 * Returns: whether processes of other users can be looked into
 */
gboolean
pgs_elevation_is_granted (PgsElevation *self)
{
  g_return_val_if_fail (PGS_IS_ELEVATION (self), FALSE);
  return self->granted != NULL;
}

/**
 * pgs_elevation_has_frames:
 * @self: an elevation
 *
 * Returns: whether frame numbers can be read, too
 */
gboolean
pgs_elevation_has_frames (PgsElevation *self)
{
  g_return_val_if_fail (PGS_IS_ELEVATION (self), FALSE);
  return self->granted != NULL && self->granted == self->brokers[1];
}

/**
 * pgs_elevation_get_error:
 * @self: an elevation
 *
 * Returns: (transfer none) (nullable): why they were not granted, or that the helper ended
 */
const GError *
pgs_elevation_get_error (PgsElevation *self)
{
  g_return_val_if_fail (PGS_IS_ELEVATION (self), NULL);
  return self->error;
}

/**
 * pgs_elevation_get_obstacle:
 * @self: an elevation
 *
 * Returns: (transfer none) (nullable): why nobody can be asked here at all
 */
const char *
pgs_elevation_get_obstacle (PgsElevation *self)
{
  g_return_val_if_fail (PGS_IS_ELEVATION (self), NULL);
  return self->obstacle;
}

/**
 * pgs_elevation_get_opener:
 * @self: an elevation
 *
 * Returns: (transfer none) (nullable): who opens files for us, or did until it ended by itself
 */
PgsOpener *
pgs_elevation_get_opener (PgsElevation *self)
{
  g_return_val_if_fail (PGS_IS_ELEVATION (self), NULL);
  return self->opener;
}
