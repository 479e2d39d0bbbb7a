/* pgs-cgroup.h: the cgroup that limits a process' memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsCgroup:
 * @path: its path in the hierarchy
 * @is_v1: it is one of the memory controller of version 1; else of the unified hierarchy
 * @mount: (nullable): where the hierarchy is mounted, %NULL if that is not known
 * @below: (nullable): its path below @mount, empty or with a slash in front
 */
typedef struct
{
  char *path;
  gboolean is_v1;
  char *mount;
  char *below;
} PgsCgroup;

gboolean pgs_cgroup_parse      (PgsCgroup       *self,
                                const char      *text);
gboolean pgs_cgroup_locate     (PgsCgroup       *self,
                                const char      *mountinfo);
guint64  pgs_cgroup_read_limit (const PgsCgroup *self);
guint64  pgs_cgroup_read_use   (const PgsCgroup *self,
                                guint64         *limit);
void     pgs_cgroup_clear      (PgsCgroup       *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PgsCgroup, pgs_cgroup_clear)

G_END_DECLS
