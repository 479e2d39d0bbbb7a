/* pgs-sections.c: what the visible views together want to be sampled
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-sections.h"

#define NEEDS_KEY "pgs-sections"

/* What each view wants: the view → its sections. */
static GHashTable *
get_needs (PgsSession *session)
{
  GHashTable *needs = g_object_get_data (G_OBJECT (session), NEEDS_KEY);

  if (needs != NULL)
    return needs;
  needs = g_hash_table_new (NULL, NULL);
  g_object_set_data_full (G_OBJECT (session), NEEDS_KEY, needs,
                          (GDestroyNotify) g_hash_table_unref);
  return needs;
}

/**
 * pgs_sections_need:
 * @session: a session
 * @who: the view that asks; only compared
 * @sections: what it shows from now on; %PGS_SECTION_NONE when it is hidden
 *
 * The states of pages are always sampled, everything else only while somebody shows it, because it
 * costs the watched process and this one time. Main thread only.
 */
void
pgs_sections_need (PgsSession    *session,
                   gconstpointer  who,
                   PgsSections    sections)
{
  GHashTable *needs;
  GHashTableIter iter;
  gpointer wanted;
  PgsSections all = PGS_SECTION_PAGES;

  g_return_if_fail (PGS_IS_SESSION (session));

  needs = get_needs (session);
  if (sections == PGS_SECTION_NONE)
    g_hash_table_remove (needs, who);
  else
    g_hash_table_insert (needs, (gpointer) who, GUINT_TO_POINTER (sections));
  g_hash_table_iter_init (&iter, needs);
  while (g_hash_table_iter_next (&iter, NULL, &wanted))
    all |= GPOINTER_TO_UINT (wanted);
  pgs_session_set_sections (session, all);
}

/**
 * pgs_sections_drop_session:
 * @session: (inout) (nullable): where a view keeps its session; %NULL afterwards
 * @view: the view
 *
 * Lets go of a session: nothing of it is told to the view any more, or sampled for it.
 */
void
pgs_sections_drop_session (PgsSession **session,
                           gpointer     view)
{
  if (*session == NULL)
    return;
  g_signal_handlers_disconnect_by_data (*session, view);
  pgs_sections_need (*session, view, PGS_SECTION_NONE);
  g_clear_object (session);
}
