/* pgs-rest.c: waits until a window has come to rest
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * What moves is painted again and again, by whatever it is moved. So the window rests when its last
 * frame is some time ago; not even the frame of a new sample is made later than it is.
 */
#include "config.h"

#include "pgs-rest.h"

#define REST_US (80 * 1000)           /* less than the shortest interval between samples */
#define MAX_WAIT_US (2 * G_USEC_PER_SEC)

struct _PgsRest
{
  GObject parent_instance;

  GtkWidget *widget; /* its owner owns this object, too */
  gint64 asked_us;
  guint wait_id;
};

enum
{
  RESTED,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsRest, pgs_rest, G_TYPE_OBJECT)

static void
pgs_rest_dispose (GObject *object)
{
  pgs_rest_cancel (PGS_REST (object));
  G_OBJECT_CLASS (pgs_rest_parent_class)->dispose (object);
}

static void
pgs_rest_class_init (PgsRestClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_rest_dispose;
  signals[RESTED] = g_signal_new ("rested", PGS_TYPE_REST, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
pgs_rest_init (PgsRest *self)
{
}

/**
 * pgs_rest_new:
 * @widget: a widget of the window, which lives as long as the new object
 *
 * Returns: (transfer full): nothing is asked for yet
 */
PgsRest *
pgs_rest_new (GtkWidget *widget)
{
  PgsRest *self = g_object_new (PGS_TYPE_REST, NULL);

  self->widget = widget;
  return self;
}

/* Returns: in how many microseconds it may be time; 0: it is */
static gint64
get_wait (PgsRest *self)
{
  GdkFrameClock *clock = gtk_widget_get_frame_clock (self->widget);
  GdkFrameTimings *timings = clock != NULL ? gdk_frame_clock_get_current_timings (clock) : NULL;
  const gint64 now_us = g_get_monotonic_time ();

  if (timings == NULL)
    return 0;
  return MAX (0, MIN (gdk_frame_timings_get_frame_time (timings) + REST_US, self->asked_us + MAX_WAIT_US) - now_us);
}

static gboolean wait_or_tell (gpointer data);

static void
wait (PgsRest *self,
      gint64   wait_us)
{
  self->wait_id = g_timeout_add ((guint) (wait_us / 1000) + 1, wait_or_tell, self);
}

static gboolean
wait_or_tell (gpointer data)
{
  PgsRest *self = data;
  const gint64 wait_us = get_wait (self);

  self->wait_id = 0;
  if (wait_us > 0)
    wait (self, wait_us);
  else
    g_signal_emit (self, signals[RESTED], 0);
  return G_SOURCE_REMOVE;
}

/**
 * pgs_rest_ask:
 * @self: a waiter
 *
 * Emits `rested` once: at once where nothing moves, else when it has come to rest, or two seconds after
 * it was asked for first.
 */
void
pgs_rest_ask (PgsRest *self)
{
  g_return_if_fail (PGS_IS_REST (self));

  if (self->wait_id != 0)
    return;
  self->asked_us = g_get_monotonic_time ();
  wait_or_tell (self);
}

/**
 * pgs_rest_cancel:
 * @self: a waiter
 *
 * Emits nothing any more until it is asked again.
 */
void
pgs_rest_cancel (PgsRest *self)
{
  g_return_if_fail (PGS_IS_REST (self));

  g_clear_handle_id (&self->wait_id, g_source_remove);
}
