/* pgs-family.h: a process and its descendants
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process-table.h"

G_BEGIN_DECLS

/**
 * PgsFamilyMember:
 * @pid: a process
 * @start_ticks: when it began: tells it from a later one with its PID
 */
typedef struct
{
  gint pid;
  guint64 start_ticks;
} PgsFamilyMember;

/**
 * PgsFamilySums:
 * @n_members: how many live
 * @virt: the sum of their VIRT in bytes, of those where it is known
 * @res: the same of RES; memory that they share counts once for each
 */
typedef struct
{
  guint n_members;
  guint64 virt;
  guint64 res;
} PgsFamilySums;

/**
 * PgsFamily:
 *
 * Follows a process and what descends from it, by the parents that tables of processes tell. Used by
 * one thread at a time.
 */
typedef struct _PgsFamily PgsFamily;

PgsFamily             *pgs_family_new         (gint                   root);
void                   pgs_family_free        (PgsFamily             *self);
gboolean               pgs_family_update      (PgsFamily             *self,
                                               const PgsProcessTable *table);
gboolean               pgs_family_has         (PgsFamily             *self,
                                               gint                   pid,
                                               guint64                start_ticks);
const PgsFamilyMember *pgs_family_get_members (PgsFamily             *self,
                                               gsize                 *n_members);
void                   pgs_family_get_sums    (PgsFamily             *self,
                                               const PgsProcessTable *table,
                                               PgsFamilySums         *sums);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsFamily, pgs_family_free)

G_END_DECLS
