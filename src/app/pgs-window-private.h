/* pgs-window-private.h: what the files of the window share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include "pgs-window.h"

#include "pgs-compare-page.h"
#include "pgs-fold.h"
#include "pgs-inspector.h"
#include "pgs-lab-page.h"
#include "pgs-map-page.h"
#include "pgs-monitor.h"
#include "pgs-past-bar.h"
#include "pgs-process-list.h"
#include "pgs-program-pane.h"
#include "pgs-program-watch.h"
#include "pgs-record-button.h"
#include "pgs-regions-page.h"
#include "pgs-remote.h"
#include "pgs-replay-bar.h"
#include "pgs-rights-button.h"
#include "pgs-session-bar.h"
#include "pgs-session.h"
#include "pgs-split.h"
#include "pgs-system-strip.h"
#include "pgs-time-actions.h"
#include "pgs-timeline.h"
#include "pgs-waiter.h"

G_BEGIN_DECLS

struct _PgsWindow
{
  AdwApplicationWindow parent_instance;

  PgsSession *session;
  PgsRemote *remote; /* (nullable): this machine */
  PgsMonitor *monitor; /* its processes and memory, whichever machine it is */
  PgsWaiter *waiter;
  PgsTimeActions *time_actions;
  PgsProgramWatch *program_watch; /* (nullable): until a program was launched */
  gboolean hidden;  /* nobody can see it */
  gboolean unmapped; /* by the window manager */
  guint unmapped_id; /* waits whether it stays so; 0: is not waiting */
  GdkPaintable *last_look; /* (nullable): while it is hidden, what was seen */
  gboolean asking;  /* whether to close it though its program still runs */
  gboolean closing; /* whatever still runs */
  GSettings *settings;

  AdwWindowTitle *title;
  PgsFold *header;
  GMenu *folded_menu; /* what the header bar has no room for */
  gboolean folded_stops; /* whether Stop Recording is in it, not Record */
  GtkToggleButton *live;
  GtkLabel *live_sign;
  GtkLabel *live_name;
  AdwSqueezer *squeezer;
  GtkWidget *no_switcher;
  GtkRevealer *bottom;
  AdwToastOverlay *toasts;
  PgsSplit *processes_split;
  PgsSplit *timeline_split;
  PgsSplit *inspector_split;
  PgsSplit *output_split;
  PgsProgramPane *program_pane;
  GtkStack *side;
  GtkWidget *side_button;
  GtkWidget *processes_pane;
  GtkWidget *notices;
  GtkWidget *inspector_button;
  GtkWidget *compare_button;
  GtkWidget *export_button;
  GtkStack *views;
  PgsProcessList *process_list;
  AdwBin *system_bin;
  PgsSystemStrip *system_strip;
  PgsSessionBar *session_bar;
  PgsPastBar *past_bar;
  PgsReplayBar *replay_bar;
  PgsRecordButton *record_button;
  PgsRightsButton *rights_button;
  PgsInspector *inspector;
  PgsTimeline *timeline;
  PgsMapPage *map_page;
  AdwBin *compare_bin;
  PgsComparePage *compare_page; /* (nullable): until it was shown once */
  AdwBin *lab_bin;
  AdwBin *lab_list_bin;
  PgsLabPage *lab_page; /* (nullable): until it was shown once */
  AdwBin *regions_bin;
  PgsRegionsPage *regions_page; /* (nullable): until it was shown once */
};

void     pgs_window_add_header     (PgsWindow  *self);
void     pgs_window_add_hidden     (PgsWindow  *self);
void     pgs_window_add_lab        (PgsWindow  *self);
void     pgs_window_add_launch     (PgsWindow  *self);
void     pgs_window_add_open       (PgsWindow  *self);
void     pgs_window_add_rights     (PgsWindow  *self);
void     pgs_window_add_title      (PgsWindow  *self);
void     pgs_window_add_views      (PgsWindow  *self);
gboolean pgs_window_may_close      (PgsWindow  *self);
void     pgs_window_set_action     (PgsWindow  *self,
                                    const char *name,
                                    gboolean    enabled,
                                    GVariant   *state);
void     pgs_window_set_title      (PgsWindow  *self,
                                    const char *title,
                                    const char *subtitle);
void     pgs_window_show_lab       (PgsWindow  *self,
                                    gboolean    shown);
gboolean pgs_window_show_lab_title (PgsWindow  *self);
void     pgs_window_show_view      (PgsWindow  *self);
void     pgs_window_snapshot       (GtkWidget  *widget,
                                    GtkSnapshot *snapshot);
void     pgs_window_update_live    (PgsWindow  *self);
void     pgs_window_update_title   (PgsWindow  *self);

G_END_DECLS
