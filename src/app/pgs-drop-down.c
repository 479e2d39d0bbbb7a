/* pgs-drop-down.c: what a drop-down is called
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-drop-down.h"

#include <glib/gi18n-lib.h>

#include "pgs-spoken.h"

static char *
tell_choice (const char *name,
             gpointer    item)
{
  const char *value = item != NULL ? gtk_string_object_get_string (item) : "–";

  /* Translators: what a list to choose from is for, and what is chosen. */
  return g_strdup_printf (_("%s: %s"), name, value);
}

/* The keyboard goes to the button within, to which GTK gives no name. */
static void
update (GtkDropDown *drop_down,
        GParamSpec  *pspec,
        const char  *name)
{
  g_autofree char *text = tell_choice (name, gtk_drop_down_get_selected_item (drop_down));

  pgs_spoken_set (GTK_WIDGET (drop_down), name);
  pgs_spoken_set (gtk_widget_get_first_child (GTK_WIDGET (drop_down)), text);
}

static void
update_row (AdwComboRow *row)
{
  g_autofree char *text = tell_choice (adw_preferences_row_get_title (ADW_PREFERENCES_ROW (row)),
                                       adw_combo_row_get_selected_item (row));

  pgs_spoken_set (GTK_WIDGET (row), text);
}

/* What shows the chosen value within the button is a row of a list to GTK, but none to go to. */
static void
keep_keyboard_out (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gtk_widget_set_focusable (child, FALSE);
      keep_keyboard_out (child);
    }
}

/**
 * pgs_drop_down_set_name:
 * @drop_down: a drop-down of strings
 * @name: what it is for, told to screen readers together with what is chosen
 */
void
pgs_drop_down_set_name (GtkDropDown *drop_down,
                        const char  *name)
{
  g_return_if_fail (GTK_IS_DROP_DOWN (drop_down));
  g_return_if_fail (name != NULL);

  g_signal_connect_data (drop_down, "notify::selected-item", G_CALLBACK (update), g_strdup (name),
                         (GClosureNotify) (void (*) (void)) g_free, 0);
  keep_keyboard_out (gtk_widget_get_first_child (GTK_WIDGET (drop_down)));
  update (drop_down, NULL, name);
}

/**
 * pgs_drop_down_tell_row:
 * @row: a row that lets choose from strings
 *
 * Tells screen readers from now on what is chosen, beside its title: libadwaita tells the title alone.
 */
void
pgs_drop_down_tell_row (AdwComboRow *row)
{
  g_return_if_fail (ADW_IS_COMBO_ROW (row));

  g_signal_connect (row, "notify::selected-item", G_CALLBACK (update_row), NULL);
  update_row (row);
}
