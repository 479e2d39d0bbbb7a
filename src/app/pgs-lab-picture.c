/* pgs-lab-picture.c: what an experiment does to memory, as a picture that follows its steps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * The window's session watches the experiment, so that all other views and the title are about it; its peer
 * has a session here. Both only move the picture while a step runs and feed the chart. What stands at a stop
 * is what the run measured, whole and at one moment.
 */
#include "config.h"

#include "pgs-lab-picture.h"

#include <glib/gi18n-lib.h>

#include "pgs-chart-view.h"
#include "pgs-lab-scene.h"
#include "pgs-legend-view.h"
#include "pgs-lesson-chart.h"
#include "pgs-lesson-scene.h"
#include "pgs-read-iter.h"
#include "pgs-sections.h"
#include "pgs-style.h"

#define BUSY_RATE 10.0 /* samples a second while a step runs */
#define CHART_HEIGHT 15.5 /* of the font's size: its lanes have legends */
#define SCENE_HEIGHT 16.0 /* at least; the rest of the room is its, too */

struct _PgsLabPicture
{
  GtkWidget parent_instance;

  PgsSession *session; /* (nullable) */
  PgsLessonRun *run;   /* (nullable) */
  PgsSession *peer;    /* (nullable) */
  gint own_pid;        /* that the session was made to watch; 0: none */
  gsize stop;          /* that is shown */
  gsize newest;        /* of the run, when it was looked at last */
  gboolean was_busy;   /* likewise */
  PgsLessonChart *points;
  double rate; /* of the session, to be set again; 0: it is as it was */

  GtkStack *stack;
  GtkLabel *place;
  GtkWidget *newest_button;
  GtkScrolledWindow *scene_scroller;
  PgsLabScene *scene;
  PgsLegendView *legend;
  PgsChartView *chart;
};

G_DEFINE_FINAL_TYPE (PgsLabPicture, pgs_lab_picture, GTK_TYPE_WIDGET)

static gboolean
is_busy (PgsLabPicture *self)
{
  return pgs_lesson_run_get_state (self->run) == PGS_LESSON_RUN_BUSY;
}

static PgsColorBy
get_color_by (PgsLabPicture *self)
{
  return (PgsColorBy) pgs_lesson_run_get_lesson (self->run)->color;
}

/* (nullable): what a session sees now, if that can stand beside what the run measured: newer than the last
 * stop, of the right process and read whole. */
static PgsSnapshot *
get_live (PgsLabPicture *self,
          PgsSession    *session,
          const char    *process)
{
  const gint64 since_us = pgs_lesson_run_get_time (self->run, self->newest);
  PgsSnapshot *snapshot = session != NULL ? pgs_session_get_latest (session) : NULL;

  if (snapshot == NULL || since_us == 0 || snapshot->pages == NULL || snapshot->maps == NULL
      || pgs_maps_get_length (snapshot->maps) == 0 || snapshot->pages_at_us <= since_us
      || snapshot->process->pid != pgs_lesson_run_get_pid (self->run, process)
      || !pgs_pages_is_whole (snapshot->pages))
    return NULL;
  if (get_color_by (self) == PGS_COLOR_BY_SHARING && !(pgs_pages_get_known (snapshot->pages) & PGS_PAGE_EXCLUSIVE))
    return NULL;
  return snapshot;
}

static PgsScene *
make_scene (PgsLabPicture *self)
{
  if (!is_busy (self) || self->stop != self->newest)
    return pgs_lesson_scene_new (self->run, self->stop);
  return pgs_lesson_scene_new_live (self->run, get_live (self, self->session, NULL),
                                    get_live (self, self->peer, pgs_lesson_run_get_lesson (self->run)->peer));
}

static void
update_place (PgsLabPicture *self)
{
  g_autofree char *place = pgs_lesson_scene_dup_place (self->run, self->stop);

  gtk_label_set_text (self->place, is_busy (self) && self->stop == self->newest ? _("The step runs") : place);
  gtk_widget_set_visible (self->newest_button, self->stop != self->newest);
}

static void
update_scene (PgsLabPicture *self)
{
  PgsScene *scene = make_scene (self);

  pgs_legend_view_set (self->legend, scene->color_by, pgs_scene_get_marks (scene));
  pgs_lab_scene_take (self->scene, scene);
  update_place (self);
}

/* A stop that is looked at has its line in the chart. */
static void
update_chart (PgsLabPicture *self)
{
  pgs_lesson_chart_add_stops (self->points);
  pgs_chart_view_take_chart (self->chart, pgs_lesson_chart_make (self->points), NULL);
  pgs_chart_view_show (self->chart, self->stop != self->newest ? pgs_lesson_run_get_time (self->run, self->stop)
                                                               : PGS_CHART_VIEW_NO_MOMENT);
}

static void
on_sampled (PgsLabPicture *self,
            PgsSession    *session)
{
  const gboolean is_peer = session == self->peer;
  PgsSnapshot *snapshot = pgs_session_get_latest (session);
  const char *peer;

  if (self->run == NULL || snapshot == NULL)
    return;
  peer = pgs_lesson_run_get_lesson (self->run)->peer;
  if (snapshot->process->pid != pgs_lesson_run_get_pid (self->run, is_peer ? peer : NULL))
    return;
  pgs_lesson_chart_add_sample (self->points, is_peer, snapshot);
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  update_chart (self);
  if (is_busy (self) && self->stop == self->newest)
    update_scene (self);
}

static void
update_sections (PgsLabPicture *self)
{
  const gboolean looks = self->run != NULL && gtk_widget_get_mapped (GTK_WIDGET (self));
  PgsSections sections = PGS_SECTION_NONE;

  if (looks)
    sections = PGS_SECTION_PAGES | PGS_SECTION_SMAPS
               | (get_color_by (self) == PGS_COLOR_BY_SHARING ? PGS_SECTION_SHARING : 0);
  if (self->session != NULL)
    pgs_sections_need (self->session, self, sections);
  if (self->peer != NULL)
    pgs_session_set_sections (self->peer, sections);
}

static void
close_peer (PgsLabPicture *self)
{
  if (self->peer == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->peer, self);
  pgs_session_close (self->peer);
  g_clear_object (&self->peer);
}

static void
watch_peer (PgsLabPicture *self,
            gint           pid)
{
  if (self->peer == NULL)
    {
      self->peer = pgs_session_new ();
      g_object_bind_property (self->session, "rate", self->peer, "rate", G_BINDING_SYNC_CREATE);
      g_signal_connect_swapped (self->peer, "sampled", G_CALLBACK (on_sampled), self);
      update_sections (self);
    }
  if (pgs_session_get_pid (self->peer) != pid)
    pgs_session_watch_own (self->peer, pid);
}

/* The processes of the run are watched once: whoever then chooses another process in the window gets that. */
static void
watch (PgsLabPicture *self)
{
  const PgsLesson *lesson = pgs_lesson_run_get_lesson (self->run);
  const gint pid = pgs_lesson_run_get_pid (self->run, NULL);
  const gint peer = lesson->peer != NULL ? pgs_lesson_run_get_pid (self->run, lesson->peer) : 0;

  if (pgs_session_is_remote (self->session))
    return;
  if (pid != 0 && pid != self->own_pid)
    {
      self->own_pid = pid;
      if (pgs_session_get_pid (self->session) != pid)
        pgs_session_watch_own (self->session, pid);
    }
  if (peer != 0)
    watch_peer (self, peer);
}

static void
restore_rate (PgsLabPicture *self)
{
  if (self->rate > 0)
    g_object_set (self->session, "rate", self->rate, NULL);
  self->rate = 0;
}

/* What a step does is quick: it is looked at as often as can be. */
static void
update_rate (PgsLabPicture *self)
{
  if (!is_busy (self) || self->own_pid == 0)
    restore_rate (self);
  else if (self->rate == 0)
    {
      g_object_get (self->session, "rate", &self->rate, NULL);
      g_object_set (self->session, "rate", MAX (self->rate, BUSY_RATE), NULL);
    }
}

/* In the timeline of the whole window, too: there "since mark" is then since the step began. */
static void
mark_step (PgsLabPicture *self)
{
  g_autofree char *title = NULL, *name = NULL;

  if (self->own_pid == 0 || self->newest >= pgs_lesson_run_get_n_steps (self->run)
      || pgs_session_get_pid (self->session) != self->own_pid || !pgs_session_is_live (self->session)
      || !pgs_session_can_mark (self->session))
    return;
  title = pgs_lesson_run_dup_title (self->run, self->newest);
  name = g_strdup_printf ("%u %s", (guint) self->newest + 1, title);
  pgs_session_mark (self->session, name);
}

static void
on_run_changed (PgsLabPicture *self)
{
  const gsize newest = pgs_lesson_run_get_stop (self->run);

  watch (self);
  update_rate (self);
  if (is_busy (self) && !self->was_busy)
    {
      pgs_lesson_chart_begin_step (self->points, g_get_monotonic_time ());
      mark_step (self);
      self->stop = newest;
    }
  self->was_busy = is_busy (self);
  if (newest != self->newest)
    self->stop = newest;
  self->newest = newest;
  update_scene (self);
  update_chart (self);
  gtk_stack_set_visible_child_name (self->stack, pgs_lesson_run_get_time (self->run, 0) != 0 ? "run" : "empty");
}

static void
on_newest (PgsLabPicture *self)
{
  pgs_lab_picture_show_stop (self, self->newest);
}

static void
drop_run (PgsLabPicture *self)
{
  if (self->run == NULL)
    return;
  g_signal_handlers_disconnect_by_data (self->run, self);
  g_signal_handlers_disconnect_by_data (self->session, self);
  restore_rate (self);
  pgs_sections_need (self->session, self, PGS_SECTION_NONE);
  close_peer (self);
  g_clear_pointer (&self->points, pgs_lesson_chart_free);
  g_clear_object (&self->run);
  self->own_pid = 0;
}

static void
pgs_lab_picture_map (GtkWidget *widget)
{
  PgsLabPicture *self = PGS_LAB_PICTURE (widget);

  GTK_WIDGET_CLASS (pgs_lab_picture_parent_class)->map (widget);
  update_sections (self);
  if (self->run != NULL)
    on_run_changed (self);
}

static void
pgs_lab_picture_unmap (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (pgs_lab_picture_parent_class)->unmap (widget);
  update_sections (PGS_LAB_PICTURE (widget));
}

/* Where text is large they need more room, and all of it is scrolled where there is less. */
static void
pgs_lab_picture_css_changed (GtkWidget         *widget,
                             GtkCssStyleChange *change)
{
  PgsLabPicture *self = PGS_LAB_PICTURE (widget);
  PgsTheme theme;

  GTK_WIDGET_CLASS (pgs_lab_picture_parent_class)->css_changed (widget, change);
  if (self->chart == NULL)
    return;
  pgs_style_get_theme (widget, &theme);
  gtk_widget_set_size_request (GTK_WIDGET (self->chart), -1, (int) (theme.font_size * CHART_HEIGHT));
  gtk_scrolled_window_set_min_content_height (self->scene_scroller, (int) (theme.font_size * SCENE_HEIGHT));
}

static void
pgs_lab_picture_dispose (GObject *object)
{
  PgsLabPicture *self = PGS_LAB_PICTURE (object);
  GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self));

  drop_run (self);
  g_clear_object (&self->session);
  g_clear_pointer (&child, gtk_widget_unparent);
  G_OBJECT_CLASS (pgs_lab_picture_parent_class)->dispose (object);
}

static void
pgs_lab_picture_class_init (PgsLabPictureClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = pgs_lab_picture_dispose;
  widget_class->map = pgs_lab_picture_map;
  widget_class->unmap = pgs_lab_picture_unmap;
  widget_class->css_changed = pgs_lab_picture_css_changed;
  g_type_ensure (PGS_TYPE_LAB_SCENE);
  g_type_ensure (PGS_TYPE_LEGEND_VIEW);
  g_type_ensure (PGS_TYPE_CHART_VIEW);
  gtk_widget_class_set_template_from_resource (widget_class, "/io/github/pagescape_app/Pagescape/lab-picture.ui");
  gtk_widget_class_bind_template_child (widget_class, PgsLabPicture, stack);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPicture, place);
  gtk_widget_class_bind_template_child_full (widget_class, "newest", FALSE,
                                             G_STRUCT_OFFSET (PgsLabPicture, newest_button));
  gtk_widget_class_bind_template_child (widget_class, PgsLabPicture, scene_scroller);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPicture, scene);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPicture, legend);
  gtk_widget_class_bind_template_child (widget_class, PgsLabPicture, chart);
  gtk_widget_class_bind_template_callback (widget_class, on_newest);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "labpicture");
}

static void
pgs_lab_picture_init (PgsLabPicture *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->chart), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Memory of the experiment over time"), -1);
  pgs_chart_view_show_all (self->chart);
}

/**
 * pgs_lab_picture_new:
 *
 * Returns: (transfer floating): a picture of nothing yet
 */
GtkWidget *
pgs_lab_picture_new (void)
{
  return g_object_new (PGS_TYPE_LAB_PICTURE, NULL);
}

/**
 * pgs_lab_picture_set_run:
 * @self: a picture
 * @session: the window's, which watches the experiment from now on
 * @run: (nullable): what to show, its newest stop at first; %NULL: nothing
 */
void
pgs_lab_picture_set_run (PgsLabPicture *self,
                         PgsSession    *session,
                         PgsLessonRun  *run)
{
  g_return_if_fail (PGS_IS_LAB_PICTURE (self));
  g_return_if_fail (PGS_IS_SESSION (session));

  if (run != NULL && run == self->run)
    return;
  drop_run (self);
  g_set_object (&self->session, session);
  gtk_stack_set_visible_child_name (self->stack, "empty");
  if (run != NULL)
    {
      self->run = g_object_ref (run);
      self->points = pgs_lesson_chart_new (run);
      self->newest = self->stop = pgs_lesson_run_get_stop (run);
      self->was_busy = is_busy (self);
      g_signal_connect_swapped (run, "changed", G_CALLBACK (on_run_changed), self);
      g_signal_connect_swapped (session, "sampled", G_CALLBACK (on_sampled), self);
      update_sections (self);
      on_run_changed (self);
    }
}

/**
 * pgs_lab_picture_show_stop:
 * @self: a picture
 * @stop: what to show, see #PgsLessonRun; the newest one follows the run again
 */
void
pgs_lab_picture_show_stop (PgsLabPicture *self,
                           gsize          stop)
{
  g_return_if_fail (PGS_IS_LAB_PICTURE (self));

  if (self->run == NULL)
    return;
  self->stop = MIN (stop, self->newest);
  update_scene (self);
  update_chart (self);
}

/**
 * pgs_lab_picture_dup_title:
 * @self: a picture
 * @subtitle: (out): its totals and how far it is, for the line below
 *
 * Returns: (transfer full) (nullable): for a window's title: who takes part; %NULL while nothing runs
 */
char *
pgs_lab_picture_dup_title (PgsLabPicture  *self,
                           char          **subtitle)
{
  g_autofree char *place = NULL, *sizes = NULL;
  g_autoptr (PgsScene) scene = NULL;

  g_return_val_if_fail (PGS_IS_LAB_PICTURE (self), NULL);

  if (self->run == NULL || pgs_lesson_run_get_pid (self->run, NULL) == 0)
    return NULL;
  scene = make_scene (self);
  place = pgs_lesson_scene_dup_place (self->run, self->stop);
  if (scene->panes->len > 0 && ((PgsScenePane *) scene->panes->pdata[0])->snapshot != NULL)
    sizes = pgs_scene_pane_dup_sizes (scene->panes->pdata[0]);
  *subtitle = sizes != NULL ? g_strdup_printf ("%s · %s", sizes, place) : g_strdup (place);
  return pgs_lesson_scene_dup_title (self->run);
}

/**
 * pgs_lab_picture_select:
 * @self: a picture
 *
 * Has the session watch the experiment, if it does not any more, and selects in it what the shown stop is about.
 */
void
pgs_lab_picture_select (PgsLabPicture *self)
{
  PgsSelection selection = { 0 };

  g_return_if_fail (PGS_IS_LAB_PICTURE (self));

  if (self->run == NULL || self->own_pid == 0)
    return;
  if (pgs_session_get_pid (self->session) != self->own_pid)
    pgs_session_watch_own (self->session, self->own_pid);
  if (pgs_lesson_scene_get_aim (self->run, self->stop, &selection.start, &selection.end))
    pgs_session_select (self->session, &selection);
}
