/* filter.c: the system calls the broker may still make once it is set up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each with the arguments it needs, where a filter can see them; any other call kills the broker. A
 * filter cannot see what a pointer points to: how files are opened is one constant in memory that cannot
 * be written, and the filter asks for its address. The path is for request.c to see to.
 */
#include "broker.h"

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stdint.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { LOW = __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ ? 0 : 4, HIGH = 4 - LOW }; /* halves of an argument */

#define LOAD(offset) BPF_STMT (BPF_LD | BPF_W | BPF_ABS, offset)
#define RETURN(what) BPF_STMT (BPF_RET | BPF_K, SECCOMP_RET_##what)
#define OR_DIE(value) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, value, 1, 0), RETURN (KILL_PROCESS)
#define ARGUMENT(n) offsetof (struct seccomp_data, args[n])

/* A call, of which n arguments are looked at; then those; then RETURN (ALLOW). */
#define CALL(name, n) BPF_JUMP (BPF_JMP | BPF_JEQ | BPF_K, SYS_##name, 0, 6 * (n) + 1)
#define WITH(n, value) LOAD (ARGUMENT (n) + LOW), OR_DIE ((uint32_t) (value)), \
                       LOAD (ARGUMENT (n) + HIGH), OR_DIE ((uint64_t) (value) >> 32)

/**
 * broker_filter:
 *
 * From here on only the calls of request.c and of main.c's loop are possible. PR_SET_NO_NEW_PRIVS must
 * be set.
 *
 * Returns: 0, or -1 with errno
 */
int
broker_filter (void)
{
  struct sock_filter code[] = {
    LOAD (offsetof (struct seccomp_data, arch)), OR_DIE (BROKER_ARCHITECTURE),
    LOAD (offsetof (struct seccomp_data, nr)),
    CALL (recvfrom, 1), WITH (0, BROKER_SOCKET), RETURN (ALLOW),
    CALL (sendmsg, 2), WITH (0, BROKER_SOCKET), WITH (2, MSG_NOSIGNAL), RETURN (ALLOW),
    CALL (openat2, 3), WITH (0, BROKER_PROC), WITH (2, (uintptr_t) &broker_how), WITH (3, sizeof broker_how),
      RETURN (ALLOW),
    CALL (statx, 1), WITH (2, BROKER_STATX), RETURN (ALLOW),
    CALL (readlinkat, 2), WITH (0, BROKER_PROC), WITH (3, BROKER_MAX_NAME), RETURN (ALLOW),
    CALL (read, 0), RETURN (ALLOW),
    CALL (getdents64, 0), RETURN (ALLOW),
    CALL (close, 0), RETURN (ALLOW),
    CALL (exit_group, 0), RETURN (ALLOW),
    RETURN (KILL_PROCESS),
  };
  struct sock_fprog filter = { sizeof code / sizeof *code, code };

  return syscall (SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &filter);
}
