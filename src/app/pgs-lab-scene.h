/* pgs-lab-scene.h: a scene as a widget that is as high as it needs
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

#include "pgs-scene.h"

G_BEGIN_DECLS

#define PGS_TYPE_LAB_SCENE (pgs_lab_scene_get_type ())

/**
 * PgsLabScene:
 *
 * To be put into a scrolled window: what is drawn is made to fit that, and is higher only where it does not.
 */
G_DECLARE_FINAL_TYPE (PgsLabScene, pgs_lab_scene, PGS, LAB_SCENE, GtkWidget)

void pgs_lab_scene_take (PgsLabScene *self,
                         PgsScene    *scene);

G_END_DECLS
