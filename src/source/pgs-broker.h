/* pgs-broker.h: a helper with more rights that opens files of processes for us
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <gio/gio.h>

#include "pgs-opener.h"

G_BEGIN_DECLS

/**
 * PgsBrokerKind:
 * @PGS_BROKER_ELEVATED: as root, by pkexec, which asks the person: the processes of others
 * @PGS_BROKER_ELEVATED_FRAMES: likewise; and the numbers of frames, of which fewer people get to know
 */
typedef enum
{
  PGS_BROKER_ELEVATED = 0,
  PGS_BROKER_ELEVATED_FRAMES = 1,
} PgsBrokerKind;

/**
 * PgsBrokerState:
 * @PGS_BROKER_OFF: not started, given up, or refused: then there is an error
 * @PGS_BROKER_ASKING: being started; somebody may be asked for a password
 * @PGS_BROKER_ON: it opens files
 * @PGS_BROKER_GONE: it ended by itself, or did not answer in time
 */
typedef enum
{
  PGS_BROKER_OFF = 0,
  PGS_BROKER_ASKING = 1,
  PGS_BROKER_ON = 2,
  PGS_BROKER_GONE = 3,
} PgsBrokerState;

#define PGS_BROKER_ERROR (pgs_broker_error_quark ())

/**
 * PgsBrokerError:
 * @PGS_BROKER_ERROR_OBSTACLE: it cannot be tried here: pgs_broker_dup_obstacle()
 * @PGS_BROKER_ERROR_DISMISSED: the person closed the dialog that asked
 * @PGS_BROKER_ERROR_NOT_AUTHORIZED: this user may not have these rights, or gave no right password
 * @PGS_BROKER_ERROR_NO_AGENT: nobody is there who could ask for a password
 * @PGS_BROKER_ERROR_GONE: it was there and is no more
 * @PGS_BROKER_ERROR_FAILED: something else
 */
typedef enum
{
  PGS_BROKER_ERROR_OBSTACLE,
  PGS_BROKER_ERROR_DISMISSED,
  PGS_BROKER_ERROR_NOT_AUTHORIZED,
  PGS_BROKER_ERROR_NO_AGENT,
  PGS_BROKER_ERROR_GONE,
  PGS_BROKER_ERROR_FAILED,
} PgsBrokerError;

#define PGS_TYPE_BROKER (pgs_broker_get_type ())

/**
 * PgsBroker:
 *
 * Main thread only, but for the opener. Property: `state` (a #PgsBrokerState as unsigned; notify). It
 * ends with the last reference to it and to its opener, and with this program however that ends.
 */
G_DECLARE_FINAL_TYPE (PgsBroker, pgs_broker, PGS, BROKER, GObject)

GQuark          pgs_broker_error_quark  (void);
PgsBroker      *pgs_broker_new          (PgsBrokerKind         kind);
PgsBrokerKind   pgs_broker_get_kind     (PgsBroker            *self);
void            pgs_broker_start_async  (PgsBroker            *self,
                                         GCancellable         *cancellable,
                                         GAsyncReadyCallback   callback,
                                         gpointer              data);
gboolean        pgs_broker_start_finish (PgsBroker            *self,
                                         GAsyncResult         *result,
                                         GError              **error);
gboolean        pgs_broker_start        (PgsBroker            *self,
                                         GError              **error);
void            pgs_broker_stop         (PgsBroker            *self);
PgsBrokerState  pgs_broker_get_state    (PgsBroker            *self);
const GError   *pgs_broker_get_error    (PgsBroker            *self);
PgsOpener      *pgs_broker_get_opener   (PgsBroker            *self);
char           *pgs_broker_dup_obstacle (void);

G_END_DECLS
