/* pgs-help-page.h: a page of the help, as paragraphs for labels
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * PgsHelpKind:
 * @PGS_HELP_TITLE: the title of the page
 * @PGS_HELP_HEADING: the title of a section
 * @PGS_HELP_TEXT: a paragraph
 * @PGS_HELP_ITEM: one of a list
 * @PGS_HELP_STEP: one of numbered steps
 * @PGS_HELP_TERM: a term
 * @PGS_HELP_MEANING: what a term means
 * @PGS_HELP_NOTE: a paragraph that stands out
 * @PGS_HELP_CODE: lines for a terminal
 * @PGS_HELP_TOPICS: here stand the pages whose guide is the markup of this
 *
 * What a block of a page is.
 */
typedef enum
{
  PGS_HELP_TITLE,
  PGS_HELP_HEADING,
  PGS_HELP_TEXT,
  PGS_HELP_ITEM,
  PGS_HELP_STEP,
  PGS_HELP_TERM,
  PGS_HELP_MEANING,
  PGS_HELP_NOTE,
  PGS_HELP_CODE,
  PGS_HELP_TOPICS,
} PgsHelpKind;

/**
 * PgsHelpBlock:
 * @kind: what it is
 * @number: of a step, from 1
 * @markup: Pango markup with links to other pages
 */
typedef struct
{
  PgsHelpKind kind;
  guint number;
  char *markup;
} PgsHelpBlock;

/**
 * PgsHelpPage:
 * @id: its name
 * @title: its title, markup too
 * @description: a sentence about it, markup too
 * @guide: (nullable): the section of another page that lists it, "PAGE#SECTION"
 * @order: (nullable): what it is sorted by there
 * @blocks: (element-type PgsHelpBlock): what it says
 */
typedef struct
{
  char *id;
  char *title;
  char *description;
  char *guide;
  char *order;
  GPtrArray *blocks;
} PgsHelpPage;

PgsHelpPage *pgs_help_page_parse (const char   *text,
                                  gssize        size,
                                  GHashTable   *titles,
                                  GError      **error);
void         pgs_help_page_free  (PgsHelpPage  *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsHelpPage, pgs_help_page_free)

G_END_DECLS
