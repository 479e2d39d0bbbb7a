/* pgs-fact-row.c: one thing that is known, with its name
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-fact-row.h"

#include <glib/gi18n-lib.h>

#include "pgs-fact-layout.h"
#include "pgs-learn.h"
#include "pgs-style.h"

struct _PgsFactRow
{
  GtkWidget parent_instance;

  GtkLabel *title;
  GtkLabel *value;
  GtkWidget *learn; /* (nullable): the button around the title */
  const char *term; /* (nullable): what it explains; interned */
  char *hint;       /* (nullable) */
  gboolean is_stacked;
};

G_DEFINE_FINAL_TYPE (PgsFactRow, pgs_fact_row, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_TITLE,
  PROP_STACKED,
  PROP_MONOSPACE,
  PROP_TERM,
  N_PROPS,
};

static GParamSpec *properties[N_PROPS];

static void
update_accessible (PgsFactRow *self)
{
  const char *title = gtk_label_get_text (self->title);
  const char *value = gtk_label_get_text (self->value);
  /* Translators: what a screen reader says of a value: "Resident: 40 MiB". */
  g_autofree char *label = g_strdup_printf (_("%s: %s"), title, value);

  gtk_accessible_update_property (GTK_ACCESSIBLE (self->value), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  if (self->learn != NULL)
    {
      /* Translators: a button for screen readers, that explains a name: "What is “Resident”?" */
      g_autofree char *question = g_strdup_printf (_("What is “%s”?"), title);

      gtk_accessible_update_property (GTK_ACCESSIBLE (self->learn), GTK_ACCESSIBLE_PROPERTY_LABEL, question, -1);
    }
}

static void
on_learnt (PgsFactRow *self)
{
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), self->hint != NULL);
}

/* GtkWidget's own text for tooltips asks the display where the pointer is, whenever it is set. */
static gboolean
pgs_fact_row_query_tooltip (GtkWidget  *widget,
                            int         x,
                            int         y,
                            gboolean    keyboard,
                            GtkTooltip *tooltip)
{
  PgsFactRow *self = PGS_FACT_ROW (widget);

  gtk_tooltip_set_text (tooltip, self->hint);
  return self->hint != NULL;
}

/* The hint would cover what is explained. */
static void
on_learn (GtkButton *button,
          gpointer   data)
{
  GtkPopover *popover = pgs_learn_popover_show (GTK_WIDGET (button), PGS_FACT_ROW (data)->term);

  if (popover == NULL)
    return;
  gtk_widget_set_has_tooltip (GTK_WIDGET (data), FALSE);
  g_signal_connect_object (popover, "closed", G_CALLBACK (on_learnt), data, G_CONNECT_SWAPPED);
}

/* The title moves into a button. */
static void
add_learn (PgsFactRow *self)
{
  g_object_ref (self->title);
  gtk_widget_unparent (GTK_WIDGET (self->title));
  self->learn = gtk_button_new ();
  gtk_widget_add_css_class (self->learn, "flat");
  gtk_widget_add_css_class (self->learn, "term");
  gtk_widget_set_halign (self->learn, GTK_ALIGN_START);
  gtk_widget_set_valign (self->learn, GTK_ALIGN_START);
  gtk_button_set_child (GTK_BUTTON (self->learn), GTK_WIDGET (self->title));
  g_object_unref (self->title);
  g_signal_connect (self->learn, "clicked", G_CALLBACK (on_learn), self);
  gtk_widget_insert_before (self->learn, GTK_WIDGET (self), GTK_WIDGET (self->value));
}

/* And out of it. */
static void
remove_learn (PgsFactRow *self)
{
  g_object_ref (self->title);
  gtk_button_set_child (GTK_BUTTON (self->learn), NULL);
  g_clear_pointer (&self->learn, gtk_widget_unparent);
  gtk_widget_insert_before (GTK_WIDGET (self->title), GTK_WIDGET (self), GTK_WIDGET (self->value));
  g_object_unref (self->title);
}

static void
set_stacked (PgsFactRow *self,
             gboolean    is_stacked)
{
  GtkLayoutManager *layout = gtk_widget_get_layout_manager (GTK_WIDGET (self));

  self->is_stacked = is_stacked;
  pgs_fact_layout_set_stacked (PGS_FACT_LAYOUT (layout), is_stacked);
  gtk_label_set_xalign (self->value, is_stacked ? 0 : 1);
  gtk_label_set_justify (self->value, is_stacked ? GTK_JUSTIFY_LEFT : GTK_JUSTIFY_RIGHT);
}

static void
pgs_fact_row_set_property (GObject      *object,
                           guint         id,
                           const GValue *value,
                           GParamSpec   *pspec)
{
  PgsFactRow *self = PGS_FACT_ROW (object);

  switch (id)
    {
    case PROP_TITLE:
      pgs_fact_row_set_title (self, g_value_get_string (value));
      break;
    case PROP_STACKED:
      set_stacked (self, g_value_get_boolean (value));
      break;
    case PROP_MONOSPACE:
      pgs_style_set_class (GTK_WIDGET (self->value), "monospace", g_value_get_boolean (value));
      break;
    case PROP_TERM:
      pgs_fact_row_set_term (self, g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_fact_row_get_property (GObject    *object,
                           guint       id,
                           GValue     *value,
                           GParamSpec *pspec)
{
  PgsFactRow *self = PGS_FACT_ROW (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, gtk_label_get_text (self->title));
      break;
    case PROP_STACKED:
      g_value_set_boolean (value, self->is_stacked);
      break;
    case PROP_MONOSPACE:
      g_value_set_boolean (value, gtk_widget_has_css_class (GTK_WIDGET (self->value), "monospace"));
      break;
    case PROP_TERM:
      g_value_set_string (value, self->term);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
pgs_fact_row_dispose (GObject *object)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (object))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&PGS_FACT_ROW (object)->hint, g_free);
  G_OBJECT_CLASS (pgs_fact_row_parent_class)->dispose (object);
}

static void
pgs_fact_row_class_init (PgsFactRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS;

  object_class->set_property = pgs_fact_row_set_property;
  object_class->get_property = pgs_fact_row_get_property;
  object_class->dispose = pgs_fact_row_dispose;
  widget_class->query_tooltip = pgs_fact_row_query_tooltip;
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);
  properties[PROP_STACKED] = g_param_spec_boolean ("stacked", NULL, NULL, FALSE, flags);
  properties[PROP_MONOSPACE] = g_param_spec_boolean ("monospace", NULL, NULL, FALSE, flags);
  properties[PROP_TERM] = g_param_spec_string ("term", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type (widget_class, PGS_TYPE_FACT_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "factrow");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GENERIC);
}

static void
pgs_fact_row_init (PgsFactRow *self)
{
  self->title = GTK_LABEL (gtk_label_new (NULL));
  gtk_label_set_xalign (self->title, 0);
  gtk_label_set_yalign (self->title, 0);
  gtk_label_set_wrap (self->title, TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->title), "dim-label");
  gtk_widget_set_parent (GTK_WIDGET (self->title), GTK_WIDGET (self));

  self->value = GTK_LABEL (gtk_label_new ("–"));
  gtk_label_set_selectable (self->value, TRUE);
  gtk_label_set_wrap (self->value, TRUE);
  gtk_label_set_wrap_mode (self->value, PANGO_WRAP_WORD_CHAR);
  gtk_label_set_yalign (self->value, 0);
  gtk_widget_set_hexpand (GTK_WIDGET (self->value), TRUE);
  gtk_widget_add_css_class (GTK_WIDGET (self->value), "numeric");
  gtk_widget_set_parent (GTK_WIDGET (self->value), GTK_WIDGET (self));
  set_stacked (self, FALSE);
}

/**
 * pgs_fact_row_new:
 * @title: what is known
 *
 * Returns: (transfer floating): a row without a value
 */
GtkWidget *
pgs_fact_row_new (const char *title)
{
  return g_object_new (PGS_TYPE_FACT_ROW, "title", title, NULL);
}

/**
 * pgs_fact_row_set_title:
 * @self: a row
 * @title: what is known
 */
void
pgs_fact_row_set_title (PgsFactRow *self,
                        const char *title)
{
  gtk_label_set_text (self->title, title != NULL ? title : "");
  update_accessible (self);
}

/**
 * pgs_fact_row_set_term:
 * @self: a row
 * @term_id: (nullable): the term that its title is, see pgs-term.h; the title then explains it
 */
void
pgs_fact_row_set_term (PgsFactRow *self,
                       const char *term_id)
{
  if (g_strcmp0 (self->term, term_id) == 0)
    return;
  self->term = g_intern_string (term_id);
  if (term_id != NULL && self->learn == NULL)
    add_learn (self);
  else if (term_id == NULL && self->learn != NULL)
    remove_learn (self);
  update_accessible (self);
}

/**
 * pgs_fact_row_set_value:
 * @self: a row
 * @value: (nullable): the value as text; "": there is only the title, to explain it; %NULL hides the row
 */
void
pgs_fact_row_set_value (PgsFactRow *self,
                        const char *value)
{
  gtk_widget_set_visible (GTK_WIDGET (self), value != NULL);
  if (value == NULL || g_str_equal (value, gtk_label_get_text (self->value)))
    return; /* setting the same text would drop what somebody is selecting to copy */
  gtk_label_set_text (self->value, value);
  gtk_widget_set_visible (GTK_WIDGET (self->value), *value != '\0'); /* nothing to stop at with the keyboard */
  update_accessible (self);
}

/**
 * pgs_fact_row_take_value:
 * @self: a row
 * @value: (nullable) (transfer full): as for pgs_fact_row_set_value()
 */
void
pgs_fact_row_take_value (PgsFactRow *self,
                         char       *value)
{
  pgs_fact_row_set_value (self, value);
  g_free (value);
}

/**
 * pgs_fact_row_set_hint:
 * @self: a row
 * @hint: (nullable): what it means and where it comes from
 */
void
pgs_fact_row_set_hint (PgsFactRow *self,
                       const char *hint)
{
  if (g_strcmp0 (self->hint, hint) == 0)
    return;
  g_free (self->hint);
  self->hint = g_strdup (hint);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), hint != NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->value),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, hint != NULL ? hint : "",
                                  -1);
}

/**
 * pgs_fact_row_collect:
 * @parent: a widget
 * @text: (inout): what to append to
 *
 * Appends a line "title: value" for each visible row somewhere under @parent.
 */
void
pgs_fact_row_collect (GtkWidget *parent,
                      GString   *text)
{
  if (!gtk_widget_get_visible (parent))
    return;
  if (PGS_IS_FACT_ROW (parent))
    {
      PgsFactRow *self = PGS_FACT_ROW (parent);

      g_string_append_printf (text, "%s: %s\n", gtk_label_get_text (self->title),
                              gtk_label_get_text (self->value));
      return;
    }
  for (GtkWidget *child = gtk_widget_get_first_child (parent); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    pgs_fact_row_collect (child, text);
}

/**
 * pgs_fact_row_copy_all:
 * @parent: a widget
 * @heading: the first line
 * @note: (nullable): the last
 *
 * Puts the text of all visible rows under @parent on the clipboard.
 */
void
pgs_fact_row_copy_all (GtkWidget  *parent,
                       const char *heading,
                       const char *note)
{
  GString *text = g_string_new (heading);
  g_autofree char *all = NULL;

  g_string_append_c (text, '\n');
  pgs_fact_row_collect (parent, text);
  if (note != NULL && *note != '\0')
    g_string_append_printf (text, "%s\n", note);
  all = g_string_free (text, FALSE);
  gdk_clipboard_set_text (gtk_widget_get_clipboard (parent), all);
}
