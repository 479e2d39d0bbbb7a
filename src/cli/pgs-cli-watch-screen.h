/* pgs-cli-watch-screen.h: the chart of a watched process on a terminal
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli-output.h"
#include "pgs-cli-wait.h"
#include "pgs-snapshot.h"

G_BEGIN_DECLS

/**
 * PgsCliWatchScreen:
 *
 * A chart that is drawn anew in place after each sample, and where the terminal needs it.
 */
typedef struct _PgsCliWatchScreen PgsCliWatchScreen;

PgsCliWatchScreen *pgs_cli_watch_screen_new  (PgsCliOutput       *output);
void               pgs_cli_watch_screen_free (PgsCliWatchScreen  *self);
void               pgs_cli_watch_screen_add  (PgsCliWatchScreen  *self,
                                              const PgsSnapshot  *snapshot);
void               pgs_cli_watch_screen_end  (PgsCliWatchScreen  *self);
gboolean           pgs_cli_watch_screen_draw (PgsCliWatchScreen  *self,
                                              GError            **error);
gboolean           pgs_cli_watch_screen_take (PgsCliWatchScreen  *self,
                                              PgsCliWake          wake);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCliWatchScreen, pgs_cli_watch_screen_free)

G_END_DECLS
