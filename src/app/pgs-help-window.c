/* pgs-help-window.c: the window that shows the help
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The pages are in the program, so that there is help without a viewer, in a build directory and in a sandbox. The
 * same files are installed where yelp looks for them.
 */
#include "config.h"

#include "pgs-help-window.h"

#include "pgs-help.h"

#define FIRST_PAGE "index"

struct _PgsHelpWindow
{
  AdwWindow parent_instance;

  GtkWidget *back;
  GtkScrolledWindow *scroller;
  GtkBox *body;

  PgsHelp *help;
  GPtrArray *past; /* const PgsHelpPage *, those that were read before this one */
  const PgsHelpPage *page;
  guint pending; /* source that shows @page */
};

G_DEFINE_FINAL_TYPE (PgsHelpWindow, pgs_help_window, ADW_TYPE_WINDOW)

static const char *const classes[][4] = {
  [PGS_HELP_TITLE] = { "title-2" },
  [PGS_HELP_HEADING] = { "title-4", "help-heading" },
  [PGS_HELP_TEXT] = { "help-text" },
  [PGS_HELP_ITEM] = { "help-text" },
  [PGS_HELP_STEP] = { "help-text" },
  [PGS_HELP_TERM] = { "heading", "help-heading", "help-term" },
  [PGS_HELP_MEANING] = { "help-text" },
  [PGS_HELP_NOTE] = { "help-text", "help-note" },
  [PGS_HELP_CODE] = { "monospace", "help-code" },
  [PGS_HELP_TOPICS] = { "help-text" },
};

static void show_page (PgsHelpWindow     *self,
                       const PgsHelpPage *page);

static gboolean
on_pending (gpointer data)
{
  PgsHelpWindow *self = data;

  self->pending = 0;
  show_page (self, self->page);
  return G_SOURCE_REMOVE;
}

/* Not at once: the label goes on with its link when this returns. */
static gboolean
on_link (GtkLabel      *label,
         const char    *id,
         PgsHelpWindow *self)
{
  const PgsHelpPage *page = pgs_help_find (self->help, id);

  if (page != NULL && self->pending == 0)
    {
      g_ptr_array_add (self->past, (gpointer) self->page);
      self->page = page;
      self->pending = g_idle_add (on_pending, self);
    }
  return TRUE;
}

static GtkWidget *
create_label (PgsHelpWindow *self,
              PgsHelpKind    kind,
              const char    *markup)
{
  const gboolean is_heading = kind == PGS_HELP_TITLE || kind == PGS_HELP_HEADING;
  GtkWidget *label = g_object_new (GTK_TYPE_LABEL,
                                   "accessible-role", is_heading ? GTK_ACCESSIBLE_ROLE_HEADING : GTK_ACCESSIBLE_ROLE_LABEL,
                                   "label", markup, "use-markup", TRUE, "wrap", TRUE,
                                   "wrap-mode", PANGO_WRAP_WORD_CHAR, "xalign", 0.0f, "hexpand", TRUE,
                                   "selectable", kind == PGS_HELP_CODE, NULL);

  gtk_widget_set_css_classes (label, (const char **) classes[kind]);
  g_signal_connect (label, "activate-link", G_CALLBACK (on_link), self);
  return label;
}

/* With what stands before it: a bullet, a number. */
static GtkWidget *
create_item (PgsHelpWindow      *self,
             const PgsHelpBlock *block)
{
  GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 9);
  g_autofree char *sign = block->kind == PGS_HELP_STEP ? g_strdup_printf ("%u.", block->number) : g_strdup ("•");
  GtkWidget *mark = gtk_label_new (sign);

  gtk_label_set_width_chars (GTK_LABEL (mark), 2);
  gtk_label_set_yalign (GTK_LABEL (mark), 0);
  gtk_widget_set_css_classes (mark, (const char *[]) { "help-text", NULL });
  gtk_box_append (GTK_BOX (row), mark);
  gtk_box_append (GTK_BOX (row), create_label (self, block->kind, block->markup));
  return row;
}

static void
add_topics (PgsHelpWindow *self,
            const char    *guide)
{
  g_autoptr (GPtrArray) topics = pgs_help_get_topics (self->help, guide);

  for (guint i = 0; i < topics->len; i++)
    {
      const PgsHelpPage *page = g_ptr_array_index (topics, i);
      g_autofree char *markup = g_strdup_printf ("<a href=\"%s\">%s</a>\n%s", page->id, page->title, page->description);

      gtk_box_append (self->body, create_label (self, PGS_HELP_TOPICS, markup));
    }
}

static void
add_block (PgsHelpWindow      *self,
           const PgsHelpBlock *block)
{
  if (block->kind == PGS_HELP_TOPICS)
    add_topics (self, block->markup);
  else if (block->kind == PGS_HELP_ITEM || block->kind == PGS_HELP_STEP)
    gtk_box_append (self->body, create_item (self, block));
  else
    gtk_box_append (self->body, create_label (self, block->kind, block->markup));
}

static void
show_page (PgsHelpWindow     *self,
           const PgsHelpPage *page)
{
  g_autofree char *title = NULL;
  GtkWidget *child;

  gtk_widget_grab_focus (GTK_WIDGET (self->scroller));
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->body))) != NULL)
    gtk_box_remove (self->body, child);
  self->page = page;
  for (guint i = 0; i < page->blocks->len; i++)
    add_block (self, g_ptr_array_index (page->blocks, i));
  gtk_widget_set_visible (self->back, self->past->len > 0);
  if (pango_parse_markup (page->title, -1, 0, NULL, &title, NULL, NULL))
    gtk_window_set_title (GTK_WINDOW (self), title);
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
}

static void
go_back (GtkWidget  *widget,
         const char *action,
         GVariant   *parameter)
{
  PgsHelpWindow *self = PGS_HELP_WINDOW (widget);

  if (self->past->len > 0 && self->pending == 0)
    show_page (self, g_ptr_array_steal_index (self->past, self->past->len - 1));
}

static void
pgs_help_window_dispose (GObject *object)
{
  PgsHelpWindow *self = PGS_HELP_WINDOW (object);

  g_clear_handle_id (&self->pending, g_source_remove);
  g_clear_pointer (&self->help, pgs_help_free);
  g_clear_pointer (&self->past, g_ptr_array_unref);
  G_OBJECT_CLASS (pgs_help_window_parent_class)->dispose (object);
}

static void
pgs_help_window_class_init (PgsHelpWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_help_window_dispose;
  gtk_widget_class_install_action (widget_class, "help.back", NULL, go_back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "help.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/help.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsHelpWindow, back);
  gtk_widget_class_bind_template_child (widget_class, PgsHelpWindow, scroller);
  gtk_widget_class_bind_template_child (widget_class, PgsHelpWindow, body);
}

static void
pgs_help_window_init (PgsHelpWindow *self)
{
  g_autoptr (GError) error = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->past = g_ptr_array_new ();
  self->help = pgs_help_new (g_get_language_names (), &error);
  if (self->help != NULL)
    show_page (self, pgs_help_find (self->help, FIRST_PAGE));
  else
    g_critical ("the help cannot be read: %s", error->message); /* it is part of the program */
}

/**
 * pgs_help_window_show:
 * @parent: (nullable): the window from which it is asked for
 *
 * Shows the help at its first page, or where it is open already, as it is.
 */
void
pgs_help_window_show (GtkWindow *parent)
{
  GListModel *windows = gtk_window_get_toplevels ();
  GtkWindow *window = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (windows) && window == NULL; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (windows, i);

      if (PGS_IS_HELP_WINDOW (item))
        window = GTK_WINDOW (item);
    }
  if (window == NULL)
    window = g_object_new (PGS_TYPE_HELP_WINDOW, NULL);
  if (parent != NULL && parent != window)
    gtk_window_set_transient_for (window, parent);
  gtk_window_present (window);
}
