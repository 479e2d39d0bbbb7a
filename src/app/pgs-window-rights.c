/* pgs-window-rights.c: what a window does with the rights that all windows have
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-window-private.h"

static void
on_rights (PgsWindow    *self,
           PgsElevation *rights)
{
  pgs_session_set_opener (self->session, pgs_elevation_get_opener (rights));
}

/**
 * pgs_window_add_rights:
 * @self: a window that knows which machine it is about
 *
 * Looks at processes with the rights that are granted, now or later. Of another machine there are none.
 */
void
pgs_window_add_rights (PgsWindow *self)
{
  PgsElevation *rights = pgs_application_get_rights (PGS_APPLICATION (gtk_window_get_application (GTK_WINDOW (self))));

  if (self->remote != NULL)
    return;
  g_object_set (self->session_bar, "rights", rights, NULL);
  g_object_set (self->rights_button, "rights", rights, NULL);
  g_signal_connect_object (rights, "changed", G_CALLBACK (on_rights), self, G_CONNECT_SWAPPED);
  on_rights (self, rights);
}
