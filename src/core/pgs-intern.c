/* pgs-intern.c: equal strings kept once
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-intern.h"

#include <string.h>

#define CHUNK_SIZE 1024
#define N_LAST 2

struct _PgsIntern
{
  GStringChunk *chunk;
  GHashTable *known;   /* (element-type utf8), made with the first string */
  GString *scratch;    /* the candidate, NUL-terminated for the hash */
  const char *last[N_LAST]; /* (nullable): the one added last first */
  gsize last_length[N_LAST];
};

/**
 * pgs_intern_new:
 *
 * Returns: (transfer full): an empty pool
 */
PgsIntern *
pgs_intern_new (void)
{
  PgsIntern *self = g_new0 (PgsIntern, 1);

  self->chunk = g_string_chunk_new (CHUNK_SIZE);
  return self;
}

/**
 * pgs_intern_free:
 * @self: (nullable) (transfer full): a pool
 *
 * Frees the pool and, unless pgs_intern_end() took them, its strings.
 */
void
pgs_intern_free (PgsIntern *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->known, g_hash_table_unref);
  if (self->scratch != NULL)
    g_string_free (self->scratch, TRUE);
  g_clear_pointer (&self->chunk, g_string_chunk_free);
  g_free (self);
}

static const char *
add_new (PgsIntern  *self,
         const char *bytes,
         gsize       length)
{
  const char *string;

  if (self->known == NULL)
    {
      self->known = g_hash_table_new (g_str_hash, g_str_equal);
      self->scratch = g_string_new (NULL);
    }
  g_string_truncate (self->scratch, 0);
  g_string_append_len (self->scratch, bytes, length);
  string = g_hash_table_lookup (self->known, self->scratch->str);
  if (string == NULL)
    {
      string = g_string_chunk_insert_len (self->chunk, bytes, length);
      g_hash_table_add (self->known, (gpointer) string);
    }
  return string;
}

/**
 * pgs_intern_add:
 * @self: a pool
 * @bytes: (array length=length): a string, need not end in NUL
 * @length: its bytes; it ends earlier at a NUL
 *
 * Neighbouring mappings mostly have the same path, or one of two sets of flags in turn, so that the last
 * strings are compared before anything is hashed.
 *
 * Returns: (transfer none): the pool's copy, the same pointer for equal strings
 */
const char *
pgs_intern_add (PgsIntern  *self,
                const char *bytes,
                gsize       length)
{
  for (guint i = 0; i < N_LAST; i++)
    if (self->last[i] != NULL && length == self->last_length[i] && memcmp (bytes, self->last[i], length) == 0)
      return self->last[i];
  length = strnlen (bytes, length);
  self->last[1] = self->last[0];
  self->last_length[1] = self->last_length[0];
  self->last[0] = add_new (self, bytes, length);
  self->last_length[0] = length;
  return self->last[0];
}

/**
 * pgs_intern_end:
 * @self: a pool, which must not be added to again
 *
 * Returns: (transfer full): the memory that holds the strings
 */
GStringChunk *
pgs_intern_end (PgsIntern *self)
{
  return g_steal_pointer (&self->chunk);
}
