/* pgs-frame.h: what the kernel says of one page of RAM
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsFrame:
 * @flags: bits of /proc/kpageflags; meaningless if not @has_flags
 * @n_mapped: how often page tables point to it (/proc/kpagecount); meaningless if not @has_count
 *
 * A page frame. Source: Documentation/admin-guide/mm/pagemap.rst.
 */
typedef struct
{
  guint64 flags;
  guint64 n_mapped;
  gboolean has_flags;
  gboolean has_count;
} PgsFrame;

#define PGS_N_FRAME_FLAGS 64

const char *pgs_frame_flag_get_id (guint bit);

G_END_DECLS
