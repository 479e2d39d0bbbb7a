/* main.c: pagescape: starts the application
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-application.h"
#include "pgs-heap.h"
#include "pgs-locale.h"
#include "pgs-sandbox-opener.h"
#include "pgs-text.h"

#include <stdio.h>
#include <string.h>

/* Errors repeat arguments, GLib's own too, and they go to a terminal. */
static void
print_error (const char *text)
{
  g_autofree char *shown = pgs_text_dup_terminal (text, strlen (text));

  fputs (shown, stderr);
}

int
main (int    argc,
      char **argv)
{
  g_autoptr (PgsApplication) application = NULL;
  int status;

  pgs_heap_init ();
  pgs_locale_init ();
  g_set_printerr_handler (print_error);
  pgs_sandbox_look_outside ();
  application = pgs_application_new ();

  status = g_application_run (G_APPLICATION (application), argc, argv);
  return status != 0 ? status : pgs_application_get_exit_status (application);
}
