/* pgs-maps-parser.h: the text of /proc/PID/maps becomes mappings
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"

G_BEGIN_DECLS

/**
 * PgsPathTest:
 * @mapping: what the line says of the file: device and inode
 * @path: (array length=length): a name, not ending in NUL
 * @length: bytes of @path
 * @user_data: what was given with it
 *
 * Asked where a name can be read in two ways: " (deleted)" at its end, or `\012` in it.
 *
 * Returns: whether @path names this very file
 */
typedef gboolean (*PgsPathTest) (const PgsMapping *mapping,
                                 const char       *path,
                                 gsize             length,
                                 gpointer          user_data);

/**
 * PgsGuardTest:
 * @address: of a page
 * @user_data: what was given with it
 *
 * Returns: whether there is a guard page at @address
 */
typedef gboolean (*PgsGuardTest) (guint64  address,
                                  gpointer user_data);

/**
 * PgsMapsHints:
 * @path_test: (nullable): which of several names is the file's; without it the kernel's marks are
 *   taken for what they look like
 * @guard_test: (nullable): whether a page is a guard page
 * @user_data: for both
 * @stack_pointers: (array length=n_stack_pointers) (nullable): ascending; of the threads but the
 *   first
 * @n_stack_pointers: how many
 *
 * What the text of maps does not tell. All zero is fine.
 */
typedef struct
{
  PgsPathTest path_test;
  PgsGuardTest guard_test;
  gpointer user_data;
  const guint64 *stack_pointers;
  gsize n_stack_pointers;
} PgsMapsHints;

gboolean pgs_maps_parse (const char         *text,
                         gsize               length,
                         const PgsMapsHints *hints,
                         PgsMapsBuilder     *builder,
                         GError            **error);

G_END_DECLS
