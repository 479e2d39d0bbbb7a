/* actor.c: a program that behaves as its name says, for better or for worse
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

#define SIZE (4 << 20)

static void
say (const char *text)
{
  if (write (STDOUT_FILENO, text, strlen (text)) < 0)
    _exit (9);
}

static void
stop_at (const char *step)
{
  char line[64];
  char byte;

  snprintf (line, sizeof line, "line=%d\nstep=%s\n", 7, step);
  say (line);
  do
    if (read (STDIN_FILENO, &byte, 1) != 1)
      _exit (0);
  while (byte != '\n');
}

static void
be_good (void)
{
  volatile char *block;
  char line[128];

  say ("n=3\nrepeated=1\nfar=0xffff800000000000\n");
  stop_at ("map");
  block = mmap (NULL, SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  snprintf (line, sizeof line, "block=%p-%p\n", (void *) block, (void *) (block + SIZE));
  say (line);
  stop_at ("touch");
  for (size_t i = 0; i < SIZE; i += 4096)
    block[i] = 1;
  stop_at ("touch");
  say ("n=4\n");
  stop_at ("end");
}

/* Children that want to stay: with sessions of their own, deaf to signals, one without a parent. */
static void
have_family (void)
{
  char line[64];
  pid_t pids[2];
  int fds[2];

  if (pipe (fds) != 0)
    _exit (9);
  for (int i = 0; i < 2; i++)
    {
      pids[i] = fork ();
      if (pids[i] == 0)
        {
          pid_t own;

          setsid ();
          signal (SIGTERM, SIG_IGN);
          signal (SIGHUP, SIG_IGN);
          if (i == 1 && fork () != 0)
            _exit (0);
          own = getpid ();
          if (write (fds[1], &own, sizeof own) != sizeof own)
            _exit (9);
          for (;;)
            pause ();
        }
    }
  for (int i = 0; i < 2; i++)
    if (read (fds[0], &pids[i], sizeof pids[i]) != sizeof pids[i])
      _exit (9);
  snprintf (line, sizeof line, "child=%d\norphan=%d\n", pids[0], pids[1]);
  say (line);
  stop_at ("map");
  stop_at ("touch");
}

static void
be_hostile (const char *name)
{
  if (strcmp (name, "floods") == 0)
    for (;;)
      say ("a=1\n");
  if (strcmp (name, "many-facts") == 0)
    for (int i = 0;; i++)
      {
        char line[32];

        snprintf (line, sizeof line, "a%d=1\n", i);
        say (line);
      }
  if (strcmp (name, "long-line") == 0)
    for (;;)
      say ("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa=");
  if (strcmp (name, "no-facts") == 0)
    say ("\033]0;title\007 hello\n");
  if (strcmp (name, "fails") == 0)
    say ("error=mmap: \033[31mno\n");
  if (strcmp (name, "dies") == 0)
    _exit (3);
  if (strcmp (name, "crashes") == 0)
    raise (SIGSEGV);
  if (strcmp (name, "elsewhere") == 0)
    stop_at ("somewhere");
  if (strcmp (name, "silent") == 0)
    for (;;)
      pause ();
  if (strcmp (name, "spins") == 0)
    for (;;)
      ;
}

int
main (int    argc,
      char **argv)
{
  const char *slash = strrchr (argv[0], '/');
  const char *name = slash != NULL ? slash + 1 : argv[0];

  if (strcmp (name, "good") == 0)
    be_good ();
  else if (strcmp (name, "family") == 0)
    have_family ();
  else if (strcmp (name, "closes") == 0)
    {
      close (STDOUT_FILENO);
      for (;;)
        pause ();
    }
  else if (strcmp (name, "binary") == 0)
    {
      if (write (STDOUT_FILENO, "a=\0\377\033[31m\n", 10) != 10)
        _exit (9);
      say ("b=\nblock=0x5-0x4\nchild=1\nn=99999999999999999999\n");
      stop_at ("map");
      stop_at ("touch");
    }
  else if (strncmp (name, "later-", 6) == 0)
    {
      stop_at ("map");
      be_hostile (name + 6);
    }
  else
    be_hostile (name);
  return 0;
}
