/* pgs-codec.h: the parts of a snapshot as bytes, each relative to the same part of the one before
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The format, version 1. Numbers are as in pgs-bytes.c: uint; int, signed; aligned, a uint rotated to
 * the right by 12 bits; changes, of several numbers at once; name, as in pgs-bytes-names.c.
 *
 *   sample   version (a byte), flags (a byte; 1: key, no part refers to another sample), then parts in
 *            the order of their IDs up to the end. A part that does not come is not there.
 *   part     uint (ID << 1 | has a body); with a body its length (uint) and its bytes; without it is the
 *            same as in the sample before. Unknown IDs are skipped.
 *   IDs      1 numbers, 2 process, 3 maps, 4 pages, 5 smaps
 *   body     form (a byte): 0 same, nothing follows; 1 whole; 2 difference
 *   numbers  no form: changes of the numbers in pgs-numbers-codec.c (of a key to 0)
 *   process  pid, start_ticks (uint), started_at_us (int), uid, inner_pid, inner_uid (uint),
 *            memory_limit (int, -1 unknown), is_kernel_thread (byte); name, user, exe, cgroup: length + 1
 *            (0: NULL) and bytes; arguments + 1 (0: NULL), each likewise
 *   maps     steps (uint n << 2 | what): 0 keep n, or all that are left if n is 0, which ends it;
 *            1 drop n; 2 add n, which follow; 3 change n, which follow. Mappings in pgs-maps-codec.c
 *   pages    known states (byte), page shift (byte), coverage, segments in pgs-pages-codec.c
 *   coverage form, then ranges in pgs-coverage-codec.c
 *   smaps    changes of the totals, then regions in pgs-smaps-codec.c
 *
 * Where mappings have changed, pages and smaps refer to what of the part before is still valid for them:
 * pages copied to the new mappings, and pgs_smaps_rebase().
 */
#pragma once

#include "pgs-bytes.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

#define PGS_CODEC_VERSION 1

/* Bounds of what is decoded, far above what is seen: the kernel allows 65,530 mappings by default. */
#define PGS_CODEC_MAX_SAMPLE ((gsize) 64 << 20) /* bytes of an encoded sample */
#define PGS_CODEC_MAX_MAPPINGS ((gsize) 1 << 21)
#define PGS_CODEC_MAX_PIECES ((gsize) 1 << 23)  /* 128 MiB */
#define PGS_CODEC_MAX_WORDS ((gsize) 1 << 24)   /* 128 MiB */
#define PGS_CODEC_MAX_RANGES ((gsize) 1 << 20)
#define PGS_CODEC_MAX_TIME_US ((gint64) 1 << 60)

/**
 * PgsForm:
 *
 * How a part is written.
 */
typedef enum
{
  PGS_FORM_SAME = 0,
  PGS_FORM_WHOLE = 1,
  PGS_FORM_DIFFERENCE = 2,
} PgsForm;

void            pgs_numbers_encode      (const PgsSnapshot *snapshot,
                                         const PgsSnapshot *before,
                                         GByteArray        *out);
gboolean        pgs_numbers_decode      (PgsSnapshot       *snapshot,
                                         const PgsSnapshot *before,
                                         PgsBytesReader    *in,
                                         GError           **error);
void            pgs_process_info_encode (PgsProcessInfo    *info,
                                         PgsProcessInfo    *before,
                                         GByteArray        *out);
PgsProcessInfo *pgs_process_info_decode (PgsProcessInfo    *before,
                                         PgsBytesReader    *in,
                                         GError           **error);
void            pgs_maps_encode         (PgsMaps           *maps,
                                         PgsMaps           *before,
                                         GByteArray        *out);
PgsMaps        *pgs_maps_decode         (PgsMaps           *before,
                                         PgsBytesReader    *in,
                                         GError           **error);
void            pgs_coverage_encode     (PgsCoverage       *coverage,
                                         PgsCoverage       *before,
                                         GByteArray        *out);
PgsCoverage    *pgs_coverage_decode     (PgsCoverage       *before,
                                         PgsBytesReader    *in,
                                         GError           **error);
void            pgs_pages_encode        (PgsPages          *pages,
                                         PgsPages          *before,
                                         GByteArray        *out);
PgsPages       *pgs_pages_decode        (PgsMaps           *maps,
                                         PgsPages          *before,
                                         PgsBytesReader    *in,
                                         GError           **error);
void            pgs_smaps_encode        (PgsSmaps          *smaps,
                                         PgsMaps           *maps,
                                         PgsSmaps          *before,
                                         PgsMaps           *maps_before,
                                         GByteArray        *out);
PgsSmaps       *pgs_smaps_decode        (PgsMaps           *maps,
                                         PgsSmaps          *before,
                                         PgsMaps           *maps_before,
                                         PgsBytesReader    *in,
                                         GError           **error);

PgsForm         pgs_form_decode         (PgsBytesReader    *in,
                                         gboolean           has_before);

G_END_DECLS
