/* pgs-kind.h: what a region of an address space is for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsKind:
 *
 * Every mapping has exactly one kind, so that the sizes of all kinds add up to VIRT. The rules are
 * in pgs-classify.c. Values are stored in recordings and must not change.
 */
typedef enum
{
  PGS_KIND_CODE = 0,
  PGS_KIND_DATA = 1,
  PGS_KIND_HEAP = 2,
  PGS_KIND_ANON = 3,
  PGS_KIND_LIBRARY = 4,
  PGS_KIND_FILE = 5,
  PGS_KIND_STACK = 6,
  PGS_KIND_SHMEM = 7,
  PGS_KIND_KERNEL = 8,
} PgsKind;

#define PGS_N_KINDS 9

const char *pgs_kind_get_id  (PgsKind     kind);
gboolean    pgs_kind_from_id (const char *id,
                              PgsKind    *kind);

G_END_DECLS
