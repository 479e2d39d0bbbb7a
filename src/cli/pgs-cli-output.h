/* pgs-cli-output.h: where data goes: stdout, or a file that is written whole or not at all
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PgsCliOutput PgsCliOutput;

PgsCliOutput *pgs_cli_output_open   (const char    *path,
                                     GError       **error);
void          pgs_cli_output_free   (PgsCliOutput  *self);
gboolean      pgs_cli_output_write  (PgsCliOutput  *self,
                                     const char    *data,
                                     gsize          length,
                                     GError       **error);
gboolean      pgs_cli_output_write_safe (PgsCliOutput *self,
                                     const char    *data,
                                     gsize          length,
                                     GError       **error);
gboolean      pgs_cli_output_is_terminal (PgsCliOutput *self);
gboolean      pgs_cli_output_commit (PgsCliOutput  *self,
                                     GError       **error);
gboolean      pgs_cli_output_save   (const char    *path,
                                     const GString *data,
                                     GError       **error);
char         *pgs_cli_output_resolve (const char   *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCliOutput, pgs_cli_output_free)

G_END_DECLS
