/* pgs-region-filter.c: which mappings a search finds
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * A query is words, all of which must be found: in the name (in any case), the kind, the
 * permissions ("rw-p", "rwx"), the addresses as text, or as an address that lies inside. Equal
 * paths of one PgsMaps are the same pointer, so each name is compared once for each word.
 */
#include "config.h"

#include "pgs-region-filter.h"

#include <string.h>

#include "pgs-format.h"
#include "pgs-text.h"

#define MAX_WORDS 8
#define MIN_PERMS_LENGTH 2
#define MIN_INSIDE_DIGITS 4
#define MAX_HEX_DIGITS 16

typedef struct
{
  char *text; /* case-folded */
  gboolean is_perms;
  gboolean is_hex;
  gboolean has_address;
  guint64 address;
  gboolean kinds[PGS_N_KINDS];
  GHashTable *names; /* path → found or not, as pointers */
} Word;

static gboolean
consists_of (const char *text,
             const char *characters)
{
  return text[strspn (text, characters)] == '\0';
}

static void
parse_address (Word *self)
{
  const char *digits = g_str_has_prefix (self->text, "0x") ? self->text + 2 : self->text;
  const gsize length = strlen (digits);

  self->is_hex = length > 0 && consists_of (digits, "0123456789abcdef-–");
  if (length < MIN_INSIDE_DIGITS || length > MAX_HEX_DIGITS
      || !consists_of (digits, "0123456789abcdef"))
    return;
  self->has_address = TRUE;
  self->address = g_ascii_strtoull (digits, NULL, 16);
}

static void
word_init (Word       *self,
           const char *text)
{
  *self = (Word) { .text = g_utf8_casefold (text, -1) };
  self->names = g_hash_table_new (NULL, NULL);
  self->is_perms = strlen (text) >= MIN_PERMS_LENGTH && consists_of (text, "rwxps-");
  parse_address (self);
  for (guint i = 0; i < PGS_N_KINDS; i++)
    {
      g_autofree char *kind = g_utf8_casefold (pgs_format_kind ((PgsKind) i), -1);

      self->kinds[i] = strstr (kind, self->text) != NULL
                       || strstr (pgs_kind_get_id ((PgsKind) i), self->text) != NULL;
    }
}

static void
word_clear (gpointer data)
{
  Word *self = data;

  g_clear_pointer (&self->text, g_free);
  g_clear_pointer (&self->names, g_hash_table_unref);
}

static gboolean
is_in_name (Word             *self,
            const PgsMapping *mapping)
{
  g_autofree char *name = NULL;
  g_autofree char *folded = NULL;
  gpointer known;
  gboolean found;

  if (g_hash_table_lookup_extended (self->names, mapping->path, NULL, &known))
    return GPOINTER_TO_INT (known);
  name = mapping->path != NULL ? pgs_text_dup_display (mapping->path, -1)
                               : pgs_format_mapping_name (mapping);
  folded = g_utf8_casefold (name, -1);
  found = strstr (folded, self->text) != NULL;
  if (mapping->path != NULL)
    g_hash_table_insert (self->names, (gpointer) mapping->path, GINT_TO_POINTER (found));
  return found;
}

static gboolean
is_in_range (const Word       *self,
             const PgsMapping *mapping)
{
  const char *digits = g_str_has_prefix (self->text, "0x") ? self->text + 2 : self->text;
  char text[2 * MAX_HEX_DIGITS + 2];

  if (self->has_address && self->address >= mapping->start && self->address < mapping->end)
    return TRUE;
  g_snprintf (text, sizeof text, "%012" G_GINT64_MODIFIER "x-%012" G_GINT64_MODIFIER "x",
              mapping->start, mapping->end);
  return strstr (text, digits) != NULL;
}

static gboolean
word_matches (Word             *self,
              const PgsMapping *mapping)
{
  char perms[5];

  if (self->kinds[mapping->kind] || is_in_name (self, mapping))
    return TRUE;
  if (self->is_hex && is_in_range (self, mapping))
    return TRUE;
  if (!self->is_perms)
    return FALSE;
  pgs_perms_format (mapping->perms, perms);
  return strstr (perms, self->text) != NULL;
}

static GArray *
parse_query (const char *query)
{
  GArray *words = g_array_new (FALSE, FALSE, sizeof (Word));
  g_auto (GStrv) texts = g_strsplit_set (query != NULL ? query : "", " \t\n", -1);

  g_array_set_clear_func (words, word_clear);
  for (gsize i = 0; texts[i] != NULL && words->len < MAX_WORDS; i++)
    {
      Word word;

      if (*texts[i] == '\0')
        continue;
      word_init (&word, texts[i]);
      g_array_append_val (words, word);
    }
  return words;
}

/**
 * pgs_region_filter:
 * @maps: mappings
 * @query: (nullable): words, at most eight are looked at; "" or %NULL finds everything
 * @kind: a #PgsKind that mappings must have, or %PGS_ANY_KIND
 *
 * Returns: (transfer full) (element-type guint32): indices of the mappings found, ascending
 */
GArray *
pgs_region_filter (const PgsMaps *maps,
                   const char    *query,
                   gint           kind)
{
  const gsize n_mappings = pgs_maps_get_length (maps);
  const PgsMapping *mappings = pgs_maps_get (maps, 0);
  GArray *found = g_array_sized_new (FALSE, FALSE, sizeof (guint32), (guint) n_mappings);
  g_autoptr (GArray) words = parse_query (query);

  for (gsize i = 0; i < n_mappings; i++)
    {
      const guint32 index = (guint32) i;
      gboolean matches = kind == PGS_ANY_KIND || mappings[i].kind == kind;

      for (guint w = 0; w < words->len && matches; w++)
        matches = word_matches (&g_array_index (words, Word, w), &mappings[i]);
      if (matches)
        g_array_append_val (found, index);
    }
  return found;
}
