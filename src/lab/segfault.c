/* segfault.c: which addresses end a program, and why a page without a frame does not
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each wrong access is made by a child, for it does not live to tell. Just before its end it does: a
 * handler for SIGSEGV sees the kernel's reason.
 */
#include "lab.h"

#include <sys/mman.h>

#define SIZE (64 * LAB_KIB)

/* The upper half of all addresses is the kernel's. */
#define KERNEL_ADDRESS (UINTPTR_MAX - 0xfffff)
/* In neither half: the bits above those that the processor translates must all be equal. Here they are not. */
#define NO_ADDRESS ((UINTPTR_MAX >> 1) + 1)
#ifdef __x86_64__
#define CHECKS_ADDRESSES 1
#else
#define CHECKS_ADDRESSES 0 /* other processors may ignore the highest bits, or have none to spare */
#endif

static struct
{
  int code;          /* si_code: the kernel's reason */
  uintptr_t address; /* si_addr: what was accessed */
} report;

static int report_pipe[2];

/* In the child: hands on the kernel's reason and steps aside. The same access is then tried again, and
   this time the signal ends the process, as it would have done without a handler. */
static void
on_fault (int        number,
          siginfo_t *info,
          void      *context)
{
  (void) context;
  report.code = info->si_code;
  report.address = (uintptr_t) info->si_addr;
  if (write (report_pipe[1], &report, sizeof report) != sizeof report)
    _exit (1);
  signal (number, SIG_DFL);
}

/* Step "code" tries to write to this function itself: code may be read and executed. */
__attribute__ ((noinline)) static void
access_byte (volatile unsigned char *address,
             int                     is_write)
{
  if (is_write)
    *address = 1;
  else
    (void) *address;
}

/* A fact called "gap_code" or the like. */
static void
tell_of (const char *step,
         const char *what,
         long long   value)
{
  static char key[64];

  snprintf (key, sizeof key, "%s_%s", step, what);
  lab_tell_number (key, value);
}

/* Lets a child access one byte, and tells what became of it: the signal that ended it (0: none), the
   reason of the signal, and whether the kernel named the address. */
static void
try_in_child (const char *step,
              uintptr_t   address,
              int         is_write)
{
  struct lab_child child;
  int status;

  report.code = 0;
  report.address = 0;
  if (pipe (report_pipe) != 0)
    lab_fail ("pipe");
  if (lab_fork (&child) == 0)
    {
      struct sigaction action = { .sa_sigaction = on_fault, .sa_flags = SA_SIGINFO };

      setrlimit (RLIMIT_CORE, &(struct rlimit){ 0, 0 });
      sigaction (SIGSEGV, &action, NULL);
      access_byte ((volatile unsigned char *) address, is_write);
      _exit (0);
    }
  close (report_pipe[1]);
  status = lab_child_reap (&child);
  if (read (report_pipe[0], &report, sizeof report) != sizeof report)
    report.code = 0;
  close (report_pipe[0]);
  tell_of (step, "signal", WIFSIGNALED (status) ? WTERMSIG (status) : 0);
  tell_of (step, "code", report.code);
  tell_of (step, "named", report.address == address);
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "map", "touch", "gap", "code", "none", "allow", "kernel", "nowhere", NULL };
  unsigned char *block;

  lab_begin (argc, argv, "Children access what they must not: a gap, code, a locked page, the kernel's half.", steps,
             64 * LAB_MIB, LAB_DEFAULT);
  lab_tell_number ("checks_addresses", CHECKS_ADDRESSES);
  lab_tell_number ("n_pages", (long long) (SIZE / (size_t) sysconf (_SC_PAGESIZE)));

  /* Three parts: usable memory, a gap, and a mapping that forbids every access. */
  lab_step ("map");
  block = mmap (NULL, 3 * SIZE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  if (block == MAP_FAILED || munmap (block + SIZE, SIZE) != 0 || mprotect (block + 2 * SIZE, SIZE, PROT_NONE) != 0)
    lab_fail ("mmap");
  lab_tell_range ("usable", block, SIZE);
  lab_tell_range ("gap", block + SIZE, SIZE);
  lab_tell_range ("locked", block + 2 * SIZE, SIZE);
  lab_tell_range ("code", (void *) ((uintptr_t) access_byte & ~(uintptr_t) (sysconf (_SC_PAGESIZE) - 1)),
                  (size_t) sysconf (_SC_PAGESIZE));

  lab_step ("touch");
  access_byte (block, 1);

  lab_step ("gap");
  try_in_child ("gap", (uintptr_t) block + SIZE, 1);

  lab_step ("code");
  try_in_child ("code", (uintptr_t) access_byte, 1);

  lab_step ("none");
  try_in_child ("none", (uintptr_t) block + 2 * SIZE, 0);

  lab_step ("allow");
  if (mprotect (block + 2 * SIZE, SIZE, PROT_READ | PROT_WRITE) != 0)
    lab_fail ("mprotect");
  try_in_child ("allow", (uintptr_t) block + 2 * SIZE, 1);

  lab_step ("kernel");
  try_in_child ("kernel", KERNEL_ADDRESS, 0);

  lab_step ("nowhere");
  try_in_child ("nowhere", NO_ADDRESS, 0);

  lab_end ();
}
