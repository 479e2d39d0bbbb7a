/* pgs-proc-file.h: one file below /proc, kept open and read again and again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Bounds on what is read of one file, in bytes. A mapping takes about 100 in maps and 800 in smaps,
 * vm.max_map_count allows 65,530 mappings unless it was raised. */
#define PGS_PROC_FILE_SMALL_LIMIT (64 * 1024)
#define PGS_PROC_FILE_ARGS_LIMIT (4 * 1024 * 1024)
#define PGS_PROC_FILE_MAPS_LIMIT (512 * 1024 * 1024)
#define PGS_PROC_FILE_SMAPS_LIMIT (1024 * 1024 * 1024)

/**
 * PgsProcFile:
 * @fd: the descriptor, -1 if not open
 * @data: (nullable): what was read last, followed by a NUL; valid until the next read
 * @length: bytes in @data, which may hold NULs of its own
 * @capacity: bytes allocated
 *
 * A file of /proc and the buffer for its text. Initialise with %PGS_PROC_FILE_INIT.
 */
typedef struct
{
  int fd;
  char *data;
  gsize length;
  gsize capacity;
} PgsProcFile;

#define PGS_PROC_FILE_INIT { -1, NULL, 0, 0 }

gboolean pgs_proc_file_open  (PgsProcFile *self,
                              int          dir_fd,
                              const char  *name,
                              GError     **error);
gboolean pgs_proc_file_read  (PgsProcFile *self,
                              gsize        limit,
                              const char  *what,
                              GError     **error);
gboolean pgs_proc_file_read_record (PgsProcFile *self,
                              gsize        limit,
                              const char  *what,
                              GError     **error);
gboolean pgs_proc_file_load  (PgsProcFile *self,
                              int          dir_fd,
                              const char  *name,
                              gsize        limit,
                              GError     **error);
void     pgs_proc_file_trim  (PgsProcFile *self,
                              gsize        keep);
void     pgs_proc_file_close (PgsProcFile *self);
void     pgs_proc_file_clear (PgsProcFile *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PgsProcFile, pgs_proc_file_clear)

G_END_DECLS
