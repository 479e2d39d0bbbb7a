/* pgs-program-pane.c: what a launched program writes, and what it may be told
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-program-pane.h"

#include <signal.h>

#include <glib/gi18n-lib.h>

#include "pgs-launch-words.h"
#include "pgs-scrollback.h"

struct _PgsProgramPane
{
  GtkWidget parent_instance;

  PgsProgram *program; /* (nullable) */
  PgsScrollback *scrollback;
  gboolean was_stopped; /* SIGTERM was sent */
  guint scroll_id;

  GtkWidget *box;
  GtkLabel *status;
  GtkButton *stop;
  GtkWidget *again;
  GtkScrolledWindow *scroller;
  GtkTextView *view;
  GtkWidget *input_box;
  GtkEditable *input;
};

enum
{
  AGAIN,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsProgramPane, pgs_program_pane, GTK_TYPE_WIDGET)

/* "sleep: running, PID 123", and what is to be said of how it was started. */
static char *
dup_status (PgsProgramPane *self)
{
  g_autofree char *name = pgs_program_dup_name (self->program);
  const char *notice = pgs_launch_get_notice (pgs_program_get_hold (self->program));
  g_autofree char *what = NULL;

  switch (pgs_program_get_state (self->program))
    {
    case PGS_LAUNCHER_STARTING:
      return g_strdup_printf (_("%s is starting"), name);
    case PGS_LAUNCHER_FAILED:
      return g_strdup_printf (_("Could not start %s"), pgs_program_get_error (self->program)->message);
    case PGS_LAUNCHER_HELD:
    case PGS_LAUNCHER_RUNNING:
      what = g_strdup_printf (_("running, PID %d"), pgs_program_get_pid (self->program));
      break;
    case PGS_LAUNCHER_ENDED:
      what = pgs_launch_format_exit (pgs_program_get_exit (self->program));
      break;
    }
  /* Translators: the name of a program, and what became of it, as in "make: exited with status 2" */
  return notice != NULL ? g_strdup_printf (_("%s: %s. %s"), name, what, notice)
                        : g_strdup_printf (_("%s: %s"), name, what);
}

static void
update (PgsProgramPane *self)
{
  const gboolean alive = pgs_program_is_alive (self->program);
  g_autofree char *status = dup_status (self);

  gtk_label_set_text (self->status, status);
  gtk_widget_set_visible (GTK_WIDGET (self->stop), alive);
  gtk_widget_set_visible (self->again, !alive);
  gtk_widget_set_sensitive (self->again,
                            pgs_program_get_state (self->program) != PGS_LAUNCHER_STARTING);
  gtk_widget_set_visible (self->input_box, alive);
  gtk_button_set_label (self->stop, self->was_stopped ? _("Kill") : _("Stop"));
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->stop),
                               self->was_stopped ? _("End the program at once (SIGKILL)")
                                                 : _("Ask the program to end (SIGTERM)"));
}

static void
on_stop (PgsProgramPane *self)
{
  if (self->program == NULL)
    return;
  pgs_program_signal (self->program, self->was_stopped ? SIGKILL : SIGTERM);
  self->was_stopped = TRUE;
  update (self);
}

static void
on_again (PgsProgramPane *self)
{
  g_signal_emit (self, signals[AGAIN], 0);
}

static void
on_input (PgsProgramPane *self)
{
  g_autofree char *line = g_strconcat (gtk_editable_get_text (self->input), "\n", NULL);

  if (self->program != NULL && pgs_program_write (self->program, line))
    gtk_editable_set_text (self->input, "");
  else
    gtk_widget_error_bell (GTK_WIDGET (self->input));
}

static void
on_end_of_input (PgsProgramPane *self)
{
  if (self->program == NULL || !pgs_program_write_end (self->program))
    gtk_widget_error_bell (GTK_WIDGET (self->input));
}

/* Lines that were added have no place before they were laid out. */
static gboolean
scroll_to_end (gpointer data)
{
  PgsProgramPane *self = data;
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (self->scroller);

  self->scroll_id = 0;
  gtk_adjustment_set_value (down, gtk_adjustment_get_upper (down));
  return G_SOURCE_REMOVE;
}

/* What is read stays where it is, unless it is the end. */
static void
on_output (PgsProgramPane *self,
           const char     *text)
{
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (self->scroller);
  const double below = gtk_adjustment_get_upper (down) - gtk_adjustment_get_value (down)
                       - gtk_adjustment_get_page_size (down);

  pgs_scrollback_push (self->scrollback, text);
  if (below < 1 && self->scroll_id == 0)
    self->scroll_id = g_timeout_add (50, scroll_to_end, self);
}

static void
drop_program (PgsProgramPane *self)
{
  if (self->program == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->program, self);
  g_clear_object (&self->program);
}

static void
pgs_program_pane_dispose (GObject *object)
{
  PgsProgramPane *self = PGS_PROGRAM_PANE (object);

  g_clear_handle_id (&self->scroll_id, g_source_remove);
  drop_program (self);
  g_clear_pointer (&self->scrollback, pgs_scrollback_free);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  G_OBJECT_CLASS (pgs_program_pane_parent_class)->dispose (object);
}

static void
pgs_program_pane_class_init (PgsProgramPaneClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_program_pane_dispose;
  signals[AGAIN] = g_signal_new ("again", PGS_TYPE_PROGRAM_PANE, G_SIGNAL_RUN_LAST, 0,
                                 NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/"
                                                             "program-pane.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsProgramPane, box);
  gtk_widget_class_bind_template_child (widget_class, PgsProgramPane, status);
  gtk_widget_class_bind_template_child (widget_class, PgsProgramPane, stop);
  gtk_widget_class_bind_template_child (widget_class, PgsProgramPane, again);
  gtk_widget_class_bind_template_child (widget_class, PgsProgramPane, scroller);
  gtk_widget_class_bind_template_child (widget_class, PgsProgramPane, view);
  gtk_widget_class_bind_template_child (widget_class, PgsProgramPane, input_box);
  gtk_widget_class_bind_template_child (widget_class, PgsProgramPane, input);
  gtk_widget_class_bind_template_callback (widget_class, on_stop);
  gtk_widget_class_bind_template_callback (widget_class, on_again);
  gtk_widget_class_bind_template_callback (widget_class, on_input);
  gtk_widget_class_bind_template_callback (widget_class, on_end_of_input);
}

static void
pgs_program_pane_init (PgsProgramPane *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pgs_program_pane_set_program:
 * @self: a pane
 * @program: started, and what to show from now on; what the one before wrote is cleared away
 */
void
pgs_program_pane_set_program (PgsProgramPane *self,
                              PgsProgram     *program)
{
  GtkTextBuffer *buffer;

  g_return_if_fail (PGS_IS_PROGRAM_PANE (self));

  drop_program (self);
  self->program = g_object_ref (program);
  self->was_stopped = FALSE;
  buffer = gtk_text_view_get_buffer (self->view);
  gtk_text_buffer_set_text (buffer, "", 0);
  g_clear_pointer (&self->scrollback, pgs_scrollback_free);
  self->scrollback = pgs_scrollback_new (buffer);
  g_signal_connect_swapped (program, "changed", G_CALLBACK (update), self);
  g_signal_connect_swapped (program, "output", G_CALLBACK (on_output), self);
  pgs_program_listen (program);
  update (self);
}

/**
 * pgs_program_pane_show_error:
 * @self: a pane
 * @error: why the program could not be started again
 */
void
pgs_program_pane_show_error (PgsProgramPane *self,
                             const GError   *error)
{
  g_autofree char *text = NULL;

  g_return_if_fail (PGS_IS_PROGRAM_PANE (self));

  text = g_strdup_printf (_("Could not start %s"), error->message);
  gtk_label_set_text (self->status, text);
}
