/* pgs-rest.h: waits until a window has come to rest
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define PGS_TYPE_REST (pgs_rest_get_type ())

/**
 * PgsRest:
 *
 * For work that nobody waits for, and that would make a frame late while the person scrolls, zooms
 * or drags. Signal `rested`: it is time for what was asked for.
 */
G_DECLARE_FINAL_TYPE (PgsRest, pgs_rest, PGS, REST, GObject)

PgsRest *pgs_rest_new    (GtkWidget *widget);
void     pgs_rest_ask    (PgsRest   *self);
void     pgs_rest_cancel (PgsRest   *self);

G_END_DECLS
