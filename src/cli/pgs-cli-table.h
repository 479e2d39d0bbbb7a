/* pgs-cli-table.h: an aligned table for people
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsCliAlign:
 * @PGS_CLI_LEFT: words
 * @PGS_CLI_RIGHT: numbers
 * @PGS_CLI_LAST: words of any length; the last column, cut at the edge of a terminal
 */
typedef enum
{
  PGS_CLI_LEFT,
  PGS_CLI_RIGHT,
  PGS_CLI_LAST,
} PgsCliAlign;

typedef struct _PgsCliTable PgsCliTable;

PgsCliTable *pgs_cli_table_new         (void);
void         pgs_cli_table_free        (PgsCliTable *self);
void         pgs_cli_table_add_column  (PgsCliTable *self,
                                        const char  *title,
                                        PgsCliAlign  align);
void         pgs_cli_table_take        (PgsCliTable *self,
                                        char        *text);
void         pgs_cli_table_add         (PgsCliTable *self,
                                        const char  *bytes);
void         pgs_cli_table_print       (PgsCliTable *self,
                                        gsize        width,
                                        GString     *out);
void         pgs_cli_table_print_whole (PgsCliTable *self,
                                        gsize        width,
                                        GString     *out);
gsize        pgs_cli_table_get_width   (const char  *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCliTable, pgs_cli_table_free)

G_END_DECLS
