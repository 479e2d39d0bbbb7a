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
 * @sample: the sample relative to another one, or whole; %NULL until it is encoded
 * @ages: likewise, if @form says so
 */
typedef struct
{
  GBytes *sample;
  GBytes *ages;
  PgsAgesForm form;
} PgsPacket;

typedef struct _PgsMoment PgsMoment;

/**
 * PgsMoment:
 * @at_us: when it was taken
 * @parent: (nullable): what it was encoded relative to, %NULL if it is whole: a key
 * @n_children: how many are relative to this one
 * @group: number of the group of samples that has one key
 * @index: its place in the group, 0 for the key
 * @pinned: not to be dropped: it has a mark
 * @keep: scratch for thinning
 * @packet: its bytes
 * @snapshot: (nullable): decoded; always there until it is encoded
 * @ages: (nullable): likewise
 * @n_decoded: about how many bytes @snapshot takes
 * @n_own: in the list of those that are decoded: how many of them it is charged with
 * @link: in the list of those that are decoded
 *
 * Main thread only.
 */
struct _PgsMoment
{
  guint ref_count;
  gint64 at_us;
  PgsMoment *parent;
  guint n_children;
  guint group;
  guint index;
  gboolean pinned;
  gboolean keep;
  PgsPacket packet;
  PgsSnapshot *snapshot;
  PgsAges *ages;
  gsize n_decoded;
  gsize n_own;
  GList link;
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

void       pgs_packet_clear        (PgsPacket       *self);
void       pgs_packet_encode       (PgsPacket       *self,
                                    PgsSnapshot     *snapshot,
                                    PgsAges         *ages,
                                    PgsSnapshot     *before,
                                    PgsAges         *ages_before);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsMoment, pgs_moment_unref)

G_END_DECLS
