/* slow-moments.c: a history that may not be asked for what is not decoded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * It stands for one of which a moment takes a third of a second to decode: who asks for one that was not prepared would
 * wait, and ends the test. The main loop has to run until a moment is prepared, one after the other.
 */
#include "slow-moments.h"

#include "pgs-error.h"

#define NONE G_MAXSIZE

struct _SlowMoments
{
  GObject parent_instance;

  guint n_samples;
  guint decoding_ms;
  PgsProcessInfo *process;
  gboolean *is_decoded;
  guint n_decoded;
  guint timeout;  /* until @decoding is decoded */
  gsize decoding;
  gsize broken;   /* NONE: all can be decoded */
  PgsExit exit_info;
};

static void slow_moments_iface_init (PgsMomentsInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (SlowMoments, slow_moments, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (PGS_TYPE_MOMENTS, slow_moments_iface_init))

static const PgsPoint *
get_points (PgsMoments *moments,
            gsize      *n_points)
{
  *n_points = 0;
  return NULL;
}

static const PgsMark *
get_marks (PgsMoments *moments,
           gsize      *n_marks)
{
  *n_marks = 0;
  return NULL;
}

static gsize
get_length (PgsMoments *moments)
{
  return SLOW_MOMENTS (moments)->n_samples;
}

static gint64
get_time (PgsMoments *moments,
          gsize       index)
{
  g_assert_cmpuint (index, <, SLOW_MOMENTS (moments)->n_samples);
  return (gint64) (index + 1) * SLOW_SECOND;
}

static gboolean
on_decoded (gpointer data)
{
  SlowMoments *self = data;

  self->timeout = 0;
  self->n_decoded++;
  self->is_decoded[self->decoding] = TRUE;
  pgs_moments_prepared (PGS_MOMENTS (self));
  return G_SOURCE_REMOVE;
}

static gboolean
prepare (PgsMoments *moments,
         gsize       index)
{
  SlowMoments *self = SLOW_MOMENTS (moments);

  g_assert_cmpuint (index, <, self->n_samples);
  if (self->is_decoded[index])
    return TRUE;
  if (self->timeout != 0)
    return FALSE;
  self->decoding = index;
  self->timeout = g_timeout_add_full (G_PRIORITY_DEFAULT, self->decoding_ms, on_decoded, g_object_ref (self),
                                      g_object_unref);
  return FALSE;
}

static PgsSnapshot *
get_snapshot (PgsMoments  *moments,
              gsize        index,
              GError     **error)
{
  SlowMoments *self = SLOW_MOMENTS (moments);
  PgsSnapshot *snapshot;

  g_assert_true (self->is_decoded[index]); /* else one would wait for it */
  if (index == self->broken)
    {
      g_set_error_literal (error, PGS_ERROR, PGS_ERROR_SYNTAX, "it is broken");
      return NULL;
    }
  snapshot = pgs_snapshot_new ();
  snapshot->monotonic_us = get_time (moments, index);
  snapshot->taken_at_us = snapshot->monotonic_us + 1000000 * SLOW_SECOND;
  snapshot->page_size = 4096;
  snapshot->process = pgs_process_info_ref (self->process);
  snapshot->counters.virt = (guint64) snapshot->monotonic_us;
  return snapshot;
}

static const PgsExit *
get_exit (PgsMoments *moments)
{
  return &SLOW_MOMENTS (moments)->exit_info;
}

static void
slow_moments_iface_init (PgsMomentsInterface *iface)
{
  iface->get_points = get_points;
  iface->get_marks = get_marks;
  iface->get_length = get_length;
  iface->get_time = get_time;
  iface->prepare = prepare;
  iface->get_snapshot = get_snapshot;
  iface->get_exit = get_exit;
}

static void
slow_moments_finalize (GObject *object)
{
  SlowMoments *self = SLOW_MOMENTS (object);

  pgs_process_info_unref (self->process);
  g_free (self->is_decoded);
  G_OBJECT_CLASS (slow_moments_parent_class)->finalize (object);
}

static void
slow_moments_class_init (SlowMomentsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = slow_moments_finalize;
}

static void
slow_moments_init (SlowMoments *self)
{
  self->broken = NONE;
  self->process = pgs_process_info_new ();
  self->process->pid = 42;
  self->process->name = g_strdup ("slow");
}

/**
 * slow_moments_new:
 * @n_samples: how many there are; the first one is of second 1
 * @decoding_ms: how long each takes to be decoded
 *
 * Returns: (transfer full): a history of which nothing is decoded
 */
SlowMoments *
slow_moments_new (guint n_samples,
                  guint decoding_ms)
{
  SlowMoments *self = g_object_new (slow_moments_get_type (), NULL);

  self->n_samples = n_samples;
  self->decoding_ms = decoding_ms;
  self->is_decoded = g_new0 (gboolean, n_samples);
  return self;
}

/**
 * slow_moments_have_decoded:
 * @self: a history
 * @n_samples: that are decoded, from the first one on; all others are not
 */
void
slow_moments_have_decoded (SlowMoments *self,
                           guint        n_samples)
{
  for (guint i = 0; i < self->n_samples; i++)
    self->is_decoded[i] = i < n_samples;
}

/**
 * slow_moments_break:
 * @self: a history
 * @index: of a sample that cannot be decoded
 */
void
slow_moments_break (SlowMoments *self,
                    gsize        index)
{
  self->broken = index;
}

/**
 * slow_moments_get_n_decoded:
 * @self: a history
 *
 * Returns: how many times it decoded a sample
 */
guint
slow_moments_get_n_decoded (SlowMoments *self)
{
  return self->n_decoded;
}
