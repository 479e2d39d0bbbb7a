/* pgs-process-chooser.c: a dialog that asks for one process of this machine
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-process-chooser.h"

#include <glib/gi18n-lib.h>

#include "pgs-list-tab.h"
#include "pgs-process-table.h"
#include "pgs-text.h"

struct _PgsProcessChooser
{
  AdwWindow parent_instance;

  GtkSearchEntry *search;
  GtkListView *view;
  GtkWidget *button;
  GtkStringList *processes; /* "1234 name": sorted by PID */
  GtkFilter *filter;
  GListStore *found; /* those of @processes that match */
  GtkSingleSelection *selection;
};

G_DEFINE_FINAL_TYPE (PgsProcessChooser, pgs_process_chooser, ADW_TYPE_WINDOW)

enum
{
  CHOSEN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

static void
list_processes (GTask        *task,
                gpointer      source,
                gpointer      data,
                GCancellable *cancellable)
{
  g_autoptr (PgsProcessLister) lister = pgs_process_lister_new ();
  g_autoptr (PgsProcessTable) table = pgs_process_lister_refresh (lister, PGS_PROCESS_LIST_DEFAULT, NULL);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();

  for (gsize i = 0; table != NULL && i < pgs_process_table_get_length (table); i++)
    {
      const PgsProcessRecord *record = pgs_process_table_get (table, i);
      g_autofree char *name = pgs_text_dup_display (record->name, -1);
      g_autofree char *line = g_strdup_printf ("%d %s", record->pid, name != NULL ? name : "–");

      g_strv_builder_add (lines, line);
    }
  g_task_return_pointer (task, g_strv_builder_end (lines), (GDestroyNotify) g_strfreev);
}

/* All in one change from the first row on, which GTK 4.8 shows rightly (pgs-list-change.c); of a GtkFilterListModel it
 * would not. */
static void
find (PgsProcessChooser *self)
{
  const guint n = g_list_model_get_n_items (G_LIST_MODEL (self->processes));
  g_autoptr (GPtrArray) items = g_ptr_array_new_full (n, g_object_unref);

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (GObject) item = g_list_model_get_item (G_LIST_MODEL (self->processes), i);

      if (gtk_filter_match (self->filter, item))
        g_ptr_array_add (items, g_steal_pointer (&item));
    }
  g_list_store_splice (self->found, 0, g_list_model_get_n_items (G_LIST_MODEL (self->found)), items->pdata, items->len);
}

static void
on_listed (GObject      *source,
           GAsyncResult *result,
           gpointer      data)
{
  PgsProcessChooser *self = PGS_PROCESS_CHOOSER (source);
  g_auto (GStrv) lines = g_task_propagate_pointer (G_TASK (result), NULL);

  if (lines == NULL || self->processes == NULL)
    return;
  gtk_string_list_splice (self->processes, 0, 0, (const char *const *) lines);
  find (self);
}

static void
choose (PgsProcessChooser *self)
{
  GtkStringObject *item = gtk_single_selection_get_selected_item (self->selection);
  guint64 pid = item != NULL ? g_ascii_strtoull (gtk_string_object_get_string (item), NULL, 10) : 0;

  if (pid == 0)
    return;
  g_signal_emit (self, signals[CHOSEN], 0, (int) pid);
  gtk_window_close (GTK_WINDOW (self));
}

static void
on_search_changed (PgsProcessChooser *self)
{
  gtk_string_filter_set_search (GTK_STRING_FILTER (self->filter),
                                gtk_editable_get_text (GTK_EDITABLE (self->search)));
  find (self);
}

static void
on_selected (PgsProcessChooser *self)
{
  gtk_widget_set_sensitive (self->button,
                            gtk_single_selection_get_selected (self->selection) != GTK_INVALID_LIST_POSITION);
}

static void
on_setup (GtkSignalListItemFactory *factory,
          GtkListItem              *list_item,
          gpointer                  data)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (list_item, label);
}

static void
on_bind (GtkSignalListItemFactory *factory,
         GtkListItem              *list_item,
         gpointer                  data)
{
  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (list_item)),
                      gtk_string_object_get_string (gtk_list_item_get_item (list_item)));
}

static void
pgs_process_chooser_dispose (GObject *object)
{
  PgsProcessChooser *self = PGS_PROCESS_CHOOSER (object);

  g_clear_object (&self->processes);
  g_clear_object (&self->filter);
  g_clear_object (&self->found);
  g_clear_object (&self->selection);
  G_OBJECT_CLASS (pgs_process_chooser_parent_class)->dispose (object);
}

static void
pgs_process_chooser_class_init (PgsProcessChooserClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_process_chooser_dispose;
  signals[CHOSEN] = g_signal_new ("chosen", PGS_TYPE_PROCESS_CHOOSER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/io/github/pagescape_app/Pagescape/process-chooser.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsProcessChooser, search);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessChooser, view);
  gtk_widget_class_bind_template_child (widget_class, PgsProcessChooser, button);
  gtk_widget_class_bind_template_callback (widget_class, choose);
  gtk_widget_class_bind_template_callback (widget_class, on_search_changed);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
pgs_process_chooser_init (PgsProcessChooser *self)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();

  gtk_widget_init_template (GTK_WIDGET (self));
  self->processes = gtk_string_list_new (NULL);
  self->filter = GTK_FILTER (
    gtk_string_filter_new (gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string")));
  self->found = g_list_store_new (GTK_TYPE_STRING_OBJECT);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->found)));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup), NULL);
  g_signal_connect (factory, "bind", G_CALLBACK (on_bind), NULL);
  gtk_list_view_set_factory (self->view, factory);
  g_object_unref (factory);
  gtk_list_view_set_model (self->view, GTK_SELECTION_MODEL (self->selection));
  pgs_list_tab_leaves (GTK_WIDGET (self->view));
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (on_selected), self,
                           G_CONNECT_SWAPPED);
  on_selected (self);
}

/**
 * pgs_process_chooser_new:
 * @parent: the window that it belongs to
 *
 * Returns: (transfer none): a dialog that lists the processes that there are now; GTK owns it
 */
PgsProcessChooser *
pgs_process_chooser_new (GtkWindow *parent)
{
  PgsProcessChooser *self = g_object_new (PGS_TYPE_PROCESS_CHOOSER, "transient-for", parent, NULL);
  g_autoptr (GTask) task = g_task_new (self, NULL, on_listed, NULL);

  g_task_set_source_tag (task, pgs_process_chooser_new);
  g_task_run_in_thread (task, list_processes);
  return self;
}
