/* pgs-cli-lab-results.c: what the steps of an experiment did, as a table and as JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-lab.h"

#include "pgs-cli-table.h"
#include "pgs-cli-wrap.h"
#include "pgs-json-writer.h"

#include <glib/gi18n-lib.h>

static const char *
get_verdict_word (PgsVerdict verdict)
{
  switch (verdict)
    {
    case PGS_VERDICT_NONE:
      return "";
    case PGS_VERDICT_OK:
      /* Translators: what was measured is as it must be */
      return C_ ("verdict", "ok");
    case PGS_VERDICT_DIFFERS:
      /* Translators: what was measured is not as it must be */
      return C_ ("verdict", "differs");
    case PGS_VERDICT_UNKNOWN:
      /* Translators: it could not be measured */
      return C_ ("verdict", "unknown");
    }
  g_assert_not_reached ();
}

static const char *
get_prediction (const PgsLessonResult *result)
{
  return result->predicted >= 0 ? result->choice_texts[result->predicted] : "";
}

static void
append_reasons (const PgsLessonResult *results,
                gsize                  n_results,
                GString               *out)
{
  for (gsize i = 0; i < n_results; i++)
    if (results[i].reason != NULL)
      {
        g_autofree char *text = g_strdup_printf ("%s: %s", _(results[i].check->what), results[i].reason);

        pgs_cli_wrap (out, text, pgs_cli_table_get_width (NULL));
      }
}

/**
 * pgs_cli_lab_append_title:
 * @run: a run
 * @step: counted from 0
 * @out: where to append
 *
 * "3/12  Write the first 10 MiB", a line.
 */
void
pgs_cli_lab_append_title (PgsLessonRun *run,
                          gsize         step,
                          GString      *out)
{
  g_autofree char *title = pgs_lesson_run_dup_title (run, step);

  g_string_append_printf (out, "%" G_GSIZE_FORMAT "/%" G_GSIZE_FORMAT "  %s\n", step + 1,
                          pgs_lesson_run_get_n_steps (run), title);
}

/**
 * pgs_cli_lab_print_results:
 * @run: a run
 * @step: one that is done
 * @asked: somebody predicted
 * @out: where to append
 *
 * A line a check: what, what was predicted, what must be, what was measured, the verdict; then reasons.
 */
void
pgs_cli_lab_print_results (PgsLessonRun *run,
                           gsize         step,
                           gboolean      asked,
                           GString      *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  gsize n_results;
  const PgsLessonResult *results = pgs_lesson_run_get_results (run, step, &n_results);

  if (n_results == 0)
    return;
  pgs_cli_table_add_column (table, _("What"), PGS_CLI_LEFT);
  if (asked)
    pgs_cli_table_add_column (table, _("Predicted"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("Must be"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("Measured"), PGS_CLI_RIGHT);
  pgs_cli_table_add_column (table, _("Verdict"), PGS_CLI_LAST);
  for (gsize i = 0; i < n_results; i++)
    {
      pgs_cli_table_add (table, _(results[i].check->what));
      if (asked)
        pgs_cli_table_take (table, g_strdup (get_prediction (&results[i])));
      pgs_cli_table_take (table, g_strdup (results[i].expected_text));
      pgs_cli_table_take (table, g_strdup (results[i].measured_text));
      pgs_cli_table_add (table, get_verdict_word (results[i].verdict));
    }
  pgs_cli_table_print_whole (table, pgs_cli_table_get_width (NULL), out);
  append_reasons (results, n_results, out);
}

/**
 * pgs_cli_lab_get_unit_id:
 * @unit: of a number
 *
 * Returns: (transfer none): its name in JSON
 */
const char *
pgs_cli_lab_get_unit_id (PgsLessonUnit unit)
{
  static const char *const ids[] = {
    [PGS_UNIT_AUTO] = "count",   [PGS_UNIT_BYTES] = "bytes",   [PGS_UNIT_COUNT] = "count",
    [PGS_UNIT_ADDRESS] = "address", [PGS_UNIT_YES_NO] = "yes_no", [PGS_UNIT_SIGNAL] = "signal",
    [PGS_UNIT_STATE] = "state",  [PGS_UNIT_TIME] = "us",      [PGS_UNIT_CHOICE] = "choice",
  };

  return ids[unit];
}

/**
 * pgs_cli_lab_put_number:
 * @json: where
 * @key: its key
 * @unit: of the number
 * @is_known: whether there is one; else null is written
 * @value: the number
 *
 * The letter of a state and addresses are written as strings, the rest as a number.
 */
void
pgs_cli_lab_put_number (PgsJsonWriter *json,
                        const char    *key,
                        PgsLessonUnit  unit,
                        gboolean       is_known,
                        gint64         value)
{
  const char letter[] = { (char) value, '\0' };

  pgs_json_writer_key (json, key);
  if (!is_known)
    pgs_json_writer_null (json);
  else if (unit == PGS_UNIT_STATE)
    pgs_json_writer_string (json, letter);
  else if (unit == PGS_UNIT_ADDRESS)
    pgs_json_writer_address (json, (guint64) value);
  else
    pgs_json_writer_int (json, value);
}

static void
write_check (PgsJsonWriter         *json,
             const PgsLessonResult *result)
{
  const gboolean is_known = result->verdict == PGS_VERDICT_OK || result->verdict == PGS_VERDICT_DIFFERS;

  pgs_json_writer_begin_object (json);
  pgs_json_writer_put_string (json, "what", _(result->check->what));
  pgs_cli_lab_put_number (json, "predicted", result->unit, is_known, result->expected);
  pgs_cli_lab_put_number (json, "measured", result->unit, is_known, result->measured);
  pgs_json_writer_key (json, "ok");
  if (is_known)
    pgs_json_writer_boolean (json, result->verdict == PGS_VERDICT_OK);
  else
    pgs_json_writer_null (json);
  pgs_json_writer_put_string (json, "unit", pgs_cli_lab_get_unit_id (result->unit));
  pgs_cli_lab_put_number (json, "lowest", result->unit, is_known, result->lowest);
  pgs_cli_lab_put_number (json, "highest", result->unit, is_known, result->highest);
  pgs_json_writer_put_string (json, "measure", result->check->measure);
  pgs_json_writer_put_string (json, "reason", result->reason);
  pgs_json_writer_end_object (json);
}

static void
write_step (PgsJsonWriter *json,
            PgsLessonRun  *run,
            gsize          step)
{
  g_autofree char *title = pgs_lesson_run_dup_title (run, step);
  gsize n_results;
  const PgsLessonResult *results = pgs_lesson_run_get_results (run, step, &n_results);

  pgs_json_writer_begin_object (json);
  pgs_json_writer_put_string (json, "id", pgs_lesson_run_get_step (run, step)->id);
  pgs_json_writer_put_string (json, "title", title);
  pgs_json_writer_key (json, "checks");
  pgs_json_writer_begin_array (json);
  for (gsize i = 0; i < n_results; i++)
    write_check (json, &results[i]);
  pgs_json_writer_end_array (json);
  pgs_json_writer_end_object (json);
}

/**
 * pgs_cli_lab_write_run:
 * @run: a run that has taken all of its steps
 * @out: where to append
 *
 * As one JSON object.
 */
void
pgs_cli_lab_write_run (PgsLessonRun *run,
                       GString      *out)
{
  g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);

  pgs_json_writer_begin_object (json);
  pgs_json_writer_put_string (json, "name", pgs_lesson_run_get_lesson (run)->name);
  pgs_json_writer_key (json, "passed");
  pgs_json_writer_boolean (json, pgs_lesson_run_passed (run));
  pgs_json_writer_key (json, "steps");
  pgs_json_writer_begin_array (json);
  for (gsize i = 0; i < pgs_lesson_run_get_n_steps (run); i++)
    write_step (json, run, i);
  pgs_json_writer_end_array (json);
  pgs_json_writer_end_object (json);
}
