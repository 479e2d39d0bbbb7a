/* address-limit-32.c: the 32-bit half of address-limit: takes 1 MiB after 1 MiB until it has no address left
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Built with -m32 and without a C library, so that it needs nothing on the machine but a kernel that runs
 * 32-bit programs. System calls are those of i386 (arch/x86/entry/syscalls/syscall_32.tbl).
 */
#define MIB (1u << 20)
#define SYS_EXIT 1
#define SYS_READ 3
#define SYS_WRITE 4
#define SYS_MMAP2 192
#define PROT_READ 1
#define PRIVATE_ANONYMOUS 0x22

/* As in address-limit.c. */
struct taken
{
  unsigned long long n_blocks;
  unsigned long long error;
  unsigned long long highest;
};

static int
call (int number, int a, int b, int c, int d, int e, int f)
{
  int result;

  /* The sixth argument goes into ebp, which the compiler keeps for itself. */
  __asm__ volatile ("push %%ebp; mov %7, %%ebp; int $0x80; pop %%ebp"
                    : "=a" (result)
                    : "a" (number), "b" (a), "c" (b), "d" (c), "S" (d), "D" (e), "m" (f)
                    : "memory");
  return result;
}

/* The kernel returns an address, or minus the number of an error: -4095 to -1. */
static void
take_all (struct taken *taken)
{
  for (;;)
    {
      unsigned block = (unsigned) call (SYS_MMAP2, 0, MIB, PROT_READ, PRIVATE_ANONYMOUS, -1, 0);

      if (block > -4096u)
        {
          taken->error = -block;
          return;
        }
      if (block > taken->highest)
        taken->highest = block;
      taken->n_blocks++;
    }
}

void
_start (void)
{
  static struct taken taken;
  char byte;

  if (call (SYS_READ, 0, (int) &byte, 1, 0, 0, 0) == 1)
    {
      take_all (&taken);
      call (SYS_WRITE, 1, (int) &taken, sizeof taken, 0, 0, 0);
    }
  /* Stands still, so that it can be looked at, until its standard input ends. */
  while (call (SYS_READ, 0, (int) &byte, 1, 0, 0, 0) > 0)
    ;
  call (SYS_EXIT, 0, 0, 0, 0, 0, 0);
}
