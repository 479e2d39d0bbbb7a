/* child.h: processes that tests start
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <sys/types.h>

typedef void (*ChildFunc) (void);

pid_t child_start (ChildFunc func);
pid_t child_start_with_pid (pid_t pid);
void  child_end   (pid_t pid);
