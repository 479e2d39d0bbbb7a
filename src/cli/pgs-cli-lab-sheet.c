/* pgs-cli-lab-sheet.c: pagescape-cli lab run --sheet: what was predicted and measured, on paper
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-lab-sheet.h"

#include "pgs-cli-lab.h"
#include "pgs-lesson-sheet.h"

static gboolean
write_sheet (PgsLessonRun  *run,
             PgsCliOutput  *output,
             GError       **error)
{
  g_autoptr (PgsSheet) sheet = pgs_lesson_sheet_new (run);
  g_autoptr (GBytes) bytes = pgs_sheet_encode (sheet, NULL, error);

  return bytes != NULL
         && pgs_cli_output_write (output, g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes), error)
         && pgs_cli_output_commit (output, error);
}

/**
 * pgs_cli_lab_run_with_sheet:
 * @argv: the arguments of lab run, beginning with its name
 *
 * As pgs_cli_lab_run(), in a program that can draw.
 *
 * Returns: the exit status
 */
PgsCliStatus
pgs_cli_lab_run_with_sheet (char **argv)
{
  pgs_cli_lab_set_sheet_func (write_sheet);
  return pgs_cli_lab_run (argv);
}
