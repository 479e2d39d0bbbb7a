/* pgs-arguments.h: what the command line of pagescape asks for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PGS_ARGUMENTS_PID_MAX 4194304 /* PID_MAX_LIMIT of the kernel, include/linux/threads.h */

char   **pgs_arguments_take_command (char             **arguments);
gboolean pgs_arguments_get_pid     (const char * const *rest,
                                    gint               *pid,
                                    GError            **error);
gboolean pgs_arguments_check_host  (const char         *host,
                                    const char * const *rest,
                                    gboolean            has_command,
                                    gint               *pid,
                                    GError            **error);
gboolean pgs_arguments_check_files (const char * const *rest,
                                    GError            **error);

G_END_DECLS
