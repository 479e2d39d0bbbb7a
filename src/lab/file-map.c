/* file-map.c: a file read and written as memory
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "lab.h"

#include <fcntl.h>
#include <linux/magic.h>
#include <sys/mman.h>
#include <sys/vfs.h>

#define MAPPED (100 * LAB_MIB) /* of the small file, whose content is 6 bytes */
#define LARGE LAB_MIB

/* Makes a file on a disk in one of the usual folders. Its name is removed at once: the file lives on
   until nobody has it open or mapped, and nothing is left behind. */
static int
make_file (void)
{
  static char path[4096];
  const char *folders[] = { getenv ("TMPDIR"), "/var/tmp", "/tmp", getenv ("HOME"), "." };

  for (size_t i = 0; i < sizeof folders / sizeof *folders; i++)
    {
      struct statfs fs;

      if (folders[i] == NULL || statfs (folders[i], &fs) != 0 || fs.f_type == TMPFS_MAGIC || fs.f_type == RAMFS_MAGIC)
        continue;
      snprintf (path, sizeof path, "%s/pagescape-lab-XXXXXX", folders[i]);
      int fd = mkstemp (path);
      if (fd < 0)
        continue;
      unlink (path);
      return fd;
    }
  lab_fail ("no folder on a disk");
  return -1;
}

/* What another program sees: it asks for the file's content with read(), not through the mapping. */
static void
be_reader (int fd)
{
  char text[6] = "";

  lab_tell_number ("seen", pread (fd, text, 5, 0) == 5 && strcmp (text, "HELLO") == 0);
  _exit (0);
}

/* Reads one byte behind the file's end. */
static void
be_trespasser (volatile char *address)
{
  prctl (PR_SET_DUMPABLE, 0, 0, 0, 0); /* no core file of this */
  _exit (*address);
}

/* Waits until a child has ended. Returns the signal that ended it, 0 if it ended by itself. */
static int
reap (pid_t child)
{
  int status = 0;

  if (child < 0)
    lab_fail ("fork");
  while (waitpid (child, &status, 0) < 0 && errno == EINTR)
    ;
  return WIFSIGNALED (status) ? WTERMSIG (status) : 0;
}

/* A file whose content is in the page cache, as it was written a moment ago. */
static int
make_large_file (void)
{
  static char zeros[64 * LAB_KIB];
  int fd = make_file ();

  for (size_t i = 0; i < LARGE; i += sizeof zeros)
    if (write (fd, zeros, sizeof zeros) != (ssize_t) sizeof zeros)
      lab_fail ("write");
  return fd;
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "map", "read", "write", "reader", "beyond", "large", NULL };

  lab_begin (argc, argv, "Maps a file of 6 bytes, reads and writes it as memory, and reads behind its end.", steps,
             512 * LAB_MIB, LAB_DEFAULT);
  size_t page_size = (size_t) sysconf (_SC_PAGESIZE);
  int file = make_file ();
  if (write (file, "hello\n", 6) != 6)
    lab_fail ("write");

  lab_tell_number ("size", MAPPED);
  lab_tell_number ("sigbus", SIGBUS);
  lab_tell_number ("sigsegv", SIGSEGV);

  lab_step ("map");
  volatile char *text = mmap (NULL, MAPPED, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  if (text == MAP_FAILED)
    lab_fail ("mmap");
  lab_tell_range ("mapping", text, MAPPED);
  lab_tell_range ("page", text, page_size);

  lab_step ("read");
  lab_tell_number ("byte", text[0]);

  /* No write(): the bytes go into the page of the page cache, which is the file for everybody. */
  lab_step ("write");
  memcpy ((char *) text, "HELLO", 5);

  lab_step ("reader");
  pid_t child = fork ();
  if (child == 0)
    be_reader (file);
  reap (child);

  /* The mapping has 25,600 pages, the file only one. A child tries the second, as this kills. */
  lab_step ("beyond");
  child = fork ();
  if (child == 0)
    be_trespasser (text + page_size);
  lab_tell_number ("signal", reap (child));

  /* One byte again, but of a file with more pages than one. */
  int large_file = make_large_file ();
  volatile char *large = mmap (NULL, LARGE, PROT_READ, MAP_SHARED, large_file, 0);
  if (large == MAP_FAILED)
    lab_fail ("mmap");
  lab_tell_range ("large", large, LARGE);
  lab_step ("large");
  (void) large[0];

  lab_end ();
}
