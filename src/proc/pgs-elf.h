/* pgs-elf.h: what an executable file says about where its parts are mapped
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"

G_BEGIN_DECLS

#define PGS_ELF_MAX_SEGMENTS 64 /* that are loaded; usually four or five */

/**
 * PgsElfSegment:
 * @offset: of its first byte in the file
 * @address: where it is to lie, as linked
 * @file_size: how much of it comes from the file
 * @memory_size: how much it takes in memory; what is beyond @file_size begins as zeros (bss)
 * @perms: #PgsPerms of read, write and execute
 *
 * A segment of type PT_LOAD. Bytes.
 */
typedef struct
{
  guint64 offset;
  guint64 address;
  guint64 file_size;
  guint64 memory_size;
  PgsPerms perms;
} PgsElfSegment;

/**
 * PgsElf:
 * @entry: the address at which it starts, as linked; 0: nowhere
 * @is_movable: it may be loaded anywhere: position-independent, or a library
 * @n_segments: how many are loaded
 * @segments: in the order of the file
 *
 * Source: elf(5), fs/binfmt_elf.c.
 */
typedef struct
{
  guint64 entry;
  gboolean is_movable;
  guint n_segments;
  PgsElfSegment segments[PGS_ELF_MAX_SEGMENTS];
} PgsElf;

gboolean pgs_elf_parse     (PgsElf           *self,
                            const guint8     *bytes,
                            gsize             n_bytes);
gboolean pgs_elf_read      (PgsElf           *self,
                            int               dir_fd,
                            const PgsMapping *mapping,
                            GError          **error);
gboolean pgs_elf_locate    (const PgsElf     *self,
                            const PgsMaps    *maps,
                            gsize             region,
                            guint64           page_size,
                            guint            *segment,
                            guint64          *bias);

G_END_DECLS
