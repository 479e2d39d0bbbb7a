/* overcommit.c: how much memory the system promises, and what it refuses
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing is touched here: all of it is promised and none of it is used. Where the machine promises only
 * what it can keep (mode 2), taking all of it would leave other programs without any, so there less is
 * asked for and nothing is held for longer than a moment.
 */
#include "lab.h"

#include <sys/mman.h>

#define STRICT 2 /* /proc/sys/vm/overcommit_memory: never promise more than CommitLimit */
#define MARGIN (4 * LAB_MIB)

static size_t
meminfo (const char *name)
{
  return lab_read_number ("/proc/meminfo", name) * LAB_KIB;
}

/* Asks for a mapping and tells whether it was granted. NULL: it was not. */
static void *
ask (const char *fact,
     size_t      size,
     int         protection,
     int         flags)
{
  void *block = mmap (NULL, size, protection, MAP_PRIVATE | MAP_ANONYMOUS | flags, -1, 0);

  lab_tell_number (fact, block != MAP_FAILED);
  return block == MAP_FAILED ? NULL : block;
}

/* Asks for memory that may be written. */
static void
ask_writable (const char *fact,
              size_t      size,
              int         flags,
              int         keep)
{
  void *block = ask (fact, size, PROT_READ | PROT_WRITE, flags);

  if (block != NULL && !keep)
    munmap (block, size);
}

/* Asks for memory that may only be read, and then for the right to write it. */
static void
ask_read_only (size_t size)
{
  void *block = ask ("read_only", size, PROT_READ, 0);

  if (block == NULL)
    return;
  lab_tell_number ("writable_later", mprotect (block, size, PROT_READ | PROT_WRITE) == 0);
  munmap (block, size);
}

/* Asks for piece after piece until one is refused. How many were granted. */
static long long
take_pieces (size_t piece)
{
  long long n = 0;

  while (mmap (NULL, piece, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
    n++;
  return n;
}

/* How large the program's half of all addresses is: a power of two, and the stack lies close below it. */
static size_t
address_space (void)
{
  size_t size = 1;

  while (size != 0 && size <= (uintptr_t) &size)
    size <<= 1;
  return size;
}

/* 16 GiB, or less where that is more than there is. */
static size_t
choose_piece (size_t all)
{
  size_t piece = 16 * LAB_GIB;

  while (piece > all)
    piece /= 2;
  return piece;
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "below", "above", "again", "read-only", "no-reserve", "pieces", NULL };
  size_t all, left, request, piece;
  int strict;

  lab_begin (argc, argv, "Asks for more memory than there is, at once and in pieces, and touches none of it.", steps, 0,
             LAB_DEFAULT);

  /* What one request is compared with, and what is left of it where promises must be kept. */
  strict = lab_read_number ("/proc/sys/vm/overcommit_memory", "") == STRICT;
  all = strict ? meminfo ("CommitLimit:") : meminfo ("MemTotal:") + meminfo ("SwapTotal:");
  left = all - (meminfo ("Committed_AS:") < all ? meminfo ("Committed_AS:") : all);
  request = strict ? left / 2 : all - MARGIN;
  piece = choose_piece (all);
  lab_tell_number ("all", (long long) all);
  lab_tell_number ("request", (long long) request);
  lab_tell_number ("too_much", (long long) (all + MARGIN));
  lab_tell_number ("piece", (long long) piece);
  lab_tell_number ("space", (long long) address_space ());

  lab_step ("below");
  ask_writable ("below_granted", request, 0, !strict);

  lab_step ("above");
  ask_writable ("above_granted", all + MARGIN, 0, 0);

  lab_step ("again");
  ask_writable ("again_granted", strict ? left + 64 * LAB_MIB : request, 0, !strict);

  lab_step ("read-only");
  ask_read_only (all + MARGIN);

  lab_step ("no-reserve");
  ask_writable ("no_reserve", all + MARGIN, MAP_NORESERVE, 0);

  lab_step ("pieces");
  lab_tell_number ("pieces", strict ? 0 : take_pieces (piece));

  lab_end ();
}
