/* pgs-format.h: numbers, addresses and kinds as text for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsSizeUnit:
 * @PGS_SIZE_BINARY: the largest of B, KiB, MiB, GiB, TiB that fits: "75.9 MiB"
 * @PGS_SIZE_KB: the kernel's kB (1,024 bytes), as in ps: "77721 kB"
 * @PGS_SIZE_PAGES: number of pages
 */
typedef enum
{
  PGS_SIZE_BINARY = 0,
  PGS_SIZE_KB = 1,
  PGS_SIZE_PAGES = 2,
} PgsSizeUnit;

void        pgs_format_set_size_unit (PgsSizeUnit      unit);
char       *pgs_format_size          (guint64          bytes);
char       *pgs_format_size_delta    (gint64           bytes);
char       *pgs_format_count         (guint64          count);
char       *pgs_format_percent       (double           percent);
char       *pgs_format_address       (guint64          address);
char       *pgs_format_range         (guint64          start,
                                      guint64          end);
char       *pgs_format_mapping_name  (const PgsMapping *mapping);
char       *pgs_format_mapping_path  (const PgsMapping *mapping);
const char *pgs_format_kind          (PgsKind          kind);
char       *pgs_format_name_of_kind  (const char      *name,
                                      PgsKind          kind);
const char *pgs_format_state         (char             state);

G_END_DECLS
