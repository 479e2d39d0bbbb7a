/* pgs-learn.c: a term of the field, explained where it is met
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-learn.h"

#include <glib/gi18n-lib.h>

#include "pgs-lesson.h"
#include "pgs-term.h"

struct _PgsLearnPopover
{
  GtkPopover parent_instance;

  GtkButton *back;
  GtkLabel *title;
  GtkScrolledWindow *scroller;
  GtkLabel *text;
  GtkWidget *related;
  GtkBox *terms;
  GtkWidget *shown_in;
  GtkBox *lessons;

  GPtrArray *past; /* const PgsTerm *, those that were read before this one */
  const PgsTerm *term;
};

G_DEFINE_FINAL_TYPE (PgsLearnPopover, pgs_learn_popover, GTK_TYPE_POPOVER)

static void show_term (PgsLearnPopover *self,
                       const PgsTerm   *term);

static void
clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
on_term (GtkButton       *button,
         PgsLearnPopover *self)
{
  const PgsTerm *term = pgs_term_find (g_object_get_data (G_OBJECT (button), "term"));

  g_ptr_array_add (self->past, (gpointer) self->term);
  show_term (self, term);
}

static void
on_back (GtkButton *button,
         gpointer   data)
{
  PgsLearnPopover *self = data;

  if (self->past->len > 0)
    show_term (self, g_ptr_array_steal_index (self->past, self->past->len - 1));
}

static void
on_lesson (GtkButton       *button,
           PgsLearnPopover *self)
{
  const char *name = g_object_get_data (G_OBJECT (button), "lesson");

  gtk_widget_activate_action (GTK_WIDGET (self), "win.lesson", "s", name);
  gtk_popover_popdown (GTK_POPOVER (self));
}

static GtkWidget *
add_button (GtkBox     *box,
            const char *text,
            const char *spoken)
{
  GtkWidget *label = gtk_label_new (text);
  GtkWidget *button = gtk_button_new ();

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_button_set_child (GTK_BUTTON (button), label);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, spoken, -1);
  gtk_box_append (box, button);
  return button;
}

static void
add_term (PgsLearnPopover *self,
          const PgsTerm   *term)
{
  GtkWidget *button = add_button (self->terms, _(term->title), _(term->title));

  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, _(term->summary));
  g_object_set_data (G_OBJECT (button), "term", (gpointer) term->id);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_term), self, 0);
}

static void
add_lesson (PgsLearnPopover *self,
            const PgsLesson *lesson)
{
  const char *title = _(lesson->title);
  /* Translators: a button for screen readers; %s is the title of an experiment. */
  g_autofree char *spoken = g_strdup_printf (_("Try it: %s"), title);
  GtkWidget *button = add_button (self->lessons, title, spoken);

  g_object_set_data (G_OBJECT (button), "lesson", (gpointer) lesson->name);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_lesson), self, 0);
}

static void
show_links (PgsLearnPopover *self,
            const PgsTerm   *term)
{
  clear (self->terms);
  clear (self->lessons);
  for (gsize i = 0; i < G_N_ELEMENTS (term->see) && term->see[i] != NULL; i++)
    {
      const PgsTerm *see = pgs_term_find (term->see[i]);

      if (see != NULL)
        add_term (self, see);
    }
  for (gsize i = 0; i < G_N_ELEMENTS (term->lessons) && term->lessons[i] != NULL; i++)
    {
      const PgsLesson *lesson = pgs_lesson_find (term->lessons[i]);

      if (lesson != NULL)
        add_lesson (self, lesson);
    }
  gtk_widget_set_visible (self->related, gtk_widget_get_first_child (GTK_WIDGET (self->terms)) != NULL);
  gtk_widget_set_visible (self->shown_in, gtk_widget_get_first_child (GTK_WIDGET (self->lessons)) != NULL);
}

static void
show_term (PgsLearnPopover *self,
           const PgsTerm   *term)
{
  self->term = term;
  gtk_label_set_text (self->title, _(term->title));
  gtk_label_set_text (self->text, _(term->text));
  gtk_widget_grab_focus (GTK_WIDGET (self->scroller)); /* the button that had it may go */
  show_links (self, term);
  gtk_widget_set_visible (GTK_WIDGET (self->back), self->past->len > 0);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _(term->title),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, _(term->text), -1);
}

static gboolean
leave_parent (gpointer data)
{
  GtkWidget *popover = data;

  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
  return G_SOURCE_REMOVE;
}

/* Not at once: GTK still gives the focus back to where it was. */
static void
on_closed (GtkPopover *popover,
           gpointer    data)
{
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, leave_parent, g_object_ref (popover), g_object_unref);
}

static void
on_parent_destroyed (GtkWidget       *parent,
                     PgsLearnPopover *self)
{
  leave_parent (self);
}

static void
pgs_learn_popover_finalize (GObject *object)
{
  g_ptr_array_unref (PGS_LEARN_POPOVER (object)->past);
  G_OBJECT_CLASS (pgs_learn_popover_parent_class)->finalize (object);
}

static void
pgs_learn_popover_class_init (PgsLearnPopoverClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = pgs_learn_popover_finalize;
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP); /* newer GTKs let others have no name */
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/learn.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsLearnPopover, back);
  gtk_widget_class_bind_template_child (widget_class, PgsLearnPopover, title);
  gtk_widget_class_bind_template_child (widget_class, PgsLearnPopover, scroller);
  gtk_widget_class_bind_template_child (widget_class, PgsLearnPopover, text);
  gtk_widget_class_bind_template_child (widget_class, PgsLearnPopover, related);
  gtk_widget_class_bind_template_child (widget_class, PgsLearnPopover, terms);
  gtk_widget_class_bind_template_child (widget_class, PgsLearnPopover, shown_in);
  gtk_widget_class_bind_template_child (widget_class, PgsLearnPopover, lessons);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_closed);
}

static void
pgs_learn_popover_init (PgsLearnPopover *self)
{
  self->past = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A label that is scrolled out of sight can be pressed, too, by a screen reader. GTK 4.8 fails for popovers
 * beside the screen, so it stays within the window. */
static void
point_inside (PgsLearnPopover *self,
              GtkWidget       *parent)
{
  GtkWidget *window = GTK_WIDGET (gtk_widget_get_native (parent));
  graphene_rect_t bounds;
  float x, y;

  if (window == NULL || !gtk_widget_compute_bounds (parent, window, &bounds))
    return;
  x = CLAMP (bounds.origin.x, 0, MAX (0, gtk_widget_get_width (window) - bounds.size.width));
  y = CLAMP (bounds.origin.y, 0, MAX (0, gtk_widget_get_height (window) - bounds.size.height));
  gtk_popover_set_pointing_to (GTK_POPOVER (self),
                               &(GdkRectangle) { (int) (x - bounds.origin.x), (int) (y - bounds.origin.y),
                                                 (int) bounds.size.width, (int) bounds.size.height });
}

/**
 * pgs_learn_popover_show:
 * @parent: what the term was met at
 * @term_id: a term of pgs-term.h
 *
 * Explains a term in a popover at @parent, which it leaves when it is closed. Nothing happens for an unknown
 * term. Experiments are opened by the action `win.lesson`.
 *
 * Returns: (transfer none) (nullable): the popover; %NULL for an unknown term
 */
GtkPopover *
pgs_learn_popover_show (GtkWidget  *parent,
                        const char *term_id)
{
  const PgsTerm *term = pgs_term_find (term_id);
  PgsLearnPopover *self;

  g_return_val_if_fail (GTK_IS_WIDGET (parent), NULL);
  if (term == NULL)
    return NULL;

  self = g_object_new (PGS_TYPE_LEARN_POPOVER, NULL);
  gtk_widget_set_parent (GTK_WIDGET (self), parent);
  g_signal_connect_object (parent, "destroy", G_CALLBACK (on_parent_destroyed), self, 0);
  show_term (self, term);
  point_inside (self, parent);
  gtk_popover_popup (GTK_POPOVER (self));
  return GTK_POPOVER (self);
}
