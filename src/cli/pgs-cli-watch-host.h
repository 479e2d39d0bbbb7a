/* pgs-cli-watch-host.h: a process of another machine, watched on a terminal here
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli-output.h"

G_BEGIN_DECLS

/**
 * PgsCliWatchHost:
 * @interval_text: (nullable): the time between samples, as it was given
 * @name: (nullable): the process' name, if that was given
 * @rest: (nullable) (array zero-terminated=1): what else names it
 * @count: how many samples; 0: until it ends
 */
typedef struct
{
  const char *interval_text;
  const char *name;
  char **rest;
  guint64 count;
} PgsCliWatchHost;

gboolean pgs_cli_watch_host_run (const char             *host,
                                 const PgsCliWatchHost  *options,
                                 PgsCliOutput           *output,
                                 GError                **error);

G_END_DECLS
