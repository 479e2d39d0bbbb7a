/* pgs-run-alarm.h: tells when a process that sleeps runs again
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _PgsRunAlarm PgsRunAlarm;

PgsRunAlarm *pgs_run_alarm_new     (void);
void         pgs_run_alarm_free    (PgsRunAlarm *self);
int          pgs_run_alarm_set     (PgsRunAlarm *self,
                                    int          dir_fd,
                                    guint        n_threads);
void         pgs_run_alarm_stop    (PgsRunAlarm *self);
gint64       pgs_run_alarm_get_ran (PgsRunAlarm *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsRunAlarm, pgs_run_alarm_free)

G_END_DECLS
