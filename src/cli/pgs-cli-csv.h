/* pgs-cli-csv.h: rows of values as CSV
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PgsCliCsv PgsCliCsv;

PgsCliCsv *pgs_cli_csv_new     (GString    *out);
void       pgs_cli_csv_free    (PgsCliCsv  *self);
void       pgs_cli_csv_column  (PgsCliCsv  *self,
                                const char *name);
void       pgs_cli_csv_field   (PgsCliCsv  *self,
                                const char *text);
void       pgs_cli_csv_end_row (PgsCliCsv  *self);
void       pgs_cli_csv_end_sample (PgsCliCsv *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCliCsv, pgs_cli_csv_free)

G_END_DECLS
