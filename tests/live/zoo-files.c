/* zoo-files.c: mapped files, ordinary, deleted and with odd names
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "zoo.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define N_PAGES 64

static char directory[] = "/tmp/pagescape-zoo-XXXXXX";
static char *paths[16]; /* removed at the end */
static size_t n_paths;

static void
clean_up (void)
{
  for (size_t i = 0; i < n_paths; i++)
    unlink (paths[i]);
  rmdir (directory);
}

/* Makes a file of N_PAGES pages in a directory of its own. */
static char *
make_file (const char *name)
{
  char *path = malloc (sizeof directory + strlen (name) + 1);
  char *bytes = calloc (N_PAGES, zoo_page_size);
  int fd;

  if (n_paths == 0)
    {
      if (mkdtemp (directory) == NULL)
        zoo_fail ("mkdtemp");
      atexit (clean_up);
    }
  sprintf (path, "%s/%s", directory, name);
  memset (bytes, 'z', N_PAGES * zoo_page_size);
  fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  if (fd < 0 || write (fd, bytes, N_PAGES * zoo_page_size) < 0)
    zoo_fail (path);
  close (fd);
  free (bytes);
  paths[n_paths++] = path;
  return path;
}

static char *
map_file (const char *path, int flags)
{
  int fd = open (path, O_RDWR | O_CLOEXEC);
  char *area = mmap (NULL, N_PAGES * zoo_page_size, PROT_READ | PROT_WRITE, flags, fd, 0);

  if (fd < 0 || area == MAP_FAILED)
    zoo_fail (path);
  close (fd);
  return area;
}

static void
report_file (const char *name, const char *area)
{
  zoo_report (name, area, N_PAGES * zoo_page_size);
}

static void
enter_private_file (int argc, char **argv)
{
  char *area = map_file (make_file ("private"), MAP_PRIVATE);

  zoo_read (area, N_PAGES, 1);
  zoo_write (area, N_PAGES / 2, 1);
  report_file ("area", area);
}

static void
enter_shared_file (int argc, char **argv)
{
  char *area = map_file (make_file ("shared"), MAP_SHARED);

  zoo_write (area, N_PAGES / 4, 1);
  report_file ("area", area);
}

static void
enter_deleted (int argc, char **argv)
{
  char *path = make_file ("gone");
  char *area = map_file (path, MAP_PRIVATE);

  zoo_read (area, N_PAGES, 1);
  unlink (path);
  report_file ("area", area);
}

/* Each name as it is; "marked" is a file called so, "both" was called so and then deleted, and
 * "impostor" was deleted while a file of the name that maps shows exists. */
static void
enter_names (int argc, char **argv)
{
  static const char *const names[][2] = {
    { "newline", "new\nline" },      { "heap", "[heap]" },
    { "bytes", "\xff\xfe\x80 bytes" }, { "marked", "real (deleted)" },
    { "backslash", "back\\012slash" }, { "blanks", "  two  blanks " },
  };
  char *path;

  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
    report_file (names[i][0], map_file (make_file (names[i][1]), MAP_PRIVATE));
  path = make_file ("also real (deleted)");
  report_file ("both", map_file (path, MAP_PRIVATE));
  unlink (path);
  path = make_file ("impostor");
  report_file ("impostor", map_file (path, MAP_PRIVATE));
  unlink (path);
  make_file ("impostor (deleted)");
  printf ("directory %s\n", directory);
}

const ZooMode zoo_file_modes[] = {
  { "private-file", "a private file, all read, half written", enter_private_file, NULL },
  { "shared-file", "a shared file, a quarter written", enter_shared_file, NULL },
  { "deleted", "a file that was deleted", enter_deleted, NULL },
  { "names", "files with names that are hard to read in maps", enter_names, NULL },
  { NULL, NULL, NULL, NULL },
};
