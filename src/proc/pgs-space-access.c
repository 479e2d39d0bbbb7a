/* pgs-space-access.c: which parts of an address space may be read, and why others may not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-space-access.h"

#include "pgs-denial-reader.h"
#include "pgs-error.h"
#include "pgs-features.h"
#include "pgs-pagemap.h"

/* An address space that is not there reads as an empty one. Since Linux 6.12 or so its files cannot
 * be opened then. */
static PgsAccess
access_from_error (const GError       *error,
                   const PgsProcPlace *place,
                   PgsOpenerFile       which)
{
  if (error == NULL)
    return PGS_ACCESS_OK;
  if (g_error_matches (error, PGS_ERROR, PGS_ERROR_ACCESS))
    return PGS_ACCESS_DENIED;
  return pgs_proc_place_has (place, which) ? PGS_ACCESS_OK : PGS_ACCESS_UNSUPPORTED;
}

/* We have no descriptor left, or no memory: that says nothing of the process. */
static gboolean
is_our_failure (const GError *error)
{
  return error != NULL && (g_error_matches (error, PGS_ERROR, PGS_ERROR_FAILED)
                           || g_error_matches (error, PGS_ERROR, PGS_ERROR_LIMIT));
}

/* The ioctl needs the file, and works for everyone who has it. */
static PgsAccess
access_for (PgsAccess pagemap,
            gboolean  works,
            PgsAccess otherwise)
{
  if (pagemap != PGS_ACCESS_OK)
    return pagemap;
  return works ? PGS_ACCESS_OK : otherwise;
}

/* Scanning needs pagemap as well. */
static void
set_pagemap (PgsSpaceAccess *self,
             PgsAccess       access)
{
  const PgsFeatures *features = pgs_features_get ();

  self->parts[PGS_PART_PAGEMAP] = access;
  self->parts[PGS_PART_SCAN] = access_for (access, features->scan, PGS_ACCESS_UNSUPPORTED);
  self->parts[PGS_PART_PFN] = access_for (access, features->pfn && !self->is_lent, PGS_ACCESS_DENIED);
}

static PgsOpenerFile
get_file (PgsPart part)
{
  g_assert (part == PGS_PART_MAPS || part == PGS_PART_SMAPS || part == PGS_PART_PAGEMAP);
  return part == PGS_PART_MAPS ? PGS_OPENER_MAPS : part == PGS_PART_SMAPS ? PGS_OPENER_SMAPS : PGS_OPENER_PAGEMAP;
}

/**
 * pgs_space_access_open:
 * @self: what was opened of it before
 * @part: one that has a file: %PGS_PART_MAPS, %PGS_PART_SMAPS or %PGS_PART_PAGEMAP
 * @place: where
 * @file: (inout): %PGS_PROC_FILE_INIT; its file, if it may be opened, which the caller closes
 *
 * Opens what is read of a part, and notes whether that may be done. With pagemap it is known, too, whether pages
 * can be scanned and have frame numbers.
 */
void
pgs_space_access_open (PgsSpaceAccess     *self,
                       PgsPart             part,
                       const PgsProcPlace *place,
                       PgsProcFile        *file)
{
  const PgsOpenerFile which = get_file (part);
  g_autoptr (GError) error = NULL;

  pgs_proc_place_open (place, which, file, part == PGS_PART_PAGEMAP ? &self->is_lent : NULL, &error);
  self->parts[part] = access_from_error (error, place, which);
  if (part == PGS_PART_PAGEMAP)
    set_pagemap (self, self->parts[part]);
  if (is_our_failure (error) && self->error == NULL)
    self->error = g_steal_pointer (&error);
}

/**
 * pgs_space_access_open_nothing:
 * @self: all zero
 *
 * There is no address space, of which nothing is denied but what this machine does not have.
 */
void
pgs_space_access_open_nothing (PgsSpaceAccess *self)
{
  set_pagemap (self, PGS_ACCESS_OK);
  pgs_space_access_find_denials (self, NULL);
}

/**
 * pgs_space_access_find_denials:
 * @self: what was opened
 * @place: (nullable): where; %NULL: nowhere, and only frame numbers can be denied
 *
 * All files of a process are refused by the same rule; frame numbers have one of their own.
 */
void
pgs_space_access_find_denials (PgsSpaceAccess     *self,
                               const PgsProcPlace *place)
{
  PgsDenial denial = PGS_DENIAL_NONE;

  for (guint part = 0; part < PGS_N_PARTS; part++)
    {
      if (self->parts[part] != PGS_ACCESS_DENIED)
        continue;
      if (part == PGS_PART_PFN && self->parts[PGS_PART_PAGEMAP] == PGS_ACCESS_OK)
        {
          self->denials[part] = pgs_denial_read_frames ();
          continue;
        }
      if (denial == PGS_DENIAL_NONE)
        denial = pgs_denial_read (place);
      self->denials[part] = denial;
    }
}

/**
 * pgs_space_access_look_for_frames:
 * @self: what was opened
 * @pagemap_fd: its pagemap; -1: there is none
 * @maps: what is mapped
 *
 * What a descriptor shows depends on who opened it: that is seen when there is a page to look at. Looks once.
 */
void
pgs_space_access_look_for_frames (PgsSpaceAccess *self,
                                  int             pagemap_fd,
                                  PgsMaps        *maps)
{
  if (!self->is_lent || pagemap_fd < 0)
    return;
  self->is_lent = FALSE;
  if (!pgs_pagemap_shows_frames (pagemap_fd, maps))
    return;
  self->parts[PGS_PART_PFN] = PGS_ACCESS_OK;
  self->denials[PGS_PART_PFN] = PGS_DENIAL_NONE;
}

/**
 * pgs_space_access_clear:
 * @self: what was opened
 *
 * Frees what it holds; the files are the caller's.
 */
void
pgs_space_access_clear (PgsSpaceAccess *self)
{
  g_clear_error (&self->error);
}
