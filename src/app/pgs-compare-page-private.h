/* pgs-compare-page-private.h: what the parts of PgsComparePage share
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <adwaita.h>

#include "pgs-compare-page.h"
#include "pgs-comparison.h"
#include "pgs-diff-cells.h"
#include "pgs-recording.h"
#include "pgs-scroll-keeper.h"

G_BEGIN_DECLS

struct _PgsComparePage
{
  GtkWidget parent_instance;

  GtkMenuButton *a_button;
  GtkMenuButton *b_button;
  GtkLabel *a_label;
  GtkLabel *b_label;
  GtkSpinner *a_spinner;
  GtkSpinner *b_spinner;
  GtkGrid *totals;
  GtkLabel *cells_of_totals[3 * 9]; /* A, B and difference of each total */
  GtkSearchEntry *search;
  GtkDropDown *filter;
  GtkMenuButton *more;
  GtkStack *stack;
  GtkColumnView *view;
  AdwStatusPage *empty;
  GtkLabel *footer;
  GMenuModel *row_menu;

  PgsSession *session;       /* (nullable) */
  PgsComparison *comparison; /* (nullable): the session's */
  PgsDiffList *list;
  GtkSingleSelection *selection;
  PgsRowItem *selected; /* (nullable): the row that was chosen, also while it is filtered out */
  PgsDiffCells *cells;
  PgsScrollKeeper *scroll_keeper;
  GSettings *settings;
  GSimpleActionGroup *actions;
  GtkNativeDialog *chooser; /* (nullable): open */
  PgsRecording *recordings[2]; /* (nullable): opened last for A, for B: their menus offer its moments */
  char *error;           /* (nullable): why the table was not saved, until something is chosen */
  guint more_source;     /* 0, or what makes rows out of view */
  guint patience;        /* what is being read is not said to be yet */
  gboolean is_impatient;
  gboolean is_following; /* the selection is being taken from the session, not given to it */
};

void     pgs_compare_page_add_actions   (PgsComparePage *self);
char    *pgs_compare_page_format_time   (const PgsSnapshot *snapshot,
                                         gint64          monotonic_us);
void     pgs_compare_page_append        (GMenu          *menu,
                                         const char     *label,
                                         gboolean        is_b,
                                         const char     *what);
char    *pgs_compare_page_escape        (const char     *text);
void     pgs_compare_page_choose_file   (PgsComparePage *self,
                                         gboolean        is_b);
void     pgs_compare_page_choose_process (PgsComparePage *self,
                                         gboolean        is_b);
void     pgs_compare_page_choose_recorded (PgsComparePage *self,
                                         gboolean        is_b,
                                         const char     *what);
void     pgs_compare_page_append_recorded (PgsComparePage *self,
                                         GMenu          *menu,
                                         gboolean        is_b);
void     pgs_compare_page_show_footer   (PgsComparePage *self);
void     pgs_compare_page_show_reason   (PgsComparePage *self);
void     pgs_compare_page_show_sides    (PgsComparePage *self);
void     pgs_compare_page_set_error     (PgsComparePage *self,
                                         char           *error);
void     pgs_compare_page_build_totals  (PgsComparePage *self);
void     pgs_compare_page_show_totals   (PgsComparePage *self);
void     pgs_compare_page_show_in_map   (PgsComparePage *self);

G_END_DECLS
