/* pgs-probe.h: one look at something of a live process that is not in its samples
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-frame.h"
#include "pgs-opener.h"
#include "pgs-pages.h"
#include "pgs-process-info.h"

G_BEGIN_DECLS

/**
 * PgsProbe:
 * @address: the page's
 * @entry: its entry in pagemap, see Documentation/admin-guide/mm/pagemap.rst
 * @frame: what is known of the frame that it is in
 * @n_table_levels: how many levels of page tables this machine uses; 0 if that is not known
 */
typedef struct
{
  guint64 address;
  guint64 entry;
  PgsFrame frame;
  guint n_table_levels;
} PgsProbe;

void         pgs_probe_read_async  (const PgsProcessInfo *process,
                                    guint64               address,
                                    PgsOpener            *opener,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              data);
gboolean     pgs_probe_read_finish (GAsyncResult         *result,
                                    PgsProbe             *probe,
                                    GError              **error);
void         pgs_probe_cgroup_async (const PgsProcessInfo *process,
                                    PgsOpener            *opener,
                                    GCancellable         *cancellable,
                                    GAsyncReadyCallback   callback,
                                    gpointer              data);
gboolean     pgs_probe_cgroup_finish (GAsyncResult       *result,
                                    guint64              *limit,
                                    guint64              *use,
                                    GError              **error);
guint64      pgs_probe_get_pfn     (const PgsProbe       *self);
PgsPageState pgs_probe_get_states  (const PgsProbe       *self);
gboolean     pgs_probe_is_mark     (const PgsProbe       *self);
gboolean     pgs_probe_get_swap    (const PgsProbe       *self,
                                    guint                *area,
                                    guint64              *slot);

G_END_DECLS
