/* pgs-bytes-names.h: strings of which many are the same, as bytes, and back
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-bytes.h"

G_BEGIN_DECLS

/**
 * PgsBytesNames:
 *
 * Each string is written once and then by its number. Zero it before the first call and clear it
 * with pgs_bytes_names_clear(). Private to core.
 */
typedef struct
{
  /*< private >*/
  GHashTable *numbers; /* when writing: of each string, 1 for the first */
  GPtrArray *strings;  /* when reading: into what is read, not NUL-terminated */
  GArray *lengths;     /* (element-type gsize): theirs */
} PgsBytesNames;

void        pgs_bytes_names_clear (PgsBytesNames  *self);
void        pgs_bytes_names_put   (PgsBytesNames  *self,
                                   GByteArray     *out,
                                   const char     *string);
const char *pgs_bytes_names_read  (PgsBytesNames  *self,
                                   PgsBytesReader *in,
                                   gsize          *length);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (PgsBytesNames, pgs_bytes_names_clear)

G_END_DECLS
