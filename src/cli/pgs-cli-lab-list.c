/* pgs-cli-lab-list.c: pagescape-cli lab list: the experiments, and what this machine lacks for them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-lab.h"

#include "pgs-cli-table.h"
#include "pgs-json-writer.h"

#include <glib/gi18n-lib.h>

static void
write_json (GString *out)
{
  g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);
  gsize n_lessons;
  const PgsLesson *const *lessons = pgs_lesson_get_all (&n_lessons);

  pgs_json_writer_begin_array (json);
  for (gsize i = 0; i < n_lessons; i++)
    {
      g_autofree char *lack = pgs_lesson_dup_lack (lessons[i]);

      pgs_json_writer_begin_object (json);
      pgs_json_writer_put_string (json, "name", lessons[i]->name);
      pgs_json_writer_put_string (json, "title", _(lessons[i]->title));
      pgs_json_writer_put_string (json, "chapter", pgs_chapter_get_title (lessons[i]->chapter));
      pgs_json_writer_key (json, "available");
      pgs_json_writer_boolean (json, lack == NULL);
      pgs_json_writer_put_string (json, "needs", lack);
      pgs_json_writer_end_object (json);
    }
  pgs_json_writer_end_array (json);
}

/* The commands that would provide what is lacking are long, and are there to be copied: below the table. */
static void
print_table (GString *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  g_autoptr (GString) lacks = g_string_new (NULL);
  gsize n_lessons;
  const PgsLesson *const *lessons = pgs_lesson_get_all (&n_lessons);

  pgs_cli_table_add_column (table, _("Name"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("Chapter"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("Here"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("Title"), PGS_CLI_LAST);
  for (gsize i = 0; i < n_lessons; i++)
    {
      g_autofree char *lack = pgs_lesson_dup_lack (lessons[i]);

      pgs_cli_table_add (table, lessons[i]->name);
      pgs_cli_table_add (table, pgs_chapter_get_title (lessons[i]->chapter));
      pgs_cli_table_add (table, lack != NULL ? _("lacking") : _("ready"));
      pgs_cli_table_add (table, _(lessons[i]->title));
      if (lack != NULL)
        g_string_append_printf (lacks, "\n%s: %s\n", lessons[i]->name, lack);
    }
  pgs_cli_table_print (table, pgs_cli_table_get_width (NULL), out);
  g_string_append (out, lacks->str);
}

static gboolean
run (char   **argv,
     GError **error)
{
  const PgsCliUsage usage = {
    .command = "lab list",
    .summary = _("List the experiments, and what this machine lacks for them."),
    .formats = PGS_CLI_FORMAT_TABLE | PGS_CLI_FORMAT_JSON,
  };

  return pgs_cli_lab_print_all (argv, &usage, write_json, print_table, error);
}

/**
 * pgs_cli_lab_list:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_lab_list (char **argv)
{
  g_autoptr (GError) error = NULL;

  return run (argv, &error) ? PGS_CLI_OK : pgs_cli_fail ("lab list", error);
}
