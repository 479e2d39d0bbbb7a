/* pgs-decoded-list.c: the samples of a history that are kept decoded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-decoded-list.h"

#define MIN_DECODED 3  /* moments, whatever they take */
#define MAX_DECODED 64 /* however little: those in which nothing changed decode in microseconds */

static gboolean
is_listed (const PgsDecodedList *self,
           const PgsMoment      *moment)
{
  const GList *link = &moment->decoded->link;

  return link->prev != NULL || link->next != NULL || self->queue.head == link;
}

static void
move_to_head (PgsDecodedList *self,
              PgsMoment      *moment)
{
  PgsDecoded *decoded = moment->decoded;

  if (decoded == NULL || moment->packet.bytes == NULL)
    return;
  if (is_listed (self, moment))
    g_queue_unlink (&self->queue, &decoded->link);
  else
    {
      decoded->n_own = pgs_moment_get_n_own (moment);
      self->n_bytes += decoded->n_own;
    }
  g_queue_push_head_link (&self->queue, &decoded->link);
}

/**
 * pgs_decoded_list_use:
 * @self: a list
 * @moment: a moment; what is not encoded, or not decoded, is not listed
 *
 * Notes that it was used. What it is based on is used with it, so that it goes later than all with which it
 * shares parts: it alone is charged with them.
 */
void
pgs_decoded_list_use (PgsDecodedList *self,
                      PgsMoment      *moment)
{
  for (PgsMoment *m = moment; m != NULL; m = m->parent)
    move_to_head (self, m);
  move_to_head (self, moment);
}

/**
 * pgs_decoded_list_forget:
 * @self: a list
 * @moment: a moment; what is decoded of it, if it is, is dropped
 */
void
pgs_decoded_list_forget (PgsDecodedList *self,
                         PgsMoment      *moment)
{
  if (moment->decoded != NULL && is_listed (self, moment))
    {
      g_queue_unlink (&self->queue, &moment->decoded->link);
      self->n_bytes -= moment->decoded->n_own;
    }
  pgs_moment_forget (moment);
}

static gboolean
is_full (const PgsDecodedList *self,
         gsize                 n_bytes)
{
  return self->n_bytes > n_bytes || self->queue.length > MAX_DECODED;
}

/* The last of those that stay decoded whatever they take, beside those that must. */
static GList *
find_last_kept (const PgsDecodedList *self,
                PgsDecodedListFunc    must_stay,
                gpointer              data)
{
  GList *link = self->queue.head;
  guint n = 0;

  while (link != NULL && (must_stay (link->data, data) || ++n < MIN_DECODED))
    link = link->next;
  return link;
}

/**
 * pgs_decoded_list_trim:
 * @self: a list
 * @n_bytes: how many bytes it may take
 * @must_stay: says which stay in any case
 * @data: for @must_stay
 *
 * Of what is decoded, the least recently used goes.
 */
void
pgs_decoded_list_trim (PgsDecodedList     *self,
                       gsize               n_bytes,
                       PgsDecodedListFunc  must_stay,
                       gpointer            data)
{
  GList *kept = is_full (self, n_bytes) ? find_last_kept (self, must_stay, data) : NULL;
  GList *link = kept != NULL ? self->queue.tail : NULL;

  while (link != kept && is_full (self, n_bytes))
    {
      PgsMoment *moment = link->data;

      link = link->prev;
      if (!must_stay (moment, data))
        pgs_decoded_list_forget (self, moment);
    }
}

/**
 * pgs_decoded_list_get_last:
 * @self: a list
 *
 * Returns: (transfer none) (nullable): the sample that was used last: others are likely to have its mappings
 */
PgsSnapshot *
pgs_decoded_list_get_last (const PgsDecodedList *self)
{
  const PgsMoment *last = self->queue.head != NULL ? self->queue.head->data : NULL;

  return last != NULL ? last->decoded->snapshot : NULL;
}
