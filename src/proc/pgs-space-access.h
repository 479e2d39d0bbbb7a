/* pgs-space-access.h: which parts of an address space may be read, and why others may not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-proc-place.h"
#include "pgs-process.h"

G_BEGIN_DECLS

/**
 * PgsSpaceAccess:
 * @parts: whether each can be read
 * @denials: which rule of the kernel refused to show it, %PGS_DENIAL_NONE if none did
 * @is_lent: somebody else opened pagemap, and it was not looked whether that has frame numbers
 * @error: (nullable): why a file could not be opened that is there and not denied
 *
 * All zero: nothing was opened yet, and nothing is denied.
 */
typedef struct
{
  PgsAccess parts[PGS_N_PARTS];
  PgsDenial denials[PGS_N_PARTS];
  gboolean is_lent;
  GError *error;
} PgsSpaceAccess;

void pgs_space_access_open            (PgsSpaceAccess     *self,
                                       PgsPart             part,
                                       const PgsProcPlace *place,
                                       PgsProcFile        *file);
void pgs_space_access_open_nothing    (PgsSpaceAccess     *self);
void pgs_space_access_find_denials    (PgsSpaceAccess     *self,
                                       const PgsProcPlace *place);
void pgs_space_access_look_for_frames (PgsSpaceAccess     *self,
                                       int                 pagemap_fd,
                                       PgsMaps            *maps);
void pgs_space_access_clear           (PgsSpaceAccess     *self);

G_END_DECLS
