/* zoo-hostile.c: a process all of whose names were chosen to do harm
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "zoo.h"

#include <errno.h>
#include <fcntl.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

#ifndef PR_SET_VMA
#define PR_SET_VMA 0x53564d41
#define PR_SET_VMA_ANON_NAME 0
#endif

#define ESC "\033"
#define TITLE ESC "]0;owned\007"       /* a terminal's title */
#define LINK ESC "]8;;http://x\033\\"  /* a link in a terminal */
#define CLEAR ESC "[2J"
#define C1 "\302\233" "31m"            /* U+009B begins a sequence, too */
#define OVERRIDE "\342\200\256"        /* U+202E: right to left */
#define ISOLATE "\342\201\246"         /* U+2066 */
#define ZERO_WIDTH "\342\200\213"      /* U+200B */
#define MARK "\314\201\315\257\314\243" /* three accents */
#define FLOOD MARK MARK MARK MARK MARK MARK MARK MARK
#define MARKUP "<b>&amp;<span foreground='red'>"
#define FORMULA "=cmd|' C'!A0"
#define NOT_UTF8 "\377\376\303"

#define EXE_NAME "exe" TITLE MARKUP "\n" OVERRIDE FLOOD
#define COMM "<b>" ESC "[31m" "\342\200\256" "\n\377)" /* 15 bytes are kept */
#define CGROUP_NAME "pgs-<b>" ESC "[31m" OVERRIDE "\377"
#define ANON_NAME "<b>&amp;=x" /* the kernel takes printable ASCII but \`$[] */

#define DEEP_LEVELS 15
#define DEEP_NAME 250

static const char *const bad_names[] = {
  TITLE, LINK, CLEAR "red" ESC "[0m", C1, OVERRIDE "gnp.exe", ISOLATE "x", ZERO_WIDTH, FLOOD, "new\nline",
  "\r\b\t\177", NOT_UTF8, MARKUP, "</text><script>x</script>", "&#27;", "[heap]", "[stack]", "x (deleted)",
  " (deleted)", FORMULA, "+1", "-1", "@x", "a,\"b\"", "%s%n%s", "'; rm", " ", "\342\200\250", "back\\012slash",
};

static const char *directory;
static const char *cgroup_parent; /* left again at the end */

static int
remove_entry (const char *path, const struct stat *info, int type, struct FTW *where)
{
  return remove (path);
}

static void
clean_up (void)
{
  char path[256];

  nftw (directory, remove_entry, 16, FTW_DEPTH | FTW_PHYS);
  if (cgroup_parent == NULL)
    return;
  snprintf (path, sizeof path, "%s/cgroup.procs", cgroup_parent);
  zoo_write_text (path, "0");
  snprintf (path, sizeof path, "%s/" CGROUP_NAME, cgroup_parent);
  rmdir (path);
}

static void
map_descriptor (int fd)
{
  char *area;

  if (fd < 0 || ftruncate (fd, (off_t) zoo_page_size) != 0)
    zoo_fail ("a hostile file");
  area = mmap (NULL, zoo_page_size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  if (area == MAP_FAILED)
    zoo_fail ("mmap");
  zoo_write (area, 1, 1);
  close (fd);
}

static void
map_file (int at, const char *name)
{
  map_descriptor (openat (at, name, O_RDWR | O_CREAT | O_CLOEXEC, 0600));
}

/* A path of nearly 4 KiB, the longest there is. */
static void
map_deep_file (int at)
{
  char name[DEEP_NAME + 1] = { 0 };

  memset (name, 'd', DEEP_NAME);
  for (int i = 0; i < DEEP_LEVELS; i++)
    {
      if (mkdirat (at, name, 0700) != 0)
        zoo_fail ("mkdir");
      at = openat (at, name, O_PATH | O_DIRECTORY | O_CLOEXEC);
    }
  map_file (at, "deep" CLEAR);
}

static void
map_all (void)
{
  const int at = open (directory, O_PATH | O_DIRECTORY | O_CLOEXEC);
  char *named = zoo_map (4, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);

  for (size_t i = 0; i < sizeof bad_names / sizeof bad_names[0]; i++)
    {
      if (strchr (bad_names[i], '/') == NULL)
        map_file (at, bad_names[i]);
      map_descriptor (memfd_create (bad_names[i], MFD_CLOEXEC)); /* any byte will do there */
    }
  map_file (at, "gone" TITLE);
  unlinkat (at, "gone" TITLE, 0);
  map_deep_file (at);
  zoo_write (named, 4, 1);
  if (prctl (PR_SET_VMA, PR_SET_VMA_ANON_NAME, named, 4 * zoo_page_size, ANON_NAME) == 0)
    zoo_report ("anonymous", named, 4 * zoo_page_size);
}

/* Needs root and a memory controller, version 1 or 2. */
static void
enter_cgroup (void)
{
  static const char *const parents[] = { "/sys/fs/cgroup/memory", "/sys/fs/cgroup" };
  char path[256];

  for (int i = 0; i < 2; i++)
    {
      snprintf (path, sizeof path, "%s/cgroup.procs", parents[i]);
      if (access (path, W_OK) != 0)
        continue;
      snprintf (path, sizeof path, "%s/" CGROUP_NAME, parents[i]);
      if (mkdir (path, 0700) != 0 && errno != EEXIST)
        return;
      cgroup_parent = parents[i];
      snprintf (path, sizeof path, "%s/" CGROUP_NAME "/cgroup.procs", parents[i]);
      if (zoo_write_text (path, "0"))
        zoo_report_id ("cgroup", 1);
      return;
    }
}

static void
copy_program (const char *path)
{
  char bytes[65536];
  int from = open ("/proc/self/exe", O_RDONLY | O_CLOEXEC);
  int to = open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0700);
  ssize_t n;

  if (from < 0 || to < 0)
    zoo_fail ("a copy of the zoo");
  while ((n = read (from, bytes, sizeof bytes)) > 0)
    if (write (to, bytes, (size_t) n) != n)
      zoo_fail ("a copy of the zoo");
  close (from);
  close (to);
}

/* Becomes a program of another name; the directory is its first argument. */
static void
become (void)
{
  static char made[] = "/tmp/pagescape-zoo-XXXXXX";
  char path[sizeof made + 256];

  if (mkdtemp (made) == NULL)
    zoo_fail ("mkdtemp");
  directory = made;
  snprintf (path, sizeof path, "%s/" EXE_NAME, made);
  copy_program (path);
  execl (path, TITLE MARKUP, "hostile", made, "\n" CLEAR, OVERRIDE "x", NOT_UTF8, FORMULA, "", MARKUP, FLOOD, C1,
         (char *) NULL);
  clean_up ();
  zoo_fail ("exec");
}

static void
enter_hostile (int argc, char **argv)
{
  if (argc == 0)
    become ();
  directory = argv[0];
  atexit (clean_up);
  map_all ();
  enter_cgroup ();
  prctl (PR_SET_NAME, COMM);
}

/* A line is the next name. */
static void
command_name (const char *line)
{
  prctl (PR_SET_NAME, line);
}

const ZooMode zoo_hostile_modes[] = {
  { "hostile", "every name there is was chosen to do harm", enter_hostile, command_name },
  { NULL, NULL, NULL, NULL },
};
