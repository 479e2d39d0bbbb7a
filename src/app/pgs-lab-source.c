/* pgs-lab-source.c: the program of an experiment, with the line at which it stands
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-source.h"

#include <glib/gi18n-lib.h>

#include "pgs-compat.h"
#include "pgs-style.h"

#define SCROLL_DELAY_MS 50

struct _PgsLabSource
{
  GtkWidget parent_instance;

  PgsLabPlayer *player; /* (nullable) */
  GtkTextTag *tag;      /* of the marked line */
  guint line;           /* that is marked, from 1; 0: none */
  guint scroll_id;

  GtkWidget *box;
  GtkLabel *title;
  GtkTextView *view;
};

G_DEFINE_FINAL_TYPE (PgsLabSource, pgs_lab_source, GTK_TYPE_WIDGET)

static void
update_tag (PgsLabSource *self)
{
  GdkRGBA color;

  if (!pgs_compat_lookup_color (GTK_WIDGET (self), "accent_bg_color", &color))
    return;
  color.alpha = 0.3f;
  g_object_set (self->tag, "paragraph-background-rgba", &color, NULL);
}

static gboolean
scroll_to_line (gpointer data)
{
  PgsLabSource *self = data;
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);

  self->scroll_id = 0;
  if (self->line > 0)
    gtk_text_view_scroll_to_mark (self->view, gtk_text_buffer_get_insert (buffer), 0, TRUE, 0, 0.35);
  return G_SOURCE_REMOVE;
}

/* After the view was given its size. */
static void
queue_scroll (PgsLabSource *self)
{
  if (self->scroll_id == 0)
    self->scroll_id = g_timeout_add_full (G_PRIORITY_LOW, SCROLL_DELAY_MS, scroll_to_line, self, NULL);
}

static void
mark_line (PgsLabSource *self,
           guint         line)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  g_autofree char *description = NULL;
  GtkTextIter start, end;

  if (line == self->line)
    return;
  self->line = line;
  gtk_text_buffer_get_bounds (buffer, &start, &end);
  gtk_text_buffer_remove_tag (buffer, self->tag, &start, &end);
  if (line == 0 || !gtk_text_buffer_get_iter_at_line (buffer, &start, (int) line - 1))
    return;
  end = start;
  gtk_text_iter_forward_line (&end);
  gtk_text_buffer_apply_tag (buffer, self->tag, &start, &end);
  gtk_text_buffer_place_cursor (buffer, &start);
  queue_scroll (self);
  /* Translators: the number of a line of a program */
  description = g_strdup_printf (_("it stands at line %u"), line);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->view), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, description, -1);
}

static void
fill (PgsLabSource *self)
{
  const PgsLesson *lesson = pgs_lesson_run_get_lesson (pgs_lab_player_get_run (self->player));
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->view);
  const char *source = pgs_lesson_get_source (lesson);
  g_autofree char *title = NULL;

  gtk_text_buffer_set_text (buffer, source != NULL ? source : "", -1);
  self->line = 0;
  /* Translators: the name of a file and how many lines it has, always several */
  title = g_strdup_printf (_("%s.c, %d lines of C"), lesson->name, gtk_text_buffer_get_line_count (buffer));
  gtk_label_set_text (self->title, title);
}

static void
pgs_lab_source_dispose (GObject *object)
{
  PgsLabSource *self = PGS_LAB_SOURCE (object);

  g_clear_handle_id (&self->scroll_id, g_source_remove);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (pgs_lab_source_parent_class)->dispose (object);
}

static void
pgs_lab_source_class_init (PgsLabSourceClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_lab_source_dispose;
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/lab-source.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsLabSource, box);
  gtk_widget_class_bind_template_child (widget_class, PgsLabSource, title);
  gtk_widget_class_bind_template_child (widget_class, PgsLabSource, view);
}

static void
pgs_lab_source_init (PgsLabSource *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->tag = gtk_text_buffer_create_tag (gtk_text_view_get_buffer (self->view), NULL, NULL);
  update_tag (self);
  pgs_style_follow (GTK_WIDGET (self), G_CALLBACK (update_tag));
  g_signal_connect_swapped (self->view, "map", G_CALLBACK (queue_scroll), self);
}

/**
 * pgs_lab_source_show:
 * @self: the view
 * @player: whose program is shown
 *
 * To be called again whenever its run changes.
 */
void
pgs_lab_source_show (PgsLabSource *self,
                     PgsLabPlayer *player)
{
  g_return_if_fail (PGS_IS_LAB_SOURCE (self));

  if (g_set_object (&self->player, player))
    fill (self);
  mark_line (self, pgs_lab_player_is_started (player) ? pgs_lesson_run_get_line (pgs_lab_player_get_run (player)) : 0);
}
