/* pgs-decoded-list.h: the samples of a history that are kept decoded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-moment.h"

G_BEGIN_DECLS

/**
 * PgsDecodedList:
 * @queue: of PgsDecoded.link, the one used last at the head
 * @n_bytes: about how many bytes all of them take
 *
 * All zero: an empty list.
 */
typedef struct
{
  GQueue queue;
  gsize n_bytes;
} PgsDecodedList;

typedef gboolean (*PgsDecodedListFunc) (const PgsMoment *moment,
                                        gpointer         data);

void         pgs_decoded_list_use      (PgsDecodedList       *self,
                                        PgsMoment            *moment);
void         pgs_decoded_list_forget   (PgsDecodedList       *self,
                                        PgsMoment            *moment);
void         pgs_decoded_list_trim     (PgsDecodedList       *self,
                                        gsize                 n_bytes,
                                        PgsDecodedListFunc    must_stay,
                                        gpointer              data);
PgsSnapshot *pgs_decoded_list_get_last (const PgsDecodedList *self);

G_END_DECLS
