/* broker.h: what the parts of the broker know of each other
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <fcntl.h>
#include <linux/openat2.h>
#include <stddef.h>

#define BROKER_SOCKET 0 /* descriptors: to whoever started it */
#define BROKER_PROC   1 /* /proc, as O_PATH */

#define BROKER_STATX (AT_EMPTY_PATH | AT_NO_AUTOMOUNT | AT_STATX_DONT_SYNC) /* waits for no server */
#define BROKER_MAX_NAME 8192 /* bytes of the name of an executable; the kernel's are shorter */

extern const struct open_how broker_how;

int broker_filter (void);
int broker_answer (const void *packet, size_t length, int socket, int proc);
