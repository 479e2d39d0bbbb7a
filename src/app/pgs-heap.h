/* pgs-heap.h: how the program keeps freed memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

void pgs_heap_init (void);
