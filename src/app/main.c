/* main.c: pagescape: starts the application
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-application.h"
#include "pgs-locale.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (PgsApplication) application = NULL;

  pgs_locale_init ();
  application = pgs_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
