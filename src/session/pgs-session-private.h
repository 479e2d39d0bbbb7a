/* pgs-session-private.h: what the files of the session share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-sampler.h"
#include "pgs-session.h"

G_BEGIN_DECLS

struct _PgsSession
{
  GObject parent_instance;

  PgsSampler *sampler;
  guint serial; /* of what is watched */
  gint pid;
  gboolean paused;
  double rate;
  double budget;
  PgsSections sections;

  PgsSessionState state;
  GError *error;
  PgsExit exit_info;
  PgsSnapshot *snapshot;
  PgsSnapshot *marked;
  PgsAges *ages;
  gint64 pages_period_us;
  PgsHistory *history;
  guint n_marks; /* that have no name but their number */
  gint64 exec_us; /* of the sample that showed the last exec */
  PgsSelection selection;
};

void pgs_session_set_state   (PgsSession             *self,
                              PgsSessionState         state);
void pgs_session_forget      (PgsSession             *self);
void pgs_session_take_result (const PgsSamplerResult *result,
                              gpointer                session);

G_END_DECLS
