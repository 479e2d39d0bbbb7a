/* pgs-lab-lesson.c: one experiment to read and to do: text, steps, prediction, result
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-lesson.h"

#include <math.h>

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "pgs-lab-checks.h"
#include "pgs-lab-predict.h"
#include "pgs-lab-steps.h"
#include "pgs-lab-text.h"
#include "pgs-learn.h"
#include "pgs-text.h"

#define MARGIN 12     /* px above what was scrolled to */
#define SCROLL_MS 300 /* how long scrolling there takes */

struct _PgsLabLesson
{
  GtkWidget parent_instance;

  PgsLabEntry *entry;   /* (nullable): none is shown */
  PgsLabPlayer *player; /* (nullable): likewise */
  PgsLabEntry *next;    /* (nullable): it is the last */
  char *block;          /* (nullable): why no experiment can be started in this window */
  gssize shown;         /* the step whose result is shown, −1: none */
  gsize n_seen;         /* how many stops of the run were seen */
  guint scroll_id;

  GtkWidget *box;
  GtkScrolledWindow *scroller;
  GtkWidget *page;
  GtkLabel *title;
  GtkLabel *text;
  GtkWidget *lack_box;
  GtkLabel *lack;
  GtkWidget *look_again;
  PgsLabSteps *steps;
  PgsLabChecks *checks;
  PgsLabPredict *predict;
  GtkWidget *problem_box;
  GtkLabel *problem;
  GtkWidget *summary_box;
  GtkLabel *summary;
  GtkWidget *back;
  GtkToggleButton *play;
  GtkSpinner *spinner;
  GtkButton *forward;
};

enum
{
  START,
  RESTART,
  GO_ON,
  SHOW_STOP,
  N_SIGNALS,
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (PgsLabLesson, pgs_lab_lesson, GTK_TYPE_WIDGET)

/* What keeps it from being started: said in the text, and here for the buttons. */
static const char *
get_obstacle (PgsLabLesson *self)
{
  const char *lack = pgs_lab_entry_get_lack (self->entry);

  return self->block != NULL ? self->block : lack;
}

static gboolean
can_start (PgsLabLesson *self)
{
  return pgs_lab_player_is_started (self->player) || get_obstacle (self) == NULL;
}

static void
update_lack (PgsLabLesson *self)
{
  const char *obstacle = pgs_lab_player_is_started (self->player) ? NULL : get_obstacle (self);

  gtk_label_set_text (self->lack, obstacle != NULL ? obstacle : "");
  gtk_widget_set_visible (self->lack_box, obstacle != NULL);
  gtk_widget_set_visible (self->look_again, self->block == NULL);
}

static void
update_problem (PgsLabLesson *self)
{
  PgsLessonRun *run = pgs_lab_player_get_run (self->player);
  const PgsLessonRunState state = pgs_lesson_run_get_state (run);
  const GError *error = pgs_lesson_run_get_error (run);
  const char *text = state == PGS_LESSON_RUN_ENDED ? _("The program of this experiment has ended before its last step.")
                     : state == PGS_LESSON_RUN_FAILED && error != NULL ? error->message : NULL;

  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (self->problem_box, text != NULL);
}

static void
count_step (PgsLessonRun *run,
            gsize         step,
            guint        *n_predicted,
            guint        *n_right,
            guint        *n_differ)
{
  gsize n_results;
  const PgsLessonResult *results = pgs_lesson_run_get_results (run, step, &n_results);

  for (gsize i = 0; i < n_results; i++)
    {
      const gboolean is_predicted = results[i].n_choices > 0 && results[i].predicted >= 0 && results[i].right >= 0;

      *n_predicted += is_predicted;
      *n_right += is_predicted && results[i].predicted == results[i].right;
      *n_differ += results[i].verdict == PGS_VERDICT_DIFFERS;
    }
}

static char *
dup_summary (PgsLabLesson *self)
{
  PgsLessonRun *run = pgs_lab_player_get_run (self->player);
  guint n_predicted = 0, n_right = 0, n_differ = 0;
  GString *text = g_string_new (_("All steps are done."));

  for (gsize i = 0; i < pgs_lesson_run_get_stop (run); i++)
    count_step (run, i, &n_predicted, &n_right, &n_differ);
  g_string_append_c (text, ' ');
  if (n_predicted > 0)
    /* Translators: two counts */
    g_string_append_printf (text, _("Right predictions: %u of %u."), n_right, n_predicted);
  else
    g_string_append (text, _("Go back to the start to predict what each step will change."));
  g_string_append_c (text, ' ');
  if (n_differ > 0)
    g_string_append_printf (text, _("Numbers that are not what the text says: %u; the reasons stand below them."),
                            n_differ);
  else
    g_string_append (text, _("What the text says is what was measured. The program still stands there to be looked "
                             "at."));
  return g_string_free (text, FALSE);
}

static void
update_summary (PgsLabLesson *self)
{
  const gboolean is_done =
    pgs_lesson_run_get_state (pgs_lab_player_get_run (self->player)) == PGS_LESSON_RUN_DONE;
  g_autofree char *summary = is_done ? dup_summary (self) : NULL;

  gtk_label_set_text (self->summary, is_done ? summary : "");
  gtk_widget_set_visible (self->summary_box, is_done);
}

/* Where the program has died it is this experiment that is to be done again. */
static gboolean
can_go_on (PgsLabLesson *self)
{
  return self->next != NULL
         && pgs_lesson_run_get_state (pgs_lab_player_get_run (self->player)) == PGS_LESSON_RUN_DONE;
}

static void
update_buttons (PgsLabLesson *self)
{
  const gboolean is_started = pgs_lab_player_is_started (self->player);
  const gboolean is_over = pgs_lab_player_is_over (self->player);
  const gboolean is_playing = pgs_lab_player_get_playing (self->player);
  const char *label = !is_started ? _("_Start") : !is_over ? _("_Next Step") : can_go_on (self)
                        ? _("_Next Experiment") : _("_Again");

  gtk_widget_set_sensitive (self->back, is_started);
  gtk_widget_set_sensitive (GTK_WIDGET (self->play), can_start (self) && !is_over);
  gtk_widget_set_sensitive (GTK_WIDGET (self->forward), can_start (self));
  gtk_button_set_label (self->forward, label);
  gtk_toggle_button_set_active (self->play, is_playing);
  gtk_button_set_icon_name (GTK_BUTTON (self->play),
                            is_playing ? "media-playback-pause-symbolic" : "media-playback-start-symbolic");
  if (pgs_lab_player_is_busy (self->player))
    gtk_spinner_start (self->spinner);
  else
    gtk_spinner_stop (self->spinner);
}

static double
get_top (PgsLabLesson *self,
         GtkWidget    *widget)
{
  graphene_point_t top;

  if (!gtk_widget_compute_point (widget, self->page, &GRAPHENE_POINT_INIT (0, 0), &top))
    return 0;
  return MAX (0, (double) top.y - MARGIN);
}

/* Down to the end, but not past the steps, unless result and question need the room, and not past those. */
static gboolean
scroll_to_result (gpointer data)
{
  PgsLabLesson *self = data;
  GtkAdjustment *down = gtk_scrolled_window_get_vadjustment (self->scroller);
  const double bottom = gtk_adjustment_get_upper (down) - gtk_adjustment_get_page_size (down);
  GtkWidget *last = gtk_widget_get_visible (GTK_WIDGET (self->checks)) ? GTK_WIDGET (self->checks)
                                                                       : GTK_WIDGET (self->predict);
  const double to = MIN (bottom, MAX (get_top (self, GTK_WIDGET (self->steps)), MIN (bottom, get_top (self, last))));
  g_autoptr (AdwAnimation) animation = NULL;

  self->scroll_id = 0;
  if (fabs (to - gtk_adjustment_get_value (down)) < 1)
    return G_SOURCE_REMOVE;
  animation = adw_timed_animation_new (GTK_WIDGET (self), gtk_adjustment_get_value (down), to, SCROLL_MS,
                                       adw_property_animation_target_new (G_OBJECT (down), "value"));
  adw_animation_play (animation);
  return G_SOURCE_REMOVE;
}

/* After the new sizes were given out. */
static void
queue_scroll (PgsLabLesson *self)
{
  if (self->scroll_id == 0)
    self->scroll_id = g_timeout_add_full (G_PRIORITY_LOW, 50, scroll_to_result, self, NULL);
}

/* 0 before it stands before its first step */
static gsize
count_stops (PgsLessonRun *run)
{
  const gsize stop = pgs_lesson_run_get_stop (run);

  return stop > 0 || pgs_lesson_run_get_state (run) == PGS_LESSON_RUN_WAITING ? stop + 1 : 0;
}

static void
update (PgsLabLesson *self)
{
  PgsLessonRun *run = pgs_lab_player_get_run (self->player);
  const gsize stop = pgs_lesson_run_get_stop (run);

  if (count_stops (run) != self->n_seen)
    {
      self->n_seen = count_stops (run);
      self->shown = (gssize) stop - 1;
      g_signal_emit (self, signals[SHOW_STOP], 0, (guint) stop);
      queue_scroll (self);
    }
  update_lack (self);
  pgs_lab_steps_show (self->steps, self->player, self->shown);
  pgs_lab_checks_show (self->checks, self->player, self->shown);
  pgs_lab_predict_show (self->predict, self->player);
  update_problem (self);
  update_summary (self);
  update_buttons (self);
}

static void
on_step_chosen (PgsLabLesson *self,
                guint         step)
{
  self->shown = step;
  g_signal_emit (self, signals[SHOW_STOP], 0, step + 1);
  update (self);
}

static void
on_forward (PgsLabLesson *self)
{
  if (!pgs_lab_player_is_started (self->player))
    g_signal_emit (self, signals[START], 0);
  else if (!pgs_lab_player_is_over (self->player))
    pgs_lab_player_next (self->player);
  else if (can_go_on (self))
    g_signal_emit (self, signals[GO_ON], 0);
  else
    g_signal_emit (self, signals[RESTART], 0);
}

static void
on_back (PgsLabLesson *self)
{
  g_signal_emit (self, signals[RESTART], 0);
}

static void
on_play (PgsLabLesson *self)
{
  const gboolean playing = gtk_toggle_button_get_active (self->play);

  if (playing == pgs_lab_player_get_playing (self->player))
    return;
  if (!pgs_lab_player_is_started (self->player))
    g_signal_emit (self, signals[START], 0);
  pgs_lab_player_set_playing (self->player, playing);
}

static gboolean
on_term (PgsLabLesson *self,
         const char   *id,
         GtkLabel     *label)
{
  pgs_learn_popover_show (GTK_WIDGET (label), id);
  return TRUE;
}

static void
on_look_again (PgsLabLesson *self)
{
  pgs_lab_entry_find_lack (self->entry);
}

static void
disconnect_shown (PgsLabLesson *self)
{
  g_clear_handle_id (&self->scroll_id, g_source_remove);
  if (self->entry != NULL)
    g_signal_handlers_disconnect_by_data (self->entry, self);
  if (self->player != NULL)
    g_signal_handlers_disconnect_by_data (self->player, self);
  g_clear_object (&self->entry);
  g_clear_object (&self->player);
  g_clear_object (&self->next);
}

static void
pgs_lab_lesson_dispose (GObject *object)
{
  PgsLabLesson *self = PGS_LAB_LESSON (object);

  disconnect_shown (self);
  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->block, g_free);
  G_OBJECT_CLASS (pgs_lab_lesson_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, box);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, scroller);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, page);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, title);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, text);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, lack_box);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, lack);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, look_again);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, steps);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, checks);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, predict);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, problem_box);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, problem);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, summary_box);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, summary);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, back);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, play);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, spinner);
  gtk_widget_class_bind_template_child (widget_class, PgsLabLesson, forward);
}

static void
pgs_lab_lesson_class_init (PgsLabLessonClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_lab_lesson_dispose;
  signals[START] = g_signal_new ("start", PGS_TYPE_LAB_LESSON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[RESTART] = g_signal_new ("restart", PGS_TYPE_LAB_LESSON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
  signals[GO_ON] = g_signal_new ("go-on", PGS_TYPE_LAB_LESSON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                 G_TYPE_NONE, 0);
  signals[SHOW_STOP] = g_signal_new ("show-stop", PGS_TYPE_LAB_LESSON, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                     G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/lab-lesson.ui");
  bind_children (widget_class);
  gtk_widget_class_bind_template_callback (widget_class, on_back);
  gtk_widget_class_bind_template_callback (widget_class, on_forward);
  gtk_widget_class_bind_template_callback (widget_class, on_look_again);
  gtk_widget_class_bind_template_callback (widget_class, on_play);
  gtk_widget_class_bind_template_callback (widget_class, on_step_chosen);
  gtk_widget_class_bind_template_callback (widget_class, on_term);
}

static void
pgs_lab_lesson_init (PgsLabLesson *self)
{
  g_type_ensure (PGS_TYPE_LAB_CHECKS);
  g_type_ensure (PGS_TYPE_LAB_PREDICT);
  g_type_ensure (PGS_TYPE_LAB_STEPS);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/**
 * pgs_lab_lesson_new:
 *
 * Returns: (transfer floating): a view that shows no experiment yet
 */
GtkWidget *
pgs_lab_lesson_new (void)
{
  return g_object_new (PGS_TYPE_LAB_LESSON, NULL);
}

/**
 * pgs_lab_lesson_show:
 * @self: the view
 * @entry: an experiment
 * @player: its run
 * @next: (nullable): the experiment behind it
 *
 * Shows it from its beginning, or where its run stands.
 */
void
pgs_lab_lesson_show (PgsLabLesson *self,
                     PgsLabEntry  *entry,
                     PgsLabPlayer *player,
                     PgsLabEntry  *next)
{
  const PgsLesson *lesson = pgs_lab_entry_get_lesson (entry);
  g_autofree char *unbroken = pgs_text_dup_unbroken (_(lesson->text));
  g_autofree char *markup = pgs_lab_text_dup_markup (unbroken);

  g_return_if_fail (PGS_IS_LAB_LESSON (self));

  disconnect_shown (self);
  self->entry = g_object_ref (entry);
  self->player = g_object_ref (player);
  g_set_object (&self->next, next);
  g_signal_connect_object (entry, "notify::lack", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (player, "changed", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  gtk_label_set_text (self->title, _(lesson->title));
  gtk_label_set_markup (self->text, markup);
  self->n_seen = 0;
  self->shown = -1;
  gtk_adjustment_set_value (gtk_scrolled_window_get_vadjustment (self->scroller), 0);
  update (self);
}

/**
 * pgs_lab_lesson_set_block:
 * @self: the view
 * @block: (nullable): why no experiment can be started in this window
 */
void
pgs_lab_lesson_set_block (PgsLabLesson *self,
                          const char   *block)
{
  g_return_if_fail (PGS_IS_LAB_LESSON (self));

  g_free (self->block);
  self->block = g_strdup (block);
  if (self->player != NULL)
    update (self);
}

/**
 * pgs_lab_lesson_focus:
 * @self: the view
 *
 * Gives the keyboard to the button that goes on.
 */
void
pgs_lab_lesson_focus (PgsLabLesson *self)
{
  g_return_if_fail (PGS_IS_LAB_LESSON (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->forward));
}
