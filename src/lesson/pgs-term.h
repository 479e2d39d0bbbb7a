/* pgs-term.h: the words of the field, each with a short explanation
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsTerm:
 * @id: "demand-paging"
 * @title: (translatable): "demand paging"
 * @summary: (translatable): one sentence, for a tooltip
 * @text: (translatable): 40 to 120 words, plain text, paragraphs separated by an empty line
 * @lessons: the names of experiments that show it, the first unused one is %NULL
 * @see: ids of related terms, likewise
 *
 * A constant.
 */
typedef struct
{
  const char *id;
  const char *title;
  const char *summary;
  const char *text;
  const char *lessons[4];
  const char *see[4];
} PgsTerm;

const PgsTerm *pgs_term_get  (gsize       index);
const PgsTerm *pgs_term_find (const char *id);

G_END_DECLS
