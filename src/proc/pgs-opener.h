/* pgs-opener.h: who opens files of processes for us
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"

G_BEGIN_DECLS

/**
 * PgsOpenerFile:
 *
 * What an opener may be asked for. The last two are of the machine: their PID is 0.
 */
typedef enum
{
  PGS_OPENER_MAPS,
  PGS_OPENER_SMAPS,
  PGS_OPENER_SMAPS_ROLLUP,
  PGS_OPENER_PAGEMAP,
  PGS_OPENER_STAT,
  PGS_OPENER_STATM,
  PGS_OPENER_STATUS,
  PGS_OPENER_KPAGEFLAGS,
  PGS_OPENER_KPAGECOUNT,
} PgsOpenerFile;

/**
 * PgsOpenerListFunc:
 * @pid: a process
 * @uid: the owner of its directory: its effective user, or root where it is not dumpable
 * @stat: its stat, as the kernel wrote it, followed by a NUL
 * @statm: its statm, likewise
 * @user_data: of pgs_opener_list()
 */
typedef void (*PgsOpenerListFunc) (gint        pid,
                                   guint32     uid,
                                   const char *stat,
                                   const char *statm,
                                   gpointer    user_data);

/**
 * PgsOpenerClass:
 * @open: opens @file of process or thread @pid, read-only and close-on-exec. Returns the descriptor,
 *   the caller's to close; or -1 with errno: EPIPE when there is nobody left to ask. Called on any
 *   thread, also at the same time
 * @list: (nullable): calls @func for each process there is. Returns %FALSE with @error if that is not
 *   known. Called on any thread
 * @read_exe: (nullable): tells what process or thread @pid runs, with its path as the kernel shows it, the
 *   caller's to free. Returns whether that is known. Called on any thread
 * @free: (nullable): frees @data, when the last reference is gone
 * @is_elsewhere: processes have other numbers here, or cannot be seen: what is not opened by @open
 *   is not known. Else it is asked only for what we may not open
 * @has_frames: its pagemap has the numbers of frames, so that it is asked for it also where we may open
 *   our own, which has not
 * @dup_trouble: (nullable): after EPIPE, in words why there is nobody; %NULL if that is not known.
 *   Called on any thread
 *
 * Somebody with more rights, or in another place.
 */
typedef struct
{
  int (*open)  (gint          pid,
                PgsOpenerFile file,
                gpointer      data);
  gboolean (*list) (PgsOpenerListFunc func,
                    gpointer          user_data,
                    gpointer          data,
                    GError          **error);
  gboolean (*read_exe) (gint     pid,
                        PgsExe  *exe,
                        gpointer data);
  void (*free) (gpointer      data);
  gboolean is_elsewhere;
  gboolean has_frames;
  char *(*dup_trouble) (gpointer data);
} PgsOpenerClass;

/**
 * PgsOpener:
 *
 * References may be taken and dropped on any thread.
 */
typedef struct _PgsOpener PgsOpener;

PgsOpener *pgs_opener_new          (const PgsOpenerClass *klass,
                                    gpointer              data);
PgsOpener *pgs_opener_ref          (PgsOpener            *self);
void       pgs_opener_unref        (PgsOpener            *self);
int        pgs_opener_open         (PgsOpener            *self,
                                    gint                  pid,
                                    PgsOpenerFile         file);
gboolean   pgs_opener_list         (PgsOpener            *self,
                                    PgsOpenerListFunc     func,
                                    gpointer              user_data,
                                    GError              **error);
gboolean   pgs_opener_read_exe     (PgsOpener            *self,
                                    gint                  pid,
                                    PgsExe               *exe);
char      *pgs_opener_dup_trouble  (PgsOpener            *self);
gboolean   pgs_opener_is_elsewhere (PgsOpener            *self);
gboolean   pgs_opener_has_frames   (PgsOpener            *self);
void       pgs_opener_set_default  (PgsOpener            *opener);
PgsOpener *pgs_opener_get_default  (void);
PgsOpener *pgs_opener_get_here     (void);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsOpener, pgs_opener_unref)

G_END_DECLS
