/* pgs-address-space-private.h: what the parts of PgsAddressSpace share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-address-space.h"
#include "pgs-maps-reader.h"
#include "pgs-page-store.h"
#include "pgs-smaps-store.h"
#include "pgs-space-access.h"

G_BEGIN_DECLS

struct _PgsAddressSpace
{
  PgsSpaceAccess access;

  PgsMapsReader maps_reader; /* its file not open: nothing is mapped */
  PgsMaps *maps;
  gint64 maps_at_us;

  int pagemap_fd;
  const clockid_t *run_clock; /* (nullable) */
  PgsPageStore *pages;

  PgsSmapsStore smaps;
};

G_END_DECLS
