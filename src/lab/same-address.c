/* same-address.c: two runs of a program have the same addresses, and different memory behind them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Built twice: as `same-address`, linked for fixed addresses, and as `same-address-pie`, whose addresses are
 * chosen when it starts (a position-independent executable, PIE).
 */
#include "lab.h"

#include <fcntl.h>
#include <limits.h>
#include <sys/mman.h>
#include <sys/personality.h>

#define ROOM 65536 /* no machine has larger pages */
#define PAGE_ADDRESS ((void *) 0x10000000)

/* A global variable, with the page around it to itself. */
static struct
{
  volatile long long number;
  char rest[ROOM - sizeof (long long)];
} global __attribute__ ((aligned (ROOM))) = { 7, "" };

/* What a run has to say about itself. */
struct run
{
  uintptr_t code_start, code_end, main, global, page;
  long long number;
};

extern void _init (void);    /* code begins here ... */
extern const char etext[];   /* ... and ends here, says the linker */
int main (int argc, char **argv);

/* Writes a number into the global and into a page that it asks for at a certain address. */
static struct run
be_a_run (long long number)
{
  uintptr_t page_size = (uintptr_t) sysconf (_SC_PAGESIZE);
  long long *page = mmap (PAGE_ADDRESS, page_size, PROT_READ | PROT_WRITE,
                          MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED_NOREPLACE, -1, 0);

  if (page == MAP_FAILED)
    lab_fail ("mmap");
  global.number = *page = number;
  return (struct run){ (uintptr_t) _init / page_size * page_size,
                       ((uintptr_t) etext + page_size - 1) / page_size * page_size,
                       (uintptr_t) main, (uintptr_t) &global, (uintptr_t) page, global.number };
}

/* Starts a program that lies beside this one and waits until it has said what it is. */
static struct run
start_run (struct lab_child *child,
           const char       *program,
           const char       *number)
{
  static char path[PATH_MAX + 64];
  struct run run;
  ssize_t length = readlink ("/proc/self/exe", path, PATH_MAX - 1);

  if (length < 0)
    lab_fail ("readlink");
  path[length] = '\0';
  strcpy (strrchr (path, '/') + 1, program);
  if (lab_fork (child) == 0)
    {
      dup2 (child->go[0], STDIN_FILENO);
      dup2 (child->done[1], STDOUT_FILENO);
      execl (path, program, "--run", number, (char *) NULL);
      _exit (1);
    }
  if (read (child->done[0], &run, sizeof run) != (ssize_t) sizeof run)
    lab_fail (path);
  return run;
}

/* A run that was started by start_run(): says what it is, and stays until it is told to end. */
static void
be_started (const char *number)
{
  struct run run = be_a_run (atoi (number));
  char byte;

  prctl (PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
  if (write (STDOUT_FILENO, &run, sizeof run) == (ssize_t) sizeof run)
    (void) !read (STDIN_FILENO, &byte, 1);
  _exit (0);
}

static void
end_run (struct lab_child *child)
{
  lab_child_step (child);
  lab_child_reap (child);
}

/* 1: this machine gives a PIE other addresses in each run. */
static int
addresses_are_random (void)
{
  char setting = '2';
  int file = open ("/proc/sys/kernel/randomize_va_space", O_RDONLY | O_CLOEXEC);

  if (file >= 0 && read (file, &setting, 1) != 1)
    setting = '2';
  close (file);
  return setting != '0' && (personality (0xffffffff) & ADDR_NO_RANDOMIZE) == 0;
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "write", "second", "pie", "runs-end", NULL };
  static struct lab_child second, pie[2];
  struct run run, other[2];
  size_t page_size = (size_t) sysconf (_SC_PAGESIZE);

  if (argc > 2 && strcmp (argv[1], "--run") == 0)
    be_started (argv[2]);
  lab_begin (argc, argv, "Runs a program twice, linked for fixed addresses, and twice as a PIE.", steps, 64 * LAB_MIB,
             LAB_DEFAULT);
  lab_tell_number ("random", addresses_are_random ());

  lab_step ("write");
  run = be_a_run (1);
  lab_tell_number ("main", (long long) run.main);
  lab_tell_range ("code", (void *) run.code_start, run.code_end - run.code_start);
  lab_tell_number ("variable", (long long) run.global);
  lab_tell_range ("global", (void *) run.global, page_size);
  lab_tell_range ("page", (void *) run.page, page_size);
  lab_tell_number ("number", run.number);

  /* The same program once more. It writes 2 where this one has written 1. */
  lab_step ("second");
  other[0] = start_run (&second, "same-address", "2");
  lab_tell_number ("second", second.pid);
  lab_tell_number ("second_main", (long long) other[0].main);
  lab_tell_number ("second_variable", (long long) other[0].global);
  lab_tell_number ("second_number", other[0].number);
  lab_tell_number ("number", global.number);

  lab_step ("pie");
  for (int i = 0; i < 2; i++)
    other[i] = start_run (&pie[i], "same-address-pie", "3");
  lab_tell_number ("pie_a", pie[0].pid);
  lab_tell_number ("pie_b", pie[1].pid);
  lab_tell_number ("main_a", (long long) other[0].main);
  lab_tell_number ("main_b", (long long) other[1].main);
  lab_tell_range ("code_a", (void *) other[0].code_start, other[0].code_end - other[0].code_start);
  lab_tell_range ("code_b", (void *) other[1].code_start, other[1].code_end - other[1].code_start);

  lab_step ("runs-end");
  end_run (&second);
  end_run (&pie[0]);
  end_run (&pie[1]);

  lab_end ();
}
