/* pgs-cli-recording.h: a recording that pagescape-cli makes of live processes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-process.h"

G_BEGIN_DECLS

/**
 * PgsCliRecording:
 *
 * Samples one or more processes at the pace that the budget allows and writes the file. One thread.
 */
typedef struct _PgsCliRecording PgsCliRecording;

PgsCliRecording *pgs_cli_recording_new         (const char       *path,
                                                gboolean          replace,
                                                gint64            interval_us);
void             pgs_cli_recording_free        (PgsCliRecording  *self);
gboolean         pgs_cli_recording_take        (PgsCliRecording  *self,
                                                PgsProcess       *process,
                                                GError          **error);
gboolean         pgs_cli_recording_add         (PgsCliRecording  *self,
                                                PgsSnapshot      *snapshot,
                                                GError          **error);
gint64           pgs_cli_recording_get_due     (PgsCliRecording  *self);
gboolean         pgs_cli_recording_step        (PgsCliRecording  *self,
                                                GError          **error);
guint            pgs_cli_recording_get_n_live  (PgsCliRecording  *self);
gboolean         pgs_cli_recording_set_exit    (PgsCliRecording  *self,
                                                gint              pid,
                                                const PgsExit    *exit_info,
                                                GError          **error);
const GError    *pgs_cli_recording_get_denial  (PgsCliRecording  *self);
gboolean         pgs_cli_recording_close       (PgsCliRecording  *self,
                                                GError          **error);
char            *pgs_cli_recording_describe    (PgsCliRecording  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCliRecording, pgs_cli_recording_free)

G_END_DECLS
