/* pgs-address-space-pages.c: the pages of an address space: when they are read, how, and what is known of them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-address-space-private.h"

#include "pgs-error.h"
#include "pgs-features.h"
#include "pgs-pagemap.h"

static PgsPagesWay
choose_way (PgsAddressSpace *self,
            PgsSections      sections)
{
  PgsPagesWay way = PGS_PAGES_BY_SCAN;

  if ((sections & PGS_SECTION_PREAD) || self->access.parts[PGS_PART_SCAN] != PGS_ACCESS_OK)
    way |= PGS_PAGES_BY_READING;
  if (sections & PGS_SECTION_SHARING)
    way |= PGS_PAGES_SHARING;
  return way;
}

/* Reading pagemap of large mappings for nothing costs more than smaps, which tell how much they
 * hold. Those of a second ago will do, as what they leave out is told as not read. */
static void
read_smaps_for_pages (PgsAddressSpace *self,
                      guint64          motion)
{
  const gboolean is_first = pgs_page_store_get_rounds (self->pages) == 0;

  if (pgs_page_store_is_in_round (self->pages) || !pgs_pagemap_reader_needs_smaps (self->maps))
    return;
  if (self->smaps.smaps == NULL
      || (self->smaps.motion != motion && (is_first || pgs_smaps_store_is_old (&self->smaps))))
    pgs_address_space_read_smaps (self, motion, NULL);
}

/**
 * pgs_address_space_restart_pages:
 * @self: an address space
 *
 * Reading pages begins anew.
 */
void
pgs_address_space_restart_pages (PgsAddressSpace *self)
{
  pgs_page_store_restart (self->pages);
}

static PgsPagesRequest
get_request (PgsAddressSpace *self,
             const PgsPlan   *plan,
             guint64          motion)
{
  return (PgsPagesRequest) {
    .pagemap_fd = self->pagemap_fd,
    .run_clock = self->run_clock,
    .maps = self->maps,
    .way = choose_way (self, plan->sections),
    .motion = motion,
    .max_age_us = plan->pages_age_us,
    .max_cpu_us = plan->pages_us == PGS_PLAN_WHOLE ? 0 : MAX (plan->pages_us, 1),
    .visible_start = plan->first_start,
    .visible_end = plan->first_end,
  };
}

static gboolean
can_read_pages (PgsAddressSpace *self)
{
  return self->access.parts[PGS_PART_PAGEMAP] == PGS_ACCESS_OK && self->maps != NULL;
}

/**
 * pgs_address_space_needs_pages:
 * @self: an address space
 * @plan: as for pgs_address_space_read_pages()
 * @motion: changes when the process was seen to change
 *
 * Returns: whether a part of the pages was not read since it changed, or for too long
 */
gboolean
pgs_address_space_needs_pages (PgsAddressSpace *self,
                               const PgsPlan   *plan,
                               guint64          motion)
{
  const PgsPagesRequest request = get_request (self, plan, motion);

  return can_read_pages (self) && pgs_page_store_is_due (self->pages, &request);
}

/**
 * pgs_address_space_read_pages:
 * @self: an address space whose maps were read
 * @plan: with %PGS_SECTION_SHARING also what only pagemap tells; with %PGS_SECTION_PREAD without the
 *   scan; how much, and what first
 * @motion: changes when the process was seen to change
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE if they are denied (without @error) or cannot be read; what was read before is
 *   kept then
 */
gboolean
pgs_address_space_read_pages (PgsAddressSpace *self,
                              const PgsPlan   *plan,
                              guint64          motion,
                              GError         **error)
{
  PgsPagesRequest request = get_request (self, plan, motion);

  if (!can_read_pages (self))
    return FALSE;
  if (request.way & PGS_PAGES_BY_READING)
    read_smaps_for_pages (self, motion);
  request.smaps = self->smaps.smaps;
  return pgs_page_store_read (self->pages, &request, error);
}

/**
 * pgs_address_space_add_sharing:
 * @self: an address space of which pages were scanned, and smaps read if they may be
 * @error: (out) (optional): why not
 *
 * Finds out what %PGS_SECTION_SHARING asks for, as far as possible from smaps.
 *
 * Returns: %FALSE if pages are denied (without @error) or cannot be read
 */
gboolean
pgs_address_space_add_sharing (PgsAddressSpace  *self,
                               GError          **error)
{
  if (pgs_page_store_get (self->pages, self->maps, NULL) == NULL)
    return FALSE;
  return pgs_page_store_add_sharing (self->pages, self->smaps.smaps, self->pagemap_fd, error);
}

/**
 * pgs_address_space_get_pages:
 * @self: an address space
 * @at_us: (out) (optional): monotonic time at which a part of them was read last
 *
 * Returns: (transfer none) (nullable): what is known of the pages of the mappings read last
 */
PgsPages *
pgs_address_space_get_pages (PgsAddressSpace *self,
                             gint64          *at_us)
{
  return pgs_page_store_get (self->pages, self->maps, at_us);
}

/**
 * pgs_address_space_is_in_round:
 * @self: an address space
 *
 * Returns: whether reading all of its pages has begun and not ended
 */
gboolean
pgs_address_space_is_in_round (PgsAddressSpace *self)
{
  return pgs_page_store_is_in_round (self->pages);
}

/**
 * pgs_address_space_get_rounds:
 * @self: an address space
 *
 * Returns: how often all of its pages were read since reading began anew
 */
guint64
pgs_address_space_get_rounds (PgsAddressSpace *self)
{
  return pgs_page_store_get_rounds (self->pages);
}

/**
 * pgs_address_space_read_entry:
 * @self: an address space
 * @address: of a page
 * @entry: (out): its 64 bits in pagemap
 * @error: (out) (optional): why not
 *
 * Returns: %FALSE with %PGS_ERROR_ACCESS or %PGS_ERROR_UNSUPPORTED if pagemap cannot be read,
 *   %PGS_ERROR_NO_PROCESS if the address space is gone
 */
gboolean
pgs_address_space_read_entry (PgsAddressSpace  *self,
                              guint64           address,
                              guint64          *entry,
                              GError          **error)
{
  const PgsAccess access = self->access.parts[PGS_PART_PAGEMAP];

  if (access == PGS_ACCESS_OK && self->pagemap_fd >= 0)
    return pgs_pagemap_read_entry (self->pagemap_fd, address >> pgs_features_get ()->page_shift,
                                   entry, error);
  if (access == PGS_ACCESS_OK)
    g_set_error_literal (error, PGS_ERROR, PGS_ERROR_NO_PROCESS, "pagemap: no address space");
  else
    g_set_error (error, PGS_ERROR,
                 access == PGS_ACCESS_DENIED ? PGS_ERROR_ACCESS : PGS_ERROR_UNSUPPORTED,
                 "pagemap: %s", pgs_access_get_id (access));
  return FALSE;
}
