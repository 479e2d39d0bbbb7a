/* pgs-player.h: goes through a history by itself, as fast as it was, or faster or slower
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define PGS_PLAYER_MIN_SPEED 0.1
#define PGS_PLAYER_MAX_SPEED 100.0

/**
 * PgsPlayer:
 *
 * Shows the samples of a session's history one after the other. Main thread only.
 */
typedef struct _PgsPlayer PgsPlayer;
typedef struct _PgsSession PgsSession;

PgsPlayer *pgs_player_new         (PgsSession *session);
void       pgs_player_free        (PgsPlayer  *self);
gboolean   pgs_player_set_playing (PgsPlayer  *self,
                                   gboolean    playing);
gboolean   pgs_player_is_playing  (PgsPlayer  *self);
void       pgs_player_set_speed   (PgsPlayer  *self,
                                   double      speed);
double     pgs_player_get_speed   (PgsPlayer  *self);
void       pgs_player_set_loop    (PgsPlayer  *self,
                                   gboolean    loop);
gboolean   pgs_player_get_loop    (PgsPlayer  *self);
void       pgs_player_moved       (PgsPlayer  *self);

G_END_DECLS
