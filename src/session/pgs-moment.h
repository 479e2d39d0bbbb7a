/* pgs-moment.h: one sample of a history, as bytes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-ages.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsAgesForm:
 * @PGS_AGES_UNKNOWN: nobody knows since when pages are resident
 * @PGS_AGES_OF_PARENT: the same as in the parent
 * @PGS_AGES_ENCODED: in bytes of their own
 */
typedef enum
{
  PGS_AGES_UNKNOWN = 0,
  PGS_AGES_OF_PARENT = 1,
  PGS_AGES_ENCODED = 2,
} PgsAgesForm;

/**
 * PgsPacket:
 * @bytes: (nullable): the sample relative to another one, or whole, then the ages, likewise; %NULL until it
 *   is encoded
 * @n_sample: how many of them are the sample
 * @n_ages: how many are the ages: 0 unless @form says that there are any
 * @form: how the ages are told
 *
 * One block of memory that is no larger than it must be, as there are many that are small.
 */
typedef struct
{
  guint8 *bytes;
  guint32 n_sample;
  guint32 n_ages;
  PgsAgesForm form;
} PgsPacket;

typedef struct _PgsMoment PgsMoment;

/**
 * PgsDecoded:
 * @snapshot: the sample
 * @ages: (nullable): its ages
 * @n_bytes: about how many bytes @snapshot takes
 * @n_own: in the list of those that are decoded: how many of them it is charged with
 * @link: in the list of those that are decoded; its data is the moment
 */
typedef struct
{
  PgsSnapshot *snapshot;
  PgsAges *ages;
  gsize n_bytes;
  gsize n_own;
  GList link;
} PgsDecoded;

/**
 * PgsMoment:
 * @at_us: when it was taken
 * @parent: (nullable): what it was encoded relative to, %NULL if it is whole: a key
 * @decoded: (nullable): what it is when it is decoded; always there until it is encoded
 * @packet: its bytes
 * @n_children: how many are relative to this one
 * @group: number of the group of samples that has one key
 * @index: its place in the group, 0 for the key
 * @pinned: not to be dropped: it has a mark
 * @keep: scratch for thinning
 * @slow: it takes long to encode or decode, once what it is relative to is decoded
 * @broken: it was tried to decode it, and it could not be
 *
 * Main thread only.
 */
struct _PgsMoment
{
  gint64 at_us;
  PgsMoment *parent;
  PgsDecoded *decoded;
  PgsPacket packet;
  guint ref_count;
  guint n_children;
  guint group;
  guint index : 28;
  guint pinned : 1;
  guint keep : 1;
  guint slow : 1;
  guint broken : 1;
};

PgsMoment *pgs_moment_new          (PgsSnapshot     *snapshot,
                                    PgsAges         *ages);
PgsMoment *pgs_moment_ref          (PgsMoment       *self);
void       pgs_moment_unref        (PgsMoment       *self);
gsize      pgs_moment_get_n_bytes  (const PgsMoment *self);
gsize      pgs_moment_get_effort   (const PgsMoment *self);
gsize      pgs_moment_get_n_own    (const PgsMoment *self);
gboolean   pgs_moment_decode       (PgsMoment       *self,
                                    PgsSnapshot     *similar,
                                    GError         **error);
gboolean   pgs_moment_is_slow      (const PgsMoment *self);
void       pgs_moment_take         (PgsMoment       *self,
                                    PgsSnapshot     *snapshot,
                                    PgsAges         *ages);
void       pgs_moment_forget       (PgsMoment       *self);
PgsAges   *pgs_moment_ref_ages     (const PgsMoment *self);

void       pgs_packet_clear        (PgsPacket       *self);
gsize      pgs_packet_get_n_bytes  (const PgsPacket *self);
void       pgs_packet_encode       (PgsPacket       *self,
                                    PgsSnapshot     *snapshot,
                                    PgsAges         *ages,
                                    PgsSnapshot     *before,
                                    PgsAges         *ages_before);
PgsSnapshot *pgs_packet_decode     (const PgsPacket *self,
                                    gint64           at_us,
                                    PgsSnapshot     *before,
                                    PgsAges         *ages_before,
                                    PgsAges        **ages,
                                    GError         **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsMoment, pgs_moment_unref)

G_END_DECLS
