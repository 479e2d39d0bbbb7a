/* zoo32.c: a 32-bit program whose memory is known, without a C library
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Maps 64 pages and writes 32, makes a heap of 16 pages and writes one, says READY and ends with its
 * standard input. System calls are those of i386 (arch/x86/entry/syscalls/syscall_32.tbl).
 */
#define PAGE 4096
#define SYS_EXIT 1
#define SYS_READ 3
#define SYS_WRITE 4
#define SYS_BRK 45
#define SYS_MMAP2 192
#define READ_WRITE 3
#define PRIVATE_ANONYMOUS 0x22

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

static void
touch (int start, int n_pages)
{
  for (int i = 0; i < n_pages; i++)
    *(volatile char *) (start + i * PAGE) = 1;
}

void
_start (void)
{
  static const char ready[] = "READY\n";
  char byte;
  int heap;

  touch (call (SYS_MMAP2, 0, 64 * PAGE, READ_WRITE, PRIVATE_ANONYMOUS, -1, 0), 32);
  heap = call (SYS_BRK, 0, 0, 0, 0, 0, 0);
  call (SYS_BRK, heap + 16 * PAGE, 0, 0, 0, 0, 0);
  touch (heap, 1);
  call (SYS_WRITE, 1, (int) ready, sizeof ready - 1, 0, 0, 0);
  while (call (SYS_READ, 0, (int) &byte, 1, 0, 0, 0) > 0)
    ;
  call (SYS_EXIT, 0, 0, 0, 0, 0, 0);
}
