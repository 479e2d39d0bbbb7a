/* pgs-elf-probe.h: one look at the program file that a mapping of a live process shows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-elf.h"
#include "pgs-opener.h"
#include "pgs-process-info.h"

G_BEGIN_DECLS

/**
 * PgsElfProbe:
 * @elf: what the file says
 * @is_located: whether the mapping is one of its segments
 * @segment: which one
 * @bias: what is to be added to addresses as linked
 */
typedef struct
{
  PgsElf elf;
  gboolean is_located;
  guint segment;
  guint64 bias;
} PgsElfProbe;

void         pgs_elf_probe_async  (const PgsProcessInfo *process,
                                   PgsMaps              *maps,
                                   gsize                 region,
                                   PgsOpener            *opener,
                                   GCancellable         *cancellable,
                                   GAsyncReadyCallback   callback,
                                   gpointer              data);
PgsElfProbe *pgs_elf_probe_finish (GAsyncResult         *result,
                                   GError              **error);

G_END_DECLS
