/* pgs-maps-reader.h: the mappings of one address space, read again and again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"
#include "pgs-proc-file.h"

G_BEGIN_DECLS

/**
 * PgsMapsReader:
 * @dir_fd: /proc/PID, or /proc/PID/task/TID; borrowed
 * @pid: the process
 * @pagemap_fd: to look for guard pages with, or -1; borrowed
 * @file: maps
 * @last: the text of the mappings returned last
 * @n_threads: when their stacks were looked for
 * @stacks_complete: every thread's was found
 * @known_stacks: see pgs_thread_stacks_read()
 * @stack_pointers: (element-type guint64): those that the mappings were classified with
 */
typedef struct
{
  int dir_fd;
  gint pid;
  int pagemap_fd;
  PgsProcFile file;
  PgsProcFile last;
  guint64 n_threads;
  gboolean stacks_complete;
  GHashTable *known_stacks;
  GArray *stack_pointers;
} PgsMapsReader;

void     pgs_maps_reader_init  (PgsMapsReader *self,
                                int            dir_fd,
                                gint           pid);
PgsMaps *pgs_maps_reader_read  (PgsMapsReader *self,
                                PgsMaps       *before,
                                const PgsExe  *exe,
                                guint64        n_threads,
                                GError       **error);
void     pgs_maps_reader_forget (PgsMapsReader *self);
void     pgs_maps_reader_clear (PgsMapsReader *self);

G_END_DECLS
