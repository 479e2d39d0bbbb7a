/* pgs-cli-record.h: records that are written as JSON objects or as CSV rows
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-cli.h"

G_BEGIN_DECLS

typedef struct _PgsCliRecord PgsCliRecord;

PgsCliRecord *pgs_cli_record_new         (PgsCliFormat   format,
                                          GString       *out);
void          pgs_cli_record_free        (PgsCliRecord  *self);
void          pgs_cli_record_write_list  (PgsCliRecord  *self,
                                          void         (*write) (PgsCliRecord  *self,
                                                                 gconstpointer  item),
                                          gconstpointer *items,
                                          gsize          n_items,
                                          gconstpointer  sample);
void          pgs_cli_record_begin       (PgsCliRecord  *self);
void          pgs_cli_record_end         (PgsCliRecord  *self);
void          pgs_cli_record_begin_group (PgsCliRecord  *self,
                                          const char    *key);
void          pgs_cli_record_end_group   (PgsCliRecord  *self);
void          pgs_cli_record_null        (PgsCliRecord  *self,
                                          const char    *key);
void          pgs_cli_record_string      (PgsCliRecord  *self,
                                          const char    *key,
                                          const char    *bytes);
void          pgs_cli_record_bytes       (PgsCliRecord  *self,
                                          const char    *key,
                                          guint64        value);
void          pgs_cli_record_int         (PgsCliRecord  *self,
                                          const char    *key,
                                          gint64         value);
void          pgs_cli_record_address     (PgsCliRecord  *self,
                                          const char    *key,
                                          guint64        value);
void          pgs_cli_record_double      (PgsCliRecord  *self,
                                          const char    *key,
                                          double         value,
                                          guint          decimals);
void          pgs_cli_record_boolean     (PgsCliRecord  *self,
                                          const char    *key,
                                          gboolean       value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsCliRecord, pgs_cli_record_free)

G_END_DECLS
