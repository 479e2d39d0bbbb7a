/* pgs-cli-lab-claims.c: pagescape-cli lab claims and lab test: what is said of memory, and what is measured
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-lab.h"

#include "pgs-claim.h"
#include "pgs-cli-options.h"
#include "pgs-cli-output.h"
#include "pgs-cli-table.h"

#include <glib/gi18n-lib.h>

static const char *
get_truth_word (PgsClaimTruth truth)
{
  switch (truth)
    {
    case PGS_CLAIM_WRONG:
      return "wrong";
    case PGS_CLAIM_RIGHT:
      return "right";
    case PGS_CLAIM_RIGHT_WHEN:
      return "right-when";
    }
  g_return_val_if_reached (NULL);
}

/* What is known of a claim before it is tested. */
static void
put_claim (PgsJsonWriter  *json,
           const PgsClaim *claim)
{
  pgs_json_writer_put_string (json, "id", claim->id);
  pgs_json_writer_put_string (json, "sentence", _(claim->sentence));
  pgs_json_writer_put_string (json, "truth", get_truth_word (claim->truth));
  pgs_json_writer_put_string (json, "when", claim->when != NULL ? _(claim->when) : NULL);
  pgs_json_writer_put_string (json, "reason", _(claim->reason));
}

static void
write_claims (GString *out)
{
  g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);
  gsize n_claims;
  const PgsClaim *claims = pgs_claim_get_all (&n_claims);

  pgs_json_writer_begin_array (json);
  for (gsize i = 0; i < n_claims; i++)
    {
      pgs_json_writer_begin_object (json);
      put_claim (json, &claims[i]);
      pgs_json_writer_key (json, "experiments");
      pgs_json_writer_begin_array (json);
      for (gsize j = 0; j < pgs_claim_get_n_tests (&claims[i]); j++)
        pgs_json_writer_string (json, claims[i].tests[j].lesson);
      pgs_json_writer_end_array (json);
      pgs_json_writer_end_object (json);
    }
  pgs_json_writer_end_array (json);
}

static void
print_claims (GString *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();
  gsize n_claims;
  const PgsClaim *claims = pgs_claim_get_all (&n_claims);

  pgs_cli_table_add_column (table, _("Name"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("Claim"), PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, _("Verdict"), PGS_CLI_LAST);
  for (gsize i = 0; i < n_claims; i++)
    {
      pgs_cli_table_add (table, claims[i].id);
      pgs_cli_table_add (table, _(claims[i].sentence));
      pgs_cli_table_add (table, pgs_claim_get_truth (&claims[i]));
    }
  pgs_cli_table_print (table, pgs_cli_table_get_width (NULL), out);
}

static const char *
get_verdict_id (PgsVerdict verdict)
{
  switch (verdict)
    {
    case PGS_VERDICT_OK:
      return "ok";
    case PGS_VERDICT_DIFFERS:
      return "differs";
    case PGS_VERDICT_NONE:
    case PGS_VERDICT_UNKNOWN:
      return "unknown";
    }
  g_return_val_if_reached (NULL);
}

static void
put_result (PgsJsonWriter        *json,
            const PgsClaimResult *result)
{
  const gboolean is_known = result->verdict != PGS_VERDICT_UNKNOWN;

  pgs_json_writer_begin_object (json);
  pgs_json_writer_put_string (json, "experiment", result->test->lesson);
  pgs_json_writer_put_string (json, "step", result->test->step);
  pgs_json_writer_put_string (json, "claimed_what", _(result->test->claimed_what));
  pgs_cli_lab_put_number (json, "claimed", result->unit, is_known, result->claimed);
  pgs_json_writer_put_string (json, "measured_what", _(result->test->measured_what));
  pgs_cli_lab_put_number (json, "measured", result->unit, is_known, result->measured);
  pgs_json_writer_put_string (json, "unit", is_known ? pgs_cli_lab_get_unit_id (result->unit) : NULL);
  pgs_json_writer_key (json, "holds");
  if (is_known)
    pgs_json_writer_boolean (json, result->holds);
  else
    pgs_json_writer_null (json);
  pgs_json_writer_put_string (json, "verdict", get_verdict_id (result->verdict));
  pgs_json_writer_put_string (json, "lack", result->lack);
  pgs_json_writer_end_object (json);
}

static gboolean
have_passed (GPtrArray *results)
{
  for (guint i = 0; i < results->len; i++)
    if (((PgsClaimResult *) results->pdata[i])->verdict != PGS_VERDICT_OK)
      return FALSE;
  return TRUE;
}

static void
write_test (const PgsClaim *claim,
            GPtrArray      *results,
            GString        *out)
{
  g_autoptr (PgsJsonWriter) json = pgs_json_writer_new (out);

  pgs_json_writer_begin_object (json);
  put_claim (json, claim);
  pgs_json_writer_key (json, "passed");
  pgs_json_writer_boolean (json, have_passed (results));
  pgs_json_writer_key (json, "tests");
  pgs_json_writer_begin_array (json);
  for (guint i = 0; i < results->len; i++)
    put_result (json, results->pdata[i]);
  pgs_json_writer_end_array (json);
  pgs_json_writer_end_object (json);
}

/* Whether it held, in words; else what the machine lacks, or that text and machine disagree. */
static const char *
describe (const PgsClaimResult *result)
{
  switch (result->verdict)
    {
    case PGS_VERDICT_OK:
      return result->holds ? _("it is so") : _("it is not so");
    case PGS_VERDICT_DIFFERS:
      return result->holds ? _("it is so, which was not expected") : _("it is not so, which was not expected");
    case PGS_VERDICT_NONE:
    case PGS_VERDICT_UNKNOWN:
      return result->lack != NULL ? result->lack : _("unknown");
    }
  g_return_val_if_reached ("");
}

static void
print_result (const PgsClaimResult *result,
              GString              *out)
{
  g_autoptr (PgsCliTable) table = pgs_cli_table_new ();

  pgs_cli_table_add_column (table, result->test->lesson, PGS_CLI_LEFT);
  pgs_cli_table_add_column (table, "", PGS_CLI_RIGHT);
  pgs_cli_table_add (table, _(result->test->claimed_what));
  pgs_cli_table_take (table, g_strdup (result->claimed_text));
  pgs_cli_table_add (table, _(result->test->measured_what));
  pgs_cli_table_take (table, g_strdup (result->measured_text));
  pgs_cli_table_print (table, pgs_cli_table_get_width (NULL), out);
  g_string_append_printf (out, "→ %s\n\n", describe (result));
}

static void
print_test (const PgsClaim *claim,
            GPtrArray      *results,
            GString        *out)
{
  g_string_append_printf (out, "%s\n\n", _(claim->sentence));
  for (guint i = 0; i < results->len; i++)
    print_result (results->pdata[i], out);
  g_string_append_printf (out, "%s. %s\n", pgs_claim_get_truth (claim), _(claim->reason));
}

static gboolean
run_claims (char   **argv,
            GError **error)
{
  const PgsCliUsage usage = {
    .command = "lab claims",
    .summary = _("List sentences about memory that experiments test."),
    .formats = PGS_CLI_FORMAT_TABLE | PGS_CLI_FORMAT_JSON,
  };

  return pgs_cli_lab_print_all (argv, &usage, write_claims, print_claims, error);
}

/* The claim that is named, and nothing else. */
static const PgsClaim *
find_claim (const PgsCliOptions  *options,
            GError              **error)
{
  const char *id = pgs_cli_options_get_argument (options, _("no claim: lab claims lists them"), error);
  const PgsClaim *claim = id != NULL ? pgs_claim_find (id) : NULL;

  if (id != NULL && claim == NULL)
    g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, "%s: %s", id, _("no such claim: lab claims lists them"));
  return claim;
}

static gboolean
run_test (char     **argv,
          gboolean  *passed,
          GError   **error)
{
  const PgsCliUsage usage = {
    .command = "lab test",
    .arguments = _("CLAIM"),
    .summary = _("Run the experiments that speak for or against a claim."),
    .formats = PGS_CLI_FORMAT_TABLE | PGS_CLI_FORMAT_JSON,
  };
  g_auto (PgsCliOptions) options = { 0 };
  g_auto (GStrv) rest = g_strdupv (argv);
  g_autoptr (GString) out = g_string_new (NULL);
  g_autoptr (GPtrArray) results = NULL;
  const PgsClaim *claim;

  if (!pgs_cli_options_parse (&options, &usage, &rest, error)
      || (claim = find_claim (&options, error)) == NULL
      || (results = pgs_claim_test (claim, NULL, error)) == NULL)
    return FALSE;
  if (options.format == PGS_CLI_FORMAT_JSON)
    write_test (claim, results, out);
  else
    print_test (claim, results, out);
  *passed = have_passed (results);
  return pgs_cli_output_save (NULL, out, error);
}

/**
 * pgs_cli_lab_claims:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_lab_claims (char **argv)
{
  g_autoptr (GError) error = NULL;

  return run_claims (argv, &error) ? PGS_CLI_OK : pgs_cli_fail ("lab claims", error);
}

/**
 * pgs_cli_lab_test:
 * @argv: its arguments, beginning with its name
 *
 * Returns: the exit status: failed if an experiment did not show what is said of the claim, or could not
 *   be made
 */
PgsCliStatus
pgs_cli_lab_test (char **argv)
{
  gboolean passed = FALSE;
  g_autoptr (GError) error = NULL;

  if (!run_test (argv, &passed, &error))
    return pgs_cli_fail ("lab test", error);
  return passed ? PGS_CLI_OK : PGS_CLI_FAILED;
}
