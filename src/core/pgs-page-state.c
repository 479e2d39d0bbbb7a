/* pgs-page-state.c: the states of a page in words
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-page-state.h"

static const char *const state_ids[PGS_N_PAGE_STATES] = {
  "present", "swapped", "file", "exclusive", "huge", "zero", "guard", "soft_dirty",
};

/**
 * pgs_page_states_append:
 * @states: states of a page
 * @text: (inout): what to append their names to
 *
 * As pgs_page_states_to_string(), without an allocation of its own. Private to core.
 */
void
pgs_page_states_append (PgsPageState  states,
                        GString      *text)
{
  const char *separator = "";

  for (guint i = 0; i < PGS_N_PAGE_STATES; i++)
    {
      if (!(states & (1u << i)))
        continue;
      g_string_append (text, separator);
      g_string_append (text, state_ids[i]);
      separator = ",";
    }
}

/**
 * pgs_page_states_to_string:
 * @states: states of a page
 *
 * Returns: (transfer full): their names as JSON and CSV have them, in the order of #PgsPageState,
 *   "present,file"; "" if there are none
 */
char *
pgs_page_states_to_string (PgsPageState states)
{
  GString *text = g_string_new (NULL);

  pgs_page_states_append (states, text);
  return g_string_free (text, FALSE);
}
