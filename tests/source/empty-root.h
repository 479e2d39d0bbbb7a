/* empty-root.h: a test in a root directory without /proc
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

gboolean empty_root_is_subprocess (void);
void     empty_root_enter         (void);
