/* program-start.c: what of a program is in RAM when it starts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Compiled twice. With UNIT 1 it is the small program that is started first. With UNIT 1 MiB it is
 * program-start-large, which the small one executes in its own place: the same process, another program.
 */
#include "lab.h"

#define APART __attribute__ ((aligned (64 * 1024))) /* no page is shared with other data */

/* The three kinds of data of a program. The first two are in its file, of the third only its size. */
const unsigned char constants[32 * UNIT] APART = { 1 }; /* .rodata */
unsigned char variables[16 * UNIT] APART = { 1 };       /* .data */
unsigned char zeros[16 * UNIT] APART;                   /* .bss */

/* The program beside this one whose name is longer by "-large". */
static void
execute_large (void)
{
  static char path[4096 + sizeof "-large"];
  char *const arguments[] = { path, NULL };
  ssize_t length = readlink ("/proc/self/exe", path, 4096);

  if (length < 0)
    lab_fail ("readlink");
  strcpy (path + length, "-large");
  execv (path, arguments);
  lab_fail (path);
}

int
main (int    argc,
      char **argv)
{
  static const char *const steps[] = { "start", "read-constant", "write-variable", "read-zero", "write-zero", NULL };
  const volatile unsigned char *constant = constants + sizeof constants / 2;
  volatile unsigned char *variable = variables + sizeof variables / 2;
  volatile unsigned char *zero = zeros + sizeof zeros / 2;

  lab_begin (argc, argv, "Starts a program with 64 MiB of constants, variables and zeros, then uses one of each.", steps,
             512 * LAB_MIB, LAB_DEFAULT);

  lab_tell_number ("total", 64 * LAB_MIB);
  lab_tell_number ("in_file", 48 * LAB_MIB);

  if (UNIT == 1)
    {
      lab_step ("start");
      execute_large ();
    }
  lab_tell_range ("constants", constants, sizeof constants);
  lab_tell_range ("variables", variables, sizeof variables);
  lab_tell_range ("zeros", zeros, sizeof zeros);

  lab_step ("read-constant");
  (void) *constant;

  lab_step ("write-variable");
  *variable = 2;

  lab_step ("read-zero");
  (void) *zero;

  lab_step ("write-zero");
  *zero = 1;

  lab_end ();
}
