/* pgs-explanation.h: what is special about a region, chosen from what was measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsExplanationId:
 *
 * What one short explanation is about. The first that fits, in the order of pgs-explanation.c, is
 * taken.
 */
typedef enum
{
  PGS_EXPLANATION_NONE = 0,        /* nothing to say that was measured */
  PGS_EXPLANATION_VSYSCALL,        /* listed, not in VIRT */
  PGS_EXPLANATION_KERNEL_CODE,     /* vdso */
  PGS_EXPLANATION_KERNEL_DATA,     /* vvar */
  PGS_EXPLANATION_DENIED,          /* the kernel refuses to show the pages */
  PGS_EXPLANATION_STACK_GUARD,     /* no permissions, directly below a thread's stack */
  PGS_EXPLANATION_NO_ACCESS,       /* no permissions */
  PGS_EXPLANATION_GUARD_PAGES,     /* MADV_GUARD_INSTALL */
  PGS_EXPLANATION_HUGETLB,         /* pages of the hugetlb pool */
  PGS_EXPLANATION_SWAPPED,
  PGS_EXPLANATION_LOCKED,
  PGS_EXPLANATION_DELETED,         /* its file has no name any more */
  PGS_EXPLANATION_HUGE,            /* transparent huge pages */
  PGS_EXPLANATION_ZERO,            /* read, never written */
  PGS_EXPLANATION_STACK,
  PGS_EXPLANATION_THREAD_STACK,
  PGS_EXPLANATION_FORK_SHARED,     /* anonymous pages that another process has, too */
  PGS_EXPLANATION_HEAP,
  PGS_EXPLANATION_UNTOUCHED,       /* anonymous, nothing resident */
  PGS_EXPLANATION_UNREAD_FILE,     /* of a file, nothing resident */
  PGS_EXPLANATION_COPIED,          /* private pages of a file, some copied on write */
  PGS_EXPLANATION_ALL_COPIED,      /* private pages of a file, all copied on write */
  PGS_EXPLANATION_FILE_SHARED,     /* PSS is below RES */
  PGS_EXPLANATION_SHARED_MEMORY,
  PGS_EXPLANATION_FILE_PARTIAL,
  PGS_EXPLANATION_FULL,
  PGS_EXPLANATION_PARTIAL,         /* anonymous, RES is below VIRT */
} PgsExplanationId;

#define PGS_N_EXPLANATIONS (PGS_EXPLANATION_PARTIAL + 1)

/**
 * PgsExplanation:
 *
 * The case and the numbers of the region that it quotes: bytes, or pages where the name says so;
 * %PGS_UNKNOWN where not measured. A case is only chosen if all numbers that it quotes are known.
 */
typedef struct
{
  PgsExplanationId id;
  guint64 size;
  guint64 rss;
  guint64 pss;
  guint64 swap;
  guint64 anon;
  guint64 shared;
  guint64 locked;
  guint64 huge;
  guint64 hugetlb;
  guint64 n_zero;
  guint64 n_guard;
  guint64 block; /* what one huge page spans */
} PgsExplanation;

void pgs_explanation_init (PgsExplanation    *self,
                           const PgsSnapshot *snapshot,
                           gsize              region);

G_END_DECLS
