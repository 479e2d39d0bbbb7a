/* pgs-rights-actions.c: what a person does about more rights
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-rights-actions.h"

static void
activate_authenticate (GSimpleAction *action,
                       GVariant      *parameter,
                       gpointer       rights)
{
  pgs_elevation_ask (rights, FALSE);
}

static void
activate_show_frames (GSimpleAction *action,
                      GVariant      *parameter,
                      gpointer       rights)
{
  pgs_elevation_ask (rights, TRUE);
}

static void
activate_cancel (GSimpleAction *action,
                 GVariant      *parameter,
                 gpointer       rights)
{
  pgs_elevation_cancel (rights);
}

static void
set_enabled (GActionMap *application,
             const char *name,
             gboolean    enabled)
{
  g_simple_action_set_enabled (G_SIMPLE_ACTION (g_action_map_lookup_action (application, name)), enabled);
}

static void
update (GActionMap   *application,
        PgsElevation *rights)
{
  const gboolean asking = pgs_elevation_is_asking (rights);
  const gboolean can_ask = !asking && pgs_elevation_get_obstacle (rights) == NULL;

  set_enabled (application, "authenticate", can_ask && !pgs_elevation_is_granted (rights));
  set_enabled (application, "show-frames", can_ask && !pgs_elevation_has_frames (rights));
  set_enabled (application, "cancel-authentication", asking);
}

/**
 * pgs_rights_actions_add:
 * @application: whose actions they become; holds no reference
 * @rights: (transfer none): about which; lives as long as @application
 *
 * Adds `authenticate`, `show-frames` and `cancel-authentication`, each enabled while it does something.
 */
void
pgs_rights_actions_add (GActionMap   *application,
                        PgsElevation *rights)
{
  static const GActionEntry entries[] = {
    { .name = "authenticate", .activate = activate_authenticate },
    { .name = "show-frames", .activate = activate_show_frames },
    { .name = "cancel-authentication", .activate = activate_cancel },
  };

  g_action_map_add_action_entries (application, entries, G_N_ELEMENTS (entries), rights);
  g_signal_connect_object (rights, "changed", G_CALLBACK (update), application, G_CONNECT_SWAPPED);
  update (application, rights);
}
