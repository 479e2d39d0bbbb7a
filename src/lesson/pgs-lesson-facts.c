/* pgs-lesson-facts.c: what the program of an experiment told so far
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lesson-facts.h"

#include "pgs-error.h"
#include "pgs-text.h"

#include <string.h>

#define MAX_KEY 32
#define MAX_FACTS 64

struct _PgsLessonFacts
{
  GHashTable *values; /* by key; both owned */
};

/**
 * pgs_lesson_facts_new:
 *
 * Returns: (transfer full): no facts yet
 */
PgsLessonFacts *
pgs_lesson_facts_new (void)
{
  PgsLessonFacts *self = g_new0 (PgsLessonFacts, 1);

  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  return self;
}

/**
 * pgs_lesson_facts_copy:
 * @self: facts
 *
 * Returns: (transfer full): the same, to which more can be added
 */
PgsLessonFacts *
pgs_lesson_facts_copy (const PgsLessonFacts *self)
{
  PgsLessonFacts *copy = pgs_lesson_facts_new ();
  GHashTableIter iter;
  gpointer key, value;

  g_hash_table_iter_init (&iter, self->values);
  while (g_hash_table_iter_next (&iter, &key, &value))
    g_hash_table_insert (copy->values, g_strdup (key), g_strdup (value));
  return copy;
}

/**
 * pgs_lesson_facts_free:
 * @self: (transfer full) (nullable): facts
 */
void
pgs_lesson_facts_free (PgsLessonFacts *self)
{
  if (self == NULL)
    return;
  g_hash_table_unref (self->values);
  g_free (self);
}

static gboolean
is_key (const char *key,
        gsize       length)
{
  if (length == 0 || length > MAX_KEY || !g_ascii_islower (key[0]))
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (!g_ascii_islower (key[i]) && !g_ascii_isdigit (key[i]) && key[i] != '_')
      return FALSE;
  return TRUE;
}

/**
 * pgs_lesson_facts_take_line:
 * @self: facts
 * @line: (array length=length): "key=value", any bytes, without the end of the line
 * @length: how many
 * @error: where to put what is wrong with it
 *
 * Adds a fact, or gives one another value. What is not UTF-8 or no plain text in the value is replaced.
 *
 * Returns: %FALSE with %PGS_ERROR_SYNTAX if this is no fact, %PGS_ERROR_LIMIT if there are too many
 */
gboolean
pgs_lesson_facts_take_line (PgsLessonFacts  *self,
                            const char      *line,
                            gsize            length,
                            GError         **error)
{
  const char *sign = memchr (line, '=', length);
  g_autofree char *key = NULL;

  if (sign == NULL || !is_key (line, sign - line))
    {
      g_autofree char *text = pgs_text_dup_display (line, MIN (length, 2 * MAX_KEY));

      g_set_error (error, PGS_ERROR, PGS_ERROR_SYNTAX, "“%s” is not a fact", text);
      return FALSE;
    }
  key = g_strndup (line, sign - line);
  if (g_hash_table_size (self->values) >= MAX_FACTS && !g_hash_table_contains (self->values, key))
    {
      g_set_error (error, PGS_ERROR, PGS_ERROR_LIMIT, "more than %d facts", MAX_FACTS);
      return FALSE;
    }
  g_hash_table_insert (self->values, g_steal_pointer (&key),
                       pgs_text_dup_display (sign + 1, line + length - (sign + 1)));
  return TRUE;
}

/**
 * pgs_lesson_facts_get:
 * @self: facts
 * @key: its name
 *
 * Returns: (transfer none) (nullable): its value, valid UTF-8 of one line; %NULL if it was not told
 */
const char *
pgs_lesson_facts_get (const PgsLessonFacts *self,
                      const char           *key)
{
  return g_hash_table_lookup (self->values, key);
}

/**
 * pgs_lesson_facts_get_number:
 * @self: facts
 * @key: its name
 * @number: (out): decimal with or without a sign, or "0x" and 64 bits of hexadecimal
 *
 * Returns: whether there is such a fact and it is a number
 */
gboolean
pgs_lesson_facts_get_number (const PgsLessonFacts *self,
                             const char           *key,
                             gint64               *number)
{
  const char *text = pgs_lesson_facts_get (self, key);
  guint64 bits;

  if (text == NULL)
    return FALSE;
  if (!g_str_has_prefix (text, "0x"))
    return g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, number, NULL);
  if (!g_ascii_string_to_unsigned (text + 2, 16, 0, G_MAXUINT64, &bits, NULL))
    return FALSE;
  *number = (gint64) bits;
  return TRUE;
}

/**
 * pgs_lesson_facts_get_range:
 * @self: facts
 * @key: its name
 * @start: (out): first address
 * @end: (out): first address behind it
 *
 * Returns: whether there is such a fact and it is "0x…-0x…", in that order, or empty
 */
gboolean
pgs_lesson_facts_get_range (const PgsLessonFacts *self,
                            const char           *key,
                            guint64              *start,
                            guint64              *end)
{
  const char *text = pgs_lesson_facts_get (self, key);
  const char *dash = text != NULL ? strchr (text, '-') : NULL;
  g_autofree char *first = NULL;

  if (dash == NULL || !g_str_has_prefix (text, "0x") || !g_str_has_prefix (dash, "-0x"))
    return FALSE;
  first = g_strndup (text + 2, dash - text - 2);
  return g_ascii_string_to_unsigned (first, 16, 0, G_MAXUINT64, start, NULL) &&
         g_ascii_string_to_unsigned (dash + 3, 16, *start, G_MAXUINT64, end, NULL);
}

/**
 * pgs_lesson_facts_get_pid:
 * @self: facts
 * @key: its name
 * @pid: (out): a process
 *
 * Returns: whether there is such a fact and it can be a PID
 */
gboolean
pgs_lesson_facts_get_pid (const PgsLessonFacts *self,
                          const char           *key,
                          gint                 *pid)
{
  gint64 number;

  if (!pgs_lesson_facts_get_number (self, key, &number) || number <= 0 || number > G_MAXINT)
    return FALSE;
  *pid = (gint) number;
  return TRUE;
}
