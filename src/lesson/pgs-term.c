/* pgs-term.c: the words of the field, found by their ids
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-term.h"

#include "pgs-terms.h"

static const PgsTerm *const tables[] = {
  pgs_terms_space,
  pgs_terms_paging,
  pgs_terms_process,
  pgs_terms_limits,
};

/**
 * pgs_term_get:
 * @index: a number from 0
 *
 * Returns: (transfer none) (nullable): the term of that number, %NULL behind the last; those about the same
 *   matter stand together
 */
const PgsTerm *
pgs_term_get (gsize index)
{
  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++)
    for (const PgsTerm *term = tables[t]; term->id != NULL; term++)
      if (index-- == 0)
        return term;
  return NULL;
}

/**
 * pgs_term_find:
 * @id: any text
 *
 * Returns: (transfer none) (nullable): the term with that id
 */
const PgsTerm *
pgs_term_find (const char *id)
{
  for (gsize t = 0; t < G_N_ELEMENTS (tables); t++)
    for (const PgsTerm *term = tables[t]; term->id != NULL; term++)
      if (g_str_equal (term->id, id))
        return term;
  return NULL;
}
