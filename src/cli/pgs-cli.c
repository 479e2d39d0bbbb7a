/* pgs-cli.c: what the sub-commands of pagescape-cli have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli.h"

#include "pgs-error.h"
#include "pgs-text.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#define SECONDS_MIN 0.01
#define SECONDS_MAX 86400.0
#define COUNT_MAX 4294967295

G_DEFINE_QUARK (pgs-cli-error-quark, pgs_cli_error)

static PgsCliStatus
get_status (const GError *error)
{
  if (error->domain == PGS_CLI_ERROR)
    return error->code;
  if (error->domain == G_OPTION_ERROR)
    return PGS_CLI_USAGE;
  if (g_error_matches (error, PGS_ERROR, PGS_ERROR_NO_PROCESS))
    return PGS_CLI_NO_PROCESS;
  if (g_error_matches (error, PGS_ERROR, PGS_ERROR_ACCESS))
    return PGS_CLI_DENIED;
  return PGS_CLI_FAILED;
}

static GPtrArray *notes; /* lines; NULL: none */
static gboolean is_told; /* something that makes notes unimportant */

static void
print_notes (void)
{
  if (is_told)
    return;
  for (guint i = 0; i < notes->len; i++)
    pgs_cli_print_error (NULL, g_ptr_array_index (notes, i));
}

/**
 * pgs_cli_add_note:
 * @path: a file
 * @text: what is to be known of it
 *
 * Says it on stderr at the end of the program, once for each file, unless there was an error: that is told in one line.
 */
void
pgs_cli_add_note (const char *path,
                  const char *text)
{
  g_autofree char *line = g_strdup_printf ("%s: %s", path, text);

  if (notes == NULL)
    {
      notes = g_ptr_array_new_with_free_func (g_free);
      atexit (print_notes);
    }
  if (!g_ptr_array_find_with_equal_func (notes, line, g_str_equal, NULL))
    g_ptr_array_add (notes, g_steal_pointer (&line));
}

/**
 * pgs_cli_print_error:
 * @command: (nullable): the sub-command
 * @message: what went wrong; bytes from outside may be in it
 *
 * Prints one line to stderr: "pagescape-cli: COMMAND: MESSAGE".
 */
void
pgs_cli_print_error (const char *command,
                     const char *message)
{
  g_autofree char *line = pgs_text_dup_display (message, -1);

  is_told = TRUE;
  fprintf (stderr, "pagescape-cli: %s%s%s\n", command != NULL ? command : "",
           command != NULL ? ": " : "", line);
}

/**
 * pgs_cli_fail:
 * @command: (nullable): the sub-command
 * @error: what went wrong
 *
 * Prints @error as one line, unless it is that the reader of the output went away: who closes a
 * pipe knows it.
 *
 * Returns: the exit status that says the same
 */
PgsCliStatus
pgs_cli_fail (const char   *command,
              const GError *error)
{
  if (error->domain == PGS_CLI_ERROR && error->code == PGS_CLI_OK)
    return PGS_CLI_OK;
  pgs_cli_print_error (command, error->message);
  return get_status (error);
}

/**
 * pgs_cli_print_version:
 *
 * Prints the program's name and version with g_print().
 */
void
pgs_cli_print_version (void)
{
  g_print ("pagescape-cli " PGS_VERSION "\n");
}

static gboolean
show_version (const char  *name,
              const char  *value,
              gpointer     data,
              GError     **error)
{
  pgs_cli_print_version ();
  exit (PGS_CLI_OK);
}

static gboolean
takes_value (const GOptionEntry *entry)
{
  return entry->arg != G_OPTION_ARG_NONE && !(entry->flags & G_OPTION_FLAG_NO_ARG);
}

static gboolean
is_written (const GOptionEntry *entry,
            const char         *word,
            char                end)
{
  const gsize length = strlen (entry->long_name);

  return length > 0 && strncmp (word, "--", 2) == 0 && strncmp (word + 2, entry->long_name, length) == 0
         && word[2 + length] == end;
}

/* GLib takes "--force=no" for "--force". */
static gboolean
reject_values (const GOptionEntry  *entries,
               char               **argv,
               GError             **error)
{
  for (char **word = argv + 1; *word != NULL && strcmp (*word, "--") != 0; word++)
    for (const GOptionEntry *entry = entries; entry->long_name != NULL; entry++)
      {
        const char letter[] = { '-', entry->short_name, '\0' };

        if (!takes_value (entry) && is_written (entry, *word, '='))
          {
            g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("%s: takes no value"), *word);
            return FALSE;
          }
        if (takes_value (entry) && word[1] != NULL
            && (is_written (entry, *word, '\0') || (entry->short_name != 0 && strcmp (*word, letter) == 0)))
          {
            word++; /* its value */
            break;
          }
      }
  return TRUE;
}

/**
 * pgs_cli_parse:
 * @command: the sub-command
 * @arguments: (nullable): what follows the options in --help, "TARGET"
 * @summary: what it does, in a sentence or two, translated
 * @entries: its options, with %G_OPTION_REMAINING where it takes arguments; strings as
 *   %G_OPTION_ARG_FILENAME, which takes any bytes in any locale
 * @n_entries: how many, without a terminator
 * @argv: (inout): its arguments, beginning with its name
 * @error: where to put a wrong usage
 *
 * Adds --help and --version, which print and end the program.
 *
 * Returns: whether all arguments were understood
 */
gboolean
pgs_cli_parse (const char          *command,
               const char          *arguments,
               const char          *summary,
               const GOptionEntry  *entries,
               gsize                n_entries,
               char              ***argv,
               GError             **error)
{
  const GOptionEntry version = { "version", 0, G_OPTION_FLAG_NO_ARG, G_OPTION_ARG_CALLBACK,
                                 show_version, N_("Show the version"), NULL };
  g_autoptr (GOptionContext) context = g_option_context_new (arguments);
  g_autofree GOptionEntry *copy = g_new0 (GOptionEntry, n_entries + 2);
  g_autofree char *name = g_strconcat ("pagescape-cli ", command, NULL);

  memcpy (copy, entries, n_entries * sizeof *entries);
  copy[n_entries] = version;
  g_option_context_set_translation_domain (context, GETTEXT_PACKAGE);
  g_option_context_add_main_entries (context, copy, GETTEXT_PACKAGE);
  g_option_context_set_summary (context, summary);
  g_set_prgname (name);
  return reject_values (copy, *argv, error) && g_option_context_parse_strv (context, argv, error);
}

/**
 * pgs_cli_reject_rest:
 * @rest: (nullable): arguments that are left
 * @error: where to put the wrong usage
 *
 * Returns: %FALSE if there are any
 */
gboolean
pgs_cli_reject_rest (char   **rest,
                     GError **error)
{
  if (rest == NULL || rest[0] == NULL)
    return TRUE;
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("unexpected argument “%s”"), rest[0]);
  return FALSE;
}

/**
 * pgs_cli_parse_format:
 * @text: (nullable): the word of --format; %NULL: the first one that is offered
 * @offered: what the sub-command can write
 * @format: (out): the one chosen
 * @error: where to put a wrong usage
 *
 * Returns: whether @text is an offered format
 */
gboolean
pgs_cli_parse_format (const char    *text,
                      PgsCliFormat   offered,
                      PgsCliFormat  *format,
                      GError       **error)
{
  static const struct { const char *name; PgsCliFormat format; } formats[] = {
    { "table", PGS_CLI_FORMAT_TABLE },
    { "json", PGS_CLI_FORMAT_JSON },
    { "jsonl", PGS_CLI_FORMAT_JSONL },
    { "csv", PGS_CLI_FORMAT_CSV },
  };
  g_autoptr (GString) names = g_string_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      if (!(offered & formats[i].format))
        continue;
      if (text == NULL || strcmp (text, formats[i].name) == 0)
        {
          *format = formats[i].format;
          return TRUE;
        }
      g_string_append_printf (names, "%s%s", names->len > 0 ? ", " : "", formats[i].name);
    }
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("--format %s: not one of %s"), text,
               names->str);
  return FALSE;
}

/**
 * pgs_cli_parse_seconds:
 * @option: its name, for the message
 * @text: (nullable): what was given; %NULL leaves @seconds
 * @seconds: (inout): a time between 0.01 s and a day
 * @error: where to put a wrong usage
 *
 * A number with a decimal point, whatever the locale.
 *
 * Returns: whether @text is such a time
 */
gboolean
pgs_cli_parse_seconds (const char  *option,
                       const char  *text,
                       double      *seconds,
                       GError     **error)
{
  char *end;
  double value;

  if (text == NULL)
    return TRUE;
  value = g_ascii_strtod (text, &end);
  if (strspn (text, "0123456789.") == 0 || strpbrk (text, "xX") != NULL || *end != '\0' || !(value >= SECONDS_MIN && value <= SECONDS_MAX))
    {
      g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE,
                   _("%s %s: not a number of seconds from 0.01 to 86400"), option, text);
      return FALSE;
    }
  *seconds = value;
  return TRUE;
}

/**
 * pgs_cli_parse_count:
 * @option: its name, for the message
 * @text: (nullable): what was given; %NULL leaves @count
 * @count: (inout): a number that is not 0 and fits into 32 bits
 * @error: where to put a wrong usage
 *
 * Returns: whether @text is such a number
 */
gboolean
pgs_cli_parse_count (const char  *option,
                     const char  *text,
                     guint64     *count,
                     GError     **error)
{
  if (text == NULL)
    return TRUE;
  if (g_ascii_string_to_unsigned (text, 10, 1, COUNT_MAX, count, NULL))
    return TRUE;
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("%s %s: not a whole number from 1 to %s"), option, text,
               G_STRINGIFY (COUNT_MAX));
  return FALSE;
}
