/* bench-window.c: Pagescape's window, measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "bench-first-frame.h"
#include "pgs-application.h"
#include "pgs-heap.h"
#include "pgs-locale.h"

int
main (void)
{
  g_autoptr (PgsApplication) application = NULL;

  pgs_heap_init ();
  pgs_locale_init ();
  application = pgs_application_new ();
  return bench_first_frame_run (GTK_APPLICATION (application));
}
