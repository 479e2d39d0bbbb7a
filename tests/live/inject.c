/* inject.c: makes reading of some files fail as a kernel in trouble would; for LD_PRELOAD
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * PGS_INJECT_FILE is a pattern of fnmatch(3) for the names of the files that are meant, PGS_INJECT_HOW
 * what happens to them:
 *   short   a read returns one byte at most (of pagemap, too, which no kernel does)
 *   eintr   every other call is interrupted
 *   NUMBER  calls fail with this errno, from the one numbered PGS_INJECT_FROM on (0: the first one)
 *   open    opening fails with EMFILE
 * When one of them was hit, PGS_INJECT_TRACE, a file, is made, so that a test that injects nothing is noticed.
 */
#include <errno.h>
#include <fcntl.h>
#include <fnmatch.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

enum how { NOTHING, SHORT, INTERRUPTED, FAILING, CLOSED };

static const char *pattern;
static enum how how;
static int number; /* errno */
static int from;
static int n_calls;

__attribute__ ((constructor)) static void
set_up (void)
{
  const char *word = getenv ("PGS_INJECT_HOW");
  const char *first = getenv ("PGS_INJECT_FROM");

  pattern = getenv ("PGS_INJECT_FILE");
  from = first != NULL ? atoi (first) : 0;
  if (pattern == NULL || word == NULL)
    return;
  number = atoi (word);
  how = strcmp (word, "short") == 0 ? SHORT : strcmp (word, "eintr") == 0 ? INTERRUPTED
        : strcmp (word, "open") == 0 ? CLOSED : FAILING;
}

static void
leave_trace (void)
{
  const char *path = getenv ("PGS_INJECT_TRACE");
  const int fd = path != NULL ? syscall (SYS_openat, AT_FDCWD, path, O_CREAT | O_WRONLY | O_CLOEXEC, 0600) : -1;

  if (fd >= 0)
    close (fd);
}

/* Returns: whether @fd is a file that is meant. */
static int
is_meant (int fd)
{
  char link[64];
  char path[4096];
  long n;

  if (how == NOTHING || how == CLOSED)
    return 0;
  snprintf (link, sizeof link, "/proc/self/fd/%d", fd);
  n = syscall (SYS_readlinkat, AT_FDCWD, link, path, sizeof path - 1);
  if (n < 0)
    return 0;
  path[n] = '\0';
  if (fnmatch (pattern, path, FNM_PATHNAME) != 0)
    return 0;
  leave_trace ();
  return 1;
}

/* Returns: whether the call is to fail now, with errno. */
static int
fails_now (void)
{
  const int n = __atomic_fetch_add (&n_calls, 1, __ATOMIC_RELAXED);

  errno = how == INTERRUPTED ? EINTR : number;
  return how == INTERRUPTED ? n % 2 == 0 : how == FAILING && n >= from;
}

/* pagemap refuses to give less than an entry of 8 bytes, and anything between two. */
static ssize_t
read_byte (int     fd,
           char   *to,
           off_t   offset)
{
  char entry[8];
  ssize_t n = syscall (SYS_pread64, fd, to, 1, offset);

  if (n >= 0 || errno != EINVAL)
    return n;
  n = syscall (SYS_pread64, fd, entry, sizeof entry, offset & ~(off_t) 7);
  if (n <= (offset & 7))
    return n < 0 ? n : 0;
  *to = entry[offset & 7];
  return 1;
}

ssize_t
pread (int     fd,
       void   *to,
       size_t  size,
       off_t   offset)
{
  if (!is_meant (fd) || size == 0)
    return syscall (SYS_pread64, fd, to, size, offset);
  if (how == SHORT)
    return read_byte (fd, to, offset);
  return fails_now () ? -1 : syscall (SYS_pread64, fd, to, size, offset);
}

ssize_t
read (int     fd,
      void   *to,
      size_t  size)
{
  if (!is_meant (fd) || size == 0)
    return syscall (SYS_read, fd, to, size);
  if (how == SHORT)
    return syscall (SYS_read, fd, to, 1);
  return fails_now () ? -1 : syscall (SYS_read, fd, to, size);
}

int
ioctl (int           fd,
       unsigned long request,
       ...)
{
  va_list arguments;
  void *argument;

  va_start (arguments, request);
  argument = va_arg (arguments, void *);
  va_end (arguments);
  if (how != SHORT && is_meant (fd) && fails_now ())
    return -1;
  return syscall (SYS_ioctl, fd, request, argument);
}

int
openat (int         directory,
        const char *path,
        int         flags,
        ...)
{
  va_list arguments;
  int mode;

  va_start (arguments, flags);
  mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg (arguments, int) : 0;
  va_end (arguments);
  if (how == CLOSED && fnmatch (pattern, path, 0) == 0)
    {
      leave_trace ();
      errno = EMFILE;
      return -1;
    }
  return syscall (SYS_openat, directory, path, flags, mode);
}
