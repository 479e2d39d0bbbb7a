/* pgs-maps.h: the mappings of one address space, an immutable sorted list
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib-object.h>

#include "pgs-kind.h"

G_BEGIN_DECLS

typedef enum
{
  PGS_PERM_READ = 1 << 0,
  PGS_PERM_WRITE = 1 << 1,
  PGS_PERM_EXEC = 1 << 2,
  PGS_PERM_SHARED = 1 << 3, /* clear: private, copied on write */
} PgsPerms;

typedef enum
{
  PGS_MAPPING_DELETED = 1 << 0,      /* its file has no name any more */
  PGS_MAPPING_THREAD_STACK = 1 << 1, /* a thread's stack pointer was seen in it */
  PGS_MAPPING_NOT_COUNTED = 1 << 2,  /* listed by the kernel, not in VIRT: vsyscall */
} PgsMappingFlags;

/**
 * PgsMapping:
 * @start: first address
 * @end: first address behind it; addresses are `[start, end)`
 * @offset: bytes into the file
 * @inode: of the file, 0 if anonymous
 * @path: (nullable): the file's name as bytes (not always UTF-8), newlines decoded, without
 *   " (deleted)"; or the kernel's word for it, `[heap]`; %NULL if anonymous. Owned by the #PgsMaps;
 *   equal paths of one #PgsMaps are the same pointer
 * @dev_major: device of the file
 * @dev_minor: device of the file
 * @perms: #PgsPerms
 * @kind: #PgsKind
 * @flags: #PgsMappingFlags
 *
 * One line of maps. Source: proc_pid_maps(5).
 */
typedef struct
{
  guint64 start;
  guint64 end;
  guint64 offset;
  guint64 inode;
  const char *path;
  guint32 dev_major;
  guint32 dev_minor;
  guint8 perms;
  guint8 kind;
  guint8 flags;
} PgsMapping;

typedef struct _PgsMaps PgsMaps;
typedef struct _PgsMapsBuilder PgsMapsBuilder;

#define PGS_TYPE_MAPS (pgs_maps_get_type ())

GType             pgs_maps_get_type     (void);
PgsMaps          *pgs_maps_ref          (PgsMaps        *self);
void              pgs_maps_unref        (PgsMaps        *self);
gsize             pgs_maps_get_length   (const PgsMaps  *self);
const PgsMapping *pgs_maps_get          (const PgsMaps  *self,
                                         gsize           index);
gboolean          pgs_maps_equal        (const PgsMaps  *self,
                                         const PgsMaps  *other);
gsize             pgs_maps_lower_bound  (const PgsMaps  *self,
                                         guint64         address);
gboolean          pgs_maps_find         (const PgsMaps  *self,
                                         guint64         address,
                                         gsize          *index);
guint64           pgs_maps_get_size     (const PgsMaps  *self);
guint64           pgs_maps_get_kind_size (const PgsMaps *self,
                                         PgsKind         kind);
void              pgs_perms_format      (PgsPerms        perms,
                                         char            text[5]);

/**
 * PgsExe:
 * @inode: of the executable, 0 if not known
 * @dev_major: its device as maps shows it
 * @dev_minor: its device as maps shows it
 * @path: (nullable): /proc/PID/exe, for file systems whose stat device is not the one in maps
 *
 * Which file a process runs, so that its segments can be told from those of libraries.
 */
typedef struct
{
  guint64 inode;
  guint32 dev_major;
  guint32 dev_minor;
  const char *path;
} PgsExe;

PgsMapsBuilder   *pgs_maps_builder_new  (gsize           n_expected);
void              pgs_maps_builder_free (PgsMapsBuilder *self);
void              pgs_maps_builder_add  (PgsMapsBuilder *self,
                                         const PgsMapping *mapping,
                                         const char     *path,
                                         gsize           path_length);
PgsMaps          *pgs_maps_builder_end  (PgsMapsBuilder *self,
                                         const PgsExe   *exe);
PgsMaps          *pgs_maps_builder_end_classified (PgsMapsBuilder *self);

void              pgs_classify          (PgsMapping     *mappings,
                                         gsize           n_mappings,
                                         const PgsExe   *exe);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsMaps, pgs_maps_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsMapsBuilder, pgs_maps_builder_free)

G_END_DECLS
