/* packet.h: what tests send instead of a broker
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

#define PACKET_MAX_FDS 9

gssize packet_send (int         socket,
                    const void *bytes,
                    gsize       n_bytes,
                    const int  *fds,
                    gsize       n_fds);
