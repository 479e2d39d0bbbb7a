/* pgs-mapping.h: what one mapping is, and whether two are the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-maps.h"

G_BEGIN_DECLS

gboolean pgs_mapping_is_file        (const PgsMapping *self);
gboolean pgs_mapping_equal          (const PgsMapping *self,
                                     const PgsMapping *other);
gboolean pgs_mapping_is_same_memory (const PgsMapping *self,
                                     const PgsMapping *other);

G_END_DECLS
