/* draw-main.c: pagescape-cli-draw: what pagescape-cli becomes to draw, or to write a sheet of lab run
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-lab-sheet.h"
#include "pgs-cli-memory.h"
#include "pgs-cli-process.h"
#include "pgs-cli-start.h"

#include <string.h>

/* Pango reads fonts in threads, each with a stack of 8 MiB and an arena of up to 64; where one cannot be had
 * (seen below 180 MiB in all), fontconfig crashes in it, or Pango waits for it for ever. */
#define ADDRESSES ((gsize) 256 << 20)

int
main (int    argc,
      char **argv)
{
  pgs_cli_start ();
  pgs_cli_memory_require (ADDRESSES);
  if (strcmp (argv[0], PGS_CLI_ELEVATE) == 0)
    {
      pgs_cli_process_elevate ();
      argv++;
    }
  return strcmp (argv[0], "run") == 0 ? pgs_cli_lab_run_with_sheet (argv) : pgs_cli_draw (argv);
}
