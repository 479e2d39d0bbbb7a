/* pgs-bytes.h: numbers and strings as bytes, and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-error.h"

G_BEGIN_DECLS

#define PGS_BYTES_MAX_CHANGES 62 /* values that pgs_bytes_put_changes() can tell apart */

void         pgs_bytes_put_byte           (GByteArray     *out,
                                           guint8          byte);
void         pgs_bytes_put_uint           (GByteArray     *out,
                                           guint64         value);
void         pgs_bytes_put_int            (GByteArray     *out,
                                           gint64          value);
void         pgs_bytes_put_aligned        (GByteArray     *out,
                                           guint64         value);
void         pgs_bytes_put_string         (GByteArray     *out,
                                           const char     *string);
void         pgs_bytes_put_changes        (GByteArray     *out,
                                           const guint64  *values,
                                           const guint64  *before,
                                           guint           n_values);

/**
 * PgsBytesReader:
 *
 * Reads what pgs_bytes_put_…() wrote, from bytes that anybody may have written. Where they are not
 * what they should be, everything that is read from there on is 0 or %NULL and
 * pgs_bytes_reader_finish() tells why, so that not each value must be checked. Lives on the stack
 * and needs no clearing; its members are private.
 */
typedef struct
{
  /*< private >*/
  const guint8 *start;
  const guint8 *at;
  const guint8 *end;
  const char *failure;
  PgsError code;
  gsize failed_at;
} PgsBytesReader;

void         pgs_bytes_reader_init        (PgsBytesReader *self,
                                           const guint8   *bytes,
                                           gsize           n_bytes);
gsize        pgs_bytes_reader_get_left    (const PgsBytesReader *self);
void         pgs_bytes_reader_fail        (PgsBytesReader *self,
                                           PgsError        code,
                                           const char     *why);
gboolean     pgs_bytes_reader_has_failed  (const PgsBytesReader *self);
gboolean     pgs_bytes_reader_finish      (const PgsBytesReader *self,
                                           GError        **error);
guint8       pgs_bytes_reader_byte        (PgsBytesReader *self);
guint64      pgs_bytes_reader_uint        (PgsBytesReader *self);
gint64       pgs_bytes_reader_int         (PgsBytesReader *self);
guint64      pgs_bytes_reader_aligned     (PgsBytesReader *self);
gsize        pgs_bytes_reader_count       (PgsBytesReader *self,
                                           gsize           limit);
const char  *pgs_bytes_reader_bytes       (PgsBytesReader *self,
                                           gsize           n_bytes);
char        *pgs_bytes_reader_dup_string  (PgsBytesReader *self);
void         pgs_bytes_reader_changes     (PgsBytesReader *self,
                                           guint64        *values,
                                           guint           n_values);

G_END_DECLS
