/* pgs-regions-page-private.h: what the parts of PgsRegionsPage share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "pgs-ledger-view.h"
#include "pgs-region-cells.h"
#include "pgs-regions-page.h"

G_BEGIN_DECLS

struct _PgsRegionsPage
{
  GtkWidget parent_instance;

  GtkSearchEntry *search;
  GtkDropDown *kinds;
  GtkDropDown *grouping;
  GtkMenuButton *columns;
  GtkStack *stack;
  GtkScrolledWindow *scroller;
  GtkColumnView *view;
  AdwStatusPage *empty;
  GtkLabel *footer;
  GtkWidget *ledger_button;
  GtkWidget *ledger_popover;
  PgsLedgerView *ledger;
  GMenuModel *row_menu;
  GtkWidget *row_popover;

  PgsSession *session;
  GSettings *settings;
  PgsRegionList *list;
  PgsRegionCells *cells;
  GSimpleActionGroup *actions;
  guint more_source; /* 0, or what makes rows out of view */
  gboolean is_following; /* the selection is being taken from the session, not given to it */
};

void     pgs_regions_page_scroll_to_selected (PgsRegionsPage   *self);
void     pgs_regions_page_scroll_to          (PgsRegionsPage   *self,
                                              guint             position);
void     pgs_regions_page_follow_selection   (PgsRegionsPage   *self);
void     pgs_regions_page_on_selection_changed (GtkSelectionModel *model,
                                              guint             position,
                                              guint             n_items,
                                              gpointer          data);
void     pgs_regions_page_on_session_selection_changed (PgsSession *session,
                                              gpointer          data);

void     pgs_regions_page_show_sums          (PgsRegionsPage   *self);
void     pgs_regions_page_show_reason        (PgsRegionsPage   *self);
void     pgs_regions_page_on_ledger_show     (GtkWidget        *popover,
                                              gpointer          data);

void     pgs_regions_page_add_actions        (PgsRegionsPage   *self);
void     pgs_regions_page_add_gestures       (PgsRegionsPage   *self);
void     pgs_regions_page_on_activate        (GtkColumnView    *view,
                                              guint             position,
                                              gpointer          data);
gboolean pgs_regions_page_on_menu_key        (GtkWidget        *widget,
                                              GVariant         *parameters,
                                              gpointer          data);

void     pgs_regions_page_add_columns        (PgsRegionsPage   *self);
void     pgs_regions_page_restore_sort       (PgsRegionsPage   *self);
void     pgs_regions_page_ask_for_sections   (PgsRegionsPage   *self);
void     pgs_regions_page_on_sort_changed    (GtkSorter        *sorter,
                                              GtkSorterChange   change,
                                              gpointer          data);

G_END_DECLS
