/* pgs-cli-record-command.h: a command that is started to be recorded
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsCliRecordCommand:
 * @argv: (array zero-terminated=1): the command and its arguments
 * @path: the recording to write
 * @replace: replace it if it is there
 * @interval_us: from sample to sample, at least
 * @duration_us: how long; 0: until the command ends
 */
typedef struct
{
  char **argv;
  const char *path;
  gboolean replace;
  gint64 interval_us;
  gint64 duration_us;
} PgsCliRecordCommand;

gboolean pgs_cli_record_command (const PgsCliRecordCommand *command,
                                 GError                   **error);

G_END_DECLS
