/* pgs-thread-stacks.h: where the threads of a process have their stacks
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* More threads than this are not asked, in one reading. */
#define PGS_THREAD_STACKS_MAX 1024

gboolean pgs_thread_stacks_parse (const char *text,
                                  gsize       length,
                                  guint64    *stack_pointer);
gboolean pgs_thread_stacks_read  (int         dir_fd,
                                  gint        pid,
                                  GHashTable *known,
                                  GArray     *stack_pointers);

G_END_DECLS
