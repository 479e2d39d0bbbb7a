/* pgs-map-search.c: finding regions and addresses by what a person types
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-map-search.h"

#include <string.h>

#include "pgs-format.h"
#include "pgs-text.h"

#define MIN_ADDRESS_DIGITS 4 /* of an address without 0x; "cafe" is more often a name than an address */
#define MAX_ADDRESS_DIGITS 16

/**
 * pgs_map_search_parse_address:
 * @text: what was typed: hexadecimal digits, with or without 0x; blanks and _ between them are
 *   ignored, as people copy "7f91 3913 e000"
 * @address: (out): the address
 *
 * Returns: %FALSE if it is not an address
 */
gboolean
pgs_map_search_parse_address (const char *text,
                              guint64    *address)
{
  guint n_digits = 0;
  gboolean prefixed;

  while (g_ascii_isspace (*text))
    text++;
  prefixed = text[0] == '0' && (text[1] == 'x' || text[1] == 'X');
  if (prefixed)
    text += 2;
  *address = 0;
  for (; *text != '\0'; text++)
    if (g_ascii_isxdigit (*text) && ++n_digits <= MAX_ADDRESS_DIGITS)
      *address = *address << 4 | (guint) g_ascii_xdigit_value (*text);
    else if (!g_ascii_isspace (*text) && *text != '_')
      return FALSE;
  return n_digits >= (prefixed ? 1 : MIN_ADDRESS_DIGITS);
}

static gboolean
matches (const PgsMapping *mapping,
         const char       *folded)
{
  g_autofree char *name = mapping->path != NULL ? pgs_text_dup_display (mapping->path, -1)
                                                : pgs_format_mapping_name (mapping);
  g_autofree char *own = g_utf8_casefold (name, -1);

  return strstr (own, folded) != NULL;
}

/**
 * pgs_map_search_find:
 * @maps: the mappings
 * @text: a part of a file's name, the kernel's word for a region, or an address
 *
 * Names are compared without regard to case. Of neighbouring mappings of one file only the first
 * counts. An address finds the mapping that holds it.
 *
 * Returns: (transfer full) (element-type guint64): addresses, falling
 */
GArray *
pgs_map_search_find (const PgsMaps *maps,
                     const char    *text)
{
  GArray *found = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_autofree char *folded = g_utf8_casefold (text, -1);
  const PgsMapping *last = NULL;
  guint64 address;
  gsize index;

  if (*g_strstrip (folded) == '\0')
    return found;
  for (gsize i = pgs_maps_get_length (maps); i-- > 0;)
    {
      const PgsMapping *mapping = pgs_maps_get (maps, i);

      if ((mapping->flags & PGS_MAPPING_NOT_COUNTED) || !matches (mapping, folded))
        continue;
      if (last != NULL && last->path != NULL && last->path == mapping->path)
        g_array_index (found, guint64, found->len - 1) = mapping->start;
      else
        g_array_append_val (found, mapping->start);
      last = mapping;
    }
  if (found->len == 0 && pgs_map_search_parse_address (text, &address) && pgs_maps_find (maps, address, &index))
    g_array_append_val (found, address);
  return found;
}
