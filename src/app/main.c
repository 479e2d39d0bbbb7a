/* main.c: pagescape: starts the application
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

#include "pgs-application.h"

int
main (int    argc,
      char **argv)
{
  g_autoptr (PgsApplication) application = NULL;

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, PGS_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);

  application = pgs_application_new ();

  return g_application_run (G_APPLICATION (application), argc, argv);
}
