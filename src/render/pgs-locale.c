/* pgs-locale.c: the language of the texts
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-locale.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

/**
 * pgs_locale_init:
 *
 * Takes the person's locale over and makes the translations known to gettext. Both programs call it
 * first, before any thread and any text. The environment variable PAGESCAPE_LOCALE_DIR names another
 * place for the translations, so that a build directory works without being installed.
 */
void
pgs_locale_init (void)
{
  const char *directory = g_getenv ("PAGESCAPE_LOCALE_DIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, directory != NULL ? directory : PGS_LOCALE_DIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
}
