/* pgs-window-header.c: in a narrow window the main menu has what the header bar has no room for
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-window-private.h"

#include <glib/gi18n-lib.h>

typedef struct
{
  GtkWidget *widget;
  const char *label;  /* (nullable): of the item in the menu; what is there already has none */
  const char *action;
} Part;

#define N_PARTS 5

/* The first one goes first. */
static void
get_parts (PgsWindow *self,
           Part       parts[N_PARTS])
{
  const char *record = self->folded_stops ? _("Stop _Recording") : _("_Record…");
  const Part all[N_PARTS] = {
    { self->inspector_button, NULL, NULL },
    { self->export_button, _("_Export Picture…"), "win.export" },
    { self->compare_button, _("_Compare Two Moments"), "win.compare" },
    { GTK_WIDGET (self->live_name), NULL, NULL },
    { GTK_WIDGET (self->record_button), record, "win.record" },
  };

  memcpy (parts, all, sizeof all);
}

static void
fill_menu (PgsWindow *self)
{
  const guint n_folded = pgs_fold_get_n_folded (self->header);
  Part parts[N_PARTS];

  get_parts (self, parts);
  g_menu_remove_all (self->folded_menu);
  for (guint i = 0; i < n_folded; i++)
    if (parts[i].label != NULL)
      g_menu_append (self->folded_menu, parts[i].label, parts[i].action);
}

static void
on_folded (PgsWindow *self)
{
  fill_menu (self);
  pgs_window_update_title (self);
}

/* A menu that is open stays as it is while a recording goes on. */
static void
on_recording_changed (PgsWindow *self)
{
  const gboolean is_recording = pgs_record_button_is_recording (self->record_button);

  if (self->folded_stops != is_recording)
    {
      self->folded_stops = is_recording;
      fill_menu (self);
    }
  pgs_window_update_title (self);
}

/**
 * pgs_window_add_header:
 * @self: a window that is made
 *
 * Lets buttons of its header bar go into the menu where there is no room for them.
 */
void
pgs_window_add_header (PgsWindow *self)
{
  Part parts[N_PARTS];

  g_return_if_fail (PGS_IS_WINDOW (self));

  get_parts (self, parts);
  for (gsize i = 0; i < N_PARTS; i++)
    pgs_fold_add (self->header, parts[i].widget);
  g_signal_connect_object (self->header, "notify::n-folded", G_CALLBACK (on_folded), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->record_button, "changed", G_CALLBACK (on_recording_changed), self, G_CONNECT_SWAPPED);
}
