/* zoo-tasks.c: threads and processes that change under the observer's eyes
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "zoo.h"

#include <fcntl.h>
#include <linux/userfaultfd.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#define GUARD_INSTALL 102 /* MADV_GUARD_INSTALL, not in older headers */
#define STACK_PAGES 64

static int go[2];         /* a pipe: a byte lets the child go on */
static pid_t child;
static pthread_barrier_t barrier;

/* A child ends with @parent, even if that was faster. */
static void
end_with (pid_t parent)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (getppid () != parent)
    _exit (0);
}

static void *
sleep_thread (void *data)
{
  char here = 0;

  if (data != NULL)
    zoo_report (data, &here, 1);
  pthread_barrier_wait (&barrier);
  for (;;)
    pause ();
  return NULL;
}

static void
start_thread (const char *name, void *stack, size_t length)
{
  pthread_attr_t attributes;
  pthread_t thread;

  pthread_attr_init (&attributes);
  if (stack != NULL)
    pthread_attr_setstack (&attributes, stack, length);
  if (pthread_create (&thread, &attributes, sleep_thread, (void *) name) != 0)
    zoo_fail ("pthread_create");
  pthread_attr_destroy (&attributes);
}

/* "stack": an ordinary one; "guarded": one with guard pages at its bottom; "arena": in the middle of
 * other memory, as Go's. */
static void
enter_threads (int argc, char **argv)
{
  const size_t length = STACK_PAGES * zoo_page_size;
  char *guarded = zoo_map_aligned (length, zoo_page_size);
  char *arena = zoo_map_aligned (4 * length, zoo_page_size);

  if (madvise (guarded, 4 * zoo_page_size, GUARD_INSTALL) != 0)
    printf ("unguarded 1\n");
  pthread_barrier_init (&barrier, NULL, 4);
  start_thread ("stack", NULL, 0);
  start_thread ("guarded", guarded, length);
  start_thread ("arena", arena + length, length);
  pthread_barrier_wait (&barrier);
}

static void *
move_thread (void *data)
{
  for (;;)
    {
      size_t n_pages = 16 + (size_t) rand () % 64;
      void *area = zoo_map (n_pages, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);

      zoo_write (area, n_pages, 1);
      munmap (area, n_pages * zoo_page_size);
    }
  return NULL;
}

static void
enter_mover (int argc, char **argv)
{
  pthread_t thread;

  if (pthread_create (&thread, NULL, move_thread, NULL) != 0)
    zoo_fail ("pthread_create");
}

static void *
keep_thread (void *data)
{
  char line[16];

  pthread_join (*(pthread_t *) data, NULL);
  printf ("READY\n");
  while (fgets (line, sizeof line, stdin) != NULL)
    ;
  exit (0);
}

static void
enter_leaderless (int argc, char **argv)
{
  static pthread_t first;
  pthread_t thread;

  first = pthread_self ();
  if (pthread_create (&thread, NULL, keep_thread, &first) != 0)
    zoo_fail ("pthread_create");
  pthread_exit (NULL);
}

static void
exec_zoo (const char *mode)
{
  execl (zoo_program, zoo_program, mode, (char *) NULL);
  _exit (127);
}

static void
enter_exec (int argc, char **argv)
{
  enter_threads (0, NULL);
}

/* A line is the mode to become; READY comes again. */
static void
command_exec (const char *line)
{
  exec_zoo (line);
}

/* Its memory is ours, so it can say who it is. */
static volatile long child_id;

static int
vfork_child (void *data)
{
  char byte;

  child_id = syscall (SYS_getpid);
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (read (go[0], &byte, 1) == 1)
    exec_zoo ("zero");
  _exit (127);
}

static void *
vfork_thread (void *data)
{
  char *stack = zoo_map (STACK_PAGES, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS);

  child = clone (vfork_child, stack + STACK_PAGES * zoo_page_size,
                 CLONE_VM | CLONE_VFORK | SIGCHLD, NULL);
  for (;;) /* the child ends with the thread that made it */
    pause ();
  return NULL;
}

/* The child shares this address space until a line makes it exec; then each has its own. */
static void
enter_vfork (int argc, char **argv)
{
  pthread_t thread;

  if (pipe2 (go, O_CLOEXEC) != 0 || pthread_create (&thread, NULL, vfork_thread, NULL) != 0)
    zoo_fail ("vfork");
  while (child_id == 0)
    usleep (1000);
  zoo_report_id ("child", child_id);
}

static void
command_go (const char *line)
{
  if (write (go[1], "g", 1) != 1)
    zoo_fail ("write");
}

static void
enter_zombie (int argc, char **argv)
{
  child = fork ();
  if (child == 0)
    _exit (7);
  zoo_report_id ("child", child);
  waitid (P_PID, (id_t) child, NULL, WEXITED | WNOWAIT);
}

/* The child ends with status 7 at "end", by a signal at "kill", and is waited for. */
static void
enter_ender (int argc, char **argv)
{
  const pid_t self = getpid ();
  char byte;

  if (pipe (go) != 0)
    zoo_fail ("pipe");
  child = fork ();
  if (child == 0)
    {
      end_with (self);
      if (read (go[0], &byte, 1) == 1)
        _exit (7);
      _exit (0);
    }
  zoo_report_id ("child", child);
}

static void
command_ender (const char *line)
{
  if (strcmp (line, "kill") == 0)
    kill (child, SIGTERM);
  else
    command_go (line);
  waitpid (child, NULL, 0);
}

/* Private memory that is shared with a child after fork, half of it written again. */
static void
enter_fork (int argc, char **argv)
{
  const pid_t self = getpid ();
  char *area = zoo_map_aligned (64 * zoo_page_size, zoo_page_size);

  zoo_write (area, 64, 1);
  child = fork ();
  if (child == 0)
    {
      end_with (self);
      for (;;)
        pause ();
    }
  zoo_write (area, 32, 1);
  zoo_report_id ("child", child);
  zoo_report ("area", area, 64 * zoo_page_size);
}

static void
enter_name (int argc, char **argv)
{
  prctl (PR_SET_NAME, argc > 0 ? argv[0] : ") R 1 (\\\n\xff");
}

static void
command_name (const char *line)
{
  prctl (PR_SET_NAME, line);
}

static void
enter_undumpable (int argc, char **argv)
{
  if (getuid () == 0 && (setgid (65534) != 0 || setuid (65534) != 0))
    zoo_fail ("setuid");
  prctl (PR_SET_DUMPABLE, 0);
}

static char *arguments;

/* Finds a page of arguments that has nothing else, which takes a long one. */
static void
find_arguments (const char *mode, int argc, char **argv)
{
  const size_t length = 4 * zoo_page_size;
  char *filler;

  if (argc > 0 && strlen (argv[0]) >= 2 * zoo_page_size)
    {
      arguments = (char *) (((uintptr_t) argv[0] + zoo_page_size) & ~(zoo_page_size - 1));
      madvise (arguments, zoo_page_size, MADV_DONTNEED);
      zoo_report ("arguments", arguments, zoo_page_size);
      return;
    }
  filler = calloc (1, length + 1);
  memset (filler, 'x', length);
  execl (zoo_program, zoo_program, mode, filler, (char *) NULL);
  zoo_fail ("exec");
}

/* A page of the arguments is not present; a line makes it so again. */
static void
enter_arguments (int argc, char **argv)
{
  find_arguments ("arguments", argc, argv);
}

static void
command_arguments (const char *line)
{
  madvise (arguments, zoo_page_size, MADV_DONTNEED);
}

/* Whoever reads the arguments waits for ever, or fails. */
static void
enter_blocked (int argc, char **argv)
{
  struct uffdio_api api = { .api = UFFD_API };
  struct uffdio_register range = { .mode = UFFDIO_REGISTER_MODE_MISSING };
  int fd = (int) syscall (SYS_userfaultfd, O_CLOEXEC);

  if (fd < 0 || ioctl (fd, UFFDIO_API, &api) != 0)
    zoo_unavailable ("no userfaultfd for this user");
  find_arguments ("blocked", argc, argv);
  range.range.start = (uintptr_t) arguments;
  range.range.len = zoo_page_size;
  if (ioctl (fd, UFFDIO_REGISTER, &range) != 0)
    zoo_fail ("userfaultfd");
}

const ZooMode zoo_task_modes[] = {
  { "threads", "three threads: ordinary, guarded and borrowed stacks", enter_threads, NULL },
  { "mover", "maps and unmaps without end", enter_mover, NULL },
  { "leaderless", "the first thread has ended", enter_leaderless, NULL },
  { "exec", "a line is the mode to become by exec", enter_exec, command_exec },
  { "vfork", "a child in this address space, until a line makes it exec", enter_vfork, command_go },
  { "zombie", "a child that ended with status 7", enter_zombie, NULL },
  { "ender", "a child that ends at \"end\" (status 7) or \"kill\"", enter_ender, command_ender },
  { "fork", "private memory shared with a child", enter_fork, NULL },
  { "name", "[NAME]: a hostile name; a line is the next one", enter_name, command_name },
  { "undumpable", "nobody's, and not to be read by nobody", enter_undumpable, NULL },
  { "arguments", "arguments, a page of which is not present", enter_arguments, command_arguments },
  { "blocked", "arguments that nobody can read", enter_blocked, NULL },
  { NULL, NULL, NULL, NULL },
};
