/* pgs-rights-button.c: says that there are more rights than usual, and gives them up
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-rights-button.h"

#include <glib/gi18n-lib.h>

#include "pgs-elevation.h"

struct _PgsRightsButton
{
  GtkWidget parent_instance;

  PgsElevation *rights;
  GtkMenuButton *button;
  GtkPopover *popover;
  GtkLabel *text;
};

enum
{
  PROP_0,
  PROP_RIGHTS,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE (PgsRightsButton, pgs_rights_button, GTK_TYPE_WIDGET)

static void
update (PgsRightsButton *self)
{
  const gboolean granted = pgs_elevation_is_granted (self->rights);

  if (!granted)
    gtk_popover_popdown (self->popover);
  gtk_widget_set_visible (GTK_WIDGET (self), granted);
  gtk_label_set_text (self->text,
                      pgs_elevation_has_frames (self->rights)
                        ? _("A helper with some of root’s rights opens files of /proc for Pagescape, to be read: mappings "
                            "and pages of all processes, and the numbers of their frames. It opens nothing else "
                            "and ends with Pagescape.")
                        : _("A helper with some of root’s rights opens files of /proc for Pagescape, to be read: mappings "
                            "and pages of all processes. It opens nothing else and ends with Pagescape."));
}

static void
on_give_up (GtkButton       *button,
            PgsRightsButton *self)
{
  gtk_popover_popdown (self->popover);
  pgs_elevation_give_up (self->rights);
}

static void
pgs_rights_button_set_property (GObject      *object,
                                guint         id,
                                const GValue *value,
                                GParamSpec   *pspec)
{
  PgsRightsButton *self = PGS_RIGHTS_BUTTON (object);

  switch (id)
    {
    case PROP_RIGHTS:
      if (!g_set_object (&self->rights, g_value_get_object (value)) || self->rights == NULL)
        break;
      g_signal_connect_object (self->rights, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
      update (self);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_rights_button_dispose (GObject *object)
{
  PgsRightsButton *self = PGS_RIGHTS_BUTTON (object);

  if (self->button != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->button));
  self->button = NULL;
  g_clear_object (&self->rights);
  G_OBJECT_CLASS (pgs_rights_button_parent_class)->dispose (object);
}

static void
pgs_rights_button_class_init (PgsRightsButtonClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->set_property = pgs_rights_button_set_property;
  object_class->dispose = pgs_rights_button_dispose;
  properties[PROP_RIGHTS] = g_param_spec_object ("rights", NULL, NULL, PGS_TYPE_ELEVATION,
                                                 G_PARAM_WRITABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/"
                                                             "rights-button.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsRightsButton, button);
  gtk_widget_class_bind_template_child (widget_class, PgsRightsButton, popover);
  gtk_widget_class_bind_template_child (widget_class, PgsRightsButton, text);
  gtk_widget_class_bind_template_callback (widget_class, on_give_up);
}

static void
pgs_rights_button_init (PgsRightsButton *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
