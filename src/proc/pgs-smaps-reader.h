/* pgs-smaps-reader.h: the counters of regions, read here or in a second thread
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-proc-file.h"
#include "pgs-smaps.h"

G_BEGIN_DECLS

/**
 * PgsSmapsReader:
 * @file: smaps
 * @thread: (nullable): that reads it at the moment; until it is joined, everything here is its own
 * @maps: (nullable): those that the thread's result belongs to
 * @smaps: (nullable): its result
 * @error: (nullable): why there is none
 */
typedef struct
{
  PgsProcFile file;
  GThread *thread;
  PgsMaps *maps;
  PgsSmaps *smaps;
  GError *error;
} PgsSmapsReader;

void      pgs_smaps_reader_init   (PgsSmapsReader *self);
PgsSmaps *pgs_smaps_reader_read   (PgsSmapsReader *self,
                                   PgsMaps        *maps,
                                   GError        **error);
void      pgs_smaps_reader_start  (PgsSmapsReader *self,
                                   PgsMaps        *maps);
PgsSmaps *pgs_smaps_reader_finish (PgsSmapsReader *self,
                                   PgsMaps        *maps,
                                   GError        **error);
void      pgs_smaps_reader_clear  (PgsSmapsReader *self);

G_END_DECLS
