/* pgs-cli-rows.h: records that are written as JSON objects or as CSV rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli.h"

G_BEGIN_DECLS

typedef struct _PgsCliRows PgsCliRows;

PgsCliRows *pgs_cli_rows_new         (PgsCliFormat   format,
                                      GString       *out);
void        pgs_cli_rows_free        (PgsCliRows    *self);
void        pgs_cli_rows_write_list  (PgsCliRows    *self,
                                      void         (*write) (PgsCliRows    *self,
                                                             gconstpointer  item),
                                      gconstpointer *items,
                                      gsize          n_items,
                                      gconstpointer  sample);
void        pgs_cli_rows_begin       (PgsCliRows    *self);
void        pgs_cli_rows_end         (PgsCliRows    *self);
void        pgs_cli_rows_begin_group (PgsCliRows    *self,
                                      const char    *key);
void        pgs_cli_rows_end_group   (PgsCliRows    *self);
void        pgs_cli_rows_begin_list  (PgsCliRows    *self,
                                      const char    *key);
void        pgs_cli_rows_end_list    (PgsCliRows    *self);
void        pgs_cli_rows_null        (PgsCliRows    *self,
                                      const char    *key);
void        pgs_cli_rows_string      (PgsCliRows    *self,
                                      const char    *key,
                                      const char    *bytes);
void        pgs_cli_rows_bytes       (PgsCliRows    *self,
                                      const char    *key,
                                      guint64        value);
void        pgs_cli_rows_int         (PgsCliRows    *self,
                                      const char    *key,
                                      gint64         value);
void        pgs_cli_rows_address     (PgsCliRows    *self,
                                      const char    *key,
                                      guint64        value);
void        pgs_cli_rows_double      (PgsCliRows    *self,
                                      const char    *key,
                                      double         value,
                                      guint          decimals);
void        pgs_cli_rows_boolean     (PgsCliRows    *self,
                                      const char    *key,
                                      gboolean       value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCliRows, pgs_cli_rows_free)

G_END_DECLS
