/* pgs-file-name.h: which of several names is a mapped file's
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"

G_BEGIN_DECLS

gboolean pgs_file_name_test (int               dir_fd,
                             const PgsMapping *mapping,
                             const char       *path,
                             gsize             length);

G_END_DECLS
