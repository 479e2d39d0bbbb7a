/* pgs-pidfd.h: when and how a process ended that is not our child
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

int      pgs_pidfd_open      (gint  pid);
gboolean pgs_pidfd_has_ended (int   pidfd);
gboolean pgs_pidfd_get_exit  (int   pidfd,
                              int  *status);

G_END_DECLS
