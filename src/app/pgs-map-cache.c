/* pgs-map-cache.c: the pieces of the map as render nodes that are kept while they stay the same
 *
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * NOTES
 * After a sample every visible piece is stale: its cells (or words) are made again, which is cheap,
 * and only where they differ from those that the node was made from, the node is made again. So a
 * frame costs what changed. Pieces that were not seen in a frame are dropped at its end.
 */
#include "config.h"

#include "pgs-map-cache.h"

#include <string.h>

#include "pgs-cut-node.h"

typedef enum
{
  PIECE_LABEL,
  PIECE_GAP,
  PIECE_ROWS,
  PIECE_OUTLINE,
} PieceKind;

typedef struct
{
  PieceKind what;
  gsize band;
  guint64 index;
} PieceKey;

typedef struct
{
  PieceKey key;
  GskRenderNode *node; /* (nullable): nothing was drawn */
  gpointer made_from;
  gsize size; /* of made_from */
  guint made_in; /* the age of the model that it shows */
  guint seen_in; /* the frame that showed it last */
  gboolean fades;
  guint faded_in; /* the step of fading that it shows */
} Piece;

struct _PgsMapCache
{
  GHashTable *pieces; /* of Piece, by its key */
  guint age;
  guint fading;
  guint frame;
  guint n_made;
};

static guint
key_hash (gconstpointer data)
{
  const PieceKey *key = data;

  return (guint) key->band * 31 + (guint) key->index * 3 + key->what;
}

static gboolean
key_equal (gconstpointer a,
           gconstpointer b)
{
  const PieceKey *x = a;
  const PieceKey *y = b;

  return x->what == y->what && x->band == y->band && x->index == y->index;
}

static void
piece_free (gpointer data)
{
  Piece *piece = data;

  g_clear_pointer (&piece->node, gsk_render_node_unref);
  g_free (piece->made_from);
  g_free (piece);
}

/**
 * pgs_map_cache_new:
 *
 * Returns: (transfer full): an empty cache
 */
PgsMapCache *
pgs_map_cache_new (void)
{
  PgsMapCache *self = g_new0 (PgsMapCache, 1);

  self->pieces = g_hash_table_new_full (key_hash, key_equal, NULL, piece_free);
  return self;
}

/**
 * pgs_map_cache_free:
 * @self: (transfer full): the cache
 */
void
pgs_map_cache_free (PgsMapCache *self)
{
  g_hash_table_unref (self->pieces);
  g_free (self);
}

/**
 * pgs_map_cache_clear:
 * @self: the cache
 *
 * Forgets everything: layout or looks have changed.
 */
void
pgs_map_cache_clear (PgsMapCache *self)
{
  g_hash_table_remove_all (self->pieces);
}

/**
 * pgs_map_cache_set_stale:
 * @self: the cache
 *
 * What is drawn may have changed: pieces are compared before they are used again.
 */
void
pgs_map_cache_set_stale (PgsMapCache *self)
{
  self->age++;
}

/**
 * pgs_map_cache_set_fading:
 * @self: the cache
 *
 * Only time went by: pieces with fresh pages have changed, no others.
 */
void
pgs_map_cache_set_fading (PgsMapCache *self)
{
  self->fading++;
}

/**
 * pgs_map_cache_begin:
 * @self: the cache
 *
 * Begins a frame.
 */
void
pgs_map_cache_begin (PgsMapCache *self)
{
  self->frame++;
  self->n_made = 0;
}

static gboolean
is_unseen (gpointer key,
           gpointer value,
           gpointer data)
{
  const Piece *piece = value;
  const PgsMapCache *self = data;

  return piece->seen_in != self->frame;
}

/**
 * pgs_map_cache_end:
 * @self: the cache
 *
 * Ends a frame and drops what was not seen in it.
 *
 * Returns: how many pieces had to be drawn
 */
guint
pgs_map_cache_end (PgsMapCache *self)
{
  g_hash_table_foreach_remove (self->pieces, is_unseen, self);
  return self->n_made;
}

static Piece *
get_piece (PgsMapCache *self,
           PieceKind    what,
           gsize        band,
           guint64      index,
           gboolean    *fresh)
{
  const PieceKey key = { what, band, index };
  Piece *piece = g_hash_table_lookup (self->pieces, &key);

  if (piece == NULL)
    {
      piece = g_new0 (Piece, 1);
      piece->key = key;
      piece->made_in = self->age - 1;
      g_hash_table_insert (self->pieces, &piece->key, piece);
    }
  piece->seen_in = self->frame;
  *fresh = piece->made_in == self->age && (!piece->fades || piece->faded_in == self->fading);
  piece->made_in = self->age;
  piece->faded_in = self->fading;
  return piece;
}

/* Takes over what the piece shall show now; TRUE if it has to be drawn. */
static gboolean
take_source (PgsMapCache *self,
             Piece       *piece,
             gpointer     made_from,
             gsize        size)
{
  if (piece->node != NULL && piece->size == size && memcmp (piece->made_from, made_from, size) == 0)
    {
      g_free (made_from);
      return FALSE;
    }
  g_free (piece->made_from);
  piece->made_from = made_from;
  piece->size = size;
  g_clear_pointer (&piece->node, gsk_render_node_unref);
  self->n_made++;
  return TRUE;
}

static void
append_piece (const Piece *piece,
              GtkSnapshot *snapshot)
{
  if (piece->node != NULL)
    gtk_snapshot_append_node (snapshot, piece->node);
}

static cairo_t *
begin_node (GtkSnapshot *snapshot,
            double       x,
            double       y,
            double       width,
            double       height)
{
  return gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (x, y, width, height));
}

/**
 * pgs_map_cache_append_label:
 * @self: the cache
 * @frame: what it is made from
 * @band: index of a band
 * @snapshot: where to add it; the label's top is at its y = 0
 */
void
pgs_map_cache_append_label (PgsMapCache            *self,
                            const PgsMapCacheFrame *frame,
                            gsize                   band,
                            GtkSnapshot            *snapshot)
{
  gboolean fresh;
  Piece *piece = get_piece (self, PIECE_LABEL, band, 0, &fresh);
  char *detail = fresh ? NULL : pgs_map_dup_band_detail (frame->model, frame->layout, band);

  if (!fresh && take_source (self, piece, detail, strlen (detail)))
    {
      GtkSnapshot *own = gtk_snapshot_new ();
      const PgsMapGeometry *g = pgs_map_layout_get_geometry (frame->layout);
      cairo_t *cr = begin_node (own, pgs_map_layout_get_label_x (frame->layout), 0, g->label_width,
                                g->name_height + 2 * g->detail_height);

      pgs_map_draw_label (frame->layout, frame->theme, gtk_widget_get_pango_context (frame->widget), band, detail, cr);
      piece->node = pgs_cut_node_end (frame->widget, own, cr);
    }
  append_piece (piece, snapshot);
}

/**
 * pgs_map_cache_append_gap:
 * @self: the cache
 * @frame: what it is made from
 * @band: index of the band below the gap
 * @snapshot: where to add it; the gap's top is at its y = 0
 */
void
pgs_map_cache_append_gap (PgsMapCache            *self,
                          const PgsMapCacheFrame *frame,
                          gsize                   band,
                          GtkSnapshot            *snapshot)
{
  const PgsMapBand *b = pgs_map_layout_get_band (frame->layout, band);
  gboolean fresh;
  Piece *piece = get_piece (self, PIECE_GAP, band, 0, &fresh);

  if (!fresh && take_source (self, piece, g_memdup2 (&b->gap, sizeof b->gap), sizeof b->gap))
    {
      GtkSnapshot *own = gtk_snapshot_new ();
      cairo_t *cr = begin_node (own, 0, 0, pgs_map_layout_get_geometry (frame->layout)->width, b->y - b->gap_y);

      pgs_map_draw_gap (frame->layout, frame->theme, gtk_widget_get_pango_context (frame->widget), band, cr);
      piece->node = pgs_cut_node_end (frame->widget, own, cr);
    }
  append_piece (piece, snapshot);
}

/* Whether the picture of some rows changes as time goes by. */
static gboolean
rows_fade (const PgsMapCacheFrame *frame,
           gsize                   band,
           guint64                 first,
           guint64                 end)
{
  const PgsMapGeometry *g = pgs_map_layout_get_geometry (frame->layout);
  guint n_first, n_last;
  const guint64 a = pgs_map_layout_row_cells (frame->layout, band, first, &n_first);
  const guint64 b = pgs_map_layout_row_cells (frame->layout, band, end - 1, &n_last);
  guint64 start, stop, unused;

  pgs_map_layout_cell_range (frame->layout, band, MIN (a, b), &start, &unused);
  pgs_map_layout_cell_range (frame->layout, band, MAX (a + n_first, b + n_last) - 1, &unused, &stop);
  return pgs_map_model_has_fresh (frame->model, start >> g->page_shift, stop >> g->page_shift);
}

/**
 * pgs_map_cache_append_rows:
 * @self: the cache
 * @frame: what it is made from
 * @band: index of a band
 * @index: which %PGS_MAP_CACHE_ROWS rows of it, counted from its top
 * @snapshot: where to add it; the top of its first row is at its y = 0
 */
void
pgs_map_cache_append_rows (PgsMapCache            *self,
                           const PgsMapCacheFrame *frame,
                           gsize                   band,
                           guint64                 index,
                           GtkSnapshot            *snapshot)
{
  const PgsMapBand *b = pgs_map_layout_get_band (frame->layout, band);
  const guint64 first = index * PGS_MAP_CACHE_ROWS;
  const guint64 end = MIN (first + PGS_MAP_CACHE_ROWS, b->n_rows);
  gboolean fresh;
  Piece *piece = get_piece (self, PIECE_ROWS, band, index, &fresh);
  PgsMapCell *cells = fresh ? NULL : pgs_map_dup_cells (frame->model, frame->layout, frame->theme, band, first, end);

  if (!fresh)
    piece->fades = rows_fade (frame, band, first, end);
  if (!fresh
      && take_source (self, piece, cells, (end - first) * pgs_map_layout_get_columns (frame->layout) * sizeof *cells))
    {
      const double height = (end - first) * pgs_map_layout_get_pitch (frame->layout);
      GtkSnapshot *own = gtk_snapshot_new ();
      cairo_t *cr = begin_node (own, pgs_map_layout_get_grid_x (frame->layout) - 2, -2,
                                pgs_map_layout_get_columns (frame->layout) * pgs_map_layout_get_pitch (frame->layout) + 4,
                                height + 4);

      pgs_map_draw_cells (frame->layout, frame->theme, band, first, end, cells, cr);
      piece->node = pgs_cut_node_end (frame->widget, own, cr);
    }
  append_piece (piece, snapshot);
}

/**
 * pgs_map_cache_append_outline:
 * @self: the cache
 * @frame: what it is made from
 * @outline: what to outline
 * @snapshot: where to add it; the band's top is at its y = 0
 */
void
pgs_map_cache_append_outline (PgsMapCache            *self,
                              const PgsMapCacheFrame *frame,
                              const PgsMapOutline    *outline,
                              GtkSnapshot            *snapshot)
{
  gboolean fresh;
  Piece *piece = get_piece (self, PIECE_OUTLINE, outline->band, outline->which, &fresh);

  if (take_source (self, piece, g_memdup2 (outline, sizeof *outline), sizeof *outline))
    {
      GtkSnapshot *own = gtk_snapshot_new ();
      cairo_t *cr = begin_node (own, 0, outline->top - 8, pgs_map_layout_get_geometry (frame->layout)->width,
                                outline->bottom - outline->top + 16);

      pgs_map_draw_outline (frame->layout, outline->band, outline->start, outline->end, outline->top, outline->bottom,
                            outline->color, outline->line_width, cr);
      piece->node = pgs_cut_node_end (frame->widget, own, cr);
    }
  append_piece (piece, snapshot);
}
