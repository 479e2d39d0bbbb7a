/* pgs-cli-lab.h: what the commands of pagescape-cli lab have in common
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli.h"

#include "pgs-cli-options.h"
#include "pgs-cli-output.h"
#include "pgs-json-writer.h"
#include "pgs-lesson-run.h"

G_BEGIN_DECLS

/**
 * PgsCliLabSheetFunc:
 * @run: a run that is over
 * @output: where its sheet goes, and is committed
 * @error: where to put why not
 */
typedef gboolean (*PgsCliLabSheetFunc) (PgsLessonRun  *run,
                                        PgsCliOutput  *output,
                                        GError       **error);

/**
 * PgsCliLabWriteFunc:
 * @out: what to append to
 */
typedef void (*PgsCliLabWriteFunc) (GString *out);

PgsCliStatus pgs_cli_lab_claims        (char               **argv);
PgsCliStatus pgs_cli_lab_list          (char               **argv);
PgsCliStatus pgs_cli_lab_run           (char               **argv);
PgsCliStatus pgs_cli_lab_test          (char               **argv);
void         pgs_cli_lab_set_sheet_func (PgsCliLabSheetFunc   func);

gboolean     pgs_cli_lab_ask           (PgsLessonRun        *run,
                                        GError             **error);
void         pgs_cli_lab_append_title  (PgsLessonRun        *run,
                                        gsize                step,
                                        GString             *out);
const char  *pgs_cli_lab_get_unit_id   (PgsLessonUnit        unit);
gboolean     pgs_cli_lab_print_all     (char               **argv,
                                        const PgsCliUsage   *usage,
                                        PgsCliLabWriteFunc   write_json,
                                        PgsCliLabWriteFunc   print_table,
                                        GError             **error);
void         pgs_cli_lab_put_number    (PgsJsonWriter       *json,
                                        const char          *key,
                                        PgsLessonUnit        unit,
                                        gboolean             is_known,
                                        gint64               value);
void         pgs_cli_lab_print_results (PgsLessonRun        *run,
                                        gsize                step,
                                        gboolean             asked,
                                        GString             *out);
void         pgs_cli_lab_write_run     (PgsLessonRun        *run,
                                        GString             *out);

G_END_DECLS
