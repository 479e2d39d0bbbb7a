/* pgs-cli-sections.c: which parts of a snapshot are asked for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-cli-sections.h"

#include "pgs-cli.h"
#include "pgs-denial-words.h"

#include <string.h>

#include <glib/gi18n-lib.h>

/* What only reading pagemap tells, not the scan. */
#define SHARING_STATES (PGS_PAGE_FILE | PGS_PAGE_EXCLUSIVE)

static const struct
{
  const char *name;
  PgsSections section;
  PgsPart part;
} names[] = {
  { "pages", PGS_SECTION_PAGES, PGS_PART_PAGEMAP },
  { "sharing", PGS_SECTION_SHARING, PGS_PART_PAGEMAP },
  { "smaps", PGS_SECTION_SMAPS, PGS_PART_SMAPS },
};

static gboolean
parse_word (const char   *word,
            PgsSections  *sections,
            GError      **error)
{
  for (gsize i = 0; i < G_N_ELEMENTS (names); i++)
    if (strcmp (names[i].name, word) == 0)
      {
        *sections |= names[i].section;
        return TRUE;
      }
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_USAGE, _("--sections %s: not one of %s"), word, "pages, sharing, smaps");
  return FALSE;
}

/**
 * pgs_cli_sections_parse:
 * @text: (nullable): what --sections says; %NULL: all
 * @sections: (out): what it means
 * @error: where to put a wrong usage
 *
 * Returns: whether each word of @text is a section
 */
gboolean
pgs_cli_sections_parse (const char   *text,
                        PgsSections  *sections,
                        GError      **error)
{
  g_auto (GStrv) words = NULL;

  *sections = text == NULL ? PGS_SECTION_ALL : PGS_SECTION_NONE;
  if (text == NULL)
    return TRUE;
  if (*text == '\0')
    return parse_word ("", sections, error);
  words = g_strsplit (text, ",", -1);
  for (char **word = words; *word != NULL; word++)
    if (!parse_word (*word, sections, error))
      return FALSE;
  return TRUE;
}

/**
 * pgs_cli_sections_check:
 * @sections: those that were named; none if none were
 * @snapshot: what could be read
 * @error: %PGS_CLI_DENIED
 *
 * Returns: %FALSE where the mappings are denied, or a section that was named
 */
gboolean
pgs_cli_sections_check (PgsSections         sections,
                        const PgsSnapshot  *snapshot,
                        GError            **error)
{
  g_autofree char *reason = NULL;
  const char *denied = NULL;
  PgsPart part = PGS_PART_MAPS;

  if (snapshot->access[PGS_PART_MAPS] == PGS_ACCESS_DENIED)
    denied = "maps";
  for (gsize i = 0; denied == NULL && i < G_N_ELEMENTS (names); i++)
    if ((sections & names[i].section) && snapshot->access[names[i].part] == PGS_ACCESS_DENIED)
      {
        denied = names[i].name;
        part = names[i].part;
      }
  if (denied == NULL)
    return TRUE;
  reason = pgs_denial_format (snapshot, part);
  g_set_error (error, PGS_CLI_ERROR, PGS_CLI_DENIED, _("%d: %s: permission denied: %s"), snapshot->process->pid,
               denied, reason);
  return FALSE;
}

static PgsPages *
forget_sharing (const PgsPages *pages)
{
  const PgsPageState known = pgs_pages_get_known (pages) & ~SHARING_STATES;
  g_autoptr (PgsPagesBuilder) builder = pgs_pages_builder_new (pgs_pages_get_maps (pages), pgs_pages_get_shift (pages),
                                                               known);

  pgs_pages_builder_copy (builder, pages, 0, G_MAXUINT64);
  pgs_pages_builder_set_coverage (builder, pgs_pages_get_coverage (pages));
  return pgs_pages_builder_end (g_steal_pointer (&builder));
}

/**
 * pgs_cli_sections_restrict:
 * @snapshot: (transfer full): a recorded one, with all that was recorded
 * @sections: what is asked for
 *
 * As pgs_process_sample() does with the same @sections: sharing is a kind of page state, so that it asks for
 * pages.
 *
 * Returns: (transfer full): a snapshot with no more than that
 */
PgsSnapshot *
pgs_cli_sections_restrict (PgsSnapshot *snapshot,
                           PgsSections  sections)
{
  g_autoptr (PgsSnapshot) whole = snapshot;
  PgsSnapshot *self;

  if ((sections & PGS_SECTION_ALL) == PGS_SECTION_ALL)
    return g_steal_pointer (&whole);
  self = pgs_snapshot_new ();
  *self = *whole;
  self->process = pgs_process_info_ref (whole->process);
  self->maps = whole->maps != NULL ? pgs_maps_ref (whole->maps) : NULL;
  self->smaps = whole->smaps != NULL && (sections & PGS_SECTION_SMAPS) ? pgs_smaps_ref (whole->smaps) : NULL;
  if (whole->pages == NULL || !(sections & (PGS_SECTION_PAGES | PGS_SECTION_SHARING)))
    self->pages = NULL;
  else
    self->pages = sections & PGS_SECTION_SHARING ? pgs_pages_ref (whole->pages) : forget_sharing (whole->pages);
  self->smaps_at_us = self->smaps != NULL ? whole->smaps_at_us : 0;
  self->pages_at_us = self->pages != NULL ? whole->pages_at_us : 0;
  return self;
}
