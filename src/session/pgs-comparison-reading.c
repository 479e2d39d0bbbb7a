/* pgs-comparison-reading.c: what is to be compared, while it is being read
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * To read a moment of 60,000 mappings takes a third of a second, to open a recording or to read a process even more.
 * Until then what was compared stays. Each side reads one thing: whoever chooses another one gives up what was
 * being read.
 */
#include "config.h"

#include "pgs-comparison-private.h"

#include "pgs-moments-reader.h"

/* A moment that is being read for a side. */
typedef struct
{
  PgsComparison *comparison;
  gboolean is_b;
  char *name;
} Choice;

static void
choice_free (Choice *choice)
{
  g_object_unref (choice->comparison);
  g_free (choice->name);
  g_free (choice);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Choice, choice_free)

/**
 * pgs_comparison_begin:
 * @self: a comparison
 * @is_b: what B is going to be is read from now on, else A
 *
 * What was being read for that side is given up. Ends with pgs_comparison_set_a() or pgs_comparison_set_b(),
 * pgs_comparison_fail() or pgs_comparison_give_up().
 *
 * Returns: (transfer none): cancelled when something else is chosen
 */
GCancellable *
pgs_comparison_begin (PgsComparison *self,
                      gboolean       is_b)
{
  g_return_val_if_fail (PGS_IS_COMPARISON (self), NULL);

  pgs_comparison_give_up (self, is_b);
  g_clear_error (&self->error);
  self->sides[is_b].reading = g_cancellable_new ();
  pgs_comparison_tell (self);
  return self->sides[is_b].reading;
}

/**
 * pgs_comparison_give_up:
 * @self: a comparison
 * @is_b: a side of it
 *
 * What is being read for it is not waited for any more. Tells nobody.
 */
void
pgs_comparison_give_up (PgsComparison *self,
                        gboolean       is_b)
{
  g_autoptr (GCancellable) reading = NULL;

  g_return_if_fail (PGS_IS_COMPARISON (self));

  reading = g_steal_pointer (&self->sides[is_b].reading);
  if (reading != NULL)
    g_cancellable_cancel (reading);
}

/**
 * pgs_comparison_fail:
 * @self: a comparison
 * @is_b: a side that was being read
 * @error: (transfer full): why it could not be
 *
 * What was compared before still is.
 */
void
pgs_comparison_fail (PgsComparison *self,
                     gboolean       is_b,
                     GError        *error)
{
  g_return_if_fail (PGS_IS_COMPARISON (self));

  pgs_comparison_give_up (self, is_b);
  g_clear_error (&self->error);
  self->error = error;
  pgs_comparison_tell (self);
}

static void
on_read (GObject      *source,
         GAsyncResult *result,
         gpointer      data)
{
  g_autoptr (Choice) choice = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (PgsSnapshot) snapshot = pgs_moments_read_finish (PGS_MOMENTS (source), result, &error);

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (snapshot == NULL)
    {
      pgs_comparison_fail (choice->comparison, choice->is_b, g_steal_pointer (&error));
      return;
    }
  pgs_comparison_choose (choice->comparison, choice->is_b, snapshot, choice->name);
  pgs_comparison_tell (choice->comparison);
}

/**
 * pgs_comparison_read:
 * @self: a comparison
 * @is_b: whether B is to be the moment, else A
 * @moments: a history that is not empty
 * @time_us: one of its moments
 * @name: (nullable): what to call it
 *
 * Compares with that moment when it is decoded.
 */
void
pgs_comparison_read (PgsComparison *self,
                     gboolean       is_b,
                     PgsMoments    *moments,
                     gint64         time_us,
                     const char    *name)
{
  Choice *choice;

  g_return_if_fail (PGS_IS_COMPARISON (self));

  choice = g_new (Choice, 1);
  *choice = (Choice) { g_object_ref (self), is_b, g_strdup (name) };
  pgs_moments_read_async (moments, time_us, pgs_comparison_begin (self, is_b), on_read, choice);
}

/**
 * pgs_comparison_show_b:
 * @self: a comparison of a session that is there
 * @time_us: a moment of its history, which is not empty
 *
 * The session goes to that moment, and B is what is shown. Nothing is compared before it is.
 */
void
pgs_comparison_show_b (PgsComparison *self,
                       gint64         time_us)
{
  PgsMoments *moments;

  g_return_if_fail (PGS_IS_COMPARISON (self));
  g_return_if_fail (self->session != NULL);

  moments = pgs_session_get_moments (self->session);
  self->awaited_us = pgs_moments_get_time (moments, pgs_moments_find (moments, time_us));
  pgs_comparison_choose (self, TRUE, NULL, NULL);
  pgs_session_show (self->session, time_us);
  pgs_comparison_tell (self);
}

/* The session has been told to show B, and does not yet. */
static gboolean
awaits_shown (PgsComparison *self)
{
  return self->session != NULL && self->sides[TRUE].snapshot == NULL && self->awaited_us != 0
         && pgs_session_get_asked_time (self->session) == self->awaited_us
         && pgs_session_get_shown_time (self->session) != self->awaited_us;
}

/**
 * pgs_comparison_is_reading:
 * @self: a comparison
 * @is_b: whether B is meant, else A
 *
 * Returns: whether it is going to be something else, which is being read
 */
gboolean
pgs_comparison_is_reading (PgsComparison *self,
                           gboolean       is_b)
{
  g_return_val_if_fail (PGS_IS_COMPARISON (self), FALSE);

  return self->sides[is_b].reading != NULL || (is_b && awaits_shown (self));
}

/**
 * pgs_comparison_get_error:
 * @self: a comparison
 *
 * Returns: (transfer none) (nullable): why what was chosen last could not be read
 */
const GError *
pgs_comparison_get_error (PgsComparison *self)
{
  g_return_val_if_fail (PGS_IS_COMPARISON (self), NULL);
  return self->error;
}
