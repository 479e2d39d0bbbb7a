/* pgs-preferences.c: the window of preferences
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-preferences.h"

#include <glib/gi18n-lib.h>

#include "pgs-compat.h"
#include "pgs-drop-down.h"
#include "pgs-format.h"
#include "pgs-process-column.h"
#include "pgs-window.h"

struct _PgsPreferences
{
  AdwPreferencesWindow parent_instance;

  GtkSpinButton *rate;
  GtkSpinButton *budget;
  AdwActionRow *history_row;
  GtkSpinButton *history;
  AdwComboRow *scheme;
  AdwComboRow *unit;
  GtkSwitch *tree;
  GtkSwitch *mine;
  GtkSwitch *reattach;
  AdwExpanderRow *columns;
};

G_DEFINE_FINAL_TYPE (PgsPreferences, pgs_preferences, pgs_compat_preferences_get_type ())

static void
pgs_preferences_class_init (PgsPreferencesClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/"
                                                             "preferences.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsPreferences, rate);
  gtk_widget_class_bind_template_child (widget_class, PgsPreferences, budget);
  gtk_widget_class_bind_template_child (widget_class, PgsPreferences, history_row);
  gtk_widget_class_bind_template_child (widget_class, PgsPreferences, history);
  gtk_widget_class_bind_template_child (widget_class, PgsPreferences, scheme);
  gtk_widget_class_bind_template_child (widget_class, PgsPreferences, unit);
  gtk_widget_class_bind_template_child (widget_class, PgsPreferences, tree);
  gtk_widget_class_bind_template_child (widget_class, PgsPreferences, mine);
  gtk_widget_class_bind_template_child (widget_class, PgsPreferences, reattach);
  gtk_widget_class_bind_template_child (widget_class, PgsPreferences, columns);
}

static GtkWidget *
find_header (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    found = ADW_IS_ACTION_ROW (child) ? child : find_header (child);
  return found;
}

/* The keyboard is in the row's first part. */
static void
tell_expanded (AdwExpanderRow *row)
{
  GtkWidget *header = find_header (GTK_WIDGET (row));

  if (header != NULL)
    gtk_accessible_update_state (GTK_ACCESSIBLE (header), GTK_ACCESSIBLE_STATE_EXPANDED,
                                 adw_expander_row_get_expanded (row), -1);
}

static void
pgs_preferences_init (PgsPreferences *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  pgs_drop_down_tell_row (self->scheme);
  pgs_drop_down_tell_row (self->unit);
  g_signal_connect (self->columns, "notify::expanded", G_CALLBACK (tell_expanded), NULL);
  tell_expanded (self->columns);
}

/* The lists of both combo rows are in the order of the enums' values. */
static gboolean
get_enum_index (GValue   *value,
                GVariant *variant,
                gpointer  data)
{
  g_autoptr (GVariant) range = g_settings_schema_key_get_range (data);
  g_autoptr (GVariant) nicks = NULL;
  const char *nick = g_variant_get_string (variant, NULL);

  g_variant_get (range, "(sv)", NULL, &nicks);
  for (gsize i = 0; i < g_variant_n_children (nicks); i++)
    {
      const char *candidate;

      g_variant_get_child (nicks, i, "&s", &candidate);
      if (g_str_equal (candidate, nick))
        {
          g_value_set_uint (value, (guint) i);
          return TRUE;
        }
    }

  return FALSE;
}

static GVariant *
set_enum_index (const GValue       *value,
                const GVariantType *type,
                gpointer            data)
{
  g_autoptr (GVariant) range = g_settings_schema_key_get_range (data);
  g_autoptr (GVariant) nicks = NULL;
  guint index = g_value_get_uint (value);

  g_variant_get (range, "(sv)", NULL, &nicks);
  if (index >= g_variant_n_children (nicks))
    return NULL;

  return g_variant_get_child_value (nicks, index);
}

static void
bind_enum (GSettings  *settings,
           const char *name,
           gpointer    row)
{
  g_autoptr (GSettingsSchema) schema = NULL;

  g_object_get (settings, "settings-schema", &schema, NULL);
  g_settings_bind_with_mapping (settings, name, row, "selected", G_SETTINGS_BIND_DEFAULT,
                                get_enum_index, set_enum_index,
                                g_settings_schema_get_key (schema, name),
                                (GDestroyNotify) g_settings_schema_key_unref);
}

static gboolean
get_column_shown (GValue   *value,
                  GVariant *variant,
                  gpointer  data)
{
  g_autofree const char **shown = g_variant_get_strv (variant, NULL);

  g_value_set_boolean (value, g_strv_contains (shown, data));

  return TRUE;
}

static void
on_column_switched (GtkSwitch  *widget,
                    GParamSpec *pspec,
                    GSettings  *settings)
{
  pgs_process_column_set_shown (settings, g_object_get_data (G_OBJECT (widget), "pgs-column"),
                                gtk_switch_get_active (widget));
}

static void
add_column (PgsPreferences   *self,
            GSettings        *settings,
            PgsProcessColumn  column)
{
  char *id = (char *) pgs_process_column_get_id (column);
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *widget = gtk_switch_new ();

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 pgs_process_column_get_menu_title (column));
  gtk_widget_set_valign (widget, GTK_ALIGN_CENTER);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), widget);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), widget);
  adw_expander_row_add_row (self->columns, row);

  g_object_set_data (G_OBJECT (widget), "pgs-column", id);
  g_settings_bind_with_mapping (settings, "process-columns", widget, "active",
                                G_SETTINGS_BIND_GET, get_column_shown, NULL, id, NULL);
  g_signal_connect_object (widget, "notify::active", G_CALLBACK (on_column_switched), settings, 0);
}

/* What the history is and how much of it there is now. */
static void
show_use (PgsPreferences *self,
          PgsSession     *session)
{
  guint n_histories;
  g_autofree char *size = pgs_format_size (pgs_session_get_history_use (session, &n_histories));
  /* Translators: how much memory past samples take now, and of how many processes they are */
  g_autofree char *use = g_strdup_printf (ngettext ("Now in use: %s, for %u process.",
                                                    "Now in use: %s, for %u processes.", n_histories),
                                          size, n_histories);
  g_autofree char *text = g_strdup_printf ("%s %s", _("What was seen of all watched processes is kept within "
                                                      "this; the oldest samples thin out."), use);

  adw_action_row_set_subtitle (self->history_row, text);
}

static void
on_history_changed (PgsSession     *session,
                    PgsPreferences *self)
{
  show_use (self, session);
}

/**
 * pgs_preferences_new:
 * @parent: the window to stand above
 * @settings: the application's
 *
 * Every change takes effect, and is kept, at once.
 *
 * Returns: (transfer none): the window; GTK owns it
 */
GtkWidget *
pgs_preferences_new (GtkWindow *parent,
                     GSettings *settings)
{
  PgsPreferences *self = g_object_new (PGS_TYPE_PREFERENCES, "transient-for", parent, "modal", TRUE,
                                       NULL);

  g_settings_bind (settings, "sampling-rate", self->rate, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "cpu-budget", self->budget, "value", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "history-budget", self->history, "value", G_SETTINGS_BIND_DEFAULT);
  if (PGS_IS_WINDOW (parent))
    {
      PgsSession *session = pgs_window_get_session (PGS_WINDOW (parent));

      show_use (self, session);
      g_signal_connect_object (session, "history-changed", G_CALLBACK (on_history_changed), self, 0);
    }
  g_settings_bind (settings, "process-tree", self->tree, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "process-mine", self->mine, "active", G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "process-reattach", self->reattach, "active",
                   G_SETTINGS_BIND_DEFAULT);
  bind_enum (settings, "color-scheme", self->scheme);
  bind_enum (settings, "size-unit", self->unit);
  for (guint i = PGS_PROCESS_COLUMN_NAME + 1; i < PGS_N_PROCESS_COLUMNS; i++)
    add_column (self, settings, i);

  return GTK_WIDGET (self);
}
