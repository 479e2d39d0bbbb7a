/* pgs-scene.h: one or more processes beside each other, with what is to be looked at in them
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 */
#pragma once

#include <pango/pangocairo.h>

#include "pgs-map-cells.h"

G_BEGIN_DECLS

/**
 * PgsScenePointer:
 * @start: first address
 * @end: first address behind it
 * @name: what that is, for people
 *
 * A range that is pointed at.
 */
typedef struct
{
  guint64 start;
  guint64 end;
  char *name;
} PgsScenePointer;

/**
 * PgsScenePane:
 * @title: "child 4712"
 * @note: (nullable): said in place of its pages: "has ended"
 * @snapshot: (nullable): what to draw
 * @diff: (nullable): how that differs from before the step
 * @pointers: (element-type PgsScenePointer): what is pointed at in it
 *
 * One process of a scene.
 */
typedef struct
{
  char *title;
  char *note;
  PgsSnapshot *snapshot;
  PgsDiff *diff;
  GArray *pointers;
} PgsScenePane;

/**
 * PgsScene:
 * @pointed: only what is pointed at is drawn, the ranges of all panes at one scale; if nothing is, or
 *   otherwise, all of each address space with its pointers outlined
 * @low_on_top: of whole address spaces; what is pointed at begins with its lowest address
 * @color_by: what colour tells
 * @panes: (element-type PgsScenePane): from top to bottom
 */
typedef struct
{
  gboolean pointed;
  gboolean low_on_top;
  PgsColorBy color_by;
  GPtrArray *panes;
} PgsScene;

/**
 * PgsSceneCounts:
 * @n_pages: pages of a range
 * @counts: how many are in which state; meaningless unless @known
 * @known: all of them were read
 * @changed: how many changed with the step; %PGS_UNKNOWN if that is not known
 */
typedef struct
{
  guint64 n_pages;
  PgsPageCounts counts;
  gboolean known;
  guint64 changed;
} PgsSceneCounts;

PgsScene     *pgs_scene_new             (gboolean          pointed,
                                         PgsColorBy        color_by);
void          pgs_scene_free            (PgsScene         *self);
PgsScenePane *pgs_scene_add_pane        (PgsScene         *self,
                                         const char       *title,
                                         PgsSnapshot      *snapshot,
                                         PgsSnapshot      *before);
void          pgs_scene_pane_point      (PgsScenePane     *self,
                                         guint64           start,
                                         guint64           end,
                                         const char       *name);
gboolean      pgs_scene_is_pointed      (const PgsScene   *self);
gboolean      pgs_scene_shows           (const PgsScene   *self,
                                         const PgsScenePane *pane);
PgsCellMarks  pgs_scene_get_marks       (const PgsScene   *self);
void          pgs_scene_pane_get_model  (const PgsScene   *self,
                                         const PgsScenePane *pane,
                                         PgsMapModel      *model);
void          pgs_scene_pane_count      (const PgsScenePane *self,
                                         const PgsScenePointer *pointer,
                                         PgsSceneCounts   *counts);
gboolean      pgs_scene_pane_next_change (const PgsScenePane *self,
                                         gsize            *run,
                                         guint64           end_page,
                                         guint64          *first,
                                         guint64          *n_pages);
char         *pgs_scene_pane_dup_counts (const PgsScene   *self,
                                         const PgsScenePane *pane,
                                         const PgsScenePointer *pointer);
char         *pgs_scene_pane_dup_sizes  (const PgsScenePane *self);
char         *pgs_scene_pane_dup_scale  (const PgsScenePane *self,
                                         guint             cell_shift);
char         *pgs_scene_describe        (const PgsScene   *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (PgsScene, pgs_scene_free)

G_END_DECLS
