/* zoo.c: programs whose memory is known, for tests to look at
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * "zoo MODE [ARGUMENTS]" makes some memory, prints one line "NAME START END" for each range
 * (addresses in hexadecimal, the end exclusive) or "NAME ID", then "READY". After that it waits; a
 * line on its standard input is a command, answered with "DONE", and the end of standard input ends
 * it. It ends with its parent too. "zoo --list" prints the modes. Nothing of Pagescape is in it.
 */
#include "zoo.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

size_t zoo_page_size;
const char *zoo_program;

static const ZooMode *const groups[] = { zoo_memory_modes, zoo_file_modes, zoo_special_modes,
                                         zoo_task_modes, zoo_hostile_modes, zoo_churn_modes };

void
zoo_report (const char *name, const void *start, size_t length)
{
  printf ("%s 0x%lx 0x%lx\n", name, (unsigned long) (uintptr_t) start,
          (unsigned long) ((uintptr_t) start + length));
}

void
zoo_report_id (const char *name, long id)
{
  printf ("%s %ld\n", name, id);
}

void
zoo_fail (const char *what)
{
  fprintf (stderr, "zoo: %s: %s\n", what, strerror (errno));
  exit (1);
}

void
zoo_unavailable (const char *why)
{
  printf ("UNAVAILABLE %s\n", why);
  exit (ZOO_UNAVAILABLE);
}

/* Returns whether all of it was written, into a file that is there. */
int
zoo_write_text (const char *path, const char *text)
{
  const int fd = open (path, O_WRONLY | O_CLOEXEC);
  const int done = fd >= 0 && write (fd, text, strlen (text)) == (ssize_t) strlen (text);

  if (fd >= 0)
    close (fd);
  return done;
}

void *
zoo_map (size_t n_pages, int prot, int flags)
{
  void *start = mmap (NULL, n_pages * zoo_page_size, prot, flags, -1, 0);

  if (start == MAP_FAILED)
    zoo_fail ("mmap");
  return start;
}

/* Private anonymous memory, with something unmapped on both sides. */
void *
zoo_map_aligned (size_t length, size_t alignment)
{
  char *area = mmap (NULL, length + 2 * alignment, PROT_READ | PROT_WRITE,
                     MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
  char *start;

  if (area == MAP_FAILED)
    zoo_fail ("mmap");
  start = (char *) (((uintptr_t) area + alignment) & ~(uintptr_t) (alignment - 1));
  munmap (area, (size_t) (start - area));
  munmap (start + length, (size_t) (area + 2 * alignment - start));
  return start;
}

void
zoo_write (void *start, size_t n_pages, size_t stride)
{
  volatile char *bytes = start;

  for (size_t page = 0; page < n_pages; page += stride)
    bytes[page * zoo_page_size] = (char) (page + 1);
}

void
zoo_read (const void *start, size_t n_pages, size_t stride)
{
  const volatile char *bytes = start;

  for (size_t page = 0; page < n_pages; page += stride)
    (void) bytes[page * zoo_page_size];
}

static const ZooMode *
find_mode (const char *name)
{
  for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
    for (const ZooMode *mode = groups[i]; mode->name != NULL; mode++)
      if (strcmp (mode->name, name) == 0)
        return mode;
  return NULL;
}

static int
list_modes (void)
{
  for (size_t i = 0; i < sizeof groups / sizeof groups[0]; i++)
    for (const ZooMode *mode = groups[i]; mode->name != NULL; mode++)
      printf ("%-14s %s\n", mode->name, mode->what);
  return 0;
}

int
main (int argc, char **argv)
{
  const ZooMode *mode;
  char line[256];

  zoo_page_size = (size_t) sysconf (_SC_PAGESIZE);
  zoo_program = argv[0];
  if (argc == 2 && strcmp (argv[1], "--list") == 0)
    return list_modes ();
  mode = argc > 1 ? find_mode (argv[1]) : NULL;
  if (mode == NULL)
    {
      fprintf (stderr, "usage: zoo --list | MODE [ARGUMENTS]\n");
      return 2;
    }
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  setvbuf (stdout, NULL, _IOLBF, 0);
  mode->enter (argc - 2, argv + 2);
  printf ("READY\n");
  while (fgets (line, sizeof line, stdin) != NULL)
    {
      line[strcspn (line, "\n")] = '\0';
      if (mode->command != NULL)
        mode->command (line);
      printf ("DONE\n");
    }
  return 0;
}
