/* old-calls.c: system calls as valgrind knows them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * valgrind 3.19 does not know openat2. The broker that is run under it is linked with --wrap=syscall,
 * and its calls of that name come here.
 */
#include <errno.h>
#include <fcntl.h>
#include <linux/openat2.h>
#include <stdarg.h>
#include <sys/syscall.h>
#include <unistd.h>

long __real_syscall (long number, ...);
long __wrap_syscall (long number, ...);

long
__wrap_syscall (long number,
                ...)
{
  long arguments[6];
  va_list list;

  va_start (list, number);
  for (int i = 0; i < 6; i++)
    arguments[i] = va_arg (list, long);
  va_end (list);
  if (number == SYS_openat2)
    {
      const struct open_how *how = (const void *) arguments[2];

      return openat ((int) arguments[0], (const char *) arguments[1], (int) how->flags);
    }
  return __real_syscall (number, arguments[0], arguments[1], arguments[2], arguments[3], arguments[4],
                         arguments[5]);
}
