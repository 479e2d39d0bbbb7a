/* draw-main.c: pagescape-cli-draw: what pagescape-cli becomes to draw
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-start.h"

int
main (int    argc,
      char **argv)
{
  pgs_cli_start ();
  return pgs_cli_draw (argv);
}
