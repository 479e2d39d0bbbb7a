/* pgs-pause.h: letting the watched process breathe during long reads
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsPause:
 *
 * How long a walk through another process' page tables has gone on without a break.
 */
typedef struct
{
  gint64 since_ns;
} PgsPause;

void pgs_pause_begin (PgsPause *self);
void pgs_pause_check (PgsPause *self);

G_END_DECLS
