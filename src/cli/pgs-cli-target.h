/* pgs-cli-target.h: which process a command line means
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-recording.h"

G_BEGIN_DECLS

/**
 * PgsCliTarget:
 * @pid: the process; 0 for a recording
 * @recording: (nullable): the recording
 * @moments: (nullable): the history of its first process, owned by @recording
 * @index: which of its samples is meant
 * @has_time: a time was given, so that it is not just the last one
 */
typedef struct
{
  gint pid;
  PgsRecording *recording;
  PgsMoments *moments;
  gsize index;
  gboolean has_time;
} PgsCliTarget;

gboolean pgs_cli_target_open    (char              **rest,
                                 const char         *name,
                                 PgsCliTarget       *target,
                                 GError            **error);
void     pgs_cli_target_clear   (PgsCliTarget       *self);
PgsSnapshot *pgs_cli_target_load (const PgsCliTarget *self,
                                 GError            **error);
gboolean pgs_cli_target_find    (char       **rest,
                                 const char  *name,
                                 gint        *pid,
                                 GError     **error);
gboolean pgs_cli_target_explain (gint         pid,
                                 GError     **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PgsCliTarget, pgs_cli_target_clear)

G_END_DECLS
