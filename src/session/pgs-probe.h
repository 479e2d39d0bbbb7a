/* pgs-probe.h: one look at something of a live process that is not in its samples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-pages.h"
#include "pgs-process-info.h"

G_BEGIN_DECLS

/**
 * PgsProbe:
 * @address: the page's
 * @entry: its entry in pagemap, see Documentation/admin-guide/mm/pagemap.rst
 * @n_table_levels: how many levels of page tables this machine uses
 */
typedef struct
{
  guint64 address;
  guint64 entry;
  guint n_table_levels;
} PgsProbe;

void         pgs_probe_read_async  (const PgsProcessInfo *process,
                                    guint64               address,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              data);
gboolean     pgs_probe_read_finish (GAsyncResult         *result,
                                    PgsProbe             *probe,
                                    GError              **error);
void         pgs_probe_cgroup_async (const PgsProcessInfo *process,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              data);
gboolean     pgs_probe_cgroup_finish (GAsyncResult       *result,
                                    guint64              *limit,
                                    guint64              *use,
                                    GError              **error);
guint64      pgs_probe_get_pfn     (const PgsProbe       *self);
PgsPageState pgs_probe_get_states  (const PgsProbe       *self);
gboolean     pgs_probe_has_la57    (const char           *cpuinfo);

G_END_DECLS
