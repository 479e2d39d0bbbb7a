/* pgs-cmdline-reader.h: reading the arguments of processes without waiting for stuck ones
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Longer arguments are cut here: the length is the process' own choice. */
#define PGS_CMDLINE_MAX 65536

/**
 * PgsCmdlineResult:
 * @pid: whose
 * @start_ticks: which process of that PID the caller meant
 * @cmdline: (nullable): a GRefString, arguments joined by blanks; %NULL if it could not be read
 */
typedef struct
{
  gint pid;
  guint64 start_ticks;
  char *cmdline;
} PgsCmdlineResult;

typedef struct _PgsCmdlineReader PgsCmdlineReader;

/**
 * PgsCmdlineFunc:
 * @pid: whose
 *
 * Reads the arguments of a process and may block for ever. Called in a thread of the reader's.
 *
 * Returns: (transfer full) (nullable): a GRefString; %NULL if they cannot be read
 */
typedef char *(*PgsCmdlineFunc) (gint pid);

char             *pgs_cmdline_read_joined    (gint              pid);
PgsCmdlineReader *pgs_cmdline_reader_new     (PgsCmdlineFunc    func);
void              pgs_cmdline_reader_free    (PgsCmdlineReader *self);
void              pgs_cmdline_reader_request (PgsCmdlineReader *self,
                                              gint              pid,
                                              guint64           start_ticks);
GArray           *pgs_cmdline_reader_collect (PgsCmdlineReader *self,
                                              gint64            timeout_us);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCmdlineReader, pgs_cmdline_reader_free)

G_END_DECLS
