/* pgs-remote-reader.h: the thread that reads and decodes the stream of another machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-host.h"
#include "pgs-process-table.h"
#include "pgs-ranking.h"
#include "pgs-sampler.h"
#include "pgs-system.h"

G_BEGIN_DECLS

/**
 * PgsRemoteNews:
 * @result: (nullable): a sample, an error or an end
 * @table: (nullable): the processes
 * @system: (nullable): the memory of the machine
 * @ranking: (nullable): who is next when memory runs out
 * @ended: nothing comes any more
 * @error: (nullable): why it ended
 *
 * What came, one thing each time. Nothing of it: the machine has answered.
 */
typedef struct
{
  PgsSamplerResult *result;
  PgsProcessTable *table;
  PgsSystem *system;
  PgsRanking *ranking;
  gboolean ended;
  GError *error;
} PgsRemoteNews;

typedef struct _PgsRemoteReader PgsRemoteReader;

/* Called on the main thread; @news is borrowed. */
typedef void (*PgsRemoteFunc) (const PgsRemoteNews *news,
                               gpointer             data);

PgsRemoteReader *pgs_remote_reader_new  (PgsHost         *host,
                                         PgsProcessInfo  *info,
                                         PgsRemoteFunc    func,
                                         gpointer         data);
void             pgs_remote_reader_free (PgsRemoteReader *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsRemoteReader, pgs_remote_reader_free)

G_END_DECLS
