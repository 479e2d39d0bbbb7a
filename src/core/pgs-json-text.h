/* pgs-json-text.h: any bytes as a string of JSON
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * pgs_json_text_needs_care:
 * @c: a byte
 *
 * Returns: whether it cannot stand in a string by itself
 */
static inline gboolean
pgs_json_text_needs_care (guchar c)
{
  return (guchar) (c - 0x20) >= 0x5f || c == '"' || c == '\\';
}

void pgs_json_text_append (GString    *out,
                           const char *text,
                           gsize       n_plain);

G_END_DECLS
