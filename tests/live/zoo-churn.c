/* zoo-churn.c: a process that changes all the time in every way there is
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One mapping after the other takes the same address. Each is a memory file called "pgs-gen-N", N
 * counting up, in which one page is resident: page N, modulo GENERATION_PAGES. So whoever shows one
 * with a page of an earlier number shows what is long gone.
 */
#include "zoo.h"

#include <fcntl.h>
#include <pthread.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define GENERATION_PAGES 32768 /* as check-churn.py and test-churn.c know */
#define EXEC_AFTER_US 700000
#define N_AREAS 64

static volatile unsigned long generation;
static volatile int stop, stopped; /* before exec, or the next program would begin with an earlier one */

static void
start (void *(*function) (void *))
{
  pthread_t thread;

  if (pthread_create (&thread, NULL, function, NULL) != 0)
    zoo_fail ("pthread_create");
}

static void *
change_generations (void *data)
{
  const size_t length = GENERATION_PAGES * zoo_page_size;
  char *area = zoo_map (GENERATION_PAGES, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE);
  char name[32];

  for (; !stop; generation++)
    {
      int fd;

      snprintf (name, sizeof name, "pgs-gen-%lu", generation);
      fd = memfd_create (name, MFD_CLOEXEC);
      if (fd < 0 || ftruncate (fd, (off_t) length) != 0)
        zoo_fail ("memfd");
      if (generation % 3 == 0 /* gone in between, but nobody else may take the address */
          && mmap (area, length, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0) != area)
        zoo_fail ("mmap");
      if (mmap (area, length, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_FIXED, fd, 0) != area)
        zoo_fail ("mmap");
      close (fd);
      zoo_write (area + generation % GENERATION_PAGES * zoo_page_size, 1, 1);
      if (generation % 16 == 0)
        usleep (200); /* a snapshot of it alone must be possible, too */
    }
  stopped = 1;
  return NULL;
}

/* Maps, grows, moves, splits and unmaps. */
static void *
change_mappings (void *data)
{
  char *areas[N_AREAS] = { NULL };
  size_t lengths[N_AREAS];
  unsigned int seed = 1;

  for (;;)
    {
      const int i = rand_r (&seed) % N_AREAS;
      const size_t n_pages = 1 + (size_t) rand_r (&seed) % 64;

      if (areas[i] == NULL)
        {
          lengths[i] = n_pages * zoo_page_size;
          areas[i] = zoo_map (n_pages, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);
          zoo_write (areas[i], n_pages, 1 + n_pages % 3);
        }
      else if (n_pages < 20)
        mprotect (areas[i], lengths[i] / zoo_page_size / 2 * zoo_page_size, n_pages % 2 ? PROT_READ : PROT_READ | PROT_WRITE);
      else if (n_pages < 40 && mprotect (areas[i], lengths[i], PROT_READ | PROT_WRITE) == 0)
        {
          char *moved = mremap (areas[i], lengths[i], n_pages * zoo_page_size, MREMAP_MAYMOVE);

          areas[i] = moved != MAP_FAILED ? moved : areas[i];
          lengths[i] = moved != MAP_FAILED ? n_pages * zoo_page_size : lengths[i];
        }
      else
        {
          munmap (areas[i], lengths[i]);
          areas[i] = NULL;
        }
    }
  return NULL;
}

static void *
change_children (void *data)
{
  for (unsigned int i = 0;; i++)
    {
      pid_t child = fork ();

      if (child == 0)
        {
          if (i % 4 == 0)
            execl ("/bin/true", "pgs-churn-child", (char *) NULL);
          _exit (0);
        }
      if (child > 0)
        waitpid (child, NULL, 0);
      usleep (500);
    }
  return NULL;
}

/* The name of the process is that of its first thread. */
static void *
change_name (void *data)
{
  char path[64], name[32];

  snprintf (path, sizeof path, "/proc/self/task/%d/comm", (int) getpid ());
  for (unsigned int i = 0;; i++)
    {
      snprintf (name, sizeof name, i % 2 ? "pgs-churn-%u" : "<b>\033[31m%u", i % 1000);
      zoo_write_text (path, name);
      usleep (100);
    }
  return NULL;
}

static void *
change_program (void *data)
{
  char number[32];

  usleep (EXEC_AFTER_US);
  for (stop = 1; !stopped;)
    usleep (100);
  snprintf (number, sizeof number, "%lu", generation + 1);
  execl (zoo_program, zoo_program, "churn", number, (char *) NULL);
  zoo_fail ("exec");
}

static void
enter_churn (int argc, char **argv)
{
  generation = argc > 0 ? strtoul (argv[0], NULL, 10) : 1;
  start (change_generations);
  start (change_mappings);
  start (change_children);
  start (change_name);
  start (change_program);
}

const ZooMode zoo_churn_modes[] = {
  { "churn", "changes in every way there is, without end", enter_churn, NULL },
  { NULL, NULL, NULL, NULL },
};
