/* pgs-launcher-private.h: what a launcher and its thread share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-launch-image.h"
#include "pgs-launcher.h"

G_BEGIN_DECLS

/* Counted by g_atomic_rc_box: whoever has asked for the program has one reference, its thread another. */
struct _PgsLauncher
{
  PgsLaunchImage *image;
  gint64 hold_us;
  int event_fd;

  GMutex mutex; /* guards what follows */
  GCond cond;
  PgsLauncherState state;
  PgsLauncherHold hold;
  gint pid;
  gboolean released;
  PgsExit exit_info;
  GError *error;
};

void     pgs_launcher_unref  (PgsLauncher *self);
gpointer pgs_launcher_thread (gpointer     data);

G_END_DECLS
