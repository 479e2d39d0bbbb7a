/* pgs-lab-picture.c: what an experiment does to memory, as a picture that follows its steps
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#include "config.h"

#include "pgs-lab-picture.h"

struct _PgsLabPicture
{
  GtkWidget parent_instance;

  PgsSession *session;
  PgsLessonRun *run;
  gsize stop;
};

G_DEFINE_FINAL_TYPE (PgsLabPicture, pgs_lab_picture, GTK_TYPE_WIDGET)

static void
pgs_lab_picture_dispose (GObject *object)
{
  PgsLabPicture *self = PGS_LAB_PICTURE (object);

  g_clear_object (&self->run);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (pgs_lab_picture_parent_class)->dispose (object);
}

static void
pgs_lab_picture_class_init (PgsLabPictureClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = pgs_lab_picture_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "labpicture");
}

static void
pgs_lab_picture_init (PgsLabPicture *self)
{
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

  g_set_object (&self->session, session);
  g_set_object (&self->run, run);
  self->stop = 0;
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

  self->stop = stop;
}
