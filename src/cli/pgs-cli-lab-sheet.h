/* pgs-cli-lab-sheet.h: pagescape-cli lab run --sheet: what was predicted and measured, on paper
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli.h"

G_BEGIN_DECLS

PgsCliStatus pgs_cli_lab_run_with_sheet (char **argv);

G_END_DECLS
